"""「達成したKPIは何件、未達成は何件？」: how many stand in each of several states that are asked for."""

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from knowledge.answers.rules.recorded.measuring import STATES_MEANT, Measured
from knowledge.answers.rules.recorded.notes import year_asked
from knowledge.answers.rules.recorded.scope import indicator_scope, is_nominal
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.reading import INDICATORS
from knowledge.answers.understanding.words import form_words
from knowledge.indicators.current_values import CurrentValues
from knowledge.indicators.progress import STATES
from knowledge.model.catalog import Catalog
from knowledge.wording.names import label_of
from knowledge.wording.standing import counts_note, each_note, nothing_recorded, states_text
from knowledge.wording.states import NOT_RECORDED

_Owner = Literal["package", "goal", "direction"]
_OWNERS: dict[str, _Owner] = {"package": "package", "goal": "goal", "direction": "direction"}
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


def states_of_each(evidence: Evidence, catalog: Catalog, values: CurrentValues) -> Measured | None:
    """「パッケージごとの達成率は？」「各基本目標の進捗」: all of a kind, each with how its indicators stand."""
    question, schema = evidence.question, evidence.schema
    kinds = [one for one in question.mentions if one.concept.part == "kind" and one.concept.name in _OWNERS]
    per = {at for at, token in enumerate(question.tokens) if token.norm in form_words("per")}
    beside = [one for one in kinds if per & {one.first - 1, one.last + 1}]
    if "progress" not in question.states or len(beside) != 1:
        return None
    taken = {*per, *beside[0].tokens}
    if not question.speaks_of_states_beside(taken):
        return None
    if not values:
        refused = nothing_recorded(is_kept_back=values.is_kept_back)
        return Measured(states_of_each.__name__, (), refused, is_known=False)
    kind, year = _OWNERS[beside[0].concept.name], year_asked(question)
    told: dict[str, str] = {}
    for id in schema.all(kind):
        counts = Counter(values.progress(one, year).state for one in schema.measuring(id))
        told[id] = states_text({state: counts[state] for state in STATES})
    names = [label_of(kind, int(id.lstrip("pkgd")), catalog) for id in told]
    of_each = dict(zip(names, told.values(), strict=True))
    lines = tuple(f"{name}：{states}" for name, states in of_each.items())
    return Measured(states_of_each.__name__, tuple(told), each_note(of_each, year), lines, tuple(told.values()))


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
