"""Word (.docx) → pieces: as accepted where changes are tracked, with the numbers that Word computes.

No library: each that was tried loses deleted rows, text boxes, base text under readings, or computed numbers.
"""

import zipfile
from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from knowledge.files.packed import open_packed
from knowledge.files.raised import raised, with_powers
from knowledge.files.xml_parts import Element, attribute, child, parts_named, relations, root_of, tag_name
from knowledge.reading.sources.automatic_numbers import Counters, numbered_text
from knowledge.reading.sources.docx_styles import Looks, WordStyles, is_set, read_styles
from knowledge.reading.sources.pieces import (
    Piece,
    Pieces,
    PlacedCell,
    TablePiece,
    TextPiece,
    filled_table,
    text_of_pieces,
)

# Deleted, moved away, said in another way for older programs, or no text of the sentence
_SKIPPED = frozenset(
    {"del", "moveFrom", "rt", "Fallback", "instrText", "delText", "pPr", "rPr", "sectPr", "tblPr", "tblGrid"}
    | {"txbxContent", "footnoteReference", "endnoteReference", "sdtPr", "trPr", "tcPr"}
)
_SIGNS = {"tab": "\t", "cr": "\n", "noBreakHyphen": "-"}
_CONTENTS = "Table of Contents"
_FEWEST_TABS = 2  # tabs between texts that make columns; one stands behind a number


class _Document(Struct, frozen=True):
    styles: WordStyles
    counters: Counters = field(default_factory=Counters)


def read_docx(data: bytes) -> Pieces:
    with open_packed(data) as archive:
        main = next((path for kind, path in relations(archive, "").values() if kind == "officeDocument"), "")
        main = main or "word/document.xml"
        parts = dict(relations(archive, main).values())
        document = _Document(read_styles(archive, parts))
        body = next(parts_named(root_of(archive, main), "body"))
        notes = _notes(archive, parts, document)
        return Pieces(pieces=(*_pieces(body, document), *notes))


def _notes(archive: zipfile.ZipFile, parts: Mapping[str, str], document: _Document) -> Iterator[Piece]:
    """Footnotes in their order, behind everything else."""
    for kind in ("footnotes", "endnotes"):
        for one in parts_named(root_of(archive, parts[kind]), kind[:-1]) if kind in parts else ():
            if attribute(one, "type", "normal") == "normal" and (text := text_of_pieces(_pieces(one, document))):
                yield TextPiece(text=text)


def _pieces(parent: Element, document: _Document) -> Iterator[Piece]:
    carried = ""  # of paragraphs whose end is deleted: their text goes on in the next
    for one in _blocks(parent):
        if tag_name(one.tag) == "tbl":
            yield _table(one, document)
            continue
        for piece in _paragraph(one, carried, document):
            if piece is None:
                carried += _paragraph_text(one, document)
            else:
                carried = ""
                yield piece


def _blocks(parent: Element) -> Iterator[Element]:
    """Paragraphs and tables, through content controls and custom XML; a table of contents is left out."""
    for one in parent:
        tag = tag_name(one.tag)
        if tag in ("p", "tbl"):
            yield one
        elif tag == "AlternateContent":
            yield from _blocks(next(parts_named(one, "Choice"), one))
        elif tag not in _SKIPPED and not any(attribute(each, "val") == _CONTENTS for each in _galleries(one)):
            yield from _blocks(one)


def _galleries(element: Element) -> Iterator[Element]:
    properties = child(element, "sdtPr")
    return parts_named(properties, "docPartGallery") if properties is not None else iter(())


# Paragraphs


def _paragraph(element: Element, carried: str, document: _Document) -> Iterator[TextPiece | None]:
    """With its number, and its text boxes behind it. None where it goes on in the next."""
    properties = child(element, "pPr")
    own_mark = child(properties, "rPr") if properties is not None else None
    if own_mark is not None and child(own_mark, "del") is not None:
        yield None
        return
    style = document.styles.of_paragraph(properties)
    text = (carried + _paragraph_text(element, document)).strip(" 　\t\n")
    if text and not style.is_contents:
        levels = document.styles.numbering.get(style.list_id, None)
        mark = document.counters.mark(levels.counter, style.list_level, levels.levels) if levels else ""
        is_bold = all(document.styles.is_bold(run, style) for run in _runs(element))
        yield TextPiece(text=numbered_text(mark, text), level=style.outline, is_bold=is_bold)
    for box in _boxes(element):
        if said := text_of_pieces(_pieces(box, document)):
            yield TextPiece(text=said)


def _runs(element: Element) -> Iterator[Element]:
    return (
        one for one in parts_named(element, "r") if any((part.text or "").strip() for part in parts_named(one, "t"))
    )


def _boxes(element: Element) -> Iterator[Element]:
    """Text boxes, each once: older programs' copy is left out."""
    for one in element:
        if tag_name(one.tag) == "txbxContent":
            yield one
        elif tag_name(one.tag) not in ("Fallback", "del", "moveFrom"):
            yield from _boxes(one)


def _paragraph_text(element: Element, document: _Document) -> str:
    text = with_powers("".join(_texts(element, document)))
    between = text.strip().split("\t")
    return text if sum(bool(part.strip()) for part in between) > _FEWEST_TABS else text.replace("\t", "　")


def _texts(element: Element, document: _Document) -> Iterator[str]:
    for one in element:
        tag = tag_name(one.tag)
        if tag == "t":
            yield one.text or ""
        elif tag == "br":
            yield "\n" if attribute(one, "type", "textWrapping") == "textWrapping" else ""
        elif tag in _SIGNS:
            yield _SIGNS[tag]
        elif tag == "r":
            text = "".join(_texts(one, document))
            yield _shown(text, document.styles.of_run(one))
        elif tag not in _SKIPPED:
            yield from _texts(one, document)


def _shown(text: str, looks: Looks) -> str:
    """Nothing of what is hidden, or struck out by hand (見え消し)."""
    if any(is_set(looks, name) for name in ("vanish", "strike", "dstrike")):
        return ""
    position = looks.get("position", "0")
    is_raised = looks.get("vertAlign") == "superscript" or (position.isdecimal() and position != "0")
    return raised(text) if is_raised else text


# Tables


def _table(table: Element, document: _Document) -> TablePiece:
    cells: list[PlacedCell] = []
    above: dict[int, PlacedCell] = {}  # by column, of cells that may go on below
    for at, row in enumerate(_inside(table, "tr")):
        column = _number(child(row, "trPr"), "gridBefore")
        for one in _inside(row, "tc"):
            properties = child(one, "tcPr")
            wide = max(_number(properties, "gridSpan"), 1)
            merged = child(properties, "vMerge") if properties is not None else None
            goes_on = merged is not None and attribute(merged, "val", "continue") == "continue"
            text = above[column].text if goes_on and column in above else text_of_pieces(_pieces(one, document))
            cells.append(PlacedCell(at, column, text, 1, wide))
            above[column] = cells[-1]
            column += wide
    return filled_table(cells)


def _inside(parent: Element, tag: str) -> Iterator[Element]:
    """Rows or cells, through content controls; deleted rows left out."""
    for one in parent:
        if tag_name(one.tag) == tag:
            properties = child(one, "trPr")
            if properties is None or child(properties, "del") is None:
                yield one
        elif tag_name(one.tag) in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"):
            yield from _inside(one, tag)


def _number(properties: Element | None, name: str) -> int:
    found = child(properties, name) if properties is not None else None
    return int(attribute(found, "val", "0")) if found is not None else 0
