"""How a target is to be reached, and the trajectory that the years are held against.

    move      from the baseline to the target, rising or falling
    count_up  from nothing: a cumulative target over years of which the baseline is none
    keep      a level to be kept; also where the target asks no more than the baseline
    bound     the target alone says whether it is met

Targets of earlier years (中間目標) are points on the way; between them, and without any, it is a straight line.
"""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from msgspec import Struct

from knowledge.model.amount_words import is_strict
from knowledge.model.fiscal import FiscalYear, Period
from knowledge.model.quantity import Quantity, is_one_unit
from knowledge.model.records import Indicator, is_none
from knowledge.wording import progress_text

TargetKind = Literal["move", "count_up", "keep", "bound"]


class NotComputableError(Exception):
    """Ends a computation for the reason it carries. Never leaves these rooms' functions."""


class Trajectory(Struct, frozen=True):
    """What is asked for year by year: from `begun` in the year `start` over the points `via` to the target in `end`."""

    start: FiscalYear
    begun: Decimal
    end: FiscalYear
    target: Decimal
    via: tuple[tuple[FiscalYear, Decimal], ...] = ()

    @property
    def points(self) -> tuple[tuple[FiscalYear, Decimal], ...]:
        return ((self.start, self.begun), *self.via, (self.end, self.target))

    def share(self, year: FiscalYear) -> Fraction:
        """How much of the way lies behind in a year: within 0 and 1, but for points that go beyond."""
        if not self.via or self.begun == self.target:
            return _between(year, self.start, self.end)
        return (self.value(year) - Fraction(self.begun)) / (Fraction(self.target) - Fraction(self.begun))

    def value(self, year: FiscalYear) -> Fraction:
        """Before the start and behind the end as there."""
        for (first, one), (last, other) in pairwise(self.points):
            if year <= last or last == self.end:
                return Fraction(one) + (Fraction(other) - Fraction(one)) * _between(year, first, last)
        raise AssertionError("a trajectory has an end")


def _between(year: FiscalYear, first: FiscalYear, last: FiscalYear) -> Fraction:
    return min(max(Fraction(year - first, last - first), Fraction(0)), Fraction(1))


def target_year(indicator: Indicator, plan: Period | None) -> FiscalYear | None:
    """The year printed with the target, else the plan's last."""
    return indicator.target.fiscal_year or (plan.end_fiscal_year if plan else None)


def due_in(indicator: Indicator, year: FiscalYear) -> Quantity | None:
    """The number that is printed as the target of a year before the last; None for words."""
    return next((one for one in _numbers_on_the_way(indicator) if one.fiscal_year == year), None)


def _numbers_on_the_way(indicator: Indicator) -> list[Quantity]:
    like = indicator.target
    return [
        one
        for one in indicator.interim
        if one.value is not None and (one.unit, one.relative_to) == (like.unit, like.relative_to) and one.years is None
    ]


def is_lower_better(indicator: Indicator) -> bool:
    """Which side of the target is good: its own wording first, then what the document's numbers say."""
    if indicator.target.comparison in ("at_least", "at_most"):
        return indicator.target.comparison == "at_most"
    is_none_kept = indicator.better == "keep" and is_none(indicator.target, indicator.name)
    return indicator.better == "lower" or is_none_kept


def is_comparable(indicator: Indicator) -> bool:
    """Whether the target is a number of the kind that its actuals are: no words, no growth of an amount."""
    is_number = indicator.target.value is not None and indicator.has_one_measure
    return is_number and indicator.target.relative_to == indicator.compared_with


def planned_gap(indicator: Indicator) -> Decimal | None:
    """The target less the baseline; None where they do not compare, or the target is a range."""
    origin, target = indicator.origin, indicator.target
    if not is_comparable(indicator) or origin is None or origin.value is None or target.upper is not None:
        return None
    is_one_measure = origin.unit == target.unit and origin.relative_to == target.relative_to
    return target.number - origin.number if is_one_measure else None


def target_value(indicator: Indicator) -> Decimal:
    """The target; of a range the end that is reached first."""
    target = indicator.target
    return target.upper if target.upper is not None and is_lower_better(indicator) else target.number


def find_target_kind(indicator: Indicator) -> TargetKind:
    """Raises NotComputableError where actuals cannot be compared with the target, or the target with the baseline."""
    origin, target = indicator.origin, indicator.target
    if target.value is None:
        raise NotComputableError(progress_text.words_reason(target))
    if target.years and target.years.basis is None:
        raise NotComputableError(progress_text.years_reason(target))
    if target.relative_to != indicator.compared_with:
        raise NotComputableError(progress_text.relative_reason(target))
    if origin is None:
        return _without_origin(indicator)
    if not is_one_unit(origin, target):
        raise NotComputableError(progress_text.units_reason(origin, target))
    if origin.relative_to != target.relative_to:
        raise NotComputableError(progress_text.NO_COMMON_MEASURE)
    kept = indicator.better == "keep" or target.comparison == "keep"
    aimed = target_value(indicator)
    ahead = origin.number - aimed if is_lower_better(indicator) else aimed - origin.number
    if target.comparison == "between":
        return "move" if ahead > 0 else "bound"
    return "keep" if kept or ahead <= 0 else "move"


def _without_origin(indicator: Indicator) -> TargetKind:
    target = indicator.target
    if not indicator.is_way_known:
        raise NotComputableError(progress_text.WAY_UNKNOWN)
    if indicator.better == "keep" or target.comparison == "keep":
        return "keep"
    is_cumulative = indicator.counting == "cumulative" or (target.years and target.years.basis == "cumulative")
    counted_up = is_cumulative and not is_lower_better(indicator) and target.comparison != "between"
    return "count_up" if counted_up and target.number > 0 and target.relative_to is None else "bound"


def is_met(indicator: Indicator, value: Decimal | Fraction, target: Quantity | None = None) -> bool:
    """Does the value satisfy the target, or that of another year? 維持 is satisfied by not falling below."""
    asked, value = target or indicator.target, Fraction(value)
    if asked.upper is not None:
        return Fraction(asked.number) <= value <= Fraction(asked.upper)
    less = asked.comparison == "at_most" or (asked.comparison != "at_least" and is_lower_better(indicator))
    if value == Fraction(asked.number):
        return asked.comparison == "exactly" or not is_strict(asked.raw)
    return value < Fraction(asked.number) if less else value > Fraction(asked.number)


def expected_trajectory(indicator: Indicator, plan: Period | None) -> Trajectory | None:
    """The way that the years are held against; None where none can be drawn."""
    try:
        return trajectory_of(indicator, find_target_kind(indicator), plan)
    except NotComputableError:
        return None


def trajectory_of(indicator: Indicator, kind: TargetKind, plan: Period | None) -> Trajectory | None:
    end = target_year(indicator, plan)
    start = _start(indicator, kind, plan)
    if start is None or end is None or end <= start or kind == "bound":
        return None
    target = target_value(indicator)
    if kind == "keep":
        return Trajectory(start, target, end, target)
    origin = indicator.origin
    begun = origin.number if origin and kind == "move" else Decimal(0)
    steps = {one.fiscal_year: one.number for one in _numbers_on_the_way(indicator) if one.fiscal_year is not None}
    via = tuple((year, steps[year]) for year in sorted(steps) if start < year < end)
    return Trajectory(start, begun, end, target, via)


def _start(indicator: Indicator, kind: TargetKind, plan: Period | None) -> FiscalYear | None:
    """The baseline's year; what is counted up begins with nothing before the first year that counts."""
    origin, years = indicator.origin, indicator.target.years
    if origin and origin.fiscal_year:
        return origin.fiscal_year
    if kind not in ("count_up", "keep"):
        return None
    first = years.first if years and years.basis == "cumulative" else plan.start_fiscal_year if plan else None
    return FiscalYear(first - 1) if first else None
