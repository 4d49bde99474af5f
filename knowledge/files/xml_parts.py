"""Parts of XML in an office file's archive, by names without their namespaces, and what refers to what."""

import posixpath
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from knowledge.files.packed import TooMuchInsideError

Element = ElementTree.Element
MOST_PART_BYTES = 60_000_000  # of one part read as a whole: a tree takes ten times its text in memory
_YES = ("1", "true", "on")


def tag_name(tag: str) -> str:
    """Without its namespace: strict files have others."""
    return tag.rsplit("}", 1)[-1]


def parts_named(element: Element, name: str) -> Iterator[Element]:
    return (one for one in element.iter() if tag_name(one.tag) == name)


def child(element: Element, name: str) -> Element | None:
    return next((one for one in element if tag_name(one.tag) == name), None)


def is_on(element: Element | None, name: str, default: str = "0") -> bool:
    return element is not None and element.get(name, default).lower() in _YES


def root_of(archive: zipfile.ZipFile, path: str) -> Element:
    if archive.getinfo(path).file_size > MOST_PART_BYTES:
        raise TooMuchInsideError
    data = archive.read(path)
    if b"<!DOCTYPE" in data[:4_096]:
        raise ElementTree.ParseError("no office program writes a document type")
    return ElementTree.fromstring(data)


def relations(archive: zipfile.ZipFile, path: str) -> dict[str, tuple[str, str]]:
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
        for one in parts_named(root_of(archive, listed), "Relationship")
    }


def attribute(element: Element, name: str, default: str = "") -> str:
    """By its name without the namespace."""
    return next((value for key, value in element.attrib.items() if tag_name(key) == name), default)
