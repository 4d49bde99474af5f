"""How an indicator stands, in a word and a shape: never by colour alone, readable aloud."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from knowledge.wording.amounts import percent_text

NOT_RECORDED, ACHIEVED = "実績未登録", "達成"
ATTENTION = "注意が必要な指標"  # above the worst of them
MARKS: Mapping[str, str] = {
    ACHIEVED: "◎",
    "順調": "○",
    "やや遅れ": "△",
    "遅れ": "▽",
    "後退": "▼",
    "未達成": "×",
    NOT_RECORDED: "－",
    "算定不可": "？",
}
"""In the order in which they are counted: best first, then what is not known."""
WORDS_OF_PARTS = ("やや遅れ", NOT_RECORDED, "算定不可")  # a line that ends between words may end within these
_BEST_FIRST = ("達成", "順調", "算定不可", NOT_RECORDED, "やや遅れ", "遅れ", "後退", "未達成")

StateWord = TypeVar("StateWord", bound=str)
_CELLS, BARS = 10, "▁▂▃▄▅▆▇█"


def state_label(state: str, shortfall: str = "") -> str:
    """「やや遅れ △」「未達成 ×（あと16人）」; a word of another scale (A–D) stands without a mark."""
    told = f"{state} {MARKS[state]}" if state in MARKS else state
    return f"{told}（{shortfall}）" if shortfall else told


def attention_heading(states: Iterable[str]) -> str:
    """「注意が必要な指標（後退 2件、未達成 23件）」: which they are, since not all that is behind is among them."""
    worst_first = reversed(count_states(states).items())
    return f"{ATTENTION}（{'、'.join(f'{state} {count}件' for state, count in worst_first)}）"


def severity(state: str) -> int:
    """The higher the worse; 0 for what is not behind."""
    return max(0, badness(state) - badness(NOT_RECORDED))


def badness(state: str) -> int:
    """The higher the worse: what is not known, as a word of another scale, is worse than what is well."""
    return _BEST_FIRST.index(state if state in _BEST_FIRST else NOT_RECORDED)


def count_states(states: Iterable[str]) -> dict[str, int]:
    """How often each occurs, best first; words of another scale (A–D) before them, by name."""
    found = Counter(states)
    others = sorted(state for state in found if state not in MARKS)
    return {state: found[state] for state in (*others, *MARKS) if state in found}


def counts_text(counts: Mapping[StateWord, int]) -> str:
    """「達成 ◎ 3件、遅れ ▽ 5件」."""
    return "、".join(f"{state_label(state)} {count}件" for state, count in counts.items() if count)


def progress_bar(share: Fraction) -> str:
    """「■■■□□□□□□□ 30.2%」"""
    return f"{progress_squares(share)} {percent_text(share)}"


def progress_squares(share: Fraction) -> str:
    """「■■■□□□□□□□」: full only at the target, empty at or behind the baseline."""
    filled = min(max(share.numerator * _CELLS // share.denominator, 0), _CELLS)
    return "■" * filled + "□" * (_CELLS - filled)


def sparkline(history: Sequence[tuple[int, Decimal]]) -> str:
    """「▁▄▅█」 over all years from the first to the last; 「·」 where a year is missing."""
    by_year = {year: Fraction(value) for year, value in history}
    if not by_year:
        return ""
    low, high = min(by_year.values()), max(by_year.values())
    steps = {year: (value - low) / (high - low) if high > low else Fraction(1, 2) for year, value in by_year.items()}
    years = range(min(by_year), max(by_year) + 1)
    return "".join(BARS[int(steps[year] * (len(BARS) - 1))] if year in steps else "·" for year in years)
