"""Which sections are the goals: those that a word calls so, those with 数値目標, what stands over the measures.

A 総合計画 calls them 政策, 柱 or nothing at all: 「第1章 安全なまち > 第1節 防災」 with the KPIs in 第1節.
"""

import re
from collections.abc import Iterator, Sequence

from knowledge.model.normalize import name_key
from knowledge.reading.extract.indicators import names_column_of
from knowledge.reading.extract.parts import parts_of, sorts, tell_indicators
from knowledge.reading.layout import Layout
from knowledge.reading.outline import Section
from knowledge.reading.tables.columns import heads_measures

FEWEST_GOALS = 2  # one heading over all measures is a chapter that holds them
_TOO_WIDE = ("part", "division")  # 第1編, 第2部 hold the whole of a plan
Above = tuple[Section, ...]


def find_goals(root: Section, layout: Layout) -> list[Section]:
    """Those headed 基本目標1, 基本目標2, …, else those inside the section headed 基本目標, else those with 数値目標."""
    if headed := _without_overview(list(_headed(root, layout))):
        return headed
    inside = (section.children for section in root.walk() if name_key(section.title) == "基本目標")
    return next((children for children in inside if children), []) or _with_like(root, layout)


def _with_like(root: Section, layout: Layout) -> list[Section]:
    """Those with 数値目標, and those beside them that hold indicators and print no 数値目標 of their own."""
    found = list(_with_targets(root, layout))
    if len(found) < FEWEST_GOALS or len({_kind(goal) for goal in found}) > 1:
        return found
    beside = [
        parent.children for parent in root.walk() if any(one is goal for one in parent.children for goal in found)
    ]
    return [
        one
        for one in (one for children in beside for one in children if _kind(one) == _kind(found[0]))
        if any(one is goal for goal in found) or (not layout.is_past(one.title) and _holds_indicators(one, layout))
    ]


def _holds_indicators(section: Section, layout: Layout) -> bool:
    inner = [below for below in section.walk() if not sorts(below, layout) and below is not section]
    return any(tell_indicators([*parts_of(below, layout)], layout) for below in inner)


def _with_targets(section: Section, layout: Layout) -> Iterator[Section]:
    """Sections with a table of 数値目標 of their own, and others with a table inside: goals that no word calls so."""
    for child in (child for child in section.children if not layout.is_past(child.title)):
        if not sorts(child, layout) and _holds_indicators(child, layout) and _are_goal_targets(child, layout):
            yield child
        else:
            yield from _with_targets(child, layout)


def _are_goal_targets(section: Section, layout: Layout) -> bool:
    """By the heading over the table or the lines, or by what the table calls its indicators."""
    parts = list(parts_of(section, layout))
    titles = [
        part.title for part in parts if part.blocks and (part.role == "indicators" or tell_indicators([part], layout))
    ]
    column = names_column_of([block for part in parts for block in part.blocks])
    names = [name_key(name) for name in (*titles, column)]
    return any(name.startswith(word) for name in names for word in layout.goal_tables)


def _headed(section: Section, layout: Layout) -> Iterator[Section]:
    for child in section.children:
        if child.role == "goal":
            yield child
        elif not layout.is_past(child.title):
            yield from _headed(child, layout)


def _without_overview(goals: Sequence[Section]) -> list[Section]:
    """A goal that a list names before its chapter does is one goal: the section that holds more."""
    kept: list[Section] = []
    for goal in goals:
        twin = next((at for at, other in enumerate(kept) if _is_same(goal, other)), None)
        if twin is None:
            kept.append(goal)
        elif _size(goal) > _size(kept[twin]):
            kept[twin] = goal
    return kept


def _is_same(left: Section, right: Section) -> bool:
    names = name_key(left.title), name_key(right.title)
    numbers = [section.head and section.head.number for section in (left, right)]
    return numbers[0] == numbers[1] and (names[0] in names[1] or names[1] in names[0])


def _size(section: Section) -> int:
    return sum(1 for part in section.walk() for _ in (part, *part.blocks))


def goals_over(measures: Sequence[tuple[Section, Above]], layout: Layout) -> list[Section]:
    """Of a plan that names no goals: the measures that hold others, else what all measures stand in.

    Each measure comes with the headings above it, outermost first; a heading that says nothing of its own
    (施策の展開, 基本計画) is no goal.
    """
    named = [(section, above) for section, above in measures if not layout.is_generic(section.title)]
    return _without_overview(_holding_measures(named)) or _over_all(named, layout)


def goals_of_one_level(measures: Sequence[tuple[Section, Above]], root: Section, layout: Layout) -> list[Section]:
    """All that holds anything, where one kind of heading does and no word calls it a 施策: it is the plan's outermost.

    「分野1」「Strategy 1」「一　仕事をつくる」. `measures`: those that are more than a table. Where a
    plan says elsewhere what it looks forward to, numbers below 「…に資する取組」 are no goals either.
    """
    own = [section for section, _ in measures]
    has_vision = any(word in part.title for part in root.walk() for word in layout.visions)
    words = {_word_of(section, above if has_vision else (), layout) for section, above in measures}
    is_inner = any(word.endswith(layout.inner_words) for word in words if word)
    is_inner = is_inner and not all(map(_has_measures_in_a_column, own))
    is_one = len({_kind(section) for section in own}) == 1 and len(own) >= FEWEST_GOALS
    are_numbered = all(section.head and section.head.number for section in own)
    return [] if is_inner or not (is_one and are_numbered) else _without_overview(own)


def _word_of(section: Section, above: Above, layout: Layout) -> str:
    """Before its number, else at the end of the heading above."""
    if section.head and section.head.label:
        return section.head.label
    outer = re.sub(r"[(（][^()（）]*[)）]$", "", above[-1].title) if above else ""
    return next((word for word in layout.inner_words if outer.endswith(word)), "")


def _has_measures_in_a_column(section: Section) -> bool:
    """「政策1」 over 「施策｜指標｜目標値」."""
    rows = [block.entries[0] for block in section.all_blocks() if block.entries]
    word = section.head.label if section.head else ""
    return bool(rows) and all(heads_measures(row.label_column) and row.label_column != word for row in rows)


def _holding_measures(measures: Sequence[tuple[Section, Above]]) -> list[Section]:
    """政策1 over 施策1-1, 柱1 over 基本施策1; one without measures beside them is a goal, or without targets."""
    own = [section for section, _ in measures]
    tops = [section for section, above in measures if not any(part is other for part in above for other in own)]
    holding = [top for top in tops if any(part is top for _, above in measures for part in above)]
    styles = {_kind(section) for section in holding}
    if len(styles) != 1:
        return []
    over = (part for _, above in measures for part in above)
    goals = {id(part): part for part in (*tops, *over) if _kind(part) in styles}
    return sorted(goals.values(), key=lambda goal: goal.span.first_line)


def _over_all(measures: Sequence[tuple[Section, Above]], layout: Layout) -> list[Section]:
    """The innermost kind of heading that stands over every measure."""
    over = [[part for part in reversed(above) if _may_be_goal(part, layout)] for _, above in measures]
    for kind in dict.fromkeys(_kind(part) for part in over[0]) if over else ():
        found = [next((part for part in parts if _kind(part) == kind), None) for parts in over]
        if all(found):
            goals = list({id(part): part for part in found if part}.values())
            return goals if len(goals) >= FEWEST_GOALS or len(measures) < FEWEST_GOALS else []
    return []


def _may_be_goal(section: Section, layout: Layout) -> bool:
    is_apart = section.head is not None and not section.is_free and section.head.style not in _TOO_WIDE
    return is_apart and not sorts(section, layout) and not layout.is_generic(section.title)


def _kind(section: Section) -> tuple[str, int | None]:
    return (section.head.style, section.head.level) if section.head else ("", None)
