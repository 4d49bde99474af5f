"""「同じ条件で、数値目標は？」: what those shown fulfil and no others do; 「逆に、減らす方は？」: what they do not."""

from collections.abc import Callable, Iterator

from knowledge.answers.understanding.concepts import Concept
from knowledge.answers.understanding.conditions import baseline_year, conditions_said
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.reading import INDICATORS
from knowledge.answers.understanding.schema import CONDITIONS, Ids, Schema
from knowledge.answers.understanding.words import form_words
from knowledge.model.records import Indicator

_Test = Callable[[Indicator], bool]


def under_the_same(evidence: Evidence, shown: Ids) -> Ids | None:
    """None where that is not asked, or where those shown have nothing in common that the others have not."""
    question, schema = evidence.question, evidence.schema
    if not _is_asked(question) or not shown or not all(schema.kinds[id] in INDICATORS for id in shown):
        return None
    if (test := _in_common(schema, shown)) is None:
        return None
    said = (question.said("kind") & INDICATORS) or {schema.kinds[id] for id in shown}
    pool = [id for kind in ("target", "kpi") if said & {kind, "indicator"} for id in schema.all(kind)]
    owners = [] if "rest" in question.said("context") else [one.id for one in evidence.numbered]
    inside = {one for owner in owners for kind in ("target", "kpi") for one in schema.related(owner, kind)}
    others = (id for id in pool if id not in shown and (not owners or id in inside))
    return tuple(id for id in others if test(schema.catalog.indicators[id]))


def _is_asked(question: Question) -> bool:
    """「同じ条件で」"""
    ends = {one.last + 1 for one in question.mentions if one.concept == Concept("context", "same")}
    return any(at in ends and token.norm in form_words("conditions") for at, token in enumerate(question.tokens))


def _in_common(schema: Schema, shown: Ids) -> _Test | None:
    """What all of them fulfil and no other one does, of all of their kind, or of those of their packages."""
    kinds = {schema.kinds[id] for id in shown}
    homes = {home for id in shown for home in schema.related(id, "package")}
    inside = {id for home in homes for kind in kinds for id in schema.related(home, kind)}
    for pool in ({id for kind in kinds for id in schema.all(kind)}, inside):
        for test in _tests(schema.catalog.indicators[shown[0]]):
            if {id for id in pool if test(schema.catalog.indicators[id])} == set(shown):
                return test
    return None


def _tests(first: Indicator) -> Iterator[_Test]:
    """What the first one fulfils."""
    yield from (test for test in CONDITIONS.values() if test(first))
    yield lambda one: baseline_year(one) == baseline_year(first)
    yield lambda one: one.unit == first.unit


def under_the_opposite(evidence: Evidence, shown: Ids) -> Ids:
    """All indicators that fulfil the one condition that is said, after some of another; () where more is said."""
    question, schema = evidence.question, evidence.schema
    conditions = [one for one in conditions_said(evidence) if one.name]
    is_due = any(token.norm in form_words("on_the_contrary") for token in question.tokens)
    if not is_due or len(conditions) != 1 or not shown or not all(schema.kinds[id] in INDICATORS for id in shown):
        return ()
    said = conditions[0].said
    left = (at for at, weight in enumerate(question.weights) if weight > 0 and not said[at])
    is_all = all(_stands_beside(question, at) for at in left)
    kinds = {schema.kinds[id] for id in shown}
    pool = [id for kind in ("target", "kpi") if kind in kinds for id in schema.all(kind)]
    return tuple(id for id in pool if is_all and id in conditions[0].ids)


def _stands_beside(question: Question, at: int) -> bool:
    concepts = question.concepts_at.get(at, ())
    is_contrary = question.tokens[at].norm in form_words("on_the_contrary")
    return is_contrary or any(one.part in ("kind", "ask", "context", "polite") for one in concepts)
