"""Lines → Blocks by an ordered tuple of rules: the first that fits a line takes it.

Pages leave three kinds of damage, mended here once: a footnote stands in the middle of a sentence, a sentence
breaks off at the foot of a page, and a bullet goes on after either.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from msgspec import Struct, field

from knowledge.model.records import Span
from knowledge.model.structs import replace
from knowledge.reading.contents import contents_lines, parted_at_leaders
from knowledge.reading.headings import find_heading, is_heading_like
from knowledge.reading.layout import HeadingForm, Layout, is_title, marker_number, shipped_layout
from knowledge.reading.lists import points_of_lists, points_of_rows
from knowledge.reading.own_labels import for_document
from knowledge.reading.page_numbers import page_numbers
from knowledge.reading.project_points import unmarked_point
from knowledge.reading.source import Line
from knowledge.reading.tables.entries import PrintedIndicator
from knowledge.reading.tables.find import IndicatorTables, ReadRow, indicator_tables
from knowledge.reading.tables.labelled_values import names_of_values, states_values
from knowledge.reading.tables.projects.rows import ProjectRow, ProjectTables, project_tables
from knowledge.reading.tables.told_years import ToldYears

BlockKind = Literal["heading", "bullet", "group", "footnote", "table_row", "contents", "paragraph"]

_BULLET = re.compile(r"^\s*(?:[-*]\s+|•\s*|(?=[・○●◎◇□▷▹▸➢➤✓✔◦‣]|〇[\s　]))([・○●◎◇□▷▹▸➢➤✓✔◦‣〇]?)\s*(.+)$")
_GROUP = re.compile(r"^【(.+)】$")
_FOOTNOTE = re.compile(r"^※\s*([0-9０-９]+)\s*[：:]\s*(.+)$")
_INLINE_FOOTNOTE = re.compile(r"^※\s*([0-9０-９]+)[\s　]+([^：:]{1,30})[：:]\s*(.+)$")
_BARE_MARKER = re.compile(
    r"^\s*[(（]?[\dA-Za-zＡ-ｚ０-９①-⑳Ⅰ-Ⅻ一二三四五六七八九十第章節編\-－.．、]{1,6}[)）]?\s*\t\s*\S[^\t]*$"
)
_BOLD = re.compile(r"^\*\*(.+)\*\*$")
_RULE = re.compile(r"^\s*([─━═―—_＿＊*=＝~～・])\1{4,}\s*$")  # a line drawn across the page
_SENTENCE_END = re.compile(r"[。．.!！?？」』）)】:：]$")
_LABELLED = re.compile(r"^[^\s：:。、]{1,12}[：:]")
SHORTEST_BROKEN_LINE = 25  # a shorter line without a full stop is a label, not a sentence cut at the page's foot


class TextBlock(Struct, frozen=True):
    """One construct: `text` without its marker, `marker` as printed; `cells` of a table row, `heading` of a heading.

    `entries` are the indicators of a table row: empty for a header, None for a row of no indicator table. Nothing
    may be read from a row that `is_held` back. `may_state_aims`: the document prints targets nowhere but in sentences;
    `told_years`: those that it states once for all values.
    """

    kind: BlockKind
    text: str
    lines: tuple[Line, ...]
    marker: str = ""
    cells: tuple[str, ...] = ()
    heading: HeadingForm | None = None
    entries: tuple[PrintedIndicator, ...] | None = None
    is_held: bool = False
    may_state_aims: bool = False
    told_years: ToldYears = field(default_factory=dict)

    @property
    def span(self) -> Span:
        first = min(self.lines, key=lambda line: line.number)
        return Span(first.number, max(line.number for line in self.lines), first.page)

    @property
    def is_bold(self) -> bool:
        return any(line.is_bold or _BOLD.match(line.text.strip()) for line in self.lines)

    @property
    def number(self) -> int | None:
        return marker_number(self.marker)


def span_of(blocks: Iterable[TextBlock]) -> Span:
    """The lines from the first of the blocks to the last."""
    spans = [block.span for block in blocks]
    first = min(spans, key=lambda span: span.first_line)
    return Span(first.first_line, max(span.last_line for span in spans), first.page)


def heading(layout: Layout, line: Line, *, is_apart: bool = True) -> TextBlock | None:
    """A line that heads what follows; its number may stand in a cell of its own, as Word's do.

    So may a row over a table that is one cell across it, where it has a number or a word of headings.
    """
    text = line.text.replace("\t", " ") if _BARE_MARKER.match(line.text) else line.text
    is_row = "\t" in text or bool(line.cells)
    text = _only_cell(line) if is_row and is_apart else text
    if is_row and not (text and is_apart):
        return None
    text, _ = parted_at_leaders(text)
    found = find_heading(text, layout, level=line.level, is_bold=line.is_bold, is_apart=is_apart)
    if is_row and (found is None or found.is_free or found.style == "bold"):
        return None
    return TextBlock("heading", found.text, (line,), found.marker, heading=found) if found else None


def _only_cell(line: Line) -> str:
    """What a row over all columns says: in its first cell alone, or in each; "" of any other row."""
    cells = [cell.strip() for cell in line.cells or line.text.split("\t")]
    is_one = len(cells) > 1 and cells[0] and (len(set(cells)) == 1 or not any(cells[1:]))
    return cells[0] if is_one else ""


def group(line: Line) -> TextBlock | None:
    match = _GROUP.match(line.text.strip())
    return match and TextBlock("group", match[1].strip(), (line,))


def footnote(line: Line) -> TextBlock | None:
    """「※5：テクニカルコーディネーター」 heads a definition; 「※１　関係人口：地域と関わる人々」 holds it."""
    if inline := _INLINE_FOOTNOTE.match(line.text.strip()):
        return TextBlock("footnote", inline[2].strip(), (line,), inline[1], (inline[2].strip(), inline[3].strip()))
    match = _FOOTNOTE.match(line.text.strip())
    return match and TextBlock("footnote", match[2].strip(), (line,), match[1])


def table_row(line: Line) -> TextBlock | None:
    """Cells apart by tabs, or between the bars of 「| 指標 | 基準値 |」."""
    text = line.text.strip()
    barred = len(text) > 2 and text.startswith("|") and text.endswith("|")
    printed = line.cells or (text[1:-1].split("|") if barred else line.text.strip("\n").split("\t"))
    cells = tuple(cell.strip() for cell in printed)
    if len(cells) > 1 and (points := _points_in(cells)):
        return TextBlock("bullet", points[1:].strip(), (line,), points[0])
    return TextBlock("table_row", line.text.strip(), (line,), cells=cells) if len(cells) > 1 else None


def _points_in(cells: Sequence[str]) -> str:
    """A list in two columns, 「・朝市の開催 | ・空き店舗の活用」, is one as on a line; "" for other cells."""
    filled = [cell for cell in cells if cell]
    marks = {cell[0] for cell in filled}
    is_list = len(marks) == 1 and all(len(cell) > 1 and _BULLET.match(cell) for cell in filled)
    return "　".join(filled) if is_list else ""


def bullet(line: Line) -> TextBlock | None:
    match = _BULLET.match(line.text)
    return match and TextBlock("bullet", match[2].strip(), (line,), match[1])


def paragraph_block(line: Line) -> TextBlock | None:
    text = line.text.strip()
    bold = _BOLD.match(text)
    return TextBlock("paragraph", bold[1].strip() if bold else text, (line,))


BLOCK_RULES: tuple[Callable[[Line], TextBlock | None], ...] = (footnote, table_row, group, bullet, paragraph_block)


def read_blocks(
    lines: Sequence[Line],
    layout: Layout | None = None,
    tables: IndicatorTables | None = None,
    projects: ProjectTables | None = None,
) -> list[TextBlock]:
    """Every non-blank line lands in exactly one block; blocks come in the order of their first lines.

    `tables` and `projects` are those found in these lines.
    """
    layout = layout or for_document(shipped_layout(), [line.text for line in lines])
    indicators = (tables or indicator_tables(lines)).rows
    found = projects or project_tables(lines, layout, indicators)
    rows: dict[int, ReadRow | ProjectRow] = {**indicators, **found.rows}
    blocks: list[TextBlock] = []
    contents = contents_lines(lines)
    furniture = page_numbers(lines, rows)
    points = points_of_lists(lines, layout, contents | rows.keys()) | names_of_values(lines, layout)
    points |= points_of_rows(lines, layout)
    blank_before = True
    for line in lines:
        if not line.text.strip() or _RULE.match(line.text):
            blank_before = True
            continue
        if (row := rows.get(line.number)) and line.number not in contents:
            blocks += [_row_block(row)] if line.number == row.lines[0].number else []
            blank_before = False
            continue
        head = None if line.number in points else heading(layout, line, is_apart=blank_before)
        block = _block(line, head, layout, is_contents=line.number in contents or line.number in furniture)
        if block.kind == "paragraph" and not blank_before and blocks and blocks[-1].kind == "paragraph":
            blocks[-1] = _joined(blocks[-1], block)
        else:
            blocks.append(block)
        if block.kind == "heading" and (behind := parted_at_leaders(line.text)[1]):
            blocks.append(TextBlock("paragraph", behind, (line,)))
        blank_before = block.kind == "heading"
    blocks = _continue(_define_footnotes(_without_lists(_with_titles(_without_title(blocks)))))
    has_tables = any(isinstance(row, ReadRow) and (row.entries or row.is_held) for row in rows.values())
    is_bare = not has_tables and not any(states_values(one.text) for one in lines)
    years = tables.years if tables else {}
    return [replace(one, may_state_aims=is_bare, told_years=years) for one in blocks] if is_bare or years else blocks


def _row_block(row: ReadRow | ProjectRow) -> TextBlock:
    text = "\n".join(line.text.strip() for line in row.lines)
    if isinstance(row, ProjectRow):
        return TextBlock("table_row", text, row.lines, cells=row.cells)
    return TextBlock("table_row", text, row.lines, cells=row.cells, entries=row.entries, is_held=row.is_held)


def _block(line: Line, head: TextBlock | None, layout: Layout, *, is_contents: bool) -> TextBlock:
    if is_contents:
        return TextBlock("contents", line.text.strip(), (line,))
    if head:
        return head
    if point := None if line.cells else unmarked_point(line.text.strip(), layout):
        return TextBlock("bullet", point[1], (line,), point[0])
    return next(block for rule in BLOCK_RULES if (block := rule(line)) is not None)


def _without_title(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """The document's own name, which Markdown and Word print as a heading over all others, heads nothing."""
    first = blocks[0] if blocks else None
    if first is None or first.heading is None or first.marker:
        return list(blocks)
    if first.heading.level is None and not (first.heading.style == "bold" and is_title(first.text)):
        return list(blocks)
    levels = [block.heading.level for block in blocks[1:] if block.heading and block.heading.level is not None]
    own = first.heading.level or 0
    is_outer = all(level > own for level in levels) or is_title(first.text)
    return [replace(first, kind="paragraph", heading=None), *blocks[1:]] if is_outer else list(blocks)


def _with_titles(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """「基本目標１」 on one line, and on the next what it is."""
    out: list[TextBlock] = []
    for block in blocks:
        last = out[-1] if out else None
        if last and last.heading and last.heading.label and not last.text and _is_title_of(last, block):
            form = replace(last.heading, text=block.text)
            out[-1] = replace(last, text=block.text, heading=form, lines=last.lines + block.lines)
        else:
            out.append(block)
    return out


def _is_title_of(number: TextBlock, block: TextBlock) -> bool:
    is_next = block.span.first_line - number.span.last_line == 1
    return is_next and block.kind == "paragraph" and len(block.lines) == 1 and is_heading_like(block.text)


def _without_lists(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """「◆ …」 right after 「◆ …」 with nothing between is an entry of a list, unless its word is known."""
    out = list(blocks)
    for at, block in enumerate(blocks):
        near = [blocks[i] for i in (at - 1, at + 1) if 0 <= i < len(blocks)]
        if _is_mark(block) and any(_is_mark(other) and other.marker == block.marker for other in near):
            out[at] = replace(block, kind="bullet", heading=None)
    return out


def _is_mark(block: TextBlock) -> bool:
    return block.heading is not None and block.heading.style.startswith("mark") and not block.heading.role


def _joined(left: TextBlock, right: TextBlock) -> TextBlock:
    """A line break inside a paragraph is kept after a short or finished line, as in an address."""
    last = left.lines[-1].text.strip()
    deliberate = len(last) < SHORTEST_BROKEN_LINE or bool(re.search(r"[)）\d]$", last))
    return replace(left, text=left.text + ("\n" if deliberate else "") + right.text, lines=left.lines + right.lines)


def _define_footnotes(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """A footnote's definition is the one paragraph after its head."""
    out: list[TextBlock] = []
    for block in blocks:
        last = out[-1] if out else None
        if last and last.kind == "footnote" and not last.cells and block.kind == "paragraph":
            out[-1] = replace(last, cells=(last.text, block.text), lines=last.lines + block.lines)
        else:
            out.append(block)
    return out


def _continue(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """A sentence or a bullet that broke off goes on after the footnotes at the page's foot."""
    out: list[TextBlock] = []
    for block in blocks:
        before = next((at for at in reversed(range(len(out))) if out[at].kind != "footnote"), None)
        if before is not None and _goes_on(out[before], block, is_next=before == len(out) - 1):
            left = out[before]
            out[before] = replace(left, text=left.text + block.text, lines=left.lines + block.lines)
        else:
            out.append(block)
    return out


def _goes_on(left: TextBlock, block: TextBlock, *, is_next: bool) -> bool:
    """A bullet without the inner 「・」 that its neighbour carries goes on where the neighbour broke off."""
    if left.kind != block.kind:
        return False
    if block.kind == "bullet":
        return not is_next and bool(left.marker) and not block.marker
    is_broken = len(left.text) >= SHORTEST_BROKEN_LINE and not _SENTENCE_END.search(left.text)
    return block.kind == "paragraph" and is_broken and not _LABELLED.match(block.text)
