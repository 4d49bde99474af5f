"""A sheet as a person sees it: texts in cells, which of them are merged, what is hidden. Where it came from is gone."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from knowledge.model.structs import replace

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column of merged cells; rows as numbered, columns from 0."""

LONGEST_CELL = 1_000  # characters of a cell that are read; no heading, value or remark of an honest table has more
MOST_CELLS_NAMED = 10  # long cells
_FIRST, _LETTERS = ord("A"), 26


class Cell(Struct, frozen=True):
    """`text` as shown, stripped, never empty. A merged area's text stands in each of its cells that is looked at.

    `remark` says what a reader should know of the cell: that it shows a rounder number, say. `comment`: what somebody
    attached to it; `fill`: its colour, the same word for the same one, "" for none. `seen`: the text with all its zeros
    and marks between thousands, "" where that is no other.
    """

    text: str
    area: Area | None = None
    remark: str = ""
    comment: str = ""
    fill: str = ""
    seen: str = ""


class Row(Struct, frozen=True):
    """`number` as the spreadsheet program shows it. Only cells that hold something are there, by column from 0."""

    number: int
    cells: Mapping[int, Cell]
    is_hidden: bool = False

    @classmethod
    def of(cls, number: int, texts: Iterable[str]) -> "Row":
        return cls(number, {at: Cell(text.strip()) for at, text in enumerate(texts) if text.strip()})

    def text(self, column: int | None) -> str:
        cell = self.cells.get(column) if column is not None else None
        return cell.text if cell else ""

    def seen(self, column: int) -> str:
        cell = self.cells.get(column)
        return (cell.seen or cell.text) if cell else ""

    def comment(self, column: int | None) -> str:
        cell = self.cells.get(column) if column is not None else None
        return cell.comment if cell else ""

    def area(self, column: int) -> Area | None:
        cell = self.cells.get(column)
        return cell.area if cell else None

    def distinct(self, columns: Iterable[int]) -> dict[Area, int]:
        """What stands in these columns, merged cells once: its area → its first column among them."""
        found: dict[Area, int] = {}
        for column in columns:
            if column in self.cells:
                found.setdefault(self.cells[column].area or (self.number, column, self.number, column), column)
        return found


class Sheet(Struct, frozen=True):
    """Rows in order; empty ones may be left out. `name` is "" for a file that has only one table.

    `remarks` are sentences on the whole sheet, of what was done to read it; `titles` what stands above all of it.
    `is_turned`: its rows are the columns of the sheet that a person sees, numbered from 1, its columns the rows.
    """

    name: str
    rows: tuple[Row, ...]
    is_hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()
    remarks: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    is_turned: bool = False

    def place(self, row: int) -> str:
        return f"{self.name} {self.line(row)}".strip()

    def line(self, row: int) -> str:
        """「3行目」"""
        return f"{column_letters(row - 1)}列" if self.is_turned else f"{row}行目"

    def column(self, column: int) -> str:
        """「C列」"""
        return f"{column + 1}行目" if self.is_turned else f"{column_letters(column)}列"

    def cell(self, row: int, column: int) -> str:
        """「C3」"""
        return f"{column_letters(row - 1)}{column + 1}" if self.is_turned else f"{column_letters(column)}{row}"


def shortened(sheet: Sheet) -> Sheet:
    """With the beginnings of cells that hold more than any table needs, and a remark that names those."""
    long = {
        (row.number, at): cell
        for row in sheet.rows
        for at, cell in row.cells.items()
        if max(len(cell.text), len(cell.comment)) > LONGEST_CELL
    }
    if not long:
        return sheet
    rows = tuple(
        replace(
            row, cells={at: _beginning(cell) if (row.number, at) in long else cell for at, cell in row.cells.items()}
        )
        for row in sheet.rows
    )
    places = "、".join(sheet.cell(*place) for place in list(long)[:MOST_CELLS_NAMED])
    more = f" ほか{len(long) - MOST_CELLS_NAMED}か所" if len(long) > MOST_CELLS_NAMED else ""
    remark = f"長い文章は、先頭の{LONGEST_CELL:,}文字だけを読みました（{f'{sheet.name} {places}'.strip()}{more}）。"
    return replace(sheet, rows=rows, remarks=(*sheet.remarks, remark))


def _beginning(cell: Cell) -> Cell:
    return replace(cell, text=cell.text[:LONGEST_CELL].rstrip(), comment=cell.comment[:LONGEST_CELL].rstrip())


def column_letters(column: int) -> str:
    """0 → A, 27 → AB."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(_FIRST + rest) + letters
    return letters


def column_of(letters: str) -> int:
    """AB → 27. Of one to three letters."""
    column = 0
    for letter in letters.upper():
        column = column * _LETTERS + ord(letter) - _FIRST + 1
    return column - 1
