"""The header of a table of 事業 and what its columns say: 「No. | 事業名（施設名） | 内容 | R7 | R8 | 担当課」."""

import re
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from knowledge.model.normalize import name_key
from knowledge.model.years.said import without_years
from knowledge.reading.layout import Layout
from knowledge.reading.tables.cells import cell_kind
from knowledge.reading.tables.columns import heads_measures
from knowledge.reading.tables.header import read_heading_of_column

ProjectColumn = Literal["name", "detail", "other", "number", "measure", "amount", ""]
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_LABEL_END = "施策区分"  # 「持続的発展施策区分」 of a 過疎計画
_KNOWN: tuple[ProjectColumn, ...] = ("detail", "other", "number", "measure", "amount")


class ProjectHeader(Struct, frozen=True):
    texts: tuple[str, ...]
    columns: tuple[ProjectColumn, ...]

    @property
    def name_at(self) -> int:
        return self.columns.index("name")

    def all_at(self, *columns: ProjectColumn) -> list[int]:
        return [at for at, column in enumerate(self.columns) if column in columns]


def project_header(cells: Sequence[str], layout: Layout, *, is_told: bool = False) -> ProjectHeader | None:
    """None unless one column holds the names and another is known; `is_told`: 主な事業 above says enough."""
    if len(cells) < 2:
        return None
    columns = tuple(project_column(cell, layout) for cell in cells)
    known = sum(column in _KNOWN for column in columns)
    says_more = any(column in ("detail", "other") for column in columns)
    is_known = says_more and 2 * (known + 1) >= len([cell for cell in cells if cell])
    return ProjectHeader(tuple(cells), columns) if columns.count("name") == 1 and (is_told or is_known) else None


def indicator_columns(header: ProjectHeader) -> list[int]:
    """「重要業績評価指標（KPI）」 among the columns of projects: its cells hold names with their values."""
    texts = enumerate(header.texts)
    return [at for at, text in texts if not header.columns[at] and read_heading_of_column(text, {}).column == "name"]


def project_column(cell: str, layout: Layout) -> ProjectColumn:
    bare = _BRACKETS.sub("", cell)
    keys = {name_key(cell), name_key(bare), without_years(name_key(bare)).removeprefix("の")} - {""}
    if keys & layout.project_columns:
        return "name"
    if keys & layout.detail_columns:
        return "detail"
    if keys & layout.number_columns:
        return "number"
    if keys & layout.other_columns:
        return "other"
    if heads_measures(cell) or name_key(cell).endswith(_LABEL_END):
        return "measure"
    return "amount" if cell and cell_kind(cell) in ("year", "amount") else ""
