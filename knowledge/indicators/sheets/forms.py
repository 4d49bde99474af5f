"""Forms of one indicator: its name stands in a line above, its years and values in a table that names no indicator.

指標名  新規就農者数  単位  人
年度    目標  実績
R7      15    14
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from msgspec import Struct

from knowledge.files.grid import Cell, Row, Sheet
from knowledge.indicators.sheets.header_rows import Naming, Reader
from knowledge.model.structs import replace

_KINDS = frozenset(("value", "target", "baseline", "plan", "rate", "difference", "previous"))
_NAME, _UNIT = "指標", "単位"


class _Labelled(Struct, frozen=True):
    """A cell behind one that says what it is, in the row of that index."""

    at: int
    label: int
    column: int
    text: str


def with_name_in_rows(sheet: Sheet, today: date, names: Naming) -> Sheet:
    """The sheet with the name and the unit of its form in every row of its table; as it is where it is no such form."""
    reader = Reader(sheet, today)
    named = list(_labelled(reader, "name"))
    known = {cell.text for row in sheet.rows for cell in row.cells.values() if names(cell.text)}
    if len(named) != 1 or known != {named[0].text}:
        return sheet
    [name] = named
    head = next((at for at in range(name.at + 1, len(sheet.rows)) if _heads_values(reader, at)), None)
    if head is None:
        return sheet
    units = [one for one in _labelled(reader, "unit") if one.at < head]
    end = head + 1 + _height(reader, sheet.rows[head + 1 :])
    beside = [(_NAME, name.text), *((_UNIT, one.text) for one in units[:1])]
    first = max(column for row in sheet.rows for column in row.cells) + 1
    rows = list(sheet.rows)
    for one in (name, *units[:1]):
        rows[one.at] = _without(rows[one.at], (one.label, one.column))
    for at in range(head, end):
        own = {first + n: Cell(title if at == head else text) for n, (title, text) in enumerate(beside)}
        rows[at] = replace(rows[at], cells={**rows[at].cells, **own})
    where = sheet.cell(sheet.rows[name.at].number, name.column)
    remark = f"{sheet.name} {where}「{name.text}」を、その下の表の指標として読みました。".strip()
    return replace(sheet, rows=tuple(rows), remarks=(*sheet.remarks, remark))


def _labelled(reader: Reader, role: str) -> Iterator[_Labelled]:
    """「指標名｜新規就農者数」: the cell right behind a label, merged ones once."""
    for at, row in enumerate(reader.rows):
        columns = list(row.distinct(sorted(row.cells)).values())
        for label, column in pairwise(columns):
            heading = reader.heading(row.text(label))
            if heading.is_clear and heading.role == role and not heading.years and not _is_label(reader, row, column):
                yield _Labelled(at, label, column, row.text(column))


def _is_label(reader: Reader, row: Row, column: int) -> bool:
    heading = reader.heading(row.text(column))
    return heading.is_clear and bool(heading.role or heading.years) and not heading.unit


def _heads_values(reader: Reader, at: int) -> bool:
    """A row of years over one of a kind of value, or a label of years over a row of one."""
    if at + 1 >= len(reader.rows) or not reader.may_head(reader.rows[at]):
        return False
    here = [reader.heading(cell.text) for cell in reader.rows[at].cells.values()]
    below = _first(reader, reader.rows[at + 1])
    is_across = any(one.fiscal_years for one in here) and below == "kind"
    is_down = any(one.role == "fiscal_year" for one in here) and below == "year"
    return is_across or (is_down and any(one.role in _KINDS for one in here))


def _height(reader: Reader, below: Sequence[Row]) -> int:
    """Rows that begin as the first one does."""
    kind = _first(reader, below[0])
    return next((n for n, row in enumerate(below) if _first(reader, row) != kind), len(below))


def _first(reader: Reader, row: Row) -> str:
    """What the first cell of a row says: a year, a kind of value, or "" for anything else."""
    if not row.cells:
        return ""
    heading = reader.heading(row.text(min(row.cells)))
    if not heading.is_clear:
        return ""
    return "kind" if heading.role in _KINDS else "year" if heading.fiscal_years else ""


def _without(row: Row, columns: tuple[int, int]) -> Row:
    areas = {row.area(column) for column in columns} - {None}
    kept = {at: cell for at, cell in row.cells.items() if at not in columns and cell.area not in areas}
    return replace(row, cells=kept)
