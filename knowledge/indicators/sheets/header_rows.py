"""Which rows of a sheet are the headers of tables, and in which of their columns indicators are announced."""

from collections.abc import Callable, Iterator
from copy import copy
from datetime import date

from msgspec import Struct

from knowledge.files.grid import Row, Sheet
from knowledge.indicators.sheets.cell_values import is_amount
from knowledge.indicators.sheets.header_words import Heading, read_heading
from knowledge.indicators.sheets.legend import says_how_to_read
from knowledge.model.structs import replace

MOST_HEADER_ROWS = 4

Naming = Callable[[str], bool]
"""Whether a text names a known indicator."""


class Header(Struct, frozen=True):
    """Header rows by index, and the columns in which an indicator's name or id is announced."""

    first: int
    last: int
    names: tuple[int, ...]


class Reader:
    """A sheet with every header text read once."""

    def __init__(self, sheet: Sheet, today: date) -> None:
        self.whole = self.rows = sheet.rows
        self._today = today
        self._read: dict[str, Heading] = {}

    def within(self, columns: range) -> "Reader":
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

    def may_head(self, row: Row) -> bool:
        """Without numbers, and without a remark on how cells are to be read."""
        texts = [cell.text for cell in row.cells.values()]
        return not any(self.is_number(text) or says_how_to_read(text, self.heading) for text in texts)

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


def find_headers(reader: Reader) -> Iterator[Header]:
    at, before = 0, -1
    while at < len(reader.rows):
        named = [column for column in reader.named(reader.rows[at]) if not _is_in_body(reader, at, column, before)]
        header = _grown(reader, at, tuple(named), before) if named else None
        if header is not None and _is_header(reader, header):
            yield header
            at = before = header.last
        at += 1


def _is_in_body(reader: Reader, at: int, column: int, before: int) -> bool:
    """A remark 「ID」 in a row of values, under a cell of the header above (its row `before`, -1 for none)."""
    is_under = before >= 0 and column in reader.rows[before].cells and not reader.may_head(reader.rows[at])
    return is_under and all(_follows(reader, row) for row in range(before + 1, at + 1))


def _is_header(reader: Reader, header: Header) -> bool:
    """More than the name of one column must be known: 「指標」 alone may be anything."""
    rows = reader.rows[header.first : header.last + 1]
    clear = {column for row in rows for column in row.cells if reader.is_clear(row, column)}
    return len(clear) > 1


def _grown(reader: Reader, at: int, names: tuple[int, ...], before: int = -1) -> Header:
    """`before`: the last row of the header above, -1 for none."""
    first = last = at
    while last + 1 < len(reader.rows) and last - at + 1 < MOST_HEADER_ROWS and _goes_on(reader, at, last + 1, names):
        last += 1
    is_joined = before >= 0 and all(_follows(reader, row) for row in range(before + 1, at + 1))
    while first > before + 1 and last - first + 1 < MOST_HEADER_ROWS and _stands_above(reader, at, first - 1, names):
        if is_joined and not _is_all_header(reader, reader.rows[first - 1]):
            break
        first -= 1
    return Header(first, last, names)


def _follows(reader: Reader, at: int) -> bool:
    """Directly below a row, with something in it."""
    return bool(reader.rows[at].cells) and reader.rows[at].number == reader.rows[at - 1].number + 1


def _is_all_header(reader: Reader, row: Row) -> bool:
    """Right below a table's body its last rows must not be taken for a header: 「実績｜約120」."""
    clear = [reader.heading(cell.text) for cell in row.cells.values()]
    is_header = all(one.is_clear and not is_amount(one.text) for one in clear)
    return is_header and (len(clear) > 1 or any(one.years for one in clear))


def _goes_on(reader: Reader, at: int, below: int, names: tuple[int, ...]) -> bool:
    """A further header row has no name of its own below the names' header, 「（単位）」 perhaps, and no numbers."""
    head, row = reader.rows[at], reader.rows[below]
    if row.number != reader.rows[below - 1].number + 1 or not reader.may_head(row):
        return False
    own = [column for column in row.cells if column not in names]
    below_names = [column for column in names if column in row.cells]
    return bool(own) and all(
        _is_same(head, row, column) or reader.heading(row.text(column)).role == "unit" for column in below_names
    )


def _is_same(upper: Row, lower: Row, column: int) -> bool:
    area = lower.area(column)
    return lower.text(column) == upper.text(column) or (area is not None and area == upper.area(column))


def _stands_above(reader: Reader, at: int, above: int, names: tuple[int, ...]) -> bool:
    """What is directly above a header belongs to it, unless it is a title, a unit line or the body of a table."""
    head, row = reader.rows[at], reader.rows[above]
    if row.number != reader.rows[above + 1].number - 1 or not reader.may_head(row):
        return False
    if any(not _is_same(row, head, c) and not reader.is_clear(row, c) for c in names if c in row.cells):
        return False
    return not _is_title(row, reader.heading, names[0])


def _is_title(row: Row, heading: Callable[[str], Heading], name: int) -> bool:
    """One text over the whole table or at its left, or a date or unit at its right."""
    distinct = row.distinct(row.cells)
    if len(distinct) != 1:
        return not distinct
    [(area, column)] = distinct.items()
    said = heading(row.text(column))
    is_aside = "単位" in said.text or any(one.kind == "day" for one in said.years)
    return column <= name <= area[3] or area[3] < name or is_aside


def header_above_names(reader: Reader, names: Naming) -> Iterator[Header]:
    """The rows above the first known indicator, where its column is called something unknown."""
    for at, row in enumerate(reader.rows):
        named = [column for column, cell in sorted(row.cells.items()) if names(cell.text)]
        is_across = len(named) > 1 and not any(reader.is_number(cell.text) for cell in row.cells.values())
        if is_across:
            return
        if named and at and reader.rows[at - 1].number == row.number - 1:
            above = reader.rows[at - 1]
            if not any(reader.is_number(cell.text) for cell in above.cells.values()):
                grown = _grown(reader, at - 1, (named[0],))
                yield Header(grown.first, at - 1, (named[0],))
            return
