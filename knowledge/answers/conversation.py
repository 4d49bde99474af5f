"""What a conversation goes on about, as one row of ids: kept and handed back as it is by every door.

First stands what was shown last; behind a mark the list that numbers count, until another one is shown; behind another
mark what the talk came from: what was shown singly before, and whose KPI or package was asked for; behind a third one
the list that this one was narrowed from.
"""

from collections.abc import Callable, Sequence

from knowledge.answers.answer import Answer
from knowledge.answers.understanding.context import NARROWED
from knowledge.answers.understanding.row import RANKED, row_in, row_of
from knowledge.answers.understanding.words import form_words
from knowledge.model.normalize import fold
from knowledge.model.structs import replace

MOST_REMEMBERED = 100  # records of a list
MOST_BEFORE = 4  # things that the talk came from
LONGEST_PLACE = 3  # digits: four are a year


def row_with(row: Sequence[str], answer: Answer) -> tuple[str, ...]:
    """The row after an answer. Of several that are not alike the first alone is meant, the likeliest; what is offered
    beside a refusal is a list that nothing has been shown of yet, unless the thread has shown it before.
    """
    old = row_of(row)
    if not answer.shown and answer.near:
        if {*old.shown, *old.listed, *old.before}.issuperset(answer.offered):
            return row_after(row, answer.offered)
        return row_in((), answer.offered, row_of(row_after(row, answer.offered)).before)
    if not answer.shown:
        return tuple(row)
    meant = answer.shown[:1] if answer.leads else answer.shown
    now = row_of(row_after(row, answer.in_order or answer.shown, meant, answer.came_from))
    is_narrowed = NARROWED in answer.items[0].why
    is_one_left = is_narrowed and len(answer.in_order or answer.shown) == 1
    listed = answer.shown if is_one_left else now.listed  # the one left is the list now
    is_kept = old.listed == listed
    wide = answer.counted or (old.wide or old.listed if is_narrowed else old.wide if is_kept else ())
    kept = old.figures if is_kept else ""
    asked = answer.table.asked if answer.table else RANKED if answer.ranked and answer.first == 1 else kept
    is_list = len(listed) > 1
    state = answer.state or (old.state if is_narrowed or is_kept else "")
    members = answer.members or (old.members if is_narrowed or is_kept else "")
    marked = replace(now, figures=asked if is_list else "", state=state, members=members if is_list else "")
    told = () if listed == now.shown and not is_one_left else listed
    return row_in(now.shown, told, now.before, wide[:MOST_REMEMBERED], marks=marked.marks)


def row_after(
    row: Sequence[str], shown: Sequence[str], meant: Sequence[str] = (), came_from: Sequence[str] = ()
) -> tuple[str, ...]:
    """The row after something that showed these; what showed nothing (「ありがとう」) leaves it as it is.

    `meant`: those of them that are spoken of, where it is not all.
    """
    if not shown:
        return tuple(row)
    old = row_of(row)
    now = tuple(meant or shown)[:MOST_REMEMBERED]
    listed = tuple(shown[:MOST_REMEMBERED]) if len(shown) > 1 else old.listed
    listed = listed if len(listed) > 1 and listed != now else ()
    single = old.shown if len(old.shown) == 1 else ()
    before = [id for id in dict.fromkeys((*came_from, *single, *old.before)) if id not in now][:MOST_BEFORE]
    return row_in(now, listed, before)


def at_hand(question: str, row: Sequence[str], has_list: Callable[[str], bool] = lambda _: False) -> str:
    """The question in full: 「1番」 alone asks for a place; so does 「2」 of a list, 「1」 of one offered.

    `has_list`: whether the card of a record shows one.
    """
    place, is_said = _bare_place(question)
    now = row_of(row)
    is_listed = len(now.listed) > 1 or (now.is_offered and int(place or 0) == 1)
    is_listed |= len(now.shown) == 1 and has_list(now.shown[0])
    return f"{place}番目は？" if place and (is_said or is_listed) else question


def _bare_place(text: str) -> tuple[str, bool]:
    """The number that is the whole of a text, "" for none, and whether it is said to be a place."""
    said = fold(text).strip(" 。.?!()")
    number = next((said.removesuffix(word) for word in form_words("of_place") if said.endswith(word)), said)
    return (number if number.isdecimal() and len(number) <= LONGEST_PLACE else ""), number != said
