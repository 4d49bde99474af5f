"""What a thread goes on about, read from the row of ids that conversation.py writes."""

from collections.abc import Sequence

from msgspec import Struct

from knowledge.answers.understanding.schema import Ids

LIST = "|"  # in no id of ours, and neither is what follows
RANKED = "#>"  # behind a list of which the first by some order was shown
LIST_ASKED = "#"  # begins what a list was asked for: its rates 「#%」, its values of a year 「#2023」
OF_MEMBERS = "#+"  # begins the kind whose numbers were told of each: 「#+kpi」
IN_STATE = "#="  # begins the state in which all of the list stand: 「#=late」


class ThreadRow(Struct, frozen=True):
    """`listed`: the list that numbers count, which is what was shown last where it is several. `before`: the nearest
    first. `wide`: what the list was narrowed from, or what was counted and not shown. `is_offered`: it was offered
    beside a refusal, and answered nothing. `figures`: what the list was asked for. `state`: that by which it was found;
    `members`: what was counted of each.
    """

    shown: Ids = ()
    listed: Ids = ()
    before: Ids = ()
    is_offered: bool = False
    figures: str = ""
    is_of_one: bool = False  # a list of which one is left
    wide: Ids = ()
    state: str = ""
    members: str = ""

    @property
    def marks(self) -> tuple[str, ...]:
        """Of the list, as they stand behind the ids."""
        told = ((IN_STATE, self.state), (OF_MEMBERS, self.members))
        return tuple(filter(None, (self.figures, *(f"{mark}{word}" for mark, word in told if word))))

    @property
    def parts(self) -> tuple[Ids, Ids, Ids]:
        return self.shown, self.listed, self.before


NO_ROW = ThreadRow()


def is_of_row(id: str) -> bool:
    """A mark of ours."""
    return id == LIST or id.startswith(LIST_ASKED)


def row_in(*parts: Sequence[str], marks: Sequence[str] = ()) -> tuple[str, ...]:
    """The row of ids: what was shown, the list, what came before, what the list was narrowed from; `marks` behind."""
    end = max((at for at, part in enumerate(parts, start=1) if part), default=0)
    divided = [id for at, part in enumerate(parts[:end]) for id in ((LIST,) if at else ()) + tuple(part)]
    return (*divided, *marks)


def row_of(ids: Sequence[str]) -> ThreadRow:
    parts: list[list[str]] = [[], [], [], []]
    at, figures, state, members = 0, "", "", ""
    for id in ids:
        if id == LIST:
            at = min(at + 1, len(parts) - 1)
        elif id.startswith(IN_STATE):
            state = id.removeprefix(IN_STATE)
        elif id.startswith(OF_MEMBERS):
            members = id.removeprefix(OF_MEMBERS)
        elif id.startswith(LIST_ASKED):
            figures = id
        else:
            parts[at].append(id)
    shown, listed, before, wide = map(tuple, parts)
    is_of_one = len(shown) == 1 and shown == listed
    is_offered = bool(listed) and not shown
    return ThreadRow(shown or listed, listed or shown, before, is_offered, figures, is_of_one, wide, state, members)
