"""The stretches of a page that stand in columns.

A column is parted from the next by a gutter that no text, table, box or line crosses. So are the cells of a table
without rules: only columns that stand for themselves (`columns.py`) are read one after another.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from knowledge.reading.sources.pdf.boxes import Box
from knowledge.reading.sources.pdf.columns import FULL_LINE, PageColumn, PageSide, are_columns, is_card, is_value_header
from knowledge.reading.sources.pdf.glyphs import Run, row_text, runs_of
from knowledge.reading.sources.pdf.headings import LARGER
from knowledge.reading.sources.pdf.nesting import PageItem

GUTTER = 0.9  # of the size: the least space between two columns of text
SAME_TOP = 0.7  # of the size: two columns that begin anew begin no further apart
NEXT_LINE = 1.0  # of the size: no more space is between two lines of a paragraph
FEWEST_BESIDE = 2  # of a band with text at both sides
LARGEST = 12.0  # points: larger letters need no wider gutter
MOST_HEADER_LINES = 3
MOST_LONGER = 2  # lines by which the left of two columns that end together may be longer

_Gap = tuple[float, float]
_NUMBERED = re.compile(r"[一-龥ぁ-んァ-ヶー]{1,10}[\s　]?[0-9０-９Ⅰ-Ⅻ一二三四五六七八九①-⑳]{1,2}\D")


class Strip(Struct, frozen=True):
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


class Band(Struct, frozen=True):
    first: int
    end: int
    gutter: float
    rows: int
    width: float


def strips_of(items: Iterable[PageItem]) -> Iterator[Strip]:
    own: list[PageItem] = []
    bottom = 0.0
    for item in sorted(items, key=lambda item: item.box[1]):
        if own and item.box[1] >= bottom:
            yield Strip(tuple(own))
            own = []
        bottom = max(bottom, item.box[3]) if own else item.box[3]
        own.append(item)
    if own:
        yield Strip(tuple(own))


def sides_of(strips: Sequence[Strip], gutter: float) -> tuple[list[PageItem], list[PageItem]]:
    parted = [strip.parted(gutter) for strip in strips]
    return [item for left, _ in parted for item in left], [item for _, right in parted for item in right]


def bands_of(strips: Sequence[Strip], walls: Sequence[Box]) -> Iterator[Band]:
    """The stretches of strips that are read in columns."""
    stack = _Stack(strips, [strip.gaps() for strip in strips], _least_gutter(strips))
    at = done = 0
    while at < len(strips):
        bands = (_band(stack, (done, at), gap) for gap in stack.free[at][1:-1] if gap[1] - gap[0] >= stack.least)
        found = [band for band in bands if band and _is_of_columns(stack, band, walls)]
        if not found:
            at += 1
            continue
        band = max(found, key=lambda band: band.rows)
        yield band
        at = done = band.end


class _Stack(Struct, frozen=True):
    """`least`: of a gutter's width."""

    strips: Sequence[Strip]
    free: Sequence[Sequence[_Gap]]
    least: float


def _least_gutter(strips: Iterable[Strip]) -> float:
    sizes = sorted(glyph.size for strip in strips for item in strip.items for glyph in item.glyphs())
    return GUTTER * min(sizes[len(sizes) // 2] if sizes else LARGEST, LARGEST)


def _band(stack: _Stack, start: tuple[int, int], gap: _Gap) -> Band | None:
    """As far down, and up to the band above, as the gap goes on; boxes in a row that begin it are one of their own.

    `start`: where the band above ends, and the strip of the gap.
    """
    strips, (above, at) = stack.strips, start
    if _is_of_header(strips, at, gap):
        return None
    first, end = at, at + 1
    while end < len(strips) and (narrower := _shared(gap, stack.free[end], stack.least)):
        if _is_header(strips[end], narrower) or _begins_anew(strips, end, narrower, strips[at:end]):
            break
        gap, end = narrower, end + 1
    while first > above and (narrower := _shared(gap, stack.free[first - 1], stack.least)):
        if _is_of_header(strips, first - 1, narrower) or _begins_anew(strips, first, narrower, strips[at:end]):
            break
        gap, first = narrower, first - 1
    gutter = (gap[0] + gap[1]) / 2
    while first < at and first > 0 and _goes_on(strips[first - 1], strips[first], gutter):
        first += 1
    while end < len(strips) and end - at > 1 and _is_last_head(strips[at : end - 1], strips[end - 1], gutter):
        end -= 1
    end = first + 1 if _is_row_of_cards(strips[first]) else end
    sides = zip(*(strip.parted(gutter) for strip in strips[first:end]), strict=True)
    return Band(first, end, gutter, min(sum(map(bool, side)) for side in sides), gap[1] - gap[0])


def _shared(gap: _Gap, gaps: Iterable[_Gap], least: float) -> _Gap | None:
    shared = [(max(gap[0], one[0]), min(gap[1], one[1])) for one in gaps]
    widest = max(shared, key=lambda one: one[1] - one[0])
    return widest if widest[1] - widest[0] >= least else None


def _is_header(strip: Strip, gap: _Gap) -> bool:
    return is_value_header(runs_of(glyph for item in strip.items for glyph in item.glyphs()), (gap[0] + gap[1]) / 2)


def _is_of_header(strips: Sequence[Strip], at: int, gap: _Gap) -> bool:
    """Or of its second line: 「度）」 below 「目標値（令和12年」."""
    for above in range(at, max(at - MOST_HEADER_LINES, -1), -1):
        if above < at and strips[above + 1].top - strips[above].bottom >= NEXT_LINE * strips[above].size:
            return False
        if _is_header(strips[above], gap):
            return True
    return False


def _is_row_of_cards(strip: Strip) -> bool:
    return len(strip.items) > 1 and all(item.is_frame and is_card(_rows([item])) for item in strip.items)


def _goes_on(above: Strip, below: Strip, gutter: float) -> bool:
    """The last line of a paragraph that crosses the gutter."""
    is_crossing = any(item.box[0] < gutter < item.box[2] or item.own for item in above.parted(gutter)[1])
    is_near = below.top - above.bottom < NEXT_LINE * below.size
    return is_crossing and is_near and abs(above.size - below.size) < 0.5 and not below.parted(gutter)[1]


def _is_last_head(above: Sequence[Strip], strip: Strip, gutter: float) -> bool:
    """No column ends in a heading: it is of what crosses the gutter below."""
    left, right = strip.parted(gutter)
    rows = _rows(left)
    if right or not rows or row_text(rows[-1]).endswith("。"):
        return False
    is_apart = strip.top - above[-1].bottom > NEXT_LINE * strip.size
    others = _rows([item for other in above for item in other.parted(gutter)[0]])
    is_bold = rows[0][0].is_bold and sum(row[0].is_bold for row in others) * 2 < len(others)
    return is_apart or is_bold or _is_large(strip, above, gutter) or bool(_NUMBERED.match(row_text(rows[0])))


def _is_large(strip: Strip, others: Iterable[Strip], gutter: float) -> bool:
    sizes = sorted(glyph.size for other in others for item in other.parted(gutter)[0] for glyph in item.glyphs())
    return bool(sizes) and strip.size >= LARGER * sizes[len(sizes) // 2]


def _begins_anew(strips: Sequence[Strip], at: int, gap: _Gap, band: Sequence[Strip]) -> bool:
    """A heading at the left, with nothing beside it, below which both sides begin at one height, or the left alone."""
    gutter = (gap[0] + gap[1]) / 2
    left, right = strips[at].parted(gutter)
    if right or any(item.is_frame or item.table for item in left) or not _is_large(strips[at], band, gutter):
        return False
    if at + 1 < len(strips) and all(sides := strips[at + 1].parted(gutter)):
        tops = [min(item.box[1] for item in side) for side in sides]
        return abs(tops[0] - tops[1]) < SAME_TOP * strips[at].size
    below = [strip.parted(gutter) for strip in strips[at + 1 :]]
    is_over = not any(right for _, right in below) and any(strip.parted(gutter)[1] for strip in band[-MOST_LONGER:])
    rows = _rows([item for left, _ in below for item in left])
    return is_over and not any(gap[0] - row[-1].x1 < FULL_LINE * row[-1].size for row in rows)


# Whether the sides are columns


def _is_of_columns(stack: _Stack, band: Band, walls: Iterable[Box]) -> bool:
    own = stack.strips[band.first : band.end]
    if band.rows < FEWEST_BESIDE and not any(item.is_frame or item.table for strip in own for item in strip.items):
        return False
    if _is_indented(own, band.gutter):
        return False
    top, bottom = own[0].top, own[-1].bottom
    near = (wall for wall in walls if abs((wall[0] + wall[2]) / 2 - band.gutter) < band.width / 2)
    walled = sum(min(wall[3], bottom) - max(wall[1], top) for wall in near if wall[1] < bottom and wall[3] > top)
    left, right = (_side(items, stack.least) for items in sides_of(own, band.gutter))
    return are_columns(left, right, is_walled=walled * 2 > bottom - top)


def _is_indented(strips: Sequence[Strip], gutter: float) -> bool:
    """Tables set in from the margin, with nothing beside any of them: what stands at the left are their headings."""
    holding = [strip for strip in strips if any(item.has_table for item in strip.items)]
    beside = [strip for strip in strips if all(strip.parted(gutter))]
    is_alone = len(beside) < FEWEST_BESIDE and not any(item.is_frame for strip in beside for item in strip.items)
    return bool(holding) and is_alone and not any(strip in beside for strip in holding)


def _side(items: Sequence[PageItem], least: float) -> PageSide:
    parts: list[list[PageItem]] = []
    end = float("-inf")
    for item in sorted(items, key=lambda item: item.box[0]):
        if not parts or item.box[0] - end > least:
            parts.append([])
        parts[-1].append(item)
        end = max(end, item.box[2])
    return PageSide(_column(items), [_column(part) for part in parts])


def _column(items: Sequence[PageItem]) -> PageColumn:
    return PageColumn(_rows(items), any(item.has_table for item in items), [_rows([i]) for i in items if i.is_frame])


def _rows(items: Iterable[PageItem]) -> list[list[Run]]:
    return runs_of(glyph for item in items for glyph in item.glyphs())
