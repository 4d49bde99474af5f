"""事業: a numbered heading inside a package, its description and its initiatives."""

import re
from collections.abc import Iterator
from dataclasses import replace

from knowledge.model.records import Initiative, Project
from knowledge.reading.outline import Section, numbers_of

_REPRINT = re.compile(r"[\s　]*[【(（\[]\s*再掲\s*[】)）\]][\s　]*$")


def without_reprint_mark(title: str) -> str:
    return _REPRINT.sub("", title).strip()


def is_package(section: Section) -> bool:
    """A package is a section with numbered projects of its own and a KPI table among or after them."""
    described = [child for child in _projects_in(section) if child.blocks]
    has_table = any(block.kind == "table_row" for block in section.all_blocks())
    return bool(section.heading and section.heading.kind == "section" and described and has_table)


def _projects_in(section: Section) -> list[Section]:
    """Only subsections: ①② straight under a section are a goal's directions."""
    return [child for child in section.children if child.heading and child.heading.kind == "subsection"]


def read_projects(package: Section, number: int) -> list[tuple[Project, bool]]:
    """The projects as their own sections say it, each with whether it is a reprint; links are joined later."""
    sections = _projects_in(package)
    return [
        (_project(number, own, section), bool(_REPRINT.search(section.title)))
        for own, section in zip(numbers_of(sections), sections, strict=True)
    ]


def _project(package: int, number: int, section: Section) -> Project:
    assert section.heading is not None  # children of a section always have one
    lines = [block.span for block in section.all_blocks() if block.kind in ("paragraph", "bullet", "group")]
    lines += [child.heading.span for child in section.children if child.heading]
    last = max((span.last_line for span in lines), default=section.heading.span.last_line)
    return Project(
        id=f"p{package}-{number}",
        number=number,
        package=package,
        name=without_reprint_mark(section.title),
        description="\n".join(block.text for block in section.blocks if block.kind == "paragraph"),
        initiatives=tuple(_initiatives(section)),
        span=replace(section.heading.span, last_line=last),
    )


def _initiatives(section: Section) -> Iterator[Initiative]:
    """Bullets, or the items ①②③ where a city marks its initiatives so."""
    group: str | None = None
    for block in section.blocks:
        if block.kind == "group":
            group = block.text
        elif block.kind == "bullet":
            yield Initiative(block.text, group, block.span)
    for child in section.children:
        if child.heading:
            yield Initiative(child.title, None, child.heading.span)
