"""The table of a digest as a sheet to go on working with: figures that can be sorted, and what they were before."""

from collections.abc import Iterator
from decimal import Decimal

from bot.digests.content import Digest, IndicatorChange
from knowledge.indicators import ExportTable
from knowledge.indicators.exporting import CellContent, NumberCell
from knowledge.wording import Measure, tokyo_day
from knowledge.wording.amounts import Figure, number_said

SHEET_COLUMNS = (
    *("KPI", "分類", "状態", "前回の状態", "最新の実績", "実績の年度・種別", "前回の実績"),
    *("基準値", "基準値の年度", "目標値", "目標値の年度"),
)


def digest_table(digest: Digest) -> ExportTable:
    """Rows as in the message, the worst first."""
    places = {own.indicator.id: group.title for group in digest.groups for own in group.measures}
    changes = {change.indicator.id: change for change in digest.changes}
    rows = (
        tuple(_cells(own, places.get(own.indicator.id, ""), changes.get(own.indicator.id))) for own in digest.ranked
    )
    return ExportTable(f"{tokyo_day(digest.as_of)}現在", SHEET_COLUMNS, tuple(rows))


def _cells(own: Measure, place: str, change: IndicatorChange | None) -> Iterator[CellContent]:
    yield from (own.name, place, own.state, change.state_before if change else "")
    yield from (_actual(own), own.actual.note, (change.value_before or "") if change else "")
    baseline, target = own.indicator.baseline, own.indicator.target
    yield from (_cell(own.baseline, baseline.value if baseline else None), own.baseline.note)
    yield from (_cell(own.target, target.value), own.target.note)


def _actual(own: Measure) -> CellContent:
    """A mean as it is rounded."""
    if own.view is None or not own.view.history:
        return own.actual.amount
    is_mean = own.view.figure != own.view.own
    return _cell(own.actual, number_said(own.actual) if is_mean else own.view.history[-1][1])


def _cell(figure: Figure, value: Decimal | None) -> CellContent:
    """As in the message, with the number that it says."""
    return figure.amount if value is None else NumberCell(figure.amount, value)
