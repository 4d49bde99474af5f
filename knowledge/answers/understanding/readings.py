"""Everything a question may mean, over-generated: records found, and every well-typed query over the plan's schema."""

from collections.abc import Callable, Iterable

import numpy as np

from knowledge.answers.understanding.composing.composer import Composer
from knowledge.answers.understanding.composing.other_shapes import SIBLINGS
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.found import found
from knowledge.answers.understanding.reading import FROM_SEARCH, Reading
from knowledge.answers.understanding.schema import Ids
from knowledge.model.arrays import weighed_sums

NOTHING_LEFT = 0.5  # weight of the request that a reading without any record may leave unexplained
Further = Callable[[Evidence, Composer], Iterable[Reading]]


def readings(evidence: Evidence, further: Further | None = None) -> list[Reading]:
    """All of them; of those with the same result in the same form the one that explains most.

    `further` makes more of them with the same composer: those that go on from what was shown before.
    """
    composer, from_search = Composer(evidence), list(found(evidence))
    every = [
        *from_search,
        *composer.compared(from_search),
        *composer.composed(),
        *(further(evidence, composer) if further else ()),
    ]
    if not every:
        return []
    explained = np.stack([reading.explained for reading in every])
    left = ((1 - explained) * evidence.question.weights).sum(axis=1)
    left_of_request = ((1 - explained) * evidence.question.request_weights).sum(axis=1)
    is_answer = np.array([bool(reading.ids) for reading in every]) | (left_of_request <= NOTHING_LEFT)
    greatest = evidence.question.marked("order", ["most", "least"])
    forms = np.array([reading.form for reading in every])
    if greatest.any() and np.isin(forms, ["extreme", "compared"]).any():  # a list in no order is no answer to that
        is_answer &= ~np.isin(forms, ["list", "filtered"]) | (weighed_sums(explained, greatest) > 0)
    asked = composer.kinds
    if asked.topic is not None:  # all of a kind, or what the search found, is no answer about what it does not hold
        is_sibling = np.isin(forms, list(SIBLINGS.values()))  # 「同じ方向の仲間の事業」
        is_answer &= (explained[:, asked.topic] > 0) | is_sibling
    if asked.first_name is not None:
        is_list = np.array([reading.form == "list" for reading in every])
        is_answer &= ~is_list | (explained[:, asked.first_name] > 0)
    if evidence.question.said("kind") == {"project"} and "count" in evidence.question.said("ask"):
        counted = weighed_sums(explained, evidence.question.marked("kind")) > 0
        if (is_answer & counted & np.isin(forms, list(FROM_SEARCH))).any():  # no package, where projects are counted
            is_answer &= counted | ~np.isin(forms, list(FROM_SEARCH))
    best: dict[tuple[Ids, str], int] = {}
    for at in np.flatnonzero(is_answer).tolist():
        key = every[at].ids, every[at].form
        if key not in best or left[at] < left[best[key]]:
            best[key] = at
    return [every[at] for at in best.values()]
