"""Headings that only sort what the section above holds: 現状と課題, 主な事業, （3）数値目標, ◆ …, ア …."""

from collections.abc import Collection, Container, Iterator, Sequence

from knowledge.model.normalize import name_key
from knowledge.reading.extract.indicators import has_indicator_table
from knowledge.reading.extract.stated import candidates, states_targets
from knowledge.reading.layout import Layout
from knowledge.reading.outline import Section
from knowledge.reading.project_names import names_project

FEWEST_PLACES = 3  # an overview and the chapters name the same twice
_DIVIDING = ("kana", "bracketed_kana")
_SORTING = ("projects", "effects", "indicators", "measures", "prose")


def sorts(section: Section, layout: Layout) -> bool:
    """Whether a section is a part of the one above.

    A table behind ア, イ, ウ belongs to the section that they divide, or nothing says to which of them.
    """
    if section.role in _SORTING:
        return True
    if section.role in ("project", "measure"):
        return False
    if section.head and not section.role and name_key(section.title) in layout.repeated:
        return True
    if section.head and section.head.style in _DIVIDING:
        return not names_project(section.title, layout) and id(section) not in layout.holding
    return section.is_free and not (has_indicator_table(section.blocks) and not _names_indicators(section, layout))


def holding_parts(root: Section) -> frozenset[int]:
    """ア, イ, ウ of which most, the first below each heading among them, have 【KPI】 or 【主な事業】 of their own."""
    found: list[int] = []
    for parent in root.walk():
        inner = [child for child in parent.children if child.head and child.head.style in _DIVIDING]
        own = [child for child in inner if any(part.role in ("indicators", "projects") for part in child.children)]
        found += map(id, own if own[:1] == inner[:1] and 2 * len(own) > len(inner) else [])
    return frozenset(found if len(found) > 1 else ())  # by itself one may divide what a table is behind


def repeated_parts(root: Section, layout: Layout) -> frozenset[str]:
    """「(1) 現況と問題点」「(2) その対策」「(3) 計画」 below several numbers of one kind: keys of their titles.

    What holds further numbers is more than a part.
    """
    places: dict[tuple[str, str], list[Section]] = {}
    for parent in root.walk():
        for key in {name_key(child.title) for child in _numbered(parent) if not _holds_numbers(child)}:
            places.setdefault((parent.head.style if parent.head else "", key), []).append(parent)
    several = {kind: parents for kind, parents in places.items() if len(parents) >= FEWEST_PLACES}
    return frozenset(
        key
        for (style, key), parents in several.items()
        if not names_project(key, layout)
        and all(_are_most({name_key(one.title) for one in _numbered(parent)}, style, several) for parent in parents)
    )


def _numbered(section: Section) -> list[Section]:
    return [child for child in section.children if child.head and child.head.number and not child.head.label]


def _holds_numbers(section: Section) -> bool:
    return any(child.head and child.head.style not in _DIVIDING for child in _numbered(section))


def _are_most(titles: Collection[str], style: str, several: Container[tuple[str, str]]) -> bool:
    return len(titles) > 1 and 2 * sum((style, title) in several for title in titles) > len(titles)


def _names_indicators(section: Section, layout: Layout) -> bool:
    key = name_key(section.title)
    return any(role == "indicators" and word in key for word, role in layout.headings.items())


def parts_of(section: Section, layout: Layout) -> Iterator[Section]:
    """The section and those inside it that only sort what it holds."""
    yield section
    for child in section.children:
        if sorts(child, layout) and not layout.is_past(child.title):
            yield from parts_of(child, layout)


def tell_indicators(parts: Sequence[Section], layout: Layout) -> bool:
    """Whether a table or targets in lines stand in a section of these parts."""
    return any(has_indicator_table(part.blocks) for part in parts) or states_targets(candidates(parts), layout.period)
