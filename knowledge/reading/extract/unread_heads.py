"""Lines that look like headings with a word that nobody knows: what stands below goes to the section above them."""

from collections.abc import Iterator
from itertools import pairwise

from knowledge.model.records import Finding
from knowledge.reading.outline import Section
from knowledge.reading.own_labels import own_head


def unread_heads(root: Section) -> Iterator[Finding]:
    """Right above a table of indicators: 「到達点1-1　確かな学力の育成」, once."""
    for section in root.walk():
        for block, below in pairwise(section.blocks):
            text = block.lines[-1].text.strip()
            is_above = block.kind == "paragraph" and below.kind == "table_row" and below.entries is not None
            if section.heading and is_above and own_head(text):
                told = f"「{text}」を見出しとして読めません。下の表は「{section.title}」のものとしました"
                yield Finding("warning", told, block.span)
