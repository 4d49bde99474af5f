"""Headings and marked lines that name 事業 though no word says so: the same shape recurs under most measures.

施策の方向１ 性別による思い込みの解消
１．フォーラムの開催（人権推進課）○     who does it stands behind most names
改革の方向性(1) 町家の再生
◎町家活用ファンド                       a sentence stands below each mark
民間の資金を集め、町家を貸し出します。
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.model.normalize import name_key
from knowledge.reading.blocks import TextBlock
from knowledge.reading.extract.indicators import has_indicator_table
from knowledge.reading.headings import is_heading_like
from knowledge.reading.layout import HeadingForm, Layout, SectionRole
from knowledge.reading.outline import Section
from knowledge.reading.project_names import has_division

_HOLDING: tuple[SectionRole, ...] = ("goal", "direction", "measure")
_LARGE_MARKS = "◎●○◯〇◆◇■□▼▽★☆▶►"
FEWEST_HEADS = 2  # one alone is no habit of a plan
_MOST = (2, 3)  # of the alike
Kind = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Child:
    section: Section
    parent: Section


def with_recurring_projects(root: Section, layout: Layout) -> Section:
    """The same tree; a mark with its sentence becomes a heading of its own."""
    parents = _parents_of_points(root, layout)
    headed = _with_points(root, parents)
    kinds: dict[Kind, list[_Child]] = {}
    for child in _unnamed(headed, layout):
        assert child.section.head is not None
        kinds.setdefault((child.parent.head.style if child.parent.head else "", child.section.head.style), []).append(
            child
        )
    projects = {id(one.section) for alike in kinds.values() if _are_projects(alike, layout) for one in alike}
    return _told(headed, projects)


def _unnamed(section: Section, layout: Layout) -> Iterator[_Child]:
    """Headings of which no word says what they are, outside the plan before and beside lists of projects."""
    for child in section.children:
        if layout.is_past(child.title):
            continue
        if child.head and not child.role and not child.head.label and section.heading and section.role != "projects":
            yield _Child(child, section)
        yield from _unnamed(child, layout)


def _are_projects(alike: Sequence[_Child], layout: Layout) -> bool:
    if len(alike) < FEWEST_HEADS or len({name_key(one.section.title) for one in alike}) < len(alike):
        return False
    if not all(_is_leaf(one.section) for one in alike):
        return False
    named = [one for one in alike if has_division(one.section.title, layout)]
    return _are_most(len(named), len(alike)) or _stand_below_indicators(alike)


def _is_leaf(section: Section) -> bool:
    return all(child.is_free for child in section.children) and not has_indicator_table(section.blocks)


def _stand_below_indicators(alike: Sequence[_Child]) -> bool:
    """Described ones in measures that print their indicators above them."""
    parents = {id(one.parent): one.parent for one in alike}
    measures = [one for one in parents.values() if one.role == "measure" and has_indicator_table(one.blocks)]
    described = [one for one in alike if any(block.kind == "paragraph" for block in one.section.blocks)]
    return len(measures) >= FEWEST_HEADS and len(measures) == len(parents) and len(described) == len(alike)


def _are_most(some: int, of: int) -> bool:
    return some * _MOST[1] >= of * _MOST[0]


def _parents_of_points(root: Section, layout: Layout) -> set[int]:
    """Sections named by words whose marks all have a sentence below them, where most of their kind are so."""
    alike: dict[str, list[Section]] = {}
    for section in _outside_the_past(root, layout):
        if section.head and section.head.label and section.role in _HOLDING:
            alike.setdefault(section.head.style, []).append(section)
    told = {style: [one for one in sections if _points(one)] for style, sections in alike.items()}
    kept = [own for style, own in told.items() if len(own) >= FEWEST_HEADS and _are_most(len(own), len(alike[style]))]
    return {id(section) for own in kept for section in own}


def _outside_the_past(section: Section, layout: Layout) -> Iterator[Section]:
    if layout.is_past(section.title):
        return
    yield section
    for child in section.children:
        yield from _outside_the_past(child, layout)


def _points(section: Section) -> list[int]:
    """The places of its marks; none where one is a sentence or has none below."""
    at = [at for at, block in enumerate(section.blocks) if block.kind == "bullet" and block.marker in _LARGE_MARKS]
    at = [one for one in at if section.blocks[one].marker]
    return at if at and all(_is_described(section.blocks, one) for one in at) else []


def _is_described(blocks: Sequence[TextBlock], at: int) -> bool:
    below = blocks[at + 1] if at + 1 < len(blocks) else None
    is_name = is_heading_like(blocks[at].text) and not blocks[at].text.endswith(("ます", "です"))
    return is_name and below is not None and below.kind == "paragraph" and below.text.endswith("。")


def _with_points(section: Section, parents: set[int]) -> Section:
    children = [_with_points(child, parents) for child in section.children]
    if id(section) not in parents:
        return replace(section, children=children)
    at = _points(section)
    taken = {one for place in at for one in (place, place + 1)}
    points = [_headed(section.blocks[place], section.blocks[place + 1]) for place in at]
    own = [block for place, block in enumerate(section.blocks) if place not in taken]
    return replace(section, blocks=own, children=[*points, *children])


def _headed(point: TextBlock, sentence: TextBlock) -> Section:
    head = HeadingForm(f"mark:{point.marker}", point.text, point.marker, role="project", is_free=True)
    return Section(replace(point, kind="heading", heading=head), [sentence])


def _told(section: Section, projects: set[int]) -> Section:
    children = [_told(child, projects) for child in section.children]
    told = [
        _as_project(new) if id(old) in projects else new for old, new in zip(section.children, children, strict=True)
    ]
    return replace(section, children=told)


def _as_project(section: Section) -> Section:
    assert section.heading is not None
    assert section.heading.heading is not None
    head = replace(section.heading.heading, role="project")
    return replace(section, heading=replace(section.heading, heading=head))
