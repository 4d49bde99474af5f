"""What an import says of whole tables and sheets: tables that are asked about, what is hidden, what was not found."""

from collections.abc import Iterator, Sequence
from datetime import date

from knowledge.files.grid import Row, Sheet
from knowledge.indicators.import_plan import ReadTable, RefusedRow
from knowledge.indicators.sheets.cell_values import has_no_value, is_amount, read_value
from knowledge.indicators.sheets.columns import ColumnRole
from knowledge.indicators.sheets.header_rows import Naming
from knowledge.indicators.sheets.header_words import read_heading
from knowledge.indicators.sheets.sheet_words import LABELS
from knowledge.indicators.sheets.table_columns import Table
from knowledge.indicators.sheets.tables import has_amounts


def question_about(table: Table) -> RefusedRow:
    """A table that may hold actuals holds everything back, as a row does."""
    place = table.raw.sheet.place(table.raw.header_row)
    return RefusedRow(place, "", "見出し", f"{table.doubt}。{_how([table])}。")


def outside(sheet: Sheet, tables: Sequence[Table], names: Naming) -> Iterator[RefusedRow]:
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
_ANY_YEAR = "令和○年度"


def why_none(tables: Sequence[Table], sheets: Sequence[Sheet], names: Naming, today: date) -> str:
    if not tables:
        named = (
            _seen_names(sheet, row, names, today)
            for sheet in sheets
            for row in sheet.rows
            if any(names(cell.text) for cell in row.cells.values())
        )
        return "「ID」か「指標」、「年度」、「実績値」の列がある見出しの行が必要です。" + next(named, "")
    said = [f"{_place(table)}: {table.doubt}。見出し: {_seen(table)}。" for table in tables]
    return " ".join([*said, f"{_how(tables)}。"])


def _how(tables: Sequence[Table]) -> str:
    """In the sheet, or with columns of this very table that may hold actuals."""
    year = next(filter(None, map(_last_year, tables)), _ANY_YEAR)
    if all(table.raw.sheet.is_turned for table in tables):
        return f"行の見出しを「{year}実績」のように書いてください"
    which = next(filter(None, map(_which, tables)), "--map ")
    in_the_sheet = (
        f"見出しを「{year}実績」「{year}目標」のように書くか、行ごとに「実績」「目標」と書いた列を加えてください"
    )
    return f"{in_the_sheet}。{which}で列を指定することもできます"


def _last_year(table: Table) -> str:
    """The last one that a column of its own may hold actuals of, "" without any."""
    years = [one.year for one in table.columns if one.year and one.role in ("value", None)]
    return max(years).label if years else ""


def _which(table: Table) -> str:
    """「--map R4=E,R5=F」 where no two columns may hold the same values, else what there is to choose from.

    "" where no column has numbers of which it is not known what they are.
    """
    unclear = [one for one in table.columns if one.role == "value" or (one.role is None and one.index != table.name)]
    filled = [one for one in unclear if has_amounts(table.raw, one.index)]
    of_years = {one.year: f"{one.year.short}={_letters(one)}" for one in filled if one.year is not None}
    years = [one for one in table.columns if one.role == "fiscal_year" or (one in unclear and _holds_years(table, one))]
    year = _letters(years[0]) if years else _ANY_YEAR
    if not filled:
        return ""
    if len(of_years) == len(filled):
        return f"実績値がこの列なら、--map {','.join(of_years.values())} "
    if len(filled) == 1:
        return f"実績値がこの列なら、--map 実績値={_letters(filled[0])},年度={year} "
    told = f"{next(iter(of_years)).short}=列" if of_years else f"実績値=列,年度={year}"
    samples = "／".join(f"{one.place}{_sample(table, one)}" for one in filled)
    return f"実績値の列の候補は {samples} です。この中から選び、--map {told} の形"


def _sample(table: Table, column: ColumnRole) -> str:
    """Its first number, as a person sees it."""
    texts = (row.text(column.index) for row in table.raw.rows)
    return next((text for text in texts if not has_no_value(text) and read_value(text)), "")


def _holds_years(table: Table, column: ColumnRole) -> bool:
    texts = [text for row in table.raw.rows if (text := row.text(column.index))]
    return bool(texts) and all(table.raw.read(text).fiscal_years for text in texts)


def _letters(one: ColumnRole) -> str:
    return one.column.letters.removesuffix("列")


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


def table_as_read(table: Table) -> ReadTable:
    return ReadTable(_place(table), table.taken, table.left_out)


def remarks_on(sheets: Sequence[Sheet], tables: Sequence[Table]) -> Iterator[str]:
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
