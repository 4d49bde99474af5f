"""How far an indicator has come, in exact fractions; no percentage where none would be true.

    a baseline to move away from   rate = (actual − baseline) ÷ (target − baseline), rising or falling alike
    counted up from nothing (累計)  rate = actual ÷ target; a baseline of one year is no part of 「5年間で20人」
    a level to be kept (維持)       rate = actual ÷ target; also where the target asks no more than the baseline
    no baseline, not counted up    no rate: 達成 when the target is met, else 算定不可
    a target in words, or one that is a difference of another kind than the actuals: no rate, 算定不可
    a mean over n years            the mean of the years so far takes the place of the actual; all must be recorded

    expected by a year = (year − baseline year) ÷ (target year − baseline year), within 0 and 1; kept: always 1;
    counted up: from nothing at the end of the year before the plan, or before the years that count; where targets of
    years before the last are printed, the way leads over them, and who meets one in its year is 順調.

達成 is decided by the target alone, and so is its year and every later one: 達成 or 未達成, whatever was expected.
Before it 後退 is worse than the baseline; 順調, やや遅れ and 遅れ follow from rate ÷ expected (thresholds.py). A level
to be kept is やや遅れ within the tolerance below it, else 後退.
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Literal, get_args

from msgspec import Struct

from knowledge.indicators.targets import (
    NotComputableError,
    TargetKind,
    due_in,
    find_target_kind,
    is_lower_better,
    is_met,
    target_value,
    target_year,
    trajectory_of,
)
from knowledge.indicators.thresholds import DEFAULT_THRESHOLDS, Thresholds
from knowledge.model.fiscal import FiscalYear, Period
from knowledge.model.quantity import Quantity
from knowledge.model.records import Indicator
from knowledge.wording import progress_text
from knowledge.wording.amounts import number_text, percent_text, rounded
from knowledge.wording.states import severity

State = Literal["達成", "順調", "やや遅れ", "遅れ", "後退", "未達成", "実績未登録", "算定不可"]
STATES: tuple[State, ...] = get_args(State)
BEHIND: tuple[State, ...] = tuple(state for state in STATES if severity(state))  # the worst last


class Progress(Struct, frozen=True, kw_only=True):
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


class Value(Struct, frozen=True):
    """What is compared, and how it is written in a formula."""

    exact: Fraction
    shown: Decimal
    text: str
    years: tuple[FiscalYear, ...] = ()


def assess(
    indicator: Indicator,
    actuals: Mapping[FiscalYear, Decimal],
    *,
    year: FiscalYear | None = None,
    plan: Period | None = None,
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
    is_running: bool = False,
    is_partial: bool = False,
) -> Progress:
    """Judges the actual of `year`, or the latest one. `actuals` are in the indicator's printed unit.

    `is_running`: the value is from before its year's end, which may still bring what the target asks for.
    `is_partial`: values have been lost, this one perhaps among them.
    """
    judged = year if year is not None else max(actuals, default=None)
    if judged is None or judged not in actuals:
        reason = progress_text.not_recorded_reason(judged, is_partial=is_partial)
        return Progress(indicator=indicator.id, year=judged, actual=None, state="実績未登録", reason=reason)
    try:
        kind = find_target_kind(indicator)
        value = _value(indicator, actuals, judged)
    except NotComputableError as error:
        actual = actuals[judged]
        return Progress(indicator=indicator.id, year=judged, actual=actual, state="算定不可", reason=str(error))
    end = target_year(indicator, plan)
    is_over = end is not None and (judged > end or (judged == end and not is_running))
    return _judge(indicator, value, kind, judged, plan, thresholds, is_over)


# What is compared


def averaged_years(target: Quantity) -> tuple[FiscalYear, ...]:
    """「3,345人（R6年度までの5年間の平均）」 → the five; () where the target is one year's value."""
    return target.years.all if target.years and target.years.basis == "mean" else ()


def _value(indicator: Indicator, actuals: Mapping[FiscalYear, Decimal], year: FiscalYear) -> Value:
    averaged = averaged_years(indicator.target)
    if not averaged:
        return Value(Fraction(actuals[year]), actuals[year], number_text(actuals[year]))
    years = [each for each in averaged if each <= year]
    if not years:
        raise NotComputableError(progress_text.before_the_mean_reason(averaged[0]))
    if missing := [y for y in years if y not in actuals]:
        raise NotComputableError(progress_text.gap_in_the_mean_reason(missing, len(averaged)))
    mean = sum((Fraction(actuals[y]) for y in years), Fraction(0)) / len(years)
    terms = " + ".join(number_text(actuals[y]) for y in years)
    decimals = max(0, *(-int(actuals[y].as_tuple().exponent) for y in years)) + 1
    text = f"({terms}) ÷ {len(years)}" if len(years) > 1 else terms
    if len(years) == 1:
        return Value(mean, actuals[years[0]], text)
    return Value(mean, rounded(mean, decimals), text, tuple(years))


# The judgement


def _judge(
    indicator: Indicator,
    value: Value,
    kind: TargetKind,
    year: FiscalYear,
    plan: Period | None,
    thresholds: Thresholds,
    is_over: bool,
) -> Progress:
    rate = _rate(indicator, value.exact, kind)
    end = target_year(indicator, plan)
    expected = _expected(indicator, kind, year, plan)
    due = due_in(indicator, year) if not is_over else None
    shortfall = ""
    state: State
    if is_met(indicator, value.exact):
        later = end if end is not None and year < end else None
        state, reason = "達成", progress_text.met_reason(indicator, value.shown, later)
    elif is_over:
        state, shortfall = "未達成", progress_text.shortfall_text(indicator, value.shown)
        reason = progress_text.missed_reason(indicator, value.shown, shortfall)
    elif due is not None and is_met(indicator, value.exact, due):
        state, reason = "順調", progress_text.due_met_reason(indicator, value.shown, due)
    elif kind == "bound":
        state, reason = _bound(indicator, value, due)
    elif kind == "keep":
        state, reason = _kept(indicator, value, thresholds)
    else:
        state, reason = _under_way(indicator, rate, expected, year, thresholds)
    if due is not None and state in BEHIND:
        reason = progress_text.due_missed_reason(indicator, value.shown, due) + reason
    return Progress(
        indicator=indicator.id,
        year=year,
        actual=value.shown,
        rate=rate,
        expected=None if is_over or expected is None else min(max(expected, Fraction(0)), Fraction(1)),
        state=state,
        reason=reason,
        formula=_formula(indicator, value, kind, rate),
        shortfall=shortfall,
        years=value.years,
        grade=_grade(state, rate, expected, thresholds) if thresholds.shows_grades else None,
    )


def _bound(indicator: Indicator, value: Value, due: Quantity | None) -> tuple[State, str]:
    """Without a way from the baseline only the target of the year itself can be missed."""
    if due is not None:
        return "遅れ", ""
    return "算定不可", progress_text.without_baseline_reason(indicator, value.shown)


def _rate(indicator: Indicator, value: Fraction, kind: TargetKind) -> Fraction | None:
    target = Fraction(target_value(indicator))
    if kind == "move" and indicator.origin is not None:
        baseline = Fraction(indicator.origin.number)
        rate = (value - baseline) / (target - baseline)
        return None if indicator.target.upper is not None and rate > 1 and not is_met(indicator, value) else rate
    if kind == "count_up" or (kind == "keep" and _has_kept_rate(indicator, value)):
        return value / target
    return None


def _has_kept_rate(indicator: Indicator, value: Fraction) -> bool:
    """A share of the level says something only for amounts from zero up of which more is better."""
    is_amount = indicator.target.relative_to is None and indicator.target.number > 0 and value >= 0
    return is_amount and not is_lower_better(indicator)


def _expected(indicator: Indicator, kind: TargetKind, year: FiscalYear, plan: Period | None) -> Fraction | None:
    if kind == "keep":
        return Fraction(1)
    trajectory = trajectory_of(indicator, kind, plan)
    return trajectory.share(year) if trajectory else None


def _kept(indicator: Indicator, value: Value, thresholds: Thresholds) -> tuple[State, str]:
    target = Fraction(indicator.target.number)
    tolerance = thresholds.kept_within * target if indicator.compared_with is None and target > 0 else 0
    within = thresholds.kept_within if abs(value.exact - target) <= tolerance else None
    reason = progress_text.not_kept_reason(indicator, is_above=is_lower_better(indicator), within=within)
    return ("後退" if within is None else "やや遅れ"), reason


def _under_way(
    indicator: Indicator, rate: Fraction | None, expected: Fraction | None, year: FiscalYear, thresholds: Thresholds
) -> tuple[State, str]:
    if rate is None:
        return "算定不可", progress_text.out_of_range_reason(indicator)
    if rate < 0:
        return "後退", progress_text.worse_reason(indicator)
    if expected is None:
        return "算定不可", progress_text.NOTHING_EXPECTED
    if expected <= 0:
        return "順調", progress_text.NOTHING_EXPECTED_YET
    share = rate / expected
    is_on_track = share >= thresholds.on_track
    state: State = "順調" if is_on_track else "やや遅れ" if share >= thresholds.slightly_late else "遅れ"
    return state, progress_text.under_way_reason(rate, expected, year, is_on_track=is_on_track)


def _grade(state: State, rate: Fraction | None, expected: Fraction | None, thresholds: Thresholds) -> str | None:
    """The published scale: by the share of what was expected; without a share only its two ends are certain."""
    if state == "達成":
        return thresholds.grades[0].label
    if state == "後退":
        return thresholds.grades[-1].label
    return thresholds.grade(rate / expected) if rate is not None and expected and expected > 0 else None


def _formula(indicator: Indicator, value: Value, kind: TargetKind, rate: Fraction | None) -> str | None:
    """「(40 − 54) ÷ (0 − 54) = 25.9%」: every number as recorded or printed."""
    if rate is None:
        return None
    target = number_text(target_value(indicator))
    actual = f"({value.text})" if " " in value.text else value.text
    if kind == "move" and indicator.origin is not None:
        baseline = number_text(indicator.origin.number)
        return f"({actual} − {baseline}) ÷ ({target} − {baseline}) = {percent_text(rate)}"
    return f"{actual} ÷ {target} = {percent_text(rate)}"
