"""Tables with rules: cells by their boxes, every character in one of them, merged cells by geometry."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from knowledge.reading.sources.pdf.glyphs import Glyph, joined_lines, runs_of
from knowledge.reading.sources.pieces import PlacedCell

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

LINE = 1.5  # from one line to the next, of the size of the letters
SAME_EDGE = 3.0  # points: rules of neighbouring cells are drawn that far apart


class BoxCell(Struct, frozen=True):
    """`is_full`: its text reaches the lower edge, so that more of it may stand on the next page."""

    box: Box
    place: PlacedCell
    is_full: bool


class BoxTable(Struct, frozen=True):
    """`columns`: the left edges; `page` from 1."""

    box: Box
    cells: tuple[BoxCell, ...]
    columns: tuple[float, ...]
    page: int

    @property
    def height(self) -> int:
        return max(cell.place.row + cell.place.high for cell in self.cells)


def read_boxes(boxes: Iterable[Box], glyphs: Sequence[Glyph], page: int) -> tuple[BoxTable | None, list[Glyph]]:
    """The table, and the characters that stand in none of its cells. None for a frame around text."""
    cells = sorted(boxes, key=lambda box: (box[1], box[0]))
    edges = [_edges([box[at] for box in cells] + [box[at + 2] for box in cells]) for at in (0, 1)]
    around = (edges[0][0], edges[1][0], edges[0][-1], edges[1][-1])
    inside: dict[int, list[Glyph]] = {at: [] for at in range(len(cells))}
    rest: list[Glyph] = []
    for glyph in glyphs:
        at = _home(glyph, cells, around)
        (rest if at is None else inside[at]).append(glyph)
    strips = _strips(cells, inside, edges[1])
    edges[1] = [edge for edge in edges[1] if edge not in strips]
    kept = [at for at, box in enumerate(cells) if inside[at] or _edge_of(box, strips) is None]
    found = tuple(_cell(cells[at], inside[at], edges) for at in kept)
    columns = {cell.place.column for cell in found if cell.place.text}
    if len(columns) < 2:
        return None, list(glyphs)
    return BoxTable(around, found, tuple(edges[0][:-1]), page), rest


def _strips(cells: Sequence[Box], inside: Mapping[int, Sequence[Glyph]], edges: Sequence[float]) -> set[float]:
    """The upper edges of rows that begin with nothing but empty cells beside text that reaches over from above.

    A frame around the label of a row makes one, where it ends before the row does.
    """
    told = [cells[at] for at, own in inside.items() if own]
    begun = {_edge_of(box, edges) for box in told}
    return {
        edge
        for edge in edges[1:-1]
        if edge not in begun and any(box[1] + SAME_EDGE < edge < box[3] - SAME_EDGE for box in told)
    }


def _edge_of(box: Box, edges: Iterable[float]) -> float | None:
    """That of the edges from which the box begins."""
    return next((edge for edge in edges if abs(edge - box[1]) <= SAME_EDGE), None)


def _edges(places: Sequence[float]) -> list[float]:
    """Sorted, those that are one rule as one."""
    out: list[float] = []
    for place in sorted(places):
        if not out or place - out[-1] > SAME_EDGE:
            out.append(place)
    return out


def _nearest(edges: Sequence[float], place: float) -> int:
    at = bisect_left(edges, place - SAME_EDGE)
    near = range(max(at - 1, 0), min(at + 2, len(edges)))
    return min(near, key=lambda each: abs(edges[each] - place))


def _home(glyph: Glyph, cells: Sequence[Box], around: Box) -> int | None:
    """The cell that holds its middle, else the one that it reaches into: a bracket may lie on the border."""
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    for at, (left, top, right, bottom) in enumerate(cells):
        if left <= x < right and top <= y < bottom:
            return at
    if not (around[0] - glyph.size < x < around[2] + glyph.size and around[1] <= y < around[3]):
        return None
    for at, (left, top, right, bottom) in enumerate(cells):
        if glyph.x0 <= right and left <= glyph.x1 and top <= y < bottom:
            return at
    return None


def _cell(box: Box, glyphs: Sequence[Glyph], edges: Sequence[Sequence[float]]) -> BoxCell:
    column, row = _nearest(edges[0], box[0]), _nearest(edges[1], box[1])
    wide, high = _nearest(edges[0], box[2]) - column, _nearest(edges[1], box[3]) - row
    rows = runs_of(glyphs)
    is_full = bool(rows) and box[3] - rows[-1][0].bottom < rows[-1][0].size * LINE
    text = joined_lines(rows, box[0], box[2])
    return BoxCell(box, PlacedCell(row, column, text, max(high, 1), max(wide, 1)), is_full)
