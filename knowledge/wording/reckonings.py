"""What is said of values that are reckoned with: sums and means, shares, years in which something held, of two how
they stand to one another.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from knowledge.model.fiscal import FiscalYear
from knowledge.model.records import Indicator
from knowledge.wording.amounts import amount_text, difference_text, number_text, percent_text, quoted, rounded
from knowledge.wording.points import NOTHING_TO_COMPARE, ONE_YEAR
from knowledge.wording.standing import baseline_text
from knowledge.wording.states import NOT_RECORDED
from knowledge.wording.values import ValueView

_NO_SUM: Mapping[str, str] = {
    "share": "割合や水準を表す値のため、各年度の値を足した合計は意味を持ちません",
    "stock": "その時点の数（総数）のため、各年度の値を足した合計は意味を持ちません",
    "cumulative": "累計で数える値のため、各年度の値は足せません。最新の実績が、それまでの合計です",
}
Limit = Literal["at_least", "at_most", "more", "less", "exactly", "reached"]
_BOUNDS: Mapping[Limit, str] = {
    "at_least": "以上だった",
    "at_most": "以下だった",
    "more": "を超えた",
    "less": "を下回った",
    "exactly": "だった",
    "reached": "に達した",
}
_ADDED = "各年度の値を足した数で、計画にある数ではありません。"
UNITLESS = "単位なし"
_Side = tuple[str, str]  # the name, and its value as it is told
_TENTHS, _HUNDREDTHS = 1, 2
ROUNDED = "約"
NO_YEAR_OF_THOSE = "お尋ねの年度の実績は登録されていません。"


def of_years(years: Sequence[str], status: str) -> str:
    """「（令和2年度 85件、令和3年度 92件。確定値）」"""
    return f"（{'、'.join(years)}。{status}）" if status else f"（{'、'.join(years)}）"


def sum_note(title: str, total: str, years: Sequence[str], status: str) -> str:
    only = ONE_YEAR if len(years) == 1 else _ADDED
    return f"{title}の実績の合計は{total}です{of_years(years, status)}。{only}"


def no_sum_note(title: str, why: str, years: Sequence[str], status: str) -> str:
    return f"{title}は、{_NO_SUM[why]}。登録されている実績は、{'、'.join(years)}です{f'（{status}）' * bool(status)}。"


def mean_note(title: str, mean: str, years: Sequence[str], status: str) -> str:
    only = ONE_YEAR if len(years) == 1 else ""
    return f"{title}の実績の平均は{mean}です{of_years(years, status)}。{only}"


def years_lacking_note(years: Sequence[str]) -> str:
    return f"{'、'.join(years)}の実績は登録されていないため、入っていません。" if years else ""


# Shares


def portion_text(portion: Fraction, told_in: Literal["%", "割", "倍"]) -> str:
    """「89.6%」「約9.0割」「約1.79倍」"""
    if told_in == "%":
        return percent_text(portion)
    decimals, by = (_TENTHS, 10) if told_in == "割" else (_HUNDREDTHS, 1)
    exact = portion * by
    shown = rounded(exact, decimals)
    return f"{'' if Fraction(shown) == exact else ROUNDED}{number_text(shown)}{told_in}"


def portion_note(title: str, part: str, whole: str, portion: str) -> str:
    """「年間観光客数の実績560万人（令和5年度・確定値）は、目標値625万人（令和6年度）の89.6%です。」"""
    return f"{title}の{part}は、{whole}の{portion}です。"


def no_portion_note(title: str, part: str, whole: str) -> str:
    why = "0以下の値や、ほかの値との差に対する割合は出せません"
    return f"{title}の{part}が{whole}のどれだけに当たるかは、計算できません（{why}）。"


def portion_lacking_note(title: str, since: str, why: str) -> str:
    return f"{title}の{since}に対する割合は、{why}。"


def rate_note(rate: str, standing: str) -> str:
    """Beside a share of the target: the way from the baseline, by which the state is judged."""
    return f"基準値から目標値までの進捗は{rate}、状態は「{standing}」です。"


# Years in which something held


def years_held_note(indicator: Indicator, title: str, what: str, found: Sequence[str], years: Sequence[str]) -> str:
    """「宿泊者数の実績が40万人を超えている年度は、令和5年度（42.2万人）です。登録されている4年度分は、…です。」"""
    told = f"{'、'.join(found)}の{len(found)}年度" if len(found) > 1 else "".join(found)
    said = f"{told}です" if found else "ありません"
    every = f"登録されている{len(years)}年度分は、{'、'.join(years)}です。" if len(years) > 1 else ONE_YEAR
    begun = f"{baseline_text(indicator)}です。" if indicator.baseline else ""
    return f"{title}の実績で{what}年度は、{said}。{every}{begun}"


def bound_text(bound: Limit, amount: str) -> str:
    """「40万人を超えた」"""
    return f"{amount}{_BOUNDS[bound]}"


def year_of_most_note(title: str, firsts: Sequence[str], changes: Sequence[str], *, is_fall: bool) -> str:
    """「待機児童数が前年度から最も減ったのは、…（18人減、▲45.0%）です。比べられる3年度分は、…です。」"""
    if not changes:
        return f"{title}は、{NOTHING_TO_COMPARE}"
    word, every = "減った" if is_fall else "増えた", f"比べられる{len(changes)}年度分は、{'、'.join(changes)}です。"
    if not firsts:
        return f"{title}が前年度から{word}年度はありません。{every}"
    return f"{title}が前年度から最も{word}のは、{'、'.join(firsts)}です。{every if len(changes) > 1 else ''}"


# Of two indicators


def _said(side: _Side) -> str:
    return f"{quoted(side[0])}の{side[1]}"


def difference_note(first: _Side, second: _Side, difference: Decimal, like: Indicator | None, unit: str) -> str:
    """「「A」の実績55.3万人は、「B」の実績42.2万人を13.1万人上回っています。」 `like`: where both have one unit."""
    if not difference:
        return f"{_said(first)}と{_said(second)}は、同じです。"
    told = difference_text(like, abs(difference)) if like else amount_text(abs(difference), unit)
    return f"{_said(first)}は、{_said(second)}を{told}{'上回' if difference > 0 else '下回'}っています。"


def sum_of_two_note(sides: Sequence[_Side], total: Decimal | None, unit: str) -> str:
    """`total`: None of shares, which do not add up."""
    told = "と".join(map(_said, sides))
    if total is None:
        return f"{told}は、割合のため、足しても意味を持ちません。"
    return f"{told}を合わせると{amount_text(total, unit)}です。計画にある数ではありません。"


def units_note(sides: Sequence[_Side], units: Sequence[str]) -> str:
    return f"{'、'.join(map(_said, sides))}です。単位が違うため（{'と'.join(units)}）、比べられません。"


def two_not_recorded_note(names: Sequence[str], year: FiscalYear | None) -> str:
    when = f"{year.label}の" if year is not None else ""
    return f"{'と'.join(map(quoted, names))}の{when}実績は登録されていません（{NOT_RECORDED}）。"


def rate_text(title: str, view: ValueView | None, indicator: Indicator) -> str:
    if view is None:
        return f"{quoted(title)}は{NOT_RECORDED}"
    return f"{quoted(title)}は{view.text}、状態は「{view.state}」"


def not_both_note(told: Sequence[str]) -> str:
    return f"{'、'.join(told)}です。両方の進捗が分からないため、比べられません。"


def change_text_of(title: str, change: str) -> str:
    return f"{quoted(title)}は{change}"


def no_change_text_of(title: str, why: str) -> str:
    return f"{quoted(title)}は{why}"


def not_compared_note(told: Sequence[str]) -> str:
    return f"{'。'.join(told)}。"


def changes_note(told: Sequence[str], by: Mapping[str, str | None], *, is_fall: bool, is_least: bool) -> str:
    """`by`: 「difference」 and 「ratio」 → the name of the greater one, None where they are even."""
    both, word = f"{'、'.join(told)}です。", "小さ" if is_least else "大き"
    called = {"difference": "減り幅", "ratio": "減少率"} if is_fall else {"difference": "伸び幅", "ratio": "伸び率"}
    if not by:
        return f"{both}単位が違うため、大小は比べられません。"
    names = list(by.values())
    if len(set(names)) == 1:
        how = "も".join(called[one] for one in by) + ("も" if len(by) > 1 else "は")
        return f"{both}{how}{'同じです' if names[0] is None else f'{quoted(names[0])}の方が{word}くなっています'}。"
    each = (f"{called[one]}は{quoted(name) if name else '同じ'}" for one, name in by.items())
    return f"{both}{word}い方は、{'、'.join(each)}です。"
