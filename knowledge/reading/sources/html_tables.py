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
    reader = _Tables()
    reader.feed("\n".join(line.text for line in lines))
    reader.close()
    rows = {at: cells for table in reader.tables for at, cells in _filled(table)}
    out: list[Line] = []
    for at, line in enumerate(lines, start=1):
        if any(table.first <= at <= table.last for table in reader.tables):
            text = "\t".join(rows.get(at, ()))
            out.append(replace(line, text=text, likely=text, cells=rows.get(at, ())))
        else:
            out.append(line)
    return tuple(out)


class _Cell(Struct):
    high: int
    wide: int
    text: str = ""


class _Table(Struct):
    """Its lines from 1, and its rows, each with the line on which it begins."""

    first: int
    last: int = 0
    rows: list[tuple[int, list[_Cell]]] = field(default_factory=list)


class _Tables(HTMLParser):
    """A table that never ends is none."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[_Table] = []
        self._table: _Table | None = None
        self._cell: _Cell | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = self.getpos()[0]
        if tag == "table":
            self._table = _Table(at)
        elif tag == "tr" and self._table:
            self._table.rows.append((at, []))
        elif tag in ("td", "th") and self._table and self._table.rows:
            told = dict(attrs)
            self._cell = _Cell(_count(told.get("rowspan")), _count(told.get("colspan")))
            self._table.rows[-1][1].append(self._cell)
        elif tag == "br":
            self.handle_data(" ")
        if tag in ("table", "tr"):
            self._cell = None

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._cell = None
        if tag == "table" and self._table:
            self._table.last = self.getpos()[0]
            self.tables.append(self._table)
            self._table = None

    def handle_data(self, data: str) -> None:
        if self._cell:
            self._cell.text += data


def _filled(table: _Table) -> list[tuple[int, tuple[str, ...]]]:
    """Each cell in the first column that none above reaches down to."""
    grid: list[dict[int, str]] = [{} for _ in table.rows]
    for number, (_, cells) in enumerate(table.rows):
        column = 0
        for cell in cells:
            while column in grid[number]:
                column += 1
            for row in grid[number : number + cell.high]:
                row |= dict.fromkeys(range(column, column + cell.wide), " ".join(cell.text.split()))
    return [(at, tuple(row[each] for each in sorted(row))) for (at, _), row in zip(table.rows, grid, strict=True)]


def _count(told: str | None) -> int:
    return min(int(told), _MOST_SPANNED) if told and told.isdecimal() and int(told) else 1
