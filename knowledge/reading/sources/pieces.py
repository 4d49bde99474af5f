"""What every format is read into: pieces of text and tables in reading order. And from there to numbered lines."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise, takewhile

from msgspec import Struct

from knowledge.model.column_words import may_say
from knowledge.model.records import Finding
from knowledge.model.structs import replace
from knowledge.model.years.said import find_years, without_years
from knowledge.reading.headings import is_heading_like
from knowledge.reading.source import Line
from knowledge.reading.sources.headed_parts import begins_of_parts, texts_of_head
from knowledge.reading.sources.part_rows import rows_of_parts
from knowledge.reading.sources.split_names import joined_names
from knowledge.reading.sources.stacked import stacked_parts, without_doubled
from knowledge.reading.sources.turned import turned

PagesTold = Callable[[int, int], None]
"""Hears of a long file how many pages of how many are read."""

MOST_LABEL_COLUMNS = 3  # a frame around text has a label or two beside it; more columns are a table of values
MOST_ROWS, MOST_TABLE_COLUMNS = 20_000, 200  # of one table; no honest one has a tenth of it
_COLUMNS = re.compile(r"\S(?:\t|[ 　]{2,})\S")
_GAP = re.compile(r"　+| {2,}|\t")
_BOTH = 2  # a label and what it is of
_HEADING = ("name", "target", "baseline", "unit")
_DIGIT = re.compile(r"[△▲+＋−-]?[0-9０-９]")
_NUMBER = re.compile(r"[\s　]?(?:[0-9０-９]{1,2}|[①-⑳]|[Ⅰ-Ⅻ])(?:[-－‐–.．][0-9０-９]{1,2})*[\s　:：.．、]+\S")
_BANNER = re.compile(
    r"[一-龥ぁ-んァ-ヶー]{0,8}[\s　]?(?:[0-9０-９]{1,2}|[①-⑳]|[Ⅰ-Ⅻ]|[一二三四五六七八九十])"
    r"(?:[-－‐–.．][0-9０-９]{1,2})*"
)
_LISTED = re.compile(r"^[・○●◯◆■▼☆◎※•*-]|^[①-⑳]|^[(（]?[0-9０-９]{1,2}(?:[)）、]|[.．](?![0-9０-９]))")


class TextPiece(Struct, frozen=True, kw_only=True):
    """A paragraph, heading or item; a line break that stands in it on purpose is one here."""

    text: str
    level: int | None = None
    is_bold: bool = False
    page: int | None = None


class PieceRow(Struct, frozen=True, kw_only=True):
    """A cell that covers others stands in each of them; "\\n" where a cell's line ends on purpose."""

    cells: tuple[str, ...]
    page: int | None = None


class TablePiece(Struct, frozen=True, kw_only=True):
    """Rows of as many cells each."""

    rows: tuple[PieceRow, ...]


Piece = TextPiece | TablePiece


class Pieces(Struct, frozen=True, kw_only=True):
    """What a reader makes of a file. `findings`: what it could not read, or had to guess."""

    pieces: tuple[Piece, ...]
    findings: tuple[Finding, ...] = ()


class PlacedCell(Struct, frozen=True):
    """Its place in the grid of its table, from 0, and how many rows and columns it covers."""

    row: int
    column: int
    text: str
    high: int = 1
    wide: int = 1


def filled_table(cells: Sequence[PlacedCell], page: int | None = None) -> TablePiece:
    """Every place that a cell covers holds its text."""
    height = min(max((cell.row + 1 for cell in cells), default=0), MOST_ROWS)
    width = min(max((cell.column + cell.wide for cell in cells), default=0), MOST_TABLE_COLUMNS)
    grid = [[""] * width for _ in range(height)]
    goes_on: list[set[int]] = [set() for _ in grid]
    for cell in cells:
        for row in range(cell.row, min(cell.row + cell.high, height)):
            for column in range(cell.column, min(cell.column + cell.wide, width)):
                grid[row][column] = cell.text
                goes_on[row] |= {column} if row > cell.row else set()
    joined = joined_names(grid, goes_on)
    whole = (own for at, row in enumerate(grid) if (own := joined.get(at, tuple(row))) is not None)
    return TablePiece(rows=tuple(PieceRow(cells=row, page=page) for row in whole))


def text_of_pieces(pieces: Iterable[Piece]) -> str:
    """Of what stands in a cell: one text a line."""
    return "\n".join(
        piece.text
        if isinstance(piece, TextPiece)
        else "\n".join(" ".join(dict.fromkeys(row.cells)) for row in piece.rows)
        for piece in pieces
    )


def lines_of(pieces: Iterable[Piece]) -> tuple[Line, ...]:
    """Numbered through, with an empty line between two pieces unless they are rows of columns made by spaces."""
    groups = [group for piece in _with_headers_joined(pieces) if (group := tuple(_lines(piece)))]
    spaced = [*groups[:1]]
    for before, group in pairwise(groups):
        spaced += [group] if _is_column(before[-1]) and _is_column(group[0]) else [(Line(0, "", ""),), group]
    unnumbered = [line for group in spaced for line in group]
    return tuple(_numbered(number, line) for number, line in enumerate(unnumbered, start=1))


def _with_headers_joined(pieces: Iterable[Piece]) -> list[Piece]:
    """「成果指標　R4　R9」 as a text right above rows of as many cells, as a PDF without rules has it: their header."""
    out: list[Piece] = []
    for piece in pieces:
        above = out[-1] if out else None
        if isinstance(piece, TablePiece) and isinstance(above, TextPiece) and piece.rows:
            cells, first = tuple(_GAP.split(above.text.strip())), piece.rows[0]
            if (
                len(cells) == len(first.cells) > _BOTH
                and _is_header_of_years(cells)
                and not _heads_columns(first.cells)
            ):
                out[-1] = TablePiece(rows=(PieceRow(cells=cells, page=above.page), *piece.rows))
                continue
        out.append(piece)
    return out


def _is_header_of_years(cells: Sequence[str]) -> bool:
    """A word for indicators, and years or words of values."""
    first, *others = cells
    years = [cell for cell in others if find_years(cell) and not without_years(cell).strip("()（）")]
    are_told = all(cell in years or _heads_column(cell) for cell in others)
    return may_say(first, "name") and bool(years) and are_told


def _numbered(number: int, line: Line) -> Line:
    return Line(number, line.text, line.text, line.page, line.level, line.is_bold, line.cells)


def _is_column(line: Line) -> bool:
    return not line.cells and line.level is None and bool(_COLUMNS.search(line.text))


def _lines(piece: Piece) -> Iterator[Line]:
    if isinstance(piece, TablePiece):
        yield from _table_lines(piece.rows)
        return
    parts = [part.strip(" 　") for part in piece.text.split("\n") if part.strip()]
    for text in parts if piece.level is None else [" ".join(parts)]:
        if text:
            yield Line(0, text, text, piece.page, piece.level, piece.is_bold)


def _table_lines(rows: Sequence[PieceRow]) -> Iterator[Line]:
    if own := turned([row.cells for row in rows]):
        rows = [PieceRow(cells=cells, page=rows[0].page) for cells in own]
    if _is_frame(rows):
        for row in rows:
            for cell in dict.fromkeys(row.cells):
                yield from _lines(TextPiece(text=cell, page=row.page))
        return
    if _is_banner(rows):
        yield from _lines(TextPiece(text="　".join(rows[0].cells), page=rows[0].page, is_bold=True))
        return
    if parts := stacked_parts([row.cells for row in rows]):
        yield from _lines_of_parts(rows, parts)
        return
    if begins := begins_of_parts([row.cells for row in rows], _heads_columns):
        for begin, end in pairwise([0, *begins, len(rows)]):
            yield from _lines_of_headed(rows[begin:end])
        return
    if _heads_table(rows[0].cells) and (parts := stacked_parts([row.cells for row in rows[1:]])):
        yield from _lines(TextPiece(text="　".join(dict.fromkeys(rows[0].cells)), page=rows[0].page, is_bold=True))
        yield Line(0, "", "")
        yield from _lines_of_parts(rows[1:], parts)
        return
    while len(rows) > 1 and (texts := _texts_above(rows[0].cells, rows[1].cells)):
        for text in texts:
            yield from (*_lines(TextPiece(text=text, page=rows[0].page)), Line(0, "", ""))
        rows = rows[1:]
    if told := _told_below(rows):
        yield from _table_lines(rows[: -len(told)])
        for row in told:
            yield Line(0, "", "")
            for text in (_one_line(row.cells[0]), row.cells[-1]):
                yield from _lines(TextPiece(text=text, page=row.page))
        return
    if _is_labelled(rows):
        yield from _lines(TextPiece(text=_one_line(rows[0].cells[0]), page=rows[0].page))
        yield Line(0, "", "")
        rows = [replace(row, cells=row.cells[1:]) for row in rows]
    for row in rows:
        is_title = len(row.cells) > 1 and len(set(row.cells)) == 1
        cells = (row.cells[0], *[""] * (len(row.cells) - 1)) if is_title else row.cells
        for parted in rows_of_parts(cells):
            plain = tuple(" ".join(cell.split()) for cell in parted)
            if any(plain):
                yield Line(0, "\t".join(plain), "", row.page, None, False, plain)


def _lines_of_parts(rows: Sequence[PieceRow], parts: Sequence[range]) -> Iterator[Line]:
    for part in parts:
        yield from _lines(TextPiece(text=_one_line(rows[part[0]].cells[0]), page=rows[part[0]].page))
        yield Line(0, "", "")
        own = without_doubled([rows[at].cells[1:] for at in part])
        yield from _table_lines([replace(rows[at], cells=cells) for at, cells in zip(part, own, strict=True)])
        yield Line(0, "", "")


def _lines_of_headed(rows: Sequence[PieceRow]) -> Iterator[Line]:
    """What heads a part of a table and what is said there, each on a line of its own, and then its rows."""
    above = list(takewhile(lambda row: not _heads_columns(row.cells), rows))
    for texts, is_head in texts_of_head([row.cells for row in above]):
        yield from (*_lines(TextPiece(text=texts, page=rows[0].page, is_bold=is_head)), Line(0, "", ""))
    if len(above) < len(rows):
        yield from _table_lines(rows[len(above) :])
        yield Line(0, "", "")


def _one_line(cell: str) -> str:
    """A narrow label is broken wherever its cell ends."""
    return "".join(cell.split("\n"))


def _told_below(rows: Sequence[PieceRow]) -> list[PieceRow]:
    """「主な事業」 beside one cell over all other columns, below a table of indicators: what is said, not measured."""
    told = list(takewhile(lambda row: _is_one_text(row.cells), reversed(rows[1:])))
    heads = [row for row in rows[: len(rows) - len(told)] if _heads_columns(row.cells)]
    return list(reversed(told)) if heads else []


def _heads_columns(cells: Sequence[str]) -> bool:
    return sum(map(_heads_column, dict.fromkeys(cells))) > 1


def _is_one_text(cells: Sequence[str]) -> bool:
    label, *others = cells
    is_merged = len(others) > 1 and len(set(others)) == 1 and bool(others[0])
    return is_merged and bool(label) and label != others[0] and not _DIGIT.match(others[0])


def _heads_column(cell: str) -> bool:
    return any(may_say(cell, role) for role in _HEADING) and not _DIGIT.match(cell)


def _is_banner(rows: Sequence[PieceRow]) -> bool:
    """「基本目標1」 in a box beside 「港を生かす」 in another, and nothing below: a heading."""
    return len(rows) == 1 and len(rows[0].cells) == _BOTH and _heads_table(rows[0].cells)


def _heads_table(cells: Sequence[str]) -> bool:
    """「施策11」 beside one cell over all other columns, 「港の整備」."""
    if len(own := list(dict.fromkeys(cells))) != _BOTH:
        return False
    number, name = own
    return bool(_BANNER.fullmatch(number)) and bool(name) and is_heading_like(name) and not _DIGIT.match(name)


def _texts_above(cells: Sequence[str], below: Sequence[str]) -> list[str]:
    """What is no row of the table that it stands upon: a box of text, 「施策」 beside 「施策1 港の整備」.

    Or 「計画期間：…」 from its left end over most of it, with a date at its right end.
    """
    own = list(dict.fromkeys(cells))
    if len(own) == 1 < len(cells) and "\n" in own[0]:
        return own[0].split("\n")
    told = [text for text in own if text]
    over = sum(cell in ("", cells[0]) for cell in cells)
    is_wide = len(cells) > MOST_LABEL_COLUMNS and bool(cells[0]) and 2 * over > len(cells)
    is_wide = is_wide and all(below) and not any(_DIGIT.match(cell) for cell in below)
    if is_wide and len(told) == _BOTH and not any(may_say(told[0], role) for role in _HEADING):
        return told
    is_heading = len(own) == _BOTH and own[0] and own[1].startswith(own[0]) and _NUMBER.match(own[1][len(own[0]) :])
    return [own[1]] if is_heading else []


def _is_labelled(rows: Sequence[PieceRow]) -> bool:
    """「成果指標」 at the left of a whole table, its header too, often from top to bottom."""
    labels = {row.cells[0] for row in rows}
    is_wide = len(rows) > 1 and len(rows[0].cells) > MOST_LABEL_COLUMNS and "" not in labels and len(labels) == 1
    return is_wide and not any(_DIGIT.match(cell) for cell in rows[0].cells) and len(set(rows[0].cells)) > 1


def _is_frame(rows: Sequence[PieceRow]) -> bool:
    """Text in a box, or lists beside their labels: what is said, not measured."""
    widest = max((len(row.cells) for row in rows), default=0)
    cells = [cell for row in rows for cell in row.cells]
    has_list = any(sum(bool(_LISTED.match(line.strip())) for line in cell.split("\n")) > 1 for cell in cells)
    return widest <= 1 or (widest <= MOST_LABEL_COLUMNS and has_list)
