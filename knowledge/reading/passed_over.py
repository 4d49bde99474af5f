"""Lines that print a target and went into no record: each is said, so that nothing is missing without a word."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from knowledge.model.fiscal import Period, find_years, without_years
from knowledge.model.records import Finding, Span
from knowledge.reading.blocks import TextBlock
from knowledge.reading.extract.arrows import has_amounts_and_arrow
from knowledge.reading.layout import Layout
from knowledge.reading.outline import Section
from knowledge.reading.source import Line

_MOST_TOLD = 20  # a document of another kind should not bury what else is noticed
_FARTHEST = 3  # lines from one to the next that are one block

_YEARS_OF_BOTH = re.compile(r"[:：][^()]*\d[^()]*\([^()]*年[^()]*[:：][^()]*\d[^()]*\)")  # 「率:1.9(令和元年:1.62)」
_LABEL = re.compile(r"目標|現状値|基準値")
_VALUE_WORD = re.compile(r"(?:目標|現状|基準|成り行き)値")
_LABELLED = re.compile(r"(?:目標|現状|基準|成り行き)値?(?:\([^()]*\))?[\s:|]*[約▲△-]?\d")
_ONLY_LABEL = re.compile(r"(?:[達成]*目標|現状|基準)値?(?:\([^()]*\))?")
_HEADS_BOTH = re.compile(r"(?:現状|基準|現況).*目標|目標.*(?:現状|基準|現況)")
_COUNTED = re.compile(r"\d+\s*(?:[かカヵケヶ]?年間?|年度|月末?|日|時点|章|節|期|次|ページ|頁|つ)|[第全]\s*\d+")
_NUMBERED = re.compile(r"^\W*[一-龠A-Za-z]{0,8}目標\s*\d+(?:[-.‐－]\d+)*(?=[\s:、)」・~～]|$)")
_MARKER = re.compile(r"^[\s\W]*\d{1,2}(?:[-.]\d{1,2})*[\s).、．]+")
_GOALS_OF_THE_UN = re.compile(r"SDG|ゴール", re.IGNORECASE)
_FARTHEST_CELL = 10
_LONGEST_LABEL = 40
_LONGEST_WEAK = 60


@dataclass(frozen=True, slots=True)
class _Printed:
    """A line as it stands; `ends`: what its paragraph says up to the next deliberate break."""

    line: Line
    kind: str
    ends: str

    @property
    def text(self) -> str:
        return unicodedata.normalize("NFKC", self.line.text.strip())

    @property
    def amounts(self) -> str:
        """Without years, counted years and the number of a heading."""
        rest = _MARKER.sub("", _NUMBERED.sub("", self.text))
        return _COUNTED.sub("", without_years(rest))

    @property
    def has_amount(self) -> bool:
        return any(map(str.isdigit, self.amounts)) and not self.text.endswith("。")


def passed_over(root: Section, layout: Layout, read: Collection[Span], told: Collection[Span]) -> list[Finding]:
    """`read`: the lines of records; `told`: those of which other findings speak."""
    known = {number for span in (*read, *told) for number in range(span.first_line, span.last_line + 1)}
    printed = [one for one in _printed(root, layout) if one.line.number not in known]
    blocks = list(_blocks(list(_telling(printed, layout))))
    findings = [_finding(block) for block in blocks[:_MOST_TOLD]]
    if rest := blocks[_MOST_TOLD:]:
        more = f"目標と見られる行を読み取れません: ほか {len(rest)}か所"
        findings.append(Finding("warning", more, _span(rest[0])))
    return findings


def _printed(section: Section, layout: Layout) -> Iterator[_Printed]:
    if section.heading and layout.is_past(section.title):
        return
    for block in ([section.heading] if section.heading else []) + section.blocks:
        if block.kind not in ("contents", "footnote") and not block.is_held and block.entries != ():
            yield from _of_block(block)
    for child in section.children:
        yield from _printed(child, layout)


def _of_block(block: TextBlock) -> Iterator[_Printed]:
    pieces = block.text.split("\n")
    for line in block.lines:
        own = line.text.strip()
        ends = next((piece for piece in pieces if own and own in piece), own)
        yield _Printed(line, block.kind, ends)


def _telling(printed: Sequence[_Printed], layout: Layout) -> Iterator[_Printed]:
    """With the values of a line of labels."""
    is_headed = False
    for at, (one, after) in enumerate(zip_longest(printed, printed[1:])):
        is_heading_values = _heads_values(one, after) or _heads_cells(one, printed[at + 1 : at + _FARTHEST_CELL])
        if is_headed or is_heading_values or _tells(one, layout):
            yield one
        is_headed = is_heading_values


def _tells(one: _Printed, layout: Layout) -> bool:
    text = one.text
    if text.endswith("。") or _GOALS_OF_THE_UN.search(text):
        return False
    if has_amounts_and_arrow(_arrow_side(one)) or _YEARS_OF_BOTH.search(text):
        return not _is_over(text, layout.period)
    if one.kind == "heading" and not _VALUE_WORD.search(text):
        return False
    if _LABEL.search(text) and one.has_amount:
        is_sentence = "。" in one.ends or len(text) > _LONGEST_WEAK
        return bool(_LABELLED.search(one.amounts)) or (bool(_VALUE_WORD.search(text)) and not is_sentence)
    return False


def _arrow_side(one: _Printed) -> str:
    return one.amounts if one.has_amount else ""


def _heads_values(one: _Printed, after: _Printed | None) -> bool:
    """A line of labels over values, with the spaces that a copy from a PDF has between letters."""
    if (
        one.kind == "heading"
        or after is None
        or not after.has_amount
        or after.line.number - one.line.number > _FARTHEST
    ):
        return False
    bare = re.sub(r"\s", "", one.text)
    return len(bare) <= _LONGEST_LABEL and bool(_ONLY_LABEL.fullmatch(bare) or _HEADS_BOTH.search(bare))


def _heads_cells(one: _Printed, below: Sequence[_Printed]) -> bool:
    """「目標値」 over cells that stand one on each line."""
    near = [other.text for other in below if other.line.number - one.line.number <= _FARTHEST_CELL]
    return one.text in ("目標値", "基準値") and any(
        re.fullmatch(r"[▲△]?\d[\d,.]*\s?[^\d\s]{1,4}", text) for text in near
    )


def _is_over(text: str, plan: Period | None) -> bool:
    """What has been until the plan begins is no target."""
    years = [said.year for said in find_years(text) if said.year is not None]
    return plan is not None and bool(years) and max(years) < plan.start_fiscal_year


def _blocks(told: Sequence[_Printed]) -> Iterator[list[_Printed]]:
    run: list[_Printed] = []
    for one in told:
        if run and one.line.number - run[-1].line.number > _FARTHEST:
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _span(block: Sequence[_Printed]) -> Span:
    return Span(block[0].line.number, block[-1].line.number, block[0].line.page)


def _finding(block: Sequence[_Printed]) -> Finding:
    shown = next((one for one in block if one.has_amount), block[0])
    text = " ".join(shown.line.text.split())
    return Finding("warning", f"目標と見られる行を読み取れません: 「{text[:40]}」", _span(block))
