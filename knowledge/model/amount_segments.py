"""The tokens of a cell → one segment for each number, with the years, words and name of a part that stand around it."""

import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct, field

from knowledge.model.amount_words import (
    amount_words,
    around,
    begins_sum,
    is_known_unit,
    is_part_label,
    kinds_of,
    names_source,
    says_change,
)
from knowledge.model.cell_tokens import (
    Bracketed,
    PlacedToken,
    PrintedLength,
    PrintedNumber,
    PrintedWord,
    PrintedYears,
    UnreadableCellError,
)

_AHEAD = ("about", "yearly", "each", "cumulative", "mean", "period", "neutral")
_BEHIND = ("per", "at_least", "at_most", "keep", "about", "cumulative", "mean", "neutral", "rises", "falls")


class Segment(Struct):
    """One number with what stands around it. `kinds`: what the words say. `is_label_behind`: its name, in brackets.

    `asides`: years in a note that may be of something else than the number: 「（R3開設分を含む）」. `since`: from when
    on it is a sum: 「（R7からの累計）」.
    """

    number: PrintedNumber
    start: int
    end: int
    whens: list[PrintedYears] = field(default_factory=list)
    asides: list[PrintedYears] = field(default_factory=list)
    since: PrintedYears | None = None
    length: int = 0
    kinds: set[str] = field(default_factory=set)
    label: str | None = None
    is_label_behind: bool = False
    unit: str = ""


def segments_of(tokens: Sequence[PlacedToken]) -> list[Segment]:
    """Brackets behind a number are its own, unless the cell begins with some."""
    first = tokens[0].token if tokens else None
    segments: list[Segment] = []
    ahead: list[PlacedToken] = []
    for at, one in enumerate(tokens):
        if isinstance(one.token, PrintedNumber):
            segments.append(_begun(one, ahead))
            ahead = []
        elif segments and not ahead and _is_behind(tokens, at, first):
            _add_behind(segments[-1], one)
        else:
            ahead.append(one)
    if ahead and segments:
        raise UnreadableCellError
    return segments


def _is_behind(tokens: Sequence[PlacedToken], at: int, first: object) -> bool:
    token = tokens[at].token
    is_last = not any(isinstance(one.token, PrintedNumber) for one in tokens[at:])
    if is_last:
        return True
    if isinstance(token, PrintedWord):
        return kinds_of(token.text, _BEHIND) is not None and token.text not in amount_words()["parts"]["total"]
    return isinstance(token, Bracketed) and not isinstance(first, Bracketed | PrintedYears)


def _begun(number: PlacedToken, ahead: Sequence[PlacedToken]) -> Segment:
    assert isinstance(number.token, PrintedNumber)
    start = ahead[0].start if ahead else number.start
    segment = Segment(number.token, start, number.end)
    labels: list[str] = []
    for one in ahead:
        match one.token:
            case PrintedYears():
                segment.whens.append(one.token)
            case PrintedLength():
                segment.length = one.token.years
            case Bracketed():
                _add_group(segment, one.token, labels)
            case PrintedWord():
                _add_word(segment, one.token.text, _AHEAD, labels)
    _label(segment, labels)
    return segment


def _add_behind(segment: Segment, placed: PlacedToken) -> None:
    segment.end = placed.end
    labels: list[str] = []
    match placed.token:
        case PrintedYears():
            segment.whens.append(placed.token)
        case PrintedLength():
            segment.length = placed.token.years
        case Bracketed():
            _add_group(segment, placed.token, labels)
            segment.is_label_behind = bool(labels)
        case PrintedWord():
            _add_word(segment, placed.token.text, _BEHIND, labels)
            if labels:
                raise UnreadableCellError
    _label(segment, labels)


def _label(segment: Segment, labels: Sequence[str]) -> None:
    if not labels:
        return
    if segment.label is not None or len(labels) > 1:
        raise UnreadableCellError
    segment.label = labels[0]


def _add_word(segment: Segment, text: str, allowed: Sequence[str], labels: list[str]) -> None:
    """What is no word of ours is the label of a part, or nothing that we understand."""
    stripped = text.strip(" :・、,…=")
    known = amount_words()["parts"]
    if stripped in known["known"] or stripped in known["total"]:
        labels.append(stripped)
    elif (kinds := kinds_of(stripped, allowed)) is not None:
        segment.kinds |= kinds
    elif is_part_label(stripped):
        labels.append(stripped)
    else:
        raise UnreadableCellError


def _add_group(segment: Segment, group: Bracketed, labels: list[str]) -> None:
    tokens = [one.token for one in group.tokens]
    words = [one.text for one in tokens if isinstance(one, PrintedWord)]
    unit = unicodedata.normalize("NFKC", "".join(words))
    is_plain = not any(isinstance(one, PrintedNumber | Bracketed) for one in tokens)
    is_one_word = is_plain and len(tokens) == len(words) == 1
    if is_one_word and is_known_unit(unit) and not segment.number.unit:
        segment.unit = unit
    elif is_one_word and is_part_label(words[0]) and kinds_of(words[0], _AHEAD + _BEHIND) is None:
        labels.append(words[0])
    elif is_plain and all(kinds_of(one, _AHEAD + _BEHIND) is not None for one in words):
        _add_times(segment, tokens)
        segment.kinds |= {kind for one in words for kind in kinds_of(one, _AHEAD + _BEHIND) or ()}
    else:
        _add_note(segment, tokens, words)


def _add_note(segment: Segment, tokens: Sequence[object], words: Sequence[str]) -> None:
    """「（延べ40日）」「（全国1.20）」. Without a number it may change the sense: 「（R6比）」「（5年間の合計）」."""
    segment.kinds.add("note")
    segment.asides += [one for one in tokens if isinstance(one, PrintedYears)]
    if numbers := [one for one in tokens if isinstance(one, PrintedNumber)]:
        if len(numbers) == len(tokens) and {one.unit for one in numbers} <= {"", segment.number.unit}:
            raise UnreadableCellError  # 「20(10)」: which of them is it?
        return
    if any(says_change(one) for one in words):
        raise UnreadableCellError
    if any(word in one for one in words for word in around("cumulative")):
        segment.kinds.add("cumulative")
        segment.since = _since(tokens)
        _add_times(segment, [one for one in tokens if one is not segment.since])
    elif words and all(names_source(one) for one in words):
        _add_times(segment, tokens)


def _since(tokens: Sequence[object]) -> PrintedYears | None:
    begun = [one for one, behind in pairwise(tokens) if isinstance(behind, PrintedWord) and begins_sum(behind.text)]
    years = [one for one in begun if isinstance(one, PrintedYears) and one.last == one.year]
    return years[0] if len(years) == 1 else None


def _add_times(segment: Segment, tokens: Sequence[object]) -> None:
    segment.whens += [one for one in tokens if isinstance(one, PrintedYears)]
    segment.length = next((one.years for one in tokens if isinstance(one, PrintedLength)), segment.length)


def share_years(segments: Sequence[Segment]) -> None:
    """「令和6年度 小 88.4％ 中 87.0％」: a year in front is of those behind it too, one at the end of all."""
    if segments[0].whens:
        for before, one in pairwise(segments):
            one.whens = one.whens or before.whens
    elif segments[-1].whens and not any(one.whens for one in segments[:-1]):
        for one in segments[:-1]:
            one.whens = segments[-1].whens
