"""Tables → workbooks that a person goes on working with."""

import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from knowledge.indicators import ExportTable
from knowledge.indicators.exporting import NumberCell

_SHEET_NAME_LENGTH = 31
_WIDEST_COLUMN = 48
_NARROWEST_COLUMN = 8
_TO_FILL, _TO_FILL_HEADER = "FFF9E0", "FFE699"  # pale yellow, as forms of Japanese offices mark what is to be filled in
_LONGEST_FORMAT = 200  # characters; Excel takes 255
_NUMBER = re.compile(r"[▲△\-−]?\d[\d,]*(?:\.\d+)?")


def xlsx_bytes(tables: Sequence[ExportTable]) -> bytes:
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


def _write_worksheet(sheet: Worksheet, table: ExportTable) -> None:
    _write_cells(sheet, table)
    _write_look(sheet, table)
    for name, choices in table.choices.items():
        letter = get_column_letter(table.columns.index(name) + 1)
        listed = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
        listed.add(f"{letter}2:{letter}{len(table.rows) + 1}")
        sheet.add_data_validation(listed)
    for name in table.hidden:
        sheet.column_dimensions[get_column_letter(table.columns.index(name) + 1)].hidden = True


def _write_cells(sheet: Worksheet, table: ExportTable) -> None:
    to_fill = [table.columns.index(name) + 1 for name in table.to_fill]
    for row_number, row in enumerate((table.columns, *table.rows), start=1):
        for column_number, content in enumerate(row, start=1):
            _write_cell(sheet.cell(row_number, column_number), content)
    for column in to_fill:
        for row_number in range(2, len(table.rows) + 2):
            sheet.cell(row_number, column).fill = PatternFill("solid", fgColor=_TO_FILL)


def _write_look(sheet: Worksheet, table: ExportTable) -> None:
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        is_to_fill = cell.value in table.to_fill
        cell.fill = PatternFill("solid", fgColor=_TO_FILL_HEADER if is_to_fill else "DDEBF7")
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
    if isinstance(content, NumberCell) and (code := _format_of(content)):
        cell.value, cell.number_format = content.value, code
        cell.alignment = Alignment(vertical="top", horizontal="right")
        return
    cell.value = content
    if isinstance(content, Decimal):
        digits = _digits(_decimals(content))
        cell.number_format = f"{digits};▲{digits}"
        return
    cell.data_type = "s"  # text stays text, whatever it begins with
    cell.alignment = Alignment(vertical="top", wrap_text=True)


def _digits(decimals: int) -> str:
    return "#,##0" + (f".{'0' * decimals}" if decimals else "")


def _format_of(figure: NumberCell) -> str:
    """The number format under which the value is shown as it is printed; "" where no format does."""
    folded = unicodedata.normalize("NFKC", figure)
    for match in reversed(list(_NUMBER.finditer(folded))):
        printed = Decimal(re.sub(r"[▲△−,]", "", match[0]).lstrip("-"))
        if figure.is_share:
            return f"{_digits(_decimals(printed))}%" if folded == f"{match[0]}%" else ""
        before, behind = folded[: match.start()], folded[match.end() :]
        if printed == abs(figure.value) and '"' not in folded and len(folded) < _LONGEST_FORMAT // 2:
            shown = _quoted(before), _digits(_decimals(printed)), _quoted(behind)
            return "".join(shown) + f";{shown[0]}▲{shown[1]}{shown[2]}"
    return ""


def _decimals(number: Decimal) -> int:
    return max(0, -int(number.as_tuple().exponent))


def _quoted(text: str) -> str:
    return f'"{text}"' if text else ""


def _widths(table: ExportTable) -> Iterable[int]:
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
