"""A workbook's sheets → pieces: what stands alone in its row is text, rows with more are a table."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from knowledge.files import Row, Sheet
from knowledge.model.column_words import may_say
from knowledge.model.records import Finding
from knowledge.reading.sources.pieces import Piece, PieceRow, Pieces, TablePiece, TextPiece
from knowledge.reading.sources.split_names import joined_names
from knowledge.reading.sources.turned import goes_on_turned


def sheet_pieces(sheets: Sequence[Sheet]) -> Pieces:
    """What is hidden is not read, and said."""
    shown = [sheet for sheet in sheets if not sheet.is_hidden and sheet.rows]
    pieces = tuple(piece for sheet in shown for piece in _pieces(sheet))
    return Pieces(pieces=pieces, findings=tuple(_findings(sheets)))


def _findings(sheets: Sequence[Sheet]) -> Iterator[Finding]:
    for sheet in sheets:
        yield from (Finding("info", remark, None) for remark in sheet.remarks)
        if sheet.is_hidden:
            yield Finding("info", f"非表示のシート「{sheet.name}」は読みませんでした", None)
        elif sheet.hidden_columns or any(row.is_hidden for row in sheet.rows):
            yield Finding("info", f"シート「{sheet.name}」の非表示の行と列は読みませんでした", None)


def _pieces(sheet: Sheet) -> Iterator[Piece]:
    for block in _blocks([row for row in sheet.rows if not row.is_hidden]):
        columns = sorted({at for row in block for at in row.cells} - sheet.hidden_columns)
        run: list[PieceRow] = []
        seen = [tuple(row.seen(column) for column in columns) for row in block]
        joined = joined_names(seen, [_goes_on(row, columns) for row in block])
        for at, row in enumerate(block):
            texts = list(row.distinct(columns).values())
            if (cells := joined.get(at, seen[at])) is None:
                continue
            is_turned = bool(run) and texts == [columns[0]] and _goes_on_turned(run, row.seen(columns[0]))
            if len(texts) > 1 or is_turned or (run and _is_label(block[at + 1 :], columns)):
                run.append(PieceRow(cells=cells))
                continue
            if run:
                yield TablePiece(rows=tuple(run))
                run = []
            yield from (TextPiece(text=row.seen(column)) for column in texts)
        if run:
            yield TablePiece(rows=tuple(run))


def _goes_on_turned(run: Sequence[PieceRow], text: str) -> bool:
    return goes_on_turned(text) and any(goes_on_turned(row.cells[0]) for row in run)


def _goes_on(row: Row, columns: Sequence[int]) -> set[int]:
    """The places of cells that begin in a row above."""
    areas = ((at, row.area(column)) for at, column in enumerate(columns))
    return {at for at, area in areas if area and area[0] < row.number}


def _is_label(below: Sequence[Row], columns: Sequence[int]) -> bool:
    """Whether a text by itself in its row stands over more rows of the table: what follows is no new header."""
    texts = [below[0].text(at) for at in below[0].distinct(columns).values()] if below else []
    return len(texts) > 1 and not any(may_say(text, "target") for text in texts)


def _blocks(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Rows between empty ones."""
    block = list(rows[:1])
    for before, row in pairwise(rows):
        if row.number > before.number + 1:
            yield block
            block = []
        block.append(row)
    if block:
        yield block
