"""Short lines among the projects of a list that are read as none: 「外出支援の助成」 below 「朝市事業」."""

from collections.abc import Collection, Iterator

from knowledge.model.records import Finding
from knowledge.reading.extract.listing.listed import may_name_project
from knowledge.reading.layout import Layout
from knowledge.reading.outline import Section


def unread_projects(section: Section, layout: Layout, taken: Collection[int]) -> Iterator[Finding]:
    """`taken`: the blocks of records."""
    if layout.is_past(section.title):
        return
    if section.role == "projects" and any(id(block) in taken for block in section.blocks):
        for block in section.blocks:
            if id(block) not in taken and may_name_project(block):
                told = f"「{section.title}」の下の行を事業として読めません: 「{block.text.strip()}」"
                yield Finding("warning", told, block.span)
    for child in section.children:
        yield from unread_projects(child, layout, taken)
