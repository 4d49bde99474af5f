"""Short lines among the projects of a list that are read as none: 「外出支援の助成」 below 「朝市事業」."""

import re
from collections.abc import Collection, Iterator

from knowledge.model.records import Finding
from knowledge.reading.blocks import TextBlock
from knowledge.reading.layout import Layout, is_title
from knowledge.reading.outline import Section

_NO_NAME = re.compile(r"[。：:＝=…]|^[※（(・]|(?:ます|です|こと)$|^[\W\d]*$")
_LONGEST = 25  # a longer one may go on in the next


def unread_projects(section: Section, layout: Layout, taken: Collection[int]) -> Iterator[Finding]:
    """`taken`: the blocks of records."""
    if layout.is_past(section.title):
        return
    if section.role == "projects" and any(id(block) in taken for block in section.blocks):
        for block in section.blocks:
            if id(block) not in taken and _may_name(block):
                told = f"「{section.title}」の下の行を事業として読めません: 「{block.text.strip()}」"
                yield Finding("warning", told, block.span)
    for child in section.children:
        yield from unread_projects(child, layout, taken)


def _may_name(block: TextBlock) -> bool:
    """A short line by itself that says nothing of what stands beside it; no running head and no page number."""
    text = block.text.strip()
    is_short = len(text) <= _LONGEST and "\n" not in text and not _NO_NAME.search(text)
    return block.kind in ("paragraph", "bullet") and is_short and not is_title(text)
