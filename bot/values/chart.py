"""The history of an indicator as a chart: what is drawn, where, and the same in words. Painted on paper and on pages.

Places are shares of the plot: x from 0 (first year) to 1 (last), y from 0 (bottom) to 1 (top).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from knowledge.model import FiscalYear, Indicator, Period
from knowledge.wording import Measure, ValueView, number_text

LEAST_ACTUALS = 2  # one point is no history
_ROOM = Decimal("0.18")  # above and below, for the numbers beside the points
_ZERO_IS_NEAR = Decimal("0.5")  # the lowest value is at most this share of the highest: begin at zero

_CLOSE = 0.2  # two points of one year that are closer than this, and their numbers would stand on each other
_ROOM_BELOW = 0.15  # what a number needs under its point to stay clear of the years

Kind = Literal["baseline", "actual", "target"]
Side = Literal["above", "below", "left"]


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """`label` is the number alone; the unit stands once, beside the title. `side` is where it stands."""

    kind: Kind
    year: FiscalYear
    label: str
    x: float
    y: float
    side: Side = "above"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """`years` label the x axis. `twin` says everything that is drawn, for those who do not see it."""

    name: str
    unit: str
    years: tuple[tuple[str, float], ...]
    points: tuple[ChartPoint, ...]
    target_y: float
    starts_at_zero: bool
    is_sample: bool
    twin: str

    def of_kind(self, kind: Kind) -> tuple[ChartPoint, ...]:
        return tuple(point for point in self.points if point.kind == kind)


def find_chart(own: Measure, plan: Period | None) -> Chart | None:
    """None with fewer than two actuals, or where the document names no year to aim at."""
    indicator, view = own.indicator, own.view
    end = indicator.target.fiscal_year or (plan.end_fiscal_year if plan else None)
    if view is None or len(view.history) < LEAST_ACTUALS or end is None:
        return None
    known = _known(indicator, view, end)
    years = range(min(year for _, year, _ in known), max(year for _, year, _ in known) + 1)
    low, high = _bounds([value for _, _, value in known])
    points = [
        ChartPoint(kind, year, number_text(value), _share(year, years[0], years[-1]), _share(value, low, high))
        for kind, year, value in known
    ]
    return Chart(
        name=own.name,
        unit=indicator.unit,
        years=tuple((FiscalYear(year).era_year, _share(year, years[0], years[-1])) for year in years),
        points=tuple(_apart(points)),
        target_y=_share(indicator.target.value, low, high),
        starts_at_zero=low == 0,
        is_sample=view.is_sample,
        twin=f"{own.name}の推移。{own.figures[0]}、{own.figures[2]}。{own.course}",
    )


def _known(indicator: Indicator, view: ValueView, end: FiscalYear) -> list[tuple[Kind, FiscalYear, Decimal]]:
    """What is drawn, in order of years. The baseline gives way to an actual of its own year."""
    known: list[tuple[Kind, FiscalYear, Decimal]] = [("actual", FiscalYear(y), value) for y, value in view.history]
    baseline = indicator.baseline
    if baseline and baseline.fiscal_year and baseline.fiscal_year not in dict(view.history):
        known.append(("baseline", baseline.fiscal_year, baseline.value))
    known.append(("target", end, indicator.target.value))
    return sorted(known, key=lambda one: (one[1], one[0] == "target"))


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
