"""Rows of a region → text, headings and tables without rules, in reading order."""

import re
import unicodedata
from collections.abc import Generator, Iterator, Sequence
from itertools import pairwise

from knowledge.model.years.said import find_years
from knowledge.reading.sources.pdf.columns import FULL_LINE
from knowledge.reading.sources.pdf.gaps import CellColumn, find_gap_table, may_begin
from knowledge.reading.sources.pdf.glyphs import Run, row_text
from knowledge.reading.sources.pdf.headings import Headings
from knowledge.reading.sources.pdf.page_breaks import PageRows
from knowledge.reading.sources.pieces import Piece, PieceRow, TablePiece, TextPiece

LINE_GAP = 1.3  # of the size: more space between two lines parts paragraphs
ONE_SPACE = 1.15  # of the size: the gap that a full-width space leaves
_NUMERAL = "(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3}|[Ⅰ-Ⅻ])"
_NUMBERS = rf"{_NUMERAL}(?:[-－‐–−.．]{_NUMERAL}){{0,3}}"
_MARKER = re.compile(rf"第{_NUMERAL}[編部章節項]|[ぁ-ヿ一-龥]{{0,12}}?{_NUMBERS}[.．、]?|[(（]{_NUMERAL}[)）]")
_BEGINS = re.compile(rf"(?:{_MARKER.pattern})[\s　]*\S")
_LABELLED = re.compile(rf"(?:第{_NUMERAL}[編部章節]|[ァ-ヶー一-龥]{{2,8}}{_NUMBERS})[\s　]+[ぁ-ヿ一-龥]{{2}}")
_WORD = re.compile("[ぁ-ヿ一-龥]")
_DIGIT = re.compile("[0-9０-９]")
_LISTED = re.compile(
    r"^[・○●◯◆■▼▽☆◎※•*＊▪◇□▶▷►▹▸➢〇-]|^[①-⑳]|^[(（]?[0-9０-９ア-ン]{1,2}(?:[)）、]|[.．](?![0-9０-９]))|^【"
)


CellColumns = Sequence[CellColumn]


def pieces_of(
    rows: PageRows, headings: Headings, page: int, right: float, above: CellColumns = ()
) -> Generator[Piece, None, CellColumns]:
    """`right`: to where lines may reach, 0 where only they tell it.

    `above`: the columns of the table that stands right above; returned: of that which stands at the end.
    """
    if not rows:
        return above
    edge = max([right, *(row[-1].x1 for row in rows)])
    margin = min(row[0].x0 for row in rows)
    heads = [
        at
        for at, row in enumerate(rows)
        if _is_heading(row, headings, page) or _is_listed(row, headings, page) or _is_labelled(row, margin)
    ]
    at = 0
    text: list[Sequence[Run]] = []
    last: CellColumns = ()
    while at < len(rows):
        near = rows[: next((head for head in heads if head >= at), len(rows))]
        table = find_gap_table(near, at, () if at else above) if at < len(near) and may_begin(near, at) else None
        if table is None:
            last = ()
            text.append(rows[at])
            at += 1
            continue
        yield from _paragraphs(text, edge, headings, page)
        text = []
        yield TablePiece(rows=tuple(PieceRow(cells=cells, page=page) for cells in table.rows))
        at, last = table.end, table.columns
    yield from _paragraphs(text, edge, headings, page)
    return last


def _is_listed(row: Sequence[Run], headings: Headings, page: int) -> bool:
    return len(row) == 1 and headings.lists(row[0].text, page)


def _is_labelled(row: Sequence[Run], margin: float) -> bool:
    """「基本目標2　人の流れをつくる」 by itself at the margin: not of a table, though in letters of the same size."""
    is_first = len(row) == 1 and row[0].x0 - margin < row[0].size / 2
    return (
        is_first and bool(_LABELLED.match(row[0].text)) and not find_years(unicodedata.normalize("NFKC", row[0].text))
    )


def _is_heading(row: Sequence[Run], headings: Headings, page: int) -> bool:
    """「第2章　…」「基本目標1　…」: the space behind a number parts no columns."""
    if len(row) < 2 or not _MARKER.fullmatch(row[0].text) or any(_DIGIT.search(run.text) for run in row[1:]):
        return False
    is_high = headings.level(row_text(row), row[0].size, page) is not None
    is_near = all(right.x0 - left.x1 < ONE_SPACE * left.size for left, right in pairwise(row))
    return is_high or (is_near and bool(_WORD.search(row[0].text)))


def _paragraphs(rows: PageRows, edge: float, headings: Headings, page: int) -> Iterator[TextPiece]:
    """Lines that were broken at the right edge are joined."""
    part: list[Sequence[Run]] = []
    for row in rows:
        if part and not _goes_on(part[-1], row, edge, is_head=_is_broken_head([*part, row], headings, page)):
            yield _piece(part, headings, page)
            part = []
        part.append(row)
    if part:
        yield _piece(part, headings, page)


def _is_broken_head(rows: PageRows, headings: Headings, page: int) -> bool:
    """Lines of one size that begin with a number; of a file with an outline, where it lists what they are together."""
    if not _BEGINS.match(row_text(rows[0])):
        return False
    whole, first, last = ("".join(map(row_text, some)) for some in (rows, rows[:-1], rows[-1:]))
    levels = [headings.level(text, rows[0][0].size, page) for text in (whole, first, last)]
    return levels[0] is not None and levels[1] in (None, levels[0]) and levels[2] in (None, levels[0])


def _goes_on(row: Sequence[Run], below: Sequence[Run], edge: float, *, is_head: bool) -> bool:
    """`is_head`: a heading with a number, and one of its size below, which a narrow box broke."""
    last, first = row[-1], below[0]
    size = last.size
    is_broken = edge - last.x1 < FULL_LINE * size or (is_head and not _BEGINS.match(row_text(below)))
    return (
        len(row) == len(below) == 1
        and is_broken
        and abs(first.size - size) < 0.06 * size
        and abs(first.glyphs[0].size - last.glyphs[-1].size) < 0.06 * size
        and first.is_bold == last.is_bold
        and 0 <= first.top - last.bottom < LINE_GAP * size
        and not last.text.endswith("。")
        and not _LISTED.match(first.text)
    )


def _piece(rows: PageRows, headings: Headings, page: int) -> TextPiece:
    parts = [row_text(row) for row in rows]
    text = parts[0]
    for before, part in pairwise(parts):
        text += (" " if before[-1:].isascii() and part[:1].isascii() and before[-1:].isalpha() else "") + part
    first = rows[0][0]
    level = headings.level(text, first.size, page)
    return TextPiece(text=text, level=level, is_bold=all(run.is_bold for row in rows for run in row), page=page)
