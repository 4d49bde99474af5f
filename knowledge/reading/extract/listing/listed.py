"""事業 without a heading of their own: points and short lines under 主な事業, 「主な事業：A、B」, rows of a table."""

import re
from collections.abc import Iterator
from itertools import takewhile

from msgspec import Struct

from knowledge.model.normalize import name_key
from knowledge.reading.blocks import TextBlock
from knowledge.reading.extract.listing.described import Entries
from knowledge.reading.extract.listing.project_rows import OUTCOME, RowOfProject, rows_of_projects
from knowledge.reading.layout import Layout, is_title
from knowledge.reading.outline import Section
from knowledge.reading.project_names import (
    BETWEEN_NAME_AND_TEXT,
    ends_sentence,
    kinds_of_project,
    meanings,
    names_project,
    project_name,
    split_ends,
    split_marks,
    split_tags,
    told_behind,
)

_SERVES = re.compile(r"[①-⑳]")  # an overview says by these which directions a project serves: 「⑪⑫ 産業拠点整備事業」
_INLINE = re.compile(
    r"^[【〔［<＜〈《\s　■◆◇□●○・]*(?P<word>[^：:】〕］>＞〉》]+)[】〕］>＞〉》]?\s*[：:】〕］>＞〉》]\s*(?P<names>.+)$"
)
_BETWEEN = re.compile(r"[、，／]\s*(?![^（(]*[)）])")  # not within 「整備事業（国、県）」
_LABELLED = re.compile(r"^[【〔［](?P<word>[^】〕］]+)[】〕］]\s*(?P<entry>[^：:。]{2,40}[：:].+)$", re.S)
_LEGEND = re.compile(r"[…‥:：=＝]")  # 「◎…重点事業」 says what a mark means
_NO_NAME = re.compile(r"[。：:＝=…]|^[※（(・]|(?:ます|です|こと)$|^[\W\d]*$")
_LONGEST = 25  # a longer name may go on in the next line
_FEWEST_PAIRS = 2
_SENTENCE = re.compile(r"(?:。|ます|です)$")


class ListedProject(Struct, frozen=True, kw_only=True):
    """`block` names it, and where several stand on one line, the others, too.

    `told` describes it, `initiatives` are the points below it. `label`: the measure that a column of its table names.
    `is_apart`: in the row of an indicator that it need not serve.
    """

    name: str
    description: str
    notes: tuple[str, ...] = ()
    block: TextBlock
    told: tuple[TextBlock, ...] = ()
    initiatives: tuple[TextBlock, ...] = ()
    label: str = ""
    is_reprint: bool = False
    is_apart: bool = False

    @property
    def blocks(self) -> tuple[TextBlock, ...]:
        return (self.block, *self.told, *self.initiatives)


def listed_projects(part: Section, layout: Layout) -> Iterator[ListedProject]:
    """In the order printed; what reads as a sentence is no name."""
    if part.heading and (names := _inline(part.heading, layout)):
        yield from _all_on_one_line(part.heading, names, layout)
    entries = _entries(part, layout)
    rows: dict[int, list[RowOfProject]] = {}
    for row in rows_of_projects(part, layout):
        rows.setdefault(id(row.block), []).append(row)
    for at, block in enumerate(part.blocks):
        if block.kind != "table_row":
            yield from _of_line(entries, at, layout)
        for row in rows.get(id(block), ()):
            yield ListedProject(
                name=row.name,
                description=row.description,
                notes=row.notes,
                block=block,
                told=row.merged,
                label=row.label,
                is_reprint=row.is_reprint,
                is_apart=row.is_apart,
            )


def describes_projects(part: Section, layout: Layout) -> bool:
    """Whether it lists projects, each with what it is, though no heading says that it does."""
    entries = _entries(part, layout)
    is_list = bool(entries.at) and all(
        entries.description(at)[0] or _is_named(part.blocks[at], layout) for at in entries.at
    )
    return is_list or any(rows_of_projects(part, layout))


def are_described_below(root: Section, layout: Layout) -> bool:
    """Whether the lists of projects of a plan have sentences below their entries, no further in than these."""
    return any(_entries(part, layout).are_described_flush for part in root.walk())


def may_name_project(block: TextBlock) -> bool:
    """A short line by itself that says nothing of what stands beside it; no running head and no page number."""
    text = block.text.strip()
    is_short = len(text) <= _LONGEST and "\n" not in text and not _NO_NAME.search(text)
    return block.kind in ("paragraph", "bullet") and is_short and not is_title(text)


def _entries(part: Section, layout: Layout) -> Entries:
    paired = _names_over_sentences(part, layout)
    at = paired or [at for at, block in enumerate(part.blocks) if _is_entry(block, part, layout)]
    named = [names_project(part.blocks[one].text, layout) for one in at]
    return Entries.of(part.blocks, at, named, layout)


def _names_over_sentences(part: Section, layout: Layout) -> list[int]:
    """Below 主な事業, of plain lines that are a name and a sentence in turn."""
    blocks = list(takewhile(lambda block: block.kind == "paragraph", part.blocks)) if part.role == "projects" else []
    names, told = blocks[::2], blocks[1::2]
    fewest = 1 if layout.are_described_below else _FEWEST_PAIRS
    is_paired = len(names) == len(told) >= fewest and all(map(may_name_project, names))
    are_told = is_paired and all(ends_sentence(block.text.strip(), layout) for block in told)
    return list(range(0, len(blocks), 2)) if are_told else []


def _is_entry(block: TextBlock, part: Section, layout: Layout) -> bool:
    if _LEGEND.match(block.text) or _inline(block, layout) or part.role in OUTCOME or _SERVES.match(block.text):
        return False
    if _is_named(block, layout) or _behind_label(block.text, layout):
        return True
    is_listed = part.role == "projects" and block.kind == "bullet" and not _is_sentence(block.text, layout)
    return is_listed or (names_project(block.text, layout) and (block.kind == "bullet" or part.role == "projects"))


def _is_sentence(text: str, layout: Layout) -> bool:
    return bool(_SENTENCE.search(split_ends(project_name(text), layout)[0]))


def _behind_label(text: str, layout: Layout) -> str:
    """「〔取組〕研修農園の開設：農園を開きます。」 → what stands behind the label; "" where no sentence does."""
    match = _LABELLED.match(text.strip())
    is_told = match and "。" in match["entry"] and layout.role_of(match["word"]) == "projects"
    return match["entry"] if match and is_told else ""


def _is_named(block: TextBlock, layout: Layout) -> bool:
    """「取組名：めぐるポイント」."""
    return block.kind == "bullet" and name_key(block.marker) in layout.project_columns


def _of_line(entries: Entries, at: int, layout: Layout) -> Iterator[ListedProject]:
    block = entries.blocks[at]
    if names := _inline(block, layout):
        yield from _all_on_one_line(block, names, layout)
    elif entries.has(at) and len(several := _beside_each_other(block)) > 1:
        for name in several:
            yield _named(name, block, layout)
    elif entries.has(at):
        marks, text = split_marks(_behind_label(block.text, layout) or block.text.strip())
        printed = project_name(text)
        tags, rest = split_tags(text)
        own = rest[len(printed) :].strip(BETWEEN_NAME_AND_TEXT)
        name, behind = split_ends(printed, layout)
        sentences, told = entries.description(at)
        is_broken = bool(own) and not ends_sentence(own, layout)
        description = ("" if is_broken else "\n").join(filter(None, (own, *sentences)))
        notes = (*meanings(block.marker + marks, layout), *kinds_of_project(tags, layout), *told_behind(behind))
        initiatives = tuple(entries.initiatives(at))
        yield ListedProject(
            name=name, description=description, notes=notes, block=block, told=told, initiatives=initiatives
        )


def _named(printed: str, block: TextBlock, layout: Layout) -> ListedProject:
    name, behind = split_ends(project_name(printed), layout)
    return ListedProject(name=name, description="", notes=told_behind(behind), block=block)


def _beside_each_other(block: TextBlock) -> list[str]:
    """「■ 担い手育成事業　■ 農地集積事業」."""
    return re.split(rf"[\s　]+{re.escape(block.marker)}[\s　]*", block.text) if block.marker else [block.text]


def _inline(block: TextBlock, layout: Layout) -> str:
    """What stands behind 「主な事業：」."""
    match = _INLINE.match(block.text) if block.kind in ("paragraph", "bullet", "heading", "group") else None
    is_list = match and layout.role_of(match["word"].strip()) == "projects"
    names = match["names"] if match and is_list and not re.search(r"。|\n", match["names"]) else ""
    is_entry = split_tags(block.text)[0] and names_project(names, layout) and not _BETWEEN.search(names)
    return "" if is_entry else names  # 「【事業】学校図書館充実事業」


def _all_on_one_line(block: TextBlock, names: str, layout: Layout) -> Iterator[ListedProject]:
    for name in filter(None, map(str.strip, _BETWEEN.split(names))):
        yield _named(re.sub(r"[\s　]*(?:など|ほか)$", "", name), block, layout)
