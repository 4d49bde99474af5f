"""Which section of the outline is what: goal, measure, project, or a heading that only sorts what its section holds.

Words say it first (基本目標1, 施策1-2, 主な事業), then what stands inside: an indicator table, a list of projects.
"""

from collections.abc import Sequence

from msgspec import Struct, field

from knowledge.model.normalize import name_key
from knowledge.model.structs import replace
from knowledge.reading.blocks import TextBlock
from knowledge.reading.extract.goal_sections import find_goals, goals_of_one_level, goals_over
from knowledge.reading.extract.indicators import has_indicator_table, names_column_of
from knowledge.reading.extract.listing.listed import ListedProject, describes_projects, listed_projects
from knowledge.reading.extract.parts import parts_of, sorts, tell_indicators
from knowledge.reading.extract.stated import FEWEST_WAYS, candidates, find_stated, states_targets
from knowledge.reading.layout import POINTS, Layout
from knowledge.reading.outline import Section
from knowledge.reading.project_names import names_project

_OUTER = ("goal", "direction", "measure")  # these may stand in a chapter that is called 取組, and are no projects
FEWEST_LEGACY = 2  # described sections side by side that share one table are the projects of the section above


class MeasureSection(Struct, frozen=True):
    """A section that holds projects or indicators: 施策, 政策パッケージ, プロジェクト.

    `parts` are its own sections: itself and the headings that only sort what it holds. `tables` says of the blocks that
    indicators are read from whose they are: the measure's own (None) or one of its projects'. `above`: the headings
    that lead to it, outermost first. `listed`: projects without a heading of their own.
    """

    section: Section
    goal: Section | None
    parent: Section | None
    above: tuple[Section, ...]
    projects: tuple[Section, ...]
    parts: tuple[Section, ...]
    tables: tuple[tuple[Section | None, tuple[TextBlock, ...]], ...]
    listed: tuple[ListedProject, ...] = ()

    @property
    def is_list_only(self) -> bool:
        """Whether no word of its own, no goal and no project says that it is more than the heading of a list."""
        head = self.section.head
        is_headed = bool(head and head.label) or any(part.role == "projects" for part in self.parts)
        return not (self.goal or self.projects or is_headed)


class Structure(Struct):
    """All goals and measures in document order; for each goal (by id) its own sections and its targets' blocks.

    `are_named`: whether a word or 数値目標 says that they are goals; `unnamed_goal`: what one is called whose heading
    has no word for it. `with_ways`: ways that no word calls targets are such outside of goals, too.
    """

    goals: list[Section] = field(default_factory=list)
    measures: list[MeasureSection] = field(default_factory=list)
    goal_blocks: dict[int, list[TextBlock]] = field(default_factory=dict)
    goal_parts: dict[int, tuple[Section, ...]] = field(default_factory=dict)
    are_named: bool = True
    unnamed_goal: str = "基本目標"
    with_ways: bool = False

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
    named = find_goals(root, layout)
    found = _structure(root, named, layout)
    is_bare = not (found.goals or found.measures)
    if is_bare:
        found = _structure(root, named, layout, with_ways=True)
    above = [(measure.section, measure.above) for measure in found.measures]
    whole = [
        (one.section, one.above) for one in found.measures if not one.is_list_only and one.section.role != "indicators"
    ]
    over = [] if named else goals_over(above, layout) or goals_of_one_level(whole, root, layout)
    if not over:
        return found
    return replace(_structure(root, over, layout, with_ways=is_bare), are_named=False, unnamed_goal=layout.unnamed_goal)


def _structure(root: Section, goals: list[Section], layout: Layout, *, with_ways: bool = False) -> Structure:
    found = Structure(goals=goals, with_ways=with_ways)
    _visit(root, _Place(), found, layout)
    found.measures = _without_lists(found.measures, found.goals)
    return found


def _without_lists(measures: Sequence[MeasureSection], goals: Sequence[Section]) -> list[MeasureSection]:
    """A measure that an overview names, with a list or without, and a chapter of the same name describes is one.

    Of two that are described that stays which holds something, too.
    """
    holding = {id(part) for measure in measures if _is_described(measure) for part in measure.above}
    told = {id(one.section): (_holds(one) or id(one.section) in holding, _is_described(one)) for one in measures}
    most = {name_key(goal.title): (True, True) for goal in goals}
    most[""] = (True, True)  # 「施策2-1」 of an overview without its name
    for one in measures:
        key = name_key(one.section.title)
        most[key] = max(most.get(key, (False, False)), told[id(one.section)])
    return [
        one for one in measures if one.section is one.goal or told[id(one.section)] >= most[name_key(one.section.title)]
    ]


def _holds(measure: MeasureSection) -> bool:
    return bool(measure.projects) or any(has_indicator_table(blocks) for _, blocks in measure.tables)


def _is_described(measure: MeasureSection) -> bool:
    return _holds(measure) or any(block.kind == "paragraph" for part in measure.parts for block in part.blocks)


class _Place(Struct, frozen=True):
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
        is_part = sorts(section, layout) and not _is_of_the_whole_plan(section, place, layout)
        measure = None if is_part else _measure(section, here, found, layout, is_goal=is_goal)
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
    if not sorts(child, layout) or _is_of_the_whole_plan(child, place, layout):
        _visit(child, place, found, layout)
        return
    for own in child.children:
        _visit_below(own, replace(place, above=(*place.above, child)), projects, found, layout)


def _is_of_the_whole_plan(section: Section, place: _Place, layout: Layout) -> bool:
    """「Ⅱ　プランの目標（KGI）」 with a table, in no goal and no measure."""
    is_apart = place.goal is None and place.parent is None
    is_apart = is_apart and (not section.is_free or layout.is_of_whole_plan(section.title))
    return is_apart and section.role == "indicators" and tell_indicators([section], layout)


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
    is_listed = is_listed or any(describes_projects(part, layout) for part in parts)
    is_measure = not is_goal and (
        section.role == "measure" or has_indicator_table(own) or _states_targets(parts, place, found, layout)
    )
    if not (projects or is_listed or is_measure):
        return None
    mine = () if is_goal else ((None, tuple(own)),)
    listed = tuple(one for part in parts for one in listed_projects(part, layout))
    return MeasureSection(
        section, place.goal, place.parent, place.above, tuple(projects), parts, (*mine, *tables), listed
    )


def _states_targets(parts: Sequence[Section], place: _Place, found: Structure, layout: Layout) -> bool:
    """Ways that no word calls targets are such only in a goal."""
    if found.with_ways and layout.period is None:  # without it none is read, and each is told of
        return sum(one.is_way and one.entry is not None for one in find_stated(candidates(parts), None)) >= FEWEST_WAYS
    return states_targets(candidates(parts), layout.period, with_ways=found.with_ways or place.goal is not None)


def _projects(section: Section, parts: Sequence[Section], layout: Layout, *, is_goal: bool) -> list[Section]:
    children = [child for part in parts for child in part.children if _may_be_project(child, layout)]
    listed = [child for part in parts if part.role == "projects" for child in _headed_entries(part)]
    if told := [child for child in children if any(child is one for one in listed)]:
        return told
    is_measure = section.role == "measure"
    if labelled := [
        child for child in children if child.role == "project" and (is_measure or not (child.head and child.head.label))
    ]:
        return labelled
    numbered = [child for child in children if child.head and child.head.style in POINTS]
    named = [child for child in numbered if names_project(child.title, layout)]
    if named and (2 * len(named) > len(numbered) or (2 * len(named) == len(numbered) and is_measure)):
        return [child for child in numbered if child in named or not _holds_nodes(child)]
    if shared := _sharing_indicators(section, numbered, layout):
        return shared
    if is_goal or section.heading is None:
        return []
    return _sharing_a_table(section, numbered)


def _headed_entries(part: Section) -> Sequence[Section]:
    """Behind points with marks a number that begins no series heads no entry of theirs: 「④人口動態統計」 of a note."""
    first = part.children[0].head if part.children else None
    has_points = any(block.kind == "bullet" for block in part.blocks)
    is_stray = has_points and first is not None and (first.number or 1) > 1
    return [] if is_stray else part.children


def _may_be_project(child: Section, layout: Layout) -> bool:
    return child.head is not None and child.role not in _OUTER and not sorts(child, layout)


def _holds_nodes(section: Section) -> bool:
    """Headings or indicators stand in it: it heads a part of the measure."""
    return bool(section.children) or has_indicator_table(section.blocks)


def _sharing_indicators(section: Section, numbered: Sequence[Section], layout: Layout) -> list[Section]:
    """Described sections ①-1, ①-2, … without indicators of their own below ①, which has some."""
    inner = [child for child in numbered if child.head and child.head.style == "sub_circled" and child.blocks]
    own = [section, *(child for child in section.children if child.role == "indicators")]
    is_told = inner == list(numbered) and tell_indicators(own, layout)
    return inner if is_told and not any(tell_indicators(list(child.walk()), layout) for child in inner) else []


def _sharing_a_table(section: Section, numbered: Sequence[Section]) -> list[Section]:
    """Described sections (1), (2), … with one indicator table for all of them, behind the last."""
    styles = POINTS if section.role == "measure" else ("bracketed",)
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
