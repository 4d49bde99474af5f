"""Roles that a heading has by where it stands: what 具体的な施策 holds, プロジェクト with projects, 「■朝市事業」."""

from collections.abc import Iterator, Sequence

from knowledge.model.structs import replace
from knowledge.reading.extract.listing.project_rows import rows_of_projects
from knowledge.reading.extract.stated import candidates, states_targets
from knowledge.reading.layout import POINTS, Layout, SectionRole
from knowledge.reading.outline import Section, as_role
from knowledge.reading.project_names import names_project
from knowledge.reading.recurring_projects import with_recurring_projects
from knowledge.reading.tables.arrows import has_amounts_and_arrow

_TOLD: tuple[SectionRole, ...] = ("projects", "indicators")
FEWEST_MARKED = 2  # small headings with targets of their own are no mere parts
FEWEST_DESCRIBED = 2  # small headings under 主な事業 that have sentences below them are projects, whatever their names


def with_roles(root: Section, layout: Layout) -> Section:
    """The same tree with such headings as measures, projects and parts of lists."""
    holding = {part.head.style for part in root.walk() if part.head and part.role == "project" and _lists(part)}
    named = _with_named_between(_promoted(_with_marked_measures(root, layout), holding), layout)
    return with_recurring_projects(_with_projects(named, layout), layout)


def _with_named_between(section: Section, layout: Layout) -> Section:
    """「Ⅰ－１」 in 「方向性Ⅰ」 over 「ACTION 1」 or a word that nobody knows: a measure with its projects."""
    children = [_with_named_between(child, layout) for child in section.children]
    for at, child in enumerate(children if section.role == "measure" else ()):
        inner = [one for one in child.children if not one.is_free]
        heads = [one.head for one in inner if one.head and one.head.label]
        are_guessed = all(
            head.role == "project" or (head.role == "measure" and head.label in layout.guessed) for head in heads
        )
        if _is_unnamed(child) and child.head and inner and len(heads) == len(inner) and are_guessed:
            projects = [
                as_role(one, "project") if any(one is other for other in inner) else one for one in child.children
            ]
            children[at] = as_role(replace(child, children=projects), "measure")
    return replace(section, children=children)


def _with_marked_measures(section: Section, layout: Layout) -> Section:
    """「▼観光」「▼スポーツ」 beside each other in 「政策の柱3」, each with 現状 and 目標 of its own."""
    children = [_with_marked_measures(child, layout) for child in section.children]
    small = [child for child in children if child.is_free and child.head and child.head.marker]
    alike = {child.head.style for child in small if child.head}
    is_named = section.head is not None and bool(section.head.label)
    are_told = is_named and len(alike) == 1 and len(small) >= FEWEST_MARKED and len(small) == len(children)
    if are_told and all(not one.role and states_targets(candidates([one]), layout.period) for one in small):
        children = [as_role(child, "measure") for child in children]
    return replace(section, children=children)


def _lists(section: Section) -> bool:
    return any(part.role == "projects" for part in section.walk())


def _promoted(section: Section, styles: set[str]) -> Section:
    holds_measures = section.role == "measures" and any(map(_is_told, section.children))
    children = [
        as_role(child, "measure") if (holds_measures and _is_unnamed(child)) or _has_style(child, styles) else child
        for child in section.children
    ]
    return replace(section, children=[_promoted(child, styles) for child in children])


def _is_told(section: Section) -> bool:
    """Whether it has indicators or projects of its own."""
    has_way = any(has_amounts_and_arrow(line.text) for block in section.blocks for line in block.lines)
    is_told = has_way or _has_table(section) or any(child.role in _TOLD for child in section.children)
    return _is_unnamed(section) and is_told


def _has_table(section: Section) -> bool:
    return any(block.entries is not None for block in section.blocks)


def _is_unnamed(section: Section) -> bool:
    return section.head is not None and not section.role and not section.is_free


def _has_style(section: Section, styles: set[str]) -> bool:
    return section.head is not None and section.head.style in styles


def _with_projects(section: Section, layout: Layout) -> Section:
    """Small headings that name projects; headings in a list of projects that only sort it, or are measures of it."""
    projects = set(map(id, _small_headed(section, layout)))
    groups = set(map(id, _sorting_entries(section, layout)))
    children = []
    for child in section.children:
        if id(child) in projects:
            children.append(as_role(child, "project"))
        elif id(child) in groups:
            entries = [as_role(entry, "project") for entry in child.children]
            children.append(as_role(replace(child, children=entries), "projects"))
        elif _is_plain_heading_of_rows(section, child, layout):
            children.append(as_role(child, "projects"))
        elif section.role == "projects" and _is_unnamed(child) and _holds_more(child, layout):
            children.append(as_role(child, "measure"))
        elif section.role == "projects" and _is_unnamed(child) and _holds_projects(child, layout):
            children.append(as_role(child, "measure" if _is_told(child) else "projects"))
        else:
            children.append(child)
    return replace(section, children=[_with_projects(child, layout) for child in children])


def _small_headed(section: Section, layout: Layout) -> Iterator[Section]:
    """「■ 朝市事業」「【朝市事業】」 beside each other, and of the same style those between them."""
    small = [child for child in section.children if child.head and child.is_free and not child.role]
    for style in {child.head.style for child in small if child.head}:
        alike = [child for child in small if _has_style(child, {style})]
        named = [child for child in alike if names_project(child.title, layout)]
        described = [child for child in alike if any(block.kind == "paragraph" for block in child.blocks)]
        is_list = section.role == "projects" and len(described) >= FEWEST_DESCRIBED
        are_projects = (named and 2 * len(named) >= len(alike)) or is_list
        if are_projects and not any(_lists(child) or _holds_projects(child, layout) for child in alike):
            yield from alike


def _is_plain_heading_of_rows(section: Section, child: Section, layout: Layout) -> bool:
    """「(3) 計画」 over a table of 事業 names nothing that holds these; 「２ 産業の振興」 above does."""
    is_point = child.head is not None and child.head.style in POINTS and _is_unnamed(child)
    is_named = section.heading is not None and not layout.is_generic(section.title)
    return is_point and is_named and layout.is_generic(child.title) and any(rows_of_projects(child, layout))


def _sorting_entries(section: Section, layout: Layout) -> list[Section]:
    """「①担い手の確保」 over 「ア 研修生の制度」: all numbers of a list of projects hold numbers, and nothing else."""
    if section.role != "projects" or not section.children:
        return []
    entries = [entry for child in section.children for entry in child.children]
    are_bare = not any(child.blocks for child in section.children) and all(child.children for child in section.children)
    are_numbers = all(_is_unnamed(one) and one.head and one.head.marker for one in (*section.children, *entries))
    is_flat = not any(entry.children for entry in entries)
    is_named = any(names_project(child.title, layout) for child in section.children)
    return section.children if are_bare and are_numbers and is_flat and not is_named else []


def _holds_more(section: Section, layout: Layout) -> bool:
    """A table of projects, or indicators beside described numbers: it is a measure, though its list is called one of
    projects."""
    numbered = [child for child in section.children if _is_unnamed(child)]
    described = [child for child in numbered if any(block.kind == "paragraph" for block in child.blocks)]
    are_described = len(numbered) >= FEWEST_DESCRIBED and described == numbered
    return any(rows_of_projects(section, layout)) or (_is_told(section) and are_described)


def _holds_projects(section: Section, layout: Layout) -> bool:
    """Whether it is no project itself and most that stands in it are: 「（1）体験の充実」 over 「①農業体験事業」."""
    headed = [child.title for child in section.children if not child.is_free]
    names = headed or [block.text for block in section.blocks if block.kind == "bullet"]
    return not names_project(section.title, layout) and _are_projects(names, layout)


def _are_projects(names: Sequence[str], layout: Layout) -> bool:
    return 2 * sum(names_project(name, layout) for name in names) > len(names)
