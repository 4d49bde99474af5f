"""What a conversation goes on about, as one row of ids: kept and handed back as it is by every door.

First stands what was shown last. Where that is one thing, the list shown before it stands behind a mark: numbers count
that list until another one is shown.
"""

from collections.abc import Sequence
from itertools import pairwise

from knowledge.answers.understanding.words import form_words
from knowledge.japanese.tokenizer import tokenize
from knowledge.model.normalize import fold

LIST = "|"  # in no id of ours
MOST_REMEMBERED = 100  # records of a list
LONGEST_PLACE = 3  # digits: four are a year


def row_after(row: Sequence[str], shown: Sequence[str]) -> tuple[str, ...]:
    """The row after an answer that showed these; one that showed nothing (「ありがとう」) leaves it as it is."""
    if not shown:
        return tuple(row)
    listed = _parts(row)[1]
    return (*shown, LIST, *listed) if len(shown) == 1 < len(listed) else tuple(shown[:MOST_REMEMBERED])


def at_hand(question: str, row: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The question, and the ids that it may be about. 「1番」 alone is a place, and 「2」 one of a list."""
    shown, listed = _parts(row)
    place, is_said = _bare_place(question)
    if place and (is_said or len(listed) > 1):
        return f"{place}番目は？", listed
    return question, listed if _says_place(question) else shown


def _parts(row: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What was shown last, and the list that numbers count: the same where it is the list."""
    at = row.index(LIST) if LIST in row else len(row)
    shown, listed = tuple(row[:at]), tuple(row[at + 1 :])
    return shown, listed or shown


def _bare_place(text: str) -> tuple[str, bool]:
    """The number that is the whole of a text, "" for none, and whether it is said to be a place."""
    said = fold(text).strip(" 。.?!")
    number = next((said.removesuffix(word) for word in form_words("of_place") if said.endswith(word)), said)
    return (number if number.isdecimal() and len(number) <= LONGEST_PLACE else ""), number != said


def _says_place(text: str) -> bool:
    """「2番目は？」「3番のKPI」: one of a list."""
    tokens = tokenize(fold(text))
    return any(one.is_number and after.surface in form_words("of_place") for one, after in pairwise(tokens))
