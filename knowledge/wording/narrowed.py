"""What is said of those of a list that a question in a thread means, and where none of so many is."""

from collections.abc import Collection, Sequence

from knowledge.wording.lacking import COUNTED_KINDS

REPRINTED, OTHERS_OF_THEM = "再掲の", "ほかの"


def among_lead(count: int, whose: str, told: str) -> str:
    """「先にお示しした9件のうち、政策パッケージ3のKPIは3件です：…」 `told`: what is said of those that are left."""
    return f"{_of_all(count)}{whose}{told}"


def none_among(count: int, whose: str, kinds: Collection[str]) -> str:
    """「先にお示しした9件のうち、政策パッケージ6の指標はありません。」 `kinds`: of the list, or the one asked."""
    every = "indicator" if len(kinds) > 1 else next(iter(kinds), "")
    return f"{_of_all(count)}{whose}{COUNTED_KINDS.get(every, 'もの')}はありません。"


def _of_all(count: int) -> str:
    """`count`: 0 of what was counted, and not shown."""
    return f"先にお示しした{count}件のうち、" if count else "そのうち、"


def whose_of_them(owners: Sequence[str], theme: str, kind: str, *, is_left_out: bool) -> str:
    """「政策パッケージ3の」「「東部」に関する」; of what is left out 「数値目標以外の」."""
    named = "・".join(filter(None, (*owners, f"「{theme}」" if theme else "", COUNTED_KINDS.get(kind, ""))))
    if is_left_out:
        return f"{named}以外の"
    return f"{named}に関する" if theme else f"{named}の" if named else ""
