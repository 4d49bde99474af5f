"""A plan that prints its goals twice: a chapter with the indicators of each measure, and one with its projects.

    1 数値目標・施策            2 アクションプラン
      基本目標1 産業              基本目標1 産業
        ① 農業　KPI …               ① 農業　事業名｜概要｜R2｜R3

What the later chapter holds of a measure is put into the measure, where every one that it names stands in the first.
"""

from collections.abc import Mapping

from knowledge.model.normalize import name_key
from knowledge.model.structs import replace
from knowledge.reading.extract.indicators import has_indicator_table
from knowledge.reading.extract.listing.project_rows import rows_of_projects
from knowledge.reading.layout import Layout
from knowledge.reading.outline import Section

_FEWEST_TWINS = 2


def with_twins_joined(root: Section, layout: Layout) -> Section:
    goals = [section for section in root.walk() if section.role == "goal" and not layout.is_past(section.title)]
    pairs = [(first, later) for at, later in enumerate(goals) for first in goals[:at] if _are_one(first, later)]
    tables = {id(later): _tables(first, later, layout) for first, later in pairs}
    if len(pairs) < _FEWEST_TWINS or not all(tables.values()):
        return root
    firsts = {own: table for held in tables.values() for own, table in held}
    return _joined(root, firsts, set(tables))


def _are_one(first: Section, later: Section) -> bool:
    same = name_key(first.title) == name_key(later.title) and bool(first.title)
    return same and first.head is not None and later.head is not None and first.head.number == later.head.number


def _tables(first: Section, later: Section, layout: Layout) -> list[tuple[int, Section]]:
    """What each part of the later goal adds to the measure of its name; empty where one of them is no such table."""
    measures: dict[str, list[Section]] = {}
    for own in (own for own in first.walk() if own is not first and not own.is_free):
        measures.setdefault(name_key(own.title), []).append(own)
    found: list[tuple[int, Section]] = []
    for part in later.children:
        homes = measures.get(name_key(part.title), [])
        is_table = any(rows_of_projects(part, layout)) and not part.children and not has_indicator_table(part.blocks)
        if len(homes) != 1 or not is_table or any(rows_of_projects(homes[0], layout)):
            return []
        found.append((id(homes[0]), part))
    return [] if later.blocks else found


def _joined(section: Section, added: Mapping[int, Section], gone: set[int]) -> Section:
    more = added[id(section)].blocks if id(section) in added else []
    children = [_joined(child, added, gone) for child in section.children if id(child) not in gone]
    return replace(section, blocks=[*section.blocks, *more], children=children)
