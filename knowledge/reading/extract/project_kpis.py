"""Indicators in a column of a table of 事業, beside the project that they are of: 「改植面積⏎1.2ha（H30）→8.0ha」."""

import re
from collections.abc import Iterable, Iterator

from knowledge.model.fiscal import Period
from knowledge.model.records import Finding
from knowledge.reading.blocks import TextBlock
from knowledge.reading.extract.indicators import IndicatorRow, read_entry
from knowledge.reading.layout import Layout
from knowledge.reading.outline import Section
from knowledge.reading.tables.arrows import arrow_entry, has_amounts_and_arrow
from knowledge.reading.tables.cells import cell_kind
from knowledge.reading.tables.entries import PrintedIndicator
from knowledge.reading.tables.labelled_values import labelled_values
from knowledge.reading.tables.projects.columns import ProjectHeader, indicator_columns, project_header

_WRAPPED = re.compile(r"[→⇒➡⇨]\s*$")
_GOES_ON = re.compile(r"^\s*[→⇒➡⇨]")
_POINT = re.compile(r"^[・○●◇◆■□*]\s*")


def kpis_of_project_rows(
    parts: Iterable[Section], layout: Layout, plan: Period | None
) -> tuple[list[IndicatorRow], list[Finding]]:
    rows: list[IndicatorRow] = []
    findings: list[Finding] = []
    for block, cell in _cells(parts, layout):
        for entry in _entries_in(cell):
            found, odd = read_entry(entry, block.span, plan) if isinstance(entry, PrintedIndicator) else ([], [])
            rows += found
            findings += odd
            if not found and not odd:
                findings.append(Finding("warning", f"事業の表の指標を読み取れません: 「{entry}」", block.span))
    return rows, findings


def _cells(parts: Iterable[Section], layout: Layout) -> Iterator[tuple[TextBlock, str]]:
    """Of the columns of indicators in all tables of projects, with their rows."""
    for part in parts:
        header: ProjectHeader | None = None
        for block in part.blocks:
            if block.kind != "table_row":
                header = None
            elif block.entries is not None or block.is_held:
                continue
            elif found := project_header(block.cells, layout, is_told=part.role == "projects"):
                header = found
            elif header:
                yield from ((block, block.cells[at]) for at in indicator_columns(header) if at < len(block.cells))


def _entries_in(cell: str) -> Iterator[PrintedIndicator | str]:
    """Each as it is printed; the text of one that cannot be taken apart. A name without a number has no target."""
    names: list[str] = []
    for line in _whole_lines(cell):
        if not any(map(str.isdigit, line)) or not _holds_value(line):
            names = [*names, line] if not _POINT.match(line) else [_POINT.sub("", line)]
            continue
        bare, above = _POINT.sub("", line), "".join(names)
        yield _entry(bare, above) or f"{above} {bare}".strip()[:40]
        names = []


def _holds_value(line: str) -> bool:
    return has_amounts_and_arrow(line) or cell_kind(line) in ("amount", "blank") or bool(labelled_values(line)[1])


def _entry(line: str, above: str) -> PrintedIndicator | None:
    own = arrow_entry(line, above) if has_amounts_and_arrow(line) else None
    if own and above and own.name != above:
        own = arrow_entry(f"{above}{line}", "")
    return own


def _whole_lines(cell: str) -> list[str]:
    """Lines of a cell, a value that wraps at its arrow or in its brackets on one."""
    lines: list[str] = []
    for line in filter(None, map(str.strip, cell.split("\n"))):
        before = lines[-1] if lines else ""
        is_open = bool(before) and before.count("（") + before.count("(") > before.count("）") + before.count(")")
        if before and (_WRAPPED.search(before) or _GOES_ON.match(line) or is_open):
            lines[-1] = before + line
        else:
            lines.append(line)
    return lines
