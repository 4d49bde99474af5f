"""How far an indicator has come, in exact fractions; no percentage where none would be true.

    a baseline to move away from   rate = (actual − baseline) ÷ (target − baseline), rising or falling alike
    no baseline, counted up (累計)  rate = actual ÷ target
    a level to be kept (維持)       rate = actual ÷ target; also where the target asks no more than the baseline
    no baseline, not counted up    no rate: 達成 when the target is met, else 算定不可
    a mean over n years            the mean of the years so far takes the place of the actual; all must be recorded

    expected by a year = (year − baseline year) ÷ (target year − baseline year), within 0 and 1; kept: always 1;
    counted up without a baseline: from nothing at the end of the year before the plan.

達成 is decided by the target alone, and so is its year and every later one: 達成 or 未達成, whatever was expected.
Before it 後退 is worse than the baseline; 順調, やや遅れ and 遅れ follow from rate ÷ expected (thresholds.py). A level
to be kept is やや遅れ within the tolerance below it, else 後退.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal, get_args

from knowledge.indicators.thresholds import DEFAULT_THRESHOLDS, Thresholds
from knowledge.model.fiscal import FiscalYear, Period
from knowledge.model.numerals import kanji_number
from knowledge.model.quantity import Quantity
from knowledge.model.records import Indicator
from knowledge.wording import progress_text
from knowledge.wording.amounts import number_text, percent_text, rounded

State = Literal["達成", "順調", "やや遅れ", "遅れ", "後退", "未達成", "実績未登録", "算定不可"]
STATES: tuple[State, ...] = get_args(State)
BEHIND: tuple[State, ...] = ("やや遅れ", "遅れ", "後退", "未達成")  # the worst last

_MEAN = re.compile(r"(\d+|[二三四五六七八九十]+)\s*(?:年間|[かカヵヶケ]年|年)の平均")  # 「R6年度までの5年間の平均」


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The judgement of one indicator in one year.

    `actual` is the value judged, rounded where it is the mean of `years`. `rate` is 1 at the target, and for indicators
    with a baseline 0 there and negative behind it; None where no percentage would be true. `expected` is the rate that
    a straight line asks for in this year, None from the target's year on. `reason` is one Japanese sentence, `formula`
    the rate with its numbers. `shortfall`: 「あと16人」 of what is 未達成. `grade` only on a scale that shows grades.
    """

    indicator: str
    year: FiscalYear | None
    actual: Decimal | None
    rate: Fraction | None = None
    expected: Fraction | None = None
    state: State
    reason: str
    formula: str | None = None
    shortfall: str = ""
    years: tuple[FiscalYear, ...] = ()
    grade: str | None = None

    @property
    def rate_text(self) -> str:
        return "—" if self.rate is None else percent_text(self.rate)


Aim = Literal["move", "count_up", "keep", "bound"]


@dataclass(frozen=True, slots=True)
class Path:
    """What a straight line asks for: from `begun` in the year `start` to the target in `end`."""

    start: FiscalYear
    begun: Decimal
    end: FiscalYear
    target: Decimal

    def share(self, year: FiscalYear) -> Fraction:
        """How much of the way lies behind in a year, within 0 and 1."""
        return min(max(Fraction(year - self.start, self.end - self.start), Fraction(0)), Fraction(1))

    def value(self, year: FiscalYear) -> Fraction:
        return Fraction(self.begun) + (Fraction(self.target) - Fraction(self.begun)) * self.share(year)


@dataclass(frozen=True, slots=True)
class Value:
    """What is compared, and how it is written in a formula."""

    exact: Fraction
    shown: Decimal
    text: str
    years: tuple[FiscalYear, ...] = ()


class NotComputableError(Exception):
    """Ends a computation for the reason it carries. Never leaves this module."""


def assess(
    indicator: Indicator,
    actuals: Mapping[FiscalYear, Decimal],
    *,
    year: FiscalYear | None = None,
    plan: Period | None = None,
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
    is_running: bool = False,
) -> Progress:
    """Judges the actual of `year`, or the latest one. `actuals` are in the indicator's printed unit.

    `is_running`: the value is from before its year's end, which may still bring what the target asks for.
    """
    judged = year if year is not None else max(actuals, default=None)
    if judged is None or judged not in actuals:
        reason = progress_text.not_recorded_reason(judged)
        return Progress(indicator=indicator.id, year=judged, actual=None, state="実績未登録", reason=reason)
    try:
        value = _value(indicator, actuals, judged, plan)
        aim = _aim(indicator)
    except NotComputableError as error:
        actual = actuals[judged]
        return Progress(indicator=indicator.id, year=judged, actual=actual, state="算定不可", reason=str(error))
    end = target_year(indicator, plan)
    is_over = end is not None and (judged > end or (judged == end and not is_running))
    return _judge(indicator, value, aim, judged, plan, thresholds, is_over)


# What is compared


def averaged_years(target: Quantity) -> int | None:
    """「3,345人（R6年度までの5年間の平均）」 → 5; None where the target is one year's value."""
    match = _MEAN.search(unicodedata.normalize("NFKC", target.raw))
    return kanji_number(match[1]) if match else None


def target_year(indicator: Indicator, plan: Period | None) -> FiscalYear | None:
    """The year printed with the target, else the plan's last."""
    return indicator.target.fiscal_year or (plan.end_fiscal_year if plan else None)


def _value(indicator: Indicator, actuals: Mapping[FiscalYear, Decimal], year: FiscalYear, plan: Period | None) -> Value:
    length = averaged_years(indicator.target)
    if not length:
        return Value(Fraction(actuals[year]), actuals[year], number_text(actuals[year]))
    end = target_year(indicator, plan)
    if end is None:
        raise NotComputableError(progress_text.NO_YEAR_TO_AIM_AT)
    years = [FiscalYear(y) for y in range(end - length + 1, min(year, end) + 1)]
    if not years:
        raise NotComputableError(progress_text.before_the_mean_reason(FiscalYear(end - length + 1)))
    if missing := [y for y in years if y not in actuals]:
        raise NotComputableError(progress_text.gap_in_the_mean_reason(missing, length))
    mean = sum((Fraction(actuals[y]) for y in years), Fraction(0)) / len(years)
    terms = " + ".join(number_text(actuals[y]) for y in years)
    decimals = max(0, *(-int(actuals[y].as_tuple().exponent) for y in years)) + 1
    text = f"({terms}) ÷ {len(years)}" if len(years) > 1 else terms
    if len(years) == 1:
        return Value(mean, actuals[years[0]], text)
    return Value(mean, rounded(mean, decimals), text, tuple(years))


def _wants_less(indicator: Indicator) -> bool:
    """Which side of the target is good: its own wording first, then what the document's numbers say."""
    if indicator.target.comparison in ("at_least", "at_most"):
        return indicator.target.comparison == "at_most"
    return indicator.better == "lower"


def _aim(indicator: Indicator) -> Aim:
    baseline, target = indicator.baseline, indicator.target
    if baseline is None:
        if indicator.better == "keep" or target.comparison == "keep":
            return "keep"
        counted_up = indicator.counting == "cumulative" and not _wants_less(indicator)
        return "count_up" if counted_up and target.number > 0 and target.relative_to is None else "bound"
    if baseline.unit != target.unit and baseline.unit and target.unit:
        raise NotComputableError(progress_text.units_reason(baseline, target))
    if baseline.relative_to != target.relative_to:
        raise NotComputableError(progress_text.NO_COMMON_MEASURE)
    kept = indicator.better == "keep" or target.comparison == "keep"
    ahead = baseline.number - target.number if _wants_less(indicator) else target.number - baseline.number
    return "keep" if kept or ahead <= 0 else "move"


def is_met(indicator: Indicator, value: Decimal | Fraction) -> bool:
    """Does the value satisfy the target? 維持 is satisfied by not falling below."""
    target = Fraction(indicator.target.number)
    return Fraction(value) <= target if _wants_less(indicator) else Fraction(value) >= target


# The judgement


def _judge(
    indicator: Indicator,
    value: Value,
    aim: Aim,
    year: FiscalYear,
    plan: Period | None,
    thresholds: Thresholds,
    is_over: bool,
) -> Progress:
    rate = _rate(indicator, value.exact, aim)
    end = target_year(indicator, plan)
    expected = _expected(indicator, aim, year, plan)
    shortfall = ""
    state: State
    if is_met(indicator, value.exact):
        due = end if end is not None and year < end else None
        state, reason = "達成", progress_text.met_reason(indicator, value.shown, due)
    elif is_over:
        state, shortfall = "未達成", progress_text.shortfall_text(indicator, value.shown)
        reason = progress_text.missed_reason(indicator, value.shown, shortfall)
    elif aim == "bound":
        state, reason = "算定不可", progress_text.without_baseline_reason(indicator, value.shown)
    elif aim == "keep":
        state, reason = _kept(indicator, value, thresholds)
    else:
        state, reason = _under_way(indicator, rate, expected, thresholds)
    return Progress(
        indicator=indicator.id,
        year=year,
        actual=value.shown,
        rate=rate,
        expected=None if is_over else expected,
        state=state,
        reason=reason,
        formula=_formula(indicator, value, aim, rate),
        shortfall=shortfall,
        years=value.years,
        grade=_grade(state, rate, expected, thresholds) if thresholds.shows_grades else None,
    )


def _rate(indicator: Indicator, value: Fraction, aim: Aim) -> Fraction | None:
    target = Fraction(indicator.target.number)
    if aim == "move" and indicator.baseline is not None:
        baseline = Fraction(indicator.baseline.number)
        return (value - baseline) / (target - baseline)
    if aim == "count_up" or (aim == "keep" and _has_kept_rate(indicator, value)):
        return value / target
    return None


def _has_kept_rate(indicator: Indicator, value: Fraction) -> bool:
    """A share of the level says something only for amounts from zero up of which more is better."""
    is_amount = indicator.compared_with is None and indicator.target.number > 0 and value >= 0
    return is_amount and not _wants_less(indicator)


def _expected(indicator: Indicator, aim: Aim, year: FiscalYear, plan: Period | None) -> Fraction | None:
    if aim == "keep":
        return Fraction(1)
    path = _path(indicator, aim, plan)
    return path.share(year) if path else None


def expected_path(indicator: Indicator, plan: Period | None) -> Path | None:
    """The straight line that the years are held against; None where none can be drawn."""
    try:
        return _path(indicator, _aim(indicator), plan)
    except NotComputableError:
        return None


def _path(indicator: Indicator, aim: Aim, plan: Period | None) -> Path | None:
    baseline, target, end = indicator.baseline, indicator.target.number, target_year(indicator, plan)
    start = baseline.fiscal_year if baseline else None
    if start is None and plan and aim in ("count_up", "keep"):
        start = FiscalYear(plan.start_fiscal_year - 1)
    if start is None or end is None or end <= start or aim == "bound":
        return None
    begun = baseline.number if baseline and aim == "move" else Decimal(0)
    return Path(start, target if aim == "keep" else begun, end, target)


def _kept(indicator: Indicator, value: Value, thresholds: Thresholds) -> tuple[State, str]:
    target = Fraction(indicator.target.number)
    tolerance = thresholds.kept_within * target if indicator.compared_with is None and target > 0 else 0
    within = thresholds.kept_within if abs(value.exact - target) <= tolerance else None
    reason = progress_text.not_kept_reason(indicator, is_above=_wants_less(indicator), within=within)
    return ("後退" if within is None else "やや遅れ"), reason


def _under_way(
    indicator: Indicator, rate: Fraction | None, expected: Fraction | None, thresholds: Thresholds
) -> tuple[State, str]:
    if rate is None or rate < 0:
        return "後退", progress_text.worse_reason(indicator)
    if expected is None:
        return "算定不可", progress_text.NOTHING_EXPECTED
    if expected == 0:
        return "順調", progress_text.NOTHING_EXPECTED_YET
    share = rate / expected
    is_on_track = share >= thresholds.on_track
    state: State = "順調" if is_on_track else "やや遅れ" if share >= thresholds.slightly_late else "遅れ"
    return state, progress_text.under_way_reason(rate, expected, is_on_track=is_on_track)


def _grade(state: State, rate: Fraction | None, expected: Fraction | None, thresholds: Thresholds) -> str | None:
    """The published scale: by the share of what was expected; without a share only its two ends are certain."""
    if state == "達成":
        return thresholds.grades[0].label
    if state == "後退":
        return thresholds.grades[-1].label
    return thresholds.grade(rate / expected) if rate is not None and expected else None


def _formula(indicator: Indicator, value: Value, aim: Aim, rate: Fraction | None) -> str | None:
    """「(40 − 54) ÷ (0 − 54) = 25.9%」: every number as recorded or printed."""
    if rate is None:
        return None
    target = number_text(indicator.target.number)
    actual = f"({value.text})" if " " in value.text else value.text
    if aim == "move" and indicator.baseline is not None:
        baseline = number_text(indicator.baseline.number)
        return f"({actual} − {baseline}) ÷ ({target} − {baseline}) = {percent_text(rate)}"
    return f"{actual} ÷ {target} = {percent_text(rate)}"
