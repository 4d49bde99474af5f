"""Everything a question may mean, over-generated: records found, and every well-typed query over the plan's schema."""

from collections.abc import Callable, Iterable

import numpy as np

from knowledge.answers.understanding.composing.composer import Composer
from knowledge.answers.understanding.composing.other_shapes import SIBLINGS
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.found import found
from knowledge.answers.understanding.reading import FROM_SEARCH, OWNERS, Reading
from knowledge.answers.understanding.said.clauses import Clause
from knowledge.answers.understanding.said.denied import ENDS
from knowledge.answers.understanding.schema import Ids
from knowledge.answers.understanding.words import form_words, says
from knowledge.model.arrays import weighed_sums
from knowledge.model.normalize import name_key
from knowledge.model.records import STRATEGY

UNORDERED = ["list", "filtered", "related", "related_filtered"]  # forms
OF_BOTH, OF_ONE = "related_filtered", ["related", "members_first", "owner_first", "two_kinds", "hit"]  # forms
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
        is_answer &= ~np.isin(forms, UNORDERED) | (weighed_sums(explained, greatest) > 0)
    if STRATEGY in {reading.ids[0] for reading in every if reading.form == "hit"} and _is_on_the_own_aim(evidence):
        is_answer &= [not _tells_of_another_aim(evidence, reading) for reading in every]
    asked = composer.kinds
    if asked.topic is not None:  # all of a kind, or what the search found, is no answer about what it does not hold
        is_sibling = np.isin(forms, list(SIBLINGS.values()))  # 「同じ方向の仲間の事業」
        is_answer &= (explained[:, asked.topic] > 0) | is_sibling
    if asked.first_name is not None:
        is_list = np.array([reading.form == "list" for reading in every])
        is_answer &= ~is_list | (explained[:, asked.first_name] > 0)
    is_of_none = is_answer & [not one.ids and one.form == OF_BOTH and len(one.of) > 1 for one in every]
    if is_of_none.any():  # 「方向1の事業でパッケージ5のもの」 are not those of one of them
        is_answer &= is_of_none | ~np.isin(forms, OF_ONE)
    is_answer &= [not _is_of_another(evidence, reading) for reading in every]
    if _asks_for_projects_of_one(evidence):  # 「基本目標2の事業は何件？」: neither its card nor its indicators
        told = weighed_sums(explained, evidence.question.marked("kind", ["project"])) > 0
        if (is_answer & told & (forms == "related")).any():
            is_answer &= told
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


def _asks_for_projects_of_one(evidence: Evidence) -> bool:
    numbered = {one.id: evidence.kind(one.id) for one in evidence.numbered}
    is_one = len(numbered) == 1 and set(numbered.values()) <= set(OWNERS) and not evidence.context
    return is_one and evidence.question.said("kind") - set(numbered.values()) == {"project"}


def _is_of_another(evidence: Evidence, reading: Reading) -> bool:
    """Of a goal, package or direction, where another one of its kind is said by number: 「基本目標4の事業一覧」."""
    if evidence.context or not reading.of:
        return False
    owners = [(evidence.kind(id), id) for id in reading.of]
    numbered = {one.id: evidence.kind(one.id) for one in evidence.numbered}
    return any(kind in OWNERS and kind in numbered.values() and id not in numbered for kind, id in owners)


def _is_on_the_own_aim(evidence: Evidence) -> bool:
    """「人口の目標、第1期は30万5千でしたよね。今期はいくつ」: how many people this plan aims at."""
    question, first = evidence.question, evidence.question.request.first
    while first and question.tokens[first - 1].surface not in ENDS:  # the whole sentence of the request
        first -= 1
    key = name_key(question.text_of(Clause(first, question.request.end)))
    if "population" not in question.said("attribute") or "background" in question.said("attribute"):
        return False
    aims = question.marked("attribute", ["population"]) * question.normed(form_words("figures_or_goals"))  # 人口の目標
    kept = question.marked("condition", ["kept"]) * (1 - question.normed(form_words("beside")))  # 「同じような戦略」
    is_aim = "target" in question.said("attribute") or bool(aims.any() or kept.any())
    is_former = says(key, form_words("former_plan")) and not says(key, form_words("present_plan"))
    return is_aim and bool(question.said("ask") & {"value", "count", "check"}) and not is_former


def _tells_of_another_aim(evidence: Evidence, reading: Reading) -> bool:
    """A passage on the population that does not print what this plan aims at: what the former one did."""
    target = evidence.schema.catalog.strategy.population_target
    if target is None or reading.form not in ("hit", "hits") or reading.kind != "passage":
        return False
    text = evidence.schema.text_keys[reading.ids[0]]
    return name_key(target.target.raw) not in text
