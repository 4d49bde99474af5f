"""From when to when a plan holds, as a line says it: 「計画期間：2025年度～2029年度」「令和5年度～令和14年度」."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.fiscal import FiscalYear, Period
from knowledge.model.word_patterns import alternatives
from knowledge.model.years.said import find_fiscal_years, without_years
from knowledge.model.years.spans import said_once, spelt_out
from knowledge.reading.layout import editions_in

_UNTIL = re.compile(r"から|~|-|—|―|まで")
_ARROW = re.compile(r"\s*[▶→⇒]\s*")  # 「令和7年度 ▶ 令和12年度」
_SPAN = re.compile(r"から(?P<count>\d{1,2})(?:か|カ|ヶ|ケ)?年(?:間|計画)?")
_COUNTED = re.compile(r"[^。()]{2,30}\((?P<years>[^()]*?)の?(?P<count>\d{1,2})(?:か|カ|ヶ|ケ)?年間?\)")
_OTHER_PLAN = re.compile(
    r"\((?![^()]*計画期間)[^()]*年度?[^()]*(?:から|~)[^()]*\)"
)  # 「総合計画（令和3年度から令和12年度まで）と整合」
_LENGTH = re.compile(r"(?P<count>\d{1,2})\s*(?:[かカヶヵケ箇]年|年間)")
_FROM_TO = re.compile(r"(?:から|~).*?まで")
_FEWEST_YEARS, _MOST_YEARS = 3, 12  # of a plan
_APART = re.compile(r"[()]|\s{2,}|\s/\s|\|")  # between the title and the period on one line


def period_on_cover(line: str) -> Period | None:
    """「総合計画（2021～2030）」「令和5年度～令和14年度（前期：…）」: nothing but years in one part."""
    for part in _APART.split(said_once(_ARROW.sub("~", unicodedata.normalize("NFKC", line).replace("〜", "~")))):
        spelt = spelt_out(part)
        if not _around_years().sub("", without_years(spelt)) and (period := _years_from_to(spelt)):
            return period
    return None


def period_in(text: str, *, is_headed: bool) -> Period | None:
    """「計画期間：2025年度～2029年度」「令和7年度から…までを計画期間とします」; under a heading 計画期間 any years."""
    if counted := next(filter(None, map(_counted, text.split("\n"))), None):
        return counted
    for sentence in _OTHER_PLAN.sub("", unicodedata.normalize("NFKC", text).replace("〜", "~")).split("。"):
        match = _named().search(sentence)
        told = (match["years"], match["before"]) if match else (sentence,) if is_headed else ()
        if period := next((found for part in told if (found := _years_from_to(part))), None):
            return period
    return None


def period_of_titled(text: str, title: str) -> Period | None:
    """「後期基本計画は、令和8年度から令和12年度までに取り組むことを定めます」, where its title ends in this word."""
    name = unicodedata.normalize("NFKC", title).split(" ")[-1]
    if len(name) < len("後期計画") or name == unicodedata.normalize("NFKC", title):
        return None
    for sentence in unicodedata.normalize("NFKC", text).replace("〜", "~").split("。"):
        found = _years_from_to(sentence) if sentence.strip().startswith(f"{name}は") else None
        years = set(find_fiscal_years(spelt_out(sentence)))
        is_whole = found and len(years) == 2 and _FROM_TO.search(sentence) and not _has_past(sentence)
        if found and is_whole and _FEWEST_YEARS <= found.end_fiscal_year - found.start_fiscal_year + 1 <= _MOST_YEARS:
            return found
    return None


def _has_past(sentence: str) -> bool:
    """「令和3年度から令和5年度までの実績を踏まえ」."""
    return any(word in sentence for word in read_toml(VOCABULARY / "layouts.toml")["past"]["results"])


def own_period(text: str, edition: int | None) -> Period | None:
    """「第3期戦略は令和7年度から令和11年度までの5年間とし」: what the plan says of itself, as many years as it says."""
    folded = unicodedata.normalize("NFKC", text).replace("〜", "~")
    if (match := _is_plan().search(re.sub(r"\s", "", folded))) and (
        counted := _of_length(match["years"], match["count"])
    ):
        return counted
    for sentence in _OTHER_PLAN.sub("", folded).split("。"):
        subjects = [match["edition"] for match in _own().finditer(sentence)]
        is_own = bool(subjects) and all(one is None or editions_in(one) == [edition] for one in subjects)
        lengths = [int(match["count"]) for match in _LENGTH.finditer(sentence)]
        years = list(dict.fromkeys(find_fiscal_years(spelt_out(sentence))))
        found = _years_from_to(sentence) if is_own and len(years) == 2 else None
        if found and lengths == [found.end_fiscal_year - found.start_fiscal_year + 1]:
            return found
    return None


def _counted(line: str) -> Period | None:
    """「総合戦略（平成27～31年度の5年間）」 and nothing else on the line: the years and their number say the same."""
    match = _COUNTED.fullmatch(unicodedata.normalize("NFKC", line.strip()).replace("〜", "~"))
    return _of_length(match["years"], match["count"]) if match else None


def _of_length(years: str, count: str) -> Period | None:
    found = _years_from_to(years)
    return found if found and found.end_fiscal_year - found.start_fiscal_year + 1 == int(count) else None


def _years_from_to(told: str) -> Period | None:
    """Of the first two years, in the order printed: a third one is that of a review, a fourth one of another plan."""
    told = spelt_out(told)
    span = _SPAN.search(told)
    years = list(dict.fromkeys(find_fiscal_years(told[: span.start()] if span else told)))
    if span and years:
        return Period(years[-1], FiscalYear(years[-1] + int(span["count"]) - 1))
    is_span = 1 < len(years) < 4 and years[0] < years[1] and _UNTIL.search(told)
    return Period(years[0], years[1]) if is_span else None


@cache
def _named() -> re.Pattern[str]:
    return re.compile(rf"(?P<before>.{{0,60}}){alternatives(_words()['named'])}(?P<years>.{{0,80}})", re.DOTALL)


@cache
def _around_years() -> re.Pattern[str]:
    return re.compile(rf"{alternatives(_words()['around'])}|[\s~:―—-]")


@cache
def _own() -> re.Pattern[str]:
    """What the plan says of itself: 「この計画の上位にある総合計画」 is another."""
    named = rf"{alternatives(_words()['own'])}{_plan()}|(?P<edition>第[^第\s]{{1,3}}[期次])(?:の?{_plan()})?"
    return re.compile(f"(?:{named})(?:は|では|に|を)")


@cache
def _is_plan() -> re.Pattern[str]:
    """「…ための5年間（令和7年度～令和11年度）の計画です」."""
    length = r"(?P<count>\d{1,2})(?:[かカヶヵケ箇]年|年間)"
    return re.compile(rf"{length}\((?P<years>[^()]*)\)の{_plan()}{alternatives(_words()['is'])}")


def _plan() -> str:
    return f"(?:総合)?{alternatives(read_toml(VOCABULARY / 'layouts.toml')['titles']['ends'])}"


def _words() -> Mapping[str, Sequence[str]]:
    words: Mapping[str, Sequence[str]] = read_toml(VOCABULARY / "layouts.toml")["period"]
    return words
