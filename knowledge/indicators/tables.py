"""Finding the tables of a sheet: header rows, one below the other or side by side, and where each table's body ends."""

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date

from knowledge.indicators.cell_values import is_amount
from knowledge.indicators.grid import Row, Sheet
from knowledge.indicators.header_words import Heading, read_heading

MOST_HEADER_ROWS = 4
TITLE_WITHIN_ROWS = 5  # above a header: title, unit line, date; what stands further up is of something else

Naming = Callable[[str], bool]
"""Whether a text names a known indicator."""


@dataclass(frozen=True, slots=True)
class HeadedColumn:
    """One column under its whole header, top to bottom, each text once."""

    index: int
    parts: tuple[Heading, ...]

    @property
    def text(self) -> str:
        return "／".join(part.text.replace("\n", " ") for part in self.parts)


@dataclass(frozen=True, slots=True)
class RawTable:
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


@dataclass(frozen=True, slots=True)
class _Header:
    """Header rows by index, and the columns in which an indicator's name or id is announced."""

    first: int
    last: int
    names: tuple[int, ...]


class _Reader:
    """A sheet with every header text read once."""

    def __init__(self, sheet: Sheet, today: date) -> None:
        self.whole = self.rows = sheet.rows
        self._today = today
        self._read: dict[str, Heading] = {}

    def within(self, columns: range) -> "_Reader":
        """The same rows, with these columns alone."""
        narrow = copy(self)
        narrow.rows = tuple(
            replace(row, cells={at: cell for at, cell in row.cells.items() if at in columns}) for row in self.whole
        )
        return narrow

    def heading(self, text: str) -> Heading:
        if text not in self._read:
            self._read[text] = read_heading(text, self._today)
        return self._read[text]

    def is_number(self, text: str) -> bool:
        """An amount, and no year."""
        return is_amount(text) and not self.heading(text).years

    def named(self, row: Row) -> list[int]:
        """Columns that announce names or ids."""
        found = [column for column in sorted(row.cells) if self._announces(row.text(column))]
        return [column for column in found if not self._is_data(row, column)]

    def _announces(self, text: str) -> bool:
        heading = self.heading(text)
        return heading.is_clear and heading.role in ("name", "id") and not heading.years

    def _is_data(self, row: Row, column: int) -> bool:
        """A row of numbers is no header, whatever stands in front of them."""
        return any(self.is_number(row.text(at)) for at in _run(row, column))

    def is_clear(self, row: Row, column: int) -> bool:
        return self.heading(row.text(column)).is_clear


def _run(row: Row, column: int) -> list[int]:
    """The filled cells from a column on, up to the first gap of two."""
    run: list[int] = []
    for at in sorted(at for at in row.cells if at >= column):
        if run and at > run[-1] + 2:
            break
        run.append(at)
    return run


def find_tables(sheet: Sheet, today: date, names: Naming) -> tuple[RawTable, ...]:
    """`today` is Tokyo's. Where no header names a column of indicators, `names` finds the one that holds them."""
    whole = _Reader(sheet, today)
    parts = [whole.within(columns) for columns in _apart(whole)]
    return tuple(table for part in parts for table in _tables(sheet, part, names))


def _apart(reader: _Reader) -> list[range]:
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


def _tables(sheet: Sheet, reader: _Reader, names: Naming) -> tuple[RawTable, ...]:
    headers = list(_headers(reader)) or list(_header_above_names(reader, names))
    pieces = [(header, span) for header in headers for span in _spans(reader, header)]
    return tuple(_table(reader, sheet, header, span, pieces) for header, span in pieces)


def _headers(reader: _Reader) -> Iterator[_Header]:
    at, before = 0, -1
    while at < len(reader.rows):
        named = reader.named(reader.rows[at])
        header = _grown(reader, at, tuple(named), before) if named else None
        if header is not None and _is_header(reader, header):
            yield header
            at = before = header.last
        at += 1


def _is_header(reader: _Reader, header: _Header) -> bool:
    """More than the name of one column must be known: 「指標」 alone may be anything."""
    rows = reader.rows[header.first : header.last + 1]
    clear = {column for row in rows for column in row.cells if reader.is_clear(row, column)}
    return len(clear) > 1


def _grown(reader: _Reader, at: int, names: tuple[int, ...], before: int = -1) -> _Header:
    """`before`: the last row of the header above, -1 for none."""
    first = last = at
    while last + 1 < len(reader.rows) and last - at + 1 < MOST_HEADER_ROWS and _goes_on(reader, at, last + 1, names):
        last += 1
    is_joined = before >= 0 and all(_follows(reader, row) for row in range(before + 1, at + 1))
    while first > before + 1 and last - first + 1 < MOST_HEADER_ROWS and _stands_above(reader, at, first - 1, names):
        if is_joined and not _is_all_header(reader, reader.rows[first - 1]):
            break
        first -= 1
    return _Header(first, last, names)


def _follows(reader: _Reader, at: int) -> bool:
    """Directly below a row, with something in it."""
    return bool(reader.rows[at].cells) and reader.rows[at].number == reader.rows[at - 1].number + 1


def _is_all_header(reader: _Reader, row: Row) -> bool:
    """Right below a table's body its last rows must not be taken for a header: 「実績｜約120」."""
    clear = [reader.heading(cell.text) for cell in row.cells.values()]
    is_header = all(one.is_clear and not is_amount(one.text) for one in clear)
    return is_header and (len(clear) > 1 or any(one.years for one in clear))


def _goes_on(reader: _Reader, at: int, below: int, names: tuple[int, ...]) -> bool:
    """A further header row has no name of its own below the names' header, and no numbers."""
    head, row = reader.rows[at], reader.rows[below]
    if row.number != reader.rows[below - 1].number + 1 or any(reader.is_number(c.text) for c in row.cells.values()):
        return False
    own = [column for column in row.cells if column not in names]
    return bool(own) and all(_is_same(head, row, column) for column in names if column in row.cells)


def _is_same(upper: Row, lower: Row, column: int) -> bool:
    area = lower.area(column)
    return lower.text(column) == upper.text(column) or (area is not None and area == upper.area(column))


def _stands_above(reader: _Reader, at: int, above: int, names: tuple[int, ...]) -> bool:
    """What is directly above a header belongs to it, unless it is a title, a unit line or the body of a table."""
    head, row = reader.rows[at], reader.rows[above]
    if row.number != reader.rows[above + 1].number - 1 or any(reader.is_number(c.text) for c in row.cells.values()):
        return False
    if any(not _is_same(row, head, c) and not reader.is_clear(row, c) for c in names if c in row.cells):
        return False
    return not is_title(row, reader.heading, names[0])


def is_title(row: Row, heading: Callable[[str], Heading], name: int) -> bool:
    """One text over the whole table or at its left, or a date or unit at its right."""
    distinct = row.distinct(row.cells)
    if len(distinct) != 1:
        return not distinct
    [(area, column)] = distinct.items()
    said = heading(row.text(column))
    is_aside = "単位" in said.text or any(one.kind == "day" for one in said.years)
    return column <= name <= area[3] or area[3] < name or is_aside


def _header_above_names(reader: _Reader, names: Naming) -> Iterator[_Header]:
    """The rows above the first known indicator, where its column is called something unknown."""
    for at, row in enumerate(reader.rows):
        named = [column for column, cell in sorted(row.cells.items()) if names(cell.text)]
        if named and at and reader.rows[at - 1].number == row.number - 1:
            above = reader.rows[at - 1]
            if not any(reader.is_number(cell.text) for cell in above.cells.values()):
                grown = _grown(reader, at - 1, (named[0],))
                yield _Header(grown.first, at - 1, (named[0],))
            return


# Side by side


def _spans(reader: _Reader, header: _Header) -> Iterator[range]:
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


def _announced(reader: _Reader, rows: Sequence[Row], column: int) -> str | None:
    """name or id: a table may have both, however far from each other."""
    roles = [reader.heading(row.text(column)).role for row in rows if column in row.cells]
    return next((role for role in roles if role in ("name", "id")), None)


def _holds_values(reader: _Reader, rows: Sequence[Row], column: int) -> bool:
    read = [reader.heading(row.text(column)) for row in rows if column in row.cells]
    return any(one.years or {"value", "target", "baseline", "rate"} & set(one.roles) for one in read)


def _start(reader: _Reader, rows: Sequence[Row], name: int, used: set[int]) -> int:
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
    reader: _Reader, sheet: Sheet, header: _Header, span: range, pieces: Sequence[tuple[_Header, range]]
) -> RawTable:
    end = min(
        (other.first for other, own in pieces if other.first > header.last and _overlap(own, span)),
        default=len(reader.rows),
    )
    rows = reader.rows[header.first : header.last + 1]
    columns = tuple(HeadedColumn(column, _parts(reader, rows, column, span)) for column in span)
    return RawTable(
        sheet,
        rows[0].number,
        columns,
        span,
        (sheet.name, *_titles(reader, header)),
        reader.rows[header.last + 1 : end],
        reader.heading,
    )


def _overlap(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop


def _titles(reader: _Reader, header: _Header) -> Iterator[str]:
    for row in reversed(reader.whole[: header.first]):
        far = reader.rows[header.first].number - row.number > TITLE_WITHIN_ROWS
        if far or any(reader.is_number(cell.text) for cell in row.cells.values()):
            return
        yield from dict.fromkeys(cell.text for cell in row.cells.values())


def _parts(reader: _Reader, rows: Sequence[Row], column: int, span: range) -> tuple[Heading, ...]:
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
