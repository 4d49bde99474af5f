"""The points of an indicator that a question may compare: what the plan prints of it, and each year that is recorded.

A point that is asked for is found as it is asked for or not at all: never is another one taken in its place.
"""

from decimal import Decimal
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from knowledge.indicators.targets import is_lower_better
from knowledge.model.fiscal import FiscalYear
from knowledge.model.quantity import Quantity
from knowledge.model.records import Indicator
from knowledge.wording.amounts import SAMPLE_MARK, Figure, is_mean, printed, year_text
from knowledge.wording.progress_text import change_text

_Asked = Literal["baseline", "target", "previous", "earlier", "year", "latest"]
Movement = Literal["increased", "decreased", "improved", "worse", "unchanged", "kept", "above", "below"]


class PointAsked(Struct, frozen=True):
    """`year`: of "year", and of a "target" of a year; `years`: how many before the later one, of "earlier"."""

    kind: _Asked
    year: FiscalYear | None = None
    years: int = 0


PREVIOUS, LATEST, BASELINE, TARGET = (
    PointAsked("previous"), PointAsked("latest"), PointAsked("baseline"), PointAsked("target"),
)  # fmt: skip


def in_year(year: FiscalYear) -> PointAsked:
    return PointAsked("year", year)


class ValuePoint(Struct, frozen=True):
    """A value with its year. `kind`: what it is, whatever it was asked as; `year` None where the plan prints none."""

    kind: Literal["baseline", "target", "actual"]
    value: Decimal
    year: FiscalYear | None
    figure: Figure
    is_mean: bool = False

    @property
    def said(self) -> str:
        """「令和4年度 48人」「令和元年度の基準値 54人」"""
        if self.kind == "actual":
            return f"{self.year.label if self.year and not self.is_mean else self.figure.year} {self.figure.amount}"
        joined = "の" if self.figure.year else ""
        return f"{self.figure.year}{joined}{self.named} {self.figure.amount}"

    @property
    def named(self) -> str:
        return {"baseline": "基準値", "target": "目標値", "actual": "実績"}[self.kind]

    @property
    def text(self) -> str:
        """「実績48人（令和4年度・確定値）」"""
        return f"{self.named}{self.figure.text}"


class Lacking(Struct, frozen=True):
    """A point that cannot be had. `year`: of which nothing is recorded; None where that is not why."""

    asked: PointAsked
    year: FiscalYear | None = None


class Change(Struct, frozen=True):
    """From one point to another, in the indicator's unit. No ratio from zero or below."""

    indicator: Indicator
    before: ValuePoint
    after: ValuePoint

    @property
    def difference(self) -> Decimal:
        return self.after.value - self.before.value

    @property
    def ratio(self) -> Fraction | None:
        is_share = self.before.value > 0 and self.indicator.compared_with is None
        return Fraction(self.difference) / Fraction(self.before.value) if is_share else None

    @property
    def word(self) -> str:
        """「増え」 or 「減っ」, as a た follows; "" where nothing has changed."""
        return "増え" if self.difference > 0 else "減っ" if self.difference < 0 else ""

    @property
    def text(self) -> str:
        ends = [self.before.said, self.after.said]
        mark = SAMPLE_MARK if self.after.figure.is_sample else ""
        return change_text(self.indicator, ends, self.difference, self.ratio, mark)

    def is_so(self, movement: Movement) -> bool | None:
        """None where it hangs on the way that is wished, and the plan does not say which."""
        rise = self.difference
        if movement in ("increased", "above"):
            return rise > 0
        if movement in ("decreased", "below"):
            return rise < 0
        if movement == "unchanged":
            return rise == 0
        if not self.indicator.is_way_known:
            return None
        gain = -rise if is_lower_better(self.indicator) else rise
        return gain >= 0 if movement == "kept" else gain > 0 if movement == "improved" else gain < 0


def printed_point(kind: Literal["baseline", "target"], quantity: Quantity | None, like: Indicator) -> ValuePoint | None:
    """None for words, for a range, and for what is measured otherwise than the indicator's actuals."""
    if quantity is None or quantity.value is None or quantity.upper is not None:
        return None
    if quantity.unit != like.unit or quantity.relative_to != like.compared_with:
        return None
    figure = printed(quantity)
    told = Figure(figure.number, figure.unit, year_text(quantity))
    is_of_years = quantity.years is not None or is_mean(quantity)
    return ValuePoint(kind, quantity.value, None if is_of_years else quantity.fiscal_year, told, is_of_years)
