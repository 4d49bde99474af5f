"""Cells of tables without rules that stand so near each other that they look like one: the other rows part them."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from knowledge.reading.sources.pdf.glyphs import Run

LEAST_GAP = 0.3  # of the size: kanji and digits stand up to 0.25 apart without a space between them
SAME_LEFT = 0.15  # of the size


def without_glued(lines: Sequence[Sequence[Run]]) -> list[list[Run]]:
    """What one line has as one, and another as two with a gap between them at the same place."""
    return [[part for run in line for part in (_parts(run, lines) if len(line) > 1 else [run])] for line in lines]


def _parts(run: Run, lines: Sequence[Sequence[Run]]) -> Iterator[Run]:
    glyphs = run.glyphs
    for at in _gaps(run):
        left, right = Run(glyphs[:at]), Run(glyphs[at:])
        if _has_gap(left, right, lines):
            yield _stripped(left)
            yield from _parts(right, lines)
            return
    yield run


def _gaps(run: Run) -> Iterator[int]:
    """Where a character stands away from the one before, other than a space; the widest first."""
    shown = [at for at, glyph in enumerate(run.glyphs) if not glyph.text.isspace()]
    gaps = [(run.glyphs[b].x0 - run.glyphs[a].x1, b) for a, b in pairwise(shown)]
    return (at for gap, at in sorted(gaps, reverse=True) if gap >= LEAST_GAP * run.size)


def _stripped(run: Run) -> Run:
    shown = [at for at, glyph in enumerate(run.glyphs) if not glyph.text.isspace()]
    return Run(run.glyphs[: shown[-1] + 1])


def _has_gap(left: Run, right: Run, lines: Sequence[Sequence[Run]]) -> bool:
    """Some line has two cells that share a place with one side each, and begins its second where the right one does."""
    left = _stripped(left)
    return any(_are_same(left, right, one, other) for line in lines for one, other in pairwise(line))


def _are_same(left: Run, right: Run, one: Run, other: Run) -> bool:
    are_beside = _share(left, one) and _share(right, other) and not (_share(left, other) or _share(right, one))
    begins = abs(right.x0 - other.x0) < SAME_LEFT * right.size and left.x1 < other.x0
    return are_beside or (begins and _share(left, one))


def _share(one: Run, other: Run) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1
