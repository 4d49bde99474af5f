"""Workbooks (.xlsx, .xlsm; transitional and strict Open XML) → sheets as a person sees them.

Read part by part, so that what is empty costs nothing: openpyxl makes a cell of every styled one, knows no strict
files, and tells neither a formula that gives an empty text from one never computed nor struck-out text from other.
"""

import io
import posixpath
import re
import zipfile
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from xml.etree import ElementTree

from bot.documents.number_formats import BUILT_IN, EPOCH, EPOCH_1904, Shown, shown_number, shown_text
from knowledge.indicators.sheets.grid import Area, Cell, Row, Sheet, column_of
from knowledge.model.normalize import visible_text

Element = ElementTree.Element
MOST_CELLS = 200_000  # filled ones of a sheet; the largest honest table has some thousands
MOST_SPREAD = 50_000  # cells that one merged area may fill; a larger one is no header and no name
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_YES = ("1", "true", "on")


class TooManyCellsError(Exception):
    """`sheet` has more filled cells than are looked at."""

    def __init__(self, sheet: str) -> None:
        super().__init__(sheet)
        self.sheet = sheet


@dataclass(frozen=True, slots=True)
class _Style:
    code: str = "General"
    is_struck: bool = False
    is_across: bool = False
    """Centred across the empty cells to the right, which looks as if they were merged."""


@dataclass(frozen=True, slots=True)
class _Book:
    """What the cells refer to."""

    texts: tuple[str, ...]
    styles: tuple[_Style, ...]
    epoch: date


@dataclass(slots=True)
class _Found:
    """What has been read of a sheet so far, by row number and column."""

    cells: dict[int, dict[int, Cell]] = field(default_factory=dict)
    across: dict[int, dict[int, bool]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[range] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    count: int = 0


def read_workbook(data: bytes) -> tuple[Sheet, ...]:
    """Every worksheet. Raises TooManyCellsError, and on damage whatever zipfile and the XML parser raise."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        main = next((path for kind, path in _relations(archive, "").values() if kind == "officeDocument"), "")
        main = main or "xl/workbook.xml"
        root = _root(archive, main)
        related = _relations(archive, main)
        parts = dict(related.values())
        is_1904 = any(_is_on(one, "date1904") for one in _all(root, "workbookPr"))
        book = _Book(
            tuple(_shared(archive, parts.get("sharedStrings"))),
            tuple(_styles(archive, parts.get("styles"))),
            EPOCH_1904 if is_1904 else EPOCH,
        )
        return tuple(_sheets(archive, root, related, book))


def _sheets(
    archive: zipfile.ZipFile, root: Element, related: Mapping[str, tuple[str, str]], book: _Book
) -> Iterator[Sheet]:
    for one in _all(root, "sheet"):
        id = next(value for name, value in one.attrib.items() if name.endswith("}id"))
        kind, path = related[id]
        if kind == "worksheet":
            name = visible_text(one.attrib["name"])
            found = _read_cells(archive, path, book, name)
            yield _sheet(name, found, is_hidden=one.get("state", "visible") != "visible")


# Parts of the archive


def _name(tag: str) -> str:
    """Without its namespace: strict files have others."""
    return tag.rsplit("}", 1)[-1]


def _all(element: Element, name: str) -> Iterator[Element]:
    return (one for one in element.iter() if _name(one.tag) == name)


def _child(element: Element, name: str) -> Element | None:
    return next((one for one in element if _name(one.tag) == name), None)


def _is_on(element: Element | None, name: str, default: str = "0") -> bool:
    return element is not None and element.get(name, default).lower() in _YES


def _root(archive: zipfile.ZipFile, path: str) -> Element:
    data = archive.read(path)
    if b"<!DOCTYPE" in data[:4_096]:
        raise ElementTree.ParseError("no office program writes a document type")
    return ElementTree.fromstring(data)


def _relations(archive: zipfile.ZipFile, path: str) -> dict[str, tuple[str, str]]:
    """Id → kind and path of what a part refers to."""
    folder, name = posixpath.split(path)
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    if listed not in archive.namelist():
        return {}
    return {
        one.attrib["Id"]: (
            one.attrib["Type"].rsplit("/", 1)[-1],
            posixpath.normpath(posixpath.join(folder, one.attrib["Target"])).lstrip("/"),
        )
        for one in _all(_root(archive, listed), "Relationship")
    }


def _shared(archive: zipfile.ZipFile, path: str | None) -> Iterator[str]:
    if path is None:
        return
    with archive.open(path) as part:
        held: list[Element] = []
        for event, one in ElementTree.iterparse(part, ("start", "end")):
            if event == "start":
                held = held or [one]
            elif _name(one.tag) == "si":
                yield _text(one)
                held[0].clear()  # what has been read is let go


def _text(item: Element) -> str:
    """Of a string with its runs: without those struck out and without readings (ふりがな)."""
    runs = []
    for one in item:
        if _name(one.tag) == "t":
            runs.append(one.text or "")
        elif _name(one.tag) == "r" and not _is_struck(_child(one, "rPr")):
            runs += [text.text or "" for text in one if _name(text.tag) == "t"]
    return _visible("".join(runs))


def _visible(text: str) -> str:
    shown = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return visible_text(shown).strip()


def _is_struck(properties: Element | None) -> bool:
    strike = _child(properties, "strike") if properties is not None else None
    return _is_on(strike, "val", "1")


def _styles(archive: zipfile.ZipFile, path: str | None) -> Iterator[_Style]:
    if path is None:
        return
    root = _root(archive, path)
    own = {int(one.attrib["numFmtId"]): one.attrib["formatCode"] for one in _all(root, "numFmt")}
    fonts = [_is_struck(font) for part in _all(root, "fonts") for font in part]
    for part in _all(root, "cellXfs"):
        for one in part:
            number, font = int(one.get("numFmtId", 0)), int(one.get("fontId", 0))
            alignment = _child(one, "alignment")
            is_across = alignment is not None and alignment.get("horizontal") == "centerContinuous"
            code = own.get(number) or BUILT_IN.get(number, "General")
            yield _Style(code, font < len(fonts) and fonts[font], is_across)


# Cells


def _read_cells(archive: zipfile.ZipFile, path: str, book: _Book, name: str) -> _Found:
    found = _Found()
    number = 0
    with archive.open(path) as part:
        held: list[Element] = []
        for event, one in ElementTree.iterparse(part, ("start", "end")):
            tag = _name(one.tag)
            if event == "start":
                held += [one] if tag == "sheetData" else []
            elif tag == "row":
                number = int(one.get("r", number + 1))
                _read_row(found, one, number, book)
                held[-1].clear()  # what has been read is let go
                if found.count > MOST_CELLS:
                    raise TooManyCellsError(name)
            elif tag == "mergeCell":
                found.merged.append(_area(one.attrib["ref"]))
            elif tag == "col" and _is_on(one, "hidden"):
                found.hidden_columns.append(range(int(one.attrib["min"]) - 1, int(one.attrib["max"])))
    return found


def _area(reference: str) -> Area:
    corners = [_REFERENCE.fullmatch(corner) for corner in reference.split(":")]
    places = [(int(match[2]), column_of(match[1])) for match in corners if match]
    (top, left), (bottom, right) = places[0], places[-1]
    return top, left, bottom, right


def _read_row(found: _Found, row: Element, number: int, book: _Book) -> None:
    if _is_on(row, "hidden"):
        found.hidden_rows.add(number)
    column = -1
    for one in row:
        match = _REFERENCE.fullmatch(one.get("r", ""))
        column = column_of(match[1]) if match else column + 1
        style = int(one.get("s", 0))
        looks = book.styles[style] if style < len(book.styles) else _Style()
        shown = _shown(one, looks, book)
        if looks.is_across:
            found.across.setdefault(number, {})[column] = bool(shown.text)
        if shown.text:
            found.cells.setdefault(number, {})[column] = Cell(shown.text, None, shown.rounded)
            found.count += 1


def _shown(cell: Element, style: _Style, book: _Book) -> Shown:
    kind, value, formula = cell.get("t", "n"), _child(cell, "v"), _child(cell, "f")
    text = (value.text or "") if value is not None else ""
    if style.is_struck:
        return Shown("")
    if kind == "inlineStr":
        inline = _child(cell, "is")
        return Shown(shown_text(_text(inline), style.code) if inline is not None else "")
    if formula is not None and not text and kind != "str":
        return Shown(f"={formula.text or '…'}")  # never computed
    if not text:
        return Shown("")
    if kind in ("s", "str"):
        said = book.texts[int(text)] if kind == "s" else _visible(text)
        return Shown(shown_text(said, style.code).strip() if said and style.code != "General" else said)
    if kind == "n":
        return _number(text, style, book)
    return Shown({"b": {"1": "TRUE", "0": "FALSE"}.get(text, text), "d": text[:10]}.get(kind, text))


def _number(text: str, style: _Style, book: _Book) -> Shown:
    try:
        value = Decimal(f"{float(text):.15g}")  # what Excel keeps: 0.1 + 0.2 comes in as 0.3
    except (InvalidOperation, ValueError):
        return Shown(text)
    return shown_number(value, style.code, book.epoch) if value.is_finite() else Shown(text)


# The whole sheet


def _sheet(name: str, found: _Found, *, is_hidden: bool) -> Sheet:
    numbers, used = sorted(found.cells), sorted({column for row in found.cells.values() for column in row})
    for area in [*found.merged, *_centred(found)]:
        rows = numbers[bisect_left(numbers, area[0]) : bisect_right(numbers, area[2])]
        _spread(found, area, rows, used[bisect_left(used, area[1]) : bisect_right(used, area[3])])
    hidden = frozenset(column for column in used if any(column in some for some in found.hidden_columns))
    seen = tuple(Row(number, found.cells[number], number in found.hidden_rows) for number in numbers)
    return Sheet(name, seen, is_hidden, hidden)


def _centred(found: _Found) -> Iterator[Area]:
    for number, columns in found.across.items():
        for start in (column for column, is_filled in columns.items() if is_filled):
            end = start
            while columns.get(end + 1) is False:
                end += 1
            if end > start:
                yield number, start, number, end


def _spread(found: _Found, area: Area, rows: Sequence[int], columns: Sequence[int]) -> None:
    """The text of merged cells stands in each of them that is in a row and a column with something else.

    What the area hides is not seen, and one over the whole sheet is neither header nor name.
    """
    shown = found.cells.get(area[0], {}).get(area[1])
    for number in rows if len(rows) * len(columns) <= MOST_SPREAD else ():
        for column in columns:
            if shown is None:
                found.cells[number].pop(column, None)
            else:
                found.cells[number][column] = replace(shown, area=area)
