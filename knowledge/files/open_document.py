"""What OpenDocument text and spreadsheets share: styles, and the text of a paragraph as a person sees it."""

import re
import zipfile
from collections.abc import Iterator, Mapping

from knowledge.files.raised import raised, with_powers
from knowledge.files.xml_parts import Element, attribute, parts_named, root_of, tag_name

Styles = Mapping[str, Mapping[str, str]]
"""Properties by the name of the style, with those of the styles it is based on."""

_UNSEEN = frozenset({"tracked-changes", "ruby-text", "annotation", "annotation-end", "title", "desc", "note-citation"})
APART = frozenset({"text-box", "custom-shape", "note", "table"})
"""What may hang in a paragraph and is no part of its sentence."""

_RAISED = re.compile(r"[1-9]\d*%")  # by so much of the size; a minus lowers
_MOST_SPACES = 200  # that one element may stand for
_DEEPEST = 50  # styles that rest on one another


def open_styles(archive: zipfile.ZipFile) -> Styles:
    own: dict[str, dict[str, str]] = {}
    for part in ("styles.xml", "content.xml"):
        for one in parts_named(root_of(archive, part), "style") if part in archive.namelist() else ():
            properties = {tag_name(key): value for inner in one for key, value in inner.attrib.items()}
            own[attribute(one, "name")] = properties | {tag_name(key): value for key, value in one.attrib.items()}
    return {name: _inherited(name, own) for name in own}


def _inherited(name: str, own: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    chain: list[Mapping[str, str]] = []
    while name in own and len(chain) < _DEEPEST:
        chain.append(own[name])
        name = own[name].get("parent-style-name", "")
    return {key: value for style in reversed(chain) for key, value in style.items()}


def style_of(element: Element, styles: Styles) -> Mapping[str, str]:
    return styles.get(attribute(element, "style-name"), {})


def is_unseen(element: Element, styles: Styles) -> bool:
    """Hidden, or struck out as offices mark by hand what is deleted (見え消し)."""
    style = style_of(element, styles)
    struck = style.get("text-line-through-style", style.get("text-line-through-type", "none")) != "none"
    return struck or style.get("display") == "none" or style.get("visibility") == "collapse"


def seen_text(element: Element, styles: Styles) -> str:
    """Of a paragraph: deletions, notes, readings (ふりがな) and what is APART left out; "\\n" for a line break."""
    return with_powers("".join(_texts(element, styles)))


def _texts(element: Element, styles: Styles) -> Iterator[str]:
    yield element.text or ""
    for one in element:
        tag = tag_name(one.tag)
        if tag in ("line-break", "tab"):
            yield "\n" if tag == "line-break" else "\t"
        elif tag == "s":
            yield " " * min(int(attribute(one, "c", "1")), _MOST_SPACES)
        elif tag not in _UNSEEN and tag not in APART and not is_unseen(one, styles):
            text, position = "".join(_texts(one, styles)), style_of(one, styles).get("text-position", "")
            yield raised(text) if position.startswith("super") or _RAISED.match(position) else text
        yield one.tail or ""
