"""Whether a record's text stands in the lines that it points at."""

import re
from collections.abc import Iterator, Sequence

from knowledge.model.normalize import name_key
from knowledge.model.records import Indicator, KnowledgeBase, Span
from knowledge.reading.source import Line

_PARENTHESES = re.compile(r"（[^（）]*）")  # 「令和6年度末（令和7年4月1日住民基本台帳）の人口」


def is_quoted(text: str, span: Span, lines: Sequence[Line]) -> bool:
    """One of the span's lines says it letter by letter; a text joined from several lines is compared folded."""
    inside = lines[span.first_line - 1 : span.last_line]
    return any(text in line.text for line in inside) or (len(inside) > 1 and _runs_on(text, inside))


def _runs_on(text: str, lines: Sequence[Line]) -> bool:
    """The folded text is found in the folded lines, in order; it may run on over interruptions."""
    rest = name_key(text)
    for line in lines:
        key = name_key(line.text)
        if rest in key:
            return True
        rest = rest[_overlap(key, rest) :]
    return not rest


def _overlap(key: str, rest: str) -> int:
    """How much of `rest` the end of `key` says: a sentence goes on at the start of a later line."""
    return next((size for size in range(min(len(key), len(rest)), 0, -1) if key.endswith(rest[:size])), 0)


def quoted_texts(base: KnowledgeBase) -> Iterator[tuple[str, str, Span]]:
    """(id, text, span) of everything in the base that the document is said to print."""
    for goal in base.goals:
        yield goal.id, goal.name, goal.span
        yield goal.id, goal.text, goal.span
        for target in goal.targets:
            yield from _amounts(target)
    for direction in base.directions:
        yield direction.id, direction.name, direction.span
        yield direction.id, direction.text, direction.span
    for package in base.packages:
        yield package.id, package.name, package.span
        yield package.id, package.text, package.span
        for kpi in package.kpis:
            yield kpi.id, kpi.name, kpi.span
            yield from _amounts(kpi)
        for project in package.projects:
            yield project.id, project.name, project.span
            yield project.id, project.description, project.span
            for initiative in project.initiatives:
                yield project.id, initiative.text, initiative.span
                yield project.id, initiative.group or "", project.span
    for term in base.terms:
        yield term.id, term.term, term.span
        yield term.id, term.definition, term.span
    for passage in base.passages:
        yield passage.id, passage.text, passage.span
    if base.strategy.population_target:
        yield from _amounts(base.strategy.population_target)
    if contact := base.strategy.contact:
        for text in (contact.office, contact.tel, contact.fax, contact.address):
            yield "contact", text, contact.span


def _amounts(indicator: Indicator) -> Iterator[tuple[str, str, Span]]:
    for quantity in (indicator.baseline, indicator.target):
        yield indicator.id, quantity.raw if quantity else "", indicator.span


def is_named(indicator: Indicator, lines: Sequence[Line]) -> bool:
    """Whether the words of a target's name stand in its line: a clause says them apart, and with stray spaces.

    「滞在人口（平日）」 joins two places, 「令和6年度末（令和7年4月1日住民基本台帳）の人口」 drops an aside.
    """
    keys = [
        name_key(text)
        for line in lines[indicator.span.first_line - 1 : indicator.span.last_line]
        for text in (line.text, _PARENTHESES.sub("", line.text))
    ]
    return all(any(name_key(part) in key for key in keys) for part in indicator.name.replace("）", "").split("（"))
