"""事業 without a heading of their own: points and short lines under 主な事業, 「主な事業：A、B」, rows of a table."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.model.normalize import name_key
from knowledge.reading.blocks import TextBlock
from knowledge.reading.layout import Layout
from knowledge.reading.outline import Section

_SERVES = re.compile(r"[①-⑳]")  # an overview says by these which directions a project serves: 「⑪⑫ 産業拠点整備事業」
_INLINE = re.compile(
    r"^[【〔［<＜〈《\s　■◆◇□●○・]*(?P<word>[^：:】〕］>＞〉》]+)[】〕］>＞〉》]?\s*[：:】〕］>＞〉》]\s*(?P<names>.+)$"
)
_BETWEEN = re.compile(r"[、，／]\s*(?![^（(]*[)）])")  # not within 「整備事業（国、県）」
_SENTENCE = re.compile(r"(?:。|ます|です)$")
_OUTCOME: tuple[str, ...] = ("effects", "prose", "indicators")
FEWEST_COLUMNS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedProject:
    """`block` names it, and where several stand on one line, the others, too; `told` describes it."""

    name: str
    description: str
    block: TextBlock
    told: tuple[TextBlock, ...] = ()

    @property
    def blocks(self) -> tuple[TextBlock, ...]:
        return (self.block, *self.told)


def listed_projects(part: Section, layout: Layout) -> Iterator[ListedProject]:
    """In the order printed; what reads as a sentence is no name."""
    if part.heading and (names := _inline(part.heading, layout)):
        yield from _all_on_one_line(part.heading, names)
    header: tuple[str, ...] = ()
    for at, block in enumerate(part.blocks):
        if block.kind != "table_row":
            header = ()
            yield from _of_line(part, at, layout)
        elif part.role in _OUTCOME:
            continue
        elif not header:
            header = block.cells if _heads_projects(block, part, layout) else ("",)
        elif project := _of_row(block, header, layout):
            yield project


def _of_line(part: Section, at: int, layout: Layout) -> Iterator[ListedProject]:
    block = part.blocks[at]
    if names := _inline(block, layout):
        yield from _all_on_one_line(block, names)
    if names or part.role in _OUTCOME:
        return
    name = project_name(block.text)
    is_entry = part.role == "projects" and block.kind == "bullet" and not _SENTENCE.search(block.text)
    is_named = layout.is_project_name(without_mark(name)) and (block.kind == "bullet" or part.role == "projects")
    if (is_entry or is_named) and not _SERVES.match(block.text):
        told = _description(part.blocks, at)
        own = block.text[len(name) :].strip(" 　:：")
        description = "\n".join(filter(None, (own, *(one.text for one in told))))
        yield ListedProject(name=name, description=description, block=block, told=told)


def _inline(block: TextBlock, layout: Layout) -> str:
    """What stands behind 「主な事業：」."""
    match = _INLINE.match(block.text) if block.kind in ("paragraph", "bullet", "heading", "group") else None
    is_list = match and layout.role_of(match["word"].strip()) == "projects"
    return match["names"] if match and is_list and not re.search(r"。|\n", match["names"]) else ""


def _all_on_one_line(block: TextBlock, names: str) -> Iterator[ListedProject]:
    for name in filter(None, map(str.strip, _BETWEEN.split(names))):
        yield ListedProject(name=re.sub(r"[\s　]*(?:など|ほか)$", "", name), description="", block=block)


def _description(blocks: Sequence[TextBlock], at: int) -> tuple[TextBlock, ...]:
    """The sentences right behind a point, where they stand further in than it."""
    after = blocks[at + 1] if at + 1 < len(blocks) else None
    is_told = after is not None and after.kind == "paragraph" and after.text.endswith("。")
    return (after,) if after and is_told and _indent(after) > _indent(blocks[at]) else ()


def _indent(block: TextBlock) -> int:
    text = block.lines[0].text
    return len(text) - len(text.lstrip())


def _heads_projects(row: TextBlock, part: Section, layout: Layout) -> bool:
    """「事業名 | 内容 | 担当課」: below 主な事業 the first is enough."""
    keys = [name_key(cell) for cell in row.cells]
    names = [key for key in keys if key in layout.project_columns]
    is_told = part.role == "projects" or any(key in layout.detail_columns for key in keys)
    return row.entries is None and len(keys) >= FEWEST_COLUMNS and len(names) == 1 and is_told


def _of_row(row: TextBlock, header: Sequence[str], layout: Layout) -> ListedProject | None:
    at = next((at for at, cell in enumerate(header) if name_key(cell) in layout.project_columns), None)
    if at is None or row.entries is not None or len(row.cells) != len(header) or not row.cells[at]:
        return None
    told = [cell for where, cell in enumerate(row.cells) if where != at and not cell.isdecimal()]
    return ListedProject(name=row.cells[at], description="\n".join(filter(None, told)), block=row)


def without_mark(title: str) -> str:
    """「歩行者事業【再掲】」 → 「歩行者事業」."""
    return title.split("【")[0].split("（")[0].split("(")[0].strip()


def project_name(text: str) -> str:
    """「弟子入り支援事業：漁師の後継者を育てます」 → 「弟子入り支援事業」."""
    name = text.split("：")[0].split(":")[0].strip()
    return name if len(name) < len(text.strip()) and "。" not in name else text.strip()
