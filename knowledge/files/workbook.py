"""Workbooks (.xlsx, .xlsm; transitional and strict Open XML) → sheets as a person sees them.

Read part by part, so that what is empty costs nothing: openpyxl makes a cell of every styled one, knows no strict
files, and tells neither a formula that gives an empty text from one never computed nor struck-out text from other.
"""

import re
import zipfile
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from xml.etree import ElementTree

from msgspec import Struct, field

from knowledge.files.grid import Area, Cell, Row, Sheet, column_letters, column_of
from knowledge.files.number_formats import EPOCH, EPOCH_1904, Shown, shown_number, shown_text
from knowledge.files.packed import open_packed
from knowledge.files.workbook_parts import Style, comments_of, shared_texts, styles_of, text_of, visible
from knowledge.files.xml_parts import Element, child, is_on, parts_named, relations, root_of, tag_name
from knowledge.model.normalize import visible_text
from knowledge.model.structs import replace

MOST_CELLS = 200_000  # filled ones of a sheet; the largest honest table has some thousands
MOST_SPREAD = 50_000  # cells that one merged area may fill; a larger one is no header and no name
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)")


class TooManyCellsError(Exception):
    """`sheet` has more filled cells than are looked at."""

    def __init__(self, sheet: str) -> None:
        super().__init__(sheet)
        self.sheet = sheet


class _Book(Struct, frozen=True):
    """What the cells refer to."""

    texts: tuple[str, ...]
    styles: tuple[Style, ...]
    epoch: date


class _Found(Struct):
    """What has been read of a sheet so far, by row number and column."""

    cells: dict[int, dict[int, Cell]] = field(default_factory=dict)
    across: dict[int, dict[int, bool]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[range] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    struck: list[tuple[int, int]] = field(default_factory=list)
    count: int = 0


def read_workbook(data: bytes) -> tuple[Sheet, ...]:
    """Every worksheet. Raises TooManyCellsError, and whatever `open_packed` raises."""
    with open_packed(data) as archive:
        main = next((path for kind, path in relations(archive, "").values() if kind == "officeDocument"), "")
        main = main or "xl/workbook.xml"
        root = root_of(archive, main)
        related = relations(archive, main)
        parts = dict(related.values())
        is_1904 = any(is_on(one, "date1904") for one in parts_named(root, "workbookPr"))
        book = _Book(
            tuple(shared_texts(archive, parts.get("sharedStrings"))),
            tuple(styles_of(archive, parts.get("styles"))),
            EPOCH_1904 if is_1904 else EPOCH,
        )
        return tuple(_sheets(archive, root, related, book))


def _sheets(
    archive: zipfile.ZipFile, root: Element, related: Mapping[str, tuple[str, str]], book: _Book
) -> Iterator[Sheet]:
    for one in parts_named(root, "sheet"):
        id = next(value for name, value in one.attrib.items() if name.endswith("}id"))
        kind, path = related[id]
        if kind == "worksheet":
            name = visible_text(one.attrib["name"])
            found = _read_cells(archive, path, book, name)
            for reference, text in comments_of(archive, path).items():
                row, column, *_ = _area(reference)
                if column in found.cells.get(row, {}):
                    found.cells[row][column] = replace(found.cells[row][column], comment=text)
            yield _sheet(name, found, is_hidden=one.get("state", "visible") != "visible")


# Cells


def _read_cells(archive: zipfile.ZipFile, path: str, book: _Book, name: str) -> _Found:
    found = _Found()
    number = 0
    with archive.open(path) as part:
        held: list[Element] = []
        for event, one in ElementTree.iterparse(part, ("start", "end")):
            tag = tag_name(one.tag)
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
            elif tag == "col" and is_on(one, "hidden"):
                found.hidden_columns.append(range(int(one.attrib["min"]) - 1, int(one.attrib["max"])))
    return found


def _area(reference: str) -> Area:
    corners = [_REFERENCE.fullmatch(corner) for corner in reference.split(":")]
    places = [(int(match[2]), column_of(match[1])) for match in corners if match]
    (top, left), (bottom, right) = places[0], places[-1]
    return top, left, bottom, right


def _read_row(found: _Found, row: Element, number: int, book: _Book) -> None:
    if is_on(row, "hidden"):
        found.hidden_rows.add(number)
    column = -1
    for one in row:
        match = _REFERENCE.fullmatch(one.get("r", ""))
        column = column_of(match[1]) if match else column + 1
        style = int(one.get("s", 0))
        looks = book.styles[style] if style < len(book.styles) else Style()
        shown = _shown(one, looks, book)
        if looks.is_struck and _shown(one, replace(looks, is_struck=False), book).text:
            found.struck.append((number, column))
        if looks.is_across:
            found.across.setdefault(number, {})[column] = bool(shown.text)
        if shown.text:
            found.cells.setdefault(number, {})[column] = Cell(
                shown.text, None, shown.rounded, fill=looks.fill, seen=shown.seen
            )
            found.count += 1


def _shown(cell: Element, style: Style, book: _Book) -> Shown:
    kind, value, formula = cell.get("t", "n"), child(cell, "v"), child(cell, "f")
    text = (value.text or "") if value is not None else ""
    if style.is_struck:
        return Shown("")
    if kind == "inlineStr":
        inline = child(cell, "is")
        return Shown(shown_text(text_of(inline), style.code) if inline is not None else "")
    if formula is not None and not text and kind != "str":
        return Shown(f"={formula.text or '…'}")  # never computed
    if not text:
        return Shown("")
    if kind in ("s", "str"):
        said = book.texts[int(text)] if kind == "s" else visible(text)
        return Shown(shown_text(said, style.code).strip() if said and style.code != "General" else said)
    if kind == "n":
        return _number(text, style, book)
    return Shown({"b": {"1": "TRUE", "0": "FALSE"}.get(text, text), "d": text[:10]}.get(kind, text))


def _number(text: str, style: Style, book: _Book) -> Shown:
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
    struck = "、".join(f"{column_letters(column)}{row}" for row, column in found.struck)
    remarks = (f"取り消し線のある文字は、ないものとして読みました（{name} {struck}）。",) if struck else ()
    return Sheet(name, seen, is_hidden, hidden, remarks)


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
