"""Every paragraph of prose under the headings that lead to it, and the pages before and after the chapters.

What no record holds is a passage, too: lists of points, tables, small headings, headings under which nothing stands.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import groupby

from knowledge.model.normalize import name_key
from knowledge.model.records import Passage
from knowledge.reading.blocks import TextBlock, span_of
from knowledge.reading.outline import Section, trail

FRONT = "表紙"
BACK = "奥付"
_LABELS = frozenset({"具体的な事業", "事業概要", "主な取組", "主な事業"})
_LISTED = ("bullet", "group")
_GAPS = re.compile(r"\t+|[ 　]{2,}")


def read_passages(
    root: Section,
    names: Iterable[str],
    projects: Iterable[str],
    contact: TextBlock | None,
    taken: Collection[int],
    is_held: Callable[[Section], bool],
) -> tuple[list[Passage], list[TextBlock]]:
    """Passages in document order, and the blocks read: also short labels, which say nothing by themselves.

    `names` are goals, directions and the like: a paragraph that only repeats one is a table's heading, and one that is
    the name of one of the `projects` is its record. `taken` are the blocks of which records are made, `is_held` whether
    a record is headed by a section.
    """
    known = Counter(name_key(name) for name in names)
    named = set(map(name_key, projects))
    passages: list[Passage] = []
    read: list[TextBlock] = []
    listed = (block for block in root.all_blocks() if block.kind == "bullet" and name_key(_bare(block.text)) in known)
    silent = {*taken, *map(id, listed)}

    def stands_alone(section: Section) -> bool:
        return section.heading is not None and not is_held(section) and _says_nothing_else(section, silent)

    for path, blocks, is_heading in _told(root, contact, taken, stands_alone):
        text = "\n".join(block.lines[0].text.strip() if is_heading else _printed(block) for block in blocks)
        read += blocks
        if all(id(block) in taken and name_key(block.text) in named for block in blocks):
            continue
        is_label = all(name_key(_bare(block.text)) in known or name_key(block.text) in _LABELS for block in blocks)
        if not is_label or (is_heading and known[name_key(blocks[0].text)] == 1):
            span = span_of(blocks)
            passages.append(Passage(f"s{span.first_line}", path, text, span))
    return passages, read


def _bare(text: str) -> str:
    """「①頑張る企業…」 in a list of the directions: the direction's name."""
    return text.lstrip("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳ 　")


def _told(
    root: Section, contact: TextBlock | None, taken: Collection[int], stands_alone: Callable[[Section], bool]
) -> Iterator[tuple[tuple[str, ...], Sequence[TextBlock], bool]]:
    back = _first_line_of_back(root, contact)
    for path, section in trail(root):
        if section.heading and stands_alone(section):
            yield path[:-1] or path or (FRONT,), [section.heading], True
        for kind, run in groupby(section.blocks, key=_kind):
            blocks = [block for block in run if kind != "other" or block.kind == "paragraph"]
            free = [block for block in blocks if id(block) not in taken or kind == "other"]
            for part in [free] if kind != "other" and free else [[block] for block in free]:
                at_back = back is not None and part[0].span.first_line >= back
                yield ((BACK,) if at_back else path or (FRONT,)), part, False


def _says_nothing_else(section: Section, silent: Collection[int]) -> bool:
    """Whether no passage will stand under the heading, which then is one itself; 主な事業 over its list need not be."""
    if not (section.blocks or section.children):
        return True
    told = ("paragraph", "table_row", *_LISTED)
    return not section.role and all(id(block) in silent for block in section.all_blocks() if block.kind in told)


def _kind(block: TextBlock) -> str:
    """What is one passage where it stands together: a list, a table of which no records are made."""
    return "list" if block.kind in _LISTED else "table" if block.kind == "table_row" else "other"


def _printed(block: TextBlock) -> str:
    """A row of a table with one kind of gap between its cells."""
    return _GAPS.sub("　", block.text) if block.kind == "table_row" else block.text


def _first_line_of_back(root: Section, contact: TextBlock | None) -> int | None:
    """The last page begins after the last full sentence before the contact."""
    if contact is None:
        return None
    before = [block for block in root.all_blocks() if block.span.last_line < contact.span.first_line]
    sentences = [block.span.last_line for block in before if block.text.endswith("。") or block.kind != "paragraph"]
    return max(sentences, default=0) + 1
