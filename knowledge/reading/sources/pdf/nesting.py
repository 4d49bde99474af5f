"""What stands on a page as boxes, those that are drawn around others as one with what they hold."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from knowledge.reading.sources.pdf.boxes import Box, BoxTable
from knowledge.reading.sources.pdf.drawings import Drawings
from knowledge.reading.sources.pdf.glyphs import Glyph

LINE_CORE = 0.3  # of the size, above and below the middle: lines of one column share none of it
INSIDE = 1.5  # points that a box may reach out of the one that holds it


class PageItem(Struct, frozen=True, eq=False):
    """A character with the spaces behind it, a table, a line (which holds nothing), or a box with what stands in it."""

    box: Box
    own: tuple[Glyph, ...] = ()
    table: BoxTable | None = None
    children: tuple["PageItem", ...] = ()

    @property
    def is_frame(self) -> bool:
        return bool(self.children)

    @property
    def has_table(self) -> bool:
        return self.table is not None or any(child.has_table for child in self.children)

    @property
    def size(self) -> float:
        """Of its largest letters; 0 where it has none."""
        return max((glyph.size for glyph in self.glyphs()), default=0.0)

    def glyphs(self) -> Iterator[Glyph]:
        yield from self.own
        for child in self.children:
            yield from child.glyphs()


def nested(glyphs: Sequence[Glyph], tables: Sequence[BoxTable], drawings: Drawings) -> list[PageItem]:
    """The outermost. `drawings.frames` come from the largest, so that the last that holds something is the nearest."""
    own = [table.box for table in tables]
    frames = [box for box in drawings.frames if not any(_holds(table, box) for table in own)]
    inside: list[list[PageItem]] = [[] for _ in frames]
    outermost: list[PageItem] = []

    def place(item: PageItem, box: Box, before: int) -> None:
        home = next((at for at in range(before - 1, -1, -1) if _holds(frames[at], box)), None)
        (outermost if home is None else inside[home]).append(item)

    for glyph, spaces in _spaced(glyphs):
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        core = (glyph.x0, y - LINE_CORE * glyph.size, glyph.x1, y + LINE_CORE * glyph.size)
        place(PageItem(core, own=(glyph, *spaces)), (x, y, x, y), len(frames))
    for table in tables:
        place(PageItem(table.box, table=table), table.box, len(frames))
    for box in drawings.rules:
        if not any(_holds(table, box) for table in own):
            place(PageItem(box), box, len(frames))
    for at in range(len(frames) - 1, -1, -1):
        if any(item.own or item.table or item.is_frame for item in inside[at]):
            place(PageItem(frames[at], children=tuple(inside[at])), frames[at], at)
    return outermost


def _spaced(glyphs: Sequence[Glyph]) -> Iterator[tuple[Glyph, list[Glyph]]]:
    spaces: list[Glyph] = []
    last: Glyph | None = None
    for glyph in glyphs:
        if glyph.text.isspace():
            spaces.append(glyph)
            continue
        if last:
            yield last, spaces
            spaces = []
        last = glyph
    if last:
        yield last, spaces


def _holds(outer: Box, inner: Box) -> bool:
    is_wide = outer[0] - INSIDE <= inner[0] and inner[2] <= outer[2] + INSIDE
    return is_wide and outer[1] - INSIDE <= inner[1] and inner[3] <= outer[3] + INSIDE
