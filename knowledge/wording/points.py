"""What is said of two values of an indicator that are compared: both with their years, how far apart, which is more.

A movement is named as the question names it: risen or fallen, better or worse, above or below.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from knowledge.model.records import Indicator
from knowledge.wording.amounts import Figure, difference_text, quoted
from knowledge.wording.checks import check_word

PREVIOUS, BASELINE, TARGET = "前年度", "基準値", "目標値"
NOTHING_TO_COMPARE = "前年度と比べられる実績（続く2年度の値）がまだ登録されていないため、お答えできません。"
NO_BASELINE_TO_COMPARE = "同じ単位の基準値の記載がないため、比べられません"
NO_TARGET_TO_COMPARE = "目標が実績と比べられる数で示されていないため、比べられません"
_MOVED: Mapping[str, str] = {
    "increased": "より増えた",
    "decreased": "より減った",
    "improved": "より良くなった",
    "worse": "より悪くなった",
    "unchanged": "から変わっていない",
    "kept": "を維持している",
    "above": "を上回っている",
    "below": "を下回っている",
}
_BY_NUMBER = frozenset({"above", "below"})
ONE_YEAR = "登録されている実績は、この年度だけです。"
NAMED = 3  # at once


def years_before(years: int) -> str:
    return f"{years}年前"


def moved_text(movement: str, since: str) -> str:
    """「基準値より悪くなった」"""
    return f"{since}{_MOVED[movement]}"


def change_note(since: str, change: str) -> str:
    """「基準値との差：令和元年度の基準値 54人 → 令和5年度 40人（14人減、▲25.9%）。」"""
    return f"{since}との差：{change}。"


def nothing_since_note(year: str) -> str:
    return f"{year}より後の実績は登録されていないため、{year}をその前年度と比べています。"


WORSENED = "目標とは逆の向きに動いています。"


def no_change_note(since: str, why: str) -> str:
    return f"{since}との差は、{why}。"


def no_target_text(why: str) -> str:
    """`why`: a sentence, or ""."""
    return f"比べられません（{why.rstrip('。')}）" if why else NO_TARGET_TO_COMPARE


def against_text(indicator: Indicator, after: str, before: str, difference: Decimal) -> str:
    """「実績42万人（令和5年度・確定値）は、目標値41.0万人（令和6年度）を1.0万人上回っています」"""
    if not difference:
        return f"{after}は、{before}と同じです"
    told = difference_text(indicator, abs(difference))
    return f"{after}は、{before}を{told}{'上回' if difference > 0 else '下回'}っています"


def whether_note(movement: str, is_so: bool, difference: Decimal, is_gain: bool | None) -> str:
    """「はい、増えています。」「いいえ、悪化しています。」; of 「下回る」 the sentence behind says how they stand."""
    if movement in _BY_NUMBER:
        return check_word(is_so)
    if movement in ("increased", "decreased", "unchanged") or is_gain is None:
        told = "増えています" if difference > 0 else "減っています" if difference < 0 else "変わっていません"
    else:
        told = "変わっていません" if not difference else "良くなっています" if is_gain else "悪くなっています"
    return f"{check_word(is_so)}{told}。"


def nothing_to_compare_note(since: str) -> str:
    return f"{since}と比べられる実績がないため、お答えできません。"


def point_lacking_text(year: str, until: str) -> str:
    """`until`: the later one of the two, "" where it is that itself."""
    with_it = f"{until}と" if until else ""
    return f"{year}の実績が登録されていないため、{with_it}比べられません"


def moved_list_note(
    movement: str, since: str, names: Sequence[str], compared: int, lacking: int, without_way: int, among: str
) -> str:
    """「基準値より悪くなった指標は3件です：「…」など（計画全体の指標47件のうち、比べられたもの14件）。」"""
    told = "、".join(map(quoted, names[:NAMED])) + ("など" if len(names) > NAMED else "")
    said = f"{len(names)}件です{f'：{told}' if len(names) > 1 else ''}" if names else "ありません"
    left = f"比べられないもの {lacking}件" if lacking else ""
    way = f"増減のどちらを目指すかが計画にないもの {without_way}件" if without_way else ""
    how = "数の大小での比較" if movement in _BY_NUMBER else ""
    beside = "。".join(filter(None, (how, f"比べた指標 {compared}件", left, way)))
    return f"{among}で{moved_text(movement, since)}ものは{said}（{beside}）。"


def compared_list_note(since: str, compared: int) -> str:
    return f"{since}と比べられる指標は{compared}件です。"


def none_moved_note(since: str, risen: bool, compared: int) -> str:
    return f"{since}より{'増えた' if risen else '減った'}指標はありません（比べた指標 {compared}件）。"


def most_moved_note(since: str, risen: bool, is_growth: bool, name: str, change: str, compared: int) -> str:
    word = "伸びた" if is_growth else "増えた" if risen else "減った"
    return f"{since}からの増減率で一番{word}のは{quoted(name)}で、{change}です（比べた指標 {compared}件）。"


# The greatest and least of all recorded years


def extreme_note(
    title: str, ends: Sequence[tuple[bool, Sequence[tuple[str, Figure]]]], years: Sequence[str], baseline: str
) -> str:
    """「待機児童数の実績で最も大きい値は、令和5年度の60人（確定値）です。登録されている4年度分は、…です。」

    `ends`: whether it is the least, with year and figure, of several where they share the value.
    """
    said = "、".join(_extreme(is_least, best) for is_least, best in ends)
    told = f"{title}の実績で{said}です。"
    every = f"登録されている{len(years)}年度分は、{'、'.join(years)}です。" if len(years) > 1 else ONE_YEAR
    return f"{told}{every}{f'{baseline}です。' if baseline else ''}"


def _extreme(is_least: bool, best: Sequence[tuple[str, Figure]]) -> str:
    when, figure = "と".join(year for year, _ in best), best[0][1]
    return f"最も{'小さ' if is_least else '大き'}い値は、{when}の{figure.amount}（{figure.status}）"
