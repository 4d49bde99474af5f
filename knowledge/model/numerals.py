"""Numbers written in kanji."""

import re

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
