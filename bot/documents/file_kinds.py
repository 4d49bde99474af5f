"""What a file is that was given as a table, by its content, and what to do about one that is none."""

import io
import re
import zipfile

_SAVE = "Excel などで開き、「名前を付けて保存」で「Excel ブック（.xlsx）」を選んで保存し直してください。"
_PDF = "PDF は表として取り込めません。元の表計算ファイル（.xlsx か CSV）を指定してください。"
_WORKBOOK = ("xl/workbook.xml", "[Content_Types].xml")
_OLE = b"\xd0\xcf\x11\xe0"
_BARE_XLS = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00\x04\x00")  # Excel 2 to 5, without a container
_MARKED = (
    (re.compile(rb"urn:schemas-microsoft-com:office:spreadsheet"), "XML スプレッドシート 2003 形式です。"),
    (re.compile(rb"<office:document|urn:oasis:names:tc:opendocument"), "OpenDocument 形式（.fods）です。"),
    (
        re.compile(rb"<html|<!doctype html|<table|<meta ", re.I),
        "HTML 形式です（.xls とあっても中身はウェブページです）。",
    ),
    (re.compile(rb"^mime-version:", re.I), "ウェブページ（MHTML）形式です。"),
    (re.compile(rb"^\{\\rtf"), "リッチテキスト（RTF）形式です。"),
)
_HEAD = 4_000


def is_zip(data: bytes) -> bool:
    return data.startswith(b"PK")


def other_kind(data: bytes) -> str:
    """What the file is called and how to save it as a table; "" for what may be .xlsx or CSV."""
    if is_zip(data):
        return _of_zip(data)
    if data.startswith(_OLE):
        return _of_ole(data)
    if data.startswith(_BARE_XLS):
        return "古い Excel 形式（.xls）です。" + _SAVE
    if data.startswith(b"%PDF"):
        return _PDF
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = data[:_HEAD].decode("utf-16", "ignore").encode()
    return next((name + _SAVE for pattern, name in _MARKED if pattern.search(head)), "")


def _of_zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            kind = archive.read("mimetype").decode("ascii", "ignore") if "mimetype" in names else ""
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError):
        return ""
    if "opendocument.spreadsheet" in kind:
        return "OpenDocument 形式（.ods）です。" + _SAVE
    if "xl/workbook.bin" in names:
        return "Excel バイナリ形式（.xlsb）です。" + _SAVE
    if any(name.startswith("Index/") for name in names):
        return "Numbers の形式です。Numbers の「書き出す」で「Excel」を選んで保存し直してください。"
    if "word/document.xml" in names or "opendocument.text" in kind:
        return "ワープロの文書です。表を Excel に貼り付け、.xlsx で保存して指定してください。"
    if "ppt/presentation.xml" in names:
        return "PowerPoint の資料です。表を Excel に貼り付け、.xlsx で保存して指定してください。"
    if names and not names & set(_WORKBOOK):
        return "ZIP の書庫です。中の表計算ファイルを取り出して指定してください。"
    return ""


def _of_ole(data: bytes) -> str:
    """Both the old formats and encrypted new ones come in the same container; names inside tell which."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "パスワード付きのファイルです。Excel で開いてパスワードを外し、.xlsx で保存し直してください。"
    if "WordDocument".encode("utf-16-le") in data:
        return "古い Word 形式（.doc）です。表を Excel に貼り付け、.xlsx で保存して指定してください。"
    return "古い Excel 形式（.xls）か、パスワード付きです。パスワードを外し、.xlsx で保存し直してください。"
