"""Fiscal years, and every way in which people write one. 令和6年度 = FiscalYear(2024) = 2024-04-01 up to 2025-04-01.

Years are read here and nowhere else: `find_years` in running text, `parse_fiscal_year` where a field holds one.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.errors import UnreadableYearError
from knowledge.model.numerals import kanji_number

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

JST = ZoneInfo("Asia/Tokyo")
_LONGEST_KEPT = 200  # characters

# Era → the western year before its first year. Newest first: printing takes the first that has begun.
ERAS = (("令和", "R", 2018), ("平成", "H", 1988), ("昭和", "S", 1925))
_FIRST_DAYS = (date(2019, 5, 1), date(1989, 1, 8), date(1926, 12, 25))
_ENGLISH_ERAS = ("REIWA", "HEISEI", "SHOWA")
_BEFORE = {
    name: year
    for (kanji, letter, year), english in zip(ERAS, _ENGLISH_ERAS, strict=True)
    for name in (kanji, kanji[0], letter, english)
}


class FiscalYear(int):
    """A Japanese fiscal year by the western year in which it begins (April)."""

    @classmethod
    def of(cls, day: date | datetime) -> "FiscalYear":
        """The fiscal year that a day, or an aware moment seen from Tokyo, falls in."""
        if isinstance(day, datetime):
            day = day.astimezone(JST).date()
        return cls(day.year if day.month >= 4 else day.year - 1)

    @classmethod
    def ended_by(cls, day: date | datetime) -> "FiscalYear":
        """The last one that had ended when this day began."""
        return cls(cls.of(day) - 1)

    @property
    def last_day(self) -> date:
        return date(self + 1, 3, 31)

    @property
    def label(self) -> str:
        """令和6年度; the first year of an era is 元年度."""
        return f"{self.era_year}年度"

    @property
    def era_year(self) -> str:
        """「令和6」「令和元」."""
        return next((_of_era(self, era, before) for era, _, before in ERAS if self > before), str(int(self)))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(cls, core_schema.int_schema())


def years_as_of(day: date) -> tuple[FiscalYear, ...]:
    """Those whose state a day may show (時点), the likelier first: of 1 April the year that has ended, then its own.

    「令和6年度末（令和7年4月1日住民基本台帳）の人口を30万1千人と設定します」
    """
    return tuple(dict.fromkeys((FiscalYear.of(day - timedelta(days=1)), FiscalYear.of(day))))


def era_year_on(day: date) -> str:
    """「平成31」 of 31 March 2019: the calendar year of a day, in the era that the day falls in."""
    begun = zip(ERAS, _FIRST_DAYS, strict=True)
    return next((_of_era(day.year, era, before) for (era, _, before), first in begun if day >= first), str(day.year))


def _of_era(western: int, era: str, before: int) -> str:
    return f"{era}{'元' if western == before + 1 else western - before}"


@dataclass(frozen=True, slots=True)
class Period:
    """Fiscal years from start to end, both included."""

    start_fiscal_year: FiscalYear
    end_fiscal_year: FiscalYear

    def __contains__(self, year: FiscalYear) -> bool:
        return self.start_fiscal_year <= year <= self.end_fiscal_year

    @property
    def text(self) -> str:
        """「令和2年度〜令和6年度」."""
        return f"{self.start_fiscal_year.label}〜{self.end_fiscal_year.label}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidYear:
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


PLAUSIBLE = range(1900, 2101)
OF_NOW = range(1900, 3000)  # calendar years of a moment that may be called now
OF_CLOCKS = range(OF_NOW.start - 1, OF_NOW.stop + 1)  # and of what is written then: Tokyo's New Year is not UTC's
BARE_AHEAD = 10  # years: 「12年度」 said in 令和6年度 is a target year, 「30年度」 more likely 平成30年度
NEAR = 6  # characters behind a year in which what is said of it stands
_SERIALS = range(20_000, 80_000)  # a spreadsheet's days since 1899-12-30: the years 1954 to 2119
_LONGEST_SERIAL = 5  # digits
_LONGEST_FIELD = 60  # characters that say a year in any way
_SERIAL_ZERO = date(1899, 12, 30)

_DIGITS = "〇○零一二三四五六七八九"
_NUMBER = rf"(?:\d{{1,2}}|元|[{_DIGITS}十]{{1,3}})"
_UNIT = r"\s*(?P<unit>(?:会計)?年度|度(?![目合])|年(?![代間齢])|[Ff][Yy](?![A-Za-z]))"
_FISCAL = r"(?i:fy|fiscal(?:\s+year)?)"
_DATE = (
    r"\s*[-/.年]\s*(?P<month>\d{1,2})\s*"
    r"(?:月\s*(?P<day>\d{1,2})\s*日|月|[-/.]\s*(?P<last>\d{1,2})(?!\d)(?:\s*日)?)"
    r"|(?:[/.]|-(?=0))(?P<alone>0?[1-9]|1[0-2])"  # 「2023/3の」, 「R5.3末」; no amount
    r"(?:(?!\.\d)\b(?!\s*[%‰])|(?=[のはとや末時]))"
)
_BARE_END = re.compile(  # no amount
    r"(?!\.\d|\s*[%‰])(?:\b|(?<=^.{4})[のは]|(?<=[\s、。,の(~とや/].{4})[のは]|[とや](?=\d{4}))"
)
_BRACKETS = ("()", "[]", "{}", "<>", "【】", "〔〕", "〈〉", "《》", "「」", "『』", "〖〗", "〘〙")
_TWICE = re.compile(rf"\s*(?P<closing>\S)(?:{_UNIT})?")  # 「2024(令和6)年度」
_END_OF_IT = r"\s*(?:分(?=[のはをがも、。\s]|$)|末?(?:の?時点|現在)?)"  # 「令和5年度末」: still that year
_AFTER = re.compile(rf"{_END_OF_IT}の?")
_ONLY_ITS_END = re.compile(_END_OF_IT)
_ERA_LETTER = re.compile(r"\s*([RHSrhs])\s*+\.?\s*[\d元]")
_ONLY_TO_A_PERSON = ("word", "stacked", "unclear", "no_year", "ago", "bare")
_HOW = "2023、R5、令和5年度 のように書いてください"
_UNREADABLE = f"「{{}}」を年度として読めません（{_HOW}）。"
_FAR = f"「{{}}」は、扱える年度（{PLAUSIBLE[0]}年度から{PLAUSIBLE[-1]}年度まで）の外です。"
_TIME_OF_DAY = re.compile(r"(?:[T ].*)?")


@cache
def _from_today() -> Mapping[str, int]:
    return {word: int(years) for years, some in _words()["from_today"].items() for word in some}


@cache
def _words() -> Mapping[str, Any]:
    return read_toml(VOCABULARY / "years.toml")


def is_compared_with(text: str, start: int) -> bool:
    """Whether the year before, said from `start` on, is one to compare with: 「前年度との差」 asks of no year."""
    words, years = _words()["compared"], _from_today()
    before = [*words["before"], *(word for word, from_today in years.items() if from_today == -1)]
    said = max((word for word in before if text.startswith(word, start)), key=len, default="")
    if not said or text[:start].endswith("一"):  # 一昨年
        return False
    rest = text[start + len(said) :]
    joined = next((word for word in words["with"] if rest.startswith(word)), "")
    this_year = tuple(word for word, from_today in years.items() if from_today == 0)
    is_listed = not joined or rest.removeprefix(joined).startswith(this_year)
    return not is_listed or any(word in rest[:NEAR] for word in words["changed"])


@cache
def _spellings() -> re.Pattern[str]:
    """One table, in the order in which spellings are tried at a place."""
    part, counted = _words()["part_of_a_word"], _words()["counted"]
    longest_first = "|".join(sorted(_from_today(), key=len, reverse=True))
    not_in_number = rf"(?<![\d{_DIGITS}十.])"
    months = rf"(?:{'|'.join(_words()['months'])})[a-z]*\.?"
    of_era = rf"(?:[元\d]|[{_DIGITS}十]{{1,3}}(?:(?![一-龥ぁ-んァ-ヶ])|[年度末のはとや]))"  # no name (昭二さん)
    not_counted = "".join(f"(?<!{word})" for word in counted["before"])
    spelled = (
        rf"(?!{'|'.join(part['not'])})(?P<word>{longest_first})(?![{part['behind']}])",
        rf"(?P<stacked>[{part['stacked']}]{{2,}}年度)",
        r"(?P<unclear>(?:(?<![A-Za-z\d])[RHSrhs]|令和|平成|昭和)\s*(?:[-_'’]\s*\d{1,2}|[壱弐参肆伍陸漆捌玖拾Xx?×]{1,3})\s*年度)",
        rf"(?<![A-Za-z\d])(?P<no_year>{_FISCAL}\s*['’-]?\s*(?:\d|\d{{3}}))(?![A-Za-z\d])",
        rf"(?<![A-Za-z\d])(?i:(?:(?P<day_before>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month_name>{months})\s+"
        rf"(?:(?P<day_behind>\d{{1,2}})(?:st|nd|rd|th)?,?\s+)?)(?P<of_month>\d{{4}})(?!\d)",
        rf"{not_in_number}(?P<ago>{_NUMBER})\s*[かカヵヶケ]?年度?前(?![後倒])",
        rf"(?P<era>令和|平成|昭和|(?<![一-龥])[令平昭](?=\s*{of_era})|(?<![A-Za-z\d'’])(?:[RHSrhs]|(?i:{'|'.join(_ENGLISH_ERAS)})))"
        rf"\s*\.?\s*(?P<of_era>{_NUMBER})(?:(?![A-Za-z\d])|(?=[Ff][Yy]))",
        rf"(?<!\d)(?<!\d\.)(?P<prefix>(?:(?<![A-Za-z]){_FISCAL}|西暦)\s*['’-]?|['’](?=\d\d\s*年))?"
        rf"(?P<western>(?(prefix)(?:\d\d){{1,2}}|(?:\d{{3,5}}|\d\d(?=\s*[Ff][Yy])))|[一二][{_DIGITS}]{{3}}"
        rf"|(?:千九百|二千)[{_DIGITS}十]{{0,3}}(?=\s*年))(?![\d{_DIGITS}十百千万億])",
        rf"{not_in_number}{not_counted}(?P<bare>{_NUMBER})(?=\s*(?:会計)?年度(?![{counted['behind']}]))",
    )
    return re.compile(f"(?:{'|'.join(spelled)})(?:{_DATE}|{_UNIT})?")


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
    match = _spellings().search(text)
    while match:
        start, end = match.span("word")
        end += text.startswith("末", end)  # 「一昨年末」 is 一昨|年末
        is_part = match["word"] and is_word and not is_word(start, end)
        if not is_part:
            yield match
        match = _spellings().search(text, match.start() + 1 if is_part else match.end())


def find_fiscal_years(text: str) -> list[FiscalYear]:
    """Those of a document, without their places: 「H28～H30の平均」 → [2016, 2018]; 「2018年度」 → [2018]."""
    return list(dict.fromkeys(one.year for one in find_years(text) if one.year is not None))


def without_years(text: str, said: Sequence[SaidYear] | None = None) -> str:
    """「令和6年度末の人口」 → 「人口」. `said`: those to take out, as found in this text; else all of a document."""
    for one in reversed(find_years(text) if said is None else said):
        after = _AFTER.match(text, one.end)
        text = text[: one.start] + text[after.end() if after else one.end :]
    return text


def parse_fiscal_year(text: str, today: date) -> FiscalYear:
    """The one year that a field holds, or the year of a day as a spreadsheet's cell shows it.

    Raises UnreadableYearError, which says why: no year, two, a calendar year, one that may be one or another.
    """
    folded = unicodedata.normalize("NFKC", text).strip()
    if day := parse_day(folded):
        return FiscalYear.of(day)
    said = find_years(folded, today)
    why = _why_not(folded, said, today)
    if why or said[0].year is None:
        raise UnreadableYearError(text, why)
    return said[0].year


def parse_day(text: str) -> date | None:
    """「2024-04-01」「2024/4/1」「令和6年4月1日」「R6.4.1」, and 45383 for a date cell that lost its format."""
    folded = unicodedata.normalize("NFKC", text).strip()
    if folded.isdecimal() and len(folded) <= _LONGEST_SERIAL and int(folded) in _SERIALS:
        return _SERIAL_ZERO + timedelta(days=int(folded))
    said = find_years(folded)
    is_whole = len(said) == 1 and said[0].start == 0 and _TIME_OF_DAY.fullmatch(folded, said[0].end)
    return said[0].day if is_whole else None


def near_moment(moment: datetime) -> datetime:
    """Raises ValueError where it has no zone, or lies so far away that there is no year before or after it."""
    if moment.tzinfo is None or moment.year not in OF_CLOCKS:
        raise ValueError(moment)
    return moment


def is_absolute(text: str, one: SaidYear) -> bool:
    """Whether a year stands by itself: not 「昨年度」 or 「3年前」, which depend on the day they are written."""
    if one.kind == "from_today":
        return False
    return any(char.isdecimal() for char in text[one.start : one.end]) or any(
        said.start == one.start for said in find_years(text)
    )


def calendar_by_case(texts: Iterable[str]) -> frozenset[str]:
    """Those of a column's years that are calendar years because others say R7 where these say r7 (暦年)."""
    letters = {text: found[1] for text in texts if (found := _ERA_LETTER.match(unicodedata.normalize("NFKC", text)))}
    if not any(letter.isupper() for letter in letters.values()):
        return frozenset()
    return frozenset(text for text, letter in letters.items() if letter.islower())


def _read(match: re.Match[str], today: date | None) -> SaidYear | None:
    """None for what only looks like a year, and without today for what is counted from it."""
    month = match["month"] or match["alone"]
    is_alone = not (match["prefix"] or match["unit"] or month)
    looks_like_amount = match["western"] and is_alone and not _BARE_END.match(match.string, match.end())
    if looks_like_amount or (today is None and any(match[name] for name in _ONLY_TO_A_PERSON)):
        return None
    if match["stacked"] or match["unclear"] or match["no_year"]:
        which = f"「{match[0]}」は、どの年度か分かりません（令和5年度 のように書いてください）。"
        why = _UNREADABLE.format(match[0]) if match["unclear"] else which
        return SaidYear(start=match.start(), end=match.end(), year=None, why=why)
    now = FiscalYear.of(today) if today else 0
    year = _year(match, now)
    said = SaidYear(start=match.start(), end=match.end(), year=FiscalYear(year))
    if year not in PLAUSIBLE:
        why = _FAR.format(match[0])
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
        return now + _from_today()[match["word"]]
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
        re.match(f"{_FISCAL}|{'|'.join(_ENGLISH_ERAS)}", match[0], re.I)
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
        return 1 + list(_words()["months"]).index(match["month_name"][:3].capitalize())
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


def _why_not(text: str, said: Sequence[SaidYear], today: date) -> str:
    """Why a field does not hold one fiscal year, in a sentence; "" where it does."""
    if len(text) > _LONGEST_FIELD:
        return _UNREADABLE.format(f"{text[:_LONGEST_FIELD]}…")
    if not text:
        return f"年度が必要です（{_HOW}）。"
    if text.isdecimal() and len(text) <= 2:
        return f"「{text}」は、元号か西暦かが分かりません（{_HOW}）。"
    if not said and len(text) == 4 and text.isdecimal():
        return _FAR.format(text)
    if len({one.year for one in said}) > 1:
        return f"「{text}」には、年度が二つ以上あります（一つだけ書いてください）。"
    if len(said) != 1 or said[0].start or not _ONLY_ITS_END.fullmatch(text, said[0].end):
        return _UNREADABLE.format(text)
    [one] = said
    if one.kind in ("calendar", "month"):
        return f"「{text}」は{'月' if one.kind == 'month' else '暦年'}で、年度ではありません（{_HOW}）。"
    if one.kind == "from_today" and one.year and today.month < 4:
        return f"「{text}」は、1月から3月までは暦年か年度かで変わります（{one.year.label} のように書いてください）。"
    return one.why
