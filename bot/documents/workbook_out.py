"""Tables → workbooks that a person goes on working with."""

import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from knowledge.indicators import Table

_SHEET_NAME_LENGTH = 31
_WIDEST_COLUMN = 48
_NARROWEST_COLUMN = 8


def xlsx_bytes(tables: Sequence[Table]) -> bytes:
    """One sheet a table, with a header that stays, widths that fit, and numbers that can be added up."""
    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    for name, table in zip(_sheet_names([table.name for table in tables]), tables, strict=True):
        _write_worksheet(book.create_sheet(name), table)
    if not tables:
        book.create_sheet("実績値")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write_worksheet(sheet: Worksheet, table: Table) -> None:
    for row_number, row in enumerate((table.columns, *table.rows), start=1):
        for column_number, content in enumerate(row, start=1):
            _write_cell(sheet.cell(row_number, column_number), content)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDEBF7")
    for number, width in enumerate(_widths(table), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(table.rows) + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    if sheet.sheet_properties.pageSetUpPr is not None:
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def _write_cell(cell: Cell | MergedCell, content: str | Decimal | None) -> None:
    if isinstance(cell, MergedCell) or content is None or content == "":
        return
    cell.value = content
    if isinstance(content, Decimal):
        decimals = max(0, -int(content.as_tuple().exponent))
        digits = "#,##0" + (f".{'0' * decimals}" if decimals else "")
        cell.number_format = f"{digits};▲{digits}"
        return
    cell.data_type = "s"  # text stays text, whatever it begins with
    cell.alignment = Alignment(vertical="top", wrap_text=True)


def _widths(table: Table) -> Iterable[int]:
    """In Excel's unit, half a Japanese character."""
    for number, name in enumerate(table.columns):
        texts = [name, *(str(row[number] or "") for row in table.rows)]
        longest = max(sum(1 if ord(char) < 0x2E80 else 2 for char in text) for text in texts)
        yield min(max(longest + 2, _NARROWEST_COLUMN), _WIDEST_COLUMN)


def _sheet_names(names: Sequence[str]) -> list[str]:
    """As Excel allows them: 31 characters, none of []:*?/\\, each once whatever the case."""
    taken: list[str] = []
    for name in names:
        plain = re.sub(r"[\[\]:*?/\\]", "・", name).strip("'")[:_SHEET_NAME_LENGTH] or "表"
        number, free = 1, plain
        while free.casefold() in [other.casefold() for other in taken]:
            number += 1
            free = f"{plain[: _SHEET_NAME_LENGTH - len(str(number)) - 2]}({number})"
        taken.append(free)
    return taken
