"""Rows that print their measure in a column of their own: 「施策｜指標｜現状値｜目標値」.

A row goes to the measure of that name or mark. Where a table names measures that no heading does, these are measures;
what stays unclear is a finding, and the row stays under the heading above its table.
"""

import re
import unicodedata
from collections.abc import Sequence

from msgspec import Struct

from knowledge.model.normalize import name_key
from knowledge.model.records import Finding
from knowledge.model.structs import replace
from knowledge.reading.blocks import TextBlock
from knowledge.reading.extract.goal_columns import blocks_of_this_plan, named_goal
from knowledge.reading.extract.structure import MeasureSection, Structure
from knowledge.reading.headings import find_heading
from knowledge.reading.layout import HeadingForm, Layout, marker_number
from knowledge.reading.outline import Section
from knowledge.reading.tables.columns import heads_measures, is_numbered_measure, measure_of_code
from knowledge.reading.tables.entries import PrintedIndicator

_UNCLEAR = (
    "表の欄「{0}」がどの施策か分からないため、指標「{1}」は表の上の見出しに属するものとして示します"
    "（本来の施策と違うことがあります）"
)


_CODED = re.compile(r"(?P<marker>[A-ZＡ-Ｚ][0-9０-９]{1,2}(?:[-－][0-9０-９]{1,2})?)[\s　]+(?P<title>\S.*)")


class MeasureLabel(Struct, frozen=True):
    title: str
    marker: str = ""

    @classmethod
    def of(cls, printed: str, layout: Layout) -> "MeasureLabel":
        """「(1) 防災の強化」「施策1-1：防災の強化」「1-1」「防災の強化」."""
        bare = printed.strip(" 　()（）")
        if measure_of_code(bare):
            return cls("", unicodedata.normalize("NFKC", bare))
        if marker_number(bare) is not None:
            return cls("", bare)
        head = find_heading(printed, layout) or find_heading("".join(printed.split()), layout)  # 「施 策 １」
        if head and head.marker:
            return cls(head.text, head.marker)
        coded = _CODED.fullmatch(printed.strip())
        return cls(coded["title"], coded["marker"]) if coded else cls(printed.strip())

    @property
    def head(self) -> HeadingForm:
        return HeadingForm("label", self.title, self.marker, role="measure")


def give_labelled_rows(found: Structure, root: Section, layout: Layout) -> list[Finding]:
    """Moves the rows of all tables to the measures that they name."""
    findings: list[Finding] = []
    if not found.goals and not found.measures:
        _make_of_rows(found, root, layout)
    for goal in found.goals:
        own = found.goal_blocks[id(goal)]
        moved, told = _Moving(found, layout, goal, goal).move(own, may_make=True)
        found.goal_blocks[id(goal)] = [block for block in own if block not in moved]
        findings += told
    found.measures[:] = map(_with_labelled_rows_of_projects, found.measures)
    for measure in list(found.measures):
        rows = [block for project, blocks in measure.tables if project is None for block in blocks]
        moved, told = _Moving(found, layout, measure.section, measure.goal).move(rows, may_make=measure.is_list_only)
        findings += told
        _take_away(found, measure, moved)
    found.measures.sort(key=lambda one: one.section.span.first_line)
    return findings


def _make_of_rows(found: Structure, root: Section, layout: Layout) -> None:
    """A sheet without any heading names its measures in a column, and nowhere else."""
    homes: dict[str, Section] = {}
    for block in blocks_of_this_plan(root, layout):
        entry = block.entries[0] if block.entries else None
        if entry and entry.label and (_prints_measure(entry) or entry.label_column):
            if entry.label not in homes:
                homes[entry.label] = make_measure(found, None, MeasureLabel.of(entry.label, layout), block)
            _give(found, homes[entry.label], block)


def _with_labelled_rows_of_projects(measure: MeasureSection) -> MeasureSection:
    """A table behind the only project of a measure is not that project's where its rows print their measures."""
    theirs = [block for project, blocks in measure.tables if project is not None for block in blocks]
    labelled = [
        block for block in theirs if block.entries and block.entries[0].label and _prints_measure(block.entries[0])
    ]
    if not labelled:
        return measure
    own = [block for project, blocks in measure.tables if project is None for block in blocks]
    others = [
        (project, tuple(block for block in blocks if block not in labelled))
        for project, blocks in measure.tables
        if project is not None
    ]
    return replace(measure, tables=((None, (*own, *labelled)), *others))


def _prints_measure(entry: PrintedIndicator) -> bool:
    return heads_measures(entry.label_column) or is_numbered_measure(entry.label)


class _Moving(Struct, frozen=True):
    """From the section above the table, which is of the goal or the goal itself."""

    found: Structure
    layout: Layout
    above: Section
    goal: Section | None

    def move(self, blocks: Sequence[TextBlock], *, may_make: bool) -> tuple[list[TextBlock], list[Finding]]:
        """The rows that went to another section, and why others stay."""
        rows = [(block, block.entries[0]) for block in blocks if block.entries]
        labelled = [(block, row) for block, row in rows if row.label and not self._is_of_the_goal(row.label)]
        labels = {entry.label: MeasureLabel.of(entry.label, self.layout) for _, entry in labelled}
        homes = {text: home_of(self.found, self.goal, label) for text, label in labels.items()}
        is_new = may_make and not any(homes.values()) and all(label.title for label in labels.values())
        moved = []
        for block, row in rows:
            goal = (named_goal(self.found, row.goal, self.layout) or self.goal) if row.goal else self.goal
            if goal and goal is not self.above and self._is_of_the_goal(row.label):
                self.found.goal_blocks[id(goal)].append(block)
                moved.append(block)
        findings: list[Finding] = []
        for block, entry in labelled:
            is_measure = _prints_measure(entry) or self._is_marked_group(entry, labels[entry.label])
            if is_new and is_measure and homes[entry.label] is None:
                homes[entry.label] = make_measure(self.found, self.goal, labels[entry.label], block)
            home = homes[entry.label]
            is_numbered = not entry.label_column and any(map(str.isdecimal, entry.label[:2]))
            if home is None and (is_measure or is_numbered):
                findings.append(Finding("warning", _UNCLEAR.format(entry.label, entry.name), block.span))
            elif home is not None and home is not self.above:
                _give(self.found, home, block)
                moved.append(block)
        return moved, findings

    def _is_of_the_goal(self, label: str) -> bool:
        """「【数値目標】」 where others print their measure."""
        return bool(label) and self.layout.role_of(label) == "indicators"

    def _is_marked_group(self, entry: PrintedIndicator, label: MeasureLabel) -> bool:
        """「施策1 しごとの創出」 in a row of its own above the rows of its indicators."""
        return not entry.label_column and bool(label.marker)


def home_of(found: Structure, goal: Section | None, label: MeasureLabel) -> Section | None:
    """The only measure of that name, of a name with it inside, or else of that mark."""
    key, mark = name_key(label.title), label.head.mark
    measures = [one for one in found.measures if one.section is not one.goal]
    names = [(one, name_key(one.section.title)) for one in measures]
    same = [one for one, name in names if key and name == key]
    within = [one for one in same if one.goal is goal]
    like = [one for one, name in names if key and name and (name in key or key in name)]
    marked, coded = (
        [one for one in measures if not key and own and one.section.head and one.section.head.mark == own]
        for own in (mark, measure_of_code(mark))
    )
    only = next((some for some in (same, within, like, marked, coded) if len(some) == 1), None)
    return only[0].section if only else None


def make_measure(found: Structure, goal: Section | None, label: MeasureLabel, row: TextBlock) -> Section:
    heading = TextBlock("heading", label.title, row.lines, label.marker, heading=label.head)
    section = Section(heading)
    found.measures.append(MeasureSection(section, goal, None, (), (), (section,), ((None, ()),)))
    return section


def _give(found: Structure, home: Section, block: TextBlock) -> None:
    at = next(at for at, one in enumerate(found.measures) if one.section is home)
    measure = found.measures[at]
    own = [block for project, blocks in measure.tables if project is None for block in blocks]
    others = [table for table in measure.tables if table[0] is not None]
    found.measures[at] = replace(measure, tables=((None, (*own, block)), *others))


def _take_away(found: Structure, measure: MeasureSection, moved: Sequence[TextBlock]) -> None:
    """A measure that was one only for its table is none when its rows have gone; the header goes with them."""
    if not moved:
        return
    at = next(at for at, one in enumerate(found.measures) if one.section is measure.section)
    kept = tuple(
        (project, tuple(block for block in blocks if block not in moved))
        for project, blocks in found.measures[at].tables
    )
    found.measures[at] = replace(found.measures[at], tables=kept)
    is_row_left = any(block.entries for _, blocks in kept for block in blocks)
    if measure.is_list_only and not is_row_left and not measure.listed:
        del found.measures[at]
