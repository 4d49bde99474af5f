"""Tables whose indicators stand side by side, years below each other: turned, so that they are read as any other."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from msgspec import Struct

from knowledge.files.grid import Area, Cell, Row, Sheet
from knowledge.indicators.sheets.column_map import ColumnMap
from knowledge.indicators.sheets.header_rows import Naming, Reader
from knowledge.model.structs import replace

_LABELS = frozenset(("fiscal_year", "name", "status", "kind", "group", None))
"""What may head the columns in front of the indicators."""
_BESIDE = frozenset(("note", "comment", "source"))
_NAMES = "指標"
_MOST_ROWS = 100  # of a table whose rows are years


class _Block(Struct, frozen=True):
    """`rows` from the header on, with its own cells alone; columns of labels, and those that hold no values."""

    first: int
    rows: tuple[Row, ...]
    labels: range
    beside: frozenset[int]

    @property
    def cells(self) -> frozenset[tuple[int, int]]:
        return frozenset((row.number, column) for row in self.rows for column in row.cells)


def turn_tables(sheet: Sheet, today: date, names: Naming, given: ColumnMap) -> tuple[Sheet, ...]:
    """The sheet as it is; where tables have their indicators across, what is left of it and each of them turned.

    `given` may say which columns hold actuals: the others are no matter then.
    """
    reader = Reader(sheet, today)
    blocks: list[_Block] = []
    taken: set[tuple[int, int]] = set()
    for at, row in enumerate(sheet.rows):
        for span in _spans(reader, at, names):
            block = _block(reader, at, span, names, given)
            if block is not None and not block.cells & taken and row.cells:
                blocks.append(block)
                taken |= block.cells
    if not blocks:
        return (sheet,)
    rest = tuple(
        replace(row, cells={at: cell for at, cell in row.cells.items() if (row.number, at) not in taken})
        for row in sheet.rows
    )
    return (replace(sheet, rows=rest), *(_turned(sheet, reader, block) for block in blocks))


def _spans(reader: Reader, at: int, names: Naming) -> Iterator[range]:
    """Where the row may be a header of indicators: its columns, up to those that are empty below it."""
    cells = reader.rows[at].cells
    if not any(names(cell.text) for cell in cells.values()):
        return
    used = {column for row in _below(reader, at) for column in row.cells} | set(cells)
    for start in sorted(column for column in used if column - 1 not in used):
        end = start
        while end in used:
            end += 1
        yield range(start, end)


def _below(reader: Reader, at: int) -> Sequence[Row]:
    """The rows under a header, up to an empty one."""
    below = reader.rows[at + 1 : at + 1 + _MOST_ROWS]
    ends = (
        number for number, row in enumerate(below) if not row.cells or row.number != reader.rows[at + number].number + 1
    )
    return below[: next(ends, len(below))]


def _block(reader: Reader, at: int, span: range, names: Naming, given: ColumnMap) -> _Block | None:
    """Where every header from the first indicator's on names one, or holds remarks, and years stand in front."""
    header, *below = (_narrowed(row, span) for row in (reader.rows[at], *_below(reader, at)))
    indicators = [column for column, cell in sorted(header.cells.items()) if names(cell.text)]
    if not indicators or any(reader.is_number(cell.text) for cell in header.cells.values()):
        return None
    end = next((number for number, row in enumerate(below) if _is_header(reader, row, names)), len(below))
    is_title = 0 < end < len(below) and len(below[end - 1].distinct(span)) == 1  # of the table that comes next
    below = below[: end - 1 if is_title else end]
    labels = range(span.start, indicators[0])
    beside = {column for column in header.cells if reader.heading(header.text(column)).role in _BESIDE}
    others = {column for column in header.cells if column > indicators[0]} - {*indicators, *beside}
    if given.has_values:
        beside, others = beside | others | set(indicators) - set(given.actuals), set()
    is_labelled = all(_is_label(reader, header.text(column)) for column in labels)
    has_years = any(reader.heading(row.text(column)).years for row in below for column in labels)
    is_block = is_labelled and has_years and not others
    return _Block(at, (header, *below), labels, frozenset(beside)) if is_block else None


def _narrowed(row: Row, span: range) -> Row:
    return replace(row, cells={at: cell for at, cell in row.cells.items() if at in span})


def _is_header(reader: Reader, row: Row, names: Naming) -> bool:
    """Of another table, of either kind."""
    return bool(reader.named(row)) or any(names(cell.text) for cell in row.cells.values())


def _is_label(reader: Reader, text: str) -> bool:
    heading = reader.heading(text)
    return not text or (heading.is_clear and heading.role in _LABELS and not heading.years)


# Turning


def _turned(sheet: Sheet, reader: Reader, block: _Block) -> Sheet:
    """Each column of the block a row. Remarks above, below and beside are titles: they hold for all of it."""
    rows = block.rows
    columns = sorted({column for row in rows for column in row.cells} - block.beside)
    names = rows[0].number - 1
    turned = []
    for column in columns:
        cells = {row.number - 1: _cell(row.cells[column]) for row in rows if column in row.cells}
        if column in block.labels:
            cells.pop(names, None)
            cells |= {names: Cell(_NAMES)} if column == block.labels[0] else {}
        turned.append(Row(column + 1, cells, column in sheet.hidden_columns))
    return Sheet(
        sheet.name,
        tuple(turned),
        sheet.is_hidden,
        frozenset(row.number - 1 for row in rows if row.is_hidden),
        titles=tuple(dict.fromkeys((*sheet.titles, *_around(sheet, reader, block), *_remarks(reader, block)))),
        is_turned=True,
    )


def _cell(cell: Cell) -> Cell:
    if cell.area is None:
        return cell
    top, left, bottom, right = cell.area
    area: Area = (left + 1, top - 1, right + 1, bottom - 1)
    return replace(cell, area=area)


def _around(sheet: Sheet, reader: Reader, block: _Block) -> Iterator[str]:
    """What stands alone in a row above or below, up to the first row that holds more, and no title of that."""
    end = block.first + len(block.rows)
    yield from (text for texts in _alone(reversed(sheet.rows[: block.first])) for text in texts)
    below = list(_alone(sheet.rows[end:]))
    next_one = sheet.rows[end + len(below) :][:1]
    is_title = bool(next_one) and bool(reader.named(next_one[0]))
    yield from (text for texts in below[: -1 if is_title else None] for text in texts)


def _alone(rows: Iterable[Row]) -> Iterator[list[str]]:
    for row in rows:
        texts = list(dict.fromkeys(cell.text for cell in row.cells.values()))
        if len(texts) > 1:
            return
        yield texts


def _remarks(reader: Reader, block: _Block) -> Iterator[str]:
    """In columns that hold no values, and what stands alone in a row and is no year: 「※R8は見込み」, 【目標】."""
    for row in block.rows[1:]:
        texts = list(dict.fromkeys(cell.text for cell in row.cells.values()))
        yield from (row.text(column) for column in sorted(block.beside) if row.text(column))
        if len(texts) == 1 and ((heading := reader.heading(texts[0])).rest or not heading.years):
            yield texts[0]
