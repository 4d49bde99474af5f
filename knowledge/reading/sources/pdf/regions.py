"""A page by its boxes: bands from top to bottom, and in a band its columns one after another."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal

from msgspec import Struct

from knowledge.model.structs import replace
from knowledge.reading.sources.pdf.bands import bands_of, sides_of, strips_of
from knowledge.reading.sources.pdf.boxes import SAME_EDGE, Box, BoxTable
from knowledge.reading.sources.pdf.drawings import Drawings
from knowledge.reading.sources.pdf.glyphs import Glyph
from knowledge.reading.sources.pdf.headings import LARGER
from knowledge.reading.sources.pdf.nesting import PageItem, nested

NEAR_HEAD = 4.0  # of a heading's size: a box that stands beside what it heads begins no further below it

Order = Literal["", "column", "beside", "loose"]


class Region(Struct, frozen=True):
    """What is read from top to bottom as one. `right`: the edge of a box around it or of its column, where known.

    `order`: whether it is a column, stands with the boxes beside it in the middle of one, or is a column of boxes of
    which nothing tells to what at the left each belongs.
    """

    items: tuple[PageItem, ...]
    right: float
    order: Order = ""

    @property
    def glyphs(self) -> Iterator[Glyph]:
        return (glyph for item in self.items for glyph in item.own)

    @property
    def tables(self) -> list[BoxTable]:
        return [item.table for item in self.items if item.table]


def regions_of(glyphs: Sequence[Glyph], tables: Sequence[BoxTable], drawings: Drawings) -> list[Region]:
    """In reading order."""
    return _split(nested(glyphs, tables, drawings), drawings.walls, 0.0)


def _split(items: Sequence[PageItem], walls: Sequence[Box], right: float) -> list[Region]:
    """Boxes that need no order of their own are opened. `right`: the edge of all items, 0 where nothing tells it."""
    strips = list(strips_of(items))
    out: list[Region] = []
    plain: list[PageItem] = []
    at = 0
    for band in bands_of(strips, walls):
        plain += [item for strip in strips[at : band.first] for item in strip.items]
        out += _flat(plain, walls, right)
        plain, at = [], band.end
        sides = sides_of(strips[band.first : band.end], band.gutter)
        edges = _edges_of(sides, band.gutter, right)
        if rows := _rows_of_boxes(*sides):
            out += [own for row in rows for side in row for own in _split(side, walls, 0.0)]
            continue
        beside = _beside_heads(*sides)
        order: Order = "beside" if beside else "loose" if _are_loose(*sides) else "column"
        for parts in beside or [sides]:
            for side, edge in zip(parts, edges, strict=True):
                out += [replace(own, order=order) for own in _split(side, walls, edge)]
    plain += [item for strip in strips[at:] for item in strip.items]
    return [*out, *_flat(plain, walls, right)]


def _beside_heads(left: Sequence[PageItem], right: Sequence[PageItem]) -> list[tuple[list[PageItem], list[PageItem]]]:
    """Boxes at the right of several headings, each near the top of what it stands beside: part by part of the left.

    Empty where the right is anything else, or boxes below one another that go with no heading.
    """
    boxes, heads = _boxes_alone(right), _heads_of(left)
    if not boxes or not heads:
        return []
    tops = [min(item.box[1] for item in (*left, *right)), *(top for top, _ in heads), float("inf")]
    size = max(size for _, size in heads)  # a box may begin a line above the heading
    parts: list[tuple[list[PageItem], list[PageItem]]] = []
    for top, end in pairwise(tops):
        own = [box for box in boxes if top <= box.box[1] + size < end]
        if len(own) > 1 or any(box.box[1] - top > NEAR_HEAD * size for box in own):
            return []
        parts.append(([item for item in left if top <= item.box[1] < end], own))
    return parts


def _rows_of_boxes(left: Sequence[PageItem], right: Sequence[PageItem]) -> list[tuple[list[PageItem], list[PageItem]]]:
    """Boxes that stand each as high as one at the left, with text above and between them: row by row.

    Empty where nothing but boxes stands at the left: they may be columns of cards.
    """
    boxes, partners = _boxes_alone(right), [item for item in left if item.is_frame]
    if not boxes or len(partners) == len(left):
        return []
    parts: list[tuple[list[PageItem], list[PageItem]]] = []
    rest = sorted(left, key=lambda item: item.box[1])
    for own in _level_with(boxes):
        beside = [item for item in partners if _is_level(item, own[0])]
        above = [item for item in rest if item not in beside and item.box[1] < own[0].box[1]]
        if not beside:
            return []
        parts += [(above, []), (beside, own)]
        rest = [item for item in rest if item not in (*above, *beside)]
    return [*parts, (rest, [])]


def _level_with(boxes: Sequence[PageItem]) -> Iterator[list[PageItem]]:
    """From top to bottom, those that stand beside each other together."""
    left = sorted(boxes, key=lambda item: item.box[1])
    while left:
        yield [item for item in left if _is_level(item, left[0])]
        left = [item for item in left if not _is_level(item, left[0])]


def _is_level(one: PageItem, other: PageItem) -> bool:
    return abs(one.box[1] - other.box[1]) <= SAME_EDGE and abs(one.box[3] - other.box[3]) <= SAME_EDGE


def _are_loose(left: Sequence[PageItem], right: Sequence[PageItem]) -> bool:
    return bool(_boxes_alone(right)) and len(_heads_of(left)) > 1


def _boxes_alone(items: Sequence[PageItem]) -> list[PageItem]:
    return [] if any(item.own or item.table for item in items) else [item for item in items if item.is_frame]


def _heads_of(items: Sequence[PageItem]) -> list[tuple[float, float]]:
    """Tops and sizes of lines in larger letters, each as far up as its highest letter."""
    sizes = sorted(glyph.size for item in items for glyph in item.own)
    least = LARGER * sizes[len(sizes) // 2] if sizes else 0.0
    found: list[tuple[float, float]] = []
    for item in sorted((item for item in items if item.own and item.size >= least), key=lambda item: item.box[1]):
        if not found or item.box[1] - found[-1][0] > item.size:
            found.append((item.box[1], item.size))
    return found


def _edges_of(sides: Sequence[Sequence[PageItem]], gutter: float, right: float) -> list[float]:
    """Columns are as wide as each other, unless one has no room to be."""
    spans = [(min(item.box[0] for item in side), max(item.box[2] for item in side)) for side in sides]
    widest = max(x1 - x0 for x0, x1 in spans)
    left = spans[0][0] + widest
    return [left if left < gutter else spans[0][1], max(right, spans[1][1])]


def _flat(items: Sequence[PageItem], walls: Sequence[Box], right: float) -> Iterator[Region]:
    own: list[PageItem] = []
    for item in items:
        inner = _split(item.children, walls, _inner_edge(item)) if item.is_frame else []
        if len(inner) > 1 or (inner and len(items) == 1):
            if own:
                yield Region(tuple(own), right)
            yield from inner
            own = []
        else:
            own += inner[0].items if inner else [item]
    if own:
        yield Region(tuple(own), right)


def _inner_edge(frame: PageItem) -> float:
    """As far from the box's right edge as its text is from the left one."""
    return frame.box[2] - max(min(item.box[0] for item in frame.children) - frame.box[0], 0.0)
