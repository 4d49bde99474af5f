"""Targets that stand in lines and not in a table: as a way, with words on one line, or with a word on each line.

    出生数 41人（R5）→ 50人（R11）
    出生数　現状 41人（R5）　目標 50人（R11）
    出生数 / 現状値：41人（令和5年度） / 目標値：50人（令和11年度）

What looks like a target and cannot be read is a finding, never passed over.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from msgspec import Struct, field

from knowledge.model.column_words import may_say
from knowledge.model.fiscal import Period
from knowledge.model.records import Finding, Span
from knowledge.model.structs import replace
from knowledge.reading.blocks import TextBlock
from knowledge.reading.extract.indicators import IndicatorRow, read_entry
from knowledge.reading.extract.sentences import stated_in
from knowledge.reading.outline import Section
from knowledge.reading.source import Line
from knowledge.reading.tables.arrows import (
    GAP_OF_COLUMNS,
    are_years_of_way,
    arrow_entry,
    has_amounts_and_arrow,
    has_arrow,
    is_dated_point,
    is_labelled,
    ways_side_by_side,
    with_years_below,
    without_decoration,
)
from knowledge.reading.tables.cells import is_bare_value
from knowledge.reading.tables.entries import PrintedIndicator, PrintedValue
from knowledge.reading.tables.gather import LONGEST_NAME
from knowledge.reading.tables.header import read_heading_of_column
from knowledge.reading.tables.labelled_values import Stages, labelled_values, says_counting, stages_of, values_below
from knowledge.reading.tables.told_years import with_told_values
from knowledge.reading.tables.whole_rows import counts_something

WITH_A_PERIOD = "計画期間が分かれば読み取れることがあります"
_OPEN, _SHUT = "【[「『<＜〈", "】]」』>＞〉"
FEWEST_WAYS = 2  # lines with an arrow that no word calls targets are such where there are several

Candidates = Sequence[tuple[TextBlock, bool]]
"""Blocks of one section with whether a word or bold type says that lines with arrows are targets there."""


class StatedTarget(Struct, frozen=True):
    """`entry` is None where it cannot be taken apart. `is_certain`: words say that it is a target."""

    entry: PrintedIndicator | None
    lines: tuple[Line, ...]
    is_way: bool
    is_certain: bool

    @property
    def span(self) -> Span:
        return Span(self.lines[0].number, self.lines[-1].number, self.lines[0].page)


def candidates(parts: Iterable[Section]) -> Iterator[Candidates]:
    for part in parts:
        if part.role not in ("prose", "effects"):
            yield [(block, part.role == "indicators" or _is_told(block)) for block in part.blocks]


def _is_told(block: TextBlock) -> bool:
    """Bold, or points of a list with the year that they lead to."""
    return block.is_bold or all(is_dated_point(line.text) for line in block.lines)


def find_stated(sections: Iterable[Candidates], plan: Period | None, *, with_ways: bool = True) -> list[StatedTarget]:
    """`with_ways`: several ways that no word calls targets are taken as such."""
    found = [one for blocks in sections for one in _Reading(plan).of(blocks)]
    ways = [one for one in found if one.is_way and not one.is_certain]
    are_targets = with_ways and sum(one.entry is not None for one in ways) >= FEWEST_WAYS
    return [one if one not in ways or not are_targets else replace(one, is_certain=True) for one in found]


def states_targets(sections: Iterable[Candidates], plan: Period | None, *, with_ways: bool = False) -> bool:
    return any(_rows(one, plan)[0] for one in find_stated(sections, plan, with_ways=with_ways))


def _rows(one: StatedTarget, plan: Period | None) -> tuple[list[IndicatorRow], list[Finding]]:
    """Of what is certain, and of no way that ended before the plan."""
    rows, odd = read_entry(one.entry, one.span, plan) if one.entry and one.is_certain else ([], [])
    return ([], []) if one.is_way and not all(_is_ahead(row, plan) for row in rows) else (rows, odd)


def read_stated(
    sections: Sequence[Candidates], plan: Period | None
) -> tuple[list[IndicatorRow], list[Finding], list[TextBlock]]:
    """The rows, what cannot be read, and the blocks that hold nothing else."""
    rows: list[IndicatorRow] = []
    findings: list[Finding] = []
    used: set[int] = set()
    for one in find_stated(sections, plan):
        found, odd = _rows(one, plan)
        if found:
            rows += found
            used |= {line.number for line in one.lines}
        else:
            findings.append(_unread(one, plan))
        findings += odd
    blocks = (block for blocks in sections for block, _ in blocks)
    return rows, findings, [block for block in blocks if all(line.number in used for line in block.lines)]


def _unread(one: StatedTarget, plan: Period | None) -> Finding:
    how = "矢印で書かれた目標" if one.is_way else "目標と見られる行"
    why = f"（{WITH_A_PERIOD}）" if one.is_way and one.entry and plan is None else ""
    return Finding("warning", f"{how}を読み取れません{why}: 「{one.lines[-1].text.strip()[:40]}」", one.span)


def _without_brackets(text: str) -> str:
    """「【出生数】」 → 「出生数」; 「「住みよい」と思う人」 keeps its own."""
    is_around = sum(text.count(sign) for sign in _OPEN) == 1 and text[-1:] in _SHUT
    return text.strip(_OPEN + _SHUT) if is_around or not any(sign in text for sign in _OPEN) else text


def _without_label(text: str) -> str:
    """「めざそう値　お茶の栽培面積」: the word that heads a name on its line."""
    word, gap, name = text.partition("　")
    is_label = bool(gap) and read_heading_of_column(word, {}).column == "target" and not is_bare_value(name)
    return name.strip() if is_label else text


def _is_ahead(row: IndicatorRow, plan: Period | None) -> bool:
    """A way in one unit to a year of the plan: 「人口 12,000人（H22）→ 10,500人（R2）」 tells what has been."""
    years = [one.fiscal_year for one in (row.baseline, row.target) if one and one.fiscal_year]
    units = {one.unit for one in (row.baseline, row.target) if one and one.unit}
    begins = plan.start_fiscal_year if plan else years[0] if len(years) > 1 else None
    return len(units) < 2 and years == sorted(years) and bool(years) and (begins is None or years[-1] >= begins)


class _Reading(Struct):
    """Of the lines of one section in order: a name waits for its values, a baseline for its target."""

    plan: Period | None
    name: str = ""
    baseline: PrintedValue | None = None
    interim: tuple[PrintedValue, ...] = ()  # of lines of their own, before that of the target
    lines: list[Line] = field(default_factory=list)
    is_doubtful: bool = False  # 「・産後の支援          基準値  －」 may be of two columns of a page
    ways: list[StatedTarget] = field(default_factory=list)  # whose years may stand below them
    years: str = ""  # of a way that is on the next line
    stages: Stages = field(default_factory=dict)  # words of the document's own that head values
    counted: str = ""  # 「期間中の合計」 behind 「数え方」 on the next line

    def of(self, blocks: Candidates) -> Iterator[StatedTarget]:
        told = blocks[0][0].told_years if blocks else {}
        self.stages = stages_of(told, self.plan)
        for one in self._of_blocks(blocks):
            yield replace(one, entry=one.entry and with_told_values(one.entry, told))

    def _of_blocks(self, blocks: Candidates) -> Iterator[StatedTarget]:
        for (block, is_certain), (after, _) in zip_longest(blocks, blocks[1:], fillvalue=(None, False)):
            if block is None or block.kind not in ("paragraph", "bullet", "group"):
                yield from self._left()
                continue
            below = after.lines[0] if after and after.kind == block.kind == "bullet" else None
            found = list(self._of_lines(block, below, is_certain=is_certain))
            yield from found or self._of_sentences(block, is_certain=is_certain)
        yield from self._left()

    def _of_lines(self, block: TextBlock, after: Line | None, *, is_certain: bool) -> Iterator[StatedTarget]:
        """`after`: the point below."""
        skipped: Line | None = None
        for line, below in zip_longest(block.lines, (*block.lines[1:], after)):
            name, values = values_below(without_decoration(line.text), below.text) if below else ("", [])
            if name and below:
                self._begin(name, line)
                yield from self._values(below, "", values, is_certain=is_certain)
                skipped = below
            elif line is not skipped:
                self.counted = says_counting(below.text) if below else ""
                yield from self._take(line, is_certain=is_certain or is_labelled(line.text))

    def _of_sentences(self, block: TextBlock, *, is_certain: bool) -> Iterator[StatedTarget]:
        """Below a word that heads indicators, behind 【目標】, or where the document prints targets nowhere else."""
        entries = stated_in(block, self.plan, is_told=is_certain or block.may_state_aims, is_headed=is_certain)
        for entry, lines in entries:
            yield StatedTarget(entry, lines, is_way=False, is_certain=True)

    def _left(self) -> Iterator[StatedTarget]:
        self._begin("")
        ways, self.ways = self.ways, []
        yield from ways

    def _take(self, line: Line, *, is_certain: bool) -> Iterator[StatedTarget]:
        text = without_decoration(line.text)
        ways, self.ways = self.ways, []
        dated = with_years_below([one.entry for one in ways if one.entry], text) if ways else []
        if dated:
            yield from (
                StatedTarget(entry, (*one.lines, line), is_way=True, is_certain=True)
                for one, entry in zip(ways, dated, strict=True)
            )
            return
        yield from ways
        if self.name and are_years_of_way(text):
            self.years = text
            self.lines.append(line)
            return
        if self.years and has_arrow(line.text) and not has_amounts_and_arrow(line.text):  # 「新規 ▶ 60人」
            yield StatedTarget(None, (*self.lines, line), is_way=True, is_certain=True)
            self._begin("")
            return
        if self.stages and (named := _without_label(text)) != text:
            self._begin(_without_brackets(named), line)
            return
        name, values = labelled_values(text, self.stages)
        if has_amounts_and_arrow(line.text) and any(one.heading.column == "year" for one in values):
            values = []  # 「R元：12店 → R11：15店」
        if values:
            yield from self._values(line, name, values, is_certain=is_certain)
        elif has_amounts_and_arrow(line.text):
            cards = ways_side_by_side(line.text, self.name)
            entry = None if cards else arrow_entry(line.text, self.name)
            own = (*self.lines, line) if cards or (entry and entry.name == self.name) else (line,)
            dated = with_years_below([one for one in cards or (entry,) if one], self.years) if self.years else []
            if dated:
                self._begin("")
                yield from (StatedTarget(one, own, is_way=True, is_certain=True) for one in dated)
                return
            self._begin("")
            self.ways += [StatedTarget(one, own, is_way=True, is_certain=is_certain) for one in cards or (entry,)]
        else:
            self._begin(name or _without_brackets(text), line)

    def _values(
        self, line: Line, name: str, values: Sequence[PrintedValue], *, is_certain: bool
    ) -> Iterator[StatedTarget]:
        if name:
            self._begin(name, line)
            is_apart = len(values) == 1 and bool(GAP_OF_COLUMNS.search(line.text.strip()))
            self.is_doubtful = is_apart and not counts_something(name)
        if line not in self.lines:
            self.lines.append(line)
        begun = [one for one in values if one.heading.column == "baseline"]
        targets = [one for one in values if one.heading.column != "baseline"]
        self.baseline = begun[0] if begun else self.baseline
        if self.baseline is None and any(one.heading.column == "year" for one in targets):
            self._begin("")  # nothing says that the values of 「2030年：」 are to be reached
            return
        if not targets:
            return
        if self.name and all(_is_on_the_way(one) for one in targets):
            self.interim = (*self.interim, *targets)
            return
        if begun and _is_review(values):
            yield StatedTarget(None, tuple(self.lines), is_way=False, is_certain=True)
            self._begin("")
            return
        is_whole = self.baseline is not None and len(begun) < 2
        entry = self._entry((*self.interim, *targets))
        self.interim = ()
        is_named = bool(self.name) and not is_bare_value(self.name) and not self.is_doubtful
        yield StatedTarget(
            entry if is_named else None, tuple(self.lines), is_way=False, is_certain=is_certain or is_whole
        )
        self._begin("")

    def _entry(self, targets: Sequence[PrintedValue]) -> PrintedIndicator:
        return PrintedIndicator(
            name=self.name, named_by="", part="", unit="", baseline=self.baseline,
            interim=tuple(targets[:-1]), target=replace(targets[-1], note=self.counted or targets[-1].note),
        )  # fmt: skip

    def _begin(self, name: str, line: Line | None = None) -> None:
        if self.interim:  # and no later target
            entry, self.interim = self._entry(self.interim), ()
            self.ways.append(StatedTarget(entry, tuple(self.lines), is_way=False, is_certain=self.baseline is not None))
        is_name = 0 < len(name) <= LONGEST_NAME and not name.endswith("。")
        self.name, self.baseline, self.is_doubtful = name if is_name else "", None, False
        self.lines, self.years = [line] if line and is_name else [], ""


def _is_on_the_way(value: PrintedValue) -> bool:
    return value.heading.column == "interim" or value.heading.says("interim")


def _is_review(values: Sequence[PrintedValue]) -> bool:
    """「目標28箇所　実績22箇所」: what was reached stands behind what was to be."""
    first, *_, last = values
    return first.heading.column == "target" and may_say(last.heading.text, "value")
