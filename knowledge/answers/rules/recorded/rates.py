"""「達成率が一番低いKPI」「達成率が低いKPI」「達成率50%未満のKPI」: indicators by how far they have come."""

import operator
from collections.abc import Sequence
from fractions import Fraction

from knowledge.answers.rules.recorded.measuring import GOING_BADLY, GOING_WELL, Measured, asks_for_list, measure_of
from knowledge.answers.rules.recorded.notes import year_asked
from knowledge.answers.rules.recorded.scope import IndicatorScope, indicator_scope
from knowledge.answers.understanding.comparison import Comparison, comparisons
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.said.numbers import Number
from knowledge.answers.understanding.words import form_words
from knowledge.indicators.current_values import CurrentValues
from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import FiscalYear
from knowledge.model.records import Indicator
from knowledge.wording import standing
from knowledge.wording.figure_columns import FigureTable
from knowledge.wording.values import ARROW, Measure

_FROM_ABOVE = (operator.ge, operator.gt)
_WHOLE = 100


def furthest(evidence: Evidence, catalog: Catalog, values: CurrentValues) -> Measured | None:
    """「達成率が一番低い指標は？」「いちばん遅れているKPI」: by the rate; several where it is the same."""
    orders, states = evidence.question.said("order"), evidence.question.states
    is_asked = orders & {"most", "least"} and states & {"progress", *GOING_BADLY, *GOING_WELL}
    if not is_asked or not asks_for_list(evidence, catalog):
        return None
    scope, year = indicator_scope(evidence), year_asked(evidence.question)
    rates = rates_of(scope, values, year)
    if not rates:
        return _unknown(furthest.__name__, values)
    least = is_least_asked(evidence.question)
    best = (min if least else max)(rate for _, rate in rates)
    found = [measure_of(one, values, year) for one, rate in rates if rate == best]
    note = standing.furthest_note(least, found, scope.name, len(scope.indicators), len(rates), year)
    lines, ids = tuple(one.sentence for one in found), tuple(one.indicator.id for one in found)
    ranked = tuple(one.id for one, _ in sorted(rates, key=lambda pair: pair[1], reverse=not least))
    return Measured(furthest.__name__, ids, scope.said + note, lines, ranked=ranked)


def by_rate(evidence: Evidence, catalog: Catalog, values: CurrentValues) -> Measured | None:
    """All that have a rate in its order, or as many as are asked for; or those within the bounds that are said. Each
    with its rate.
    """
    question, most, number = evidence.question, 0, number_asked(evidence)
    is_of_figures = question.said("attribute") & {"target", "baseline"}
    bounds = [] if is_of_figures else [one for one in comparisons(question.query) if one.unit == "%"]
    orders = question.said("order")
    if not bounds and number is not None and orders:
        most = number.value
    is_compared = bool(orders & {"big", "small"}) and not orders & {"most", "least"}
    is_ordered = is_compared or bounds or most or _is_in_order(question)
    beside = range(number.first, number.end) if number else ()
    is_list = asks_for_list(evidence, catalog) or question.speaks_of_states_beside(beside)
    if "progress" not in question.states or not is_ordered or not is_list:
        return None
    scope, year = indicator_scope(evidence), year_asked(question)
    rates = rates_of(scope, values, year)
    if not rates:
        return _unknown(by_rate.__name__, values)
    least = not any(one.relation in _FROM_ABOVE for one in bounds) if bounds else is_least_asked(question) or not orders
    found = sorted(
        ((one, rate) for one, rate in rates if _is_within(rate, bounds)), key=lambda pair: pair[1], reverse=not least
    )
    measures = [measure_of(one, values, year) for one, _ in found][: most or None]
    of = standing.with_rates_text(scope.name, len(scope.indicators), len(rates))
    within = standing.bounds_text((one.relation, one.amount) for one in bounds)
    note = (
        standing.rates_note(measures, of, within, year)
        if bounds
        else standing.ordered_rates_note(measures, least, of, year)
    )
    return listed_with_rates(by_rate.__name__, measures, scope.said + note, year)


def nearest(evidence: Evidence, catalog: Catalog, values: CurrentValues) -> Measured | None:
    """「目標に近いKPI」「目標から遠いKPI」: those that are not there yet, the nearest first, or the farthest."""
    if not is_on_distance(evidence.question) or not asks_for_list(evidence, catalog):
        return None
    scope, year = indicator_scope(evidence), year_asked(evidence.question)
    rates = rates_of(scope, values, year)
    if not rates:
        return _unknown(nearest.__name__, values)
    is_far = is_on_farness(evidence.question)
    on_the_way = sorted(((one, rate) for one, rate in rates if rate < 1), key=lambda pair: pair[1], reverse=not is_far)
    measures = [measure_of(one, values, year) for one, _ in on_the_way]
    of_all = (scope.name, len(scope.indicators))
    note = standing.nearest_note(
        measures,
        standing.short_of_target_text(*of_all, len(measures)),
        standing.with_rates_text(*of_all, len(rates)),
        year,
        is_far=is_far,
    )
    return listed_with_rates(nearest.__name__, measures, note, year)


def is_on_distance(question: Question) -> bool:
    """How near something is to the target, or to reaching it, or how far from it."""
    norms = {token.norm for token in question.tokens}
    is_of_target = "target" in question.said("attribute") or not norms.isdisjoint(form_words("reaching_it"))
    return is_of_target and (not norms.isdisjoint(form_words("nearly")) or is_on_farness(question))


def is_on_farness(question: Question) -> bool:
    return any(token.norm in form_words("far_off") for token in question.tokens)


def listed_with_rates(rule: str, measures: Sequence[Measure], note: str, year: FiscalYear | None) -> Measured:
    table = FigureTable.of(measures, year, with_rates=True)
    said = tuple(ARROW.join(row.chain) for row in table.rows.values())
    return Measured(rule, tuple(table.rows), note, tuple(own.sentence for own in measures), said, table=table)


def rates_of(
    scope: IndicatorScope, values: CurrentValues, year: FiscalYear | None
) -> Sequence[tuple[Indicator, Fraction]]:
    """Those of which a percentage would be true."""
    known = ((one, values.progress(one.id, year).rate) for one in scope.indicators)
    return [(one, rate) for one, rate in known if rate is not None]


def is_least_asked(question: Question) -> bool:
    """The lowest rate, or the worst."""
    orders = question.said("order")
    is_least = bool(orders & {"least", "small"} or question.states & set(GOING_BADLY)) and "big" not in orders
    return is_least or is_on_farness(question)


def number_asked(evidence: Evidence) -> Number | None:
    """「ワースト3」「低い順に5件」「3つ」: how many, where one number is said that is of no package or goal."""
    taken = {at for one in evidence.numbered for at in one.tokens}
    found = [one for one in evidence.question.numbers if one.first not in taken and one.value > 1]
    return found[0] if len(found) == 1 else None


def _is_in_order(question: Question) -> bool:
    """「悪い順」「達成率の一覧」"""
    is_by_order = any(token.surface in form_words("in_order") for token in question.tokens)
    return (bool(question.said("order")) and is_by_order) or "all" in question.said("ask")


def _is_within(rate: Fraction, bounds: Sequence[Comparison]) -> bool:
    return all(one.relation(rate * _WHOLE, Fraction(one.amount)) for one in bounds)  # type: ignore[arg-type]


def _unknown(rule: str, values: CurrentValues) -> Measured:
    return Measured(rule, (), standing.nothing_recorded(is_kept_back=values.is_kept_back), is_known=False)
