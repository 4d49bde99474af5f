"""Finding the tables of a sheet: header rows, one below the other or side by side, and where each table's body ends."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from msgspec import Struct

from knowledge.files.grid import Row, Sheet
from knowledge.indicators.sheets.cell_values import has_no_value, read_value
from knowledge.indicators.sheets.header_rows import Header, Naming, Reader, find_headers, header_above_names
from knowledge.indicators.sheets.header_words import Heading

TITLE_WITHIN_ROWS = 5  # above a header: title, unit line, date; what stands further up is of something else


class HeadedColumn(Struct, frozen=True):
    """One column under its whole header, top to bottom, each text once. `letters` as a person finds it: 「C列」."""

    index: int
    letters: str
    parts: tuple[Heading, ...]

    @property
    def text(self) -> str:
        return "／".join(part.text.replace("\n", " ") for part in self.parts)


class RawTable(Struct, frozen=True):
    """`rows` are those below the header, up to the next one. `titles`: what stands above it, and the sheet's name.

    `read` reads a text as headers are read.
    """

    sheet: Sheet
    header_row: int
    columns: tuple[HeadedColumn, ...]
    span: range
    titles: tuple[str, ...]
    rows: tuple[Row, ...]
    read: Callable[[str], Heading]


def has_amounts(raw: RawTable, column: int) -> bool:
    return any(read_value(row.text(column)) for row in raw.rows if not has_no_value(row.text(column)))


def find_tables(sheet: Sheet, today: date, names: Naming) -> tuple[RawTable, ...]:
    """`today` is Tokyo's. Where no header names a column of indicators, `names` finds the one that holds them."""
    whole = Reader(sheet, today)
    parts = [whole.within(columns) for columns in _apart(whole)]
    return tuple(table for part in parts for table in _tables(sheet, part, names))


def _apart(reader: Reader) -> list[range]:
    """Columns between which one is empty all the way down, where each part announces names of its own."""
    used = {column for row in reader.rows for column in row.cells}
    naming = {column for row in reader.rows for column in reader.named(row)}
    parts: list[range] = []
    for column in sorted(used):
        goes_on = bool(parts) and (column - 1 in used or not naming & set(parts[-1]))
        if goes_on or (parts and not naming & set(_run_of(used, column))):
            parts[-1] = range(parts[-1].start, column + 1)
        else:
            parts.append(range(column, column + 1))
    return parts


def _run_of(used: set[int], column: int) -> Iterator[int]:
    """The columns from one on up to the next empty one."""
    at = column
    while at in used:
        yield at
        at += 1


def _tables(sheet: Sheet, reader: Reader, names: Naming) -> tuple[RawTable, ...]:
    headers = list(find_headers(reader)) or list(header_above_names(reader, names))
    pieces = [(header, span) for header in headers for span in _spans(reader, header)]
    return tuple(_table(reader, sheet, header, span, pieces) for header, span in pieces)


# Side by side


def _spans(reader: Reader, header: Header) -> Iterator[range]:
    """The columns of each table: a further name behind a table's values begins the next one."""
    rows = reader.rows[header.first : header.last + 1]
    used = sorted({column for row in rows for column in row.cells})
    starts, seen = [used[0]], {_announced(reader, rows, header.names[0])}
    for name, before in zip(header.names[1:], header.names, strict=False):
        role = _announced(reader, rows, name)
        between = [column for column in used if before < column < name]
        if role in seen and any(_holds_values(reader, rows, column) for column in between):
            starts.append(_start(reader, rows, name, set(used)))
            seen = set()
        seen.add(role)
    for start, end in zip(starts, [*starts[1:], used[-1] + 1], strict=True):
        yield range(start, max(column for column in used if column < end) + 1)


def _announced(reader: Reader, rows: Sequence[Row], column: int) -> str | None:
    """name or id: a table may have both, however far from each other."""
    roles = [reader.heading(row.text(column)).role for row in rows if column in row.cells]
    return next((role for role in roles if role in ("name", "id")), None)


def _holds_values(reader: Reader, rows: Sequence[Row], column: int) -> bool:
    read = [reader.heading(row.text(column)) for row in rows if column in row.cells]
    return any(one.years or {"value", "target", "baseline", "rate"} & set(one.roles) for one in read)


def _start(reader: Reader, rows: Sequence[Row], name: int, used: set[int]) -> int:
    """Where numbers, ids and the like stand in front of a name, they begin the table."""
    start = name
    while start - 1 in used:
        roles = {reader.heading(row.text(start - 1)).role for row in rows if start - 1 in row.cells}
        if not roles <= {"number", "id", "group", "name"}:
            break
        start -= 1
    return start


# One table


def _table(
    reader: Reader, sheet: Sheet, header: Header, span: range, pieces: Sequence[tuple[Header, range]]
) -> RawTable:
    end = min(
        (other.first for other, own in pieces if other.first > header.last and _overlap(own, span)),
        default=len(reader.rows),
    )
    rows = reader.rows[header.first : header.last + 1]
    columns = tuple(HeadedColumn(column, sheet.column(column), _parts(reader, rows, column, span)) for column in span)
    return RawTable(
        sheet,
        rows[0].number,
        columns,
        span,
        (sheet.name, *sheet.titles, *_titles(reader, header)),
        reader.rows[header.last + 1 : end],
        reader.heading,
    )


def _overlap(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop


def _titles(reader: Reader, header: Header) -> Iterator[str]:
    """Also those beside the table's columns, unless they are the header of another table."""
    for at in range(header.first - 1, -1, -1):
        row = reader.rows[at] if reader.named(reader.whole[at]) else reader.whole[at]
        far = reader.rows[header.first].number - row.number > TITLE_WITHIN_ROWS
        is_of_table = bool(reader.named(reader.rows[at])) or any(reader.is_number(c.text) for c in row.cells.values())
        if far or is_of_table:
            return
        yield from dict.fromkeys(cell.text for cell in row.cells.values())


def _parts(reader: Reader, rows: Sequence[Row], column: int, span: range) -> tuple[Heading, ...]:
    texts = [row.text(column) or _carried(rows, number, column, span) for number, row in enumerate(rows)]
    return tuple(reader.heading(text) for text in dict.fromkeys(filter(None, texts)))


def _carried(rows: Sequence[Row], number: int, column: int, span: range) -> str:
    """Without merged cells, as in CSV, a label over several columns stands over the first of them alone.

    It holds for a column without one that has something below, as the label's own column has.
    """
    row = rows[number]
    if not any(column in lower.cells for lower in rows[number + 1 :]):
        return ""
    left = next((at for at in range(column - 1, span.start - 1, -1) if at in row.cells), None)
    if left is None or row.area(left) is not None:
        return ""
    below = [any(at in lower.cells for lower in rows[number + 1 :]) for at in range(left, column)]
    return row.text(left) if all(below) else ""
