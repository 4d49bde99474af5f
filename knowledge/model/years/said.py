"""Every year that a text names, each at its place."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from knowledge.model.fiscal import ERAS, FiscalYear
from knowledge.model.numerals import kanji_number
from knowledge.model.structs import replace
from knowledge.model.years.spellings import (
    ENGLISH_ERAS,
    FISCAL,
    UNIT,
    counted_from_today,
    year_marks,
    year_pattern,
    year_words,
)

_LONGEST_KEPT = 200  # characters
_BEFORE = {
    name: year
    for (kanji, letter, year), english in zip(ERAS, ENGLISH_ERAS, strict=True)
    for name in (kanji, kanji[0], letter, english)
}
PLAUSIBLE = range(1900, 2101)
BARE_AHEAD = 10  # years: 「12年度」 said in 令和6年度 is a target year, 「30年度」 more likely 平成30年度
NEAR = 6  # characters behind a year in which what is said of it stands
_BARE_END = re.compile(  # no amount
    r"(?!\.\d|\s*[%‰])(?:\b|(?<=^.{4})[のは]|(?<=[\s、。,の(~とや/].{4})[のは]|[とや](?=\d{4}))"
)
_BRACKETS = ("()", "[]", "{}", "<>", "【】", "〔〕", "〈〉", "《》", "「」", "『』", "〖〗", "〘〙")
_TWICE = re.compile(rf"\s*(?P<closing>\S)(?:{UNIT})?")  # 「2024(令和6)年度」
END_OF_IT = r"\s*(?:分(?=[のはをがも、。\s]|$)|末?(?:の?時点|現在)?)"  # 「令和5年度末」: still that year
_AFTER = re.compile(rf"{END_OF_IT}の?")
_ONLY_TO_A_PERSON = ("word", "stacked", "unclear", "no_year", "ago", "bare")
YEAR_EXAMPLES = "2023、R5、令和5年度 のように書いてください"
NO_YEAR = f"「{{}}」を年度として読めません（{YEAR_EXAMPLES}）。"
FAR_YEAR = f"「{{}}」は、扱える年度（{PLAUSIBLE[0]}年度から{PLAUSIBLE[-1]}年度まで）の外です。"


class SaidYear(Struct, frozen=True, kw_only=True):
    """A year at its place in a text: `text[start:end]`. `year` is None where `why` says, in a sentence, what is wrong.

    A fiscal year, also where only a number stands (R5, 2023); a calendar one (2023年), which a text means as its
    fiscal year and a field does not take; one counted from today in words of the calendar (去年), which are two years
    from January to March; or the fiscal year that a month or a `day` falls in.
    """

    start: int
    end: int
    year: FiscalYear | None
    kind: Literal["fiscal", "calendar", "from_today", "month", "day"] = "fiscal"
    day: date | None = None
    why: str = ""


IsWord = Callable[[int, int], bool]
"""Whether one or more whole words of a text stand from one offset to the other."""


class OutOfRange(str):
    """Why a year is none: it is clear which is meant, and it lies outside those that can be handled."""

    __slots__ = ()


def find_years(text: str, today: date | None = None, is_word: IsWord | None = None) -> tuple[SaidYear, ...]:
    """Every year named in NFKC text, in order; one said twice (「2024(R6)」) is one. `today` is Tokyo's.

    Without `today` only what stands by itself, as in a document: neither 昨年度 nor 5年度, and nothing with a `why`.
    `is_word` tells 「こと|しか」 from 「ことし」 in a sentence; a field holds nothing besides.
    """
    if today is None and is_word is None and len(text) <= _LONGEST_KEPT:
        return _years_of_document(text)
    return _find_years(text, today, is_word)


def _find_years(text: str, today: date | None = None, is_word: IsWord | None = None) -> tuple[SaidYear, ...]:
    found: list[SaidYear] = []
    for match in _matches(text, is_word):
        if one := _read(match, today):
            twice = _said_twice(text, found[-1], one, today) if found else None
            found[len(found) - bool(twice) :] = [twice or one]
    return tuple(found)


_years_of_document = lru_cache(maxsize=4_096)(_find_years)  # one reader after another looks at a line and its cells


def _matches(text: str, is_word: IsWord | None) -> Iterator[re.Match[str]]:
    """Behind a word that is none only its first character is passed over: 「住みやす|さ|来年度」 holds 来年度."""
    match = year_pattern().search(text) if year_marks().search(text) else None
    while match:
        start, end = match.span("word")
        end += text.startswith("末", end)  # 「一昨年末」 is 一昨|年末
        is_part = match["word"] and is_word and not is_word(start, end)
        if not is_part:
            yield match
        match = year_pattern().search(text, match.start() + 1 if is_part else match.end())


def find_fiscal_years(text: str) -> list[FiscalYear]:
    """Those of a document, without their places: 「H28～H30の平均」 → [2016, 2018]; 「2018年度」 → [2018]."""
    return list(dict.fromkeys(one.year for one in find_years(text) if one.year is not None))


def without_years(text: str, said: Sequence[SaidYear] | None = None) -> str:
    """「令和6年度末の人口」 → 「人口」. `said`: those to take out, as found in this text; else all of a document."""
    for one in reversed(find_years(text) if said is None else said):
        after = _AFTER.match(text, one.end)
        text = text[: one.start] + text[after.end() if after else one.end :]
    return text


def is_absolute(text: str, one: SaidYear) -> bool:
    """Whether a year stands by itself: not 「昨年度」 or 「3年前」, which depend on the day they are written."""
    if one.kind == "from_today":
        return False
    return any(char.isdecimal() for char in text[one.start : one.end]) or any(
        said.start == one.start for said in find_years(text)
    )


def is_compared_with(text: str, start: int) -> bool:
    """Whether the year before, said from `start` on, is one to compare with: 「前年度との差」 asks of no year."""
    words, years = year_words()["compared"], counted_from_today()
    before = [*words["before"], *(word for word, from_today in years.items() if from_today == -1)]
    said = max((word for word in before if text.startswith(word, start)), key=len, default="")
    if not said or text[:start].endswith("一"):  # 一昨年
        return False
    rest = text[start + len(said) :]
    joined = next((word for word in words["with"] if rest.startswith(word)), "")
    this_year = tuple(word for word, from_today in years.items() if from_today == 0)
    is_listed = not joined or rest.removeprefix(joined).startswith(this_year)
    return not is_listed or any(word in rest[:NEAR] for word in words["changed"])


def _read(match: re.Match[str], today: date | None) -> SaidYear | None:
    """None for what only looks like a year, and without today for what is counted from it."""
    month = match["month"] or match["alone"]
    is_alone = not (match["prefix"] or match["unit"] or month)
    looks_like_amount = match["western"] and is_alone and not _BARE_END.match(match.string, match.end())
    if looks_like_amount or (today is None and any(match[name] for name in _ONLY_TO_A_PERSON)):
        return None
    if match["stacked"] or match["unclear"] or match["no_year"]:
        which = f"「{match[0]}」は、どの年度か分かりません（令和5年度 のように書いてください）。"
        why = NO_YEAR.format(match[0]) if match["unclear"] else which
        return SaidYear(start=match.start(), end=match.end(), year=None, why=why)
    now = FiscalYear.of(today) if today else 0
    year = _year(match, now)
    said = SaidYear(start=match.start(), end=match.end(), year=FiscalYear(year))
    if year not in PLAUSIBLE:
        why = FAR_YEAR.format(match[0])
        return replace(said, year=None, why=OutOfRange(why)) if _is_fiscal(match) and today else None
    if match["bare"] and year > now + BARE_AHEAD:
        eras = "か".join(era for era, _, _ in ERAS[:2])
        return replace(said, year=None, why=f"「{match[0]}」は、{eras}かが分かりません（元号を付けてください）。")
    if month or match["month_name"]:
        return _of_month(said, match, year)
    if match["word"] or match["ago"]:
        return said if re.search("年度|ねんど", match[0]) else replace(said, kind="from_today")
    return replace(said, kind="calendar") if match["unit"] == "年" else said


def _year(match: re.Match[str], now: int) -> int:
    """The western year in which it begins, 0 for none. `now`: today's fiscal year."""
    if match["word"]:
        return now + counted_from_today()[match["word"]]
    if match["ago"]:
        return now - _number(match["ago"])
    if match["western"] or match["of_month"]:
        written = match["western"] or match["of_month"]
        return _number(written) + (2000 if len(written) == 2 else 0)  # FY23, '23年度, 23FY
    number = _number(match["of_era"] or match["bare"])
    before = _BEFORE[match["era"].upper()] if match["era"] else next(first for _, _, first in ERAS if now > first)
    return before + number if number else 0


def _is_fiscal(match: re.Match[str]) -> bool:
    """It is said to be one, in whatever words: what lies out of range was meant as a year."""
    return (match["unit"] or "").endswith("年度") or bool(
        re.match(f"{FISCAL}|{'|'.join(ENGLISH_ERAS)}", match[0], re.I)
    )


def _number(text: str) -> int:
    """0 for none. 「二千二十三」 too."""
    for word, value in (("千九百", 1900), ("二千", 2000)):
        if text.startswith(word):
            return value + _number(text[len(word) :])
    return kanji_number(text.replace("○", "〇")) or 0


def _of_month(said: SaidYear, match: re.Match[str], year: int) -> SaidYear:
    """A month or a day falls in a fiscal year; what is none (13月) leaves the year that it stands behind."""
    day = match["day"] or match["last"] or match["day_before"] or match["day_behind"]
    try:
        at = date(year, _month(match), int(day or 1))
    except ValueError:
        return replace(said, end=match.start("month") - 1) if match["month"] else said
    if day is None:
        return replace(said, year=FiscalYear.of(at), kind="month")
    return replace(said, year=FiscalYear.of(at), kind="day", day=at)


def _month(match: re.Match[str]) -> int:
    if match["month_name"]:
        return 1 + list(year_words()["months"]).index(match["month_name"][:3].capitalize())
    return int(match["month"] or match["alone"])


def _said_twice(text: str, one: SaidYear, again: SaidYear, today: date | None) -> SaidYear | None:
    """「令和7年度(2025年度)」, 「2024(令和6)年度」: the second in brackets behind the first; 「H31/R1」."""
    between = text[one.end : again.start].strip()
    if between in ("/", "・") and one.year is not None and one.year == again.year:
        return replace(one, end=again.end)
    closed = _TWICE.match(text, again.end)
    if closed is None or between + closed["closing"] not in _BRACKETS:
        return None
    both = replace(one, end=closed.end(), kind="fiscal" if _is_fiscal(closed) else one.kind)
    if one.year == again.year or one.why:
        return both
    why = f"「{text[both.start : both.end]}」の二つの書き方は、別の年度を指しています。"
    return replace(both, year=None, why=why) if today else None
