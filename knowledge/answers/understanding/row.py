"""What a thread goes on about, read from the row of ids that conversation.py writes."""

from collections.abc import Sequence

from msgspec import Struct

from knowledge.answers.understanding.schema import Ids

LIST = "|"  # in no id of ours, and neither is what follows
RANKED = "#>"  # behind a list of which the first by some order was shown
LIST_ASKED = "#"  # begins what a list was asked for: its rates 「#%」, its values of a year 「#2023」


class ThreadRow(Struct, frozen=True):
    """`listed`: the list that numbers count, which is what was shown last where it is several. `before`: the nearest
    first. `is_offered`: it was offered beside a refusal, and answered nothing. `figures`: what the list was asked for.
    """

    shown: Ids = ()
    listed: Ids = ()
    before: Ids = ()
    is_offered: bool = False
    figures: str = ""
    is_of_one: bool = False  # a list of which one is left

    @property
    def parts(self) -> tuple[Ids, Ids, Ids]:
        return self.shown, self.listed, self.before


NO_ROW = ThreadRow()


def is_of_row(id: str) -> bool:
    """A mark of ours."""
    return id == LIST or id.startswith(LIST_ASKED)


def row_of(ids: Sequence[str]) -> ThreadRow:
    parts: list[list[str]] = [[], [], []]
    at, figures = 0, ""
    for id in ids:
        if id == LIST:
            at = min(at + 1, 2)
        elif id.startswith(LIST_ASKED):
            figures = id
        else:
            parts[at].append(id)
    shown, listed, before = map(tuple, parts)
    is_of_one = len(shown) == 1 and shown == listed
    is_offered = bool(listed) and not shown
    return ThreadRow(shown or listed, listed or shown, before, is_offered, figures, is_of_one)
