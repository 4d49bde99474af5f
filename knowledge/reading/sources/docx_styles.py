"""What a Word document's styles and lists say of a paragraph: its heading level, list, boldness."""

import re
import zipfile
from collections.abc import Mapping

from msgspec import Struct

from knowledge.files.xml_parts import Element, attribute, child, parts_named, root_of, tag_name
from knowledge.model.structs import replace
from knowledge.reading.sources.automatic_numbers import NumberLevel

_DEEPEST = 50  # styles that rest on one another
_HEADING = re.compile(r"^(?:heading|見出し) ?([1-9])$", re.I)
_TOC = re.compile(r"^(?:toc|目次) ?[1-9]$", re.I)
_BODY_TEXT = 9  # the outline level that is none

Looks = Mapping[str, str]
_YES = ("1", "true", "on")


class ListLevels(Struct, frozen=True):
    """`counter`: the list that counts; several refer to one, and count on."""

    counter: str
    levels: Mapping[int, NumberLevel]


class ParagraphStyle(Struct, frozen=True):
    outline: int | None = None
    list_id: str = ""
    list_level: int = 0
    is_bold: bool = False
    is_contents: bool = False


class WordStyles(Struct, frozen=True):
    paragraphs: Mapping[str, ParagraphStyle]
    runs: Mapping[str, Looks]
    numbering: Mapping[str, ListLevels]
    standard: str

    def of_paragraph(self, properties: Element | None) -> ParagraphStyle:
        if properties is None:
            return self.paragraphs.get(self.standard, ParagraphStyle())
        name = _value(properties, "pStyle") or self.standard
        return _with_own(self.paragraphs.get(name, ParagraphStyle()), properties)

    def of_run(self, run: Element) -> Looks:
        properties = child(run, "rPr")
        if properties is None:
            return {}
        return {**self.runs.get(_value(properties, "rStyle"), {}), **_looks(properties)}

    def is_bold(self, run: Element, style: ParagraphStyle) -> bool:
        looks = self.of_run(run)
        return is_set(looks, "b") if "b" in looks else style.is_bold


def is_set(looks: Looks, name: str) -> bool:
    return looks.get(name, "0").lower() in _YES


def read_styles(archive: zipfile.ZipFile, parts: Mapping[str, str]) -> WordStyles:
    root = root_of(archive, parts["styles"]) if "styles" in parts else Element("styles")
    elements = {attribute(one, "styleId"): one for one in parts_named(root, "style")}
    standard = next((id for id, one in elements.items() if _is_standard(one)), "")
    return WordStyles(
        {id: _style(id, elements) for id in elements},
        {id: _run_looks(id, elements) for id in elements},
        _numbering(root_of(archive, parts["numbering"])) if "numbering" in parts else {},
        standard,
    )


def _is_standard(style: Element) -> bool:
    return attribute(style, "type") == "paragraph" and attribute(style, "default") in _YES


def _chain(id: str, elements: Mapping[str, Element]) -> list[Element]:
    """The style and those it is based on, the first of them first."""
    chain: list[Element] = []
    while id in elements and len(chain) < _DEEPEST:
        chain.append(elements[id])
        id = _value(elements[id], "basedOn")
    return chain[::-1]


def _style(id: str, elements: Mapping[str, Element]) -> ParagraphStyle:
    style = ParagraphStyle()
    for one in _chain(id, elements):
        if (properties := child(one, "pPr")) is not None:
            style = _with_own(style, properties)
        if (looks := child(one, "rPr")) is not None and "b" in _looks(looks):
            style = replace(style, is_bold=is_set(_looks(looks), "b"))
    names = [_value(one, "name") for one in _chain(id, elements)]
    headed = next((int(match[1]) for name in reversed(names) if (match := _HEADING.match(name))), None)
    return replace(style, outline=style.outline or headed, is_contents=bool(names) and bool(_TOC.match(names[-1])))


def _run_looks(id: str, elements: Mapping[str, Element]) -> Looks:
    found: dict[str, str] = {}
    for one in _chain(id, elements):
        if (properties := child(one, "rPr")) is not None:
            found |= _looks(properties)
    return found


def _looks(properties: Element) -> Looks:
    return {tag_name(one.tag): attribute(one, "val", "1") for one in properties}


def _with_own(style: ParagraphStyle, properties: Element) -> ParagraphStyle:
    level = _value(properties, "outlineLvl")
    if level.isdecimal():
        style = replace(style, outline=int(level) + 1 if int(level) < _BODY_TEXT else None)
    numbered = child(properties, "numPr")
    if numbered is None:
        return style
    id, depth = _value(numbered, "numId"), _value(numbered, "ilvl")
    return replace(
        style,
        list_id=("" if id == "0" else id) if id else style.list_id,
        list_level=int(depth) if depth.isdecimal() else style.list_level,
    )


def _value(parent: Element, name: str) -> str:
    found = child(parent, name)
    return attribute(found, "val") if found is not None else ""


# Lists


def _numbering(root: Element) -> dict[str, ListLevels]:
    kinds = {attribute(one, "abstractNumId"): one for one in parts_named(root, "abstractNum")}
    levels = {
        id: {int(attribute(each, "ilvl")): _level(each) for each in parts_named(one, "lvl")}
        for id, one in kinds.items()
    }
    found = {}
    for one in parts_named(root, "num"):
        id, kind = attribute(one, "numId"), _value(one, "abstractNumId")
        own = dict(levels.get(kind, {}))
        changed = list(parts_named(one, "lvlOverride"))
        for each in changed:
            own |= _changed(each, own)
        found[id] = ListLevels(f"{kind}/{id}" if changed else kind, own)
    return found


def _changed(element: Element, levels: Mapping[int, NumberLevel]) -> dict[int, NumberLevel]:
    at, start, whole = int(attribute(element, "ilvl")), _value(element, "startOverride"), child(element, "lvl")
    level = _level(whole) if whole is not None else levels.get(at)
    if level is None:
        return {}
    return {at: replace(level, start=int(start)) if start else level}


def _level(element: Element) -> NumberLevel:
    start = _value(element, "start")
    legal = child(element, "isLgl")
    return NumberLevel(
        _value(element, "numFmt") or "decimal",
        _value(element, "lvlText"),
        int(start) if start else 1,
        legal is not None and attribute(legal, "val", "1") in _YES,
    )
