"""Workbooks that go out: numbers that add up and look as printed, and a form that shows what is to be filled in."""

import io
from decimal import Decimal

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from bot.documents.workbook_out import xlsx_bytes
from knowledge.files.number_formats import shown_number
from knowledge.indicators.current_values import CurrentValues
from knowledge.indicators.exporting import ExportTable, NumberCell, export_tables, template_tables
from knowledge.indicators.ledger import Ledger
from knowledge.indicators.review import review_tables, review_year
from knowledge.model.fiscal import FiscalYear
from tests.bot.documents.test_spreadsheets import draft, groups, ledger_of
from tests.plans import shipped

R5 = FiscalYear(2023)


def test_percentages_of_the_review_are_numbers_with_a_format() -> None:
    found = review_year(CurrentValues(shipped(), ledger_of(draft("k3-3", "40"))), R5)
    sheet = load_workbook(io.BytesIO(xlsx_bytes(review_tables(found)))).worksheets[0]
    names = [cell.value for cell in sheet[1]]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == "k3-3")
    rate, expected = row[names.index("進捗")], row[names.index("見込み")]
    assert (round(float(str(rate.value)), 4), rate.number_format) == (0.2593, "#,##0.0%")
    assert isinstance(expected.value, float)
    assert expected.number_format.endswith("%")


def test_printed_amounts_are_numbers_that_look_as_printed() -> None:
    tables = export_tables(groups(), ledger_of(draft("k3-3", "40"), draft("k3-5", "-1.3"), draft("k4-2", "15.1")))
    book = load_workbook(io.BytesIO(xlsx_bytes(tables)))
    cells = {row[0].value: row for sheet in book.worksheets for row in sheet.iter_rows(min_row=2)}
    assert [(cells[id][3].value, cells[id][4].value) for id in ("k3-3", "k4-2")] == [(54, 0), (16.6, 12.3)]
    assert cells["k3-5"][3].value == -2.6
    shown = [shown_number(Decimal(str(cells[id][at].value)), cells[id][at].number_format).text for id, at in _PLACES]
    assert shown == ["令和元年度 54 人", "令和 6 年度 12.3%", "平成 30 年度 全国平均から▲2.6"]


_PLACES = (("k3-3", 3), ("k4-2", 4), ("k3-5", 3))


def test_a_figure_that_no_format_can_show_stays_text() -> None:
    table = ExportTable(
        "表", ("列",), ((NumberCell("30万1千人", Decimal(301_000)),), (NumberCell("維持する", Decimal(5)),))
    )
    sheet = load_workbook(io.BytesIO(xlsx_bytes([table]))).worksheets[0]
    assert [cell.value for cell in sheet["A"]] == ["列", "30万1千人", "維持する"]


def test_the_form_marks_what_is_to_be_filled_in_and_hides_what_only_the_program_needs() -> None:
    sheet = load_workbook(io.BytesIO(xlsx_bytes(template_tables(groups(), R5, Ledger(()))))).worksheets[3]
    names = [str(cell.value) for cell in sheet[1]]
    letters = {name: get_column_letter(at) for at, name in enumerate(names, start=1)}
    yellow = {name for name in names if sheet[f"{letters[name]}2"].fill.fgColor.rgb == "00FFF9E0"}
    assert yellow == {"実績値", "区分", "出典", "備考", "所管課の評価", "所管課のコメント", "確認"}
    hidden = {name for name in names if sheet.column_dimensions[letters[name]].hidden}
    assert hidden == {"ID", "架空", "登録者", "登録日時", "記録ID"}
    lists = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation}
    assert lists == {
        f"{letters['区分']}2:{letters['区分']}9": '"速報,確定"',
        f"{letters['確認']}2:{letters['確認']}9": '"済"',
    }


def test_control_characters_do_not_end_a_workbook() -> None:
    """openpyxl raises IllegalCharacterError for them."""
    table = ExportTable("名\x07前", ("備考",), (("改\x00行\x1b🏠𠮷\ue000\ud800",),))
    sheet = load_workbook(io.BytesIO(xlsx_bytes([table]))).worksheets[0]
    assert (sheet.title, sheet["A2"].value) == ("名前", "改行🏠𠮷\ue000")
