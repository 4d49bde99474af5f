"""One value of a table → the draft of an actual: what stands beside it, its year, its unit, its marks."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from knowledge.indicators.ledger import Draft, Entry, clean_text
from knowledge.indicators.sheets.cell_values import Said, has_no_value, read_value
from knowledge.indicators.sheets.columns import ColumnRole
from knowledge.indicators.sheets.sheet_words import marks, word_list
from knowledge.indicators.sheets.table_columns import Table
from knowledge.indicators.sheets.table_rows import ValueCell
from knowledge.model.column_words import is_unit
from knowledge.model.errors import UnreadableYearError
from knowledge.model.fiscal import FiscalYear, years_as_of
from knowledge.model.normalize import name_key
from knowledge.model.quantity import is_blank, printed_unit
from knowledge.model.records import Indicator
from knowledge.model.structs import replace
from knowledge.model.years.fields import parse_day, parse_fiscal_year

Cells = Mapping[str, str]  # what belongs to a value, by role; absent without such a column


class RefusalError(Exception):
    """Ends the reading of one row for the reason it carries."""


def cells_beside(table: Table, value: ValueCell) -> Iterator[tuple[str, str]]:
    """What belongs to a value: from the columns of its year, or from those that name none."""
    for role, columns in table.attributes.items():
        own = [one for one in columns if one.year == value.column.year] or [one for one in columns if one.year is None]
        if role not in ("grade", "comment"):
            told = [(role, value.row.text(one.index)) for one in own[:1]]
            yield from (("unit" if _is_unit_below(role, text, table) else role, text) for role, text in told)
        elif own and (own[0].year is not None or value.column == _latest(table, value)):
            yield role, _joined(value, own)


def _is_unit_below(role: str, text: str, table: Table) -> bool:
    """「人」 below 「年度／区分」, where no other column is of units."""
    return role == "status" and "unit" not in table.attributes and is_unit(text)


def _latest(table: Table, value: ValueCell) -> ColumnRole | None:
    """A grade without a year is of the last year that has a value."""
    filled = [one for one in table.values if not has_no_value(value.row.text(one.index))]
    return max(filled, key=lambda one: one.year or 0, default=None)


def _joined(value: ValueCell, columns: Sequence[ColumnRole]) -> str:
    said = [(one.column.parts[-1].text, value.row.text(one.index)) for one in columns]
    said = [(label, text) for label, text in said if not has_no_value(text)]
    return said[0][1] if len(said) == 1 else "、".join(f"{label}: {text}" for label, text in said)


def draft_of(
    table: Table,
    value: ValueCell,
    cells: dict[str, str],
    indicator: Indicator | str,
    calendar: frozenset[str],
    *,
    by: str,
    today: date,
) -> Draft:
    """`calendar`: the texts of the table's years that are calendar years. Raises RefusalError."""
    said = read_value(value.text, indicator.compared_with if isinstance(indicator, Indicator) else None)
    if said is None:
        raise RefusalError(_why_unreadable(value.text))
    as_of = _day(cells.get("as_of", ""))
    year = _fiscal_year(table, value, as_of, today, calendar)
    if isinstance(indicator, Indicator) and _is_year_of_baseline(table, indicator, year):
        which = "--map 年度=列 で指定してください"
        raise RefusalError(f"「年度」の列の{year.label}は、基準値の年度ではありませんか（{which}）")
    if said.marks:
        cells["note"] = _with_marks(cells.get("note", ""), said.marks)
    if comment := value.row.comment(value.column.index):
        cells["note"] = _with(cells.get("note", ""), f"セルのコメント: {comment}")
    return Draft(
        indicator=indicator if isinstance(indicator, str) else indicator.id,
        fiscal_year=year,
        as_of=as_of,
        is_year_of_day=as_of is not None and not _says_year(table, value),
        value=said.value,
        unit=_unit(said, cells.get("unit", ""), value.column.unit, table.unit),
        provisional=_is_provisional(said, value, year, cells.get("status", "")),
        note=clean_text(cells.get("note", "")),
        source=clean_text(cells.get("source", "")),
        by=by,
        sample=is_yes(cells.get("sample", "")),
        office_grade=clean_text(cells.get("grade", "")),
        office_comment=clean_text(cells.get("comment", "")),
    )


def _why_unreadable(text: str) -> str:
    if text.startswith("="):
        return f"「{text}」は計算されていない式です。Excel で開いて保存し直してください"
    return f"実績値「{text}」を数として読めません"


def _with_marks(note: str, marks: Sequence[str]) -> str:
    """「約」 and 「※」 are no part of the number, and are not lost either."""
    return _with(note, f"表の印: {'、'.join(marks)}")


def _with(note: str, said: str) -> str:
    return note if said in note else "\n".join(filter(None, (note, said)))


def _unit(said: Said, beside: str, of_column: str, of_table: str) -> str:
    """What is nearest to the number; two that contradict each other are a mistake."""
    told = [printed_unit(unit) for unit in (said.unit, beside, of_column) if not is_blank(unit)]
    if len(set(map(name_key, told))) > 1:
        raise RefusalError(f"単位が「{'」と「'.join(dict.fromkeys(told))}」の二通りあります")
    return next(iter(told), of_table)


def _day(text: str) -> date | None:
    if is_blank(text):
        return None
    day = parse_day(text)
    if day is None:
        raise RefusalError(f"時点「{text}」を日付として読めません")
    return day


def _fiscal_year(
    table: Table, value: ValueCell, as_of: date | None, today: date, calendar: frozenset[str]
) -> FiscalYear:
    if as_of is not None and not _says_year(table, value):
        return years_as_of(as_of)[0]
    year = value.column.year or table.given_year or _year_in_row(table, value, today, calendar)
    if as_of is not None and year not in years_as_of(as_of):
        raise RefusalError(f"時点（{as_of}）は{year.label}の日ではありません")
    return year


def _says_year(table: Table, value: ValueCell) -> bool:
    named = value.column.year or table.given_year
    return named is not None or bool(table.year and value.row.text(table.year.index))


def _year_in_row(table: Table, value: ValueCell, today: date, calendar: frozenset[str]) -> FiscalYear:
    text = value.row.text(table.year.index) if table.year else ""
    if text in calendar:
        raise RefusalError(f"「{text}」は暦年で、年度ではありません（同じ列の「R7」のような書き方と区別されています）")
    try:
        return parse_fiscal_year(text, today)
    except UnreadableYearError as error:
        raise RefusalError(str(error)) from None


def _is_year_of_baseline(table: Table, indicator: Indicator, year: FiscalYear) -> bool:
    """The only column of years, right behind the baseline, with the baseline's year in it: it belongs to that."""
    if table.year is None or table.is_year_given or indicator.baseline is None:
        return False
    before = [one for one in table.columns if one.index < table.year.index and one.column.text]
    return bool(before) and before[-1].role == "baseline" and year == indicator.baseline.fiscal_year


def _is_provisional(said: Said, value: ValueCell, year: FiscalYear, status: str) -> bool:
    is_provisional, is_final = (name_key(status) in map(name_key, marks()[kind]) for kind in ("provisional", "final"))
    if status and not is_blank(status) and not is_provisional and not is_final:
        raise RefusalError(f"区分「{status}」は「速報」か「確定」にしてください")
    if said.is_provisional is not None:
        return said.is_provisional
    is_said = not is_final and any(one.is_provisional and one.is_of(year, "") for one in value.beside)
    return value.column.provisional or is_provisional or is_said


def is_yes(text: str) -> bool:
    return name_key(text) in word_list("yes")


def completed(draft: Draft, has: Cells, standing: Entry | None) -> Draft:
    """Names what is corrected, and takes over what the table has no column for."""
    if standing is None:
        return draft
    return replace(
        draft,
        replaces=standing.id,
        provisional=draft.provisional if "status" in has or draft.provisional else standing.provisional,
        note=draft.note if "note" in has else standing.note,
        source=draft.source if "source" in has else standing.source,
        office_grade=draft.office_grade if "grade" in has else standing.office_grade,
        office_comment=draft.office_comment if "comment" in has else standing.office_comment,
    )


def says_the_same(draft: Draft, standing: Entry) -> bool:
    kept = replace(standing, note=clean_text(standing.note), source=clean_text(standing.source))
    same = ("value", "provisional", "sample", "note", "source", "office_grade", "office_comment")
    return all(getattr(draft, name) == getattr(kept, name) for name in same)
