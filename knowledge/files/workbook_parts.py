"""The parts of a workbook's archive besides its sheets: shared texts, styles, comments."""

import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from msgspec import Struct

from knowledge.files.number_formats import BUILT_IN
from knowledge.files.xml_parts import Element, child, is_on, parts_named, relations, root_of, tag_name
from knowledge.model.normalize import visible_text

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Style(Struct, frozen=True):
    """`fill`: its colour and pattern as one word, "" for none."""

    code: str = "General"
    is_struck: bool = False
    fill: str = ""
    is_across: bool = False
    """Centred across the empty cells to the right, which looks as if they were merged."""


def shared_texts(archive: zipfile.ZipFile, path: str | None) -> Iterator[str]:
    if path is None:
        return
    with archive.open(path) as part:
        held: list[Element] = []
        for event, one in ElementTree.iterparse(part, ("start", "end")):
            if event == "start":
                held = held or [one]
            elif tag_name(one.tag) == "si":
                yield text_of(one)
                held[0].clear()  # what has been read is let go


def text_of(item: Element) -> str:
    """Of a string with its runs: without those struck out, marks of notes and readings (ふりがな)."""
    runs = []
    for one in item:
        if tag_name(one.tag) == "t":
            runs.append(one.text or "")
        elif tag_name(one.tag) == "r" and not _is_struck(child(one, "rPr")):
            text = "".join(text.text or "" for text in one if tag_name(text.tag) == "t")
            runs += [] if _is_note_mark(child(one, "rPr"), text, "".join(runs)) else [text]
    return visible("".join(runs))


def visible(text: str) -> str:
    shown = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return visible_text(shown).replace("\r\n", "\n").replace("\r", "\n").strip()


def _is_note_mark(properties: Element | None, text: str, before: str) -> bool:
    """A raised digit behind another: 「120²」 are 120. Behind a letter it is a power: 「km²」."""
    looks = child(properties, "vertAlign") if properties is not None else None
    is_raised = looks is not None and looks.get("val") == "superscript"
    return is_raised and text.strip().isdecimal() and before.rstrip()[-1:].isdecimal()


def _is_struck(properties: Element | None) -> bool:
    strike = child(properties, "strike") if properties is not None else None
    return is_on(strike, "val", "1")


def styles_of(archive: zipfile.ZipFile, path: str | None) -> Iterator[Style]:
    if path is None:
        return
    root = root_of(archive, path)
    own = {int(one.attrib["numFmtId"]): one.attrib["formatCode"] for one in parts_named(root, "numFmt")}
    fills = [_fill(one) for part in parts_named(root, "fills") for one in part]
    fonts = [_is_struck(font) for part in parts_named(root, "fonts") for font in part]
    for part in parts_named(root, "cellXfs"):
        for one in part:
            number, font, fill = (int(one.get(name, 0)) for name in ("numFmtId", "fontId", "fillId"))
            alignment = child(one, "alignment")
            is_across = alignment is not None and alignment.get("horizontal") == "centerContinuous"
            code = own.get(number) or BUILT_IN.get(number, "General")
            filled = fills[fill] if fill < len(fills) else ""
            yield Style(code, font < len(fonts) and fonts[font], filled, is_across)


def _fill(element: Element) -> str:
    """What is white or filled with nothing is none."""
    pattern = child(element, "patternFill")
    kind = pattern.get("patternType", "none") if pattern is not None else "none"
    if pattern is None or kind == "none":
        return ""
    colour = child(pattern, "fgColor")
    said = sorted(colour.attrib.items()) if colour is not None else []
    is_white = said in ([("rgb", "FFFFFFFF")], [("theme", "0")], [("indexed", "9")])
    return "" if kind == "solid" and is_white else f"{kind} {said}"


def comments_of(archive: zipfile.ZipFile, path: str) -> dict[str, str]:
    """By reference. Of a thread (its first remark and the answers) Excel keeps a copy for older programs too."""
    found: dict[str, str] = {}
    threads: dict[str, str] = {}
    for kind, part in relations(archive, path).values():
        if kind == "comments":
            for one in parts_named(root_of(archive, part), "comment"):
                text = child(one, "text")
                found[one.attrib["ref"]] = text_of(text) if text is not None else ""
        elif kind == "threadedComment":
            for one in parts_named(root_of(archive, part), "threadedComment"):
                said = "".join(text.text or "" for text in one if tag_name(text.tag) == "text")
                at = one.attrib["ref"]
                threads[at] = "\n".join(filter(None, (threads.get(at), visible(said))))
    return found | threads
