"""A path → the numbered lines of whatever file it is. What cannot be read is refused in one sentence."""

import hashlib
from pathlib import Path

from knowledge.files import file_kind
from knowledge.files.kinds import FileKind
from knowledge.files.open_sheets import read_open_sheets
from knowledge.files.packed import DAMAGE, TooMuchInsideError
from knowledge.files.workbook import TooManyCellsError, read_workbook
from knowledge.model.errors import UnreadableSourceError
from knowledge.model.records import Finding, Source
from knowledge.reading.source import Line, SourceText
from knowledge.reading.sources.docx import read_docx
from knowledge.reading.sources.html_tables import with_html_tables
from knowledge.reading.sources.markdown import is_markdown, markdown_lines
from knowledge.reading.sources.mending import mend
from knowledge.reading.sources.odt import read_odt
from knowledge.reading.sources.pieces import PagesTold, Pieces, lines_of
from knowledge.reading.sources.run_on import with_runs_apart
from knowledge.reading.sources.sheets import sheet_pieces
from knowledge.reading.sources.text import decoded_text, text_lines

MAX_BYTES = 50_000_000  # a strategy with pictures is some ten megabytes; a film given by mistake is more
_OTHERWISE = "PDF、Word（.docx）、テキストのいずれかで保存し直してください。"
_NOT_READ: dict[FileKind, str] = {
    "doc": f"古い Word 形式（.doc）です。{_OTHERWISE}",
    "xls": "古い Excel 形式（.xls）か、パスワード付きです。パスワードを外し、.xlsx で保存し直してください。",
    "locked": "パスワード付きのファイルです。パスワードを外して保存し直してください。",
    "xlsb": "Excel バイナリ形式（.xlsb）です。.xlsx で保存し直してください。",
    "pptx": f"PowerPoint の資料です。{_OTHERWISE}",
    "numbers": f"Numbers か Pages の形式です。{_OTHERWISE}",
    "archive": "ZIP の書庫です。中の文書を取り出して指定してください。",
    "damaged": "壊れているか、途中で切れています。もう一度入手してください。",
    "xml_sheet": "XML スプレッドシート 2003 形式です。.xlsx で保存し直してください。",
    "flat_document": "OpenDocument の単一ファイル形式です。.odt か .ods で保存し直してください。",
    "html": f"ウェブページ（HTML）です。{_OTHERWISE}",
    "mhtml": f"ウェブページ（MHTML）です。{_OTHERWISE}",
    "image": "画像です。OCR で文字にした PDF か、もとの文書を指定してください。",
    "rtf": f"リッチテキスト（RTF）です。{_OTHERWISE}",
}
_SAID_BY_NAME = {
    ".pdf": " PDF ",
    ".docx": " Word の文書",
    ".doc": " Word の文書",
    ".xlsx": " Excel のブック",
    ".xls": " Excel のブック",
    ".odt": " OpenDocument の文書",
    ".ods": " OpenDocument の表",
    ".zip": " ZIP の書庫",
    ".pages": " Pages の文書",
}


def read_source(path: Path, told: PagesTold | None = None) -> SourceText:
    """UnreadableSourceError says in Japanese what to do. `told` hears how many pages of how many are read."""
    data = _read_bytes(path)
    kind = file_kind(data)
    said = _SAID_BY_NAME.get(path.suffix.lower()) if kind == "text" else None
    if advice := _NOT_READ.get(kind) or (said and f"中身が{said}ではありません。もう一度入手してください。"):
        raise UnreadableSourceError(str(path), advice)
    lines, findings = _text_of(path, data) if kind == "text" else _lines_of_file(path, data, kind, told)
    whole, lost = mend(lines)
    source = Source(hashlib.sha256(data).hexdigest(), path.name)
    is_as_printed = kind == "text" and not findings  # of a text only runs that were taken apart are told
    return SourceText(source, whole, (*findings, *lost), is_extracted=not is_as_printed)


def _read_bytes(path: Path) -> bytes:
    if path.is_dir():
        raise UnreadableSourceError(str(path), "本文のファイルか、strategy.txt の入ったフォルダーを指定してください。")
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)  # a device such as /dev/zero has no size and no end
    except FileNotFoundError:
        raise UnreadableSourceError(str(path), "ファイルが見つかりません。場所と名前を確かめてください。") from None
    except OSError:
        raise UnreadableSourceError(str(path), "開けません。読み取りの権限を確かめてください。") from None
    if len(data) > MAX_BYTES:
        raise UnreadableSourceError(
            str(path), f"大きすぎます（{MAX_BYTES // 1_000_000}MBまで）。本文だけのファイルを指定してください。"
        )
    if not data.strip() or data.decode("utf-8", "ignore").isspace():
        raise UnreadableSourceError(str(path), "中身がありません。本文の入ったファイルを指定してください。")
    return data


def _text_of(path: Path, data: bytes) -> tuple[tuple[Line, ...], tuple[Finding, ...]]:
    text = decoded_text(data)
    if text is None:
        raise UnreadableSourceError(
            str(path), "文字として読めません。UTF-8 か Shift_JIS のテキストファイルで保存し直してください。"
        )
    apart, findings = with_runs_apart(text)
    lines = with_html_tables(text_lines(apart))
    return (markdown_lines(lines) if is_markdown(lines) else lines), findings


def _lines_of_file(
    path: Path, data: bytes, kind: FileKind, told: PagesTold | None
) -> tuple[tuple[Line, ...], tuple[Finding, ...]]:
    try:
        read = _pieces(path, data, kind, told)
    except TooManyCellsError as error:
        advice = f"シート「{error.sheet}」のセルが多すぎます。本文だけのファイルを指定してください。"
        raise UnreadableSourceError(str(path), advice) from error
    except TooMuchInsideError as error:
        raise UnreadableSourceError(str(path), "展開すると大きすぎるファイルです。") from error
    except (*DAMAGE, RecursionError) as error:
        raise UnreadableSourceError(str(path), _NOT_READ["damaged"]) from error
    lines = lines_of(read.pieces)
    if not lines:
        raise UnreadableSourceError(str(path), "文字がありません。本文の入ったファイルを指定してください。")
    return lines, read.findings


def _pieces(path: Path, data: bytes, kind: FileKind, told: PagesTold | None) -> Pieces:
    if kind == "pdf":
        from knowledge.reading.sources.pdf.reading import read_pdf  # its libraries are large, and needed here alone

        return read_pdf(path, data, told)
    if kind in ("xlsx", "ods"):
        return sheet_pieces(read_workbook(data) if kind == "xlsx" else read_open_sheets(data))
    return read_docx(data) if kind == "docx" else read_odt(data)
