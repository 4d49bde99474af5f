"""Spreadsheet files ↔ tables: CSV as Excel in Japan writes it, and .xlsx. What the cells mean is not known here.

CSV comes as UTF-8, with or without a byte order mark, as CP932 (Shift_JIS), EUC-JP or JIS, or as Excel's 「Unicode
テキスト」, and goes out as UTF-8 with the mark, without which Excel shows 文字化け. Text that a spreadsheet program
would run as a formula goes out behind an apostrophe, and comes in without it.
"""

import csv
import io
import json
import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from bot.documents.file_kinds import NOT_A_TABLE
from knowledge.files import Row, Sheet, file_kind, is_zip
from knowledge.files.packed import DAMAGE, TooMuchInsideError
from knowledge.files.workbook import MOST_CELLS, TooManyCellsError, read_workbook
from knowledge.indicators import ExportTable
from knowledge.model import advice_on
from knowledge.model.errors import UnreadableTableError
from knowledge.model.normalize import visible_text

MOST_BYTES = 20_000_000  # thousands of times the largest honest file of some hundred values
_FORMULA_STARTS = tuple("=+-@\t\r\n'＝＋－＠")  # OWASP's list, their full-width forms, and our own mark
_PLAIN_NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?")
_DELIMITERS = ",\t;"
_HEADER_CHARACTERS = 2_000  # the delimiter shows in the title and header; further down notes may hold others
_HALF_WIDTH = re.compile("[\uff61-\uff9f]")
_JAPANESE = re.compile("[ぁ-ヿ一-龥]")


def read_sheets(path: Path) -> tuple[Sheet, ...]:
    """Every table of a .csv, .tsv, .txt or .xlsx file as text. Raises UnreadableTableError."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableTableError(str(path), advice_on(error)) from error
    if len(data) > MOST_BYTES:
        raise UnreadableTableError(str(path), f"大きすぎます（{MOST_BYTES // 1_000_000}MB まで）。")
    if advice := NOT_A_TABLE.get(file_kind(data)):
        raise UnreadableTableError(str(path), advice)
    return _read_xlsx(path, data) if is_zip(data) else (_read_csv(path, data),)


# CSV


def _read_csv(path: Path, data: bytes) -> Sheet:
    text, remarks = _decode(path, data)
    delimiter = max(_DELIMITERS, key=text[:_HEADER_CHARACTERS].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows, filled = [], 0
    try:
        for number, cells in enumerate(reader, start=1):
            rows.append(Row.of(number, (visible_text(_unguarded(cell)) for cell in cells)))
            filled += len(rows[-1].cells)
            if filled > MOST_CELLS:
                advice = f"欄が多すぎます（{MOST_CELLS // 10_000}万まで）。実績値の表だけを残してください。"
                raise UnreadableTableError(str(path), advice)
    except csv.Error as error:
        raise UnreadableTableError(str(path), f"CSV として読めません（{error}）。") from error
    return Sheet("", tuple(rows), remarks=remarks)


def _decode(path: Path, data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text, and what to say of a rare encoding."""
    # CP932 decodes almost anything: UTF-8, which does not, goes first
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp932")
    if b"\x1b$" in data and (text := _decoded(data, "iso2022_jp")) is not None:
        return text, ("文字コードを JIS（ISO-2022-JP）として読みました。",)
    texts = {name: text for name in encodings if (text := _decoded(data, name)) is not None and "\0" not in text}
    euc = _decoded(data, "euc_jp") if "utf-16" not in encodings and "utf-8-sig" not in texts else None
    if euc is not None and _is_euc(euc, texts.get("cp932")):
        return euc, ("文字コードを EUC-JP として読みました。",)
    if not texts:
        raise UnreadableTableError(str(path), "CSV（UTF-8 か Shift_JIS）か .xlsx のファイルを指定してください。")
    return next(iter(texts.values())), ()


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_euc(euc: str, cp932: str | None) -> bool:
    """EUC-JP read as Shift_JIS is a run of half-width kana; read as itself it is Japanese without any."""
    if _HALF_WIDTH.search(euc) or not _JAPANESE.search(euc):
        return False
    return cp932 is None or len(_HALF_WIDTH.findall(cp932)) > len(_JAPANESE.findall(cp932))


def csv_bytes(tables: Sequence[ExportTable]) -> bytes:
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
        return read_workbook(data)
    except TooManyCellsError as error:
        many = f"シート「{error.sheet}」のセルが多すぎます（{MOST_CELLS // 10_000}万まで）。"
        advice = f"{many}実績値の表だけを残してください。"
        raise UnreadableTableError(str(path), advice) from error
    except DAMAGE as error:
        raise UnreadableTableError(str(path), ".xlsx が壊れています。Excel で開いて保存し直してください。") from error
    except TooMuchInsideError as error:
        raise UnreadableTableError(str(path), "展開すると大きすぎるファイルです。") from error


# Writing


def json_bytes(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
