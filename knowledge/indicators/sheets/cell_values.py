"""What a cell of values says: an amount with its unit, marks beside it, or that there is none yet."""

import re
import unicodedata
from decimal import Decimal
from functools import cache

from msgspec import Struct

from knowledge.indicators.sheets.sheet_words import is_no_value, marks
from knowledge.model.column_words import is_unit
from knowledge.model.quantity import is_blank, parse_amount

_SIGN = "[※*†‡§#★☆]"
_SIGNS = rf"(?:{_SIGN}|注)\s*+\d{{0,2}}\s*+\)?"


class Said(Struct, frozen=True):
    """`marks` are kept for the note; `is_provisional` None where nothing is said of it."""

    value: Decimal
    unit: str
    is_provisional: bool | None = None
    marks: tuple[str, ...] = ()


def is_amount(text: str) -> bool:
    """A number alone or with a unit that is one: 「5年間計」 is a word of a header."""
    said = read_value(text)
    return said is not None and (not said.unit or is_unit(said.unit))


def has_no_value(text: str) -> bool:
    """Empty, a dash, or a word for it."""
    return is_blank(text) or is_no_value(text)


def read_value(text: str, relative_to: str | None = None) -> Said | None:
    """「約3.3」「12500（速報値）」「1,310※」; None unless all of it is one amount and known marks.

    A difference may say from what, given as `relative_to` (「全国平均から0.3」).
    """
    rest = unicodedata.normalize("NFKC", text).strip()
    found: list[str] = []
    while match := _mark().match(rest) or _mark_behind().search(rest):
        found.append(match["mark"])
        rest = (rest[: match.start()] + rest[match.end() :]).strip()
    amount = parse_amount(rest if found else text, relative_to) if _keeps_signs(text) else None
    if amount is None:
        return None
    provisional = [True for mark in found if mark in marks()["provisional"]]
    final = [False for mark in found if mark in marks()["final"]]
    kept = tuple(mark for mark in found if mark not in marks()["provisional"] + marks()["final"])
    return Said(*amount, next(iter(provisional + final), None), kept)


def _keeps_signs(text: str) -> bool:
    """① is no 1: what NFKC makes numbers of is not one amount."""
    return not any(unicodedata.category(char) == "No" for char in text.replace("²", "").replace("³", ""))


@cache
def _mark() -> re.Pattern[str]:
    return re.compile(rf"\(?(?P<mark>{_words()}|{_SIGN})\)?\s*+[::]?\s*(?=\S)")


@cache
def _mark_behind() -> re.Pattern[str]:
    return re.compile(rf"\s*+\(?\s*(?P<mark>{_words()}|{_SIGNS})\s*\)?$")


@cache
def _words() -> str:
    words = [unicodedata.normalize("NFKC", word) for some in marks().values() for word in some]
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
