"""What an import would change: every row accepted, unchanged or refused with its reason. Nothing is written here."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from knowledge.files.grid import Sheet, shortened
from knowledge.indicators.import_doubts import (
    Dispute,
    Importing,
    doubts_of,
    is_beside_its_own,
    undisputed,
    without_targets,
)
from knowledge.indicators.import_drafts import (
    RefusalError,
    cells_beside,
    completed,
    draft_of,
    is_yes,
    says_the_same,
)
from knowledge.indicators.import_plan import (
    PENDING,
    AcceptedRow,
    ImportPlan,
    ListedRow,
    Outcome,
    RefusedRow,
)
from knowledge.indicators.import_tables import outside, question_about, remarks_on, table_as_read, why_none
from knowledge.indicators.ledger import Draft, Ledger
from knowledge.indicators.sheets.across import turn_tables
from knowledge.indicators.sheets.cell_values import has_no_value, is_amount, read_value
from knowledge.indicators.sheets.column_map import ColumnMap
from knowledge.indicators.sheets.forms import with_name_in_rows
from knowledge.indicators.sheets.indicator_names import IndicatorNames
from knowledge.indicators.sheets.table_columns import Table, read_table
from knowledge.indicators.sheets.table_rows import RowReading, Skipped, Unread, ValueCell, read_rows
from knowledge.indicators.sheets.tables import find_tables
from knowledge.indicators.validation import in_plan_unit
from knowledge.model.errors import UnreadableTableError
from knowledge.model.fiscal import FiscalYear, Period
from knowledge.model.quantity import is_blank
from knowledge.model.records import Indicator
from knowledge.model.structs import replace
from knowledge.model.years.fields import calendar_by_case
from knowledge.wording.amounts import amount_text


def plan_import(
    sheets: Sequence[Sheet],
    indicators: Mapping[str, Indicator],
    ledger: Ledger,
    *,
    by: str,
    today: date,
    plan: Period | None = None,
    own: tuple[str, ...] = (),
    file: str = "",
    columns: ColumnMap | None = None,
) -> ImportPlan:
    """Reads the tables of a file against the ledger. `today` is Tokyo's. Raises UnreadableTableError without one.

    A column that the table does not have leaves what is recorded as it is; a row without a value is left out.
    `columns`: what somebody says of them. `own`: what the city and its plan are called.
    """
    names = IndicatorNames(indicators)
    sheets = tuple(with_name_in_rows(shortened(sheet), today, names.knows) for sheet in sheets)
    given, current = columns or ColumnMap(), FiscalYear.of(today)
    parts = [one for sheet in sheets for one in turn_tables(sheet, today, names.knows, given)]
    found = [
        read_table(raw, names.knows, current, ColumnMap() if one.is_turned else given, own)
        for one in parts
        for raw in find_tables(one, today, names.knows)
    ]
    tables = [table for table in found if not table.doubt]
    if not tables:
        raise UnreadableTableError(file, why_none(found, sheets, names.knows, today))
    reader = Importing(names, ledger, by, today, plan, own)
    rows = [outcome for table in tables for outcome in _outcomes(reader, table)]
    rows = without_targets(rows, tables)
    rows = [
        *(undisputed(reader, row) for row in rows),
        *(question_about(table) for table in found if table.is_question),
    ]
    rows += (row for one in parts for row in outside(one, [t for t in found if t.raw.sheet is one], names.knows))
    return ImportPlan(
        accepted=tuple(row for row in rows if isinstance(row, AcceptedRow)),
        refused=tuple(row for row in rows if isinstance(row, RefusedRow)),
        unchanged=rows.count("unchanged"),
        empty=rows.count("empty") + sum(isinstance(row, ListedRow) and row.why == PENDING for row in rows),
        pending=tuple(row for row in rows if isinstance(row, ListedRow) and row.why == PENDING),
        skipped=tuple(row for row in rows if isinstance(row, ListedRow) and row.why != PENDING),
        tables=tuple(table_as_read(table) for table in tables),
        remarks=tuple(remarks_on(sheets, found)),
        ignored_sheets=tuple(
            s.name for s in sheets if s.name and s.name not in [table.raw.sheet.name for table in found]
        ),
    )


# One row


def _outcomes(reader: Importing, table: Table) -> Iterator[Outcome]:
    calendar = calendar_by_case(row.text(table.year.index) for row in table.raw.rows) if table.year else frozenset()
    for reading in read_rows(table, reader.names.knows):
        yield _outcome(reader, table, reading, calendar)


def _outcome(reader: Importing, table: Table, reading: RowReading, calendar: frozenset[str]) -> Outcome:
    if reading is None:
        return "empty"
    reading = _counted(reader, table, reading) if isinstance(reading, ValueCell) else reading
    place = table.raw.sheet.place(reading.row.number)
    if isinstance(reading, Skipped):
        return ListedRow(place, reading.text, reading.why)
    if isinstance(reading, Unread):
        return RefusedRow(place, reading.cell, reading.text, f"{reading.reason}。")
    if is_blank(reading.text) and not reading.text:
        return "empty"
    if has_no_value(reading.text):
        return ListedRow(f"{place}（{reading.cell}）", f"{reading.name or reading.id}「{reading.text}」", PENDING)
    return _read(reader, table, reading, place, calendar)


def _counted(reader: Importing, table: Table, value: ValueCell) -> ValueCell:
    """Of an indicator that the plan counts on, the sum beside the value of the year; of others where that is empty."""
    total = table.sums.get(value.column.index)
    named = reader.names.by_id(value.id or value.name)
    found = [named] if named else reader.names.named(value.name)
    is_count = any(one.counting == "cumulative" for one in found)
    if total is None or not (is_count or (has_no_value(value.text) and is_amount(value.row.text(total.index)))):
        return value
    return replace(value, column=total, cell=table.raw.sheet.cell(value.row.number, total.index))


def _read(reader: Importing, table: Table, value: ValueCell, place: str, calendar: frozenset[str]) -> Outcome:
    cells = dict(cells_beside(table, value))
    named = value.id or value.name
    try:
        indicator = _indicator(reader, value)
        draft = draft_of(table, value, cells, indicator, calendar, by=reader.by, today=reader.today)
        draft, in_unit = _in_plan_unit(draft, indicator)
        standing = reader.ledger.state.get(draft.point)
        _refuse_second(reader, draft, place)
        draft = completed(draft, cells, standing)
        if standing is not None and says_the_same(draft, standing):
            return "unchanged"
        if isinstance(indicator, str):
            raise RefusalError(f"「{named}」という指標はありません")
        is_confirmed = is_yes(cells.get("confirmed", ""))
        doubts = in_unit + "".join(doubts_of(reader, table, value, draft, indicator, is_confirmed=is_confirmed))
        if value.is_doubled:
            raise RefusalError(_WHICH_ROW)
    except RefusalError as refusal:
        return RefusedRow(place, value.cell, named, f"{refusal}。".replace("。。", "。"))
    said = read_value(value.text, indicator.compared_with)
    marked = value.text if said and (said.marks or said.is_provisional) else ""
    row = AcceptedRow(place, value.cell, indicator, draft, standing, table.raw.sheet.name, marked)
    if not doubts:
        return row
    if is_confirmed:
        return replace(row, confirmed=doubts)
    return RefusedRow(place, value.cell, named, doubts, row, is_beside_its_own(table, value, indicator))


def _in_plan_unit(draft: Draft, indicator: Indicator | str) -> tuple[Draft, str]:
    """In the plan's unit, and a sentence that asks about it: the sheet's own unit may be the mistake."""
    converted = None if isinstance(indicator, str) else in_plan_unit(draft, indicator)
    if converted is None:
        return draft, ""
    printed, own = (amount_text(one.value, one.unit) for one in (draft, converted))
    return converted, f"単位が違います。「{printed}」を計画の単位に直し、{own}とします。間違いありませんか。"


_WHICH_ROW = (
    "同じ指標の行が二つ以上あり、どの行が実績値か分かりません（行ごとに「目標」「実績」と書いた列を加えてください）"
)


def _refuse_second(reader: Importing, draft: Draft, place: str) -> None:
    if draft.point not in reader.seen:
        reader.seen[draft.point] = (place, draft)
        return
    first, other = reader.seen[draft.point]
    if other.value != draft.value:
        reader.disputed[draft.point] = Dispute(f"{place}と同じ指標・年度で、値が違います", is_doubt=False)
    raise RefusalError(f"{first}と同じ指標・年度です")


def _indicator(reader: Importing, value: ValueCell) -> Indicator | str:
    """By id, else by name; the id alone for an indicator that has vanished: its values may stand in the ledger."""
    id, name = value.id, value.name
    if id:
        indicator = reader.names.by_id(id)
        if indicator is None:
            return id
        if name and indicator not in reader.names.named(name):
            raise RefusalError(f"ID「{id}」は「{indicator.title}」で、「{name}」ではありません")
        return indicator
    if by_id := reader.names.by_id(name):  # a column headed 「KPI」 may hold ids
        return by_id
    if not name:
        raise RefusalError("指標の ID も名前もありません")
    named = reader.names.named(name)
    if len(named) != 1:
        count = f"{len(named)}つあります。ID で指定してください" if named else f"ありません{_offered(reader, name)}"
        raise RefusalError(f"「{name}」という指標は{count}")
    return named[0]


def _offered(reader: Importing, name: str) -> str:
    """With its unit: a name may be another for that alone."""
    near = reader.names.nearest(name)
    if near is None:
        return ""
    return f"。「{near.name}」{f'（単位は{near.unit}）' if near.unit else ''}でしょうか"
