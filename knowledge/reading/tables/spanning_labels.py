"""Labels of a header over several columns of spaces: 「現状」 in the middle of 「R4 R5」, 「目標」 of 「R7 R9 R11」.

A label stands at the start of its columns or over their middle, all of one row in the same way.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, pairwise

from knowledge.model.structs import replace
from knowledge.reading.tables.cells import Cut

_Place = tuple[int, int]
_CLEARLY = 4  # characters by which one way to share columns out must fit better than any other
_MOST_COLUMNS = 14


def with_labels_widened(rows: Sequence[Cut], is_labelled: Callable[[str], bool]) -> tuple[tuple[Cut, ...], int | None]:
    """The rows with each label as wide as its columns, and which row holds the columns; None where no label spans.

    `is_labelled`: whether the text of a column may stand under a label.
    """
    wide, base = list(rows), None
    for at in range(len(rows) - 1, 0, -1):
        upper, lower = wide[at - 1], wide[at]
        columns = [place for place, text in zip(lower.places, lower.cells, strict=True) if is_labelled(text)]
        labels = [n for n, place in enumerate(upper.places) if columns and _is_over(place, columns)]
        over = [[place for place in columns if _overlap(upper.places[n], place)] for n in labels]
        left = [place for place in columns if not any(place in own for own in over)]
        if not labels or not (left or any(len(own) > 1 for own in over)):
            continue
        base = at if base is None else base
        if at > 1 and _has_others_above(wide[at - 2], upper, columns):
            continue
        if left and (groups := _shared([upper.places[n] for n in labels], columns)):
            places = list(upper.places)
            for n, own in zip(labels, groups, strict=True):
                places[n] = (min(places[n][0], own[0]), max(places[n][1], own[1]))
            wide[at - 1] = replace(upper, places=tuple(places))
    return tuple(wide), base


def _has_others_above(row: Cut, below: Cut, columns: Sequence[_Place]) -> bool:
    """「前計画　実績値　目標値」 over 「目標」 over years: the label between reaches into nothing of the others."""
    free = [place for place in row.places if not any(_overlap(place, own) for own in below.places)]
    return any(_is_over(place, columns) for place in free)


def _is_over(place: _Place, columns: Sequence[_Place]) -> bool:
    middle = (place[0] + place[1]) // 2
    return columns[0][0] <= middle <= columns[-1][1] or any(_overlap(place, own) for own in columns)


def _shared(labels: Sequence[_Place], columns: Sequence[_Place]) -> list[_Place]:
    """From where to where the columns of each label reach; empty where two ways fit alike."""
    if len(columns) > _MOST_COLUMNS or len(labels) > len(columns):
        return []
    ways = sorted(((_misfit(labels, way), way) for way in _ways(len(labels), columns)), key=lambda one: one[0])
    is_clear = len(ways) == 1 or ways[1][0] - ways[0][0] >= _CLEARLY
    return ways[0][1] if is_clear else []


def _ways(count: int, columns: Sequence[_Place]) -> Iterator[list[_Place]]:
    for cuts in combinations(range(1, len(columns)), count - 1):
        ends = [0, *cuts, len(columns)]
        yield [(columns[first][0], columns[end - 1][1]) for first, end in pairwise(ends)]


def _misfit(labels: Sequence[_Place], groups: Sequence[_Place]) -> float:
    pairs = list(zip(labels, groups, strict=True))
    at_start = sum(abs(label[0] - group[0]) for label, group in pairs)
    at_middle = sum(abs(sum(label) - sum(group)) / 2 for label, group in pairs)
    return min(at_start, at_middle)


def _overlap(one: _Place, other: _Place) -> bool:
    return one[0] < other[1] and other[0] < one[1]
