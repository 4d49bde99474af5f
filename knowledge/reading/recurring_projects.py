"""Headings and marked lines that name 事業 though no word says so: the same shape recurs under most measures.

施策の方向１ 性別による思い込みの解消
１．フォーラムの開催（人権推進課）○     who does it stands behind most names
改革の方向性(1) 町家の再生
◎町家活用ファンド                       a sentence stands below each mark
民間の資金を集め、町家を貸し出します。
"""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from knowledge.model.normalize import name_key
from knowledge.model.structs import replace
from knowledge.reading.blocks import TextBlock
from knowledge.reading.extract.indicators import has_indicator_table
from knowledge.reading.extract.parts import tell_indicators
from knowledge.reading.headings import is_heading_like, prints_way
from knowledge.reading.layout import HeadingForm, Layout, SectionRole
from knowledge.reading.outline import Section, as_role
from knowledge.reading.project_names import ends_sentence, is_noted_as_project, names_project

_HOLDING: tuple[SectionRole, ...] = ("goal", "direction", "measure")
_LARGE_MARKS = "◎●○◯〇◆◇■□▼▽★☆▶►"
FEWEST_ALIKE = 2  # one alone is no habit of a plan
_MOST = (2, 3)  # of the alike
Kind = tuple[str, str]


class _Child(Struct, frozen=True):
    section: Section
    parent: Section


def with_recurring_projects(root: Section, layout: Layout) -> Section:
    """The same tree; a mark with its sentence becomes a heading of its own."""
    parents = _parents_of_points(root, layout)
    headed = _with_points(root, parents, layout)
    kinds: dict[Kind, list[_Child]] = {}
    for child in _unnamed(headed, layout):
        assert child.section.head is not None
        kinds.setdefault((child.parent.head.style if child.parent.head else "", child.section.head.style), []).append(
            child
        )
    told: dict[int, SectionRole] = {
        id(one.section): "project" for alike in kinds.values() if _are_projects(alike, layout) for one in alike
    }
    told |= {id(section): "prose" for alike in kinds.values() for section in _parts(alike, layout)}
    return _with_shared_indicators(_told(headed, told))


def _parts(alike: Sequence[_Child], layout: Layout) -> Iterator[Section]:
    """「① これまでの歩み」「② 五年後の姿」 below several measures only sort what stands there."""
    places: dict[str, set[int]] = {}
    below: dict[int, list[Section]] = {}
    for one in (one for one in alike if one.parent.role == "measure"):
        places.setdefault(name_key(one.section.title), set()).add(id(one.parent))
        below.setdefault(id(one.parent), []).append(one.section)
    for own in below.values():
        are_repeated = len(own) >= FEWEST_ALIKE and all(len(places[name_key(one.title)]) >= FEWEST_ALIKE for one in own)
        if are_repeated and not any(names_project(one.title, layout) for one in own):
            yield from own


def _with_shared_indicators(root: Section) -> Section:
    """【指標】 behind the last project of each measure, and inside no other, is the measure's."""
    alike: dict[str, list[list[Section]]] = {}
    for section in root.walk():
        if own := _projects_without_a_word(section):
            alike.setdefault(own[0].head.style if own[0].head else "", []).append(own)
    several = {style: [own for own in runs if len(own) > 1] for style, runs in alike.items()}
    shared = {
        style
        for style, runs in several.items()
        if any(_own_indicators(own[-1]) for own in runs)
        and not any(_own_indicators(one) for own in runs for one in own[:-1])
    }
    return _lifted(root, shared)


def _projects_without_a_word(section: Section) -> list[Section]:
    return [child for child in section.children if child.role == "project" and not (child.head and child.head.label)]


def _own_indicators(section: Section) -> list[Section]:
    return [child for child in section.children if child.role == "indicators"]


def _lifted(section: Section, styles: set[str]) -> Section:
    children: list[Section] = []
    for child in (_lifted(child, styles) for child in section.children):
        is_one = child.role == "project" and child.head is not None and child.head.style in styles
        own = _own_indicators(child) if is_one else []
        kept = [inner for inner in child.children if not any(inner is one for one in own)]
        children += [replace(child, children=kept) if own else child, *own]
    return replace(section, children=children)


def _unnamed(section: Section, layout: Layout) -> Iterator[_Child]:
    """Headings of which no word says what they are, outside the plan before and beside lists of projects."""
    for child in section.children:
        if layout.is_past(child.title):
            continue
        if child.head and not child.role and not child.head.label and section.heading and section.role != "projects":
            yield _Child(child, section)
        yield from _unnamed(child, layout)


def _are_projects(alike: Sequence[_Child], layout: Layout) -> bool:
    if len(alike) < FEWEST_ALIKE or len({name_key(one.section.title) for one in alike}) < len(alike):
        return False
    if not all(_is_leaf(one.section) for one in alike) or any(_lists_projects(one.section, layout) for one in alike):
        return False
    noted = [one for one in alike if is_noted_as_project(one.section.title, layout)]
    return _are_most(len(noted), len(alike)) or _stand_below_indicators(alike)


def _is_leaf(section: Section) -> bool:
    return all(child.is_free for child in section.children) and not has_indicator_table(section.blocks)


def _lists_projects(section: Section, layout: Layout) -> bool:
    """【主な事業】 with names of projects inside it, or beside indicators: then it is none of them."""
    if _prints_indicators(section) and any(part.role == "projects" for part in section.children):
        return True
    points = [block.text for part in section.children if part.role == "projects" for block in part.blocks]
    return any(names_project(text, layout) for text in points)


def _stand_below_indicators(alike: Sequence[_Child]) -> bool:
    """Described ones in measures that print their indicators above or below them."""
    parents = {id(one.parent): one.parent for one in alike}
    measures = [one for one in parents.values() if one.role in ("", "measure") and _prints_indicators(one)]
    described = list(filter(_is_told, alike))
    return len(measures) >= FEWEST_ALIKE and len(measures) == len(parents) and len(described) == len(alike)


def _is_told(one: _Child) -> bool:
    """Of what it is; 「① 新規就農者数：3人→5人」 is an indicator of it."""
    return any(block.kind == "paragraph" and not prints_way(block.text) for block in one.section.blocks)


def _prints_indicators(section: Section) -> bool:
    if has_indicator_table(section.blocks) or any(prints_way(block.text) for block in section.blocks):
        return True
    return any(child.role == "indicators" and child.blocks for child in section.children)


def _are_most(some: int, of: int) -> bool:
    return some * _MOST[1] >= of * _MOST[0]


def _parents_of_points(root: Section, layout: Layout) -> set[int]:
    """Sections named by words, or that print indicators, whose marks all have a sentence below them, where most of
    their kind are so."""
    alike: dict[str, list[Section]] = {}
    for section in _outside_the_past(root, layout):
        if section.head and _may_hold_points(section, layout):
            alike.setdefault(section.head.style, []).append(section)
    told = {style: [one for one in sections if _points(one, layout)] for style, sections in alike.items()}
    kept = [own for style, own in told.items() if len(own) >= FEWEST_ALIKE and _are_most(len(own), len(alike[style]))]
    return {id(section) for own in kept for section in own}


def _may_hold_points(section: Section, layout: Layout) -> bool:
    if section.head and section.head.label:
        return section.role in _HOLDING
    is_numbered = section.head is not None and not section.is_free and not section.role
    return is_numbered and tell_indicators([section], layout)


def _outside_the_past(section: Section, layout: Layout) -> Iterator[Section]:
    if layout.is_past(section.title):
        return
    yield section
    for child in section.children:
        yield from _outside_the_past(child, layout)


def _points(section: Section, layout: Layout) -> list[int]:
    """The places of its marks; none where one is a sentence or has none below."""
    bullets = [at for at, block in enumerate(section.blocks) if block.kind == "bullet"]
    is_named = bool(section.head and section.head.label)
    at = [one for one in bullets if (mark := section.blocks[one].marker) and (not is_named or mark in _LARGE_MARKS)]
    return at if at and all(_is_described(section.blocks, one, layout) for one in at) else []


def _is_described(blocks: Sequence[TextBlock], at: int, layout: Layout) -> bool:
    below = blocks[at + 1] if at + 1 < len(blocks) else None
    is_name = is_heading_like(blocks[at].text) and not blocks[at].text.endswith(("ます", "です"))
    return is_name and below is not None and below.kind == "paragraph" and ends_sentence(below.text, layout)


def _with_points(section: Section, parents: set[int], layout: Layout) -> Section:
    children = [_with_points(child, parents, layout) for child in section.children]
    if id(section) not in parents:
        return replace(section, children=children)
    at = _points(section, layout)
    taken = {one for place in at for one in (place, place + 1)}
    points = [_headed(section.blocks[place], section.blocks[place + 1]) for place in at]
    own = [block for place, block in enumerate(section.blocks) if place not in taken]
    return replace(section, blocks=own, children=[*points, *children])


def _headed(point: TextBlock, sentence: TextBlock) -> Section:
    head = HeadingForm(f"mark:{point.marker}", point.text, point.marker, role="project", is_free=True)
    return Section(replace(point, kind="heading", heading=head), [sentence])


def _told(section: Section, told: Mapping[int, SectionRole]) -> Section:
    children = [_told(child, told) for child in section.children]
    pairs = zip(section.children, children, strict=True)
    return replace(section, children=[as_role(new, told[id(old)]) if id(old) in told else new for old, new in pairs])
