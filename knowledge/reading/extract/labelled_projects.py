"""Tables of 事業 that print the measure of each in a column: 「施策｜事業名｜概要」.

A row goes to the measure of that name.
Where a table names measures that no heading does, these are measures; what stays unclear is said.
"""

from collections.abc import Iterator, Sequence

from knowledge.model.normalize import name_key
from knowledge.model.records import Finding
from knowledge.model.structs import replace
from knowledge.reading.extract.labelled import MeasureLabel, home_of, make_measure
from knowledge.reading.extract.listing.listed import ListedProject, listed_projects
from knowledge.reading.extract.structure import MeasureSection, Structure
from knowledge.reading.layout import Layout
from knowledge.reading.outline import Section

_UNCLEAR = (
    "表の欄「{0}」がどの施策か分からないため、事業「{1}」は表の上の見出しに属するものとして示します"
    "（本来の施策と違うことがあります）"
)
_NOWHERE = "表の欄「{0}」がどの施策か分からないため、事業「{1}」は取り込みません（行は本文として検索できます）"


def give_labelled_projects(found: Structure, root: Section, layout: Layout) -> list[Finding]:
    findings = list(_give_from_outside(found, root, layout))
    for measure in list(found.measures):
        labelled = [one for one in measure.listed if one.label]
        homes = _homes(found, measure, labelled, layout)
        for one in labelled:
            if homes[one.label] is None:
                findings.append(Finding("warning", _UNCLEAR.format(one.label, one.name), one.block.span))
        moving = [(one, home) for one in labelled if (home := homes[one.label]) and home is not measure.section]
        _move(found, measure, moving)
    found.measures.sort(key=lambda one: one.section.span.first_line)
    return findings


def _give_from_outside(found: Structure, root: Section, layout: Layout) -> Iterator[Finding]:
    """Of a table that stands in no measure: a sheet of projects beside the sheets of indicators."""
    held = {id(part) for measure in found.measures for part in measure.section.walk()}
    outside = [part for part in _present(root, layout) if id(part) not in held]
    for one in [one for part in outside for one in listed_projects(part, layout) if one.label]:
        home = home_of(found, None, MeasureLabel.of(one.label, layout))
        at = next((at for at, measure in enumerate(found.measures) if measure.section is home), None)
        if at is None:
            yield Finding("warning", _NOWHERE.format(one.label, one.name), one.block.span)
        else:
            found.measures[at] = replace(found.measures[at], listed=(*found.measures[at].listed, one))


def _present(section: Section, layout: Layout) -> Iterator[Section]:
    """Without what tells of the plan before."""
    if not layout.is_past(section.title):
        yield section
        for child in section.children:
            yield from _present(child, layout)


def _homes(
    found: Structure, measure: MeasureSection, labelled: Sequence[ListedProject], layout: Layout
) -> dict[str, Section | None]:
    """By label; that of a heading above the table is where the row stands."""
    labels = {one.label: MeasureLabel.of(one.label, layout) for one in labelled}
    above = [name_key(section.title) for section in _above(measure)]
    homes = {text: home_of(found, measure.goal, label) for text, label in labels.items()}
    homes |= {text: measure.section for text, label in labels.items() if label.title and name_key(label.title) in above}
    may_make = measure.is_list_only or measure.section is measure.goal
    if may_make and labels and not any(homes.values()) and all(label.title for label in labels.values()):
        rows = {one.label: one.block for one in reversed(labelled)}
        return {text: make_measure(found, measure.goal, label, rows[text]) for text, label in labels.items()}
    return homes


def _above(measure: MeasureSection) -> Iterator[Section]:
    yield measure.section
    yield from measure.above
    if measure.goal:
        yield measure.goal


def _move(found: Structure, measure: MeasureSection, moving: Sequence[tuple[ListedProject, Section]]) -> None:
    """What held nothing but these rows is no measure."""
    for one, home in moving:
        at = next(at for at, other in enumerate(found.measures) if other.section is home)
        found.measures[at] = replace(found.measures[at], listed=(*found.measures[at].listed, one))
    at = next(at for at, one in enumerate(found.measures) if one.section is measure.section)
    gone = {id(one) for one, _ in moving}
    kept = tuple(one for one in found.measures[at].listed if id(one) not in gone)
    found.measures[at] = replace(found.measures[at], listed=kept)
    is_row_left = any(block.entries for _, blocks in measure.tables for block in blocks)
    if moving and not (kept or measure.projects or is_row_left or measure.section.role == "measure"):
        del found.measures[at]
