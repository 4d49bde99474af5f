"""Which lines below an entry of a list of 事業 describe it, and which points stand inside it.

○ 朝市事業
月に1度の朝市を開きます。   describes it: it stands between two entries
  ・出店者の募集             a point of it: further in, or with a smaller mark
○ 通信販売事業
"""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise, takewhile

from msgspec import Struct

from knowledge.reading.blocks import TextBlock
from knowledge.reading.layout import Layout
from knowledge.reading.project_names import ends_sentence

_SMALL_MARKS = ("", "・")
FEWEST_OUTER = 2  # entries that stand furthest out, so that others stand inside them


class Entries(Struct, frozen=True):
    """The entries of one section by the places of their blocks."""

    blocks: Sequence[TextBlock]
    at: Sequence[int]
    inner: Collection[int]
    layout: Layout

    @classmethod
    def of(cls, blocks: Sequence[TextBlock], at: Sequence[int], named: Sequence[bool], layout: Layout) -> "Entries":
        """Without those that stand inside others, or without these where only what stands inside names projects."""
        inner = _inner(blocks, at)
        outer_named = [is_named for one, is_named in zip(at, named, strict=True) if one not in inner]
        inner_named = [is_named for one, is_named in zip(at, named, strict=True) if one in inner]
        if 2 * sum(inner_named) > len(inner_named):
            own = at if any(outer_named) else [one for one in at if one in inner]
        else:
            own = [one for one in at if one not in inner]
        return cls(blocks, own, inner.intersection(own), layout)

    def has(self, at: int) -> bool:
        before = bisect_right(self.at, at)
        return before > 0 and self.at[before - 1] == at

    @property
    def are_described_flush(self) -> bool:
        """Whether most but the last have sentences below that begin where they do."""
        flush = [any(not self._is_further_in(at, one) for one in self._below(at)) for at in self.at[:-1]]
        return len(flush) > 0 and 2 * sum(flush) > len(flush)

    def description(self, at: int) -> tuple[list[str], tuple[TextBlock, ...]]:
        """Its sentences, and the blocks that hold nothing else."""
        told = [self.blocks[one] for one in self._described(at)]
        texts = [self._own_part(at, block) for block in told]
        whole = tuple(block for block, text in zip(told, texts, strict=True) if text == block.text)
        return [text for text in texts if text], whole

    def initiatives(self, at: int) -> Iterator[TextBlock]:
        """Points below it that are no entries; sentences among them, too."""
        if at in self.inner:
            return
        for one in self._until_next(at):
            block = self.blocks[one]
            if block.kind == "bullet" and _stands_inside(self.blocks[self.at[0]], self.blocks[at], block):
                yield block

    def _described(self, at: int) -> list[int]:
        below = self._below(at)
        if not below or at != self.at[-1]:
            return below
        first, others = below[0], [self._below(one) for one in self.at[:-1]]
        has_like = [any(self._is_further_in(at, first) == self._is_further_in(one, its[0]) for its in [own] if its)
                    for one, own in zip(self.at[:-1], others, strict=True)]  # fmt: skip
        is_like = 2 * sum(has_like) > len(has_like) if has_like else self.layout.are_described_below
        return [first] if self._is_further_in(at, first) or is_like else []

    def _below(self, at: int) -> list[int]:
        """The sentences right behind it."""
        after = takewhile(lambda one: self.blocks[one].kind == "paragraph", self._until_next(at))
        return [one for one in after if self._sentences_end(self.blocks[one])]

    def _sentences_end(self, block: TextBlock) -> int:
        """Behind how many of its lines the last sentence ends: 「事業費　9千円」 below is none."""
        ends = (at for at, line in enumerate(block.lines, start=1) if ends_sentence(line.text.strip(), self.layout))
        return max(ends, default=0)

    def _until_next(self, at: int) -> range:
        """The places up to the next entry, or to the end of the section."""
        after = bisect_right(self.at, at)
        return range(at + 1, self.at[after] if after < len(self.at) else len(self.blocks))

    def _is_further_in(self, at: int, other: int) -> bool:
        return _indent(self.blocks[other]) > _indent(self.blocks[at])

    def _own_part(self, entry: int, block: TextBlock) -> str:
        """What stands no further in than the entry, below sentences that do, speaks of all."""
        out = _indent(self.blocks[entry])
        flush = (
            at
            for at, (before, line) in enumerate(pairwise(block.lines), start=1)
            if before.text.strip().endswith("。") and _indent(block) > out >= _indent_of(line.text)
        )
        return without_closing(block, self.layout, next(flush, self._sentences_end(block)))


def without_closing(block: TextBlock, layout: Layout, end: int | None = None) -> str:
    """The lines up to `end`, or to 「これらの事業により…」, which speaks of all."""
    lines = [line.text.strip() for line in block.lines][:end]
    cut = next((at for at, line in enumerate(lines) if line.startswith(layout.closings)), len(lines))
    return block.text if cut == len(block.lines) else "".join(lines[:cut])


def _inner(blocks: Sequence[TextBlock], at: Sequence[int]) -> set[int]:
    """Those with a smaller mark than the first, or further in, where several stand as far out as it."""
    if not at:
        return set()
    found: set[int] = set()
    outer = at[0]
    for one in at[1:]:
        if _stands_inside(blocks[at[0]], blocks[outer], blocks[one]):
            found.add(one)
        else:
            outer = one
    outermost = [one for one in at if one not in found]
    return found if len(outermost) >= FEWEST_OUTER or _is_large(blocks[at[0]]) else set()


def _stands_inside(first: TextBlock, outer: TextBlock, inner: TextBlock) -> bool:
    is_smaller = _is_large(first) and inner.marker in _SMALL_MARKS
    return inner.kind == "bullet" and (is_smaller or (_indent(inner) > _indent(first) and outer.kind == "bullet"))


def _is_large(block: TextBlock) -> bool:
    return block.kind == "bullet" and block.marker not in _SMALL_MARKS


def _indent(block: TextBlock) -> int:
    return _indent_of(block.lines[0].text)


def _indent_of(text: str) -> int:
    return len(text) - len(text.lstrip())
