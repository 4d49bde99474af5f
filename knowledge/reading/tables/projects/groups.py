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
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct, field

from knowledge.model.normalize import name_key
from knowledge.reading.layout import Layout
from knowledge.reading.tables.cells import display_column

_GROUP = re.compile(r"^[(（]\s*[0-9０-９]+\s*[)）]")
_FARTHEST_APART = 6  # display columns between the widest line of a column and the next column
_NEARLY = 2  # display columns that may be left at the end of a line that goes on

UnitKind = Literal["group", "kind", "name"]


class _Unit(Struct):
    """What stands as one in the column of names; `lines`: from which line on, and up to which."""

    text: str
    lines: list[int] = field(default_factory=list)

    def kind(self, layout: Layout) -> UnitKind:
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
    units = _units(names, room, layout)
    if units is None or not any(unit.kind(layout) == "group" for unit in units):
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


def _units(names: Sequence[str], room: int, layout: Layout) -> list[_Unit] | None:
    """None where a group that no list knows may go on on the next line or end."""
    full = max(room - _FARTHEST_APART, *map(_width, names)) - _NEARLY
    units: list[_Unit] = []
    for at, name in enumerate(names):
        if not name:
            continue
        last = units[-1] if units else None
        goes_on = last and not _GROUP.match(name) and _goes_on(last, names[last.lines[-1]], name, full, layout)
        if last and goes_on is None:
            return None
        if last and goes_on:
            last.text += name
            last.lines.append(at)
        else:
            units.append(_Unit(name, [at]))
    return units


def _goes_on(last: _Unit, line: str, below: str, full: int, layout: Layout) -> bool | None:
    """A group by the list of groups; else a line that fills its column, unless it ends as a name does."""
    if last.kind(layout) == "group":
        bare = name_key(_GROUP.sub("", last.text))
        if any(group.startswith(bare + name_key(below)) for group in layout.project_groups):
            return True
        return False if bare in layout.project_groups or _width(line) < full else None
    return _width(line) >= full and not layout.is_project_name(last.text)


def _width(text: str) -> int:
    return display_column(text, len(text))
