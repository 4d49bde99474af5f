"""How an indicator stands, in a word and a shape: never by colour alone, readable aloud."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

NOT_RECORDED = "実績未登録"
MARKS: Mapping[str, str] = {
    "達成": "◎",
    "順調": "○",
    "やや遅れ": "△",
    "遅れ": "▲",
    "後退": "▼",
    NOT_RECORDED: "－",
    "算定不可": "？",
}
"""In the order in which they are counted: best first, then what is not known."""

_CELLS = 10
_TENTH = Decimal("0.1")


def state_label(state: str) -> str:
    """「やや遅れ △」; a word of another scale (A–D) stands alone."""
    return f"{state} {MARKS[state]}" if state in MARKS else state


def percent(share: Fraction) -> str:
    """「30.2%」. Never 100.0% before the target is reached, never 0.0% for what has moved; ▲ for minus."""
    exact = share * 100
    shown = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(_TENTH, ROUND_HALF_UP)
    for mark in (Decimal(0), Decimal(100)):
        if exact < mark <= shown:
            shown = mark - _TENTH
        elif exact > mark >= shown:
            shown = mark + _TENTH
    return f"{'▲' if shown < 0 else ''}{abs(shown):,}%"


def progress_bar(share: Fraction) -> str:
    """「■■■□□□□□□□ 30.2%」: full only at the target, empty at or behind the baseline."""
    filled = min(max(share.numerator * _CELLS // share.denominator, 0), _CELLS)
    return f"{'■' * filled}{'□' * (_CELLS - filled)} {percent(share)}"
