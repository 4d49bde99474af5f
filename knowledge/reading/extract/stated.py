"""Targets that stand in lines and not in a table: as a way, with words on one line, or with a word on each line.

    出生数 41人（R5）→ 50人（R11）
    出生数　現状 41人（R5）　目標 50人（R11）
    出生数 / 現状値：41人（令和5年度） / 目標値：50人（令和11年度）

What looks like a target and cannot be read is a finding, never passed over.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from knowledge.model.fiscal import Period
from knowledge.model.records import Finding, Span
from knowledge.reading.blocks import TextBlock
from knowledge.reading.extract.indicators import IndicatorRow, read_entry
from knowledge.reading.outline import Section
from knowledge.reading.source import Line
from knowledge.reading.tables.arrows import (
    arrow_entry,
    has_amounts_and_arrow,
    is_dated_point,
    is_labelled,
    without_decoration,
)
from knowledge.reading.tables.cells import cell_kind, is_bare_value, says_a_target
from knowledge.reading.tables.entries import PrintedIndicator, PrintedValue
from knowledge.reading.tables.find import LONGEST_NAME
from knowledge.reading.tables.header import ColumnHeading, read_heading_of_column

_WORD = re.compile(r"[^\s　:：、→⇒➡]+")
_GLUED = re.compile(r"(?P<label>[^\d\s]+?)(?P<value>[約▲△]?\d.*)")  # 「目標50人」
_BETWEEN = " \t　:：、，,／/→⇒➡=＝は"
_LONGEST_VALUE = 40
FEWEST_WAYS = 2  # lines with an arrow that no word calls targets are such where there are several

Candidates = Sequence[tuple[TextBlock, bool]]
"""Blocks of one section with whether a word or bold type says that lines with arrows are targets there."""


@dataclass(frozen=True, slots=True)
class StatedTarget:
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


def find_stated(sections: Iterable[Candidates], *, with_ways: bool = True) -> list[StatedTarget]:
    """`with_ways`: several ways that no word calls targets are taken as such."""
    found = [one for blocks in sections for one in _Reading().of(blocks)]
    ways = [one for one in found if one.is_way and not one.is_certain]
    are_targets = with_ways and sum(one.entry is not None for one in ways) >= FEWEST_WAYS
    return [one if one not in ways or not are_targets else _certain(one) for one in found]


def _certain(one: StatedTarget) -> StatedTarget:
    return StatedTarget(one.entry, one.lines, one.is_way, is_certain=True)


def states_targets(sections: Iterable[Candidates], plan: Period | None, *, with_ways: bool = False) -> bool:
    return any(_rows(one, plan)[0] for one in find_stated(sections, with_ways=with_ways))


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
    for one in find_stated(sections):
        found, odd = _rows(one, plan)
        if found:
            rows += found
            used |= {line.number for line in one.lines}
        else:
            findings.append(_unread(one))
        findings += odd
    blocks = (block for blocks in sections for block, _ in blocks)
    return rows, findings, [block for block in blocks if all(line.number in used for line in block.lines)]


def _unread(one: StatedTarget) -> Finding:
    how = "矢印で書かれた目標" if one.is_way else "目標と見られる行"
    return Finding("warning", f"{how}を読み取れません: 「{one.lines[-1].text.strip()[:40]}」", one.span)


def _is_ahead(row: IndicatorRow, plan: Period | None) -> bool:
    """A way in one unit to a year of the plan: 「人口 12,000人（H22）→ 10,500人（R2）」 tells what has been."""
    years = [one.fiscal_year for one in (row.baseline, row.target) if one and one.fiscal_year]
    units = {one.unit for one in (row.baseline, row.target) if one and one.unit}
    begins = plan.start_fiscal_year if plan else years[0] if len(years) > 1 else None
    return len(units) < 2 and years == sorted(years) and bool(years) and (begins is None or years[-1] >= begins)


@dataclass(slots=True)
class _Reading:
    """Of the lines of one section in order: a name waits for its values, a baseline for its target."""

    name: str = ""
    baseline: PrintedValue | None = None
    lines: list[Line] = field(default_factory=list)

    def of(self, blocks: Candidates) -> Iterator[StatedTarget]:
        for block, is_certain in blocks:
            if block.kind not in ("paragraph", "bullet", "group"):
                self._begin("")
                continue
            for line in block.lines:
                yield from self._take(line, is_certain=is_certain or is_labelled(line.text))

    def _take(self, line: Line, *, is_certain: bool) -> Iterator[StatedTarget]:
        text = without_decoration(line.text)
        name, values = _labelled(text)
        if values:
            yield from self._values(line, name, values, is_certain=is_certain)
        elif has_amounts_and_arrow(line.text):
            entry = arrow_entry(line.text, self.name)
            own = (*self.lines, line) if entry and entry.name == self.name else (line,)
            yield StatedTarget(entry, own, is_way=True, is_certain=is_certain)
            self._begin("")
        else:
            self._begin(name or text.strip("【】[]「」『』<>＜＞〈〉"), line)

    def _values(
        self, line: Line, name: str, values: Sequence[PrintedValue], *, is_certain: bool
    ) -> Iterator[StatedTarget]:
        if name:
            self._begin(name, line)
        if line not in self.lines:
            self.lines.append(line)
        begun = [one for one in values if one.heading.column == "baseline"]
        targets = [one for one in values if one.heading.column != "baseline"]
        self.baseline = begun[0] if begun else self.baseline
        if not targets:
            return
        is_whole = self.baseline is not None and len(begun) < 2
        entry = PrintedIndicator(
            name=self.name, named_by="", part="", unit="", baseline=self.baseline,
            interim=tuple(targets[:-1]), target=targets[-1],
        )  # fmt: skip
        is_named = bool(self.name) and not is_bare_value(self.name)
        yield StatedTarget(
            entry if is_named else None, tuple(self.lines), is_way=False, is_certain=is_certain or is_whole
        )
        self._begin("")

    def _begin(self, name: str, line: Line | None = None) -> None:
        is_name = 0 < len(name) <= LONGEST_NAME and not name.endswith("。")
        self.name, self.baseline = name if is_name else "", None
        self.lines = [line] if line and is_name else []


def _labelled(text: str) -> tuple[str, list[PrintedValue]]:
    """「出生数　現状 41人（R5）　目標 50人」 → the name and both values; a name alone behind 「指標名」."""
    found = [(word, label) for word in _WORD.finditer(text) if (label := _label(word[0]))]
    is_named = bool(found) and found[0][0].start() == 0 and found[0][1][0].column == "name"
    start = found[0][0].end() if is_named else 0
    labels = [(word, *label) for word, label in found if label[0].column != "name"]
    if not labels:
        return text[start:].strip(_BETWEEN) if is_named else "", []
    ends = [*(word.start() for word, _, _ in labels[1:]), len(text)]
    values = [
        PrintedValue(text[word.end() - len(glued) : end].strip(_BETWEEN), heading)
        for (word, heading, glued), end in zip(labels, ends, strict=True)
    ]
    return (text[start : labels[0][0].start()].strip(_BETWEEN), values) if all(map(_is_value, values)) else ("", [])


def _label(word: str) -> tuple[ColumnHeading, str] | None:
    """A word that heads a value, with the part of it that is the value's own."""
    glued = _GLUED.fullmatch(word)
    for label, value in ((word, ""), (glued["label"], glued["value"])) if glued else ((word, ""),):
        heading = read_heading_of_column(label, {})
        if heading.column in ("baseline", "target", "interim") or (heading.column == "name" and not value):
            return heading, value
    return None


def _is_value(value: PrintedValue) -> bool:
    if not value.text or len(value.text) > _LONGEST_VALUE or "。" in value.text:
        return False
    is_target = value.heading.column != "baseline"
    return cell_kind(value.text) in ("amount", "blank") or (is_target and says_a_target(value.text))
