"""What an import would change: every row accepted, unchanged or refused with its reason. Nothing is written here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from knowledge.indicators.ledger import Draft, Entry, Ledger, Point, clean_text, fiscal_year_of_day
from knowledge.indicators.spreadsheet_rows import (
    Column,
    Header,
    Row,
    Sheet,
    ValueColumn,
    find_header,
)
from knowledge.indicators.validation import find_problems, parse_amount
from knowledge.model.errors import UnreadableTableError, UnreadableYearError
from knowledge.model.fiscal import FiscalYear, Period, parse_day, parse_fiscal_year
from knowledge.model.normalize import name_key
from knowledge.model.quantity import is_blank
from knowledge.model.records import Indicator

Cells = Mapping[Column, str]  # of one row, by what the header says; absent without such a column

_PROVISIONAL = {"速報": True, "速報値": True, "暫定": True, "確定": False, "確定値": False}
_YES = frozenset(("済", "済み", "はい", "○", "〇", "◯", "ok", "1", "true", "確認済", "架空"))


@dataclass(frozen=True, slots=True)
class AcceptedRow:
    """`place`: 「シート 3行目」, as a reader finds it. `before` is the value that is corrected, None for a new one."""

    place: str
    indicator: Indicator
    draft: Draft
    before: Entry | None

    @property
    def kind(self) -> Literal["新規", "訂正"]:
        return "訂正" if self.before else "新規"


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """`indicator` as the row names it. One refused row holds everything back."""

    place: str
    indicator: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The result of a dry run. `unchanged` rows say what the ledger says already; `empty` ones have no value."""

    accepted: tuple[AcceptedRow, ...]
    refused: tuple[RefusedRow, ...]
    unchanged: int
    empty: int
    ignored_columns: tuple[str, ...]
    ignored_sheets: tuple[str, ...]

    @property
    def drafts(self) -> tuple[Draft, ...]:
        return tuple(row.draft for row in self.accepted)

    @property
    def units(self) -> dict[str, str]:
        return {row.indicator.id: row.indicator.unit for row in self.accepted}

    @property
    def summary(self) -> str:
        new = sum(1 for row in self.accepted if row.before is None)
        return (
            f"新規 {new}件、訂正 {len(self.accepted) - new}件、変更なし {self.unchanged}件、"
            f"空欄 {self.empty}件、受け付けられない行 {len(self.refused)}件"
        )


class RefusalError(Exception):
    """Ends the reading of one row for the reason it carries. Never leaves this module."""


@dataclass(slots=True)
class _Reader:
    """What every row is held against, and what has been read so far."""

    indicators: Mapping[str, Indicator]
    ledger: Ledger
    by: str
    today: date
    plan: Period | None
    seen: dict[Point, str] = field(default_factory=dict)


def plan_import(
    sheets: Sequence[Sheet],
    indicators: Mapping[str, Indicator],
    ledger: Ledger,
    *,
    by: str,
    today: date,
    plan: Period | None = None,
    file: str = "",
) -> ImportPlan:
    """Reads the tables of a file against the ledger. `today` is Tokyo's. Raises UnreadableTableError without one.

    A column that the table does not have leaves what is recorded as it is; a row without a value is left out.
    """
    tables = [(sheet, header) for sheet in sheets if (header := find_header(sheet, today)) is not None]
    if not tables:
        raise UnreadableTableError(file, "「ID」か「指標」、「年度」、「実績値」の列がある見出しの行が必要です。")
    reader = _Reader(indicators, ledger, by, today, plan)
    rows = [
        result
        for sheet, header in tables
        for row in sheet.rows[header.ends_at + 1 :]
        for value in header.values
        for result in [_read(reader, sheet, header, row, value)]
    ]
    return ImportPlan(
        accepted=tuple(row for row in rows if isinstance(row, AcceptedRow)),
        refused=tuple(row for row in rows if isinstance(row, RefusedRow)),
        unchanged=rows.count("unchanged"),
        empty=rows.count("empty"),
        ignored_columns=tuple(dict.fromkeys(name for _, header in tables for name in header.ignored)),
        ignored_sheets=tuple(sheet.name for sheet in sheets if sheet not in [used for used, _ in tables]),
    )


def _read(
    reader: _Reader, sheet: Sheet, header: Header, row: Row, column: ValueColumn
) -> AcceptedRow | RefusedRow | Literal["unchanged", "empty"]:
    place = f"{sheet.name} {row.number}行目".strip()
    written = row.cell(column.index)
    if is_blank(written):
        return "empty"
    cells = {name: row.cell(at) for name, at in header.columns.items()}
    named = cells.get("id") or cells.get("name", "")
    try:
        indicator = _indicator(reader, cells)
        draft = _draft(reader, cells, column, indicator, written)
        standing = reader.ledger.state.get(draft.point)
        if draft.point in reader.seen:
            raise RefusalError(f"{reader.seen[draft.point]}と同じ指標・年度です")
        reader.seen[draft.point] = place
        draft = _completed(draft, cells, standing)
        if standing is not None and _says_the_same(draft, standing):
            return "unchanged"
        if isinstance(indicator, str):
            raise RefusalError(f"「{named}」という指標はありません")
        _refuse_problems(reader, draft, indicator, is_confirmed=_is_yes(cells.get("confirmed", "")))
    except RefusalError as refusal:
        return RefusedRow(place, named, f"{refusal}。".replace("。。", "。"))
    return AcceptedRow(place, indicator, draft, standing)


def _indicator(reader: _Reader, cells: Cells) -> Indicator | str:
    """By id, else by name; the id alone for an indicator that has vanished: its values may stand in the ledger."""
    id, name = cells.get("id"), cells.get("name", "")
    if id:
        indicator = reader.indicators.get(name_key(id))
        if indicator is None:
            return id
        if name and name_key(name) != name_key(indicator.name):
            raise RefusalError(f"ID「{id}」は「{indicator.name}」で、「{name}」ではありません")
        return indicator
    if name_key(name) in reader.indicators:  # a column headed 「KPI」 may hold ids
        return reader.indicators[name_key(name)]
    named = [one for one in reader.indicators.values() if name_key(one.name) == name_key(name)]
    if not name:
        raise RefusalError("指標の ID も名前もありません")
    if len(named) != 1:
        count = "ありません" if not named else f"{len(named)}つあります。ID で指定してください"
        raise RefusalError(f"「{name}」という指標は{count}")
    return named[0]


def _draft(reader: _Reader, cells: Cells, column: ValueColumn, indicator: Indicator | str, written: str) -> Draft:
    amount = parse_amount(written, None if isinstance(indicator, str) else indicator.target.relative_to)
    if amount is None:
        raise RefusalError(f"実績値「{written}」を数として読めません")
    value, unit_beside = amount
    as_of = _day(cells.get("as_of", ""))
    return Draft(
        indicator=indicator if isinstance(indicator, str) else indicator.id,
        fiscal_year=_fiscal_year(cells.get("fiscal_year", ""), as_of, column, reader.today),
        as_of=as_of,
        value=value,
        unit=unit_beside or cells.get("unit", ""),
        provisional=column.provisional or _is_provisional(cells.get("status", "")),
        note=clean_text(cells.get("note", "")),
        source=clean_text(cells.get("source", "")),
        by=reader.by,
        sample=_is_yes(cells.get("sample", "")),
    )


def _day(text: str) -> date | None:
    if is_blank(text):
        return None
    day = parse_day(text)
    if day is None:
        raise RefusalError(f"時点「{text}」を日付として読めません")
    return day


def _fiscal_year(text: str, as_of: date | None, column: ValueColumn, today: date) -> FiscalYear:
    if column.fiscal_year is not None:
        return column.fiscal_year
    if not text and as_of is not None:
        return fiscal_year_of_day(as_of)
    try:
        year = parse_fiscal_year(text, today)
    except UnreadableYearError as error:
        raise RefusalError(str(error)) from None
    if as_of is not None and year != fiscal_year_of_day(as_of):
        raise RefusalError(f"時点（{as_of}）は{year.label}の日ではありません")
    return year


def _is_provisional(text: str) -> bool:
    if text and name_key(text) not in _PROVISIONAL:
        raise RefusalError(f"区分「{text}」は「速報」か「確定」にしてください")
    return _PROVISIONAL.get(name_key(text), False)


def _is_yes(text: str) -> bool:
    return name_key(text) in _YES


def _completed(draft: Draft, has: Cells, standing: Entry | None) -> Draft:
    """Names what is corrected, and takes over what the table has no column for."""
    if standing is None:
        return draft
    return replace(
        draft,
        replaces=standing.id,
        provisional=draft.provisional if "status" in has or draft.provisional else standing.provisional,
        note=draft.note if "note" in has else standing.note,
        source=draft.source if "source" in has else standing.source,
    )


def _says_the_same(draft: Draft, standing: Entry) -> bool:
    kept = replace(standing, note=clean_text(standing.note), source=clean_text(standing.source))
    return all(
        getattr(draft, name) == getattr(kept, name) for name in ("value", "provisional", "sample", "note", "source")
    )


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
