"""全体概要: the list that says which basic directions a project serves, by circled numbers."""

import re
from collections.abc import Iterator

from msgspec import Struct

from knowledge.reading.blocks import TextBlock
from knowledge.reading.layout import marker_number
from knowledge.reading.outline import Section
from knowledge.reading.project_names import without_reprint_mark

_MARKED = re.compile(r"^\s*(?:[-*•・]\s*)?([①-⑳]+)\s*(.+?)\s*$")


class OverviewEntry(Struct, frozen=True):
    """One listed project: numbers as printed, and as they read when a likely misreading is mended.

    `list` is the heading above all lists of one overview, by its line; 0 when none stands above them.
    """

    package: str
    name: str
    directions: tuple[int, ...]
    search_directions: tuple[int, ...]
    block: TextBlock
    list: int


def read_overview(root: Section) -> list[OverviewEntry]:
    """Entries of every list whose bullets carry circled numbers and stand under a heading; elsewhere none."""
    return [
        entry
        for parent in root.walk()
        for section in parent.children
        if section.head and not section.is_free
        for entry in _entries(section, parent.heading.span.first_line if parent.heading else 0)
    ]


def _entries(section: Section, above: int) -> Iterator[OverviewEntry]:
    for block in section.blocks:
        if block.kind != "bullet" or not (printed := _MARKED.match(block.lines[0].text)):
            continue
        likely = _MARKED.match(block.lines[0].likely) or printed
        directions, extra = _numbers(printed[1]), _numbers(likely[1])
        joined = tuple(sorted({*directions, *extra}))
        name = without_reprint_mark(printed[2])
        yield OverviewEntry(section.title, name, directions, joined, block, above)


def _numbers(markers: str) -> tuple[int, ...]:
    return tuple(number for marker in markers if (number := marker_number(marker)) is not None)
