"""A cell is what a person sees: formats, struck-out text, formulas, merged and hidden cells, and what costs memory."""

import io
import re
import tracemalloc
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from bot.documents.spreadsheets import read_sheets
from knowledge.files import workbook
from knowledge.files.grid import Sheet
from knowledge.files.number_formats import shown_number, shown_text
from knowledge.files.workbook import read_workbook
from knowledge.model.errors import UnreadableTableError
from tests.bot.documents.test_result_tables import SALES

R5 = 45382  # 2024-03-31


def bytes_of(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def filled() -> tuple[Workbook, Worksheet]:
    book = Workbook()
    assert book.active is not None
    return book, book.active


def read(book: Workbook) -> Sheet:
    (sheet,) = read_workbook(bytes_of(book))
    return sheet


def texts(sheet: Sheet) -> dict[str, str]:
    return {f"{chr(65 + at)}{row.number}": cell.text for row in sheet.rows for at, cell in row.cells.items()}


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        ("0.131", "0.0%", "13.1%"),
        ("0.131", "0%", "13.1%"),
        ("13.1", '0.0"%"', "13.1%"),
        ("13.1", r"0.0\%", "13.1%"),
        ("13.1", "[<100]0.0;[赤]0", "13.1"),
        ("13.1", '[$-411]0.0"％"', "13.1％"),
        ("5", '"令和"0"年度"', "令和5年度"),
        ("1310", '#,##0"人"', "1310人"),
        ("1310", "General", "1310"),
        ("1310", 'General"件"', "1310件"),
        ("1310000", "#,##0,", "1310"),
        ("-2.6", "#,##0.0;▲#,##0.0", "▲2.6"),
        ("-2.6", "0.0_);(0.0)", "-2.6"),
        ("-2.6", "0.0;[Red]0.0", "-2.6"),
        ("-2.6", "0.0", "-2.6"),
        ("0", '#,##0;-#,##0;"－"', "－"),
        ("0", "#,##0;-#,##0;", ""),
        ("5", ";;;", ""),
        ("12", '"約"0', "約12"),
        (f"{R5}", "yyyy/m/d", "2024-03-31"),
        (f"{R5}", 'ggge"年度"', "令和6年度"),
        (f"{R5}", '[$-411]ge"."', "R6."),
        (f"{R5}", 'yyyy"年度"', "2024年度"),
        (f"{R5}", '[$-411]ggge"年"m"月"d"日"', "2024-03-31"),
        (f"{R5}", 'yyyy"年"m"月"', "2024年3月"),
        (f"{R5}", "[$-411]aaa", "2024-03-31"),
        (f"{R5}", "aaaa", "2024-03-31"),
        (f"{R5}", 'm"月"d"日"', "2024-03-31"),
        ("0.5", "h:mm", "0.5（時刻）"),
        ("0.5", "h:mm AM/PM", "0.5（時刻）"),
        ("1310", "@", "1310"),
        ("1310", '"計"@', "1310"),
    ],
)
def test_a_number_is_what_its_format_shows(value: str, code: str, shown: str) -> None:
    assert shown_number(Decimal(value), code).text == shown


@pytest.mark.parametrize(
    ("value", "code", "seen"),
    [
        ("45", "0.0", "45.0"),
        ("0.5", "0.0%", "50.0%"),
        ("12345", "#,##0", "12,345"),
        ("12345.5", '#,##0.00"人"', "12,345.50人"),
        ("-1234", "#,##0;▲#,##0", "▲1,234"),
        ("45.5", "0.##", "45.5"),
        ("45", "0.#", "45"),
        ("0.131", "0%", "13%"),
        ("1310000", "#,##0,", "1,310"),
        ("45.25", "General", "45.25"),
        ("1310", 'General"件"', "1310件"),
    ],
)
def test_a_number_is_seen_with_its_zeros_and_the_marks_between_thousands(value: str, code: str, seen: str) -> None:
    shown = shown_number(Decimal(value), code)
    assert (shown.seen or shown.text) == seen


def test_digits_that_are_only_rounded_away_are_kept_and_told() -> None:
    assert (shown_number(Decimal("1310.4"), "#,##0").text, shown_number(Decimal("1310.4"), "#,##0").rounded) == (
        "1310.4",
        "1310",
    )
    assert shown_number(Decimal("0.771333333333333"), "0.0%").text == "77.1%"  # no more was ever meant


def test_a_text_has_a_format_too() -> None:
    assert [shown_text("5", code) for code in ("General", "@", '"令和"@"年度"', ";;;", "0;0;0;@")] == [
        *("5", "5", "令和5年度", "", "5"),
    ]


def test_struck_out_text_is_gone() -> None:
    book, sheet = filled()
    sheet["A1"], sheet["B1"] = "1300", 1300
    sheet["A1"].font = sheet["B1"].font = Font(strike=True)
    sheet["C1"] = CellRichText(TextBlock(InlineFont(strike=True), "1300"), TextBlock(InlineFont(b=True), "1310"))
    assert texts(read(book)) == {"C1": "1310"}


def test_invisible_characters_vanish_and_radicals_are_kanji() -> None:
    book, sheet = filled()
    sheet.append(["1\u200b310\u200e", "\ufeff指\u00ad標", "成⻑率", "⼈⼝", "⻄部の⺠間", "a_x000D_b", "\u200b"])
    assert list(texts(read(book)).values()) == ["1310", "指標", "成長率", "人口", "西部の民間", "a\nb"]


def cell_xml(data: bytes, old: str, new: str) -> bytes:
    """The first sheet's XML with a part of it replaced, as another program would write it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old_zip, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new_zip:
        for name in old_zip.namelist():
            part = old_zip.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert re.search(old, part.decode())
                part = re.sub(old, new, part.decode(), count=1).encode()
            new_zip.writestr(name, part)
    return out.getvalue()


def test_the_raised_mark_of_a_note_is_no_digit_of_the_value() -> None:
    book, sheet = filled()
    raised = InlineFont(vertAlign="superscript")
    sheet["A1"] = CellRichText("120", TextBlock(raised, "2"), "人")
    sheet["B1"] = CellRichText("4km", TextBlock(raised, "2"))
    (read,) = read_workbook(bytes_of(book))
    assert (read.rows[0].text(0), read.rows[0].text(1)) == ("120人", "4km2")


def test_a_formula_with_an_empty_result_is_empty_and_one_never_computed_is_not() -> None:
    book, sheet = filled()
    sheet["A1"], sheet["B1"], sheet["C1"] = '=IF(D1="","",D1)', "=SUM(1,2)", "x"
    data = cell_xml(bytes_of(book), r'<c r="A1">(<f>.*?</f>)<v ?/>', r'<c r="A1" t="str">\1<v></v>')
    (read_sheet,) = read_workbook(data)
    assert texts(read_sheet) == {"B1": "=SUM(1,2)", "C1": "x"}


def test_merged_cells_and_text_centred_across_cells_hold_for_all_of_them() -> None:
    book, sheet = filled()
    sheet.append(["指標", "令和7年度", None, "令和8年度", None])
    sheet.append([None, "目標", "実績", "目標", "実績"])
    sheet.merge_cells("A1:A2")
    sheet.merge_cells("B1:C1")
    sheet["D1"].alignment = sheet["E1"].alignment = Alignment(horizontal="centerContinuous")
    shown = texts(read(book))
    assert (shown["A2"], shown["C1"], shown["E1"]) == ("指標", "令和7年度", "令和8年度")


def test_what_is_hidden_is_marked() -> None:
    book, sheet = filled()
    for _ in range(3):
        sheet.append([1, 2, 3])
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    found = read(book)
    assert [row.is_hidden for row in found.rows] == [False, True, False]
    assert found.hidden_columns == {1}


def test_readings_of_kanji_are_no_text() -> None:
    book, sheet = filled()
    sheet["A1"] = "指標"
    data = bytes_of(book)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name).decode()
            new.writestr(name, part.replace("</t></si>", '</t><rPh sb="0" eb="2"><t>シヒョウ</t></rPh></si>'))
    (sheet_read,) = read_workbook(out.getvalue())
    assert texts(sheet_read) == {"A1": "指標"}


def test_strict_open_xml_is_read() -> None:
    book, sheet = filled()
    sheet.append(["指標", "R7実績"])
    sheet.append([SALES, 1310])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(bytes_of(book))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name).decode()
            part = part.replace(
                "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                "http://purl.oclc.org/ooxml/spreadsheetml/main",
            ).replace(
                "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                "http://purl.oclc.org/ooxml/officeDocument/relationships",
            )
            new.writestr(name, part)
    (sheet_read,) = read_workbook(out.getvalue())
    assert texts(sheet_read) == {"A1": "指標", "B1": "R7実績", "A2": SALES, "B2": "1310"}


@pytest.mark.parametrize("merged", ["A1:XFD1048576", "B3:XFD4", "C2:C1048576"])
def test_stray_cells_and_merges_over_the_whole_sheet_cost_no_memory(tmp_path: Path, merged: str) -> None:
    book, sheet = filled()
    sheet["A1"], sheet["B1"], sheet["A2"], sheet["B2"] = "指標", "R7実績", SALES, 1310
    sheet["XFD1048576"] = "迷子"
    data = cell_xml(
        bytes_of(book), "<pageMargins", f'<mergeCells count="1"><mergeCell ref="{merged}"/></mergeCells><pageMargins'
    )
    path = tmp_path / "in.xlsx"
    path.write_bytes(data)
    tracemalloc.start()
    read_sheets(path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 20_000_000


def test_a_sheet_of_too_many_cells_is_refused_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_CELLS", 100)
    book, sheet = filled()
    for _ in range(60):
        sheet.append([1, 2])
    path = tmp_path / "in.xlsx"
    path.write_bytes(bytes_of(book))
    with pytest.raises(UnreadableTableError, match="シート「Sheet」のセルが多すぎます（20万まで）"):
        read_sheets(path)


def test_a_date_system_of_1904_is_known() -> None:
    assert shown_number(Decimal(0), "yyyy/m/d", date(1904, 1, 1)).text == "1904-01-01"
