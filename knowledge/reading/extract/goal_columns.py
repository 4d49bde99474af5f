"""Rows that print their goal in a column: 「基本目標｜施策｜指標｜現状値｜目標値」.

A row goes to the goal of that name or number, from a list that stands under no measure of its own. Where no heading is
a goal, those that the table names are.
"""

from collections.abc import Iterator, Sequence

from knowledge.model.normalize import name_key
from knowledge.model.records import Finding
from knowledge.model.structs import replace
from knowledge.reading.blocks import TextBlock
from knowledge.reading.extract.structure import Structure
from knowledge.reading.headings import find_heading
from knowledge.reading.layout import HeadingForm, Layout, marker_number
from knowledge.reading.outline import Section

_UNCLEAR = (
    "表の欄「{0}」がどの目標か分からないため、指標「{1}」は表の上の見出しに属するものとして示します"
    "（本来の目標と違うことがあります）"
)


def give_rows_to_goals(found: Structure, root: Section, layout: Layout) -> list[Finding]:
    rows = [block for block in _in_lists(found, root, layout) if block.entries and block.entries[0].goal]
    if not found.goals:
        for block in rows:
            _make_unless_there(found, block, layout)
        found.are_named = bool(found.goals) or found.are_named
    findings: list[Finding] = []
    moved: list[TextBlock] = []
    for block in rows:
        assert block.entries
        entry = block.entries[0]
        home = named_goal(found, entry.goal, layout)
        if home is None:
            findings.append(Finding("warning", _UNCLEAR.format(entry.goal, entry.name), block.span))
        else:
            moved.append(block)
            for goal in found.goals:
                others = [one for one in found.goal_blocks[id(goal)] if one is not block]
                found.goal_blocks[id(goal)] = [*others, block] if goal is home else others
    _take_away(found, moved)
    return findings


def _in_lists(found: Structure, root: Section, layout: Layout) -> Iterator[TextBlock]:
    """Of tables under no measure, or under a heading that only lists them."""
    own = [measure for measure in found.measures if not measure.is_list_only]
    held = {id(block) for measure in own for _, blocks in measure.tables for block in blocks}
    yield from (block for block in blocks_of_this_plan(root, layout) if id(block) not in held)


def blocks_of_this_plan(section: Section, layout: Layout) -> Iterator[TextBlock]:
    """Without what tells of the plan before."""
    if not layout.is_past(section.title):
        yield from section.blocks
        for child in section.children:
            yield from blocks_of_this_plan(child, layout)


def _head(printed: str, layout: Layout) -> HeadingForm:
    """「基本目標１　しごと」「1 しごと」「基本目標1」「しごと」."""
    bare = printed.strip(" 　()（）")
    if marker_number(bare) is not None:
        return HeadingForm("label", "", bare, role="goal")
    head = find_heading(printed, layout)
    if head is None or not head.marker:
        return HeadingForm("label", printed.strip(), role="goal")
    return replace(head, role="goal", is_free=False)


def named_goal(found: Structure, printed: str, layout: Layout) -> Section | None:
    """The only goal of that name, of a name with it inside, or of that number."""
    head = _head(printed, layout)
    key = name_key(head.text)
    names = [(goal, name_key(goal.title)) for goal in found.goals]
    same = [goal for goal, name in names if key and name == key]
    like = [goal for goal, name in names if key and name and (name in key or key in name)]
    marked = [goal for goal in found.goals if not key and goal.head and goal.head.number == head.number]
    return next((some[0] for some in (same, like, marked) if len(some) == 1), None)


def _make_unless_there(found: Structure, row: TextBlock, layout: Layout) -> None:
    assert row.entries
    head = _head(row.entries[0].goal, layout)
    known = {name_key(goal.title) for goal in found.goals}
    if not head.text or name_key(head.text) in known:
        return
    goal = Section(TextBlock("heading", head.text, row.lines, head.marker, heading=head))
    found.goals.append(goal)
    found.goal_blocks[id(goal)], found.goal_parts[id(goal)] = [], (goal,)


def _take_away(found: Structure, moved: Sequence[TextBlock]) -> None:
    """From lists, which are none without their rows."""
    taken = {id(block) for block in moved}
    kept = []
    for measure in found.measures:
        tables = tuple(
            (project, tuple(block for block in blocks if id(block) not in taken)) for project, blocks in measure.tables
        )
        is_left = tables == measure.tables or any(block.entries for _, blocks in tables for block in blocks)
        if is_left or not measure.is_list_only:
            kept.append(replace(measure, tables=tables))
    found.measures[:] = kept
