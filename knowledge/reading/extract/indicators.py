"""KPI tables: columns found by their headers, rows running on over page breaks with repeated headers.

A table cut in the middle is an error finding: read on, it would lose indicators without a word.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from knowledge.model.fiscal import FiscalYear, find_fiscal_years, without_years
from knowledge.model.normalize import fold, name_key
from knowledge.model.quantity import Quantity, is_blank, parse_quantity, printed_unit
from knowledge.model.records import Counting, Finding, Span, better_of
from knowledge.reading.blocks import TextBlock
from knowledge.reading.layout import LONGEST_HEADING

# The header words of a column, as municipalities print them.
_COLUMNS = {
    "name": ("kpi", "重要業績評価指標", "指標", "数値目標"),
    "baseline": ("基準値", "現状値", "現状", "基準"),
    "target": ("目標値", "目標"),
    "unit": ("単位",),
}
_RULER = re.compile(r":?-+:?")  # |---|---:| under a header
_NO_AMOUNT = re.compile(r"\s*(?:令和?|平成?|[RH])?\s*")  # a cell that is empty or breaks off in its year
_NOTE = re.compile(r"^\s*[※*＊(（注]|^\s*(?:出典|資料|備考)|[。．）)]\s*$")  # what may stand right under a table


@dataclass(frozen=True, slots=True)
class _Columns:
    """A header: column → place, the years that it names (目標値（R10）), and how many cells its rows have."""

    at: Mapping[str, int]
    years: Mapping[str, FiscalYear]
    width: int

    def cell(self, block: TextBlock, column: str) -> str:
        """As printed; "" for a column that the table or this row does not have."""
        at = self.at.get(column, len(block.cells))
        return block.cells[at] if at < len(block.cells) else ""


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    name: str
    unit: str
    counting: Counting
    baseline: Quantity | None
    target: Quantity
    span: Span

    def fields(self) -> dict[str, Any]:
        """What an indicator's record takes from it: everything but the id."""
        own = {field.name: getattr(self, field.name) for field in fields(self)}
        return own | {"better": better_of(self.baseline, self.target)}


def read_indicator_table(
    blocks: Sequence[TextBlock], end_year: FiscalYear | None
) -> tuple[list[IndicatorRow], list[Finding], list[TextBlock]]:
    """Rows, what was odd about them, and the blocks that were read. A table may hold columns we do not know."""
    rows: list[IndicatorRow] = []
    findings: list[Finding] = []
    read: list[TextBlock] = []
    columns: _Columns | None = None
    last: TextBlock | None = None
    is_open = False  # whether the last row is one that others must follow
    for block in blocks:
        if read and _is_broken_row(block, read[-1]):
            findings.append(_cut(block))
        if block.kind != "table_row":
            continue
        if header := _header(block):
            findings += _unknown_columns(block, header, seen=columns is not None)
            columns, is_open, last = header, True, block
        elif columns is None:
            continue
        elif not all(_RULER.fullmatch(cell) for cell in block.cells):
            is_open = bool(
                _NO_AMOUNT.fullmatch(_without_years(columns.cell(block, "target")))
            )  # a label for rows below
            last = block
            row = _row(block, columns, end_year)
            if isinstance(row, Finding):
                findings.append(row)
                continue
            rows.append(row)
        read.append(block)
    if is_open and last:
        findings.append(_cut(last))
    return rows, findings, read


def has_indicator_table(blocks: Sequence[TextBlock]) -> bool:
    return any(block.kind == "table_row" and _header(block) for block in blocks)


def names_column_of(blocks: Sequence[TextBlock]) -> str:
    """What the first indicator table calls its indicators: 「数値目標」「重要業績評価指標（KPI）」; "" without one."""
    headers = ((block, _header(block)) for block in blocks if block.kind == "table_row")
    return next((header.cell(block, "name") for block, header in headers if header), "")


def _header(block: TextBlock) -> _Columns | None:
    """None for any other row: a header names an indicator and a target, and no number but a year."""
    keys = [name_key(_without_years(cell)) for cell in block.cells]
    found = {
        column: at
        for column, words in _COLUMNS.items()
        for word in words
        for at, key in reversed(list(enumerate(keys)))
        if key.startswith(word) and not any(char.isdecimal() for char in key)
    }
    if not {"name", "target"} <= found.keys() or len(set(found.values())) < len(found):
        return None
    named = {column: find_fiscal_years(unicodedata.normalize("NFKC", block.cells[at])) for column, at in found.items()}
    width = max(at for at, cell in enumerate(block.cells, start=1) if cell)
    return _Columns(found, {column: years[-1] for column, years in named.items() if years}, width)


def _without_years(cell: str) -> str:
    """「目標値（R10）」 → 「目標値（）」, 「令和4年度 現状値」 → 「 現状値」."""
    return without_years(unicodedata.normalize("NFKC", cell))


def _unknown_columns(block: TextBlock, header: _Columns, *, seen: bool) -> Iterator[Finding]:
    for at, cell in enumerate(block.cells):
        if at not in header.at.values() and cell and not seen:
            yield Finding("info", f"表の列「{cell}」は読み取りの対象外です", block.span)


def _is_broken_row(block: TextBlock, above: TextBlock) -> bool:
    """A line right under a row that is neither a note nor a sentence: a row of which only the name is left."""
    is_next = block.span.first_line == above.span.last_line + 1
    is_short = len(block.text) <= LONGEST_HEADING or block.text.startswith("|")
    return block.kind == "paragraph" and is_next and is_short and not _NOTE.search(block.text)


def _cut(block: TextBlock) -> Finding:
    return Finding("error", f"表の行「{' '.join(block.text.split())[:40]}」が途中で切れています", block.span)


def _row(block: TextBlock, columns: _Columns, end_year: FiscalYear | None) -> IndicatorRow | Finding:
    if len(block.cells) < columns.width:
        return _cut(block)
    name = columns.cell(block, "name")
    baseline_text = columns.cell(block, "baseline")
    target = parse_quantity(columns.cell(block, "target"), columns.years.get("target", end_year))
    baseline = parse_quantity(baseline_text, columns.years.get("baseline"))
    if target is None:
        return Finding("warning", f"指標「{name}」の目標値を読み取れません", block.span)
    if baseline is None and not is_blank(baseline_text):
        return Finding("warning", f"指標「{name}」の基準値「{baseline_text}」を読み取れません", block.span)
    target, baseline = _in_column_unit(target, block, columns), baseline and _in_column_unit(baseline, block, columns)
    unit = target.unit or (baseline.unit if baseline else "")
    return IndicatorRow(name, unit, counting_of(name), baseline, target, block.span)


def _in_column_unit(quantity: Quantity, block: TextBlock, columns: _Columns) -> Quantity:
    """The cell's own unit, else that of the column 単位."""
    unit = columns.cell(block, "unit")
    if quantity.unit or quantity.relative_to or is_blank(unit):
        return quantity
    return replace(quantity, unit=printed_unit(unit))


def counting_of(name: str) -> Counting:
    """累計 adds up over the plan's years, 総数 is what stands at the end of a year, else each year by itself."""
    key = fold(name)
    return "cumulative" if "累計" in key or "延べ数" in key else "total" if "総数" in key else "single"
