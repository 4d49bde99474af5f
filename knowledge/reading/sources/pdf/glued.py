"""Cells of tables without rules that stand so near each other that they look like one: the other rows part them."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from knowledge.model.column_words import is_unit
from knowledge.model.structs import replace
from knowledge.reading.sources.pdf.glyphs import WIDE, Glyph, Run, shares_place
from knowledge.reading.tables.glued_headers import heading_kind

LEAST_GAP = 0.27  # of the size: kanji and digits stand up to 0.25 apart without a space between them
SAME_LEFT = 0.15  # of the size
EMPTY = 0.2  # of the size
SAME_PLACE = 0.08  # of the size
_AMOUNT = re.compile(r"[△▲−－-]?[0-9０-９][0-9０-９,，.．]*[^0-9０-９]{0,4}")


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
    aligned = None if is_alone else _aligned(run, [pair for line in lines for pair in pairwise(line)])
    yield from aligned or [run]


def _aligned(run: Run, pairs: Iterable[tuple[Run, Run]]) -> tuple[Run, Run] | None:
    """「相談の件数件」, which nothing parts: each half lies in line with a cell of its kind, in one way only."""
    cuts = [at for at in range(1, len(run.glyphs)) if not run.glyphs[at - 1].text.isascii()]
    halves = [(Run(run.glyphs[:at]), Run(run.glyphs[at:])) for at in cuts]
    pairs = [(one, other) for one, other in pairs if other.x0 < run.x1]
    found = [half for half in halves if any(_are_in_line(*half, *pair) for pair in pairs)]
    return found[0] if len(found) == 1 else None


def _are_in_line(left: Run, right: Run, one: Run, other: Run) -> bool:
    """At their left ends, middles or right ends: units below units, amounts below amounts."""
    is_kind = is_unit(right.text) and (is_unit(other.text) or heading_kind(other.text) == "unit")
    is_kind = is_kind or all(_AMOUNT.fullmatch(run.text) for run in (right, other))
    pairs = ((left, one), (right, other))
    ends = ([run.x0 for run in pair] for pair in pairs), ([run.x1 for run in pair] for pair in pairs)
    middles = ([(run.x0 + run.x1) / 2 for run in pair] for pair in pairs)
    near = SAME_PLACE * right.size
    return is_kind and any(all(abs(a - b) < near for a, b in places) for places in (*ends, middles))


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
    return shares_place(one, (other.x0, other.x1))
