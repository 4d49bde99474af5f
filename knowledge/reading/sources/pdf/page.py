"""One page of a PDF: its characters and the tables with rules, or why it cannot be read."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pypdfium2
from msgspec import Struct, field
from pdfplumber.page import Page as PlumberPage
from pdfplumber.utils.exceptions import PdfminerException

from knowledge.files.packed import DAMAGE
from knowledge.model.records import UNREAD_PAGE
from knowledge.reading.sources.pdf.boxes import Box, BoxTable, read_boxes
from knowledge.reading.sources.pdf.drawings import Drawings, drawings_of
from knowledge.reading.sources.pdf.glyphs import Glyph
from knowledge.reading.sources.pdf.ruled import ruled_cells
from knowledge.reading.sources.pdf.stripes import is_stripe

MOST_CHARACTERS = 20_000  # of a page; a full one of small print has a fifth of it
MOST_RULES = 5_000  # of a page; a map has more, and no table
"""Each rule is compared with those that it crosses."""

FEWEST_READABLE = 0.9  # of a page's characters, so that what is lost is a sign or two
FEWEST_JAPANESE = 0.05  # of the letters of a page with at least MANY_LETTERS; below that they are another font's
MANY_LETTERS = 80
SMALL_DIGIT = 0.75  # of the width of the same digit (measured: 0.66); proportional figures beside others are above
_MISLED = re.compile("[\u2e80-\u2fdf〜‧―—\xad]|\\(cid:")  # what pdfplumber may take for another: asked again
_LOST = re.compile("\\(cid:|[\x00-\x08\x0e-\x1f\ufffd\ue000-\uf8ff]")
_JAPANESE = re.compile("[ぁ-ヿ一-龥]")
_BOLD = re.compile("bold|heavy|black|w[6-9]\\b", re.I)


class ReadPage(Struct, frozen=True):
    """`glyphs`: the text outside tables with rules."""

    number: int
    height: float
    glyphs: Sequence[Glyph] = ()
    tables: tuple[BoxTable, ...] = ()
    drawings: Drawings = field(default_factory=Drawings)
    refusal: str = ""


class Characters:
    """pdfium's reading of what stands in a box."""

    def __init__(self, data: bytes) -> None:
        self._document = pypdfium2.PdfDocument(data)

    def __enter__(self) -> "Characters":
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


def read_page(page: PlumberPage, characters: Characters) -> ReadPage:
    """A page that is damaged is told by its number; the others are read all the same."""
    try:
        return _read(page, characters)
    except (PdfminerException, pypdfium2.PdfiumError, *DAMAGE):
        return ReadPage(
            page.page_number, float(page.height), refusal="壊れていて読めません。もう一度 PDF にしてください"
        )


def _read(page: PlumberPage, characters: Characters) -> ReadPage:
    number, height = page.page_number, float(page.height)
    chars = [char for char in page.chars if _is_shown(char, page)]
    turned = sum(not _is_upright(char) and not char["text"].isspace() for char in page.chars)
    if turned > len(chars):
        page.close()
        return ReadPage(number, height, refusal="文字が横倒しのため読めません。ページの向きを直してください")
    if refusal := _refusal(chars, has_pictures=bool(page.images)):
        page.close()
        return ReadPage(number, height, refusal=refusal)
    glyphs = list(_glyphs(page.dedupe_chars().chars, page, characters))
    drawings = drawings_of(page)
    tables: list[BoxTable] = []
    if len(page.edges) <= MOST_RULES:
        tables, glyphs = _tables(ruled_cells(page), glyphs, number)
    page.close()
    return ReadPage(number, height, glyphs, tuple(tables), drawings)


def _tables(boxes: Sequence[Sequence[Box]], glyphs: list[Glyph], page: int) -> tuple[list[BoxTable], list[Glyph]]:
    """Without those that only frame others; and the characters that stand in none, in the order of the file."""
    found: list[tuple[BoxTable, set[int]]] = []
    loose = glyphs
    for cells in boxes:
        if any(_holds_all(cell, other) for other in boxes if other is not cells for cell in cells):
            continue
        table, rest = read_boxes(cells, loose, page)
        if table:
            left = set(map(id, rest))
            found.append((table, {id(glyph) for glyph in loose if id(glyph) not in left}))
            loose = rest
    striped = [is_stripe(table, loose) for table, _ in found]
    kept = [own for own, is_one in zip(found, striped, strict=True) if not is_one]
    inside = {glyph for _, own in kept for glyph in own}
    return [table for table, _ in kept], [glyph for glyph in glyphs if id(glyph) not in inside]


def _holds_all(cell: Box, others: Sequence[Box]) -> bool:
    return all(
        cell[0] <= x0 and cell[1] <= top and x1 <= cell[2] and bottom <= cell[3] for x0, top, x1, bottom in others
    )


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
        return f"文字を取り出せません。{UNREAD_PAGE}" if has_pictures else ""
    if len(texts) > MOST_CHARACTERS:
        return "文字が多すぎるため読みませんでした"
    lost = sum(bool(_LOST.search(text)) for text in texts)
    letters = [text for text in texts if text.isalpha()]
    japanese = sum(bool(_JAPANESE.search(text)) for text in letters)
    is_other = len(letters) >= MANY_LETTERS and japanese < FEWEST_JAPANESE * len(letters)
    if lost > (1 - FEWEST_READABLE) * len(texts) or is_other:
        return f"文字コードの情報がなく、文字を読み取れません。{UNREAD_PAGE}"
    return ""


def _glyphs(chars: Iterable[Mapping[str, Any]], page: PlumberPage, characters: Characters) -> Iterator[Glyph]:
    shown = [char for char in chars if _is_shown(char, page)]
    misled = [at for at, char in enumerate(shown) if _MISLED.search(char["text"])] if not page.rotation else []
    true = dict(zip(misled, characters.texts(page.page_number, [shown[at] for at in misled]), strict=True))
    widest = _widest_digits(shown)
    for at, char in enumerate(shown):
        said = true.get(at, "").strip()
        text = said if len(said) == 1 and not _LOST.search(said) else char["text"]
        x0, x1, top, bottom, size = (float(char[key]) for key in ("x0", "x1", "top", "bottom", "size"))
        is_small = x1 - x0 < SMALL_DIGIT * widest.get(_alike(char), 0.0)
        yield Glyph(text, x0, x1, top, bottom, size, bool(_BOLD.search(char["fontname"])), is_small)


def _widest_digits(chars: Iterable[Mapping[str, Any]]) -> Mapping[tuple[str, float, str], float]:
    """By font, size and digit. A raised digit that the font has itself says the size of the others, and is narrower."""
    widest: dict[tuple[str, float, str], float] = {}
    for char in chars:
        if char["text"].isdecimal():
            widest[_alike(char)] = max(widest.get(_alike(char), 0.0), float(char["x1"]) - float(char["x0"]))
    return widest


def _alike(char: Mapping[str, Any]) -> tuple[str, float, str]:
    return char["fontname"], round(float(char["size"]), 1), char["text"]
