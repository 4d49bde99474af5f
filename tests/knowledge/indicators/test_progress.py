"""Achievement arithmetic: the document's own indicators by hand, and what must hold for any indicator."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.indicators.progress import STATES, Progress, assess, averaged_years
from knowledge.indicators.targets import expected_trajectory, is_met
from knowledge.indicators.thresholds import Grade, Thresholds
from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import FiscalYear, Period
from knowledge.model.quantity import Bound, Quantity
from knowledge.model.records import Better, Counting, Indicator, Span
from knowledge.wording.amounts import amount_text, number_text, percent_text

PLAN = Period(FiscalYear(2020), FiscalYear(2024))
R1, R2, R3, R4, R5, R6 = (FiscalYear(year) for year in range(2019, 2025))


def judged(catalog: Catalog, id: str, value: str, year: FiscalYear = R5) -> Progress:
    return assess(catalog.indicator(id), {year: Decimal(value)}, plan=catalog.strategy.period)


# The document's own, by hand


@pytest.mark.parametrize(
    ("id", "value", "rate", "state", "why_it_is_here"),
    [
        ("k3-3", "40", "25.9%", "遅れ", "待機児童数 falls from 54 to 0; 4 of 5 years have gone"),
        ("k3-3", "0", "100.0%", "達成", "at the target"),
        ("k3-3", "54", "0.0%", "遅れ", "at the baseline, and late"),
        ("k3-3", "60", "▲11.1%", "後退", "worse than the baseline"),
        ("k4-2", "13.0", "83.7%", "順調", "空き店舗率 falls from 16.6 to 12.3; 5 of 6 years: 83.3%"),
        ("k1-1", "3", "66.7%", "やや遅れ", "累計 from 1 to 4: 66.7% of 83.3%"),
        ("k1-2", "8", "80.0%", "順調", "累計 without a baseline: 8 of 10, 4 of 5 years"),
        ("k1-2", "6", "60.0%", "やや遅れ", "the same, 60% against 80%"),
        ("k5-3", "5", "—", "算定不可", "without a baseline and not counted up: no percentage is true"),
        ("k5-3", "6", "—", "達成", "the target is met all the same"),
        ("k4-5", "3", "—", "算定不可", "総数 without a baseline: nobody says that it began with none"),
        ("k4-3", "4166", "99.9%", "やや遅れ", "to be kept: short by one in 4,167, and not printed as reached"),
        ("k4-3", "3000", "72.0%", "後退", "to be kept"),
        ("k4-3", "5000", "120.0%", "達成", "to be kept"),
        ("g5-t1", "237673", "100.0%", "達成", "維持する"),
        ("k6-2", "1602", "99.9%", "やや遅れ", "1,603人以上 from 1,603人"),
        ("k6-2", "1603", "100.0%", "達成", "1,603人以上 from 1,603人"),
        ("k3-5", "-1.3", "50.0%", "やや遅れ", "全国平均から▲2.6 to 全国平均以上"),
        ("k3-5", "0.1", "103.8%", "達成", "above 全国平均"),
        ("population", "300999", "—", "算定不可", "no baseline is printed"),
        ("population", "301000", "—", "達成", "30万1千人"),
    ],
)
def test_indicators_of_the_document(
    catalog: Catalog, id: str, value: str, rate: str, state: str, why_it_is_here: str
) -> None:
    progress = judged(catalog, id, value)
    assert (progress.rate_text, progress.state) == (rate, state), why_it_is_here


def test_the_formula_shows_its_numbers(catalog: Catalog) -> None:
    assert judged(catalog, "k3-3", "40").formula == "(40 − 54) ÷ (0 − 54) = 25.9%"
    assert judged(catalog, "k3-5", "-1.3").formula == "(▲1.3 − ▲2.6) ÷ (0 − ▲2.6) = 50.0%"
    assert judged(catalog, "k1-2", "8").formula == "8 ÷ 10 = 80.0%"
    assert judged(catalog, "k5-3", "5").formula is None


def test_the_reason_is_one_sentence_with_the_numbers(catalog: Catalog) -> None:
    assert judged(catalog, "k3-3", "40").reason == ("令和5年度の見込み 80.0%に対して 25.9%です（見込みの32.4%）。")
    assert judged(catalog, "k3-3", "60").reason == "基準値 54人より後退しています。"
    assert judged(catalog, "k3-3", "0").reason == "実績 0人が目標 0人を満たしています（目標年度は令和6年度）。"
    assert judged(catalog, "k5-3", "5").reason == (
        "基準値がないため進み具合を算定できません（目標 6件に対して実績 5件）。"
    )
    assert judged(catalog, "k4-3", "4100").reason == "保つべき 4,167万人を下回っています（差は10.0%以内）。"


def test_a_target_over_a_mean_takes_the_mean_of_the_years_so_far(catalog: Catalog) -> None:
    target = catalog.indicator("g2-t1")  # 3,345人（R6年度までの5年間の平均）
    assert averaged_years(target.target) == (R2, R3, R4, R5, R6)
    assert averaged_years(catalog.indicator("k3-3").target) == ()
    values = {R2: Decimal(3100), R3: Decimal(3200), R4: Decimal(3301)}
    progress = assess(target, values, plan=PLAN)
    assert progress.actual == Decimal("3200.3")
    assert progress.rate == (Fraction(9601, 3) - 3152) / (3345 - 3152)
    assert progress.formula == "(((3,100 + 3,200 + 3,301) ÷ 3) − 3,152) ÷ (3,345 − 3,152) = 25.0%"


def test_a_mean_with_a_year_missing_is_not_computed(catalog: Catalog) -> None:
    progress = assess(catalog.indicator("g2-t1"), {R2: Decimal(3100), R4: Decimal(3300)}, plan=PLAN)
    assert (progress.state, progress.rate) == ("算定不可", None)
    assert progress.reason == "令和3年度の実績がないため、5年間の平均を算定できません。"


def test_every_indicator_of_the_document_is_exact_at_its_two_ends(catalog: Catalog) -> None:
    moving = 0
    for indicator in catalog.indicators.values():
        years = dict.fromkeys((R2, R3, R4, R5, R6), indicator.target.number)
        assert assess(indicator, years, plan=PLAN).state == "達成", indicator.name
        if indicator.baseline is None or is_met(indicator, indicator.baseline.number):
            continue
        moving += 1
        at_baseline = assess(indicator, dict.fromkeys(years, indicator.baseline.number), plan=PLAN)
        assert at_baseline.rate == 0, indicator.name
        assert at_baseline.state == "未達成", indicator.name
        assert assess(indicator, years, plan=PLAN).rate == 1, indicator.name
    assert moving == 34


def test_without_a_value_the_year_is_named(catalog: Catalog) -> None:
    child_care = catalog.indicator("k3-3")
    assert assess(child_care, {}).reason == "実績がまだ登録されていません。"
    progress = assess(child_care, {R4: Decimal(40)}, year=R5)
    assert (progress.state, progress.reason) == ("実績未登録", "令和5年度の実績がまだ登録されていません。")


def test_nothing_is_expected_in_the_year_of_the_baseline(catalog: Catalog) -> None:
    assert judged(catalog, "k3-3", "54", R1).state == "順調"
    assert judged(catalog, "k3-3", "55", R1).state == "後退"


def test_what_is_expected_is_a_straight_line_that_ends_at_the_target_year(catalog: Catalog) -> None:
    moving = [judged(catalog, "k3-3", "30", year).expected for year in (FiscalYear(2018), R1, R3, R6, FiscalYear(2027))]
    assert moving == [0, 0, Fraction(2, 5), None, None]
    counted_up = [judged(catalog, "k1-2", "3", year).expected for year in (R2, R3, R6, FiscalYear(2027))]
    assert counted_up == [Fraction(1, 5), Fraction(2, 5), None, None]
    path = expected_trajectory(catalog.indicator("k3-3"), PLAN)
    assert path is not None
    assert [path.value(year) for year in (FiscalYear(2018), R1, R3, R6, FiscalYear(2027))] == [
        54,
        54,
        Fraction("32.4"),
        0,
        0,
    ]


def test_a_level_to_be_kept_has_a_tolerance_that_ends_sharply_and_a_difference_has_none(catalog: Catalog) -> None:
    assert [judged(catalog, "k4-3", value).state for value in ("3750.3", "3750.2")] == ["やや遅れ", "後退"]
    above_the_mean = indicator(None, Quantity("", R6, Decimal(10), "", "keep", "全国平均"), "keep")
    assert assess(above_the_mean, {R5: Decimal("9.9")}).state == "後退"


def test_what_has_fallen_behind_gets_the_lowest_grade_however_high_its_rate(catalog: Catalog) -> None:
    assert (graded(catalog, "k4-3", "3000").rate_text, graded(catalog, "k4-3", "3000").grade) == ("72.0%", "D")


def test_a_count_that_should_stay_low_has_no_rate_without_a_baseline() -> None:
    accidents = indicator(None, Quantity("", R6, Decimal(10), "件"), "lower", "cumulative")
    assert assess(accidents, {R5: Decimal(12)}, plan=PLAN).rate is None


@pytest.mark.parametrize("year", [R6, FiscalYear(2026)])
@pytest.mark.parametrize(
    ("id", "value", "state", "shortfall", "why_it_is_here"),
    [
        ("k3-3", "16", "未達成", "あと16人", "待機児童数 falls to 0"),
        ("k3-3", "1", "未達成", "あと1人", "nearly is not reached"),
        ("k3-3", "0", "達成", "", "at the target"),
        ("k3-3", "60", "未達成", "あと60人", "worse than the baseline too"),
        ("k1-6", "59.5", "未達成", "あと0.5ポイント", "60.0%"),
        ("k3-5", "-0.3", "未達成", "あと0.3ポイント", "全国平均以上"),
        ("k4-3", "4166", "未達成", "あと1万人", "a level to be kept, however near"),
        ("k6-2", "1602", "未達成", "あと1人", "1,603人以上"),
        ("k5-3", "5", "未達成", "あと1件", "without a baseline, yet decided"),
        ("population", "300999", "未達成", "あと1人", "of no year but the plan's last"),
    ],
)
def test_in_and_after_the_targets_year_it_is_reached_or_it_is_not(
    catalog: Catalog, id: str, value: str, year: FiscalYear, state: str, shortfall: str, why_it_is_here: str
) -> None:
    progress = judged(catalog, id, value, year)
    assert (progress.state, progress.shortfall, progress.expected) == (state, shortfall, None), why_it_is_here
    assert "見込み" not in progress.reason
    assert shortfall in progress.reason


def test_what_is_missing_from_a_rounded_mean_is_never_nothing(catalog: Catalog) -> None:
    values = dict(zip((R2, R3, R4, R5, R6), map(Decimal, (3345, 3345, 3345, 3345, 3345)), strict=True))
    assert assess(catalog.indicator("g2-t1"), values, plan=PLAN).state == "達成"
    values[R6] = Decimal("3344.9")
    progress = assess(catalog.indicator("g2-t1"), values, plan=PLAN)
    assert (progress.state, progress.actual, progress.shortfall) == ("未達成", Decimal("3344.98"), "あと0.02人")


def graded(catalog: Catalog, id: str, value: str) -> Progress:
    on_grades = Thresholds(shows_grades=True)
    return assess(catalog.indicator(id), {R5: Decimal(value)}, plan=PLAN, thresholds=on_grades)


def test_the_published_scale_can_be_shown_instead(catalog: Catalog) -> None:
    values = ["0", "10.8", "17", "25", "40", "60"]
    assert [graded(catalog, "k3-3", value).grade for value in values] == ["A", "A", "B", "C", "D", "D"]
    assert graded(catalog, "k5-3", "5").grade is None
    assert [judged(catalog, "k3-3", value).grade for value in values] == [None] * 6


def test_thresholds_are_data(catalog: Catalog) -> None:
    lenient = Thresholds(
        on_track=Fraction(3, 10),
        slightly_late=Fraction(1, 10),
        grades=(Grade("○", Fraction(0), ""),),
        shows_grades=True,
    )
    progress = assess(catalog.indicator("k3-3"), {R5: Decimal(40)}, plan=PLAN, thresholds=lenient)
    assert (progress.state, progress.grade) == ("順調", "○")
    with pytest.raises(ValueError, match="slightly_late"):
        Thresholds(on_track=Fraction(1, 2), slightly_late=Fraction(1))


def test_units_that_differ_are_not_compared() -> None:
    progress = assess(
        indicator(Quantity("100千円", R1, Decimal(100), "千円"), Quantity("1億円", R6, Decimal(1), "億円")),
        {R3: Decimal(1)},
    )
    assert progress.state == "算定不可"
    assert progress.reason == "基準値（千円）と目標値（億円）の単位が違います。"


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (Fraction(9996, 10000), "99.9%"),
        (Fraction(100001, 100000), "100.1%"),
        (Fraction(1, 100000), "0.1%"),
        (Fraction(-1, 100000), "▲0.1%"),
        (Fraction(0), "0.0%"),
        (Fraction(1), "100.0%"),
        (Fraction(12345, 100), "12,345.0%"),
    ],
)
def test_rounding_never_crosses_a_mark_that_means_something(share: Fraction, text: str) -> None:
    assert percent_text(share) == text


def test_numbers_are_printed_as_the_city_prints_them() -> None:
    assert [number_text(Decimal(text)) for text in ("1234567", "-2.6", "16.0", "1E+3")] == [
        "1,234,567",
        "▲2.6",
        "16.0",
        "1,000",
    ]
    assert amount_text(Decimal("-2.6"), "", "全国平均") == "全国平均から▲2.6"


# Any indicator


def indicator(
    baseline: Quantity | None, target: Quantity, better: Better = "higher", counting: Counting = "single"
) -> Indicator:
    return Indicator(
        id="k1-1",
        name="指標",
        unit=target.unit,
        counting=counting,
        better=better,
        baseline=baseline,
        target=target,
        span=Span(1, 1),
    )


VALUES = st.decimals(-(10**9), 10**9, places=2) | st.integers(-5, 5).map(Decimal)
YEARS = st.integers(2015, 2030).map(FiscalYear)
UNITS = st.sampled_from(["人", "人", "人", "%", ""])
RELATIVE = st.sampled_from([None, None, None, "全国平均"])
COMPARISONS: st.SearchStrategy[Bound] = st.sampled_from(["exactly", "exactly", "at_least", "at_most", "keep"])
QUANTITIES = st.builds(Quantity, st.just(""), st.none() | YEARS, VALUES, UNITS, COMPARISONS, RELATIVE)
INDICATORS = st.builds(
    indicator,
    st.none() | QUANTITIES,
    QUANTITIES,
    st.sampled_from(["higher", "lower", "keep"]),
    st.sampled_from(["single", "cumulative", "total"]),
)
PLANS = st.none() | st.just(PLAN)
RANK = {state: rank for rank, state in enumerate(("達成", "順調", "やや遅れ", "遅れ", "後退", "未達成"))}


@given(INDICATORS, st.dictionaries(YEARS, VALUES, max_size=3), st.none() | YEARS, PLANS)
def test_any_indicator_gets_a_state_and_a_sentence_and_never_an_exception(
    any_indicator: Indicator, actuals: dict[FiscalYear, Decimal], year: FiscalYear | None, plan: Period | None
) -> None:
    progress = assess(any_indicator, actuals, year=year, plan=plan)
    assert progress.state in STATES
    assert progress.reason.endswith("。")
    assert (progress.formula is None) == (progress.rate is None)
    assert progress.expected is None or 0 <= progress.expected <= 1


@given(INDICATORS, VALUES, YEARS, PLANS)
def test_a_hundred_percent_is_said_exactly_when_the_target_is_met(
    any_indicator: Indicator, value: Decimal, year: FiscalYear, plan: Period | None
) -> None:
    progress = assess(any_indicator, {year: value}, plan=plan)
    if progress.rate is not None:
        assert (progress.rate >= 1) == is_met(any_indicator, value) == (progress.state == "達成")
        assert progress.rate_text.startswith(("100.0", "99.9")) is False or (
            (progress.rate_text == "100.0%") == (progress.rate == 1)
        )


@given(INDICATORS, VALUES, VALUES, YEARS, PLANS)
def test_a_better_value_never_looks_worse(
    any_indicator: Indicator, one: Decimal, other: Decimal, year: FiscalYear, plan: Period | None
) -> None:
    less_is_better = any_indicator.target.comparison == "at_most" or (
        any_indicator.target.comparison != "at_least" and any_indicator.better == "lower"
    )
    worse, better = sorted((one, other), reverse=less_is_better)
    before = assess(any_indicator, {year: worse}, plan=plan)
    after = assess(any_indicator, {year: better}, plan=plan)
    if before.rate is not None and after.rate is not None:
        assert before.rate <= after.rate
    if before.state in RANK and after.state in RANK:
        assert RANK[after.state] <= RANK[before.state]


@given(INDICATORS, VALUES, YEARS, PLANS, st.integers(-3, 6))
def test_the_unit_does_not_matter(
    any_indicator: Indicator, value: Decimal, year: FiscalYear, plan: Period | None, power: int
) -> None:
    def scaled(quantity: Quantity | None) -> Quantity | None:
        return quantity and Quantity(
            quantity.raw,
            quantity.fiscal_year,
            quantity.number.scaleb(power),
            quantity.unit,
            quantity.comparison,
            quantity.relative_to,
        )

    target = scaled(any_indicator.target)
    assert target is not None
    in_other_units = indicator(scaled(any_indicator.baseline), target, any_indicator.better, any_indicator.counting)
    one = assess(any_indicator, {year: value}, plan=plan)
    other = assess(in_other_units, {year: value.scaleb(power)}, plan=plan)
    assert (one.rate, one.expected, one.state, one.grade) == (other.rate, other.expected, other.state, other.grade)


@given(VALUES, VALUES.filter(bool), YEARS, PLANS)
def test_a_moving_indicator_is_exactly_0_at_its_baseline_and_1_at_its_target(
    start: Decimal, way: Decimal, year: FiscalYear, plan: Period | None
) -> None:
    end = start + way
    moving = indicator(Quantity("", R1, start, "人"), Quantity("", R6, end, "人"), "higher" if way > 0 else "lower")
    at_baseline, at_target = (assess(moving, {year: value}, plan=plan) for value in (start, end))
    assert (at_baseline.rate, at_baseline.rate_text) == (Fraction(0), "0.0%")
    assert (at_target.rate, at_target.rate_text) == (Fraction(1), "100.0%")
