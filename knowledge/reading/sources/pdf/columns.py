"""Whether what stands at the two sides of a gutter is read one after the other, or across: a table without rules."""

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile

from msgspec import Struct

from knowledge.reading.sources.pdf.glued import cut_at_gaps
from knowledge.reading.sources.pdf.glyphs import Run, row_text
from knowledge.reading.sources.pdf.headings import LARGER
from knowledge.reading.sources.pdf.page_breaks import PageRows
from knowledge.reading.tables.header import read_heading_of_column

FULL_LINE = 1.7  # of the size: a line that ends no further from the right edge was broken there, not ended
SHORTEST_SENTENCE = 12  # characters
FEWEST_CARD_ROWS = 2
FEWEST_WALLED = 3  # rows at each side of a drawn line
_MOST_HEADER_ROWS = 2
_AMOUNT = re.compile(r"[△▲+＋−±約-]?\s*[0-9０-９]|[-－―—–]$")
_MARK = re.compile(r"[・○●◯◆■▼☆◎※•*＊▪◇□▶〇]|[①-⑳]|[(（][0-9０-９ア-ン]{1,2}[)）]|【")
_NUMBERS = re.compile(r"[0-9０-９①-⑳ア-ン]+")
_LABEL = re.compile(
    r"[一-龥ぁ-んァ-ヶー]{0,10}[\s　]?[0-9０-９Ⅰ-Ⅻ一二三四五六七八九十①-⑳]{1,2}"
    r"(?:[-－‐–−.．][0-9０-９]{1,2}){0,2}[章節編部]?"
)  # 「政策1」「施策1-1」「第2章」, without what it is called
_VALUES = frozenset(("name", "baseline", "target", "interim", "unit"))


class PageColumn(Struct, frozen=True):
    """`rows`: all its text but that in tables; `cards`: the rows of each box."""

    rows: PageRows
    has_table: bool = False
    cards: Sequence[PageRows] = ()

    @property
    def stands_alone(self) -> bool:
        return self.has_table or any(map(is_card, self.cards)) or _has_sentence(self.rows) or _has_head(self.rows)


class PageSide(Struct, frozen=True):
    """`parts`: what gaps through all of it part."""

    whole: PageColumn
    parts: Sequence[PageColumn]

    @property
    def stands_alone(self) -> bool:
        return self.whole.has_table or all(part.stands_alone for part in self.parts)


def are_columns(left: PageSide, right: PageSide, *, is_walled: bool) -> bool:
    if left.whole.rows and all(_LABEL.fullmatch(row_text(row)) for row in left.whole.rows):
        return False  # what they are called stands beside them
    if left.stands_alone and right.stands_alone:
        return True
    if is_walled and min(len(left.whole.rows), len(right.whole.rows)) >= FEWEST_WALLED:
        return True
    return (
        left.whole.has_table
        or right.whole.has_table
        or _are_lists(left.whole.rows, right.whole.rows)
        or _is_beside(left, right.whole)
        or _is_beside(right, left.whole)
    )


def is_card(rows: PageRows) -> bool:
    """A box that says of what its values are; a cell of a table has them beside it."""
    return len(rows) >= FEWEST_CARD_ROWS and not _AMOUNT.match(row_text(rows[0]))


def is_value_header(rows: PageRows, gutter: float) -> bool:
    """「指標　基準値　目標値」 over the gutter. Where a name stands at the right, too, they are two tables."""
    if not 0 < len(rows) <= _MOST_HEADER_ROWS:
        return False
    cells = [part for row in rows for run in row for part in cut_at_gaps(run)]
    kinds = [
        {read_heading_of_column(run.text, {}).column for run in cells if (run.x0 > gutter) is at_right}
        for at_right in (False, True)
    ]
    return all(own & _VALUES for own in kinds) and "name" not in kinds[1]


def is_larger(above: Run, below: Run) -> bool:
    return above.size >= LARGER * below.size


def _has_sentence(rows: PageRows) -> bool:
    return any(
        row_text(row).endswith("。") and len("".join(map(row_text, rows[max(at - 1, 0) : at + 1]))) >= SHORTEST_SENTENCE
        for at, row in enumerate(rows)
    )


def _has_head(rows: PageRows) -> bool:
    """Larger than what stands below it, and no amount."""
    return any(
        len(row) == 1 and is_larger(row[0], below[0]) and not _AMOUNT.match(row[0].text)
        for row, below in pairwise(rows)
    )


def _are_lists(left: PageRows, right: PageRows) -> bool:
    """With one mark at both sides; the number of a mark may count on."""
    marks = [[_mark(row) for row in rows] for rows in (left, right)]
    told = {mark for own in marks for mark in own}
    return len(told) == 1 and None not in told and all(marks)


def _mark(row: Sequence[Run]) -> str | None:
    mark = _MARK.match(row_text(row))
    return _NUMBERS.sub("", mark[0]) if mark else None


def _is_beside(prose: PageSide, short: PageColumn) -> bool:
    """Sentences over several lines, and more lines with a heading of their own than sentences: no cells of theirs."""
    if not prose.stands_alone or not _is_block(short.rows):
        return False
    rows = prose.whole.rows
    edge = max(row[-1].x1 for row in rows)
    is_broken = any(
        edge - row[-1].x1 < FULL_LINE * row[-1].size and not _ends(row) and any(map(_ends, rows[at:]))
        for at, row in enumerate(rows)
    )
    return is_broken and len(short.rows) >= FEWEST_WALLED and len(short.rows) > sum(map(_ends, rows))


def _ends(row: Sequence[Run]) -> bool:
    return row_text(row).endswith("。")


def _is_block(rows: PageRows) -> bool:
    """It has a heading of its own, in bold letters or by what the word says: 「KPI」, 「目標値 20件」."""
    if not rows:
        return False
    heads = [*takewhile(lambda row: row[0].is_bold, rows)]
    says = {read_heading_of_column(run.text.split(" ")[0], {}).column for row in rows for run in row}
    return 0 < len(heads) < len(rows) or "target" in says
