"""Tables whose indicators stand side by side, years below each other: turned, so that they are read as any other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from knowledge.indicators.sheets.column_map import ColumnMap
from knowledge.indicators.sheets.grid import Area, Cell, Row, Sheet
from knowledge.indicators.sheets.header_rows import Naming, Reader

_LABELS = frozenset(("fiscal_year", "name", "status", "kind", "group", None))
"""What may head the columns in front of the indicators."""
_BESIDE = frozenset(("note", "comment", "source"))
_NAMES = "指標"


@dataclass(frozen=True, slots=True)
class _Block:
    """Rows by index from the header on, columns of labels, and those that hold no values."""

    first: int
    end: int
    labels: tuple[int, ...]
    beside: frozenset[int]


def turn_tables(sheet: Sheet, today: date, names: Naming, given: ColumnMap) -> tuple[Sheet, ...]:
    """The sheet as it is; where tables have their indicators across, what is left of it and each of them turned.

    `given` may say which columns hold actuals: the others are no matter then.
    """
    reader = Reader(sheet, today)
    blocks = list(_blocks(reader, names, given))
    if not blocks:
        return (sheet,)
    taken = {at for block in blocks for at in range(block.first, block.end)}
    rest = tuple(row for at, row in enumerate(sheet.rows) if at not in taken)
    turned = tuple(_turned(sheet, block, tuple(_remarks(reader, block))) for block in blocks)
    return (replace(sheet, rows=rest), *turned) if rest else turned


def _blocks(reader: Reader, names: Naming, given: ColumnMap) -> Iterator[_Block]:
    at = 0
    while at < len(reader.rows):
        block = _block(reader, at, names, given)
        if block is not None:
            yield block
        at = block.end if block is not None else at + 1


def _block(reader: Reader, at: int, names: Naming, given: ColumnMap) -> _Block | None:
    """Where every header from the first indicator's on names one, or holds remarks, and years stand in front."""
    header = reader.rows[at]
    indicators = [column for column, cell in sorted(header.cells.items()) if names(cell.text)]
    if not indicators:
        return None
    end = _end(reader, at, names)
    below = reader.rows[at + 1 : end]
    labels = range(min((column for row in (header, *below) for column in row.cells), default=0), indicators[0])
    beside = {column for column in header.cells if reader.heading(header.text(column)).role in _BESIDE}
    others = {column for column in header.cells if column > indicators[0]} - {*indicators, *beside}
    if given.has_values:
        beside, others = beside | others | set(indicators) - set(given.actuals), set()
    is_labelled = all(_is_label(reader, header.text(column)) for column in labels)
    has_years = any(reader.heading(row.text(column)).years for row in below for column in labels)
    is_block = is_labelled and has_years and not others
    return _Block(at, end, tuple(labels), frozenset(beside)) if is_block else None


def _is_label(reader: Reader, text: str) -> bool:
    heading = reader.heading(text)
    return not text or (heading.is_clear and heading.role in _LABELS and not heading.years)


def _end(reader: Reader, at: int, names: Naming) -> int:
    """Up to an empty row or the next header of either kind."""
    for below in range(at + 1, len(reader.rows)):
        row = reader.rows[below]
        is_header = bool(reader.named(row)) or any(names(cell.text) for cell in row.cells.values())
        if is_header or not row.cells or row.number > reader.rows[below - 1].number + 1:
            return below
    return len(reader.rows)


# Turning


def _turned(sheet: Sheet, block: _Block, remarks: Sequence[str]) -> Sheet:
    """Each column of the block a row. Remarks above, below and beside are titles: they hold for all of it."""
    rows = sheet.rows[block.first : block.end]
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
        titles=tuple(dict.fromkeys((*sheet.titles, *_around(sheet, block), *remarks))),
        is_turned=True,
    )


def _cell(cell: Cell) -> Cell:
    if cell.area is None:
        return cell
    top, left, bottom, right = cell.area
    area: Area = (left + 1, top - 1, right + 1, bottom - 1)
    return replace(cell, area=area)


def _around(sheet: Sheet, block: _Block) -> Iterator[str]:
    """What stands alone in a row above or below, up to the first row that holds more."""
    for rows in (reversed(sheet.rows[: block.first]), sheet.rows[block.end :]):
        for row in rows:
            texts = list(dict.fromkeys(cell.text for cell in row.cells.values()))
            if len(texts) > 1:
                break
            yield from texts


def _remarks(reader: Reader, block: _Block) -> Iterator[str]:
    """In columns that hold no values, and what stands alone in a row and is no year: 「※R8は見込み」, 【目標】."""
    for row in reader.rows[block.first + 1 : block.end]:
        texts = list(dict.fromkeys(cell.text for cell in row.cells.values()))
        yield from (row.text(column) for column in sorted(block.beside) if row.text(column))
        heading = reader.heading(texts[0])
        if len(texts) == 1 and (heading.rest or not heading.years):
            yield texts[0]
