"""Rows of a table of 事業: the name, what it does, who does it and since when; never money as a value of anything."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.reading.blocks import TextBlock
from knowledge.reading.layout import Layout
from knowledge.reading.outline import Section
from knowledge.reading.project_names import names_project, split_ends, split_tags, told_behind
from knowledge.reading.tables.cells import cell_kind
from knowledge.reading.tables.project_columns import ProjectHeader, project_header

OUTCOME: tuple[str, ...] = ("effects", "prose", "indicators")
_REPRINT = re.compile(r"[【(（\[]?\s*再掲\s*[】)）\]]?")
_GROUP = re.compile(r"[(（]\s*[0-9０-９]+\s*[)）]")
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowOfProject:
    name: str
    description: str
    block: TextBlock
    label: str
    is_reprint: bool


def rows_of_projects(part: Section, layout: Layout) -> Iterator[RowOfProject]:
    """Those of all tables in a section; a label that stands for several rows is printed on the first."""
    if part.role in OUTCOME:
        return
    header: ProjectHeader | None = None
    label = ""
    for block in part.blocks:
        if block.kind != "table_row":
            header = None
        elif found := project_header(block.cells, layout, is_told=part.role == "projects"):
            header, label = found, ""
        elif header:
            label = _cell(block.cells, header.all_at("measure")) or label
            if row := _row(block, header, label, layout):
                yield row


def _row(block: TextBlock, header: ProjectHeader, label: str, layout: Layout) -> RowOfProject | None:
    """None for rulers and for rows that only sort those below them: nothing but their first cell is filled.

    What stands beside a project in a table of indicators is read as theirs.
    """
    cells = (*block.cells, *("" for _ in header.texts[len(block.cells) :]))
    printed = cells[header.name_at]
    own = header.all_at("detail", "other", *(("amount", "") if block.entries is None else ()))
    is_empty = bool(own) and not any(cells[at] for at in own) and not any(cells[at] for at in header.all_at("number"))
    is_group = is_empty and (bool(_GROUP.match(printed)) or not names_project(printed, layout))
    if is_group or not _WORD.search(printed) or len(cells) > len(header.texts):
        return None
    tags, rest = split_tags(printed)
    name, behind = split_ends(rest, layout)
    is_reprint = any(_REPRINT.fullmatch(cell.strip()) for cell in (*cells, *behind))
    told = [_told(cells[at], header, at) for at in own]
    more = (one for one in told_behind(behind) if not any(cell and one.endswith(cell) for cell in cells))
    description = "\n".join(filter(None, (*told, tags, *more)))
    return RowOfProject(name=name, description=description, block=block, label=label, is_reprint=is_reprint)


def _told(cell: str, header: ProjectHeader, at: int) -> str:
    """A sentence as it is; 「所管課：産業課」. Money, marks of a schedule and 再掲 tell nothing."""
    if not _WORD.search(cell) or _REPRINT.fullmatch(cell.strip()):
        return ""
    if header.columns[at] == "detail":
        return cell
    is_said = cell_kind(cell) in ("words", "year") and header.columns[at] != "amount"
    return f"{header.texts[at]}：{' '.join(cell.split())}" if is_said else ""


def _cell(cells: Sequence[str], at: Sequence[int]) -> str:
    return next((cells[one] for one in at[:1] if one < len(cells)), "")
