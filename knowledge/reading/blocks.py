"""Lines → Blocks by an ordered tuple of rules: the first that fits a line takes it.

Pages leave three kinds of damage, mended here once: a footnote stands in the middle of a sentence, a sentence
breaks off at the foot of a page, and a bullet goes on after either.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from knowledge.model.normalize import name_key
from knowledge.model.numerals import kanji_number
from knowledge.model.records import Span
from knowledge.reading.source import Line

BlockKind = Literal[
    "chapter", "section", "subsection", "item", "bullet", "group", "footnote", "table_row", "contents", "paragraph"
]
HEADINGS: tuple[BlockKind, ...] = ("chapter", "section", "subsection", "item")  # outer to inner

_NUMERAL = r"[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3}|[Ⅰ-Ⅻ]|[Il]"  # I and l are a misread 1
_CHAPTER = re.compile(rf"^第\s*({_NUMERAL})\s*章[\s　]*(.+)$")
_SECTION = re.compile(rf"^({_NUMERAL})(?:[.．、][\s　]*|[\s　]+)(\D.*)$")
_LABELLED = re.compile(rf"^(基本目標|基本的?方向|政策パッケージ)\s*({_NUMERAL})[\s　:：.．、]+(.+)$")
_SUBSECTION = re.compile(rf"^[(（]\s*({_NUMERAL})\s*[)）][\s　]*(.+)$")
_ITEM = re.compile(r"^([①-⑳])[\s　]*(.+)$")
_BULLET = re.compile(r"^\s*(?:[-*•]\s+|(?=[・○●]))([・○●]?)\s*(.+)$")
_GROUP = re.compile(r"^【(.+)】$")
_FOOTNOTE = re.compile(r"^※\s*([0-9０-９]+)\s*[：:]\s*(.+)$")
_INLINE_FOOTNOTE = re.compile(r"^※\s*([0-9０-９]+)[\s　]+([^：:]{1,30})[：:]\s*(.+)$")
_CONTENTS = re.compile(r"^目\s*次$")
_SENTENCE_END = re.compile(r"[。．.!！?？」』）)】:：]$")
_PROJECT_LISTS = frozenset({"具体的な事業", "主な事業"})
LONGEST_HEADING = 45
SHORTEST_BROKEN_LINE = 25  # a shorter line without a full stop is a label, not a sentence cut at the page's foot


@dataclass(frozen=True, slots=True)
class TextBlock:
    """One construct: `text` without its marker, `marker` as printed, `cells` for a table row.

    `label` is the word before a heading's number where it says what the section is: 基本目標.
    """

    kind: BlockKind
    text: str
    lines: tuple[Line, ...]
    marker: str = ""
    cells: tuple[str, ...] = ()
    label: str = ""

    @property
    def span(self) -> Span:
        first = min(self.lines, key=lambda line: line.number)
        return Span(first.number, max(line.number for line in self.lines), first.page)

    @property
    def number(self) -> int | None:
        return marker_number(self.marker)


def span_of(blocks: Iterable[TextBlock]) -> Span:
    """The lines from the first of the blocks to the last."""
    spans = [block.span for block in blocks]
    first = min(spans, key=lambda span: span.first_line)
    return Span(first.first_line, max(span.last_line for span in spans), first.page)


def marker_number(marker: str) -> int | None:
    """「(3)」「（三）」「⑪」「Ⅰ」「I」 → int. Read before any folding: NFKC would turn ① into 1 and Ⅳ into IV."""
    marker = marker.strip("()（） 　")
    if marker in ("I", "l"):
        return 1
    if len(marker) == 1 and not marker.isdecimal() and unicodedata.numeric(marker, None) is not None:
        return int(unicodedata.numeric(marker))
    return kanji_number(unicodedata.normalize("NFKC", marker))


def labelled_section(line: Line) -> TextBlock | None:
    """「基本目標１　しごとを育てる」: a section that says what it is."""
    match = _LABELLED.match(line.text.strip())
    if match is None or len(match[3]) > LONGEST_HEADING or match[3].endswith("。"):
        return None
    return TextBlock("section", match[3].strip(), (line,), match[2], label=match[1])


def _heading(kind: BlockKind, pattern: re.Pattern[str], line: Line) -> TextBlock | None:
    match = pattern.match(line.text.strip())
    if match is None or len(match[2]) > LONGEST_HEADING or match[2].endswith("。"):
        return None
    return TextBlock(kind, match[2].strip(), (line,), match[1])


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
    cells = tuple(cell.strip() for cell in (text[1:-1].split("|") if barred else line.text.strip("\n").split("\t")))
    return TextBlock("table_row", line.text.strip(), (line,), cells=cells) if len(cells) > 1 else None


def bullet(line: Line) -> TextBlock | None:
    match = _BULLET.match(line.text)
    return match and TextBlock("bullet", match[2].strip(), (line,), match[1])


def paragraph_block(line: Line) -> TextBlock | None:
    return TextBlock("paragraph", line.text.strip(), (line,))


BLOCK_RULES: tuple[Callable[[Line], TextBlock | None], ...] = (
    partial(_heading, "chapter", _CHAPTER),
    footnote,
    table_row,
    group,
    bullet,
    partial(_heading, "item", _ITEM),
    partial(_heading, "subsection", _SUBSECTION),
    labelled_section,
    partial(_heading, "section", _SECTION),
    paragraph_block,
)


def read_blocks(lines: Sequence[Line]) -> list[TextBlock]:
    """Every non-blank line lands in exactly one block; blocks come in the order of their first lines."""
    blocks: list[TextBlock] = []
    contents = _contents(lines)
    blank_before = True
    for line in lines:
        if not line.text.strip():
            blank_before = True
            continue
        block = TextBlock("contents", line.text.strip(), (line,)) if line.number in contents else _first_match(line)
        if block.kind == "paragraph" and not blank_before and blocks and blocks[-1].kind == "paragraph":
            blocks[-1] = _joined(blocks[-1], block)
        else:
            blocks.append(block)
        blank_before = False
    return _nest_projects(_continue(_define_footnotes(blocks)))


def _first_match(line: Line) -> TextBlock:
    return next(block for rule in BLOCK_RULES if (block := rule(line)) is not None)


def _contents(lines: Sequence[Line]) -> range:
    """The lines from 目次 to the one before their first chapter is headed again; empty without contents."""
    start = next((line.number for line in lines if _CONTENTS.match(line.text.strip())), None)
    if start is None:
        return range(0)
    chapters = ((line.number, _CHAPTER.match(line.text.strip())) for line in lines[start:])
    numbers = [(at, marker_number(match[1])) for at, match in chapters if match]
    again = [at for at, number in numbers[1:] if number == numbers[0][1]]
    return range(start, again[0]) if again else range(0)


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
    return block.kind == "paragraph" and len(left.text) >= SHORTEST_BROKEN_LINE and not _SENTENCE_END.search(left.text)


def _nest_projects(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """「１　商品開発事業」 from 具体的な事業 up to the KPI table is a project of the section, not the next section.

    Only a run from 1 on is taken: with any other number the next section may have begun.
    """
    out = list(blocks)
    for start, block in enumerate(blocks):
        if block.kind not in ("paragraph", "group") or name_key(block.text) not in _PROJECT_LISTS:
            continue
        end = next((at for at in range(start, len(out)) if out[at].kind in ("table_row", "chapter")), len(out))
        listed = [at for at in range(start, end) if out[at].kind == "section" and not out[at].label]
        has_table = end < len(out) and out[end].kind == "table_row"
        if has_table and [out[at].number for at in listed] == list(range(1, len(listed) + 1)):
            for at in listed:
                out[at] = replace(out[at], kind="subsection")
    return out
