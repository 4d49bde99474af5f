"""How many columns a wide character takes: two where a text was typed, one where a converter counts characters."""

from collections.abc import Sequence
from itertools import pairwise

from knowledge.reading.source import Line
from knowledge.reading.tables.cells import Cut, cut

TYPED, COUNTED = 2, 1
_FEWEST_ALIKE = 5  # edges of cells that stand below one another
_CLEARLY = 1.5


def width_of_wide(lines: Sequence[Line]) -> int:
    """By which of the two more cells of lines below one another begin or end at one place."""
    typed, counted = (_alike(lines, wide) for wide in (TYPED, COUNTED))
    return COUNTED if counted >= _FEWEST_ALIKE and counted > _CLEARLY * typed else TYPED


def _alike(lines: Sequence[Line], wide: int) -> int:
    rows = [None if line.cells else cut(line, wide) for line in lines]
    return sum(len(_edges(above) & _edges(below)) for above, below in pairwise(rows) if above and below)


def _edges(row: Cut) -> set[int]:
    """Without those of the first cell: all lines begin at the margin."""
    return {edge for place in row.places[1:] for edge in place}
