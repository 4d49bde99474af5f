"""Blocks → a tree of sections. Flattening the tree gives the blocks back."""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from knowledge.model.normalize import name_key
from knowledge.model.records import Span
from knowledge.model.structs import replace
from knowledge.reading.blocks import TextBlock, span_of
from knowledge.reading.layout import HeadingForm, Layout, Profile, SectionRole, shipped_layout

_CLOSED: tuple[SectionRole, ...] = ("indicators", "effects")  # under these words no numbered heading stands
_OPENS_A_LIST: tuple[SectionRole, ...] = ("projects", "measures")
_LABELS = {
    "part": "第{0}編 {1}",
    "division": "第{0}部 {1}",
    "chapter": "第{0}章 {1}",
    "clause": "第{0}節 {1}",
    "article": "第{0}項 {1}",
    "ordinal": "第{0} {1}",
    "bracketed": "({0}) {1}",
    "bracketed_kana": "({0}) {1}",
    "half_bracketed": "{0}) {1}",
}
_DASHES = re.compile(r"[-－‐–−.．]")
_FILE_LEVELS = 100  # a level that the file tells stands outside all that numbers tell
_LAST_WORD = 2  # characters by which two headings are alike: 取組, 事業
_INSIDE = 1000  # further in than any number of its place
_ANNEX_LEVEL = -1  # 資料編 ends whatever is open


class Section(Struct, frozen=True):
    """A heading, the blocks that stand directly under it, and the sections inside it. The root has no heading."""

    heading: TextBlock | None
    blocks: list[TextBlock] = field(default_factory=list)
    children: list["Section"] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.heading.text if self.heading else ""

    @property
    def head(self) -> HeadingForm | None:
        return self.heading.heading if self.heading else None

    @property
    def role(self) -> SectionRole:
        return self.head.role if self.head else ""

    @property
    def is_free(self) -> bool:
        return self.head is not None and self.head.is_free

    @property
    def label(self) -> str:
        """The heading as a reader knows it: 「第1章 基本的な考え方」「3 成果目標」「⑨ …」「基本目標1 …」."""
        head = self.head
        if self.heading is None or head is None:
            return ""
        form = _LABELS.get(head.style, "{0} {1}" if head.marker and not head.is_free else "{1}")
        is_counted = head.marker.isalnum() and head.style not in ("circled", "kana", "bracketed_kana")
        marker = head.number if is_counted else head.marker
        return (head.label + form.format(marker, self.heading.text)).strip()

    @property
    def span(self) -> Span:
        return span_of(flatten(self))

    def walk(self) -> Iterator["Section"]:
        """This section and every one inside it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def all_blocks(self) -> Iterator[TextBlock]:
        """The blocks under this heading and under those inside it, without the headings."""
        for section in self.walk():
            yield from section.blocks


def build_outline(blocks: Sequence[TextBlock], layout: Layout | None = None) -> Section:
    """The tree by the profile under which the numbers of the headings follow each other best; of equals the first."""
    tellings = [_without_levels(blocks)] if _are_level(blocks) else [blocks, _without_levels(blocks)]
    profiles = (layout or shipped_layout()).profiles
    return min((_outline(some, profile) for some in tellings for profile in profiles), key=_breaks)


def _are_level(blocks: Sequence[TextBlock]) -> bool:
    """Whether the file gives all headings one level, which tells nothing."""
    levels = {block.heading.level for block in blocks if block.heading and block.heading.level is not None}
    return len(levels) < 2


def _without_levels(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    return [replace(block, heading=_without_level(block.heading)) if block.heading else block for block in blocks]


def _without_level(head: HeadingForm) -> HeadingForm:
    is_free = not head.marker or head.style.startswith("mark")
    return head if head.level is None else replace(head, level=None, is_free=is_free)


def _outline(blocks: Sequence[TextBlock], profile: Profile) -> Section:
    root = Section(None)
    stack = [root]
    ranks = _ranks(blocks, profile)
    for block in blocks:
        if block.heading is None:
            stack[-1].blocks.append(block)
            continue
        del stack[_depth(stack, block.heading, ranks) :]
        section = Section(block)
        stack[-1].children.append(section)
        stack.append(section)
    return root


Rank = tuple[int, int]


def _ranks(blocks: Sequence[TextBlock], profile: Profile) -> dict[str, Rank]:
    """Of each style: by its place in the profile; of two words at one level (政策1, 施策1) the first seen is outer.

    「取組項目１」 below 「Ⅰ－１」 of 「方向性Ⅰ」 stands in that, not beside it.
    """
    seen: dict[str, Rank] = {}
    markers: set[str] = set()
    above: HeadingForm | None = None
    for head in (block.heading for block in blocks if block.heading and block.heading.level is None):
        kind = head.style.split(":")[0].rstrip("0123456789")
        kind = "number" if kind == "kanji" else kind  # 一 and 1 beside each other: the first seen is outer
        place = profile.levels.index(kind) if kind in profile.levels else len(profile.levels)
        place = _ANNEX_LEVEL if kind == "annex" else place
        depth = int(head.style[-1]) if head.style.startswith("dashed") else len(seen)
        if above and head.label and above.style.startswith("dashed"):
            is_inner = _DASHES.split(above.marker)[0] in markers and head.role in ("measure", "project")
            place, depth = (seen[above.style][0], _INSIDE + depth) if is_inner else (place, depth)
        seen.setdefault(head.style, (place, depth))
        markers |= {head.marker} if head.role == "measure" and head.label else set()
        above = above if head.is_free else head
    return seen


def _rank(head: HeadingForm | None, ranks: dict[str, Rank]) -> Rank:
    if head is None:
        return (-_FILE_LEVELS - 1, 0)
    return (head.level - _FILE_LEVELS, 0) if head.level is not None else ranks[head.style]


def _depth(stack: Sequence[Section], head: HeadingForm, ranks: dict[str, Rank]) -> int:
    """How many of the open sections stay open when `head` comes."""
    if head.style == "annex" and head.level is None:
        return 1
    if head.is_free:
        return _depth_of_free(stack, head)
    if head.level is None:
        if (before := _predecessor(stack, head)) is not None:
            return before
        if (like := _open_like(stack, head)) is not None:
            return like
        if _goes_on_in_list(stack[-1], head) or (head.label and name_key(head.label) in name_key(stack[-1].title)):
            return len(stack)
    own, kept = _rank(head, ranks), len(stack)
    while stack[kept - 1].is_free and stack[kept - 1].role in (_CLOSED if not head.label else (*_CLOSED, "prose")):
        kept -= 1  # a measure does not stand in the 数値目標 of its goal
    outer = kept
    while (top := stack[kept - 1]).is_free or _rank(top.head, ranks) >= own:
        kept -= 1
    is_first = all(section.is_free for section in stack[kept:outer])
    is_inside = is_first and head.level is None and not (head.label and head.role == "goal")
    return outer if is_inside else kept


def _goes_on_in_list(open_section: Section, head: HeadingForm) -> bool:
    """Behind points with marks no number but the first begins an inner list."""
    has_points = any(block.kind == "bullet" for block in open_section.blocks)
    return open_section.role in _OPENS_A_LIST and (bool(head.label) or not has_points or head.number in (None, 1))


def _depth_of_free(stack: Sequence[Section], head: HeadingForm) -> int:
    """Beside its like, or beside another known word; else inside whatever is open."""
    for at, section in reversed(list(enumerate(stack))):
        if section.head is None or not section.is_free:
            break
        if section.head.style == head.style or (head.role and section.role):
            return at
    alike = [
        at
        for at, section in enumerate(stack)
        if section.head and (section.head.style, section.head.level) == (head.style, head.level)
    ]
    if not alike:
        return len(stack)
    other = stack[alike[-1]]
    if head.role and (other.role != "projects" or (head.role == "prose" and not _are_parallel(other, head))):
        return len(stack)  # 【KPI】 of a measure is not beside the 【数値目標】 of its goal
    return alike[-1]


def _are_parallel(section: Section, head: HeadingForm) -> bool:
    """「市の取組」 and 「市民の取組」, not 「主な事業」 and the 「概要」 of one of these."""
    return name_key(section.title)[-_LAST_WORD:] == name_key(head.text)[-_LAST_WORD:]


def _predecessor(stack: Sequence[Section], head: HeadingForm) -> int | None:
    """The open section of the same style whose number comes right before, or at least before: its neighbour."""
    if (own := head.number or 0) <= 1:
        return None
    numbers = [
        (at, section.head.number or 0)
        for at, section in enumerate(stack)
        if section.head and section.head.style == head.style and _same_series(section.head, head)
    ]
    next_to = [at for at, number in numbers if number == own - 1]
    before = next_to or [at for at, number in numbers if 0 < number < own]
    return before[-1] if before else None


def _open_like(stack: Sequence[Section], head: HeadingForm) -> int | None:
    """施策Ⅲ－2 stands beside 施策Ⅰ－2 whatever their numbers, not in a list of that one; 施策1-1 may stand in 施策1."""
    alike = [
        at
        for at, section in enumerate(stack)
        if section.head and head.label and section.head.style == head.style and _parts(section.head) == _parts(head)
    ]
    return alike[-1] if alike else None


def _parts(head: HeadingForm) -> int:
    return len(_DASHES.split(head.marker))


def _same_series(left: HeadingForm, right: HeadingForm) -> bool:
    """1-2 and 1-3, not 1-2 and 2-3; ①-2 and ①-3, not ①-2 and ②-3."""
    return _DASHES.split(left.marker)[:-1] == _DASHES.split(right.marker)[:-1]


def _breaks(root: Section) -> int:
    """How often a number does not follow the one before it of its style under the same heading."""
    broken = 0
    for section in root.walk():
        last: dict[str, int] = {}
        for head in (child.head for child in section.children if child.head):
            if number := head.number:
                broken += number != last.get(head.style, 0) + 1
                last[head.style] = number
    return broken


def flatten(section: Section) -> list[TextBlock]:
    """The blocks of the tree in document order: the inverse of `build_outline`."""
    return [block for part in section.walk() for block in (part.heading, *part.blocks) if block]


def as_role(section: Section, role: SectionRole) -> Section:
    """The same under its heading, in another role."""
    assert section.heading is not None
    assert section.heading.heading is not None
    head = replace(section.heading.heading, role=role)
    return replace(section, heading=replace(section.heading, heading=head))


def numbers_of(sections: Sequence[Section]) -> list[int]:
    """As printed, or by position where a number is missing or ① begins anew, so that numbers tell sections apart."""
    printed = [section.heading.number if section.heading else None for section in sections]
    numbers = [number for number in printed if number]
    return numbers if len(set(numbers)) == len(sections) else list(range(1, len(sections) + 1))


def trail(section: Section, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Section]]:
    """Every section with the labels of the headings that lead to it, outermost first, without those of lists."""
    is_shown = section.head is not None and (section.head.style, section.role) != ("word", "projects")
    here = (*above, section.label) if is_shown else above
    yield here, section
    for child in section.children:
        yield from trail(child, here)
