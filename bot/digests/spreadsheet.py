"""The table of a digest as a sheet to go on working with: figures that can be sorted, and what they were before."""

from collections.abc import Iterator

from bot.digests.content import Digest, IndicatorChange
from knowledge.indicators import ExportTable
from knowledge.indicators.exporting import CellContent, NumberCell, printed_cell
from knowledge.wording import Measure, tokyo_day

SHEET_COLUMNS = (
    *("KPI", "分類", "状態", "前回の状態", "最新の実績", "実績の年度・種別", "前回の実績", "基準値", "目標値"),
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
    yield from (printed_cell(own.indicator.baseline), printed_cell(own.indicator.target))


def _actual(own: Measure) -> CellContent:
    """A mean is rounded, and so only told."""
    if own.view is None or own.view.figure != own.view.own or not own.view.history:
        return own.actual.amount
    return NumberCell(own.actual.amount, own.view.history[-1][1])
