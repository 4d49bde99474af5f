"""Whole rows of a table → what each says of an indicator: its name, values, unit, and the label over it."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from knowledge.model.amount_words import around, is_known_unit
from knowledge.model.column_words import is_unit
from knowledge.model.quantity import is_blank
from knowledge.model.records import Finding, Span
from knowledge.model.structs import replace
from knowledge.model.years.said import find_years
from knowledge.reading.tables.cells import cell_kind, refers_to_row_above
from knowledge.reading.tables.columns import heads_measures, is_level_of_goals, is_numbered_goal
from knowledge.reading.tables.entries import PrintedIndicator, PrintedValue
from knowledge.reading.tables.header import ColumnHeading
from knowledge.reading.tables.header_rows import TableHeader
from knowledge.reading.tables.part_headings import is_share, shown_part
from knowledge.reading.tables.value_columns.table import BARE_YEAR, OF_YEARS, Columns, ValueColumn
from knowledge.reading.tables.whole_rows import WholeRow

_ENDS_OF_BOUNDS = tuple({word[-1] for kind in ("at_least", "at_most") for word in around(kind)})
_OF_UNITS = re.compile(r"\(単位\)|\[単位\]|・単位$")
_UNIT_BEHIND = re.compile(r"^(?P<name>.*\S)[\s　]*[(（\[［](?P<unit>[^()（）\[\]［］]+)(?P<shut>[)）\]］])$")


def row_labels(rows: Sequence[WholeRow], columns: Columns, header: TableHeader, groups: Mapping[int, str]) -> list[str]:
    """Of each row what its column of measures says, also where one cell is merged over several rows; "" if unclear.

    Without such a column that of the row above it that holds nothing but a label (`groups`).
    In columns of spaces a merged label may stand at the middle of its rows, and one that wraps is in two lines.
    """
    at = columns.label
    if at is None:
        above = [[number for number in groups if number < row.lines[0].number] for row in rows]
        return [groups[max(numbers)] if numbers else "" for numbers in above]
    is_whole = all(row.cells[at] and len(row.lines) == 1 for row in rows)
    if header.spaces:
        return [row.cells[at] for row in rows] if is_whole else [""] * len(rows)
    labels: list[str] = []
    for row in rows:
        labels.append(row.cells[at] or (labels[-1] if labels else ""))
    return labels


def row_units(rows: Sequence[WholeRow], columns: Columns) -> list[str]:
    """Of each row; 「〃」 is the unit above."""
    units: list[str] = []
    for row in rows:
        cell = row.cells[columns.unit] if columns.unit is not None else ""
        units.append(units[-1] if units and refers_to_row_above(cell) else cell)
    return units


def unclear_labels(header: TableHeader, columns: Columns) -> Finding:
    assert columns.label is not None
    told = (
        f"表の列「{header.headings[columns.label].text}」で分けられた指標を分けて読めないため、"
        "表の上の見出しに属するものとして示します（本来の施策と違うことがあります）"
    )
    is_measure = heads_measures(header.headings[columns.label].text)
    return Finding("warning" if is_measure else "info", told, span_of_header(header))


def row_entry(header: TableHeader, cells: Sequence[str], columns: Columns, label: str, unit: str) -> PrintedIndicator:
    heading = header.headings[columns.name]
    of_years = {value.years_at for value in columns.values}
    cells = [_dated(cell, header.headings[at].text) if at in of_years else cell for at, cell in enumerate(cells)]
    told = cells[columns.part] if columns.part is not None and cells[columns.part] != cells[columns.name] else ""
    told = "" if is_blank(told) else told  # 「－」 beside 「男」 and 「女」
    name, own_unit = _unit_behind(cells[columns.name], heading)
    heads = header.headings[columns.label].text if columns.label is not None else ""
    heads = cells[columns.level] if columns.level is not None else heads
    is_of_goal = is_level_of_goals(heads) if columns.level is not None else is_numbered_goal(label)
    return PrintedIndicator(
        name=name,
        named_by=heading.text,
        part="・".join(filter(None, (told, shown_part(columns.target.heading.part)))),
        unit="" if is_share(columns.target.heading.part) else unit or own_unit,
        baseline=_baseline(cells, columns),
        target=_value(cells, columns.target),
        interim=tuple(_value(cells, column) for column in columns.interim if not _is_merged(cells, column, columns)),
        known=_value(cells, columns.known) if columns.known and cells[columns.known.at] else None,
        table_unit="" if is_share(columns.target.heading.part) else heading.unit,
        label="" if is_of_goal else label,
        label_column=heads,
        goal=label if is_of_goal else "",
    )


def in_goal(entry: PrintedIndicator, goal: str) -> PrintedIndicator:
    """With what a column of goals prints, where there is one."""
    return replace(entry, goal=goal) if goal else entry


def _dated(cell: str, heading: str) -> str:
    """「2029」 below 「目標年度」."""
    is_bare = heading.endswith(OF_YEARS) and BARE_YEAR.fullmatch(unicodedata.normalize("NFKC", cell))
    return f"{cell}{'年度' if '年度' in heading else '年'}" if is_bare and "." not in cell else cell


def _unit_behind(name: str, heading: ColumnHeading) -> tuple[str, str]:
    """「65歳の健康余命（年）」 below 「成果指標（単位）」; 「洋式化率 [％]」 below any."""
    match = _UNIT_BEHIND.match(name)
    if match and match["shut"] not in "]］" and not _OF_UNITS.search(unicodedata.normalize("NFKC", heading.text)):
        match = None
    is_told = match and (is_unit(match["unit"]) or is_known_unit(match["unit"]))
    return (match["name"], match["unit"]) if match and is_told else (name, "")


def _is_merged(cells: Sequence[str], column: ValueColumn, columns: Columns) -> bool:
    """Empty, or the target that is merged over all years and says which: 「15,000（令和7～9年度累計）」."""
    cell = cells[column.at]
    return not cell or (cell == cells[columns.target.at] and bool(find_years(unicodedata.normalize("NFKC", cell))))


def _baseline(cells: Sequence[str], columns: Columns) -> PrintedValue | None:
    """That of the latest year that has one."""
    values = [_value(cells, column) for column in (columns.baseline, *columns.earlier) if column]
    return next((one for one in values if not is_blank(one.text)), values[0] if values else None)


def _value(cells: Sequence[str], column: ValueColumn) -> PrintedValue:
    return PrintedValue(cells[column.at], column.heading, cells[column.years_at] if column.years_at is not None else "")


def says_bounds(cells: Sequence[str]) -> bool:
    """「以下」 or nothing in each row: a column of bounds."""
    filled = {cell for cell in cells if not is_blank(cell)}
    return bool(filled) and filled <= around("at_least") | around("at_most")


def with_bound(entry: PrintedIndicator, bound: str) -> PrintedIndicator:
    """「33.0｜以下」 says the same as 「33.0以下」."""

    def bounded(value: PrintedValue) -> PrintedValue:
        is_open = cell_kind(value.text) == "amount" and value.text[-1:] not in _ENDS_OF_BOUNDS
        return replace(value, text=f"{value.text}{bound}") if is_open else value

    if is_blank(bound):
        return entry
    return replace(entry, target=bounded(entry.target), interim=tuple(map(bounded, entry.interim)))


def span_of_header(header: TableHeader) -> Span:
    return Span(header.rows[0].line.number, header.rows[-1].line.number)
