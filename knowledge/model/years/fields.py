"""The one fiscal year, or the one day, that a field holds."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from knowledge.model.errors import UnreadableYearError
from knowledge.model.fiscal import FiscalYear
from knowledge.model.years.said import END_OF_IT, FAR_YEAR, NO_YEAR, YEAR_EXAMPLES, SaidYear, find_years

_SERIALS = range(20_000, 80_000)  # a spreadsheet's days since 1899-12-30: the years 1954 to 2119
_LONGEST_SERIAL = 5  # digits
_LONGEST_FIELD = 60  # characters that say a year in any way
_SERIAL_ZERO = date(1899, 12, 30)
_ONLY_ITS_END = re.compile(END_OF_IT)
_ERA_LETTER = re.compile(r"\s*([RHSrhs])\s*+\.?\s*[\d元]")
_TIME_OF_DAY = re.compile(r"(?:[T ].*)?")


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


def calendar_by_case(texts: Iterable[str]) -> frozenset[str]:
    """Those of a column's years that are calendar years because others say R7 where these say r7 (暦年)."""
    letters = {text: found[1] for text in texts if (found := _ERA_LETTER.match(unicodedata.normalize("NFKC", text)))}
    if not any(letter.isupper() for letter in letters.values()):
        return frozenset()
    return frozenset(text for text, letter in letters.items() if letter.islower())


def _why_not(text: str, said: Sequence[SaidYear], today: date) -> str:
    """Why a field does not hold one fiscal year, in a sentence; "" where it does."""
    if len(text) > _LONGEST_FIELD:
        return NO_YEAR.format(f"{text[:_LONGEST_FIELD]}…")
    if not text:
        return f"年度が必要です（{YEAR_EXAMPLES}）。"
    if text.isdecimal() and len(text) <= 2:
        return f"「{text}」は、元号か西暦かが分かりません（{YEAR_EXAMPLES}）。"
    if not said and len(text) == 4 and text.isdecimal():
        return FAR_YEAR.format(text)
    if len({one.year for one in said}) > 1:
        return f"「{text}」には、年度が二つ以上あります（一つだけ書いてください）。"
    if len(said) != 1 or said[0].start or not _ONLY_ITS_END.fullmatch(text, said[0].end):
        return NO_YEAR.format(text)
    [one] = said
    if one.kind in ("calendar", "month"):
        return f"「{text}」は{'月' if one.kind == 'month' else '暦年'}で、年度ではありません（{YEAR_EXAMPLES}）。"
    if one.kind == "from_today" and one.year and today.month < 4:
        return f"「{text}」は、1月から3月までは暦年か年度かで変わります（{one.year.label} のように書いてください）。"
    return one.why
