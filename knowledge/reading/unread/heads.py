"""Lines that look like headings with a word that nobody knows: what stands below goes to the section above them."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from knowledge.model.records import Finding
from knowledge.reading.blocks import TextBlock
from knowledge.reading.headings import is_heading_like
from knowledge.reading.layout import Layout
from knowledge.reading.outline import Section
from knowledge.reading.own_labels import own_head

_MOST_SHOWN = 5
_LONGEST_SHOWN = 30
_OUTER = ("part", "division", "chapter", "annex")  # what begins anew whatever stood before
_ROLES = {"goal": "目標", "direction": "施策の基本的方向", "measure": "施策", "project": "事業"}


def guessed_heads(root: Section, layout: Layout, goals: Sequence[Section]) -> Iterator[Finding]:
    """Once for each word, at its first heading. `goals`: those that hold measures whatever their word says."""
    for word, role in layout.guessed.items():
        first = next((section for section in root.walk() if section.head and section.head.label == word), None)
        if first and first.heading:
            own = "goal" if any(first is goal for goal in goals) else role
            told = f"「{word}」の付く見出しを、並び方から{_ROLES[own]}の見出しとして読みました"
            other = "measure" if own == "goal" else "goal"
            how = f'。違うときは、layout.toml の [labels] に「"{word}" = "{other}"」のように書いてください'
            yield Finding("info", told + how, first.heading.span)


def nothing_placed(root: Section) -> Finding:
    """No goal and no measure: with the headings that were seen, so that somebody can say what they are."""
    seen = [section.heading for section in root.walk() if section.heading]
    shown = "、".join(f"「{one.lines[0].text.strip()[:25]}」" for one in seen[:_MOST_SHOWN])
    found = f"見出しとして読んだのは{shown}などです" if seen else "見出しと見られる行もありませんでした"
    lines = (line.text.strip() for block in root.all_blocks() for line in block.lines)
    first = next((line for line in lines if line and is_heading_like(line)), "見出しの行")
    how = (
        'layout.toml の [labels] に「"重点目標" = "goal"」「"取組項目" = "measure"」のように書いてください'
        if seen
        else f'見出しにする行を、layout.toml の [lines] に「"{first}" = "goal"」のように書いてください'
    )
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


def behind_unread_pages(root: Section, noticed: Sequence[Finding]) -> Iterator[Finding]:
    """Behind a page that was not read its goal or measure may be missing: the first that comes, and the first measure.

    `noticed`: what the reader of the file told of its pages.
    """
    placed = list(_placed(root, ""))
    pages = [(at, block.span.page) for at, (_, block) in enumerate(placed) if block.span.page]
    for (_, last), (at, page) in pairwise(pages):
        gap = range(last or 0, page or 0)[1:]
        unread = [one for one in gap if any(told.unread_page == one for told in noticed)]
        for owner, block in _in_doubt(placed[at:]) if unread else ():
            missing = "・".join(map(str, unread))
            shown = f"「{' '.join(block.lines[0].text.split())[:_LONGEST_SHOWN]}」"
            told = f"{missing}ページを読めていないため、{page}ページの{shown}がどの目標・施策のものか確かめてください"
            how = f"。今は「{owner}」の下に置いています" if owner else ""
            yield Finding("warning", told + how, block.span)


def _placed(section: Section, owner: str) -> Iterator[tuple[str, TextBlock]]:
    """Each block with the goal or measure that holds it."""
    if section.heading:
        yield owner, section.heading
    owner = section.label if section.role in ("goal", "direction", "measure") else owner
    yield from ((owner, block) for block in section.blocks)
    for child in section.children:
        yield from _placed(child, owner)


def _in_doubt(placed: Sequence[tuple[str, TextBlock]]) -> Iterator[tuple[str, TextBlock]]:
    is_first = True
    for owner, block in placed:
        head = block.heading
        role = head.role if head else ""
        if role == "goal" or (head and head.style in _OUTER):
            return
        is_list = role in ("indicators", "projects", "direction", "project") or bool(block.entries)
        if role == "measure" or (is_first and is_list):
            yield owner, block
            is_first = False
        if role == "measure":
            return
