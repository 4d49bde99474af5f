"""Every paragraph of prose under the headings that lead to it, and the pages before and after the chapters."""

from collections.abc import Iterable, Iterator

from knowledge.model.normalize import name_key
from knowledge.model.records import Passage
from knowledge.reading.blocks import TextBlock
from knowledge.reading.outline import Section, trail

FRONT = "表紙"
BACK = "奥付"
_LABELS = frozenset({"具体的な事業", "事業概要", "主な取組", "主な事業"})


def read_passages(
    root: Section, names: Iterable[str], contact: TextBlock | None
) -> tuple[list[Passage], list[TextBlock]]:
    """Passages in document order, and the blocks read: also short labels, which say nothing by themselves.

    `names` are goals, directions and the like: a paragraph that only repeats one is a table's heading.
    """
    known = {name_key(name) for name in names} | _LABELS
    passages: list[Passage] = []
    read: list[TextBlock] = []
    for path, block in _paragraphs(root, contact):
        read.append(block)
        if name_key(block.text) not in known:
            passages.append(Passage(f"s{block.span.first_line}", path, block.text, block.span))
    return passages, read


def _paragraphs(root: Section, contact: TextBlock | None) -> Iterator[tuple[tuple[str, ...], TextBlock]]:
    back = _first_line_of_back(root, contact)
    for path, section in trail(root):
        for block in section.blocks:
            if block.kind == "paragraph":
                at_back = back is not None and block.span.first_line >= back
                yield ((BACK,) if at_back else path or (FRONT,)), block


def _first_line_of_back(root: Section, contact: TextBlock | None) -> int | None:
    """The last page begins after the last full sentence before the contact."""
    if contact is None:
        return None
    before = [block for block in root.all_blocks() if block.span.last_line < contact.span.first_line]
    sentences = [block.span.last_line for block in before if block.text.endswith("。") or block.kind != "paragraph"]
    return max(sentences, default=0) + 1
