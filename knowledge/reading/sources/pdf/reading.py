"""A PDF → pieces. pdfplumber has the places of characters and rules, pypdfium2 the outline and the true characters."""

import io
import logging
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2
from pdfplumber.page import Page as PlumberPage
from pdfplumber.utils.exceptions import PdfminerException

from knowledge.files.packed import DAMAGE
from knowledge.model.errors import UnreadableSourceError
from knowledge.model.normalize import name_key
from knowledge.model.records import Finding
from knowledge.reading.sources.pdf.boxes import BoxTable, read_boxes
from knowledge.reading.sources.pdf.flow import pieces_of
from knowledge.reading.sources.pdf.glyphs import Glyph, Run, runs_of
from knowledge.reading.sources.pdf.headings import Headings, headings_of
from knowledge.reading.sources.pdf.page_breaks import goes_on, joined_tables, lost_rest, without_furniture
from knowledge.reading.sources.pieces import PagesTold, Piece, Pieces, TablePiece

MOST_PAGES = 400
MOST_CHARACTERS = 20_000  # of a page; a full one of small print has a fifth of it
MOST_RULES = 5_000  # of a page; a map has more, and no table
"""Each rule is compared with those that it crosses."""

MOST_ROW_NAMES = 5  # of rows, in one finding

FEWEST_READABLE = 0.9  # of a page's characters, so that what is lost is a sign or two
FEWEST_JAPANESE = 0.05  # of the letters of a page with at least MANY_LETTERS; below that they are another font's
MANY_LETTERS = 80
_MISLED = re.compile("[\u2e80-\u2fdf〜‧―—\xad]|\\(cid:")  # what pdfplumber may take for another: asked again
_LOST = re.compile("\\(cid:|[\x00-\x08\x0e-\x1f\ufffd\ue000-\uf8ff]")
_JAPANESE = re.compile("[ぁ-ヿ一-龥]")
_BOLD = re.compile("bold|heavy|black|w[6-9]\\b", re.I)
_PASSWORD = 4  # pdfium's number of the error
_DAMAGED = "PDF が壊れています。もう一度保存し直してください。"
_HASHES = re.compile(r"#{3,}")


@dataclass(frozen=True, slots=True)
class _ReadPage:
    """`rows`: the text outside tables with rules."""

    number: int
    height: float
    rows: Sequence[Sequence[Run]] = ()
    tables: tuple[BoxTable, ...] = ()
    refusal: str = ""


def read_pdf(path: Path, data: bytes, told: PagesTold | None = None) -> Pieces:
    """Raises UnreadableSourceError. A page that cannot be read is a finding, and so is a table without rules."""
    outline = _checked_outline(path, data)
    pages: list[_ReadPage] = []
    try:
        with _quiet(), pdfplumber.open(io.BytesIO(data)) as document, _Characters(data) as characters:
            for page in document.pages:
                pages.append(_read_page_anyhow(page, characters))
                if told:
                    told(len(pages), len(document.pages))
    except PdfminerException as error:
        raise UnreadableSourceError(str(path), _DAMAGED) from error
    if all(page.refusal for page in pages):
        raise UnreadableSourceError(str(path), f"どのページも{pages[0].refusal}。")
    rows = without_furniture([page.rows for page in pages], [page.height for page in pages])
    headings = headings_of(outline, rows)
    pieces = list(_pieces(pages, rows, headings))
    return Pieces(pieces=tuple(_joined(pieces)), findings=tuple(_findings(pages, pieces)))


@contextmanager
def _quiet() -> Iterator[None]:
    """pdfminer warns of each font that leaves something out, and reads it all the same."""
    log = logging.getLogger("pdfminer")
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(level)


def _checked_outline(path: Path, data: bytes) -> Mapping[tuple[int, str], int]:
    """By page from 1 and the key of the title, its level from 1. Refuses what is locked, damaged or too long."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == _PASSWORD
        advice = "パスワード付きの PDF です。パスワードを外して保存し直してください。" if locked else _DAMAGED
        raise UnreadableSourceError(str(path), advice) from None
    with document:
        if len(document) > MOST_PAGES:
            advice = f"ページが多すぎます（{MOST_PAGES}ページまで）。本文だけの PDF を指定してください。"
            raise UnreadableSourceError(str(path), advice)
        return dict(_outline(document))


def _outline(document: pypdfium2.PdfDocument) -> Iterator[tuple[tuple[int, str], int]]:
    for mark in document.get_toc():
        goal = mark.get_dest()
        at = goal.get_index() if goal else None
        if at is not None:
            yield (at + 1, name_key(mark.get_title())), mark.level + 1


class _Characters:
    """pdfium's reading of what stands in a box."""

    def __init__(self, data: bytes) -> None:
        self._document = pypdfium2.PdfDocument(data)

    def __enter__(self) -> "_Characters":
        return self

    def __exit__(self, *_: object) -> None:
        self._document.close()

    def texts(self, number: int, chars: Sequence[Mapping[str, Any]]) -> list[str]:
        """What stands where pdfplumber has these characters; both count from the page's bottom left."""
        if not chars:
            return []
        page = self._document[number - 1]
        text = page.get_textpage()
        found = [text.get_text_bounded(*(float(char[key]) for key in ("x0", "y0", "x1", "y1"))) for char in chars]
        text.close()
        page.close()
        return found


# A page


def _read_page_anyhow(page: PlumberPage, characters: _Characters) -> _ReadPage:
    """A page that is damaged is told by its number; the others are read all the same."""
    try:
        return _read_page(page, characters)
    except (PdfminerException, pypdfium2.PdfiumError, *DAMAGE):
        return _ReadPage(
            page.page_number, float(page.height), refusal="壊れていて読めません。もう一度 PDF にしてください"
        )


def _read_page(page: PlumberPage, characters: _Characters) -> _ReadPage:
    number, height = page.page_number, float(page.height)
    chars = [char for char in page.chars if _is_shown(char, page)]
    turned = sum(not _is_upright(char) and not char["text"].isspace() for char in page.chars)
    if turned > len(chars):
        page.close()
        return _ReadPage(number, height, refusal="文字が横倒しのため読めません。ページの向きを直してください")
    if refusal := _refusal(chars, has_pictures=bool(page.images)):
        page.close()
        return _ReadPage(number, height, refusal=refusal)
    glyphs = list(_glyphs(page.dedupe_chars().chars, page, characters))
    tables = []
    if len(page.edges) <= MOST_RULES:
        for found in page.find_tables():
            table, glyphs = read_boxes(found.cells, glyphs, number)
            tables += [table] if table else []
    page.close()
    return _ReadPage(number, height, runs_of(glyphs), tuple(tables))


def _is_shown(char: Mapping[str, Any], page: PlumberPage) -> bool:
    """Within the page as it is cut, and not what the file itself calls decoration."""
    left, top, right, bottom = page.cropbox
    is_inside = left <= (char["x0"] + char["x1"]) / 2 <= right and top <= (char["top"] + char["bottom"]) / 2 <= bottom
    return is_inside and char.get("tag") != "Artifact" and _is_upright(char)


def _is_upright(char: Mapping[str, Any]) -> bool:
    """By its matrix: pdfplumber's `upright` takes a quarter turn whose cosine is written as 6e-17 for none."""
    along, across = char["matrix"][:2]
    return bool(abs(across) < abs(along))


def _refusal(chars: Sequence[Mapping[str, Any]], *, has_pictures: bool) -> str:
    texts = [char["text"] for char in chars if not char["text"].isspace()]
    if not texts:
        return "文字を取り出せません。OCR が要ります" if has_pictures else ""
    if len(texts) > MOST_CHARACTERS:
        return "文字が多すぎるため読みませんでした"
    lost = sum(bool(_LOST.search(text)) for text in texts)
    letters = [text for text in texts if text.isalpha()]
    japanese = sum(bool(_JAPANESE.search(text)) for text in letters)
    is_other = len(letters) >= MANY_LETTERS and japanese < FEWEST_JAPANESE * len(letters)
    if lost > (1 - FEWEST_READABLE) * len(texts) or is_other:
        return "文字コードの情報がなく、文字を読み取れません。OCR が要ります"
    return ""


def _glyphs(chars: Iterable[Mapping[str, Any]], page: PlumberPage, characters: _Characters) -> Iterator[Glyph]:
    shown = [char for char in chars if _is_shown(char, page)]
    misled = [at for at, char in enumerate(shown) if _MISLED.search(char["text"])] if not page.rotation else []
    true = dict(zip(misled, characters.texts(page.page_number, [shown[at] for at in misled]), strict=True))
    for at, char in enumerate(shown):
        said = true.get(at, "").strip()
        text = said if len(said) == 1 and not _LOST.search(said) else char["text"]
        x0, x1, top, bottom, size = (float(char[key]) for key in ("x0", "x1", "top", "bottom", "size"))
        yield Glyph(text, x0, x1, top, bottom, size, bool(_BOLD.search(char["fontname"])))


# All pages


def _pieces(
    pages: Sequence[_ReadPage], rows: Sequence[Sequence[Sequence[Run]]], headings: Headings
) -> Iterator[Piece | BoxTable]:
    """In reading order: a table with rules parts the text above it from the text below."""
    for page, left in zip(pages, rows, strict=True):
        rest = list(left)
        for table in sorted(page.tables, key=lambda table: table.box[1]):
            above = [row for row in rest if row[0].bottom <= table.box[1] + row[0].size / 2]
            rest = rest[len(above) :]
            yield from pieces_of(above, headings, page.number)
            yield table
        yield from pieces_of(rest, headings, page.number)


def _joined(pieces: Sequence[Piece | BoxTable]) -> Iterator[Piece]:
    """Tables over page breaks as one."""
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        parts = [piece]
        while at + 1 < len(pieces) and _is_one(parts[-1], pieces[at + 1]):
            at += 1
            parts.append(pieces[at])
        boxes = [part for part in parts if isinstance(part, BoxTable)]
        tables = [part for part in parts if isinstance(part, TablePiece)]
        if boxes:
            yield joined_tables(boxes)
        elif tables:
            header = tables[0].rows[0].cells
            later = [row for table in tables[1:] for row in table.rows if row.cells != header]
            yield TablePiece(rows=(*tables[0].rows, *later))
        elif not isinstance(piece, BoxTable):
            yield piece
        at += 1


def _is_one(table: Piece | BoxTable, below: Piece | BoxTable) -> bool:
    if isinstance(table, BoxTable) and isinstance(below, BoxTable):
        return goes_on(table, below)
    if not (isinstance(table, TablePiece) and isinstance(below, TablePiece)):
        return False
    page, after = table.rows[-1].page, below.rows[0].page
    is_next = page is not None and after == page + 1
    return is_next and len(table.rows[0].cells) == len(below.rows[0].cells)


def _findings(pages: Sequence[_ReadPage], pieces: Sequence[Piece | BoxTable]) -> Iterator[Finding]:
    for page in pages:
        if page.refusal:
            yield Finding("warning", f"{page.number}ページは{page.refusal}", None)
        texts = [cell.place.text for table in page.tables for cell in table.cells]
        if any(_HASHES.search(text) for text in texts):
            message = f"{page.number}ページに「###」の欄があります。元のファイルで列を広げ、PDF を作り直してください"
            yield Finding("warning", message, None)
    yield from _cut_tables(pieces)
    for piece in pieces:
        if isinstance(piece, TablePiece):
            message = f"{piece.rows[0].page}ページの表は罫線がないため、文字の間隔から列を読みました。確かめてください"
            yield Finding("info", message, None)


def _cut_tables(pieces: Sequence[Piece | BoxTable]) -> Iterator[Finding]:
    """Tables that go on over the page behind something that no page repeats: their rows have lost their header."""
    tables = [(at, piece) for at, piece in enumerate(pieces) if isinstance(piece, BoxTable)]
    for (at, table), (next_at, below) in pairwise(tables):
        names = lost_rest(table, below) if next_at > at + 1 and goes_on(table, below) else []
        if names:
            listed = "」「".join(name.replace("\n", "") for name in names[:MOST_ROW_NAMES])
            message = f"{below.page}ページの表は前のページの表の続きと見られますが、つなげられません: 「{listed}」"
            yield Finding("warning", message, None)
