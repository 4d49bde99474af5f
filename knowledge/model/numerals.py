"""Numbers as a Japanese city prints them: 1,234 ・ ▲2.6 ・ 25.9%."""

import re
from decimal import Decimal
from fractions import Fraction

_TENTH = Decimal("0.1")


def number_text(value: Decimal) -> str:
    """With thousands separators and ▲ for minus; as many decimals as the value carries."""
    text = format(abs(value), ",f")
    return f"▲{text}" if value < 0 else text


def amount_text(value: Decimal, unit: str, relative_to: str | None = None) -> str:
    """「1,234人」「75%」; a difference names what it is a difference from: 「全国平均から▲2.6」."""
    text = f"{number_text(value)}{unit}"
    return f"{relative_to}から{text}" if relative_to else text


def percent_text(share: Fraction) -> str:
    """One decimal, half up, but never over the marks that mean something: 99.96% is not printed as 100.0%,
    and what has moved at all is not printed as 0.0%.
    """
    exact = share * 100
    rounded = _half_up(exact, 1)
    for mark in (Decimal(0), Decimal(100)):
        if exact < mark <= rounded:
            rounded = mark - _TENTH
        elif exact > mark >= rounded:
            rounded = mark + _TENTH
    return f"{number_text(rounded)}%"


def rounded(value: Fraction, decimals: int) -> Decimal:
    """A mean, for showing: never for comparing."""
    return _half_up(value, decimals)


def _half_up(value: Fraction, decimals: int) -> Decimal:
    """By whole numbers, so that no size of value is too large for the decimal context."""
    scaled = abs(value) * 10**decimals
    whole = int(scaled + Fraction(1, 2))
    digits = tuple(int(digit) for digit in str(whole))
    return Decimal((int(value < 0 and whole > 0), digits, -decimals))


_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_TENS = re.compile(r"([一二三四五六七八九]?)十([一二三四五六七八九]?)")


def kanji_number(text: str) -> int | None:
    """「二」「十一」「二十三」「二〇二三」「３０」「元」 → int; None for anything else, 百 and above in words too."""
    if text == "元":
        return 1
    if tens := _TENS.fullmatch(text):
        return int((tens[1] or "一").translate(_DIGITS)) * 10 + int((tens[2] or "〇").translate(_DIGITS))
    digits = text.translate(_DIGITS)
    return int(digits) if digits.isdecimal() else None
