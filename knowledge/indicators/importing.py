"""What an import would change: every row accepted, unchanged or refused with its reason. Nothing is written here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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
    ReadTable,
    RefusedRow,
)
from knowledge.indicators.ledger import Draft, Ledger, Point
from knowledge.indicators.sheets.across import turn_tables
from knowledge.indicators.sheets.cell_values import has_no_value, is_amount
from knowledge.indicators.sheets.column_map import ColumnMap
from knowledge.indicators.sheets.grid import Row, Sheet
from knowledge.indicators.sheets.header_rows import Naming
from knowledge.indicators.sheets.header_words import LABELS, read_heading
from knowledge.indicators.sheets.indicator_names import IndicatorNames
from knowledge.indicators.sheets.table_columns import Table, read_table
from knowledge.indicators.sheets.table_rows import Reading, Skipped, Unread, ValueCell, read_rows
from knowledge.indicators.sheets.tables import find_tables
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
    disputed: dict[Point, str] = field(default_factory=dict)


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
        raise UnreadableTableError(file, _why_none(found, sheets, names.knows, today))
    reader = _Reader(names, ledger, by, today, plan)
    rows = [outcome for table in tables for outcome in _outcomes(reader, table)]
    rows = _without_targets(rows, tables)
    rows = [*(_undisputed(reader, row) for row in rows), *(_asked(table) for table in found if table.is_question)]
    rows += (row for one in parts for row in _outside(one, [t for t in found if t.raw.sheet is one], names.knows))
    return ImportPlan(
        accepted=tuple(row for row in rows if isinstance(row, AcceptedRow)),
        refused=tuple(row for row in rows if isinstance(row, RefusedRow)),
        unchanged=rows.count("unchanged"),
        empty=rows.count("empty") + sum(isinstance(row, ListedRow) and row.why == PENDING for row in rows),
        pending=tuple(row for row in rows if isinstance(row, ListedRow) and row.why == PENDING),
        skipped=tuple(row for row in rows if isinstance(row, ListedRow) and row.why != PENDING),
        tables=tuple(_read_table(table) for table in tables),
        remarks=tuple(_remarks(sheets, found)),
        ignored_sheets=tuple(
            s.name for s in sheets if s.name and s.name not in [table.raw.sheet.name for table in found]
        ),
    )


# What is said of the whole


def _asked(table: Table) -> RefusedRow:
    """A table that may hold actuals holds everything back, as a row does."""
    place = table.raw.sheet.place(table.raw.header_row)
    return RefusedRow(place, "", "見出し", f"{table.doubt}。{_HOW_TURNED if table.raw.sheet.is_turned else _HOW}。")


def _outside(sheet: Sheet, tables: Sequence[Table], names: Naming) -> Iterator[RefusedRow]:
    """Indicators with numbers beside or below them that are in no table: their header was not found."""
    inside = {(row.number, at) for table in tables for row in table.raw.rows for at in table.raw.span}
    for row, *below in (sheet.rows[at : at + 1 + _NEAR] for at in range(len(sheet.rows))):
        for at, cell in row.cells.items():
            if (row.number, at) in inside or not names(cell.text):
                continue
            near = [row.text(at + step) for step in range(1, _NEAR)] + [other.text(at) for other in below]
            if any(is_amount(text) for text in near):
                why = "指標の名前ですが、表の見出しが分からないため、値を読めません。"
                yield RefusedRow(sheet.place(row.number), sheet.cell(row.number, at), cell.text, why)


_NEAR = 3  # cells from a name to its values
_HOW = "--map で列を指定してください"
_EXAMPLES = "例 --map 実績値=H,年度=G、--map R7=H、--map 年度=令和7年度"
_HOW_TURNED = "行の見出しを「令和7年度実績」のように書いてください"


def _why_none(tables: Sequence[Table], sheets: Sequence[Sheet], names: Naming, today: date) -> str:
    if not tables:
        named = (
            _seen_names(sheet, row, names, today)
            for sheet in sheets
            for row in sheet.rows
            if any(names(cell.text) for cell in row.cells.values())
        )
        return "「ID」か「指標」、「年度」、「実績値」の列がある見出しの行が必要です。" + next(named, "")
    said = [f"{_place(table)}: {table.doubt}。見出し: {_seen(table)}。" for table in tables]
    is_turned = all(table.raw.sheet.is_turned for table in tables)
    return " ".join(
        [*said, f"{_HOW_TURNED}。" if is_turned else f"実績値の列を --map で指定してください（{_EXAMPLES}）。"]
    )


def _seen_names(sheet: Sheet, row: Row, names: Naming, today: date) -> str:
    """The first row that names an indicator, column by column: indicators may stand side by side."""
    cells = ((sheet.column(at), cell.text) for at, cell in sorted(row.cells.items()))
    if any(is_amount(cell.text) for cell in row.cells.values()):
        return f" {sheet.place(row.number)}に指標の名前と値がありますが、その上に見出しの行がありません。"
    seen = "、".join(f"{column}「{text}」={_label(text, names, today)}" for column, text in cells)
    return (
        f" {sheet.place(row.number)}に指標の名前があります: {seen}。指標が横に並び年度が縦に並ぶ表は、"
        "実績値の列と年度の列を --map で指定してください（例 --map 実績値=B,実績値=C,年度=A）。"
    )


def _label(text: str, names: Naming, today: date) -> str:
    return "指標の名前" if names(text) else LABELS.get(read_heading(text, today).role or "", "意味が分からない列")


def _seen(table: Table) -> str:
    return "、".join(f"{one.place}={one.label}" for one in table.columns if one.column.text)


def _place(table: Table) -> str:
    return f"{table.raw.sheet.place(table.raw.header_row)}の見出しの表"


def _read_table(table: Table) -> ReadTable:
    return ReadTable(_place(table), table.taken, table.left_out)


def _remarks(sheets: Sequence[Sheet], tables: Sequence[Table]) -> Iterator[str]:
    for sheet in sheets:
        yield from sheet.remarks
    for table in tables:
        if table.doubt and not table.is_question:
            yield f"{_place(table)}は読みませんでした。{table.doubt}（--map で列を指定できます）。"
    for table in (table for table in tables if not table.doubt):
        if table.by_legend:
            yield f"{_place(table)}: {table.by_legend}。"
        yield from _hidden(table)


def _hidden(table: Table) -> Iterator[str]:
    """What a person does not see is read all the same, and named."""
    sheet = table.raw.sheet
    if sheet.is_hidden:
        yield f"非表示のシート「{sheet.name}」も読みました。"
    rows = [sheet.line(row.number) for row in table.raw.rows if row.is_hidden and row.distinct(table.raw.span)]
    columns = [one.place for one in table.taken if one.index in sheet.hidden_columns and one.role != "id"]
    across, down = ("列", "行") if sheet.is_turned else ("行", "列")
    rounded = [f"{at}「{text}」" for at, text in _rounded(table)]
    where = f"{sheet.name} " if sheet.name else ""
    if rows:
        yield f"非表示の{across}も読みました（{where}{'、'.join(rows)}）。"
    if columns:
        yield f"非表示の{down}も読みました（{where}{'、'.join(columns)}）。"
    if rounded:
        yield f"表示より細かい値は、セルの値のまま読みました（{where}{'、'.join(rounded)}）。"


def _rounded(table: Table) -> Iterator[tuple[str, str]]:
    for row in table.raw.rows:
        for column in table.values:
            cell = row.cells.get(column.index)
            if cell is not None and cell.remark:
                yield table.raw.sheet.cell(row.number, column.index), cell.remark


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
    why = "この年度の値がどれも計画の目標値と同じため、実績値かどうか分かりません。見出しを「実績値」としてください。"
    return [
        RefusedRow(row.place, row.cell, row.indicator.name, why)
        if isinstance(row, AcceptedRow) and id(row) in doubted
        else row
        for row in rows
    ]


def _undisputed(reader: _Reader, row: Outcome) -> Outcome:
    """What contradicts a later value is no more certain than that."""
    if isinstance(row, AcceptedRow) and (why := reader.disputed.get(row.draft.point)):
        return RefusedRow(row.place, row.cell, row.indicator.name, f"{why}。")
    return row


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
        _refuse_problems(reader, draft, indicator, is_confirmed=is_confirmed)
        if not is_confirmed:
            _refuse_note(table, draft)
        if value.is_doubled:
            raise RefusalError("同じ指標の行が二つ以上あり、どの行が実績値か分かりません")
        if indicator.counting == "cumulative" and not is_confirmed:
            _refuse_no_count(reader, table, draft)
    except RefusalError as refusal:
        return RefusedRow(place, value.cell, named, f"{refusal}。".replace("。。", "。"))
    return AcceptedRow(place, value.cell, indicator, draft, standing)


def _refuse_note(table: Table, draft: Draft) -> None:
    """A remark that says of the value that it is none of this year: 「見込み」, 「R7実績」."""
    said = table.raw.read(draft.note) if draft.note else None
    if said is None or not said.is_clear:
        return
    is_other_year = bool(said.fiscal_years) and draft.fiscal_year not in said.fiscal_years
    if is_other_year or {"plan", "target", "baseline", "previous", "partial"} & set(said.roles):
        raise RefusalError(f"備考に「{draft.note}」とあります（{_HOW_TO_CONFIRM}）")


def _refuse_no_count(reader: _Reader, table: Table, draft: Draft) -> None:
    """Values of each year where the plan counts on: they fall, or a column of its own holds the count."""
    if beside := [one.place for one in table.left_out if "累計" in one.column.text]:
        raise RefusalError(f"累計の列（{beside[0]}）がほかにあるため、年度ごとの値かもしれません（{_HOW_TO_CONFIRM}）")
    own = [other for _, other in reader.seen.values() if other.indicator == draft.indicator]
    if any((other.fiscal_year - draft.fiscal_year) * (other.value - draft.value) < 0 for other in own):
        why = f"累計の指標ですが、年度を追って減っています（{_HOW_TO_CONFIRM}）"
        reader.disputed |= {other.point: why for other in own}
        raise RefusalError(why)


_HOW_TO_CONFIRM = "正しければ「確認」の列に「済」と書いてください"


def _refuse_second(reader: _Reader, draft: Draft, place: str) -> None:
    if draft.point not in reader.seen:
        reader.seen[draft.point] = (place, draft)
        return
    first, other = reader.seen[draft.point]
    if other.value != draft.value:
        reader.disputed[draft.point] = f"{place}と同じ指標・年度で、値が違います"
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
        count = "ありません" if not named else f"{len(named)}つあります。ID で指定してください"
        raise RefusalError(f"「{name}」という指標は{count}")
    return named[0]


def _refuse_problems(reader: _Reader, draft: Draft, indicator: Indicator, *, is_confirmed: bool) -> None:
    """Doubts that only need a confirmation take it from the row's own 「確認」 column."""
    reasons = []
    for problem in find_problems(draft, indicator, reader.ledger, today=reader.today, plan=reader.plan):
        if problem.needs == "mending":
            reasons.append(problem.message)
        elif not is_confirmed:
            reasons.append(f"{problem.message}正しければ「確認」の列に「済」と書いてください。")
    if reasons:
        raise RefusalError("".join(reasons))
