"""The history of an indicator as a chart: what is drawn, where, and the same in words.

One description for the three who paint it: Slack's block, the meeting sheet and the page. Places are shares of the
plot: x from 0 (first year) to 1 (last), y from 0 (bottom) to 1 (top).
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from knowledge.indicators.targets import Trajectory, expected_trajectory, is_comparable, target_value, target_year
from knowledge.model.fiscal import FiscalYear, Period
from knowledge.model.records import Indicator
from knowledge.model.structs import replace
from knowledge.wording.progress_text import (
    PointKind,
    chart_note,
    chart_title,
    chart_twin,
    expected_sentence,
    point_label,
)
from knowledge.wording.values import Measure, ValueView

LEAST_ACTUALS = 2  # one point is no history
_ROOM = Decimal("0.18")  # above and below, for the numbers beside the points
_ZERO_IS_NEAR = Decimal("0.5")  # the lowest value is at most this share of the highest: begin at zero

_CLOSE = 0.2  # two points of one year that are closer than this, and their numbers would stand on each other
_ROOM_BELOW = 0.15  # what a number needs under its point to stay clear of the years

Side = Literal["above", "below", "left"]


class ChartPoint(Struct, frozen=True):
    """`label` stands beside the point, on its `side`: 「基準値 54」「40」「目標値 0」; the unit with the title."""

    kind: PointKind
    year: FiscalYear
    value: Decimal
    label: str
    x: float
    y: float
    side: Side = "above"


class Chart(Struct, frozen=True, kw_only=True):
    """`points` in order of years, the goal last in its own. `years` label the x axis.

    `trajectory` is what was to be expected, drawn as a dashed `line` from place to place; None and () where nothing is.
    `note` explains what has no label beside it; `twin` says everything that is drawn, for those who do not see it.
    """

    title: str
    unit: str
    years: tuple[tuple[str, float], ...]
    points: tuple[ChartPoint, ...]
    trajectory: Trajectory | None
    line: tuple[tuple[float, float], ...]
    is_sample: bool
    note: str
    twin: str

    def of_kind(self, *kinds: PointKind) -> tuple[ChartPoint, ...]:
        return tuple(point for point in self.points if point.kind in kinds)


def find_chart(own: Measure, plan: Period | None) -> Chart | None:
    """None with fewer than two actuals, or where the document names no year to aim at."""
    indicator, view, end = own.indicator, own.view, target_year(own.indicator, plan)
    if view is None or len(view.history) < LEAST_ACTUALS or end is None:
        return None
    known, trajectory = _known(indicator, view, end), expected_trajectory(indicator, plan)
    ends = list(trajectory.points) if trajectory else []
    drawn = [*((year, value) for _, year, value in known), *ends]
    first, last = min(year for year, _ in drawn), max(year for year, _ in drawn)
    low, high = _bounds([value for _, value in drawn])

    def place(year: FiscalYear, value: Decimal) -> tuple[float, float]:
        return _share(year, first, last), _share(value, low, high)

    return Chart(
        title=chart_title(own.name),
        unit=indicator.unit,
        years=tuple((FiscalYear(year).era_year, _share(year, first, last)) for year in range(first, last + 1)),
        points=tuple(
            _apart(
                [
                    ChartPoint(kind, year, value, point_label(kind, value, indicator), *place(year, value))
                    for kind, year, value in known
                ]
            )
        ),
        trajectory=trajectory,
        line=tuple(place(*each) for each in ends),
        is_sample=view.is_sample,
        note=chart_note(has_path=trajectory is not None, is_from_zero=low == 0),
        twin=chart_twin(own, _expected(indicator, trajectory, view)),
    )


def _known(indicator: Indicator, view: ValueView, end: FiscalYear) -> list[tuple[PointKind, FiscalYear, Decimal]]:
    """What is drawn, in order of years. The baseline gives way to an actual of its own year."""
    known: list[tuple[PointKind, FiscalYear, Decimal]] = [("actual", FiscalYear(y), value) for y, value in view.history]
    origin = indicator.origin
    if origin and origin.fiscal_year and origin.fiscal_year not in dict(view.history):
        known.append(("baseline", origin.fiscal_year, origin.number))
    if is_comparable(indicator):
        known.append(("target", end, target_value(indicator)))
    return sorted(known, key=lambda one: (one[1], one[0] == "target"))


def _expected(indicator: Indicator, trajectory: Trajectory | None, view: ValueView) -> str:
    """Of the last recorded year, while the target's has not come."""
    year = FiscalYear(view.history[-1][0])
    if trajectory is None or year >= trajectory.end:
        return ""
    decimals = 1 + max(-int(value.as_tuple().exponent) for value in (trajectory.begun, trajectory.target, Decimal(0)))
    return expected_sentence(indicator, year, trajectory.value(year), decimals)


def _bounds(values: list[Decimal]) -> tuple[Decimal, Decimal]:
    low, high = min(values), max(values)
    room = (high - low) * _ROOM or abs(high) * _ROOM or Decimal(1)
    begins_at_zero = low >= 0 and low <= high * _ZERO_IS_NEAR
    return (Decimal(0), high * (1 + _ROOM) or Decimal(1)) if begins_at_zero else (low - room, high + room)


def _apart(points: Sequence[ChartPoint]) -> Iterator[ChartPoint]:
    """The lower of two close points of one year, the last actual and the target, has its number elsewhere."""
    for point in points:
        above = [one for one in points if one.year == point.year and one is not point and 0 <= one.y - point.y < _CLOSE]
        if any(one.y > point.y or point.kind == "target" for one in above):
            yield replace(point, side="below" if point.y >= _ROOM_BELOW else "left")
        else:
            yield point


def _share(value: Decimal | int, low: Decimal | int, high: Decimal | int) -> float:
    return round(float(Decimal(value - low) / Decimal(high - low)), 4) if high != low else 0.5
