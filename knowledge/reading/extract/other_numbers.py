"""Measures whose number names another goal than the heading above them: 「施策2-2」 under 「基本目標1」.

The heading of their goal was not read, as where a page is a picture: they stand in no goal, and that is said.
"""

from collections.abc import Collection, Iterator

from knowledge.model.records import Finding
from knowledge.model.structs import replace
from knowledge.reading.layout import marker_number
from knowledge.reading.outline import Section

NO_GOAL = (
    "「{measure}」は、番号からは{word}{number}のものですが、その見出しを読み取れていません。"
    "どの{word}にも入れていません。原文で確かめ、見出しの行を補ってください"
)


def with_others_lifted(root: Section) -> tuple[Section, list[Finding]]:
    """The tree with such measures, and what follows them, behind the goal; as it is where the plan counts otherwise."""
    goals = [section for section in root.walk() if _goal(section) is not None]
    known = {_goal(goal) for goal in goals}
    agreeing = {goal.span for goal in goals if any(_first(child) == _goal(goal) for child in goal.children)}
    if not agreeing:
        return root, []
    findings: list[Finding] = []

    def lifted(section: Section) -> Section:
        children: list[Section] = []
        for child in map(lifted, section.children):
            allowed = {_goal(child)} if child.span in agreeing else known
            kept, others = _parted(child, allowed) if _goal(child) is not None else (child.children, [])
            findings.extend(_told(child, others))
            children += [replace(child, children=kept), *others] if others else [child]
        return replace(section, children=children)

    return lifted(root), findings


def _goal(section: Section) -> int | None:
    """The number of a goal with its word: 「基本目標2」."""
    return section.head.number if section.head and section.role == "goal" and section.head.label else None


def _first(section: Section) -> int | None:
    """2 of 「施策2-1」 and 「施策Ⅱ－1」."""
    first, dash, _ = section.head.mark.partition("-") if section.head else ("", "", "")
    return marker_number(first) if dash else None


def _parted(goal: Section, allowed: Collection[int | None]) -> tuple[list[Section], list[Section]]:
    """What stands behind a measure of another number is as little the goal's, up to the next of its own."""
    parts: tuple[list[Section], list[Section]] = ([], [])
    is_other = False
    for child in goal.children:
        said = _first(child)
        is_other = is_other if said is None else said != _goal(goal) and said not in allowed
        parts[is_other].append(child)
    return parts


def _told(goal: Section, others: Collection[Section]) -> Iterator[Finding]:
    word = goal.head.label if goal.head else ""
    for one in others:
        if one.heading and (number := _first(one)) is not None:
            yield Finding("warning", NO_GOAL.format(measure=one.label, word=word, number=number), one.heading.span)
