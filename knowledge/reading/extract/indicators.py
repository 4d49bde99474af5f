"""Rows of indicator tables → the fields of an indicator. What cannot be read is a finding, never another value."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from knowledge.model.fiscal import FiscalYear
from knowledge.model.normalize import fold
from knowledge.model.quantity import Quantity, is_blank, parse_quantity, printed_unit
from knowledge.model.records import Counting, Finding, Span, better_of
from knowledge.reading.blocks import TextBlock
from knowledge.reading.tables.find import PrintedIndicator, PrintedValue


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
    """Rows, what was odd about them, and the blocks that were read."""
    rows: list[IndicatorRow] = []
    findings: list[Finding] = []
    read: list[TextBlock] = []
    for block in blocks:
        if block.entries is None or block.is_held:
            continue
        results = [_row(entry, block, end_year) for entry in block.entries]
        rows += [result for result in results if isinstance(result, IndicatorRow)]
        odd = [result for result in results if isinstance(result, Finding)]
        findings += odd
        if not odd:
            read.append(block)
    return rows, findings, read


def has_indicator_table(blocks: Sequence[TextBlock]) -> bool:
    return any(block.entries is not None for block in blocks)


def names_column_of(blocks: Sequence[TextBlock]) -> str:
    """What the first indicator table calls its indicators: 「数値目標」「重要業績評価指標（KPI）」; "" without one."""
    return next((entry.named_by for block in blocks for entry in block.entries or ()), "")


def _row(entry: PrintedIndicator, block: TextBlock, end_year: FiscalYear | None) -> IndicatorRow | Finding:
    target = _quantity(entry.target, end_year)
    baseline = _quantity(entry.baseline, None) if entry.baseline else None
    if target is None:
        return Finding("warning", f"指標「{entry.name}」の目標値を読み取れません", block.span)
    if entry.baseline and baseline is None and not is_blank(entry.baseline.text):
        return Finding("warning", f"指標「{entry.name}」の基準値「{entry.baseline.text}」を読み取れません", block.span)
    target, baseline = _in_column_unit(target, entry.unit), baseline and _in_column_unit(baseline, entry.unit)
    unit = target.unit or (baseline.unit if baseline else "")
    return IndicatorRow(entry.name, unit, counting_of(entry.name), baseline, target, block.span)


def _quantity(value: PrintedValue, default: FiscalYear | None) -> Quantity | None:
    return parse_quantity(value.text, value.heading.last_year or default)


def _in_column_unit(quantity: Quantity, unit: str) -> Quantity:
    """The cell's own unit, else that of the column 単位."""
    if quantity.unit or quantity.relative_to or is_blank(unit):
        return quantity
    return replace(quantity, unit=printed_unit(unit))


def counting_of(name: str) -> Counting:
    """累計 adds up over the plan's years, 総数 is what stands at the end of a year, else each year by itself."""
    key = fold(name)
    return "cumulative" if "累計" in key or "延べ数" in key else "total" if "総数" in key else "single"
