"""Rows of a table of 事業 whose names stand below the groups that they are in, as every 過疎計画 prints them.

事業名（施設名）            事業内容              事業主体
(1)市町村道                                                a group, which may go on on the next line
道路                        改良　L=620m           村      what kind of it, beside the text of the row
村道宮の下線改良事業                                       the name; it may stand on two lines, too
(9)過疎地域持続的発展特     車両の更新
別事業                      通院の足を確保する。   村
村営バス運行事業
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from knowledge.reading.layout import Layout
from knowledge.reading.tables.cells import display_column

_GROUP = re.compile(r"^[(（]\s*[0-9０-９]+\s*[)）]")
_FARTHEST_APART = 6  # display columns between the widest line of a column and the next column
_NEARLY = 2  # display columns that may be left at the end of a line that goes on

Kind = Literal["group", "kind", "name"]


@dataclass(slots=True)
class _Unit:
    """What stands as one in the column of names; `lines`: from which line on, and up to which."""

    text: str
    lines: list[int] = field(default_factory=list)

    def kind(self, layout: Layout) -> Kind:
        if _GROUP.match(self.text):
            return "group"
        return "name" if layout.is_project_name(self.text) else "kind"


def grouped_rows(
    names: Sequence[str], room: int, shorts: Sequence[bool], layout: Layout
) -> list[tuple[str, range]] | None:
    """Each name with the lines of its row; `shorts` says of each line whether its short columns are filled.

    `room`: display columns from the names to the next column.

    None unless there are groups, and each row has one name at its end and its short columns filled once.
    """
    units = list(_units(names, room, layout))
    if not any(unit.kind(layout) == "group" for unit in units):
        return None
    rows: list[tuple[str, int]] = []
    begin = 0
    for at, unit in enumerate(units):
        if unit.kind(layout) != "name":
            continue
        rows.append((unit.text, begin))
        begin = units[at + 1].lines[0] if at + 1 < len(units) else len(names)
    is_ended = begin == len(names)
    ends = [start for _, start in rows[1:]] + [len(names)]
    found = [(name, range(start, end)) for (name, start), end in zip(rows, ends, strict=True)]
    is_clear = is_ended and all(sum(shorts[line] for line in lines) == 1 for _, lines in found)
    return found if found and is_clear else None


def _units(names: Sequence[str], room: int, layout: Layout) -> Iterator[_Unit]:
    """A line that fills its column goes on on the next, unless it ends as a name does."""
    widest = max(room - _FARTHEST_APART, *map(_width, names))
    open_: _Unit | None = None
    for at, name in enumerate(names):
        if not name:
            continue
        goes_on = open_ is not None and _goes_on(names[open_.lines[-1]], open_.text, widest, layout)
        if open_ and goes_on and not _GROUP.match(name):
            open_.text += name
            open_.lines.append(at)
            continue
        if open_:
            yield open_
        open_ = _Unit(name, [at])
    if open_:
        yield open_


def _goes_on(line: str, text: str, widest: int, layout: Layout) -> bool:
    return _width(line) + _NEARLY >= widest and not layout.is_project_name(text)


def _width(text: str) -> int:
    return display_column(text, len(text))
