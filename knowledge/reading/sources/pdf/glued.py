"""Cells of tables without rules that stand so near each other that they look like one: the other rows part them."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from knowledge.reading.sources.pdf.glyphs import Glyph, Run

LEAST_GAP = 0.27  # of the size: kanji and digits stand up to 0.25 apart without a space between them
SAME_LEFT = 0.15  # of the size
WIDE = 0.8  # of the size
EMPTY = 0.2  # of the size


def without_glued(lines: Sequence[Sequence[Run]]) -> list[list[Run]]:
    """What one line has as one, and another as two with a gap between them at the same place."""
    return [[part for run in line for part in _parts(run, lines, is_alone=len(line) == 1)] for line in lines]


def cut_at_gaps(run: Run) -> list[Run]:
    """All that may be cells of their own."""
    cuts = [0, *sorted(_gaps(run)), len(run.glyphs)]
    return [_stripped(Run(run.glyphs[start:end])) for start, end in pairwise(cuts)]


def _parts(run: Run, lines: Sequence[Sequence[Run]], *, is_alone: bool) -> Iterator[Run]:
    for at in _gaps(run):
        right = Run(run.glyphs[at:])
        left = _stripped(Run(run.glyphs[:at]), right.x0)
        if any(_are_same(left, right, pair, is_alone=is_alone) for line in lines for pair in pairwise(line)):
            yield from _parts(left, lines, is_alone=is_alone)
            yield from _parts(right, lines, is_alone=is_alone)
            return
    yield run


def _gaps(run: Run) -> list[int]:
    """Where a character stands away from the one before, other than a space; the widest first."""
    shown = [at for at, glyph in enumerate(run.glyphs) if not glyph.text.isspace()]
    gaps = [(run.glyphs[b].x0 - _end(run.glyphs[a]), b) for a, b in pairwise(shown)]
    return [at for gap, at in sorted(gaps, reverse=True) if gap >= LEAST_GAP * run.size]


def _end(glyph: Glyph) -> float:
    """Of its ink: half of a wide closing bracket is empty, and the end of a narrow one."""
    if glyph.text not in "）」":
        return glyph.x1
    width = glyph.x1 - glyph.x0
    return glyph.x1 - (width / 2 if width > WIDE * glyph.size else EMPTY * glyph.size)


def _stripped(run: Run, right: float = math.inf) -> Run:
    """Without spaces at its end; `right`: where the next begins, over the empty half of a bracket."""
    shown = [at for at, glyph in enumerate(run.glyphs) if not glyph.text.isspace()]
    last = run.glyphs[shown[-1]]
    return Run((*run.glyphs[: shown[-1]], replace(last, x1=min(last.x1, right))))


def _are_same(left: Run, right: Run, pair: tuple[Run, Run], *, is_alone: bool) -> bool:
    """Each side shares its place with one cell; of what stands alone in its line the right one begins there, too."""
    one, other = pair
    begins = abs(right.x0 - other.x0) < SAME_LEFT * right.size and _end(left.glyphs[-1]) <= other.x0
    are_beside = _share(left, one) and _share(right, other) and not (_share(left, other) or _share(right, one))
    return begins and _share(left, one) if is_alone else are_beside or (begins and _share(left, one))


def _share(one: Run, other: Run) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1
