"""A page by its boxes: bands from top to bottom, and in a band its columns one after another.

A column is parted from the next by a gutter that no text, table, box or line crosses. So are the cells of a table
without rules: only columns that stand for themselves (`columns.py`) are read one after another.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.reading.sources.pdf.boxes import Box, BoxTable
from knowledge.reading.sources.pdf.columns import FULL_LINE, PageColumn, PageSide, are_columns, is_card, is_value_header
from knowledge.reading.sources.pdf.drawings import Drawings
from knowledge.reading.sources.pdf.glyphs import Glyph, Run, row_text, runs_of
from knowledge.reading.sources.pdf.headings import LARGER
from knowledge.reading.sources.pdf.nesting import PageItem, nested

GUTTER = 0.9  # of the size: the least space between two columns of text
SAME_TOP = 0.7  # of the size: two columns that begin anew begin no further apart
NEXT_LINE = 1.0  # of the size: no more space is between two lines of a paragraph
FEWEST_BESIDE = 2  # of a band with text at both sides
LARGEST = 12.0  # points: larger letters need no wider gutter
MOST_LONGER = 2  # lines by which the left of two columns that end together may be longer

_Gap = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Region:
    """What is read from top to bottom as one. `columns`: whether it is one of several side by side."""

    glyphs: tuple[Glyph, ...] = ()
    tables: tuple[BoxTable, ...] = ()
    is_column: bool = False


@dataclass(frozen=True, slots=True)
class _Strip:
    """Items at one height; the nearest above and below share no height with them."""

    items: tuple[PageItem, ...]

    @property
    def top(self) -> float:
        return min(item.box[1] for item in self.items)

    @property
    def bottom(self) -> float:
        return max(item.box[3] for item in self.items)

    @property
    def size(self) -> float:
        return max(item.size for item in self.items)

    def gaps(self) -> list[_Gap]:
        """Free stretches, with those at the margins."""
        out, end = [], float("-inf")
        for x0, x1 in sorted((item.box[0], item.box[2]) for item in self.items):
            if x0 > end:
                out.append((end, x0))
            end = max(end, x1)
        return [*out, (end, float("inf"))]

    def parted(self, at: float) -> tuple[list[PageItem], list[PageItem]]:
        left = [item for item in self.items if item.box[2] <= at]
        return left, [item for item in self.items if item.box[2] > at]


@dataclass(frozen=True, slots=True)
class _Band:
    first: int
    end: int
    gutter: float
    rows: int
    width: float


def regions_of(glyphs: Sequence[Glyph], tables: Sequence[BoxTable], drawings: Drawings) -> list[Region]:
    """In reading order."""
    items = nested(glyphs, tables, drawings)
    return [_region(own, is_column=is_column) for own, is_column in _split(items, drawings.walls)]


def _region(items: Sequence[PageItem], *, is_column: bool) -> Region:
    tables = tuple(item.table for item in items if item.table)
    return Region(tuple(glyph for item in items for glyph in item.own), tables, is_column)


# Bands and columns


def _split(items: Sequence[PageItem], walls: Sequence[Box]) -> list[tuple[list[PageItem], bool]]:
    """What is read as one, from first to last, and whether it is a column; boxes that need no order of their own
    are opened."""
    strips = list(_strips(items))
    out: list[tuple[list[PageItem], bool]] = []
    plain: list[PageItem] = []
    at = 0
    for band in _bands(strips, walls):
        plain += [item for strip in strips[at : band.first] for item in strip.items]
        out += _flat(plain, walls)
        plain, at = [], band.end
        for side in _sides(strips[band.first : band.end], band.gutter):
            out += [(own, True) for own, _ in _split(side, walls)]
    plain += [item for strip in strips[at:] for item in strip.items]
    return [*out, *_flat(plain, walls)]


def _flat(items: Sequence[PageItem], walls: Sequence[Box]) -> Iterator[tuple[list[PageItem], bool]]:
    own: list[PageItem] = []
    for item in items:
        inner = _split(item.children, walls) if item.is_frame else []
        if len(inner) > 1:
            if own:
                yield own, False
            yield from inner
            own = []
        else:
            own += inner[0][0] if inner else [item]
    if own:
        yield own, False


def _strips(items: Iterable[PageItem]) -> Iterator[_Strip]:
    own: list[PageItem] = []
    bottom = 0.0
    for item in sorted(items, key=lambda item: item.box[1]):
        if own and item.box[1] >= bottom:
            yield _Strip(tuple(own))
            own = []
        bottom = max(bottom, item.box[3]) if own else item.box[3]
        own.append(item)
    if own:
        yield _Strip(tuple(own))


def _sides(strips: Sequence[_Strip], gutter: float) -> tuple[list[PageItem], list[PageItem]]:
    parted = [strip.parted(gutter) for strip in strips]
    return [item for left, _ in parted for item in left], [item for _, right in parted for item in right]


def _bands(strips: Sequence[_Strip], walls: Sequence[Box]) -> Iterator[_Band]:
    """The stretches of strips that are read in columns."""
    free = [strip.gaps() for strip in strips]
    at = done = 0
    while at < len(strips):
        found = [
            band
            for gap in free[at][1:-1]
            if (band := _band(strips, free, (done, at), gap)) and _is_of_columns(strips, band, walls)
        ]
        if not found:
            at += 1
            continue
        band = max(found, key=lambda band: band.rows)
        yield band
        at = done = band.end


def _band(strips: Sequence[_Strip], free: Sequence[Sequence[_Gap]], start: tuple[int, int], gap: _Gap) -> _Band | None:
    """As far down, and up to the band above, as the gap goes on; boxes in a row that begin it are one of their own.

    `start`: where the band above ends, and the strip of the gap.
    """
    above, at = start
    least = GUTTER * min(strips[at].size or LARGEST, LARGEST)
    if gap[1] - gap[0] < least or _is_header(strips[at], gap):
        return None
    first, end = at, at + 1
    while end < len(strips) and (narrower := _shared(gap, free[end], least)):
        if _is_header(strips[end], narrower) or _begins_anew(strips, end, narrower, strips[at:end]):
            break
        gap, end = narrower, end + 1
    while (
        first > above and (narrower := _shared(gap, free[first - 1], least)) and not _is_header(strips[first - 1], gap)
    ):
        if _begins_anew(strips, first, narrower, strips[at:end]):
            break
        gap, first = narrower, first - 1
    gutter = (gap[0] + gap[1]) / 2
    while first < at and first > 0 and _goes_on(strips[first - 1], strips[first], gutter):
        first += 1
    while end < len(strips) and end - at > 1 and _is_last_head(strips[at : end - 1], strips[end - 1], gutter):
        end -= 1
    if _is_row_of_cards(strips[first]):
        end = first + 1
    rows = [
        len([*filter(None, side)]) for side in zip(*(strip.parted(gutter) for strip in strips[first:end]), strict=True)
    ]
    return _Band(first, end, gutter, min(rows), gap[1] - gap[0])


def _shared(gap: _Gap, gaps: Iterable[_Gap], least: float) -> _Gap | None:
    shared = [(max(gap[0], one[0]), min(gap[1], one[1])) for one in gaps]
    widest = max(shared, key=lambda one: one[1] - one[0])
    return widest if widest[1] - widest[0] >= least else None


def _is_header(strip: _Strip, gap: _Gap) -> bool:
    return is_value_header(runs_of(glyph for item in strip.items for glyph in item.glyphs()), (gap[0] + gap[1]) / 2)


def _is_row_of_cards(strip: _Strip) -> bool:
    return len(strip.items) > 1 and all(item.is_frame and is_card(_rows([item])) for item in strip.items)


def _goes_on(above: _Strip, below: _Strip, gutter: float) -> bool:
    """The last line of a paragraph that crosses the gutter."""
    is_crossing = any(item.box[0] < gutter < item.box[2] or item.own for item in above.parted(gutter)[1])
    is_near = below.top - above.bottom < NEXT_LINE * below.size
    return is_crossing and is_near and abs(above.size - below.size) < 0.5 and not below.parted(gutter)[1]


def _is_last_head(above: Sequence[_Strip], strip: _Strip, gutter: float) -> bool:
    """No column ends in a heading: it is of what crosses the gutter below."""
    left, right = strip.parted(gutter)
    is_apart = strip.top - above[-1].bottom > NEXT_LINE * strip.size or _is_large(strip, above)
    return not right and is_apart and not "".join(map(row_text, _rows(left))).endswith("。")


def _is_large(strip: _Strip, others: Iterable[_Strip]) -> bool:
    sizes = sorted(glyph.size for other in others for item in other.items for glyph in item.glyphs())
    return bool(sizes) and strip.size >= LARGER * sizes[len(sizes) // 2]


def _begins_anew(strips: Sequence[_Strip], at: int, gap: _Gap, band: Sequence[_Strip]) -> bool:
    """A heading at the left, with nothing beside it, below which both sides begin at one height, or the left alone."""
    gutter = (gap[0] + gap[1]) / 2
    left, right = strips[at].parted(gutter)
    if right or any(item.is_frame or item.table for item in left) or not _is_large(strips[at], band):
        return False
    if at + 1 < len(strips) and all(sides := strips[at + 1].parted(gutter)):
        tops = [min(item.box[1] for item in side) for side in sides]
        return abs(tops[0] - tops[1]) < SAME_TOP * strips[at].size
    below = [strip.parted(gutter) for strip in strips[at + 1 :]]
    is_over = not any(right for _, right in below) and any(strip.parted(gutter)[1] for strip in band[-MOST_LONGER:])
    rows = _rows([item for left, _ in below for item in left])
    return is_over and not any(gap[0] - row[-1].x1 < FULL_LINE * row[-1].size for row in rows)


# Whether the sides are columns


def _is_of_columns(strips: Sequence[_Strip], band: _Band, walls: Iterable[Box]) -> bool:
    own = strips[band.first : band.end]
    if band.rows < FEWEST_BESIDE and not any(item.is_frame or item.table for strip in own for item in strip.items):
        return False
    top, bottom = own[0].top, own[-1].bottom
    near = (wall for wall in walls if abs((wall[0] + wall[2]) / 2 - band.gutter) < band.width / 2)
    walled = sum(min(wall[3], bottom) - max(wall[1], top) for wall in near if wall[1] < bottom and wall[3] > top)
    left, right = (_side(items) for items in _sides(own, band.gutter))
    return are_columns(left, right, is_walled=walled * 2 > bottom - top)


def _side(items: Sequence[PageItem]) -> PageSide:
    parts: list[list[PageItem]] = []
    end = float("-inf")
    for item in sorted(items, key=lambda item: item.box[0]):
        if not parts or item.box[0] - end > GUTTER * min(item.size or LARGEST, LARGEST):
            parts.append([])
        parts[-1].append(item)
        end = max(end, item.box[2])
    return PageSide(_column(items), [_column(part) for part in parts])


def _column(items: Sequence[PageItem]) -> PageColumn:
    return PageColumn(_rows(items), any(item.has_table for item in items), [_rows([i]) for i in items if i.is_frame])


def _rows(items: Iterable[PageItem]) -> list[list[Run]]:
    return runs_of(glyph for item in items for glyph in item.glyphs())
