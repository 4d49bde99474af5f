"""What is said of an indicator's progress: why it is judged so, in one sentence, and what its chart shows."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from knowledge.model.fiscal import FiscalYear, Period
from knowledge.model.quantity import Quantity
from knowledge.model.records import Indicator
from knowledge.wording.amounts import (
    amount_of,
    difference_text,
    number_text,
    percent_text,
    printed,
    quoted,
    rounded,
    signed_text,
)
from knowledge.wording.values import Measure

NO_COMMON_MEASURE = "基準値と目標値の一方だけが、ほかの値との差で示されています。"
NOTHING_EXPECTED = "基準年度か目標年度が分からないため、見込みを算定できません。"
NOTHING_EXPECTED_YET = "基準の年度までの値で、進んでいる見込みはまだありません。"

PointKind = Literal["baseline", "actual", "target"]
_POINTS: dict[PointKind, str] = {"baseline": "基準値 ", "actual": "", "target": "目標値 "}


def not_recorded_reason(year: FiscalYear | None, *, is_partial: bool = False) -> str:
    missing = "実績の記録が見つかりません" if is_partial else "実績がまだ登録されていません"
    return f"{f'{year.label}の' if year is not None else ''}{missing}。"


def before_the_mean_reason(first: FiscalYear) -> str:
    return f"平均の対象は{first.label}からです。"


def gap_in_the_mean_reason(missing: Sequence[FiscalYear], length: int) -> str:
    return f"{'、'.join(year.label for year in missing)}の実績がないため、{length}年間の平均を算定できません。"


def words_reason(target: Quantity) -> str:
    return f"目標が数値でなく言葉（{quoted(target.raw)}）で示されているため、数値では判定しません。"


def years_reason(target: Quantity) -> str:
    return f"目標（{quoted(target.raw)}）が複数の年度の累計か平均かが示されていないため、判定しません。"


def relative_reason(target: Quantity) -> str:
    return (
        f"目標が{target.relative_to}との比較（{quoted(target.raw)}）で示されているため、実績の値だけでは判定しません。"
    )


def out_of_range_reason(indicator: Indicator) -> str:
    return f"{_target_text(indicator)}の範囲を外れています。"


def due_met_reason(indicator: Indicator, actual: Decimal, due: Quantity) -> str:
    return f"実績 {amount_of(indicator, actual)}が{_due_text(due)}を満たしています。"


def due_missed_reason(indicator: Indicator, actual: Decimal, due: Quantity) -> str:
    return f"実績 {amount_of(indicator, actual)}は{_due_text(due)}を満たしていません。"


def _due_text(due: Quantity) -> str:
    year = f"{due.fiscal_year.label}の" if due.fiscal_year else ""
    return f"{year}目標 {printed(due).amount}"


WAY_UNKNOWN = "増やす目標か減らす目標かが計画に書かれていないため、達成したかどうかを判定できません。"


def units_reason(baseline: Quantity, target: Quantity) -> str:
    return f"基準値（{baseline.unit}）と目標値（{target.unit}）の単位が違います。"


def met_reason(indicator: Indicator, actual: Decimal, due: FiscalYear | None) -> str:
    """`due`: the target's year where that has not come."""
    early = f"（目標年度は{due.label}）" if due is not None else ""
    return f"{_compared(indicator, actual, 'が')}を満たしています{early}。"


def missed_reason(indicator: Indicator, actual: Decimal, shortfall: str) -> str:
    return f"{_compared(indicator, actual, 'は')}を満たしていません（{shortfall}）。"


def without_baseline_reason(indicator: Indicator, actual: Decimal) -> str:
    target = _target_text(indicator)
    return f"基準値がないため進み具合を算定できません（{target}に対して実績 {amount_of(indicator, actual)}）。"


def not_kept_reason(indicator: Indicator, *, is_above: bool, within: Fraction | None) -> str:
    """`within`: the tolerance that it is still within."""
    reason = f"保つべき {amount_of(indicator, indicator.target.number)}を{'上回って' if is_above else '下回って'}います"
    return f"{reason}（差は{percent_text(within)}以内）。" if within is not None else f"{reason}。"


def worse_reason(indicator: Indicator) -> str:
    origin = indicator.origin
    than = f"基準値 {amount_of(indicator, origin.number)}" if origin else "0"
    return f"{than}より後退しています。"


def under_way_reason(rate: Fraction, expected: Fraction, year: FiscalYear, *, is_on_track: bool) -> str:
    compared = f"{year.label}の見込み {percent_text(expected)}に対して {percent_text(rate)}です"
    return f"{compared}。" if is_on_track else f"{compared}（見込みの{percent_text(rate / expected)}）。"


def shortfall_text(indicator: Indicator, actual: Decimal) -> str:
    """「あと16人」「あと0.3ポイント」: what a reader gets by subtracting, and never nothing."""
    least = Decimal(1).scaleb(min(0, int(actual.as_tuple().exponent)))
    ends = [end for end in (indicator.target.value, indicator.target.upper) if end is not None]
    return f"あと{difference_text(indicator, min((abs(end - actual) for end in ends), default=least) or least)}"


def _compared(indicator: Indicator, actual: Decimal, particle: str) -> str:
    return f"実績 {amount_of(indicator, actual)}{particle}{_target_text(indicator)}"


def _target_text(indicator: Indicator) -> str:
    target = indicator.target
    if target.comparison == "keep":
        return f"目標 {amount_of(indicator, target.number)}の維持"
    return f"目標 {printed(target).amount}"


# From year to year


def mean_years_text(years: Sequence[FiscalYear]) -> str:
    return f"{Period(years[0], years[-1]).text}の平均"


def change_text(
    indicator: Indicator, ends: Sequence[str], difference: Decimal, ratio: Fraction | None, mark: str
) -> str:
    """「令和4年度 48人 → 令和5年度 40人（8人減、▲16.7%）」; of a percentage the points alone."""
    told = [_difference_text(indicator, difference, ratio), *filter(None, [mark])]
    return f"{' → '.join(ends)}（{'・'.join(told)}）"


def _difference_text(indicator: Indicator, difference: Decimal, ratio: Fraction | None) -> str:
    if difference == 0:
        return "増減なし"
    text = f"{difference_text(indicator, abs(difference))}{'増' if difference > 0 else '減'}"
    is_points = indicator.unit in ("%", "")
    return text if is_points or ratio is None else f"{text}、{'＋' * (difference > 0)}{percent_text(ratio)}"


# Of its chart


def chart_title(name: str) -> str:
    return f"{name}の推移"


def chart_note(*, has_path: bool, is_from_zero: bool) -> str:
    """What has no label beside it."""
    return "　".join(["点線は目標値までの見込み"] * has_path + ["縦軸は0から始まりません"] * (not is_from_zero))


def chart_twin(own: Measure, expected: str) -> str:
    """All that is drawn, for those who do not see it. `expected`: a sentence, or "" where there is no path."""
    return f"{chart_title(own.name)}。{own.figures[0]}、{own.figures[2]}。{own.course}{expected}"


def point_label(kind: PointKind, value: Decimal, indicator: Indicator) -> str:
    """「基準値 54」「40」「目標値 0」「目標値 10〜15」."""
    if kind == "target" and indicator.target.upper is not None:
        return f"{_POINTS[kind]}{printed(indicator.target).number}"
    return f"{_POINTS[kind]}{signed_text(value) if indicator.compared_with else number_text(value)}"


def expected_sentence(indicator: Indicator, year: FiscalYear, value: Fraction, decimals: int) -> str:
    """「令和5年度の見込みは10.8人です。」"""
    return f"{year.label}の見込みは{amount_of(indicator, rounded(value, decimals).normalize())}です。"
