"""OpenDocument text (.odt) → pieces. Numbers that the program gives to headings and lists are computed."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field

from knowledge.files.open_document import APART, Styles, is_unseen, open_styles, seen_text, style_of
from knowledge.files.packed import open_packed
from knowledge.files.xml_parts import Element, attribute, parts_named, root_of, tag_name
from knowledge.model.structs import replace
from knowledge.reading.sources.automatic_numbers import Counters, NumberLevel, numbered_text
from knowledge.reading.sources.pieces import (
    MOST_TABLE_COLUMNS,
    Piece,
    Pieces,
    PlacedCell,
    TablePiece,
    TextPiece,
    filled_table,
    text_of_pieces,
)

_INDEXES = {"table-of-content", "alphabetical-index", "illustration-index", "table-index", "user-index"}
_UNREAD = _INDEXES | {"tracked-changes", "sequence-decls", "forms", "variable-decls", "user-field-decls"}
_OUTLINE = "outline"
Lists = Mapping[str, Mapping[int, NumberLevel]]
_PLAIN_LIST: Mapping[int, NumberLevel] = {0: NumberLevel("bullet", "")}  # without a style; what stands inside tells


class _Document(Struct, frozen=True):
    styles: Styles
    lists: Lists
    counters: Counters = field(default_factory=Counters)
    is_cell: bool = False  # its notes stand behind the table


def read_odt(data: bytes) -> Pieces:
    with open_packed(data) as archive:
        roots = [root_of(archive, part) for part in ("styles.xml", "content.xml") if part in archive.namelist()]
        document = _Document(open_styles(archive), _lists(roots))
        (body,) = parts_named(roots[-1], "text")
        return Pieces(pieces=tuple(_pieces(body, document)))


def _lists(roots: Sequence[Element]) -> Lists:
    found: dict[str, Mapping[int, NumberLevel]] = {}
    for root in roots:
        for one in parts_named(root, "list-style"):
            found[attribute(one, "name")] = dict(map(_level, one))
        for one in parts_named(root, "outline-style"):
            found[_OUTLINE] = dict(map(_level, one))
    return found


def _level(element: Element) -> tuple[int, NumberLevel]:
    at = int(attribute(element, "level", "1"))
    way = attribute(element, "num-format")
    if tag_name(element.tag).endswith("-bullet") or tag_name(element.tag).endswith("-image"):
        return at - 1, NumberLevel("bullet", "")
    shown = range(at - int(attribute(element, "display-levels", "1")) + 1, at + 1)
    listed = attribute(element, "num-list-format") or ".".join(f"%{each}%" for each in shown)
    pattern = listed.replace("%", "\0")
    for each in range(1, 11):
        pattern = pattern.replace(f"\0{each}\0", f"%{each}")
    if not attribute(element, "num-list-format"):
        pattern = attribute(element, "num-prefix") + pattern + attribute(element, "num-suffix")
    return at - 1, NumberLevel(way, pattern if way else "", int(attribute(element, "start-value", "1")))


def _pieces(parent: Element, document: _Document) -> Iterator[Piece]:
    for one in parent:
        tag = tag_name(one.tag)
        if tag in ("p", "h"):
            yield from _paragraph(one, document, None)
        elif tag == "list":
            yield from _list(one, document, attribute(one, "style-name"), 0)
        elif tag == "table":
            yield _table(one, document)
            yield from () if document.is_cell else _notes(one, document)
        elif tag not in _UNREAD:
            yield from _pieces(one, document)


def _list(element: Element, document: _Document, name: str, depth: int) -> Iterator[Piece]:
    for item in element:
        is_first = tag_name(item.tag) == "list-item"
        for one in item:
            if tag_name(one.tag) == "list":
                yield from _list(one, document, attribute(one, "style-name") or name, depth + 1)
            elif tag_name(one.tag) in ("p", "h"):
                own = style_of(one, document.styles).get("list-style-name") or name
                yield from _paragraph(one, document, (own, depth) if is_first else None)
                is_first = False


def _paragraph(element: Element, document: _Document, place: tuple[str, int] | None) -> Iterator[TextPiece]:
    """With its number; what hangs in it, as a text box, follows."""
    style = style_of(element, document.styles)
    text = "" if is_unseen(element, document.styles) else seen_text(element, document.styles).strip()
    outline = attribute(element, "outline-level") or style.get("default-outline-level", "")
    level = int(outline) if outline.isdecimal() and tag_name(element.tag) == "h" else None
    if level is not None and place is None:
        place = (_OUTLINE, level - 1)
    if text:
        levels = document.lists.get(place[0], {} if place[0] == _OUTLINE else _PLAIN_LIST) if place else {}
        mark = document.counters.mark(*place, levels) if place else ""
        is_bold = style.get("font-weight") == "bold" or _is_all_bold(element, document.styles)
        yield TextPiece(text=numbered_text(mark, text), level=level, is_bold=is_bold)
    for one in _apart(element):
        if tag_name(one.tag) != "table" and not (document.is_cell and tag_name(one.tag) == "note"):
            yield from _hanging(one, document)


def _hanging(element: Element, document: _Document) -> Iterator[TextPiece]:
    parts = [p for p in element.iter() if tag_name(p.tag) in ("p", "h")]
    said = "\n".join(filter(None, (seen_text(part, document.styles).strip() for part in parts)))
    yield from [TextPiece(text=said)] if said else []


def _notes(table: Element, document: _Document) -> Iterator[TextPiece]:
    for one in table.iter():
        if tag_name(one.tag) == "note":
            yield from _hanging(one, document)


def _is_all_bold(element: Element, styles: Styles) -> bool:
    spans = [one for one in element if tag_name(one.tag) == "span" and "".join(one.itertext()).strip()]
    loose = (element.text or "").strip() or any((one.tail or "").strip() for one in element)
    return bool(spans) and not loose and all(style_of(one, styles).get("font-weight") == "bold" for one in spans)


def _apart(element: Element) -> Iterator[Element]:
    for one in element:
        if tag_name(one.tag) in APART:
            yield one
        else:
            yield from _apart(one)


def _table(table: Element, document: _Document) -> TablePiece:
    """Covered cells stand in the file as places that hold nothing of their own."""
    cells = []
    for at, row in enumerate(_rows(table)):
        column = 0
        for one in row:
            if tag_name(one.tag) in ("table-cell", "covered-table-cell"):
                again = int(attribute(one, "number-columns-repeated", "1"))
                if tag_name(one.tag) == "table-cell" and column < MOST_TABLE_COLUMNS:
                    high, wide = (int(attribute(one, f"number-{what}-spanned", "1")) for what in ("rows", "columns"))
                    text = text_of_pieces(_pieces(one, replace(document, is_cell=True)))
                    cells.append(PlacedCell(at, column, text, high, max(wide, again)))
                column += again
    return filled_table(cells)


def _rows(table: Element) -> Iterator[Element]:
    """Of this table, not of one inside it."""
    for one in table:
        if tag_name(one.tag) == "table-row":
            yield one
        elif tag_name(one.tag) in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(one)
