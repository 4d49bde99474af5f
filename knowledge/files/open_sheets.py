"""OpenDocument spreadsheets (.ods) → sheets as a person sees them. Every cell holds the text that it shows."""

from knowledge.files.grid import Area, Cell, Row, Sheet
from knowledge.files.open_document import Styles, is_unseen, open_styles, seen_text, style_of
from knowledge.files.packed import open_packed
from knowledge.files.workbook import MOST_CELLS, TooManyCellsError
from knowledge.files.xml_parts import Element, attribute, parts_named, root_of, tag_name
from knowledge.model.normalize import visible_text

MOST_COLUMNS = 1_024
MOST_COVERED = 50_000  # cells that one may cover
_CELLS = ("table-cell", "covered-table-cell")


def read_open_sheets(data: bytes) -> tuple[Sheet, ...]:
    """Every sheet. Raises TooManyCellsError, and whatever `open_packed` raises."""
    with open_packed(data) as archive:
        styles = open_styles(archive)
        (body,) = parts_named(root_of(archive, "content.xml"), "spreadsheet")
        return tuple(_sheet(one, styles) for one in body if tag_name(one.tag) == "table")


def _sheet(table: Element, styles: Styles) -> Sheet:
    name = visible_text(attribute(table, "name"))
    found: dict[int, dict[int, Cell]] = {}
    hidden: set[int] = set()
    number, count = 1, 0
    for row in parts_named(table, "table-row"):
        cells = _row(row, number, styles)
        for again in range(_repeated(row, "rows") if cells else 1):
            found.setdefault(number + again, {}).update(cells)
            count += len(cells)
            if count > MOST_CELLS:
                raise TooManyCellsError(name)
        if attribute(row, "visibility", "visible") != "visible":
            hidden |= {at for at in found if at >= number}
        number += _repeated(row, "rows")
    _cover(found)
    rows = tuple(Row(at, found[at], at in hidden) for at in sorted(found) if found[at])
    return Sheet(name, rows, is_unseen(table, styles) or style_of(table, styles).get("display") == "false")


def _row(row: Element, number: int, styles: Styles) -> dict[int, Cell]:
    cells: dict[int, Cell] = {}
    column = 0
    for one in row:
        if tag_name(one.tag) not in _CELLS:
            continue
        repeated = _repeated(one, "columns")
        text = "\n".join(seen_text(part, styles) for part in one if tag_name(part.tag) == "p").strip()
        if text and tag_name(one.tag) == "table-cell":
            area = _area(one, number, column)
            for at in range(column, min(column + repeated, MOST_COLUMNS)):
                cells[at] = Cell(visible_text(text), area)
        column += repeated
    return cells


def _repeated(element: Element, what: str) -> int:
    return max(int(attribute(element, f"number-{what}-repeated", "1")), 1)


def _area(cell: Element, row: int, column: int) -> Area | None:
    wide, high = (int(attribute(cell, f"number-{what}-spanned", "1")) for what in ("columns", "rows"))
    return (row, column, row + high - 1, column + wide - 1) if wide > 1 or high > 1 else None


def _cover(found: dict[int, dict[int, Cell]]) -> None:
    """The text of merged cells stands in each of them that is in a row with something else, or is merged across."""
    for cell in [cell for cells in found.values() for cell in cells.values() if cell.area]:
        top, left, bottom, right = cell.area or (0, 0, 0, 0)
        rows = [at for at in range(top, min(bottom, top + MOST_COVERED) + 1) if at in found]
        if len(rows) * (right - left + 1) <= MOST_COVERED:
            for at in rows:
                found[at] |= dict.fromkeys(range(left, right + 1), cell)
