"""What is drawn on a page beside its text: boxes around text, bars under it, and lines that part it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from knowledge.reading.sources.pdf.boxes import Box

if TYPE_CHECKING:
    from pdfplumber.page import Page as PlumberPage

THIN = 2.5  # points: what is no thicker is a line
SMALLEST_BOX = 8.0  # points: no smaller one holds a character
LONGEST_DOT = 6.0  # points: dashes of one line are no longer
MOST_SHAPES = 4_000  # of a page; a map has more
_WHITE = 0.98


class Drawings(Struct, frozen=True):
    """`frames` from the outermost; `rules` lie, `walls` stand."""

    frames: tuple[Box, ...] = ()
    rules: tuple[Box, ...] = ()
    walls: tuple[Box, ...] = ()


def drawings_of(page: "PlumberPage") -> Drawings:
    shapes = [*page.rects, *page.curves, *page.lines]
    if len(shapes) > MOST_SHAPES:
        return Drawings()
    frames: list[Box] = []
    thin: list[Box] = []
    for shape in shapes:
        box = (float(shape["x0"]), float(shape["top"]), float(shape["x1"]), float(shape["bottom"]))
        wide, high = box[2] - box[0], box[3] - box[1]
        if min(wide, high) <= THIN:
            thin.append(box)
        elif min(wide, high) >= SMALLEST_BOX and _is_seen(shape):
            frames.append(box)
    frames = sorted(dict.fromkeys(frames), key=lambda box: (box[0] - box[2]) * (box[3] - box[1]))
    rules = tuple(box for box in thin if box[2] - box[0] > LONGEST_DOT)
    return Drawings(tuple(frames), rules, tuple(_walls(thin)))


def _is_seen(shape: Mapping[str, Any]) -> bool:
    return bool(shape["stroke"]) or (bool(shape["fill"]) and not _is_white(shape.get("non_stroking_color")))


def _is_white(color: object) -> bool:
    parts = color if isinstance(color, (tuple, list)) else (color,)
    if not all(isinstance(part, (int, float)) for part in parts) or not parts:
        return False
    return all(part <= 1 - _WHITE for part in parts) if len(parts) == 4 else all(part >= _WHITE for part in parts)


def _walls(thin: Sequence[Box]) -> Iterator[Box]:
    """Standing lines; dots and dashes above each other are one."""
    places: dict[int, list[Box]] = defaultdict(list)
    for box in thin:
        if box[2] - box[0] <= THIN:
            places[round(box[0])].append(box)
    for boxes in places.values():
        start, end = None, 0.0
        for box in sorted(boxes, key=lambda one: one[1]):
            if start is not None and box[1] - end > LONGEST_DOT:
                yield (boxes[0][0], start, boxes[0][2], end)
                start = None
            start, end = (box[1] if start is None else start), max(end, box[3]) if start is not None else box[3]
        if start is not None:
            yield (boxes[0][0], start, boxes[0][2], end)
