"""Rows with a ground of colour, which look like tables of one row: those between them have neither ground nor rule."""

from collections.abc import Sequence

from knowledge.reading.sources.pdf.boxes import BoxTable
from knowledge.reading.sources.pdf.glyphs import Glyph

MOST_HEIGHTS = 2.0  # of the row's height: a row of the same table is no further away


def is_stripe(table: BoxTable, loose: Sequence[Glyph]) -> bool:
    """Whether text that stands in no table fills its columns right above or below it, and none reaches over two."""
    if table.height > 1:
        return False
    left, top, right, bottom = table.box
    near = MOST_HEIGHTS * (bottom - top)
    inside = [glyph for glyph in loose if left <= glyph.x0 and glyph.x1 <= right and not glyph.text.isspace()]
    below = [glyph for glyph in inside if bottom <= glyph.top and glyph.bottom <= bottom + near]
    above = [glyph for glyph in inside if glyph.bottom <= top and glyph.top >= top - near]
    return any(_fill(part, table.columns) for part in (below, above))


def _fill(glyphs: Sequence[Glyph], columns: Sequence[float]) -> bool:
    """The first line of them has its name in the first column, and values in most of the others."""
    if not glyphs or any(glyph.x0 < edge < glyph.x1 for glyph in glyphs for edge in columns):
        return False
    filled = {sum(edge <= glyph.x0 for edge in columns) for glyph in glyphs}
    return 1 in filled and len(filled) > 1 and len(filled) * 2 > len(columns)
