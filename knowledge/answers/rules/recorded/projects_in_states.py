"""「遅れている事業は？」「一番ひどい事業は？」: states are those of KPIs, and projects are told by theirs."""

from collections.abc import Mapping, Sequence
from itertools import islice

from knowledge.answers.rules.recorded.measuring import GOING_BADLY, GOING_WELL, STATES_MEANT, Measured, measure_of
from knowledge.answers.rules.recorded.notes import year_asked
from knowledge.answers.rules.recorded.rates import is_least_asked, number_asked, rates_of
from knowledge.answers.rules.recorded.scope import indicator_scope, is_of_owners_alone, owners_named
from knowledge.answers.understanding.evidence import Evidence
from knowledge.indicators.current_values import CurrentValues
from knowledge.model.catalog import Catalog
from knowledge.wording import standing
from knowledge.wording.amounts import percent_text
from knowledge.wording.figure_columns import figure_columns, shared_text
from knowledge.wording.values import Measure, worst_first


def projects_in_states(evidence: Evidence, catalog: Catalog, values: CurrentValues) -> Measured | None:
    """Those whose KPIs stand so, the worst first; of the worst or best alone, where that is asked."""
    question = evidence.question
    asked = next((name for name in STATES_MEANT if name in question.states), "")
    is_most = bool(question.said("order") & {"most", "least"}) and bool(
        question.states & {"progress", *GOING_BADLY, *GOING_WELL}
    )
    is_of_projects = question.said("kind") - {"package", "goal", "direction"} == {"project"}
    if not is_of_projects or not (asked or is_most) or "project" in map(evidence.kind, owners_named(evidence)):
        return None
    number = number_asked(evidence)
    beside = range(number.first, number.end + 1) if number else ()  # with what is counted: 「3つ」
    if not is_of_owners_alone(evidence, with_kinds={"project"}, beside=beside):
        return None
    if not values:
        refused = standing.nothing_recorded(is_kept_back=values.is_kept_back)
        return Measured(projects_in_states.__name__, (), refused, is_known=False)
    if is_most and number is None:
        return _furthest(evidence, catalog, values)
    return _in_states(evidence, catalog, values, asked or "late", number.value if number else None)


def _furthest(evidence: Evidence, catalog: Catalog, values: CurrentValues) -> Measured | None:
    scope, year = indicator_scope(evidence, "kpi"), year_asked(evidence.question)
    rates = [(one, rate) for one, rate in rates_of(scope, values, year) if evidence.schema.related(one.id, "project")]
    if not rates:
        return None
    least = is_least_asked(evidence.question)
    best = (min if least else max)(rate for _, rate in rates)
    measures = [measure_of(one, values, year) for one, rate in rates if rate == best]
    found = _by_project(evidence, measures)
    names = [catalog.projects[id].name for id in found]
    told = [own.name for own in measures]
    note = scope.said + standing.furthest_project_note(least, names, told, percent_text(best), year)
    return _told(found, catalog, note)


def _in_states(evidence: Evidence, catalog: Catalog, values: CurrentValues, asked: str, most: int | None) -> Measured:
    scope, year = indicator_scope(evidence, "kpi"), year_asked(evidence.question)
    every = [measure_of(one, values, year) for one in scope.indicators]
    measures = worst_first(own for own in every if own.judged in STATES_MEANT[asked])
    found = _by_project(evidence, measures)
    alone = [own for own in measures if not evidence.schema.related(own.indicator.id, "project")]
    names = [catalog.projects[id].name for id in found]
    note = standing.projects_note(asked, names, scope.name, len(measures), len(alone), year)
    return _told(dict(islice(found.items(), most)), catalog, scope.said + note)


def _by_project(evidence: Evidence, measures: Sequence[Measure]) -> Mapping[str, list[Measure]]:
    """Each project once, in the order of its first KPI."""
    found: dict[str, list[Measure]] = {}
    for own in measures:
        for id in evidence.schema.related(own.indicator.id, "project"):
            found.setdefault(id, []).append(own)
    return found


def _told(found: Mapping[str, Sequence[Measure]], catalog: Catalog, note: str) -> Measured:
    """The years that the figures have in common are said once."""
    every = list(dict.fromkeys(own for each in found.values() for own in each))
    columns = figure_columns(every)[:2]
    cells = zip(every, *(column.cells for column in columns), strict=True)
    told = {
        own.indicator.id: f"KPI {own.name}：{actual} → 目標値 {target}　{own.brief_state}"
        for own, actual, target in cells
    }
    said = tuple("\n".join(told[own.indicator.id] for own in each) for each in found.values())
    lines = tuple(f"{catalog.projects[id].name}\n{words}" for id, words in zip(found, said, strict=True))
    return Measured(projects_in_states.__name__, tuple(found), f"{note}{shared_text(columns)}", lines, said)
