"""Tables that a Markdown text writes as HTML: each row becomes the cells of the line on which it begins."""

from collections.abc import Sequence
from html.parser import HTMLParser

from msgspec import Struct, field

from knowledge.model.structs import replace
from knowledge.reading.source import Line

_MOST_SPANNED = 50  # rows or columns; more is a mistake


def with_html_tables(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The same lines; of a table only those with a row keep text, merged cells in each of their rows and columns."""
    if not any("<table" in line.text.lower() for line in lines):
        return tuple(lines)
    reader = _Rows()
    reader.feed("\n".join(line.text for line in lines))
    reader.close()
    rows = {row.at: tuple(row.cells[at] for at in sorted(row.cells)) for row in reader.rows}
    out: list[Line] = []
    for at, line in enumerate(lines, start=1):
        if any(first <= at <= last for first, last in reader.tables):
            text = "\t".join(rows.get(at, ()))
            out.append(replace(line, text=text, likely=text, cells=rows.get(at, ())))
        else:
            out.append(line)
    return tuple(out)


class _Row(Struct):
    """`at`: the line from 1 on which it begins; `cells` by their columns."""

    at: int
    cells: dict[int, str] = field(default_factory=dict)


class _Cell(Struct):
    high: int
    wide: int
    text: list[str] = field(default_factory=list)


class _Rows(HTMLParser):
    """`tables`: their first and last lines; a table that never ends is none."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[_Row] = []
        self.tables: list[tuple[int, int]] = []
        self._begun = 0
        self._open: list[_Row] = []
        self._row: _Row | None = None
        self._cell: _Cell | None = None
        self._below: dict[int, tuple[int, str]] = {}  # by column: in how many more rows this cell stands

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = self.getpos()[0]
        if tag == "table":
            self._begun, self._open, self._below = at, [], {}
        elif tag == "tr" and self._begun:
            self._end_row()
            self._row = _Row(at)
        elif tag in ("td", "th") and self._row:
            self._end_cell()
            told = dict(attrs)
            self._cell = _Cell(_count(told.get("rowspan")), _count(told.get("colspan")))
        elif tag == "br" and self._cell:
            self._cell.text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._end_cell()
        elif tag == "tr":
            self._end_row()
        elif tag == "table" and self._begun:
            self._end_row()
            self.rows += self._open
            self.tables.append((self._begun, self.getpos()[0]))
            self._begun, self._open = 0, []

    def handle_data(self, data: str) -> None:
        if self._cell:
            self._cell.text.append(data)

    def _end_cell(self) -> None:
        if self._cell is None or self._row is None:
            return
        row, text = self._row, " ".join("".join(self._cell.text).split())
        at = self._fill(row, 0)
        for column in range(at, at + self._cell.wide):
            row.cells[column] = text
            if self._cell.high > 1:
                self._below[column] = (self._cell.high, text)  # this row counts, too
        self._cell = None

    def _end_row(self) -> None:
        self._end_cell()
        if self._row:
            self._fill(self._row, max(self._below, default=-1) + 1)
            self._open.append(self._row)
            self._row = None
            self._below = {at: (left - 1, text) for at, (left, text) in self._below.items() if left > 1}

    def _fill(self, row: _Row, until: int) -> int:
        """The first free column, behind the cells that reach down from above."""
        at = 0
        while at in row.cells or at in self._below or at < until:
            if at not in row.cells and at in self._below:
                row.cells[at] = self._below[at][1]
            at += 1
        return at


def _count(told: str | None) -> int:
    return min(int(told), _MOST_SPANNED) if told and told.isdecimal() and int(told) else 1
