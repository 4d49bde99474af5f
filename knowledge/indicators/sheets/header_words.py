"""What one cell of a header says: the words it is made of, the years it names, and what is left over.

The words are data (`vocabulary/sheet_words.toml`); a text is cut into the longest of them, from left to right.
"""

import re
import unicodedata
from datetime import date

from msgspec import Struct

from knowledge.indicators.sheets.sheet_words import REVISIONS, remark_words
from knowledge.model.column_words import BRACKETED, NOTE_MARK, Role, cut_into_words, is_unit
from knowledge.model.fiscal import FiscalYear
from knowledge.model.normalize import name_key
from knowledge.model.quantity import printed_unit
from knowledge.model.years.said import SaidYear, find_years, is_absolute, without_years

_UNIT_LINE = re.compile(
    r"[(\[〔【<]?\s*単位\s*[::]\s*+([^\s()\[\]〔〕【】<>](?:[^()\[\]〔〕【】<>]*[^\s()\[\]〔〕【】<>])?)\s*[)\]〕】>]?"
)
_UNIT_BESIDE = re.compile(  # 「指標名（単位）」
    r"(\S)\s*(?:[(\[〔【<]\s*単位\s*+[::]?\s*[)\]〕】>]|[・/:、]\s*単位(?=\s*$))"
)
_LETTER = re.compile(r"\(\s*[A-Za-z](?:\s*[-/÷×*+=]\s*[A-Za-z\d]+)*\s*\)")  # 「実績値 (A)」「達成率 (A/B)」

_LAST_DAY, _MARCH = (3, 31), re.compile(r"(?<!\d)0?3月?$")


class Heading(Struct, frozen=True):
    """`roles` in the order of the words; `rest` is what no word explains; `unit` what stands in brackets as one.

    `is_plain`: it says 値 and not of which kind. `years` are those that stand by themselves; one that is no fiscal
    year (暦年, a month, a day) is among them. `ends_of_years`: those whose last day or month it names.
    """

    text: str
    roles: tuple[Role, ...]
    years: tuple[SaidYear, ...]
    rest: str
    unit: str
    is_plain: bool = False
    ends_of_years: frozenset[FiscalYear] = frozenset()

    @property
    def is_clear(self) -> bool:
        return not self.rest and bool(self.roles or self.years or self.unit)

    @property
    def role(self) -> Role | None:
        """That of its last word that is not neutral; 「実績値（確定）」 is a value all the same."""
        own = [role for role in self.roles if role != "neutral" and (role != "status" or "value" not in self.roles)]
        return next((role for role in reversed(own) if role not in REVISIONS), own[-1] if own else None)

    @property
    def fiscal_years(self) -> frozenset[FiscalYear]:
        return frozenset(one.year for one in self.years if one.year is not None and one.kind == "fiscal")


def read_heading(text: str, today: date) -> Heading:
    """`today` is Tokyo's: 「7年度」 is read with it."""
    shown = "".join(char for char in text if unicodedata.category(char) != "No" or char in "²³")
    folded = unicodedata.normalize("NFKC", shown).replace("\n", " ")
    said = tuple(one for one in find_years(folded, today) if is_absolute(folded, one))
    bare = _LETTER.sub(" ", NOTE_MARK.sub(" ", without_years(folded, said)))
    unit = ""
    for match in BRACKETED.finditer(bare):
        if is_unit(match[1]):
            unit, bare = printed_unit(match[1]), bare.replace(match[0], " ")
            break
    if any(one.kind == "day" for one in said):  # 「R5.4.1現在」 is a day, and no 現状値
        for word in remark_words("at_a_day"):
            bare = bare.replace(word, " ")
    bare = _UNIT_BESIDE.sub(r"\1", bare)
    roles, rest = cut_into_words(bare)
    if roles and not said and rest.isdecimal() and (said := find_years(rest)):  # 「2023実績」
        rest = ""
    ends = frozenset(one.year for one in said if one.year is not None and _is_end_of_year(folded, one))
    return Heading(text, roles, said, rest, unit, is_plain=name_key(bare).strip() == "値", ends_of_years=ends)


def _is_end_of_year(text: str, one: SaidYear) -> bool:
    """「R8.3.31現在」「令和8年3月末」 show the state of a fiscal year, as any other day shows that of a part of one."""
    if one.day is not None:
        return (one.day.month, one.day.day) == _LAST_DAY
    return one.kind == "month" and bool(_MARCH.search(text[one.start : one.end])) and text.startswith("末", one.end)


def unit_line(text: str) -> str:
    """「（単位：千円）」 above a table → 「千円」; "" for anything else, several units too."""
    match = _UNIT_LINE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return printed_unit(match[1]) if match and is_unit(match[1]) else ""
