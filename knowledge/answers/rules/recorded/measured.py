"""Questions that the recorded values decide: which KPIs are late, met or unrecorded, what changed, a year's actual.

Rules over (evidence, catalog, values), tried in the order of RULES. Without recorded values nothing is guessed: it is
said.
"""

import re
from collections import Counter

from knowledge.answers.own_ties import tie_note
from knowledge.answers.rules.recorded.compared import compared, most_changed
from knowledge.answers.rules.recorded.counts_of_states import states_of_each, states_of_named
from knowledge.answers.rules.recorded.extremes import extreme, is_on_extremes
from knowledge.answers.rules.recorded.measuring import (
    STATES_MEANT,
    Measured,
    MeasuredRule,
    asks_for_list,
    indicator_meant,
    measure_of,
)
from knowledge.answers.rules.recorded.notes import left_to_target, prospect_sentence, sentences_on, year_asked
from knowledge.answers.rules.recorded.points_asked import is_on_points
from knowledge.answers.rules.recorded.projects_in_states import projects_in_states
from knowledge.answers.rules.recorded.rates import by_rate, furthest, is_on_distance, nearest
from knowledge.answers.rules.recorded.reckoned import reckoned
from knowledge.answers.rules.recorded.reckoning_asked import reckoning_asked
from knowledge.answers.rules.recorded.scope import (
    indicator_scope,
    indicators_spoken_of,
    is_instead,
    is_nominal,
    is_of_owners_alone,
    owners_named,
    wider_scope,
)
from knowledge.answers.rules.recorded.whether import (
    checks_a_state,
    indicator_spoken_of,
    not_known,
    reached,
    reaching_asked,
)
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.words import form_words, rule_words
from knowledge.indicators.current_values import CurrentValues
from knowledge.indicators.progress import STATES
from knowledge.model.catalog import Catalog
from knowledge.model.normalize import name_key
from knowledge.model.records import Indicator
from knowledge.model.word_patterns import alternatives, phrase
from knowledge.search.query import Query
from knowledge.wording import standing
from knowledge.wording.card import card_text
from knowledge.wording.figure_columns import FigureTable
from knowledge.wording.going_on import SHOWN_INDICATORS
from knowledge.wording.record_cards import card_of
from knowledge.wording.states import NOT_RECORDED
from knowledge.wording.values import worst_first


def find_measured(evidence: Evidence, catalog: Catalog, values: CurrentValues) -> Measured | None:
    """What the first rule that decides has found; None when none does."""
    query = evidence.question.query
    if not is_on_values(evidence.question) or _speaks_of_another_plan(query, catalog):
        return None
    for rule in (reckoned, extreme, left, prospect):
        if found := rule(evidence, catalog, values):
            return found
    if is_on_distance(evidence.question):
        return nearest(evidence, catalog, values)
    if is_on_states_alone(evidence.question):
        return _counts_of_all(evidence, values)
    if not evidence.question.states and not is_on_points(evidence.question):
        return reached(evidence, catalog, values) or overview(evidence, catalog, values)
    return next((found for rule in RULES if (found := rule(evidence, catalog, values))), None)


def is_on_values(question: Question) -> bool:
    """It speaks of what is recorded, or may: 「状況は？」「ゼロになった？」"""
    is_asked = question.is_on_standing or reaching_asked(question) is not None
    is_asked = is_asked or is_on_points(question) or is_on_extremes(question)
    is_asked = is_asked or question.is_on_shortfall or question.is_on_prospect or reckoning_asked(question) is not None
    return is_asked or is_on_states_alone(question) or is_on_distance(question)


def is_on_states_alone(question: Question) -> bool:
    """「状態の内訳」「状態別の件数」: in our own word, which no plan is asked for."""
    words = form_words("word_for_states")
    telling = [at for at in range(len(question.tokens)) if question.weights[at] > 0]
    beside = question.marked("ask") + question.marked("kind", ("kpi", "indicator", "target"))
    own = [at for at in telling if question.tokens[at].norm in words]
    others = (at for at in telling if at not in own and question.tokens[at].norm not in form_words("per"))
    return bool(own and question.said("ask") & {"all", "count"}) and all(beside[at] for at in others)


def _counts_of_all(evidence: Evidence, values: CurrentValues) -> Measured:
    """How many indicators stand in which state."""
    scope, year = indicator_scope(evidence), year_asked(evidence.question)
    if not values:
        return Measured(
            overview.__name__, (), standing.nothing_recorded(is_kept_back=values.is_kept_back), is_known=False
        )
    counts = Counter(measure_of(one, values, year).state for one in scope.indicators)
    told: dict[str, int] = {state: counts[state] for state in STATES}
    return Measured(overview.__name__, (), standing.overview_note(told, scope.name, len(scope.indicators), year))


def of_one(evidence: Evidence, catalog: Catalog, values: CurrentValues) -> Measured | None:
    """「待機児童数は達成した？」: the indicator itself, with its state, or all its parts. Without a value it is left to
    the document, unless a yes or a no is asked for.
    """
    shown = indicators_spoken_of(evidence)
    if evidence.question.is_only_states and (
        len(shown) != 1 or (evidence.is_of_state and is_instead(evidence.question))
    ):
        return None
    best = indicator_meant(evidence, catalog) if len(shown) != 1 else catalog.indicators[shown[0]]
    if best is None and is_on_points(evidence.question) and not is_nominal(evidence.question):
        best = indicator_spoken_of(evidence, catalog)
    best = best or _population_checked(evidence, catalog)
    parts = catalog.parts_of(best.id, evidence.question.query.key) if best else ()
    own, is_known = [catalog.indicators[id] for id in parts], any(values.entries(id) for id in parts)
    if len(shown) != 1 and not is_known and not (own and checks_a_state(evidence.question)):
        return None
    views = [values.latest(one.id, year_asked(evidence.question)) for one in own]
    names = [standing.title_beside(one, view.figure if view else None) for one, view in zip(own, views, strict=True)]
    said = [
        list(sentences_on(evidence.question, one, values, f"{name}の", is_checked=len(own) == 1))
        for one, name in zip(own, names, strict=True)
    ]
    told = [line for lines in said for line in lines]
    note = "\n".join(told if len(shown) == 1 or is_known else [not_known(own[0], values)])
    return Measured(of_one.__name__, parts, note, tuple(card_text(card_of(one, catalog, values)) for one in own))


def left(evidence: Evidence, catalog: Catalog, values: CurrentValues) -> Measured | None:
    """「農業都市の認知度はあと何ポイント？」: of the indicator that has all its words, whatever else is found."""
    question = evidence.question
    is_asked = question.is_on_shortfall and not question.states and question.free_nouns
    indicator = indicator_spoken_of(evidence, catalog) if is_asked else None
    if indicator is None or len(catalog.parts_of(indicator.id, question.query.key)) > 1:
        return None
    note = "\n".join(left_to_target(question, indicator, values))
    return Measured(left.__name__, (indicator.id,), note, (card_text(card_of(indicator, catalog, values)),))


def prospect(evidence: Evidence, catalog: Catalog, values: CurrentValues) -> Measured | None:
    """「目標は達成できそう？」: how it stands, and that nobody foretells it."""
    indicator = indicator_spoken_of(evidence, catalog) if evidence.question.is_on_prospect else None
    if indicator is None:
        return None
    is_known = bool(values.entries(indicator.id))
    note = prospect_sentence(indicator, values, f"{indicator.title}の") if is_known else not_known(indicator, values)
    return Measured(prospect.__name__, (indicator.id,), note, (card_text(card_of(indicator, catalog, values)),))


def _population_checked(evidence: Evidence, catalog: Catalog) -> Indicator | None:
    """「人口は増えた？」, and of nothing narrower."""
    question = evidence.question
    is_asked = "population" in question.said("attribute") and not question.free_nouns and checks_a_state(question)
    return catalog.indicators.get("population") if is_asked else None


def by_state(evidence: Evidence, catalog: Catalog, values: CurrentValues) -> Measured | None:
    """「遅れているKPI」「令和5年度に達成した指標」「パッケージ3の未登録のKPIは？」"""
    asked = next((name for name in STATES_MEANT if name in evidence.question.states), None)
    if asked is None or _asks_of_the_plan(evidence.question) or not asks_for_list(evidence, catalog):
        return None
    return in_states(evidence, asked, values)


def all_recorded(evidence: Evidence, catalog: Catalog, values: CurrentValues) -> Measured | None:
    """「令和5年度の実績は」「パッケージ3の実績一覧」: every indicator that has one; 「実績は？」 asks for one."""
    question = evidence.question
    is_asked = "actual" in question.states and (year_asked(question) or "all" in question.said("ask"))
    counting = [at for at in range(len(question.tokens)) if question.weights[at] > 0]
    numbers = {at for one in evidence.numbered for at in one.tokens}
    asking = question.marked("attribute", ("actual",)) + question.marked("ask") + question.marked("kind")
    is_all = is_asked and all(asking[at] or at in numbers for at in counting)
    return in_states(evidence, "recorded", values) if is_all else None


def in_states(evidence: Evidence, asked: str, values: CurrentValues) -> Measured:
    """The scope's indicators that stand in one of the states asked for."""
    scope, year = indicator_scope(evidence), year_asked(evidence.question)
    if not values and (values.is_kept_back or asked not in ("unrecorded", "neither")):
        refused = standing.nothing_recorded(is_kept_back=values.is_kept_back)
        return Measured(by_state.__name__, (), refused, is_known=False)
    progress = {one.id: values.progress(one.id, year).state for one in scope.indicators}
    found = [one for one in scope.indicators if progress[one.id] in STATES_MEANT[asked]]
    if not found and scope.name == SHOWN_INDICATORS and (wider := wider_scope(evidence)):
        scope, progress = wider, {one.id: values.progress(one.id, year).state for one in wider.indicators}
        found = [one for one in scope.indicators if progress[one.id] in STATES_MEANT[asked]]
    known = sum(1 for state in progress.values() if state != NOT_RECORDED)
    measured = [measure_of(one, values, year) for one in found]
    measures = measured if asked == "recorded" else worst_first(measured)  # how it stands was not the question
    names = [each.name for each in measures]
    note = scope.said + standing.state_note(asked, names, scope.name, len(scope.indicators), known, year)
    is_told = year is not None and len(measures) == 1  # whose card has the latest value
    note = f"{note}\n{measures[0].sentence}" if is_told else note
    is_ranked = measures is not measured and asked not in standing.UNNAMED
    lines = () if is_told else tuple(each.sentence for each in measures)
    said = tuple(each.brief for each in measures) if year else ()
    table = FigureTable.of(measures, year, with_rates=is_ranked) if year or is_ranked else None
    ids = tuple(each.indicator.id for each in measures)
    return Measured(by_state.__name__, ids, note, lines, said, table=table, state="" if year else asked)


def overview(evidence: Evidence, catalog: Catalog, values: CurrentValues) -> Measured | None:
    """「KPIの進捗状況は？」: how many stand in which state; of what holds them (「パッケージ3の状況は？」) each."""
    question = evidence.question
    is_of_owner, is_of_progress = is_of_owners_alone(evidence), "progress" in question.states
    is_of_projects = question.said("kind") == {"project"} and is_of_owners_alone(evidence, with_kinds={"project"})
    is_asked = is_of_progress and (is_of_projects or asks_for_list(evidence, catalog))
    if not is_asked and not (is_of_owner and (question.states or values)):
        return None
    if not values and not is_of_owner and not is_of_projects and not question.is_only_states:
        return None
    scope, year = indicator_scope(evidence, "kpi" if is_of_projects else ""), year_asked(question)
    if not values and (values.is_kept_back or not is_of_owner):
        refused = standing.nothing_recorded(is_kept_back=values.is_kept_back)
        return Measured(overview.__name__, (), refused, is_known=False)
    if is_of_owner and not scope.indicators:
        return _without_indicator(evidence, catalog)
    measures = worst_first(measure_of(one, values, year) for one in scope.indicators)
    counts = Counter(own.state for own in measures)
    told: dict[str, int] = {state: counts[state] for state in STATES}
    stands = standing.overview_note(told, scope.name, len(measures), year)
    note = scope.said + (stands if values else standing.none_recorded_note(scope.name, len(measures)))
    if not is_of_owner:
        return Measured(overview.__name__, (), note)
    if len(measures) == 1:
        own = measures[0]
        note = standing.stands_note(own.indicator, own.view.figure if own.view else None, own.state)
    lines, said = tuple(own.sentence for own in measures), tuple(own.brief for own in measures) if year else ()
    table = FigureTable.of(measures, year, with_rates=bool(values)) if year or values else None
    ids = tuple(own.indicator.id for own in measures)
    return Measured(overview.__name__, ids, note, lines, said, table=table)


def _without_indicator(evidence: Evidence, catalog: Catalog) -> Measured | None:
    """A project, by whose KPIs its progress would be told."""
    projects = [id for id in owners_named(evidence) if evidence.kind(id) == "project"]
    if len(projects) != 1:
        return None
    note = standing.without_indicator_note(catalog.projects[projects[0]].name)
    return Measured(
        overview.__name__, (projects[0],), note, (card_text(card_of(catalog.projects[projects[0]], catalog)),)
    )


RULES: tuple[MeasuredRule, ...] = (
    reached, states_of_named, states_of_each, by_rate, of_one, projects_in_states, most_changed, furthest, compared,
    by_state, overview, all_recorded,
)  # fmt: skip


def ties_measured(evidence: Evidence, found: Measured) -> str:
    """What is told of projects by their KPIs, and of KPIs by what they belong to, hangs on ties that may be ours."""
    if not found.is_known or found.rule == of_one.__name__:
        return ""
    catalog, scope = evidence.schema.catalog, [one.id for one in indicator_scope(evidence).indicators]
    is_by_project = found.rule == projects_in_states.__name__
    return tie_note(catalog, found.ids if is_by_project else owners_named(evidence), scope)


# Shared by the rules


def _asks_of_the_plan(question: Question) -> bool:
    """「基準値がないKPI」 asks for what the plan does not print, not for what nobody has recorded."""
    return "missing" in question.said("condition") and bool(question.said("attribute") & {"baseline", "target"})


def _speaks_of_another_plan(query: Query, catalog: Catalog) -> bool:
    """「第1期総合戦略のKPI達成率は」, asked of the second."""
    words = rule_words("plans")
    other = rf"{alternatives(words['before_number'])}[\d{words['digits']}]+{alternatives(words['behind_number'])}"
    named = re.findall(f"{other}|{phrase(words['former'])}", query.key)
    return any(one not in name_key(catalog.strategy.title) for one in named)
