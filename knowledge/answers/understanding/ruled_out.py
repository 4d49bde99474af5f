"""Which readings can be no answer to the question, however likely they are: one table of tests, in order."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from knowledge.answers.understanding.composing.kinds_asked import KindsAsked
from knowledge.answers.understanding.composing.other_shapes import SIBLINGS
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.reading import FROM_SEARCH, OWNERS, Reading
from knowledge.answers.understanding.said.clauses import Clause
from knowledge.answers.understanding.said.denied import ENDS
from knowledge.answers.understanding.said.weights import Weights
from knowledge.answers.understanding.words import form_words, says
from knowledge.model.arrays import weighed_sums
from knowledge.model.normalize import name_key
from knowledge.model.records import STRATEGY
from knowledge.model.structs import lazy

UNORDERED = ["list", "filtered", "related", "related_filtered"]  # forms
OF_BOTH, OF_ONE = "related_filtered", ["related", "members_first", "owner_first", "two_kinds", "hit"]  # forms
NOTHING_LEFT = 0.5  # weight of the request that a reading without any record may leave unexplained
Mask = NDArray[Any]  # of truths


class Case(Struct, frozen=True, eq=False, dict=True):
    """All readings of a question, and how far each (a row) accounts for each token."""

    evidence: Evidence
    kinds: KindsAsked
    every: Sequence[Reading]
    explained: Weights

    @lazy
    def forms(self) -> Mask:
        return np.array([reading.form for reading in self.every])

    def left_of(self, weights: Weights) -> Weights:
        """What of these weights each leaves unexplained."""
        left: Weights = ((1 - self.explained) * weights).sum(axis=1)
        return left

    def telling(self, marked: Weights) -> Mask:
        """Those that account for any of these tokens."""
        found: Mask = weighed_sums(self.explained, marked) > 0
        return found

    def each(self, test: Callable[[Reading], bool]) -> Mask:
        return np.array([test(reading) for reading in self.every])


def answering(case: Case) -> Mask:
    """Those that no test rules out."""
    kept = np.ones(len(case.every), dtype=bool)
    for test in TESTS:
        kept &= test(case, kept)
    return kept


def _finds_any(case: Case, kept: Mask) -> Mask:
    """What finds no record says that there is none: of all that is requested."""
    is_told = case.left_of(case.evidence.question.request_weights) <= NOTHING_LEFT
    return case.each(lambda one: bool(one.ids)) | is_told


def _in_the_order_asked(case: Case, kept: Mask) -> Mask:
    """Who asks for the greatest is not answered by a list in no order."""
    greatest = case.evidence.question.marked("order", ["most", "least"])
    if not greatest.any() or not np.isin(case.forms, ["extreme", "compared"]).any():
        return kept
    return ~np.isin(case.forms, UNORDERED) | case.telling(greatest)


def _on_the_own_aim(case: Case, kept: Mask) -> Mask:
    """How many people this plan aims at does no passage tell that prints another figure."""
    is_found = STRATEGY in {reading.ids[0] for reading in case.every if reading.form == "hit"}
    if not is_found or not _asks_for_the_own_aim(case.evidence):
        return kept
    return case.each(lambda one: not _tells_of_another_aim(case.evidence, one))


def _on_the_topic(case: Case, kept: Mask) -> Mask:
    """All of a kind, or what the search found, is no answer about what it does not hold: 「ラーメンの事業」."""
    if (topic := case.kinds.topic) is None:
        return kept
    is_sibling = np.isin(case.forms, list(SIBLINGS.values()))  # 「同じ方向の仲間の事業」
    told: Mask = (case.explained[:, topic] > 0) | is_sibling
    return told


def _with_the_first_name(case: Case, kept: Mask) -> Mask:
    """The same without の, where what the search found may be meant in spite of a slip: no list of all."""
    if (name := case.kinds.first_name) is None:
        return kept
    told: Mask = (case.forms != "list") | (case.explained[:, name] > 0)
    return told


def _of_both(case: Case, kept: Mask) -> Mask:
    """「方向1の事業でパッケージ5のもの」, of which there are none, are not those of one of them."""
    is_of_none = kept & case.each(lambda one: not one.ids and one.form == OF_BOTH and len(one.of) > 1)
    return is_of_none | ~np.isin(case.forms, OF_ONE) if is_of_none.any() else kept


def _of_no_other(case: Case, kept: Mask) -> Mask:
    """「基本目標4の事業一覧」: of no other goal, package or direction where one of its kind is said by number."""
    evidence = case.evidence
    numbered = {one.id: evidence.kind(one.id) for one in evidence.numbered}
    if evidence.context or not numbered:
        return kept
    kinds = set(OWNERS).intersection(numbered.values())
    return case.each(lambda one: not any(evidence.kind(id) in kinds and id not in numbered for id in one.of))


def _of_the_kind_asked(case: Case, kept: Mask) -> Mask:
    """「基本目標2の事業は何件？」「方向3のKPI」: neither the card of that one nor what else belongs to it, nor all of
    the kind, whose words a goal may share (「基本目標1の数値目標一覧」).
    """
    question, evidence = case.evidence.question, case.evidence
    owners = {one.id: evidence.kind(one.id) for one in evidence.numbered}
    asked = question.said("kind") - set(owners.values())
    if len(owners) != 1 or not set(OWNERS).issuperset(owners.values()) or evidence.context or len(asked) != 1:
        return kept
    told = case.telling(question.marked("kind", asked)) & (case.forms != "list")
    return told if (kept & told & (case.forms == "related")).any() else kept


def _counting_projects(case: Case, kept: Mask) -> Mask:
    """No package that the search found, where projects are counted."""
    question, from_search = case.evidence.question, np.isin(case.forms, list(FROM_SEARCH))
    if question.said("kind") != {"project"} or "count" not in question.said("ask"):
        return kept
    counted = case.telling(question.marked("kind"))
    return counted | ~from_search if (kept & counted & from_search).any() else kept


TESTS: Sequence[Callable[[Case, Mask], Mask]] = (  # each is told which are kept by those before it
    _finds_any,
    _in_the_order_asked,
    _on_the_own_aim,
    _on_the_topic,
    _with_the_first_name,
    _of_both,
    _of_no_other,
    _of_the_kind_asked,
    _counting_projects,
)


# What the tests ask of the question.


def _asks_for_the_own_aim(evidence: Evidence) -> bool:
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
