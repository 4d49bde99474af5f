"""What a thread goes on about, read from the row of ids that conversation.py writes."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.answers.understanding.schema import Ids

LIST = "|"  # in no id of ours


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """`listed`: the list that numbers count, which is what was shown last where it is several. `before`: the nearest
    first. `is_offered`: it was offered beside a refusal, and answered nothing.
    """

    shown: Ids = ()
    listed: Ids = ()
    before: Ids = ()
    is_offered: bool = False

    @property
    def parts(self) -> tuple[Ids, Ids, Ids]:
        return self.shown, self.listed, self.before


NO_ROW = ThreadRow()


def row_of(ids: Sequence[str]) -> ThreadRow:
    parts: list[list[str]] = [[], [], []]
    at = 0
    for id in ids:
        if id == LIST:
            at = min(at + 1, 2)
        else:
            parts[at].append(id)
    shown, listed, before = map(tuple, parts)
    return ThreadRow(shown or listed, listed or shown, before, is_offered=bool(listed) and not shown)
