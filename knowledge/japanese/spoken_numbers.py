"""Amounts as people say them in a question: 「5割」「30万1千」「六百二十五万」, comparable with printed quantities."""

import re
from decimal import Decimal

from knowledge.model.numerals import LARGE_SCALES, SMALL_SCALES
from knowledge.model.quantity import Quantity, without_scale

# A number in any writing, as part of a pattern; the last character is no comma or point. It is read from its beginning
# alone: a row of 500 digits would be tried from each of them. 「何万」「なん千」 ask for one and 「30何万」「数千」
# leave it open: none of them is a number.
_DIGIT = r"\d〇一二三四五六七八九十百千万億"
_IN_NUMBER = rf"[{_DIGIT},.]"
_LEFT_OPEN = r"(?<![何幾])(?<!なん)(?<!いく)(?!(?<=数)[十百千万億])"
NUMBER = rf"(?<!{_IN_NUMBER}){_LEFT_OPEN}{_IN_NUMBER}*[{_DIGIT}](?![{_DIGIT}何幾])"
_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")}


def spoken_number(text: str) -> Decimal | None:
    """「625万」「六百二十五万」「30万1千」「89,000」 → the number; None for what is none."""
    total = section = Decimal(0)
    current: Decimal | None = None
    for part in re.findall(r"\d[\d,]*(?:\.\d+)?|[〇一二三四五六七八九十百千万億]", text):
        if part[0].isdecimal():
            current = Decimal(part.replace(",", ""))
        elif part in _DIGITS:
            current = (current or Decimal(0)) * 10 + _DIGITS[part]
        elif part in SMALL_SCALES:
            section += (Decimal(1) if current is None else current) * SMALL_SCALES[part]
            current = None
        else:
            total += (section + (current or Decimal(0)) or Decimal(1)) * LARGE_SCALES[part]
            section, current = Decimal(0), None
    found = re.search(r"[\d〇一二三四五六七八九十百千万億]", text)
    return total + section + (current or Decimal(0)) if found else None


def is_scaled_number(text: str) -> bool:
    """It says 万 or 億 itself, so that the unit's own scale is not meant again."""
    return any(char in LARGE_SCALES for char in text)


def plain(quantity: Quantity) -> Decimal | None:
    """The value in the plain unit, so that 万人 and 人 compare; None for words, 「全国平均以上」 among them: its number
    is the difference from what nobody knows.
    """
    if quantity.value is None or quantity.relative_to:
        return None
    return quantity.value * without_scale(quantity.unit)[0]
