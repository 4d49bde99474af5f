"""A label by itself between the rows of a table: a row of it in a workbook, and no end of a name in a PDF."""

import io
from pathlib import Path

from openpyxl import Workbook

from tests.knowledge.reading.sources.made import pdf_of, read, rows

ROWS = [("指標", "現状値（R6）", "目標値（R11）"), ("しごと",), ("新規就業者数", "3人", "20人"), ("くらし",)]
LAST = ("空き家の戸数", "320戸", "280戸")


def book_of(lines: list[tuple[str, ...]], *, is_merged: bool) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for number, line in enumerate(lines, start=1):
        for column, text in enumerate(line, start=1):
            sheet.cell(number, column, text)
        if is_merged and len(line) == 1:
            sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=3)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_label_in_a_sheet_is_a_row_of_its_table(tmp_path: Path) -> None:
    for is_merged in (True, False):
        found = rows(tmp_path, book_of([*ROWS, LAST], is_merged=is_merged))
        assert found == [ROWS[0], ("しごと", "", ""), ROWS[2], ("くらし", "", ""), LAST]


def test_a_title_over_another_header_in_a_sheet_is_text(tmp_path: Path) -> None:
    data = book_of([ROWS[0], ROWS[2], ("2 くらし",), ROWS[0], LAST], is_merged=True)
    assert rows(tmp_path, data) == [ROWS[0], ROWS[2], ROWS[0], LAST]
    assert "2 くらし" in [line.text for line in read(tmp_path, data).lines]


def test_a_label_far_below_a_name_does_not_go_on_with_it(tmp_path: Path) -> None:
    cells = "".join(
        f"[{row[0]}], [{row[1]}], [{row[2]}]," if len(row) > 1 else f"table.cell(colspan: 3)[{row[0]}],"
        for row in [*ROWS, LAST]
    )
    table = f"#table(columns: (auto, 1fr, 1fr), stroke: none, inset: 7pt, {cells})"
    names = [row[0] for row in rows(tmp_path, pdf_of(table))]
    assert "新規就業者数" in names
    assert "くらし" in names
