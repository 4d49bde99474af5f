"""The body of a table, row by row: which rows hold values of an indicator, and what the others are."""

from collections.abc import Iterator

from msgspec import Struct

from knowledge.files.grid import Area, Row
from knowledge.indicators.sheets.beside import said_beside, said_of_cell
from knowledge.indicators.sheets.cell_values import has_no_value, is_amount, read_value
from knowledge.indicators.sheets.columns import ColumnRole
from knowledge.indicators.sheets.header_rows import Naming
from knowledge.indicators.sheets.kinds import kind_of
from knowledge.indicators.sheets.remarks import Remark
from knowledge.indicators.sheets.sheet_words import KINDS, LABELS, is_example, is_only_example, is_total
from knowledge.indicators.sheets.table_columns import Table
from knowledge.model.column_words import Role
from knowledge.model.structs import replace


class ValueCell(Struct, frozen=True):
    """Where a value of an indicator stands, or should. `name` and `id` as the table has them, also from above.

    `is_doubled`: another row says that it is of the same indicator and year. `beside`: what cells of its row say of it.
    """

    row: Row
    column: ColumnRole
    cell: str
    name: str
    id: str
    is_doubled: bool = False
    beside: tuple[Remark, ...] = ()

    @property
    def text(self) -> str:
        return self.row.text(self.column.index)


class Skipped(Struct, frozen=True):
    """A row that holds no actuals by what it says of itself."""

    row: Row
    text: str
    why: str


class Unread(Struct, frozen=True):
    """A row or cell that may hold actuals and cannot be read."""

    row: Row
    cell: str
    text: str
    reason: str


RowReading = ValueCell | Skipped | Unread | None
"""None: nothing stands there."""


def read_rows(table: Table, names: Naming) -> Iterator[RowReading]:
    """In order. Ends before the end of the table at what looks like the header of another."""
    above = ""
    under: Role | None = None
    doubled = _doubled(table)
    for row in table.raw.rows:
        name, id = row.text(table.name), row.text(table.id)
        is_known = names(name) or names(id)
        if table.kinds is not None:
            above = name or above
            name = above
        if _is_strange_header(table, row, is_known=is_known):
            yield Unread(row, "", name or _first(table, row), _ANOTHER_TABLE)
            return
        under = _kind_below(table, row, under)
        for reading in _read_row(table, row, name, id, under, is_known=is_known):
            yield _marked(reading, doubled) if isinstance(reading, ValueCell) else reading


_ANOTHER_TABLE = "別の表の見出しのようですが、読めません。この行から下は読んでいません"


def _marked(value: ValueCell, doubled: set[int]) -> ValueCell:
    return replace(value, is_doubled=True) if value.row.number in doubled else value


def _doubled(table: Table) -> set[int]:
    """Rows that stand for one indicator and year together: 上段 and 下段, 市 and 県, a whole and its parts.

    Rows with their own year, kind or exactly the same merged values are none of them.
    """
    groups: dict[tuple[str, ...], list[Row]] = {}
    name = ""
    for row in table.raw.rows:
        name = row.text(table.id) or row.text(table.name) or name
        if len(row.distinct(table.raw.span)) < 2 or _other_kind(table, row) or _adds_up(table, row):
            continue
        if _is_example(table, row, name):
            continue
        year = row.text(table.year.index) if table.year else ""
        as_of = "".join(row.text(one.index) for one in table.attributes.get("as_of", ()))
        groups.setdefault((name, year, as_of), []).append(row)
    return {row.number for rows in groups.values() if len(rows) > 1 and not _is_one(table, rows) for row in rows}


def _is_one(table: Table, rows: list[Row]) -> bool:
    """All their values are merged over them."""
    areas = [{row.area(one.index) or (row.number,) for row in rows} for one in table.values]
    return all(len(own) == 1 for own in areas)


def _kind_below(table: Table, row: Row, before: Role | None) -> Role | None:
    """A row that says 【目標】 and nothing else says so of the rows below, up to the next such row."""
    if table.kinds is not None:
        return None
    alone = list(row.distinct(table.raw.span).values())
    if len(alone) != 1 or (table.name is not None and alone[0] > table.name):
        return before
    if not (heading := table.raw.read(row.text(alone[0]))).roles:
        return before
    if not (heading.is_clear or heading.rest.isdecimal() or "値" in heading.text):
        return before  # 「目標１　しごとをつくる」
    other = [role for role in heading.roles if role in (KINDS - {"value"}) | {"elsewhere", "money"}]
    return other[-1] if other else "value" if "value" in heading.roles else before


def _read_row(
    table: Table, row: Row, name: str, id: str, under: Role | None, *, is_known: bool
) -> Iterator[RowReading]:
    if not row.distinct(table.raw.span):
        yield from (None for _ in table.values)
    elif _is_example(table, row, name):
        yield Skipped(row, name or _first(table, row), "記入例の行")
    elif not is_known and (why := _why_skipped(table, row, name)):
        yield Skipped(row, name or _first(table, row), why)
    elif kind := _other_kind(table, row) or (under if under != "value" else None):
        yield Skipped(row, name, f"{LABELS[kind]}の行")
    else:
        yield from (_value(table, row, _standing(table, row, column), name, id) for column in table.values)


def _is_example(table: Table, row: Row, name: str) -> bool:
    """Of several cells: what stands alone in a row heads those below it."""
    values = {one.index for one in table.values}
    others = [at for at in table.raw.span if at not in values]
    is_row = any(row.text(at) for at in values)
    return is_row and (is_example(name) or any(is_only_example(row.text(at)) for at in others))


def _standing(table: Table, row: Row, column: ColumnRole) -> ColumnRole:
    """The earlier of two columns where the later one holds nothing yet."""
    earlier = table.earlier.get(column.index)
    if earlier is None or not has_no_value(row.text(column.index)) or has_no_value(row.text(earlier.index)):
        return column
    return earlier


def _first(table: Table, row: Row) -> str:
    return next((row.text(column) for column in table.raw.span if row.text(column)), "")


def _filled(table: Table, row: Row) -> list[ColumnRole]:
    """The columns of actuals in which the row has something to read."""
    standing = [_standing(table, row, column) for column in table.values]
    return [column for column in standing if not has_no_value(row.text(column.index))]


def _is_strange_header(table: Table, row: Row, *, is_known: bool) -> bool:
    """Words where values stand, and in front of them no name that is known."""
    filled = [row.text(column.index) for column in _filled(table, row)]
    is_one_text = len(row.distinct(table.raw.span)) == 1
    has_number = any(is_amount(text) or not table.raw.read(text).years for text in filled if _has_digit(text))
    return bool(filled) and not is_known and not is_one_text and not has_number and not _other_kind(table, row)


def _has_digit(text: str) -> bool:
    return any(char.isdigit() for char in text)


def _why_skipped(table: Table, row: Row, name: str) -> str:
    distinct = row.distinct(table.raw.span)
    filled = _filled(table, row)
    if len(distinct) == 1 and not any(_stands_alone(row, column.index, table) for column in filled):
        return "見出し・注の行"
    if is_total(name) or _adds_up(table, row):
        return "合計の行"
    return "" if filled or table.kinds is not None else "値のない行"


def _adds_up(table: Table, row: Row) -> bool:
    """「小計」 in front of the names, of which the row has none: of a group of indicators."""
    if table.name is None or row.text(table.name):
        return False
    return any(is_total(row.text(at)) for at in range(table.raw.span.start, table.name))


def _stands_alone(row: Row, column: int, table: Table) -> bool:
    """A number in a column of values, not a text that is merged over the whole table."""
    area = row.area(column)
    is_over_name = area is not None and table.name is not None and area[1] <= table.name <= area[3]
    return not is_over_name and read_value(row.text(column)) is not None


def _other_kind(table: Table, row: Row) -> Role | None:
    """What the row's numbers are where the table says it row by row, None for actuals."""
    kind = kind_of(row.text(table.kinds), table.raw) if table.kinds is not None else None
    return None if kind == "value" else kind


def _value(table: Table, row: Row, column: ColumnRole, name: str, id: str) -> RowReading:
    beside = tuple(dict.fromkeys((*said_beside(table, row), *said_of_cell(table, row, column.index))))
    found = ValueCell(row, column, table.raw.sheet.cell(row.number, column.index), name, id, beside=beside)
    if table.kinds is not None and not row.text(table.kinds) and not has_no_value(found.text):
        return Unread(row, found.cell, name, "目標値か実績値かの区分が空欄です")
    if column in table.earlier.values() and not column.provisional:
        return Unread(row, found.cell, name, f"訂正後の値が空欄で、{column.place}にだけ値があります")
    area = row.area(column.index)
    if area is None or has_no_value(found.text):
        return found
    if any(other.index != column.index and area[1] <= other.index <= area[3] for other in table.values):
        return Unread(row, found.cell, name, "複数の年度にまたがって結合されたセルの値です")
    if len(_points(table, area)) > 1:
        return Unread(row, found.cell, name, "複数の指標や年度にまたがって結合されたセルの値です")
    first = next(own.number for own in table.raw.rows if area[0] <= own.number <= area[2])
    return found if row.number == first else None


def _points(table: Table, area: Area) -> set[tuple[str, ...]]:
    year = table.year.index if table.year else None
    rows = [row for row in table.raw.rows if area[0] <= row.number <= area[2]]
    return {tuple(row.text(at) for at in (table.name, table.id, year, table.kinds)) for row in rows}
