"""事業: a numbered heading inside a package, its description and its initiatives."""

from collections.abc import Iterator
from itertools import takewhile

from knowledge.model.records import Initiative, Project
from knowledge.model.structs import replace
from knowledge.reading.blocks import span_of
from knowledge.reading.extract.listing.described import without_closing
from knowledge.reading.extract.listing.listed import ListedProject
from knowledge.reading.extract.structure import MeasureSection
from knowledge.reading.layout import Layout
from knowledge.reading.outline import Section, numbers_of
from knowledge.reading.project_names import (
    BETWEEN_NAME_AND_TEXT,
    kinds_of_project,
    meanings,
    project_name,
    says_reprint,
    split_ends,
    split_marks,
    split_tags,
    told_behind,
    without_reprint_mark,
)


def read_projects(measure: MeasureSection, package: int, layout: Layout) -> list[tuple[Project, bool]]:
    """The projects as their own sections or lines say it, each with whether it is a reprint; links are joined later."""
    headed = list(zip(numbers_of(measure.projects), measure.projects, strict=True))
    first = max((number for number, _ in headed), default=0) + 1
    told = [(_project(package, own, one, layout), says_reprint(one.title)) for own, one in headed]
    lines = enumerate(measure.listed, start=first)
    told += [(_from_line(package, number, one), _is_reprint(one)) for number, one in lines]
    return sorted(told, key=lambda one: one[0].span.first_line)


def _is_reprint(one: ListedProject) -> bool:
    return one.is_reprint or says_reprint(one.block.text)


def _from_line(package: int, number: int, listed: ListedProject) -> Project:
    return Project(
        id=f"p{package}-{number}",
        number=number,
        package=package,
        name=without_reprint_mark(listed.name),
        description=listed.description,
        notes=listed.notes,
        initiatives=tuple(Initiative(block.text, None, block.span) for block in listed.initiatives),
        span=span_of(listed.blocks),
    )


def _project(package: int, number: int, section: Section, layout: Layout) -> Project:
    assert section.heading is not None  # children of a section always have one
    lines = [block.span for block in section.all_blocks() if block.kind in ("paragraph", "bullet", "group")]
    lines += [part.heading.span for part in section.walk() if part.heading]
    before = list(takewhile(lambda block: block.kind != "table_row", section.blocks))
    inner = (child for child in section.children if child.is_free and child.role != "indicators")
    paragraphs = [*before, *(block for child in inner for block in child.blocks if len(before) == len(section.blocks))]
    marks, unmarked = split_marks(section.title)
    tags, printed = split_tags(unmarked)
    head = project_name(printed)
    name, behind = split_ends(head, layout)
    own = printed[len(head) :].strip(BETWEEN_NAME_AND_TEXT)
    told = [without_closing(block, layout) for block in paragraphs if block.kind == "paragraph"]
    return Project(
        id=f"p{package}-{number}",
        number=number,
        package=package,
        name=without_reprint_mark(name),
        description="\n".join(filter(None, (own, *told))),
        notes=(
            *meanings(section.heading.marker + marks, layout),
            *kinds_of_project(tags, layout),
            *told_behind(behind),
        ),
        initiatives=tuple(_initiatives(section)),
        span=replace(section.heading.span, last_line=max(span.last_line for span in lines)),
    )


def _initiatives(section: Section) -> Iterator[Initiative]:
    """Bullets, or the items ①②③ where a city marks its initiatives so."""
    group: str | None = section.title if section.is_free else None
    for block in section.blocks:
        if block.kind == "group":
            group = block.text
        elif block.kind == "bullet":
            yield Initiative(block.text, group, block.span)
    for child in section.children:
        if child.role == "indicators":
            continue
        if child.heading and not child.is_free:
            yield Initiative(child.title, None, child.heading.span)
        yield from _initiatives(child)
