"""A PDF → pieces. pdfplumber has the places of characters and rules, pypdfium2 the outline and the true characters."""

import io
import logging
import re
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path

import pdfplumber
import pypdfium2
from pdfplumber.utils.exceptions import PdfminerException

from knowledge.model.errors import UnreadableSourceError
from knowledge.model.normalize import name_key
from knowledge.model.records import Finding, Severity
from knowledge.reading.sources.pdf.boxes import BoxTable
from knowledge.reading.sources.pdf.flow import CellColumns, pieces_of
from knowledge.reading.sources.pdf.glyphs import Glyph, runs_of
from knowledge.reading.sources.pdf.headings import Headings, headings_of
from knowledge.reading.sources.pdf.page import Characters, ReadPage, read_page
from knowledge.reading.sources.pdf.page_breaks import PageRows, goes_on, joined_tables, lost_rest, without_furniture
from knowledge.reading.sources.pdf.regions import Order, Region, regions_of
from knowledge.reading.sources.pieces import PagesTold, Piece, Pieces, TablePiece

MOST_PAGES = 400
SHORT = 0.6  # of the usual width: lines that all end before that were ended, not broken
MOST_ROW_NAMES = 5  # of rows, in one finding

_LOCKED = "パスワード付きの PDF です。パスワードを外して保存し直してください。"
_WITHOUT_PAGES = "ページのない PDF です。本文の入ったファイルを指定してください。"
_PASSWORD_ERROR = 4  # of pdfium
_NO_CHARACTERS = "文字にした PDF か、もとの文書を指定してください。"
_DAMAGED = "PDF が壊れています。もう一度保存し直してください。"
_HASHES = re.compile(r"#{3,}")


def read_pdf(path: Path, data: bytes, told: PagesTold | None = None) -> Pieces:
    """Raises UnreadableSourceError. A page that cannot be read is a finding, and so is a table without rules."""
    outline = _checked_outline(path, data)
    pages: list[ReadPage] = []
    try:
        with _quiet(), pdfplumber.open(io.BytesIO(data)) as document, Characters(data) as characters:
            for page in document.pages:
                pages.append(read_page(page, characters))
                if told:
                    told(len(pages), len(document.pages))
    except PdfminerException as error:
        raise UnreadableSourceError(str(path), _DAMAGED) from error
    if all(page.refusal for page in pages):
        raise UnreadableSourceError(str(path), f"どのページも{pages[0].refusal}。{_NO_CHARACTERS}")
    rows = [runs_of(page.glyphs) for page in pages]
    kept = without_furniture(rows, [page.height for page in pages])
    headings = headings_of(outline, kept)
    regions = [
        regions_of(_without(page.glyphs, own, left), page.tables, page.drawings)
        for page, own, left in zip(pages, rows, kept, strict=True)
    ]
    widest = _widest(regions)
    pieces = list(_all_pieces(pages, regions, headings, widest))
    return Pieces(pieces=tuple(_joined(pieces)), findings=(*_in_columns(regions), *_findings(pages, pieces)))


def _without(glyphs: Sequence[Glyph], rows: PageRows, kept: PageRows) -> list[Glyph]:
    """The characters that stand in no row that has been left out."""
    left = {id(row) for row in kept}
    gone = [run for row in rows if id(row) not in left for run in row]
    return [
        glyph
        for glyph in glyphs
        if not any(
            run.x0 <= (glyph.x0 + glyph.x1) / 2 <= run.x1 and run.top <= (glyph.top + glyph.bottom) / 2 <= run.bottom
            for run in gone
        )
    ]


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


def _refusal(data: bytes, error: pypdfium2.PdfiumError) -> str:
    """Of a document without pages pdfium leaves the number of the error before it: it is told by the other reader."""
    with suppress(PdfminerException), _quiet(), pdfplumber.open(io.BytesIO(data)) as document:
        if not document.pages:
            return _WITHOUT_PAGES
    return _LOCKED if getattr(error, "err_code", None) == _PASSWORD_ERROR else _DAMAGED


def _checked_outline(path: Path, data: bytes) -> Mapping[tuple[int, str], int]:
    """By page from 1 and the key of the title, its level from 1. Refuses what is locked, damaged or too long."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadableSourceError(str(path), _refusal(data, error)) from None
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


# All pages


def _widest(pages: Sequence[Sequence[Region]]) -> float:
    """To where the lines of most pages reach: those of a short page tell nothing of its width."""
    edges = sorted(
        edge for regions in pages if (edge := max((_edge(own) for own in regions if not own.right), default=0.0))
    )
    return edges[len(edges) // 2] if edges else 0.0


def _right(region: Region, widest: float) -> float:
    own, other = _edge(region), max([widest, *(table.box[2] for table in region.tables)])
    return other if own < SHORT * other else own


def _edge(region: Region) -> float:
    return max((glyph.x1 for glyph in region.glyphs if not glyph.text.isspace()), default=0.0)


def _all_pieces(
    pages: Sequence[ReadPage], regions: Sequence[Sequence[Region]], headings: Headings, widest: float
) -> Iterator[Piece | BoxTable]:
    above: CellColumns = ()
    for page, own in zip(pages, regions, strict=True):
        above = yield from _pieces(page, own, headings, widest, above)


def _pieces(
    page: ReadPage, regions: Iterable[Region], headings: Headings, widest: float, columns: CellColumns
) -> Generator[Piece | BoxTable, None, CellColumns]:
    """In reading order: a table with rules parts the text above it from the text below."""
    for region in regions:
        rest = runs_of(region.glyphs)
        right = region.right or _right(region, widest)
        for table in sorted(region.tables, key=lambda table: table.box[1]):
            above = [row for row in rest if row[0].bottom <= table.box[1] + row[0].size / 2]
            rest = rest[len(above) :]
            yield from pieces_of(above, headings, page.number, right, columns)
            columns = ()
            yield table
        columns = yield from pieces_of(rest, headings, page.number, right, columns)
    return columns


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


def _in_columns(pages: Sequence[Sequence[Region]]) -> Iterator[Finding]:
    told: dict[Order, tuple[Severity, str]] = {
        "column": ("info", "段組みと見て、左の段から順に読みました"),
        "beside": ("info", "、右の枠を、左に並ぶ見出しのものとして読みました"),
        "loose": (
            "warning",
            "、右の枠が左のどの見出しのものか分からないため、左を読み終えてから枠を読みました"
            "（枠の指標が、本来と違う施策のものになっていることがあります）",
        ),
    }
    for order, (severity, message) in told.items():
        if parted := [at for at, regions in enumerate(pages, start=1) if any(one.order == order for one in regions)]:
            yield Finding(severity, f"{'、'.join(map(str, parted))}ページは{message}", None)


def _findings(pages: Sequence[ReadPage], pieces: Sequence[Piece | BoxTable]) -> Iterator[Finding]:
    for page in pages:
        if page.refusal:
            told = f"{page.number}ページは{page.refusal}"
            yield Finding("warning", told, None, unread_page=page.number)
        texts = [cell.place.text for table in page.tables for cell in table.cells]
        if any(_HASHES.search(text) for text in texts):
            message = f"{page.number}ページに「###」の欄があります。元のファイルで列を広げ、PDF を作り直してください"
            yield Finding("warning", message, None)
    yield from _cut_tables(pieces)
    if spaced := list(dict.fromkeys(str(piece.rows[0].page) for piece in pieces if isinstance(piece, TablePiece))):
        message = f"{'、'.join(spaced)}ページの表は罫線がないため、文字の間隔から列を読みました。確かめてください"
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
