"""How many members each of a kind has: 「パッケージごとの事業数」, 「パッケージ1と3では指標の数はどちらが多い」.

Of all its members, or of those that fulfil a condition: 「基準値のないKPIが一番多いパッケージ」.
"""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

import numpy as np
from msgspec import Struct

from knowledge.answers.answer import Answer
from knowledge.answers.own_ties import tie_note
from knowledge.answers.presenting import Showing
from knowledge.answers.understanding.comparison import SizeSaid, sizes_said
from knowledge.answers.understanding.composing.kinds_asked import KindsAsked
from knowledge.answers.understanding.composing.orders import is_least
from knowledge.answers.understanding.composing.scopes import Scopes
from knowledge.answers.understanding.concepts import Concept
from knowledge.answers.understanding.conditions import Condition, conditions_said
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.reading import INDICATORS
from knowledge.answers.understanding.row import ThreadRow
from knowledge.answers.understanding.schema import Ids, Schema
from knowledge.answers.understanding.words import form_words
from knowledge.indicators.current_values import CurrentValues
from knowledge.model.catalog import Catalog
from knowledge.model.structs import replace
from knowledge.wording.counts import (
    Counts,
    compared_lead,
    counts_lead,
    ends_lead,
    kinds_lead,
    member_word,
    owner_word,
    sized_lead,
    together_lead,
)
from knowledge.wording.leads import conditions_text
from knowledge.wording.names import scope_name
from knowledge.wording.narrowed import among_lead
from knowledge.wording.standing import bounds_text

_COUNTED_IN = {
    "package": ("project", "kpi", "indicator"),
    "goal": ("target", "indicator", "direction", "package", "project", "kpi"),
    "direction": ("project", "kpi", "indicator"),
}
_ADDING = tuple(Concept("condition", name) for name in ("including", "lower", "reprint"))  # 「再掲込みで」「少ない」
_NOT_APART = frozenset({"including", "without"})  # with 再掲


class _Members(Struct, frozen=True):
    """What is counted of each: all of a kind, or those that fulfil all conditions."""

    kind: str
    conditions: Sequence[Condition] = ()

    def count(self, schema: Schema, id: str) -> int:
        if not self.conditions:
            return schema.count(id, self.kind)
        return len(self._met.intersection(schema.related(id, self.kind)))

    def once(self, schema: Schema, ids: Sequence[str]) -> int:
        """How many they have together, each counted once; a reprint is printed in one alone."""
        if self.kind == "reprint":
            return sum(schema.count(id, self.kind) for id in ids)
        return len(self.all(schema, ids))

    def all(self, schema: Schema, ids: Sequence[str]) -> Sequence[str]:
        every = dict.fromkeys(one for id in ids for one in schema.related(id, self.kind))
        return [one for one in every if not self.conditions or one in self._met]

    @property
    def _met(self) -> frozenset[str]:
        return frozenset.intersection(*(one.ids for one in self.conditions))


class CountsOfEach:
    def __init__(self, catalog: Catalog, showing: Showing) -> None:
        self._catalog, self._showing = catalog, showing

    def answer(self, evidence: Evidence, values: CurrentValues) -> Answer | None:
        """Where nothing else is said."""
        found = _asked(evidence) if "count" in evidence.question.said("ask") and not evidence.numbered else None
        if found is None:
            return None
        kind, members = found
        ids = evidence.schema.all(kind)
        shown = self._showing.decided(evidence.question.query, "structure", "each", ids, values)
        return replace(
            shown,
            lead=counts_lead(self._label(members), self._counts(evidence, ids, members)),
            tie=self._tie(evidence, ids, members),
            members=members.kind,
        )

    def compared(self, evidence: Evidence, values: CurrentValues) -> Answer | None:
        """「パッケージ1と3では指標の数はどちらが多い」: those named, the one that is asked for first."""
        ids, members = _compared(evidence)
        if members is None:
            return None
        is_of_least = is_least(evidence.question)
        counts = {id: members.count(evidence.schema, id) for id in ids}
        if members.conditions and not any(counts.values()):
            return None
        ids = sorted(ids, key=lambda id: counts[id], reverse=not is_of_least)
        first = [id for id in ids if counts[id] == counts[ids[0]]]
        lead = compared_lead(self._label(members), self._counts(evidence, ids, members), is_of_least=is_of_least)
        shown = self._showing.decided(evidence.question.query, "analytics", "each", ids, values)
        return replace(shown, lead=lead, leads=len(first) < len(ids), tie=self._tie(evidence, ids, members))

    def greatest(self, evidence: Evidence, row: ThreadRow, values: CurrentValues) -> Answer | None:
        """「一番事業の多いパッケージ」: that one, with its number; several where they have as many."""
        ids, members = _greatest(evidence, row)
        if members is None:
            return None
        question = evidence.question
        counts = {id: members.count(evidence.schema, id) for id in ids}
        if not any(counts.values()):  # of a plan that prints none of them
            return None
        if "all" in question.said("ask"):  # 「事業が多い順に並べて」
            in_order = sorted(ids, key=lambda id: counts[id], reverse=not is_least(question))
            shown = self._showing.decided(question.query, "analytics", "each", in_order, values)
            return replace(
                shown,
                lead=counts_lead(self._label(members), self._counts(evidence, in_order, members)),
                tie=self._tie(evidence, ids, members),
            )
        ends = {is_of_least: [id for id in ids if counts[id] == best] for is_of_least, best in _ends(question, counts)}
        found = list(dict.fromkeys(id for some in ends.values() for id in some))
        told = [(is_of_least, self._counts(evidence, some, members)) for is_of_least, some in ends.items()]
        shown = self._showing.decided(question.query, "analytics", "each", found, values)
        lead = self._among(evidence, ids, ends_lead(self._label(members), told))
        return replace(shown, lead=lead, tie=self._tie(evidence, ids, members))

    def where(self, evidence: Evidence, row: ThreadRow, values: CurrentValues) -> Answer | None:
        """「事業が10件以上のパッケージ」「KPIが三つの基本目標」: those that have so many, each with its number."""
        sizes = [one for one in sizes_said(evidence.question) if one.unit == "件"]
        ids, members = _sized(evidence, sizes, row) if sizes else ((), None)
        if members is None:
            return None
        counts = dict(zip(ids, self._counts(evidence, ids, members), strict=True))
        found = [id for id in ids if all(one.relation(Decimal(counts[id][1]), one.amount) for one in sizes)]
        bounds = bounds_text(((one.relation, one.amount) for one in sizes), "件")
        condition = f"{self._label(members)}が{bounds}"
        told = [(counts[id][0], f"{counts[id][1]}件") for id in found]
        lead = sized_lead(condition, owner_word(evidence.kind(ids[0]), self._catalog), told)
        shown = self._showing.decided(evidence.question.query, "analytics", "each", found or ids, values)
        lead = lead if found else f"{lead}{counts_lead(self._label(members), list(counts.values()))}"
        lead, told_of = self._among(evidence, ids, lead), "" if members.conditions else members.kind
        return replace(shown, lead=lead, tie=self._tie(evidence, ids, members), members=told_of)

    def together(self, evidence: Evidence, values: CurrentValues) -> Answer | None:
        """「パッケージ1と2を合わせると、事業は何件」: their sum, and how many remain where some are printed in both."""
        question = evidence.question
        ids, members = _named_together(evidence) if "count" in question.said("ask") else ((), None)
        if members is None:
            return None
        once = members.once(evidence.schema, ids)
        shown = self._showing.decided(question.query, "structure", "each", ids, values)
        lead = together_lead(self._label(members), self._counts(evidence, ids, members), once)
        return replace(shown, lead=lead, tie=self._tie(evidence, ids, members))

    def of_kinds(self, evidence: Evidence, values: CurrentValues) -> Answer | None:
        """「パッケージ1は事業と指標が同数？」: how many of each of two kinds one has, where numbers are compared."""
        question, schema = evidence.question, evidence.schema
        asked = question.said("ask")
        if "compare" not in asked or not ("count" in asked or _says_more(question)):
            return None
        said = KindsAsked(question).said_alone
        for scope in (one for one in Scopes(evidence, KindsAsked(question)).all if len(one.ids) == 1 and one.is_named):
            [id] = scope.ids
            kinds = [one for one in _COUNTED_IN.get(evidence.kind(id), ()) if one in said]
            if len(kinds) == 2 and _is_all(evidence, scope.tokens):
                counts = [(self._label(_Members(kind)), schema.count(id, kind)) for kind in kinds]
                shown = self._showing.decided(question.query, "structure", "each", [id], values)
                return replace(shown, lead=kinds_lead(scope_name(self._catalog, self._catalog.records[id]), counts))
        return None

    def members(self, evidence: Evidence, values: CurrentValues) -> Answer | None:
        """「東部と西部の事業」: those of several that are named, and nothing else is said."""
        question = evidence.question
        is_of_size = bool(question.said("ask") & {"count", "compare"} or question.said("order"))
        is_of_one_kind = len(KindsAsked(question).said_alone - _COUNTED_IN.keys()) == 1
        ids, members = _named_together(evidence) if is_of_one_kind and not is_of_size else ((), None)
        found = members.all(evidence.schema, ids) if members else ()
        if members is None or not found:
            return None
        shown = self._showing.decided(question.query, "structure", "related", found, values)
        return replace(
            shown,
            lead=counts_lead(self._label(members), self._counts(evidence, ids, members)),
            tie=self._tie(evidence, ids, members),
        )

    def _among(self, evidence: Evidence, ids: Ids, lead: str) -> str:
        """Said of the list alone that was shown."""
        return lead if {*ids} == {*evidence.schema.all(evidence.kind(ids[0]))} else among_lead(len(ids), "", lead)

    def _counts(self, evidence: Evidence, ids: Sequence[str], members: _Members) -> Counts:
        records = self._catalog.records
        return [(scope_name(self._catalog, records[id]), members.count(evidence.schema, id)) for id in ids]

    def _tie(self, evidence: Evidence, ids: Sequence[str], members: _Members) -> str:
        return tie_note(self._catalog, ids, members.all(evidence.schema, ids)) if members.kind in INDICATORS else ""

    def _label(self, members: _Members) -> str:
        met = conditions_text([(one.name, one.value) for one in members.conditions], ())
        return f"{met}{member_word(members.kind, self._catalog)}"


def _asked(evidence: Evidence) -> tuple[str, _Members] | None:
    """A kind with a word for each of it beside it, and what is counted; None where more is said."""
    question = evidence.question
    tokens, kinds = question.tokens, [one for one in question.mentions if one.concept.part == "kind"]
    names = {one.concept.name for one in kinds}
    for mention in kinds:
        around = (mention.first - 1, mention.last + 1)
        per = [at for at in around if 0 <= at < len(tokens) and tokens[at].norm in form_words("per")]
        member = next((name for name in _COUNTED_IN.get(mention.concept.name, ()) if name in names), "")
        if per and member and all(_is_asking(question.concepts_at.get(at, ())) for at in _left(evidence, per)):
            return mention.concept.name, _Members(evidence.schema.printed_kind(mention.concept.name, member))
    return None


def _compared(evidence: Evidence) -> tuple[Sequence[str], _Members | None]:
    """Two or more of a kind, and what of theirs is counted; None where no number is compared, or more is said."""
    question, asked = evidence.question, evidence.question.said("ask")
    is_on_size = "compare" in asked and ("count" in asked or _says_more(question))
    return _named_together(evidence) if question.said("order") or is_on_size else ((), None)


def _named_together(evidence: Evidence) -> tuple[Sequence[str], _Members | None]:
    """Two or more of a kind that are named, and what is theirs; None where more is said."""
    question = evidence.question
    for scope in Scopes(evidence, KindsAsked(question)).all:
        kinds = {evidence.kind(id) for id in scope.ids}
        member = _member(question, kinds) if len(scope.ids) > 1 and len(kinds) == 1 else ""
        member = evidence.schema.printed_kind(next(iter(kinds)), member) if member else ""
        if member and (members := _members(evidence, member, scope.tokens)):
            return scope.ids, members
    return (), None


def _greatest(evidence: Evidence, row: ThreadRow) -> tuple[Ids, _Members | None]:
    """「一番事業の多いパッケージ」: those of which one is asked for, and what of theirs is counted."""
    question = evidence.question
    ids, kind = _asked_of(evidence, KindsAsked(question).said_alone, row)
    if not question.said("order") or not kind or question.states or evidence.numbered:
        return (), None
    member = evidence.schema.printed_kind(kind, _member(question, (kind,)) or row.members)
    return ids, _members(evidence, member, frozenset())


def _asked_of(evidence: Evidence, said: Collection[str], row: ThreadRow) -> tuple[Ids, str]:
    """The records of the kind that is said, and its name, "" for none; of 「その中で一番KPIが多いのは？」 the list."""
    question = evidence.question
    listed = {evidence.schema.kinds.get(id, "") for id in row.listed} if len(row.listed) > 1 else set()
    listed = listed if len(listed) == 1 else set()
    owners = [kind for kind in _COUNTED_IN if kind in said and _member(question, (kind,))]
    is_counted = row.members if not question.said("kind") else ""  # 「一番多いのは？」 of numbers that were told
    of_list = [kind for kind in listed & _COUNTED_IN.keys() if _member(question, (kind,)) or is_counted]
    points = bool(question.said("context") & {"among", "this"})
    is_of_its_own = question.normed(form_words("other_one")).any()  # 「多いほうのKPI」
    if of_list and is_of_its_own:
        return (), ""
    if of_list and (not owners or (points and owners == of_list)):
        return row.listed, of_list[0]
    return (evidence.schema.all(owners[0]), owners[0]) if len(owners) == 1 else ((), "")


def _sized(evidence: Evidence, sizes: Sequence[SizeSaid], row: ThreadRow) -> tuple[Ids, _Members | None]:
    """「KPIが3件のパッケージ」: whose members are counted, and what of theirs; of these two alone is spoken."""
    question, said = evidence.question, KindsAsked(evidence.question).said_alone - {"strategy"}
    ids, kind = _asked_of(evidence, said, row)
    taken = frozenset(at for one in sizes for at in one.tokens)
    is_ordered = any(one not in taken for one in np.flatnonzero(question.marked("order")))  # 「5件より少ない」 is none
    is_of_two = len({*said, kind}) == 2
    if not kind or not is_of_two or is_ordered or question.states or evidence.numbered:
        return (), None
    member = evidence.schema.printed_kind(kind, _member(question, (kind,)))
    return ids, _members(evidence, member, taken)


def _members(evidence: Evidence, kind: str, taken: Collection[int]) -> _Members | None:
    """What is counted, with the conditions it is to fulfil; None where more is said than that and `taken`."""
    question = evidence.question
    conditions = [one for one in conditions_said(evidence) if one.name and not _is_of_size(question, one)]
    conditions = [one for one in conditions if kind in INDICATORS and not one.of_any and not one.said_within(taken)]
    of_them = {at for one in conditions for at, said in enumerate(one.said) if said}
    figures = question.marked("attribute")
    is_figure = any(figures[at] and at not in of_them for at in range(len(question.tokens)))
    is_all = not is_figure and _is_all(evidence, {*taken, *of_them})
    said = question.said("condition")
    if kind == "project" and "reprint" in said and not said & _NOT_APART:  # 「再掲の事業が一番多いパッケージ」
        kind = "reprint"
    return _Members(kind, tuple(conditions)) if is_all else None


def _is_of_size(question: Question, condition: Condition) -> bool:
    """「少ない」 says which number is wanted, and nothing of the figures."""
    order = question.marked("order")
    return all(order[at] or not said for at, said in enumerate(condition.said))


def _ends(question: Question, counts: Mapping[str, int]) -> list[tuple[bool, int]]:
    """「最も多い」「最も少ない」, or both: whether it is the least, and the number that is it."""
    orders = question.said("order")
    is_of_less = bool(orders & {"least", "small"}) or "lower" in question.said("condition")
    is_of_both = is_of_less and bool(orders & {"most", "big"})
    if is_of_both and question.normed(form_words("more_or_less")).sum() > 1:
        return [(False, max(counts.values())), (True, min(counts.values()))]
    return [(True, min(counts.values())) if is_least(question) else (False, max(counts.values()))]


def _member(question: Question, owners: Collection[str]) -> str:
    kinds = KindsAsked(question).said_alone
    return next((name for owner in owners for name in _COUNTED_IN.get(owner, ()) if name in kinds - {owner}), "")


def _is_all(evidence: Evidence, taken: Collection[int]) -> bool:
    """Nothing that weighs anything is said besides."""
    at_places = evidence.question.concepts_at
    return all(_may_stand_beside(at_places.get(at, ())) for at in _left(evidence, taken))


def _says_more(question: Question) -> bool:
    """「どちらが多い」 is one concept, of comparing; 「同数」 another."""
    compared, words = question.marked("ask", ["compare"]), form_words("more_or_less") | form_words("same_number")
    return any(compared[at] and token.norm in words for at, token in enumerate(question.tokens))


def _may_stand_beside(concepts: Sequence[Concept]) -> bool:
    parts = ("kind", "ask", "order", "relation", "context")
    return any(one.part in parts or one in _ADDING for one in concepts)


def _left(evidence: Evidence, taken: Collection[int]) -> list[int]:
    return [at for at, weight in enumerate(evidence.question.weights) if weight > 0 and at not in taken]


def _is_asking(concepts: Sequence[Concept]) -> bool:
    return any(one.part in ("kind", "ask") for one in concepts)
