"""Roles that a heading has by where it stands: what 具体的な施策 holds, プロジェクト that hold projects."""

from dataclasses import replace

from knowledge.reading.layout import SectionRole
from knowledge.reading.outline import Section

_TOLD: tuple[SectionRole, ...] = ("projects", "indicators")


def with_roles(root: Section) -> Section:
    """The same tree with such headings as measures."""
    holding = {part.head.style for part in root.walk() if part.head and part.role == "project" and _lists(part)}
    return _promoted(root, holding)


def _lists(section: Section) -> bool:
    return any(part.role == "projects" for part in section.walk())


def _promoted(section: Section, styles: set[str]) -> Section:
    holds_measures = section.role == "measures" and any(map(_is_told, section.children))
    children = [
        _as_measure(child) if (holds_measures and _is_unnamed(child)) or _has_style(child, styles) else child
        for child in section.children
    ]
    return replace(section, children=[_promoted(child, styles) for child in children])


def _is_told(section: Section) -> bool:
    """Whether it has indicators or projects of its own."""
    has_table = any(block.entries is not None for block in section.blocks)
    return _is_unnamed(section) and (has_table or any(child.role in _TOLD for child in section.children))


def _is_unnamed(section: Section) -> bool:
    return section.head is not None and not section.role and not section.is_free


def _has_style(section: Section, styles: set[str]) -> bool:
    return section.head is not None and section.head.style in styles


def _as_measure(section: Section) -> Section:
    assert section.heading is not None
    assert section.heading.heading is not None
    head = replace(section.heading.heading, role="measure")
    return replace(section, heading=replace(section.heading, heading=head))
