"""Rows of a table of 事業: the name, what it does, who does it and since when; never money as a value of anything."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from msgspec import Struct

from knowledge.model.structs import replace
from knowledge.reading.blocks import TextBlock
from knowledge.reading.layout import Layout
from knowledge.reading.outline import Section
from knowledge.reading.project_names import meanings, names_project, split_ends, split_marks, split_tags, told_behind
from knowledge.reading.tables.cells import cell_kind, refers_to_row_above
from knowledge.reading.tables.columns import is_numbered_measure
from knowledge.reading.tables.header import read_heading_of_column
from knowledge.reading.tables.projects.columns import ProjectColumn, ProjectHeader, project_column, project_header

OUTCOME: tuple[str, ...] = ("effects", "prose", "indicators")
_REPRINT = re.compile(r"[【(（\[]?\s*再掲\s*[】)）\]]?")
_GROUP = re.compile(r"[(（]\s*[0-9０-９]+\s*[)）]")
_SAID_BEHIND = re.compile(  # 「補助金（家賃の半分を補助）」
    r"(?<=\S)[(（](?P<told>[^()（）]*[をへがに][^()（）]{2,})[)）]$"
)
_WORD = re.compile(r"\w")
_MARKS = frozenset("・○●◯◆■◎•◇□▶〇")


class RowOfProject(Struct, frozen=True, kw_only=True):
    name: str
    description: str
    notes: tuple[str, ...]
    block: TextBlock
    label: str
    is_reprint: bool
    is_apart: bool = False
    merged: tuple[TextBlock, ...] = ()


def rows_of_projects(part: Section, layout: Layout) -> list[RowOfProject]:
    """Those of all tables in a section; a label that stands for several rows is printed on the first.

    `merged`: the rows of other indicators below, over which the project's cell reaches.
    """
    if part.role in OUTCOME and part.role != "indicators":  # a table of projects may follow theirs without a heading
        return []
    rows: list[RowOfProject] = []
    fresh = 0  # where those of the last cell begin
    header: ProjectHeader | None = None
    label = ""
    before: tuple[str, str] | None = None
    is_apart = is_of_indicators = False
    for at, block in enumerate(part.blocks):
        if block.kind != "table_row":
            header = None
        elif found := _header(part, at, layout):
            is_of_indicators = block.entries is not None
            is_apart = is_of_indicators and not _is_of_rows(part.blocks, at, found, layout)
            header, label, before = found, "", None
        elif block.entries is not None and not is_of_indicators:
            header = None  # a table of indicators may follow without an empty line
        elif header := header or _without_header(part, at):
            printed = _cell(block.cells, header.all_at("measure"))
            label = label if not printed or refers_to_row_above(printed) else printed
            printed = block.cells[header.name_at] if header.name_at < len(block.cells) else ""
            if is_of_indicators and (printed, label) == before:
                merged = [replace(row, merged=(*row.merged, block)) for row in rows[fresh:]]
                rows[fresh:] = rows[fresh:] if is_apart else merged
                continue
            before, fresh = (printed, label), len(rows)
            rows += [replace(row, is_apart=is_apart) for row in _of_cell(block, header, label, layout)]
    return rows


def _of_cell(block: TextBlock, header: ProjectHeader, label: str, layout: Layout) -> Iterator[RowOfProject]:
    """Beside an indicator one cell may list several: 「・朝市事業 ・桟橋事業」."""
    at = header.name_at
    names = _points_in(block.cells[at].strip()) if block.entries and at < len(block.cells) else []
    for name in names or [""]:
        own = replace(block, cells=(*block.cells[:at], name, *block.cells[at + 1 :])) if name else block
        if row := _row(own, header, label, layout):
            yield replace(row, block=block)


def _points_in(cell: str) -> list[str]:
    mark = cell[:1]
    return re.split(rf"[\s　]+{mark}[\s　]*", cell[1:].strip()) if mark and mark in _MARKS else [cell]


def _header(part: Section, at: int, layout: Layout) -> ProjectHeader | None:
    block = part.blocks[at]
    is_told = part.role == "projects" or _stands_behind_values(block, layout)
    found = project_header(block.cells, layout, is_told=is_told or block.entries == ())
    is_known = is_told or block.entries != () or project_header(block.cells, layout)
    below = part.blocks[at + 1 :]
    is_list = is_known or (found and (_holds_lists(below, found.name_at) or _holds_names(below, found.name_at, layout)))
    return found if is_list else None


_WITHOUT_HEADER: tuple[tuple[ProjectColumn, ...], ...] = (("name", "detail"), ("measure", "name", "detail"))


def _without_header(part: Section, at: int) -> ProjectHeader | None:
    """Below 主な事業 「朝市｜毎月の朝市を支えます。」, each behind the number of its measure or none."""
    below = takewhile(lambda block: block.kind == "table_row" and block.entries is None, part.blocks[at:])
    rows = [block.cells for block in below] if part.role == "projects" else []
    for columns in _WITHOUT_HEADER:
        are_alike = all(len(row) == len(columns) and "。" not in row[-2] and row[-1].endswith("。") for row in rows)
        if rows and are_alike and (columns[0] == "name" or all(is_numbered_measure(row[0]) for row in rows)):
            return ProjectHeader(("",) * len(columns), columns)
    return None


def _is_of_rows(blocks: Sequence[TextBlock], at: int, header: ProjectHeader, layout: Layout) -> bool:
    """Whether each project is of the indicator beside it: no list for several, and not behind their values."""
    return not (_stands_behind_values(blocks[at], layout) or _holds_lists(blocks[at + 1 :], header.name_at))


def _holds_lists(rows: Sequence[TextBlock], at: int) -> bool:
    """「・朝市事業 ・桟橋事業」 in each cell of a column that is not empty."""
    cells = _cells_below(rows, at)
    return bool(cells) and all(cell[0] in _MARKS for cell in cells)


def _holds_names(rows: Sequence[TextBlock], at: int, layout: Layout) -> bool:
    """「朝市事業」 in most of them, and a sentence in none."""
    cells = set(_cells_below(rows, at))
    named = [cell for cell in cells if names_project(cell, layout)]
    return 2 * len(named) > len(cells) and not any("。" in cell for cell in cells)


def _cells_below(rows: Sequence[TextBlock], at: int) -> list[str]:
    """Of the rows of indicators, those that are not empty."""
    own = takewhile(lambda row: row.kind == "table_row" and bool(row.entries), rows)
    return [row.cells[at].strip() for row in own if at < len(row.cells) and row.cells[at].strip()]


def _stands_behind_values(block: TextBlock, layout: Layout) -> bool:
    """「施策｜KPI｜基準値｜目標値｜主な事業」, the header of a table of indicators."""
    kinds = [read_heading_of_column(cell, {}).column for cell in block.cells]
    last = max((at for at, kind in enumerate(kinds) if kind in ("target", "interim", "year")), default=len(kinds))
    return block.entries == () and any(project_column(cell, layout) == "name" for cell in block.cells[last + 1 :])


def _row(block: TextBlock, header: ProjectHeader, label: str, layout: Layout) -> RowOfProject | None:
    """None for rulers and for rows that only sort those below them: nothing but their first cell is filled.

    What stands beside a project in a table of indicators is read as theirs.
    """
    cells = (*block.cells, *("" for _ in header.texts[len(block.cells) :]))
    printed = cells[header.name_at]
    unread = ("",) if block.entries is None else ()
    own = header.all_at("detail", "other", *(("amount", *unread) if block.entries is None else ()))
    is_empty = bool(own) and not any(cells[at] for at in own) and not any(cells[at] for at in header.all_at("number"))
    is_group = is_empty and (bool(_GROUP.match(printed)) or not names_project(printed, layout))
    if (is_group and block.entries is None) or not _WORD.search(printed) or len(cells) > len(header.texts):
        return None
    marks, unmarked = split_marks(printed)
    tags, rest = split_tags(unmarked)
    name, behind = split_ends(rest, layout)
    is_reprint = any(_REPRINT.fullmatch(cell.strip()) for cell in (*cells, *behind))
    told = [cells[at] for at in header.all_at("detail") if _tells(cells[at])]
    if not told and (said := _SAID_BEHIND.search(name)):
        name, told = name[: said.start()].rstrip(), [said["told"]]
    beside = [_beside(cells[at], header, at) for at in header.all_at("other", *unread)]
    more = (one for one in told_behind(behind) if not any(cell and one.endswith(cell) for cell in cells))
    notes = tuple(filter(None, (*beside, *meanings(marks, layout), tags, *more)))
    return RowOfProject(
        name=name, description="\n".join(told), notes=notes, block=block, label=label, is_reprint=is_reprint
    )


def _tells(cell: str) -> bool:
    return bool(_WORD.search(cell)) and not _REPRINT.fullmatch(cell.strip())


def _beside(cell: str, header: ProjectHeader, at: int) -> str:
    """「所管課：産業課」. Money and marks of a schedule tell nothing."""
    if not _tells(cell):
        return ""
    return f"{header.texts[at]}：{' '.join(cell.split())}" if cell_kind(cell) in ("words", "year") else ""


def _cell(cells: Sequence[str], at: Sequence[int]) -> str:
    return next((cells[one] for one in at[:1] if one < len(cells)), "")
