"""A printed difference → its amount: 「全国平均から▲2.6」「令和6年度比＋11.2％」「基準値から10%減」."""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal

from knowledge.model.amount_words import amount_words, around
from knowledge.model.cell_tokens import PrintedNumber, UnreadableCellError, tokens_of
from knowledge.model.fiscal import FiscalYear
from knowledge.model.quantity import Bound, Quantity, printed_unit
from knowledge.model.word_patterns import alternatives
from knowledge.model.years.said import find_years

_RELATIVE = re.compile(
    r"^(?P<to>[^::()]*?平均)\s*+(?:から|より|に対して|比|(?=以上|以下|未満|[▲△+-]))\s*+(?P<rest>.*)$"
)


# A difference: 「全国平均から▲2.6」「令和6年度比＋11.2％」


def find_difference(cell: str, own_unit: str, year: FiscalYear | None, *, is_calendar: bool) -> Quantity | None:
    """None where it is none. What it is a difference from is said in front."""
    text = unicodedata.normalize("NFKC", cell).strip()
    if found := _of_average(cell, text, year):
        return found
    start = _compared_with(text)
    joined = re.compile(rf"(?:末|の)?{_longest_first('compared_to', 'how')}\s*").match(text, start)
    if joined is None or start == 0:
        return None
    rest = text[joined.end() :]
    rises, falls = (_longest_first("changes", key) for key in ("rises", "falls"))
    change = re.fullmatch(rf"(?P<amount>.*?)(?:(?P<rises>{rises})|(?P<falls>{falls}))?", rest)
    if change is None or not (change["rises"] or change["falls"] or rest[:1] in "+▲△-−"):
        return None
    number = _lone_number(change["amount"], own_unit)
    if number is None:
        return None
    value = -abs(number.value) if change["falls"] else number.value
    unit = printed_unit(number.unit)
    return Quantity(
        cell.strip(), year, value, unit, relative_to=text[:start], is_calendar=is_calendar, is_verbatim=True
    )


def _compared_with(text: str) -> int:
    """Up to where 「令和6年度」 or 「基準値」 stands in front; 0 where neither does."""
    years = [one.end for one in find_years(text) if one.start == 0]
    named = re.match(_longest_first("compared_to", "what"), text)
    return years[0] if years else named.end() if named else 0


def _longest_first(part: str, kind: str) -> str:
    return alternatives(sorted(amount_words()[part][kind], key=len, reverse=True))


def _lone_number(text: str, own_unit: str) -> PrintedNumber | None:
    try:
        tokens = tokens_of(text, own_unit)
    except UnreadableCellError:
        return None
    number = tokens[0].token if len(tokens) == 1 else None
    return number if isinstance(number, PrintedNumber) and number.upper is None else None


def _of_average(cell: str, text: str, year: FiscalYear | None) -> Quantity | None:
    """「全国平均以上」 is a bound at a difference of zero; 「年平均▲5人」 is no difference."""
    years = [one for one in find_years(text) if one.start == 0]
    match = _RELATIVE.match(text[years[0].end :].lstrip(" 度末:") if years else text)
    if match is None or match["to"] in around("mean") or any(char.isdigit() for char in match["to"]):
        return None
    year, raw = (years[0].year if years else year), cell.strip()
    bounds: Mapping[str, Bound] = {"以上": "at_least", "以下": "at_most"}
    rest = match["rest"].strip()
    if rest in bounds:
        return Quantity(raw, year, Decimal(0), "", bounds[rest], match["to"])
    number = _lone_number(rest.removesuffix("以上").removesuffix("以下"), "")
    if number is None:
        return None
    return Quantity(raw, year, number.value, printed_unit(number.unit), bounds.get(rest[-2:], "exactly"), match["to"])
