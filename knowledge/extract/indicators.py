"""KPI tables: columns found by their headers, rows running on over page breaks with repeated headers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.blocks import Block
from knowledge.fiscal import FiscalYear
from knowledge.model import Counting, Finding, Span
from knowledge.normalize import fold, name_key
from knowledge.quantity import Quantity, is_blank, parse_quantity

# The header words of a column, as municipalities print them.
_COLUMNS = {
    "name": ("kpi", "重要業績評価指標", "指標", "数値目標"),
    "baseline": ("基準値", "現状値", "現状", "基準"),
    "target": ("目標値", "目標"),
}
_RULER = re.compile(r":?-+:?")  # |---|---:| under a header


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    name: str
    unit: str
    counting: Counting
    baseline: Quantity | None
    target: Quantity
    span: Span


def read_table(
    blocks: Sequence[Block], end_year: FiscalYear | None
) -> tuple[list[IndicatorRow], list[Finding], list[Block]]:
    """Rows, what was odd about them, and the blocks that were read. A table may hold columns we do not know."""
    rows: list[IndicatorRow] = []
    findings: list[Finding] = []
    read: list[Block] = []
    columns: dict[str, int] = {}
    for block in blocks:
        if block.kind != "table_row":
            continue
        if header := _header(block):
            findings += _unknown_columns(block, header, seen=bool(columns))
            columns = header
        elif columns and all(_RULER.fullmatch(cell) for cell in block.cells):
            pass
        elif columns:
            row = _row(block, columns, end_year)
            if isinstance(row, Finding):
                findings.append(row)
                continue
            rows.append(row)
        else:
            continue
        read.append(block)
    return rows, findings, read


def _header(block: Block) -> dict[str, int]:
    keys = [name_key(cell) for cell in block.cells]
    found = {
        column: at
        for column, words in _COLUMNS.items()
        for word in words
        for at, key in reversed(list(enumerate(keys)))
        if key.startswith(word) and not any(char.isdecimal() for char in key)
    }
    return found if {"name", "target"} <= found.keys() and len(set(found.values())) == len(found) else {}


def _unknown_columns(block: Block, header: dict[str, int], *, seen: bool) -> Iterator[Finding]:
    for at, cell in enumerate(block.cells):
        if at not in header.values() and cell and not seen:
            yield Finding("info", f"表の列「{cell}」は読み取りの対象外です", block.span)


def _row(block: Block, columns: dict[str, int], end_year: FiscalYear | None) -> IndicatorRow | Finding:
    if len(block.cells) <= max(columns.values()):
        return Finding("warning", f"表の行が途中で切れています: 「{block.text}」", block.span)
    name = block.cells[columns["name"]]
    baseline_text = block.cells[columns["baseline"]] if "baseline" in columns else ""
    target = parse_quantity(block.cells[columns["target"]], end_year)
    baseline = parse_quantity(baseline_text)
    if target is None:
        return Finding("warning", f"指標「{name}」の目標値を読み取れません", block.span)
    if baseline is None and not is_blank(baseline_text):
        return Finding("warning", f"指標「{name}」の基準値「{baseline_text}」を読み取れません", block.span)
    unit = target.unit or (baseline.unit if baseline else "")
    return IndicatorRow(name, unit, counting_of(name), baseline, target, block.span)


def counting_of(name: str) -> Counting:
    """累計 adds up over the plan's years, 総数 is what stands at the end of a year, else each year by itself."""
    key = fold(name)
    return "cumulative" if "累計" in key or "延べ数" in key else "total" if "総数" in key else "single"
