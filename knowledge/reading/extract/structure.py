"""Which section of the outline is what: goal, measure, project, or a heading that only sorts what its section holds.

Words say it first (基本目標1, 施策1-2, 主な事業), then what stands inside: an indicator table, a list of projects.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from knowledge.model.normalize import name_key
from knowledge.reading.blocks import TextBlock
from knowledge.reading.extract.indicators import has_indicator_table, names_column_of
from knowledge.reading.extract.stated import candidates, states_targets
from knowledge.reading.layout import Layout
from knowledge.reading.outline import Section

_LISTED = ("bracketed", "circled", "number", "kana", "bracketed_kana")
_SERVES = re.compile(r"[①-⑳]")  # an overview says by these which directions a project serves: 「⑪⑫ 産業拠点整備事業」
_DIVIDING = ("kana", "bracketed_kana")
FEWEST_LEGACY = 2  # described sections side by side that share one table are the projects of the section above


@dataclass(frozen=True, slots=True)
class MeasureSection:
    """A section that holds projects or indicators: 施策, 政策パッケージ, プロジェクト.

    `parts` are its own sections: itself and the headings that only sort what it holds. `tables` says of the blocks that
    indicators are read from whose they are: the measure's own (None) or one of its projects'. `above`: the headings
    that lead to it, outermost first.
    """

    section: Section
    goal: Section | None
    parent: Section | None
    above: tuple[Section, ...]
    projects: tuple[Section, ...]
    parts: tuple[Section, ...]
    tables: tuple[tuple[Section | None, tuple[TextBlock, ...]], ...]

    @property
    def is_list_only(self) -> bool:
        """Whether no word of its own, no goal and no project says that it is more than the heading of a list."""
        head = self.section.head
        return not (self.goal or self.projects or (head and head.label))


@dataclass(slots=True)
class Structure:
    """All goals and measures in document order; for each goal (by id) its own sections and its targets' blocks."""

    goals: list[Section] = field(default_factory=list)
    measures: list[MeasureSection] = field(default_factory=list)
    goal_blocks: dict[int, list[TextBlock]] = field(default_factory=dict)
    goal_parts: dict[int, tuple[Section, ...]] = field(default_factory=dict)

    def is_held(self, section: Section) -> bool:
        """Whether a goal or a measure is headed by this section, or it stands in a project."""
        own = (measure.section for measure in self.measures)
        inside = (part for measure in self.measures for project in measure.projects for part in project.walk())
        return any(section is other for other in (*self.goals, *own, *inside))

    def is_in_measure(self, section: Section) -> bool:
        goals = {id(goal) for goal in self.goals}
        measures = (measure.section for measure in self.measures if id(measure.section) not in goals)
        return any(part is section for measure in measures for part in measure.walk())


def find_structure(root: Section, layout: Layout) -> Structure:
    found = Structure(goals=find_goals(root, layout) or list(_with_targets(root, layout)))
    _visit(root, _Place(), found, layout)
    found.measures = _without_lists(found.measures)
    return found


def _without_lists(measures: Sequence[MeasureSection]) -> list[MeasureSection]:
    """A measure that an overview names, with a list or without, and a chapter of the same name describes is one."""
    described = {name_key(measure.section.title) for measure in measures if _is_described(measure)}
    return [one for one in measures if _is_described(one) or name_key(one.section.title) not in described]


def _is_described(measure: MeasureSection) -> bool:
    has_prose = any(block.kind == "paragraph" for part in measure.parts for block in part.blocks)
    return has_prose or bool(measure.projects) or any(has_indicator_table(blocks) for _, blocks in measure.tables)


def find_goals(root: Section, layout: Layout) -> list[Section]:
    """The goals' sections: those headed 基本目標1, 基本目標2, … or those inside the section headed 基本目標."""
    if headed := _without_overview(list(_headed(root, layout))):
        return headed
    inside = (section.children for section in root.walk() if name_key(section.title) == "基本目標")
    return next((children for children in inside if children), [])


def _with_targets(section: Section, layout: Layout) -> Iterator[Section]:
    """Sections with a table of 数値目標 of their own, and others with a table inside: goals that no word calls so."""
    for child in (child for child in section.children if not layout.is_past(child.title)):
        own = [block for part in parts_of(child, layout) for block in part.blocks]
        inner = [below for below in child.walk() if not _sorts(below, layout) and below is not child]
        has_inner = any(has_indicator_table(list(below.all_blocks())) for below in inner)
        if not _sorts(child, layout) and has_inner and _are_goal_targets(child, own, layout):
            yield child
        else:
            yield from _with_targets(child, layout)


def _are_goal_targets(section: Section, own: Sequence[TextBlock], layout: Layout) -> bool:
    titles = [part.title for part in parts_of(section, layout) if has_indicator_table(part.blocks)]
    names = [name_key(name) for name in (*titles, names_column_of(own))]
    return any(name.startswith(word) for name in names for word in layout.goal_tables)


def _headed(section: Section, layout: Layout) -> Iterator[Section]:
    for child in section.children:
        if child.role == "goal":
            yield child
        elif not layout.is_past(child.title):
            yield from _headed(child, layout)


def _without_overview(goals: Sequence[Section]) -> list[Section]:
    """A goal that a list names before its chapter does is one goal: the section that holds more."""
    kept: list[Section] = []
    for goal in goals:
        twin = next((at for at, other in enumerate(kept) if _is_same(goal, other)), None)
        if twin is None:
            kept.append(goal)
        elif _size(goal) > _size(kept[twin]):
            kept[twin] = goal
    return kept


def _is_same(left: Section, right: Section) -> bool:
    names = name_key(left.title), name_key(right.title)
    numbers = [section.head and section.head.number for section in (left, right)]
    return numbers[0] == numbers[1] and (names[0] in names[1] or names[1] in names[0])


def _size(section: Section) -> int:
    return sum(1 for part in section.walk() for _ in (part, *part.blocks))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a section stands: in which goal and measure, under which headings."""

    goal: Section | None = None
    parent: Section | None = None
    above: tuple[Section, ...] = ()


def _visit(section: Section, place: _Place, found: Structure, layout: Layout) -> None:
    if layout.is_past(section.title):
        return
    below, projects = place, list[Section]()
    if section.heading is not None:
        is_goal = any(section is other for other in found.goals)
        here = replace(place, goal=section) if is_goal else place
        measure = None if _sorts(section, layout) else _measure(section, here, found, layout, is_goal=is_goal)
        if measure:
            found.measures.append(measure)
            projects = list(measure.projects)
            here = here if is_goal else replace(here, parent=section)
        below = replace(here, above=(*here.above, section))
    for child in section.children:
        _visit_below(child, below, projects, found, layout)


def _visit_below(child: Section, place: _Place, projects: Sequence[Section], found: Structure, layout: Layout) -> None:
    """Projects of the section above stand under a heading that sorts, too: they are no measures."""
    if any(child is project for project in projects):
        return
    if not _sorts(child, layout):
        _visit(child, place, found, layout)
        return
    for own in child.children:
        _visit_below(own, replace(place, above=(*place.above, child)), projects, found, layout)


def _measure(
    section: Section, place: _Place, found: Structure, layout: Layout, *, is_goal: bool
) -> MeasureSection | None:
    """A goal holds projects as a measure of its own name; its tables are its targets."""
    parts = tuple(parts_of(section, layout))
    projects = _projects(section, parts, layout, is_goal=is_goal)
    own, tables = _tables(section, parts, projects)
    if is_goal:
        found.goal_blocks[id(section)], found.goal_parts[id(section)] = own, parts
    elif place.goal is not None and _is_direction(section):
        own = _hand_over(own, found.goal_blocks[id(place.goal)], layout)
    is_listed = any(part.role == "projects" and any(listed_projects(part, layout)) for part in parts)
    is_measure = not is_goal and (
        section.role == "measure" or has_indicator_table(own) or _states_targets(parts, place)
    )
    if not (projects or is_listed or is_measure):
        return None
    mine = () if is_goal else ((None, tuple(own)),)
    return MeasureSection(section, place.goal, place.parent, place.above, tuple(projects), parts, (*mine, *tables))


def _states_targets(parts: Sequence[Section], place: _Place) -> bool:
    """Outside of a goal only where a word says that they are targets: 〔まちづくり指標〕."""
    told = parts if place.goal is not None else [part for part in parts if part.role == "indicators"]
    return states_targets(candidates(told))


def _sorts(section: Section, layout: Layout) -> bool:
    """Whether the heading only sorts what the section above holds: 現状と課題, 主な事業, （3）数値目標, ◆ …, ア ….

    A table behind ア, イ, ウ belongs to the section that they divide, or nothing says to which of them.
    """
    if section.role in ("projects", "effects", "indicators", "measures", "prose"):
        return True
    if section.head and section.head.style in _DIVIDING:
        return not layout.is_project_name(without_mark(section.title))
    return section.is_free and not (has_indicator_table(section.blocks) and not _names_indicators(section, layout))


def _names_indicators(section: Section, layout: Layout) -> bool:
    key = name_key(section.title)
    return any(role == "indicators" and word in key for word, role in layout.headings.items())


def parts_of(section: Section, layout: Layout) -> Iterator[Section]:
    """The section and those inside it that only sort what it holds."""
    yield section
    for child in section.children:
        if _sorts(child, layout):
            yield from parts_of(child, layout)


def _projects(section: Section, parts: Sequence[Section], layout: Layout, *, is_goal: bool) -> list[Section]:
    listed = [
        child for part in parts if part.role == "projects" for child in part.children if not _sorts(child, layout)
    ]
    if listed:
        return listed
    children = [child for part in parts for child in part.children if child.head and not _sorts(child, layout)]
    if section.role == "measure":
        labelled = [child for child in children if child.role == "project"]
        if labelled:
            return labelled
    numbered = [child for child in children if child.head and child.head.style in _LISTED]
    named = [child for child in numbered if layout.is_project_name(without_mark(child.title))]
    if named and 2 * len(named) >= len(numbered):
        return numbered
    if is_goal or section.heading is None:
        return []
    return _sharing_a_table(section, numbered)


def without_mark(title: str) -> str:
    """「歩行者事業【再掲】」 → 「歩行者事業」."""
    return title.split("【")[0].split("（")[0].split("(")[0].strip()


def _sharing_a_table(section: Section, numbered: Sequence[Section]) -> list[Section]:
    """Described sections (1), (2), … with one indicator table for all of them, behind the last."""
    styles = _LISTED if section.role == "measure" else ("bracketed",)
    inner = [child for child in numbered if child.head and child.head.style in styles]
    described = [child for child in inner if child.blocks]
    holding = [child for child in inner if has_indicator_table(list(child.all_blocks()))]
    shared = holding == inner[-1:] or (not holding and has_indicator_table(section.blocks))
    return inner if len(described) >= FEWEST_LEGACY and shared else []


def _tables(
    section: Section, parts: Sequence[Section], projects: Sequence[Section]
) -> tuple[list[TextBlock], list[tuple[Section | None, tuple[TextBlock, ...]]]]:
    """The section's own blocks, and those of projects with a table of their own.

    A table behind the last of several projects is the section's: nothing says that it is the last project's.
    """
    own = [block for part in parts for block in part.blocks]
    inside = [(project, list(project.all_blocks())) for project in projects]
    holding = [project for project, blocks in inside if has_indicator_table(blocks)]
    if len(holding) == 1 and holding[0] is projects[-1] and len(projects) > 1:
        return [*own, *(block for _, blocks in inside for block in blocks)], []
    return own, [(project, tuple(blocks)) for project, blocks in inside if project in holding]


def _is_direction(section: Section) -> bool:
    return section.role == "direction" or bool(section.head and section.head.style == "circled")


def _hand_over(own: list[TextBlock], goals_own: list[TextBlock], layout: Layout) -> list[TextBlock]:
    """A table of 数値目標 that stands behind the last direction of a goal is the goal's."""
    name = names_column_of(own)
    if name and any(name_key(name).startswith(word) for word in layout.goal_tables):
        goals_own += own
        return []
    return own


def listed_projects(part: Section, layout: Layout) -> Iterator[TextBlock]:
    """Bullets and short lines under 主な事業, and bullets anywhere that are named as projects are."""
    if part.role in ("effects", "prose", "indicators"):
        return
    for block in part.blocks:
        if _SERVES.match(block.text):
            continue
        name = without_mark(project_name(block.text))
        is_entry = part.role == "projects" and block.kind == "bullet" and not block.text.endswith("。")
        is_named = layout.is_project_name(name) and (block.kind == "bullet" or part.role == "projects")
        if is_entry or is_named:
            yield block


def project_name(text: str) -> str:
    """「弟子入り支援事業：漁師の後継者を育てます」 → 「弟子入り支援事業」."""
    name = text.split("：")[0].split(":")[0].strip()
    return name if len(name) < len(text.strip()) and "。" not in name else text.strip()
