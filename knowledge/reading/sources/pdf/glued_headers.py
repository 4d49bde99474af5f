"""Headers of a table without rules that touch are cut by what headers say, each over a column of its own."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from knowledge.model.structs import replace
from knowledge.reading.sources.pdf.glyphs import Run, shares_place
from knowledge.reading.tables.glued_headers import cuts_of_headers, heading_kind


def with_headers_apart(line: Sequence[Run], columns: Sequence[tuple[float, float]]) -> list[Run]:
    """Where each of a run's headers stands over another column, or a name and its unit over one: in one way only."""
    return [part for run in line for part in _parts(run, columns)]


def _parts(run: Run, columns: Sequence[tuple[float, float]]) -> Sequence[Run]:
    text = "".join(glyph.text for glyph in run.glyphs)
    cuts = [list(_runs(run, cut)) for cut in cuts_of_headers(text)] if len(text) == len(run.glyphs) else []
    fitting = [parts for parts in cuts if len(parts) > 1 and _stand_over(parts, columns)]
    return fitting[0] if len(fitting) == 1 else [run]


def _runs(run: Run, cut: Sequence[str]) -> Iterator[Run]:
    """The empty half of a wide bracket may lie over the next."""
    at = 0
    for text in cut:
        *first, last = run.glyphs[at : at + len(text.rstrip())]
        at += len(text)
        right = run.glyphs[at].x0 if at < len(run.glyphs) else last.x1
        yield Run((*first, replace(last, x1=min(last.x1, right))))


def _stand_over(parts: Sequence[Run], columns: Sequence[tuple[float, float]]) -> bool:
    own = [[at for at, column in enumerate(columns) if shares_place(part, column)] for part in parts]
    own = own[1:] if own[:2] == [[0], [0]] and heading_kind(parts[1].text) == "unit" else own
    return all(len(found) == 1 for found in own) and all(left < right for left, right in pairwise(own))
