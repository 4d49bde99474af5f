"""「達成したKPIは何件、未達成は何件？」: how many stand in each of several states that are asked for."""

from collections.abc import Sequence

from knowledge.answers.rules.measuring import STATES_MEANT, Measured
from knowledge.answers.rules.notes import year_asked
from knowledge.answers.rules.scope import indicator_scope, is_nominal
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.reading import INDICATORS
from knowledge.answers.understanding.words import form_words
from knowledge.indicators.current_values import CurrentValues
from knowledge.wording.standing import counts_note
from knowledge.wording.states import NOT_RECORDED

_LATE, _WITHIN_LATE = "遅れ", frozenset({"slightly_late", "worse", "unachieved"})


def counted_states(evidence: Evidence, values: CurrentValues) -> Measured | None:
    """None where one state alone is asked for, or an indicator by its name."""
    question, schema = evidence.question, evidence.schema
    asked = [name for name in _as_said(evidence) if name in STATES_MEANT]
    if len(asked) < 2 or "count" not in question.said("ask") or not values:
        return None
    is_several = question.is_only_states or question.said("kind") & INDICATORS or is_nominal(question)
    if not is_several or any(name in question.query.key for name in schema.catalog.indicator_keys.values()):
        return None
    scope, year = indicator_scope(evidence), year_asked(question)
    states = [values.progress(one.id, year).state for one in scope.indicators]
    counts = {name: sum(state in _meant(name, asked) for state in states) for name in asked}
    known = sum(state != NOT_RECORDED for state in states)
    note = counts_note(counts, scope.name, len(states), known, year)
    return Measured(counted_states.__name__, (), scope.said + note)


def _as_said(evidence: Evidence) -> list[str]:
    """In the order of the question; of 「達成と未達成」 both, though no ending makes the first a state."""
    question = evidence.question
    stated = [one for one in question.stated if question.in_request(one)]
    firsts, lasts = {one.first for one in stated}, {one.last for one in stated}
    joins = {at for at, one in enumerate(question.tokens) if one.is_sign or one.surface in form_words("joining")}
    joined = [
        one
        for one in question.mentions
        if one.concept.part == "state"
        and ((one.last + 1 in joins and one.last + 2 in firsts) or (one.first - 1 in joins and one.first - 2 in lasts))
    ]
    return list(dict.fromkeys(one.concept.name for one in sorted([*stated, *joined], key=lambda one: one.first)))


def _meant(name: str, asked: Sequence[str]) -> Sequence[str]:
    """「遅れ」 beside 「やや遅れ」 is that state alone, and not all that is behind."""
    is_beside = name == "late" and not _WITHIN_LATE.isdisjoint(asked)
    return (_LATE,) if is_beside else STATES_MEANT[name]
