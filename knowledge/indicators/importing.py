"""What an import would change: every row accepted, unchanged or refused with its reason. Nothing is written here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

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
from knowledge.indicators.import_tables import asked, outside, remarks_on, table_as_read, why_none
from knowledge.indicators.ledger import Draft, Ledger, Point
from knowledge.indicators.sheets.across import turn_tables
from knowledge.indicators.sheets.cell_values import has_no_value, read_value
from knowledge.indicators.sheets.column_map import ColumnMap
from knowledge.indicators.sheets.columns import OTHER_FIGURES
from knowledge.indicators.sheets.grid import Sheet
from knowledge.indicators.sheets.indicator_names import IndicatorNames
from knowledge.indicators.sheets.table_columns import Table, read_table
from knowledge.indicators.sheets.table_rows import Reading, Skipped, Unread, ValueCell, read_rows
from knowledge.indicators.sheets.tables import HeadedColumn, find_tables
from knowledge.indicators.validation import find_problems
from knowledge.model.errors import UnreadableTableError
from knowledge.model.fiscal import FiscalYear, Period, calendar_by_case
from knowledge.model.quantity import is_blank
from knowledge.model.records import Indicator


@dataclass(slots=True)
class _Reader:
    """What every row is held against, and what has been read so far."""

    names: IndicatorNames
    ledger: Ledger
    by: str
    today: date
    plan: Period | None
    seen: dict[Point, tuple[str, Draft]] = field(default_factory=dict)
    disputed: dict[Point, "_Dispute"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Dispute:
    """What contradicts a value read before it. A doubt can be answered, two values for one year cannot."""

    why: str
    is_doubt: bool


def plan_import(
    sheets: Sequence[Sheet],
    indicators: Mapping[str, Indicator],
    ledger: Ledger,
    *,
    by: str,
    today: date,
    plan: Period | None = None,
    file: str = "",
    columns: ColumnMap | None = None,
) -> ImportPlan:
    """Reads the tables of a file against the ledger. `today` is Tokyo's. Raises UnreadableTableError without one.

    A column that the table does not have leaves what is recorded as it is; a row without a value is left out.
    `columns`: what somebody says of them.
    """
    names = IndicatorNames(indicators)
    given, current = columns or ColumnMap(), FiscalYear.of(today)
    parts = [one for sheet in sheets for one in turn_tables(sheet, today, names.knows, given)]
    found = [
        read_table(raw, names.knows, current, ColumnMap() if one.is_turned else given)
        for one in parts
        for raw in find_tables(one, today, names.knows)
    ]
    tables = [table for table in found if not table.doubt]
    if not tables:
        raise UnreadableTableError(file, why_none(found, sheets, names.knows, today))
    reader = _Reader(names, ledger, by, today, plan)
    rows = [outcome for table in tables for outcome in _outcomes(reader, table)]
    rows = _without_targets(rows, tables)
    rows = [*(_undisputed(reader, row) for row in rows), *(asked(table) for table in found if table.is_question)]
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


# Values that others make doubtful


def _without_targets(rows: Sequence[Outcome], tables: Sequence[Table]) -> list[Outcome]:
    """Where columns only name years and all values of a year are the plan's targets, they may be no actuals."""
    if not any(value.is_bare for table in tables for value in table.values):
        return list(rows)
    of_year: dict[FiscalYear, list[AcceptedRow]] = {}
    for row in rows:
        if isinstance(row, AcceptedRow):
            of_year.setdefault(row.draft.fiscal_year, []).append(row)
    doubted = {
        id(row)
        for some in of_year.values()
        if len(some) > 1 and all(row.draft.value == row.indicator.target.value for row in some)
        for row in some
    }
    why = "この年度の値がどれも計画の目標値と同じです。実績値で間違いありませんか。"
    return [_doubted(row, why) if isinstance(row, AcceptedRow) and id(row) in doubted else row for row in rows]


def _doubted(row: AcceptedRow, why: str) -> RefusedRow:
    return RefusedRow(row.place, row.cell, row.indicator.name, why, row)


def _undisputed(reader: _Reader, row: Outcome) -> Outcome:
    """What contradicts a later value is no more certain than that."""
    own = row.once_confirmed if isinstance(row, RefusedRow) else row if isinstance(row, AcceptedRow) else None
    dispute = reader.disputed.get(own.draft.point) if own else None
    if own is None or dispute is None or (dispute.is_doubt and own is not row):
        return row
    return replace(_doubted(own, f"{dispute.why}。"), once_confirmed=own if dispute.is_doubt else None)


# One row


def _outcomes(reader: _Reader, table: Table) -> Iterator[Outcome]:
    calendar = calendar_by_case(row.text(table.year.index) for row in table.raw.rows) if table.year else frozenset()
    for reading in read_rows(table, reader.names.knows):
        yield _outcome(reader, table, reading, calendar)


def _outcome(reader: _Reader, table: Table, reading: Reading, calendar: frozenset[str]) -> Outcome:
    if reading is None:
        return "empty"
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


def _read(reader: _Reader, table: Table, value: ValueCell, place: str, calendar: frozenset[str]) -> Outcome:
    cells = dict(cells_beside(table, value))
    named = value.id or value.name
    try:
        indicator = _indicator(reader, value)
        draft = draft_of(table, value, cells, indicator, calendar, by=reader.by, today=reader.today)
        standing = reader.ledger.state.get(draft.point)
        _refuse_second(reader, draft, place)
        draft = completed(draft, cells, standing)
        if standing is not None and says_the_same(draft, standing):
            return "unchanged"
        if isinstance(indicator, str):
            raise RefusalError(f"「{named}」という指標はありません")
        is_confirmed = is_yes(cells.get("confirmed", ""))
        doubts = "".join(_doubts(reader, table, value.column.column, draft, indicator, is_confirmed=is_confirmed))
        if value.is_doubled:
            raise RefusalError(_WHICH_ROW)
    except RefusalError as refusal:
        return RefusedRow(place, value.cell, named, f"{refusal}。".replace("。。", "。"))
    said = read_value(value.text, indicator.target.relative_to)
    marked = value.text if said and (said.marks or said.is_provisional) else ""
    row = AcceptedRow(place, value.cell, indicator, draft, standing, table.raw.sheet.name, marked)
    if not doubts:
        return row
    return replace(row, confirmed=doubts) if is_confirmed else RefusedRow(place, value.cell, named, doubts, row)


_WHICH_ROW = (
    "同じ指標の行が二つ以上あり、どの行が実績値か分かりません（行ごとに「目標」「実績」と書いた列を加えてください）"
)


def _doubts(
    reader: _Reader, table: Table, column: HeadedColumn, draft: Draft, indicator: Indicator, *, is_confirmed: bool
) -> Iterator[str]:
    """Sentences that somebody may answer with yes. Raises RefusalError for what must be mended."""
    problems = find_problems(draft, indicator, reader.ledger, today=reader.today, plan=reader.plan)
    if to_mend := [problem.message for problem in problems if problem.needs == "mending"]:
        raise RefusalError("".join(to_mend))
    yield from (problem.message for problem in problems)
    yield from _of_note(table, draft)
    yield from (f"「{one.text}」とあります。" for one in table.remarks if one.is_of(draft.fiscal_year, indicator.name))
    if indicator.counting == "cumulative":
        yield from _of_count(reader, table, column, draft, is_confirmed=is_confirmed)


def _of_note(table: Table, draft: Draft) -> Iterator[str]:
    """A remark that says of the value that it is none of this year: 「見込み」, 「R7実績」."""
    said = table.raw.read(draft.note) if draft.note else None
    if said is None or not said.is_clear:
        return
    is_other_year = bool(said.fiscal_years) and draft.fiscal_year not in said.fiscal_years
    if is_other_year or {"plan", "target", "baseline", "previous", "partial"} & set(said.roles):
        yield f"備考に「{draft.note}」とあります。"


def _other_counts(table: Table) -> Iterator[str]:
    """Columns that may hold the counts: 「累計」, and no target or plan."""
    return (one.place for one in table.left_out if "累計" in one.column.text and one.role not in OTHER_FIGURES)


def _of_count(
    reader: _Reader, table: Table, column: HeadedColumn, draft: Draft, *, is_confirmed: bool
) -> Iterator[str]:
    """Values of each year where the plan counts on: they fall, or a column of its own holds the count."""
    if beside := [] if "累計" in column.text else list(_other_counts(table)):
        yield f"累計の列（{beside[0]}）がほかにあるため、年度ごとの値かもしれません。"
        return
    own = [other for _, other in reader.seen.values() if other.indicator == draft.indicator]
    if any((other.fiscal_year - draft.fiscal_year) * (other.value - draft.value) < 0 for other in own):
        why = "累計の指標ですが、年度を追って減っています"
        if not is_confirmed:
            reader.disputed |= {other.point: _Dispute(why, is_doubt=True) for other in own}
        yield f"{why}。"


def _refuse_second(reader: _Reader, draft: Draft, place: str) -> None:
    if draft.point not in reader.seen:
        reader.seen[draft.point] = (place, draft)
        return
    first, other = reader.seen[draft.point]
    if other.value != draft.value:
        reader.disputed[draft.point] = _Dispute(f"{place}と同じ指標・年度で、値が違います", is_doubt=False)
    raise RefusalError(f"{first}と同じ指標・年度です")


def _indicator(reader: _Reader, value: ValueCell) -> Indicator | str:
    """By id, else by name; the id alone for an indicator that has vanished: its values may stand in the ledger."""
    id, name = value.id, value.name
    if id:
        indicator = reader.names.by_id(id)
        if indicator is None:
            return id
        if name and indicator not in reader.names.named(name):
            raise RefusalError(f"ID「{id}」は「{indicator.name}」で、「{name}」ではありません")
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


def _offered(reader: _Reader, name: str) -> str:
    """With its unit: a name may be another for that alone."""
    near = reader.names.nearest(name)
    if near is None:
        return ""
    return f"。「{near.name}」{f'（単位は{near.unit}）' if near.unit else ''}でしょうか"
