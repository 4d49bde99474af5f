"""Lines that look like headings with a word that nobody knows: what stands below goes to the section above them."""

import re
from collections.abc import Iterator
from itertools import pairwise

from knowledge.model.records import Finding
from knowledge.reading.layout import is_heading_like
from knowledge.reading.outline import Section

_HEAD = re.compile(
    r"^(?!表|図|注|資料|参考|令和|平成|昭和)[一-龥ぁ-ヿ]{2,12}[\s　]?(?:[0-9０-９]{1,2}|[Ⅰ-Ⅻ①-⑳])"
    r"(?:[-－‐–−.．][0-9０-９]{1,2}){0,3}[\s　:：]+[一-龥ぁ-ヿ]{2}"
)


def unread_heads(root: Section) -> Iterator[Finding]:
    """Right above a table of indicators: 「施策目標1-1　確かな学力の育成」."""
    for section in root.walk():
        for block, below in pairwise(section.blocks):
            text = block.lines[-1].text.strip()
            is_above = block.kind == "paragraph" and below.kind == "table_row" and below.entries is not None
            if section.heading and is_above and is_heading_like(text) and _HEAD.match(text):
                told = f"「{text}」を見出しとして読めません。下の表は「{section.title}」のものとしました"
                yield Finding("warning", told, block.span)
