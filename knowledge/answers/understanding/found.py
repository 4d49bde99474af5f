"""Readings that the search gives: one record, several of a kind beside each other, two subjects."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import combinations, compress

import numpy as np

from knowledge.answers.understanding.conjuncts import Conjunct
from knowledge.answers.understanding.evidence import WHOLE, Evidence
from knowledge.answers.understanding.reading import INDICATORS, Reading
from knowledge.answers.understanding.said.weights import LITTLE, Weights
from knowledge.answers.understanding.schema import MEANT_KINDS, PRINTED
from knowledge.model.arrays import weighed_sums
from knowledge.model.records import STRATEGY

LIST_SIZES = ((2, 0.0), (3, 0.0), (4, 0.45))  # how many hits beside each other, from which share of the best on
STANDS_OUT = 0.5  # of the best: of 469 such questions with one record meant, it was the first in 457
PAIR_GAIN, MOST_PAIRS = 0.9, 8  # weight that each of two subjects must account for alone
_JOINED_KINDS = ("indicator", "project", "package", "term", "passage")
_OF_EACH_KIND = ("indicator", "project", "term")  # packages, directions and goals are what others belong to
_LISTED_KINDS = ("project", "kpi", "target", "passage", "direction")


def found(evidence: Evidence) -> Iterator[Reading]:
    asked = np.maximum(evidence.question.marked("ask"), evidence.question.marked("polite"))
    said = {kind: _said_of(evidence, kind, asked) for kind in set(map(evidence.kind, evidence.hits))}
    told = (id for id in evidence.hits if evidence.is_told(id) or evidence.is_heard(id))
    single = {id: _hit(evidence, id, said[evidence.kind(id)]) for id in told}
    yield from single.values()
    kinds = {id: evidence.kind(id) for id in single}
    for kind in _LISTED_KINDS:
        wanted = ("kpi", "target") if kind == "kpi" else (kind,)
        yield from _beside_each_other(evidence, single, [id for id, own in kinds.items() if own in wanted])
    yield from _two_subjects(evidence, single)
    cores = evidence.sharing or evidence.conjuncts
    for sides in filter(None, (evidence.conjuncts, evidence.sharing)):
        yield from _each_of_those_joined(evidence, sides, cores, single, said)
    yield from _one_of_each_kind(evidence, single)


def _said_of(evidence: Evidence, kind: str, asked: Weights) -> Weights:
    """The tokens that any record of a kind accounts for: by which it is asked for, and what it prints."""
    marked = evidence.question.marked
    printed, meant = PRINTED.get(kind, frozenset()), MEANT_KINDS.get(kind, (kind,))
    said: Weights = np.maximum(asked, np.maximum(marked("attribute", printed), marked("kind", meant)))
    return said


def _hit(evidence: Evidence, id: str, said: Weights) -> Reading:
    kind, explained = evidence.kind(id), np.maximum(evidence.explained(id), said)
    if id in evidence.bindings:
        explained[list(evidence.bindings[id].tokens)] = 1.0
    return Reading((STRATEGY if id == "population" else id,), kind, "hit", explained, evidence.bound(id))


def _beside_each_other(evidence: Evidence, single: dict[str, Reading], same: list[str]) -> Iterator[Reading]:
    """`same`: those of one kind."""
    if len(same) < 2:
        return
    scores = evidence.lookups[WHOLE].scores
    order = np.argsort(-scores[[evidence.hits[id] for id in same]], kind="stable")
    same = [same[at] for at in order.tolist()]
    if evidence.is_named_in_full(same[0]):  # who names it wants it alone, or those that are named as well
        same = [id for id in same if evidence.is_named_in_full(id)]
    same = _of_the_theme(evidence, same)
    for size, share in LIST_SIZES:
        least = share * scores[evidence.hits[same[0]]]
        chosen = [id for id in same[:size] if scores[evidence.hits[id]] >= least]
        if len(chosen) > 1:
            others = map(evidence.explained, chosen[1:])
            explained = reduce(np.maximum, others, single[chosen[0]].explained)
            yield single[chosen[0]]._replace(ids=tuple(chosen), form="hits", explained=explained, parts=len(chosen))


def _of_the_theme(evidence: Evidence, ids: list[str]) -> list[str]:
    """Without those that have none of the words, where the first has one: 「空き家対策」 is not all 「対策」, nor
    「公園を作る」 all that is made.
    """
    weights = evidence.question.telling_weights
    nouns = np.zeros_like(weights)
    nouns[list(evidence.question.free_nouns)] = 1.0
    weights = weights * nouns if (weights * nouns).any() else weights
    has_some = [float(weights @ evidence.explained(id)) >= LITTLE for id in ids]
    return list(compress(ids, has_some)) if has_some and has_some[0] else ids


def stands_out(evidence: Evidence, reading: Reading) -> bool:
    """Of several beside each other the first, where the next one fits half as well at most."""
    if reading.form != "hits" or reading.kind == "passage":
        return False
    first, second = (evidence.strength.get(id, 0.0) for id in reading.ids[:2])
    return bool(second <= STANDS_OUT * first)


def _two_subjects(evidence: Evidence, single: dict[str, Reading]) -> Iterator[Reading]:
    """「待機児童数と空き家の件数の目標値」: two records of a kind, each with words that the other does not know; first
    those that are both named in full.
    """
    weights = evidence.question.weights * (1 - evidence.question.marked("unprinted"))  # these name nothing
    if weights.sum() < 2:
        return
    groups: dict[str, list[str]] = {}
    asks_of_words = "meaning" in evidence.question.said("attribute") or "compare" in evidence.question.said("ask")
    every = [id for id in evidence.strongest_first if id in single and (asks_of_words or not evidence.is_kind_word(id))]
    for id in every:
        kind = evidence.kind(id)
        groups.setdefault(_group(kind), []).append(id)
    first = [*every[:8], *groups.get("indicator", [])[:6], *groups.get("project", [])[:5]]
    first = list(dict.fromkeys(first))
    known = np.array([evidence.explained(id) for id in first])
    leads = weighed_sums(np.maximum(known[:, None] - known, 0), weights).tolist() if first else []
    kinds = [evidence.kind(id) for id in first]
    pairs: list[tuple[bool, float, str, str]] = []
    for (at, left), (over, right) in combinations(enumerate(first), 2):
        gain = min(leads[at][over], leads[over][at])
        if gain > PAIR_GAIN and _are_alike(kinds[at], kinds[over]):
            are_named = evidence.is_named_in_full(left) and evidence.is_named_in_full(right)
            pairs.append((are_named, gain, left, right))
    for _, _, left, right in sorted(pairs, reverse=True)[:MOST_PAIRS]:
        explained = np.maximum(single[left].explained, single[right].explained)
        bound = min(evidence.bound(left), evidence.bound(right))
        ids = (*single[left].ids, *single[right].ids)
        yield single[left]._replace(ids=ids, form="pair", explained=explained, bound=bound, parts=2)


def _each_of_those_joined(
    evidence: Evidence,
    sides: Sequence[Conjunct],
    cores: Sequence[Conjunct],
    single: dict[str, Reading],
    said: Mapping[str, Weights],
) -> Iterator[Reading]:
    """「シティプラザと美術館、どちらが多い」: of one kind, what fits each of the things joined by itself.

    `cores`: the things without what is said of all of them.
    """
    best = [evidence.best_of(side) for side in sides]
    shares = _shares(evidence, cores)
    together = max((min(shares([id] * len(best))) for id in single), default=0.0)
    outside = sorted(set(range(len(evidence.question.tokens))).difference(*(side.at for side in sides)))
    for kind in _JOINED_KINDS:
        ids = [found.get(kind, "") for found in best]
        if not all(ids) or len(set(ids)) < len(ids):
            continue
        explained = said[evidence.kind(ids[0])].copy()
        of_all = np.minimum.reduce([evidence.explained(id) for id in ids])
        explained[outside] = np.maximum(explained, of_all)[outside]
        for side, id in zip(sides, ids, strict=True):
            own = slice(side.at.start, side.at.stop)
            explained[own] = np.maximum(explained[own], evidence.explained(id)[own])
        told, bound = min(shares(ids)), min(map(evidence.bound, ids))
        yield Reading(tuple(ids), kind, "joined", explained, bound, len(ids), told=told, together=together)


def _shares(evidence: Evidence, sides: Sequence[Conjunct]) -> Callable[[Sequence[str]], list[float]]:
    """Of the words of each of the things joined, what one record each accounts for."""
    spans = [slice(side.at.start, side.at.stop) for side in sides]
    weights = [evidence.question.naming_weights[span] for span in spans]
    wholes = [max(float(own.sum()), LITTLE) for own in weights]

    def shares(ids: Sequence[str]) -> list[float]:
        parts = zip(ids, spans, weights, wholes, strict=True)
        return [float(own @ evidence.explained(id)[span]) / whole for id, span, own, whole in parts]

    return shares


def _one_of_each_kind(evidence: Evidence, single: dict[str, Reading]) -> Iterator[Reading]:
    """「ドクターカーを走らせる事業と、その効果を測る指標」: of each of two kinds said, what was found first."""
    question = evidence.question
    said = [one.concept.name for one in question.mentions if one.concept.part == "kind" and question.in_request(one)]
    said = ["term", *said] if "meaning" in question.said("attribute") else said
    kinds = list(dict.fromkeys(group for group in map(_group, said) if group in _OF_EACH_KIND))
    if not question.is_joined or len(kinds) != 2:
        return
    first: dict[str, str] = {}
    for id in filter(single.__contains__, evidence.strongest_first):
        first.setdefault(_group(evidence.kind(id)), id)
    if all(kind in first for kind in kinds):
        ids = [first[kind] for kind in kinds]
        explained = np.maximum.reduce([single[id].explained for id in ids])
        bound = min(map(evidence.bound, ids))
        yield single[ids[0]]._replace(ids=tuple(ids), form="of_each_kind", explained=explained, bound=bound, parts=2)


def _group(kind: str) -> str:
    return "indicator" if kind in INDICATORS else kind


def _are_alike(kind: str, other: str) -> bool:
    return (kind == other and kind != "passage") or {kind, other} <= INDICATORS
