"""Numbers written in kanji or Roman, and those of several parts."""

import re
import unicodedata
from decimal import Decimal

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


_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_DASHES = re.compile("[-‐‑‒–—―−－ー.．]")  # between the parts of a number; the prolonged sound mark is typed for one


def roman_number(text: str) -> int | None:
    """「Ⅲ」「iii」 → 3, up to 12."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return _ROMANS.index(folded) + 1 if folded in _ROMANS else None


def number_path(mark: str) -> tuple[str, ...]:
    """「Ⅰ－１」「1-1」「I－1」 → ("1", "1"): a heading's number as it is compared; a letter is kept."""
    parts = (unicodedata.normalize("NFKC", part).strip().lower() for part in _DASHES.split(mark))
    return tuple(str(roman_number(part) or kanji_number(part) or part) for part in parts)


LARGE_SCALES, SMALL_SCALES = {"兆": 10**12, "億": 10**8, "万": 10**4}, {"千": 1000, "百": 100, "十": 10}
_SECTION = re.compile(r"([\d,.千百十]+)([兆億万]?)")
_PART = re.compile(r"([\d,.]+)([千百十]?)")
_WRITTEN = r"(?=\d)(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?千?|(?:\d千)?(?:\d百)?(?:\d十)?\d?)"
COMPOUND = (
    r"(?=[\d,.]+[兆億万千百十])" + "".join(f"(?:{_WRITTEN}{scale})?" for scale in LARGE_SCALES) + f"(?:{_WRITTEN})?"
)
"""「30万1千」「3億5千万」「2千5百」: a number of several parts, as part of a pattern."""


def compound_value(text: str) -> Decimal:
    return sum(
        (
            Decimal(digits.replace(",", "")) * SMALL_SCALES.get(small, 1) * LARGE_SCALES.get(large, 1)
            for section, large in _SECTION.findall(text)
            for digits, small in _PART.findall(section)
        ),
        Decimal(0),
    )


_SCALED = re.compile("".join(f"(?:([一二三四五六七八九])?{scale})?" for scale in "千百十") + "([一二三四五六七八九])?")
_RUN = re.compile("[一二三四五六七八九十百千]+")


def arabic_amount(text: str) -> str | None:
    """「百五十人」 → 「150人」, 「三十万二千」 → 「30万2000」; None for what does not begin with a kanji numeral.

    None also for 「一」 alone, which a dash looks like, and for what may mean one or another (「一二」, 「十二三」).
    """
    if not _RUN.match(text) or text == "一":
        return None
    numbers = [_scaled_number(run) for run in _RUN.findall(text)]
    if None in numbers:
        return None
    left = iter(numbers)
    return _RUN.sub(lambda _: str(next(left)), text)


def _scaled_number(text: str) -> int | None:
    parts = _SCALED.fullmatch(text)
    if parts is None:
        return None
    places = zip(parts.groups(), (1000, 100, 10, 1), "千百十", strict=False)
    scaled = sum(int((digit or "一").translate(_DIGITS)) * scale for digit, scale, name in places if name in text)
    return scaled + int((parts[4] or "〇").translate(_DIGITS))
