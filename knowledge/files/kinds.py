"""What a file is, by its content: names lie, as an .xls that a web page wrote."""

import io
import re
import zipfile
from typing import Literal

FileKind = Literal[
    "text", "pdf", "docx", "xlsx", "odt", "ods", "doc", "xls", "locked", "xlsb", "pptx", "numbers", "archive",
    "damaged", "xml_sheet", "flat_document", "html", "mhtml", "rtf", "image",
]  # fmt: skip

_OLE = b"\xd0\xcf\x11\xe0"
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")  # PNG, JPEG, GIF, TIFF
_BARE_XLS = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00\x04\x00")  # Excel 2 to 5, without a container
_MARKED: tuple[tuple[re.Pattern[bytes], FileKind], ...] = (
    (re.compile(rb"urn:schemas-microsoft-com:office:spreadsheet"), "xml_sheet"),
    (re.compile(rb"<office:document|urn:oasis:names:tc:opendocument"), "flat_document"),
    (re.compile(rb"<html|<!doctype html|^<table|<meta ", re.I), "html"),  # in Markdown a table may be written so
    (re.compile(rb"^mime-version:", re.I), "mhtml"),
    (re.compile(rb"^\{\\rtf"), "rtf"),
)
_HEAD = 4_000
_PDF_HEAD = 1_024  # a PDF may have something before it (ISO 32000-1, note 13 of Adobe's)
_WORKBOOK = {"xl/workbook.xml", "[Content_Types].xml"}
_UNREADABLE = (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError)


def is_zip(data: bytes) -> bool:
    return data.startswith(b"PK")


def file_kind(data: bytes) -> FileKind:
    """ "text" is whatever is nothing else; "damaged" an archive that cannot be opened."""
    if is_zip(data):
        return _of_zip(data)
    if data.startswith(_OLE):
        return _of_ole(data)
    if data.startswith(_BARE_XLS):
        return "xls"
    if data.startswith(_IMAGES):
        return "image"
    if b"%PDF-" in data[:_PDF_HEAD]:
        return "pdf"
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = data[:_HEAD].decode("utf-16", "ignore").encode()
    return next((kind for pattern, kind in _MARKED if pattern.search(head)), "text")


def _of_zip(data: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            kind = archive.read("mimetype").decode("ascii", "ignore") if "mimetype" in names else ""
    except _UNREADABLE:
        return "damaged"
    found: tuple[tuple[bool, FileKind], ...] = (
        ("opendocument.spreadsheet" in kind, "ods"),
        ("opendocument.text" in kind, "odt"),
        ("xl/workbook.bin" in names, "xlsb"),
        ("word/document.xml" in names, "docx"),
        ("ppt/presentation.xml" in names, "pptx"),
        (any(name.startswith("Index/") for name in names), "numbers"),
        (bool(names) and not names & _WORKBOOK, "archive"),
    )
    return next((kind for is_it, kind in found if is_it), "xlsx")


def _of_ole(data: bytes) -> FileKind:
    """Both the old formats and encrypted new ones come in the same container; names inside tell which."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "locked"
    if "PowerPoint Document".encode("utf-16-le") in data:
        return "pptx"
    return "doc" if "WordDocument".encode("utf-16-le") in data else "xls"
