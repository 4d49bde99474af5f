"""Raised signs in a text: the power of a unit stays, the mark of a note is no part of what is said."""

import re

_MARKS = frozenset("0123456789０１２３４５６７８９※＊*注()（）")
_RAISED = re.compile("([mMkKｍ㎞]?)\ue000(.*?)\ue001")
_POWERS = {"2": "²", "3": "³"}


def raised(text: str) -> str:
    """What stands raised, to be put among the rest; anything but a mark stays as it is."""
    return f"\ue000{text}\ue001" if text and set(text.strip()) <= _MARKS else text


def with_powers(text: str) -> str:
    """「km²」; without marks of notes: 「120²人」 are 120."""
    return _RAISED.sub(lambda mark: mark[1] + _POWERS.get(mark[2], "") if mark[1] else "", text)
