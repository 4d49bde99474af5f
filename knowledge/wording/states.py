"""How an indicator stands, in a word and a shape: never by colour alone, readable aloud."""

from collections.abc import Mapping
from fractions import Fraction

from knowledge.model.numerals import percent_text

NOT_RECORDED = "実績未登録"
SAMPLE_MARK = "架空の値"
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


def state_label(state: str) -> str:
    """「やや遅れ △」; a word of another scale (A–D) stands alone."""
    return f"{state} {MARKS[state]}" if state in MARKS else state


def progress_bar(share: Fraction) -> str:
    """「■■■□□□□□□□ 30.2%」: full only at the target, empty at or behind the baseline."""
    filled = min(max(share.numerator * _CELLS // share.denominator, 0), _CELLS)
    return f"{'■' * filled}{'□' * (_CELLS - filled)} {percent_text(share)}"
