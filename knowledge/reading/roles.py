"""Roles that a heading has by where it stands: what 具体的な施策 holds, プロジェクト with projects, 「■朝市事業」."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.reading.layout import Layout, SectionRole
from knowledge.reading.outline import Section
from knowledge.reading.project_names import names_project
from knowledge.reading.tables.arrows import has_amounts_and_arrow

_TOLD: tuple[SectionRole, ...] = ("projects", "indicators")
FEWEST_DESCRIBED = 2  # small headings under 主な事業 that have sentences below them are projects, whatever their names


def with_roles(root: Section, layout: Layout) -> Section:
    """The same tree with such headings as measures, projects and parts of lists."""
    holding = {part.head.style for part in root.walk() if part.head and part.role == "project" and _lists(part)}
    return _with_projects(_promoted(root, holding), layout)


def _lists(section: Section) -> bool:
    return any(part.role == "projects" for part in section.walk())


def _promoted(section: Section, styles: set[str]) -> Section:
    holds_measures = section.role == "measures" and any(map(_is_told, section.children))
    children = [
        _as(child, "measure") if (holds_measures and _is_unnamed(child)) or _has_style(child, styles) else child
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
    children = []
    for child in section.children:
        if id(child) in projects:
            children.append(_as(child, "project"))
        elif section.role == "projects" and _is_unnamed(child) and _holds_projects(child, layout):
            children.append(_as(child, "measure" if _is_told(child) else "projects"))
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


def _holds_projects(section: Section, layout: Layout) -> bool:
    """Whether it is no project itself and most that stands in it are: 「（1）体験の充実」 over 「①農業体験事業」."""
    headed = [child.title for child in section.children if not child.is_free]
    names = headed or [block.text for block in section.blocks if block.kind == "bullet"]
    return not names_project(section.title, layout) and _are_projects(names, layout)


def _are_projects(names: Sequence[str], layout: Layout) -> bool:
    return 2 * sum(names_project(name, layout) for name in names) > len(names)


def _as(section: Section, role: SectionRole) -> Section:
    assert section.heading is not None
    assert section.heading.heading is not None
    head = replace(section.heading.heading, role=role)
    return replace(section, heading=replace(section.heading, heading=head))
