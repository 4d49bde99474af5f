"""Spreadsheet files ↔ tables: CSV as Excel in Japan writes it, and .xlsx. What the cells mean is not known here.

CSV comes as UTF-8, with or without a byte order mark, as CP932 (Shift_JIS) or as Excel's 「Unicode テキスト」, and
goes out as UTF-8 with the mark, without which Excel shows 文字化け. Text that a spreadsheet program would run as a
formula goes out behind an apostrophe, and comes in without it.
"""

import csv
import io
import json
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from knowledge.indicators import Row, Sheet, Table
from knowledge.model import UnreadableTableError, UnwritableStoreError, advice_on

MOST_BYTES = 20_000_000  # thousands of times the largest honest file of some hundred values
MOST_UNPACKED_BYTES = 200_000_000  # a .xlsx can claim far more inside than its own size
_FORMULA_STARTS = tuple("=+-@\t\r\n'＝＋－＠")  # OWASP's list, their full-width forms, and our own mark
_PLAIN_NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?")
_DELIMITERS = ",\t;"
_HEADER_CHARACTERS = 2_000  # the delimiter shows in the title and header; further down notes may hold others
_SHEET_NAME_LENGTH = 31
# What zipfile, the XML parser and openpyxl raise on a file that is not what it claims to be
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    SyntaxError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    OSError,
    EOFError,
    RuntimeError,
    NotImplementedError,
)
_WIDEST_COLUMN = 48
_NARROWEST_COLUMN = 8


def read_sheets(path: Path) -> tuple[Sheet, ...]:
    """Every table of a .csv, .tsv, .txt or .xlsx file as text. Raises UnreadableTableError."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableTableError(str(path), advice_on(error)) from error
    if len(data) > MOST_BYTES:
        raise UnreadableTableError(str(path), f"大きすぎます（{MOST_BYTES // 1_000_000}MB まで）。")
    if data.startswith(b"PK"):
        return _read_xlsx(path, data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        advice = "古い Excel 形式（.xls）か、パスワード付きです。パスワードを外し、.xlsx で保存し直してください。"
        raise UnreadableTableError(str(path), advice)
    return (_read_csv(path, data),)


# CSV


def _read_csv(path: Path, data: bytes) -> Sheet:
    text = _decode(path, data)
    delimiter = max(_DELIMITERS, key=text[:_HEADER_CHARACTERS].count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return Sheet("", tuple(Row(n, tuple(map(_unguarded, cells))) for n, cells in enumerate(rows, start=1)))
    except csv.Error as error:
        raise UnreadableTableError(str(path), f"CSV として読めません（{error}）。") from error


def _decode(path: Path, data: bytes) -> str:
    # CP932 decodes almost anything: UTF-8, which does not, goes first
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp932")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableTableError(str(path), "CSV（UTF-8 か Shift_JIS）か .xlsx のファイルを指定してください。")


def csv_bytes(tables: Sequence[Table]) -> bytes:
    """All tables as one, under one header. Tables that have the same columns, as ours do."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for number, table in enumerate(tables):
        if number == 0:
            writer.writerow(table.columns)
        writer.writerows([_csv_cell(cell) for cell in row] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def _csv_cell(cell: str | Decimal | None) -> str:
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return _guarded(cell or "")


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_STARTS) and not _PLAIN_NUMBER.fullmatch(text) else text


def _unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA_STARTS) else text


# .xlsx


def _read_xlsx(path: Path, data: bytes) -> tuple[Sheet, ...]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked <= MOST_UNPACKED_BYTES:
            shown, written = _load(data, data_only=True), _load(data, data_only=False)
    except _DAMAGE as error:
        raise UnreadableTableError(str(path), ".xlsx が壊れています。Excel で開いて保存し直してください。") from error
    if unpacked > MOST_UNPACKED_BYTES:
        raise UnreadableTableError(str(path), "展開すると大きすぎるファイルです。")
    return tuple(_read_worksheet(sheet, written[sheet.title]) for sheet in shown.worksheets)


def _load(data: bytes, *, data_only: bool) -> Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of extensions (drop-down lists, themes) that it leaves out: not values
        return load_workbook(io.BytesIO(data), data_only=data_only)


def _read_worksheet(sheet: Worksheet, written: Worksheet) -> Sheet:
    covered = _merged(sheet)
    rows = []
    for cells in sheet.iter_rows():
        number = cells[0].row or 0
        texts = [
            _text(sheet[covered[cell.coordinate]] if cell.coordinate in covered else cell, written[cell.coordinate])
            for cell in cells
        ]
        if any(texts):
            rows.append(Row(number, tuple(texts)))
    return Sheet(sheet.title, tuple(rows))


def _merged(sheet: Worksheet) -> dict[str, str]:
    """Every covered cell → the cell whose value it shows: a merged header, or one name beside several years."""
    return {
        f"{get_column_letter(column)}{row}": f"{get_column_letter(area.min_col)}{area.min_row}"
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }


def _text(cell: Cell | MergedCell, written: Cell | MergedCell) -> str:
    """A cell as text: numbers as exact as Excel shows them, days as ISO 8601, 0.123 under a % format as 12.3%."""
    value: Any = cell.value
    if value is None:
        return str(written.value) if getattr(written, "data_type", "n") == "f" else ""  # a formula never computed
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return _number(Decimal(f"{value:.15g}"), str(cell.number_format))
    return str(value)


def _number(value: Decimal, number_format: str) -> str:
    """15 significant digits are what Excel keeps: 0.1 + 0.2 comes in as 0.3."""
    if "%" in number_format:
        return f"{_plain(value * 100)}%"
    return _plain(value)


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


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


# Writing


def json_bytes(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def write_file(path: Path, data: bytes) -> None:
    """Replaces the file as a whole or leaves it as it was. Raises UnwritableStoreError."""
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    except OSError as error:
        raise UnwritableStoreError(str(path), advice_on(error)) from error
    finally:
        with suppress(OSError):
            temporary.unlink()
