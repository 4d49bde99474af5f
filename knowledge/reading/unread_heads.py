"""Lines that look like headings with a word that nobody knows: what stands below goes to the section above them."""

from collections.abc import Iterator
from itertools import pairwise

from knowledge.model.records import Finding
from knowledge.reading.layout import Layout
from knowledge.reading.outline import Section
from knowledge.reading.own_labels import own_head

_MOST_SHOWN = 5
_ROLES = {"goal": "目標", "direction": "施策の基本的方向", "measure": "施策", "project": "事業"}


def guessed_heads(root: Section, layout: Layout) -> Iterator[Finding]:
    """Once for each word, at its first heading."""
    heads = [section.heading for section in root.walk() if section.heading]
    for word, role in layout.guessed.items():
        first = next((one for one in heads if one.heading and one.heading.label == word), None)
        if first:
            told = f"「{word}」の付く見出しを、並び方から{_ROLES[role]}の見出しとして読みました"
            how = f'。違うときは、layout.toml の [labels] に「"{word}" = "goal"」のように書いてください'
            yield Finding("info", told + how, first.span)


def nothing_placed(root: Section) -> Finding:
    """No goal and no measure: with the headings that were seen, so that somebody can say what they are."""
    seen = [section.heading for section in root.walk() if section.heading]
    shown = "、".join(f"「{one.lines[0].text.strip()[:25]}」" for one in seen[:_MOST_SHOWN])
    found = f"見出しとして読んだのは{shown}などです" if seen else "見出しと見られる行もありませんでした"
    how = 'layout.toml の [labels] に「"重点目標" = "goal"」「"取組項目" = "measure"」のように書いてください'
    told = f"目標や施策の見出しを読み取れませんでした。指標や事業は取り込まれていません。{found}。{how}"
    return Finding("warning", told, seen[0].span if seen else None)


def unread_heads(root: Section, layout: Layout) -> Iterator[Finding]:
    """Right above a table of indicators: 「到達点1-1　確かな学力の育成」, once."""
    for section in root.walk():
        for block, below in pairwise(section.blocks):
            text = block.lines[-1].text.strip()
            is_above = block.kind == "paragraph" and below.kind == "table_row" and below.entries is not None
            if section.heading and is_above and own_head(text, layout):
                told = f"「{text}」を見出しとして読めません。下の表は「{section.title}」のものとしました"
                yield Finding("warning", told, block.span)
