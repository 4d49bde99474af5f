"""How targets of every kind are judged: over several years, in words, as a range, with targets on the way."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.indicators.progress import Progress, assess
from knowledge.indicators.targets import expected_trajectory, is_comparable, is_met
from knowledge.model.amount_cells import CellContext, read_amounts
from knowledge.model.fiscal import FiscalYear, Period
from knowledge.model.quantity import Bound, Quantity, YearSpan
from knowledge.model.records import Counting, Indicator, Span, better_of
from knowledge.model.structs import replace
from knowledge.wording.amounts import aim_text

PLAN = Period(FiscalYear(2025), FiscalYear(2029))
R6, R7, R8, R9, R10, R11 = (FiscalYear(year) for year in range(2024, 2030))


def amount(cell: str, unit: str, year: FiscalYear, plan: Period | None = PLAN) -> Quantity:
    return read_amounts(cell, CellContext(year=year, unit=unit, plan=plan))[0].quantities[-1]


def indicator(
    baseline: str, target: str, unit: str = "人", interim: tuple[tuple[FiscalYear, str], ...] = (), own: str = ""
) -> Indicator:
    """From the cells of a row; `own` is the unit of its actuals where that is another."""
    begun, aimed = amount(baseline, unit, R6, None) if baseline else None, amount(target, unit, R11)
    counting: Counting = "cumulative" if aimed.years and aimed.years.basis == "cumulative" else "single"
    return Indicator(
        id="k1-1",
        name="指標",
        unit=own or unit,
        counting=counting,
        better=better_of(begun, aimed),
        baseline=begun,
        target=aimed,
        interim=tuple(amount(cell, unit, year) for year, cell in interim),
        span=Span(1, 1),
    )


def judged(one: Indicator, *values: tuple[FiscalYear, str]) -> Progress:
    return assess(one, {year: Decimal(value) for year, value in values}, plan=PLAN)


def test_a_cumulative_target_counts_up_from_zero_and_not_from_the_baseline_of_one_year() -> None:
    workers = indicator("3人", "5年間で20人")
    assert judged(workers, (R8, "8")).rate == Fraction(8, 20)
    assert judged(workers, (R8, "8")).state == "順調"
    assert judged(workers, (R8, "2")).state == "遅れ"
    path = expected_trajectory(workers, PLAN)
    assert path is not None
    assert path.points == ((R6, Decimal(0)), (R11, Decimal(20)))


def test_a_cumulative_target_of_other_years_than_the_baselines_begins_at_zero_too() -> None:
    companies = indicator("12（2022～24累計）", "16（2026～29累計）", "件")
    path = expected_trajectory(companies, PLAN)
    assert path is not None
    assert path.points == ((R7, Decimal(0)), (R11, Decimal(16)))
    assert judged(companies, (R8, "4")).rate == Fraction(1, 4)


def test_a_mean_over_the_plan_is_judged_by_the_mean_of_its_years_so_far() -> None:
    births = indicator("41人", "50人（令和8～11年度平均）")
    progress = judged(births, (R7, "10"), (R8, "44"), (R9, "47"))
    assert progress.actual == Decimal("45.5")
    assert progress.rate == Fraction(9, 18)


@pytest.mark.parametrize("target", ["全国平均並み（2040年）", "前年度を上回る", "減少", "実施"])
def test_a_target_in_words_is_never_judged_as_a_number(target: str) -> None:
    progress = judged(indicator("72.1", target, "年"), (R11, "2040"))
    assert (progress.state, progress.rate, progress.expected) == ("算定不可", None, None)
    assert progress.reason == f"目標が数値でなく言葉（「{target}」）で示されているため、数値では判定しません。"


@pytest.mark.parametrize(("target", "better"), [("減少", "lower"), ("前年度を下回る", "lower"), ("維持", "keep")])
def test_which_way_is_good_is_said_by_the_words_of_a_target(target: str, better: str) -> None:
    assert indicator("4.2", target, "%").better == better


def test_a_growth_is_not_compared_with_an_amount() -> None:
    productivity = indicator("7,125", "令和6年度比＋11.2％", "千円／人")
    progress = judged(productivity, (R8, "7500"))
    assert (progress.state, progress.rate) == ("算定不可", None)
    assert "令和6年度比＋11.2％" in progress.reason
    assert productivity.compared_with is None


def test_a_range_is_met_between_its_two_ends_and_left_on_both_sides() -> None:
    share = indicator("5%", "10〜15%", "%")
    states = {value: judged(share, (R8, value)).state for value in ("7", "10", "15", "16")}
    assert states == {"7": "順調", "10": "達成", "15": "達成", "16": "算定不可"}
    assert judged(share, (R8, "16")).reason == "目標 10〜15%の範囲を外れています。"
    assert judged(share, (R11, "16")).shortfall == "あと1ポイント"
    falling = indicator("30%", "10〜15%", "%")
    assert judged(falling, (R8, "15")).state == "達成"
    assert judged(falling, (R8, "24")).rate == Fraction(2, 5)


def test_a_year_with_a_target_of_its_own_is_judged_by_that() -> None:
    companies = indicator("2社", "8社", "社", ((R8, "3社"), (R9, "4社"), (R10, "6社")))
    met = judged(companies, (R8, "3"))
    assert (met.state, met.reason) == ("順調", "実績 3社が令和8年度の目標 3社を満たしています。")
    missed = judged(companies, (R10, "4"))
    assert (missed.state, missed.expected) == ("遅れ", Fraction(4, 6))
    assert missed.reason.startswith("実績 4社は令和10年度の目標 6社を満たしていません。")
    path = expected_trajectory(companies, PLAN)
    assert path is not None
    assert [path.value(year) for year in (R6, R7, R8, R9, R10, R11)] == [2, Fraction(5, 2), 3, 4, 6, 8]


def test_words_on_the_way_ask_for_no_number() -> None:
    content = indicator("3.2", "3.5", "点", ((R8, "上昇"), (R9, "上昇")))
    path = expected_trajectory(content, PLAN)
    assert path is not None
    assert path.via == ()
    assert judged(content, (R8, "3.3")).state == "やや遅れ"


def test_without_a_baseline_the_target_of_the_year_is_met_or_missed() -> None:
    companies = indicator("", "8社", "社", ((R8, "3社"),))
    assert judged(companies, (R8, "3")).state == "順調"
    assert judged(companies, (R8, "2")).state == "遅れ"
    assert judged(companies, (R8, "2")).reason == "実績 2社は令和8年度の目標 3社を満たしていません。"
    assert judged(companies, (R9, "2")).state == "算定不可"


def test_a_baseline_in_words_is_no_start() -> None:
    begun = replace(indicator("", "8社", "社"), baseline=amount("集計中", "社", R6, None))
    assert begun.origin is None
    assert judged(begun, (R8, "2")).state == "算定不可"


def test_the_better_way_is_not_read_from_a_baseline_of_other_years() -> None:
    assert indicator("30人", "5年間で100人").better == "higher"
    assert indicator("50人", "5年間で20人").better == "higher"


# Whatever is printed

YEARS = st.integers(2020, 2032).map(FiscalYear)
NUMBERS = st.decimals(-1000, 1000, places=1)
SPANS = st.builds(
    lambda first, length, basis: YearSpan(first, FiscalYear(first + length), basis),
    YEARS,
    st.integers(0, 5),
    st.sampled_from(["cumulative", "mean", None]),
)


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    value, unit = draw(st.none() | NUMBERS), draw(st.sampled_from(["人", "人", "%", ""]))
    year, relative = draw(st.none() | YEARS), draw(st.sampled_from([None, None, "全国平均", "令和6年度"]))
    if value is None:
        return Quantity("増加", year, None, "", "words")
    upper = draw(st.none() | st.decimals(1, 50, places=1))
    if upper is not None:
        return Quantity("", year, value, unit, "between", upper=value + upper)
    years = draw(st.none() | SPANS)
    bound: Bound = draw(st.sampled_from(["exactly", "at_least", "at_most", "keep"]))
    return Quantity("", years.last if years else year, value, unit, bound, relative, years=years)


@st.composite
def indicators(draw: st.DrawFn) -> Indicator:
    baseline, target = draw(st.none() | quantities()), draw(quantities())
    return Indicator(
        id="k1-1",
        name="指標",
        unit=draw(st.sampled_from([target.unit, "人"])),
        counting=draw(st.sampled_from(["single", "cumulative", "total"])),
        better=better_of(baseline, target),
        baseline=baseline,
        target=target,
        interim=tuple(draw(st.lists(quantities(), max_size=3))),
        span=Span(1, 1),
    )


@given(indicators(), st.dictionaries(YEARS, NUMBERS, min_size=1, max_size=4), st.none() | st.just(PLAN))
def test_any_target_gets_a_state_a_sentence_and_no_percentage_against_its_own_words(
    one: Indicator, actuals: dict[FiscalYear, Decimal], plan: Period | None
) -> None:
    progress = assess(one, actuals, plan=plan)
    assert progress.reason.endswith("。")
    assert (progress.formula is None) == (progress.rate is None)
    assert progress.expected is None or 0 <= progress.expected <= 1
    if not is_comparable(one):
        assert (progress.state, progress.rate) == ("算定不可", None)
    if progress.state == "達成":
        assert progress.actual is not None
        assert is_met(one, progress.actual) or progress.years
    if progress.rate is not None and progress.rate >= 1:
        assert progress.state == "達成"


@given(indicators(), st.none() | st.just(PLAN))
def test_a_path_goes_from_where_it_begins_to_the_target(one: Indicator, plan: Period | None) -> None:
    path = expected_trajectory(one, plan)
    if path is not None:
        assert path.value(path.start) == path.begun
        assert path.value(path.end) == path.value(FiscalYear(path.end + 3)) == path.target
        assert path.share(path.end) == 1
        for year, value in path.via:
            assert path.value(year) == value


# Which way is good


def way(name: str, baseline: str, target: str, interim: str = "") -> Indicator:
    begun = amount(baseline, "", R6, None) if baseline else None
    aimed, steps = amount(target, "", R11), (amount(interim, "", R8),) if interim else ()
    own = indicator(baseline or target, target, "")
    better = better_of(begun, aimed, name, steps)
    return replace(own, name=name, baseline=begun, target=aimed, interim=steps, better=better, unit=aimed.unit)


@pytest.mark.parametrize(
    ("one", "better", "missed"),
    [
        (way("総人口", "2,412人", "2,289人"), "higher", "2100"),
        (way("村内の就業者数", "1,348人", "1,300人以上"), "higher", "1200"),
        (way("町内の世帯数", "900世帯", "880世帯"), "higher", "800"),
        (way("生活保護世帯数", "100世帯", "90世帯"), "lower", "95"),
        (way("エネルギー使用量", "", "82.0t", "90.0t"), "lower", "99"),
        (way("待機児童数", "", "0人"), "lower", "5"),
        (way("待機児童数", "0人", "0人"), "keep", "5"),
    ],
)
def test_a_target_is_missed_on_the_side_that_nobody_wants(one: Indicator, better: str, missed: str) -> None:
    assert (one.better, one.is_way_known) == (better, True)
    assert judged(one, (R11, missed)).state != "達成"


@pytest.mark.parametrize(
    "one",
    [
        way("健康寿命", "81.1年", "県内1位"),
        way("観光客数", "52,000", "7万人"),
        way("再生可能エネルギー使用量", "", "82.0t"),
    ],
)
def test_nothing_is_judged_where_neither_numbers_nor_units_say_which_way_is_good(one: Indicator) -> None:
    assert not one.is_way_known
    assert judged(one, (R11, "82")).state == "算定不可"


def test_a_decline_that_is_expected_is_not_called_an_increase() -> None:
    assert aim_text(way("総人口", "2,412人", "2,289人")) == "目標値を下回らないことが目標"
    assert aim_text(way("総人口", "2,412人", "2,500人")) == "増やすことが目標"
