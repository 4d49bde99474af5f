"""How many members each of a kind has: 「パッケージごとの事業数」, 「パッケージ1と3では指標の数はどちらが多い」.

Of all its members, or of those that fulfil a condition: 「基準値のないKPIが一番多いパッケージ」.
"""

from collections.abc import Sequence
from decimal import Decimal

from knowledge.answers.answer import Answer
from knowledge.answers.own_ties import tie_note
from knowledge.answers.presenting import Showing
from knowledge.answers.rules.counts_asked import (
    COUNTED_IN,
    Members,
    asked_of_each,
    compared_by_number,
    ends_asked,
    greatest_of,
    in_both,
    kinds_counted,
    named_together,
    says_more,
    says_nothing_else,
    sized,
)
from knowledge.answers.understanding.comparison import sizes_said
from knowledge.answers.understanding.composing.kinds_asked import KindsAsked
from knowledge.answers.understanding.composing.orders import is_least
from knowledge.answers.understanding.composing.scopes import Scopes
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.reading import INDICATORS
from knowledge.answers.understanding.row import ThreadRow
from knowledge.answers.understanding.schema import Ids
from knowledge.indicators.current_values import CurrentValues
from knowledge.model.catalog import Catalog
from knowledge.model.structs import replace
from knowledge.wording.counts import (
    Counts,
    both_lead,
    compared_lead,
    count_difference_text,
    counts_lead,
    each_kind_lead,
    ends_lead,
    kinds_lead,
    member_word,
    owner_word,
    sized_lead,
    together_lead,
)
from knowledge.wording.going_on import among_lead
from knowledge.wording.leads import MOST_NAMES, conditions_text, count_lead, counted
from knowledge.wording.names import scope_name, title
from knowledge.wording.standing import bounds_text

COUNTED_RULE = "each"


class CountsOfEach:
    def __init__(self, catalog: Catalog, showing: Showing) -> None:
        self._catalog, self._showing = catalog, showing

    def answer(self, evidence: Evidence, values: CurrentValues) -> Answer | None:
        """Where nothing else is said."""
        found = asked_of_each(evidence) if "count" in evidence.question.said("ask") and not evidence.numbered else None
        if found is None:
            return None
        kind, members = found
        ids = evidence.schema.all(kind)
        shown = self._showing.decided(evidence.question.query, "structure", COUNTED_RULE, ids, values)
        return replace(
            shown,
            lead=counts_lead(self._label(members), self._counts(evidence, ids, members)),
            tie=self._tie(evidence, ids, members),
            members=members.kind,
        )

    def compared(self, evidence: Evidence, values: CurrentValues) -> Answer | None:
        """「パッケージ1と3では指標の数はどちらが多い」: those named, the one that is asked for first."""
        ids, members = compared_by_number(evidence)
        if members is None:
            return None
        is_of_least = is_least(evidence.question)
        counts = {id: members.count(evidence.schema, id) for id in ids}
        if members.conditions and not any(counts.values()):
            return None
        ids = sorted(ids, key=lambda id: counts[id], reverse=not is_of_least)
        first = [id for id in ids if counts[id] == counts[ids[0]]]
        lead = compared_lead(self._label(members), self._counts(evidence, ids, members), is_of_least=is_of_least)
        if "difference" in evidence.question.said("attribute"):  # 「指標の数の差は？」
            lead += count_difference_text(counts[ids[0]] - counts[ids[-1]])
        shown = self._showing.decided(evidence.question.query, "analytics", COUNTED_RULE, ids, values)
        return replace(shown, lead=lead, leads=len(first) < len(ids), tie=self._tie(evidence, ids, members))

    def greatest(self, evidence: Evidence, row: ThreadRow, values: CurrentValues) -> Answer | None:
        """「一番事業の多いパッケージ」: that one, with its number; several where they have as many."""
        ids, members = greatest_of(evidence, row)
        if members is None:
            return None
        question = evidence.question
        counts = {id: members.count(evidence.schema, id) for id in ids}
        if not any(counts.values()):  # of a plan that prints none of them
            return None
        if "all" in question.said("ask"):  # 「事業が多い順に並べて」
            in_order = sorted(ids, key=lambda id: counts[id], reverse=not is_least(question))
            shown = self._showing.decided(question.query, "analytics", COUNTED_RULE, in_order, values)
            return replace(
                shown,
                lead=counts_lead(self._label(members), self._counts(evidence, in_order, members)),
                tie=self._tie(evidence, ids, members),
            )
        ends = {
            is_of_least: [id for id in ids if counts[id] == best] for is_of_least, best in ends_asked(question, counts)
        }
        found = list(dict.fromkeys(id for some in ends.values() for id in some))
        told = [(is_of_least, self._counts(evidence, some, members)) for is_of_least, some in ends.items()]
        shown = self._showing.decided(question.query, "analytics", COUNTED_RULE, found, values)
        lead = self._among(evidence, ids, ends_lead(self._label(members), told))
        return replace(shown, lead=lead, tie=self._tie(evidence, ids, members))

    def where(self, evidence: Evidence, row: ThreadRow, values: CurrentValues) -> Answer | None:
        """「事業が10件以上のパッケージ」「KPIが三つの基本目標」: those that have so many, each with its number."""
        sizes = [one for one in sizes_said(evidence.question) if one.unit == "件"]
        ids, members = sized(evidence, sizes, row) if sizes else ((), None)
        if members is None:
            return None
        counts = dict(zip(ids, self._counts(evidence, ids, members), strict=True))
        found = [id for id in ids if all(one.relation(Decimal(counts[id][1]), one.amount) for one in sizes)]
        bounds = bounds_text(((one.relation, one.amount) for one in sizes), "件")
        condition = f"{self._label(members)}が{bounds}"
        told = [(counts[id][0], f"{counts[id][1]}件") for id in found]
        kind = evidence.kind(ids[0])
        most = MOST_NAMES if kind == "project" else None
        lead = sized_lead(condition, owner_word(kind, self._catalog), told, most)
        shown = self._showing.decided(evidence.question.query, "analytics", COUNTED_RULE, found or ids, values)
        is_told = found or kind == "project"  # of forty there is no saying how many each has
        lead = lead if is_told else f"{lead}{counts_lead(self._label(members), list(counts.values()))}"
        lead, told_of = self._among(evidence, ids, lead), "" if members.conditions else members.kind
        return replace(shown, lead=lead, tie=self._tie(evidence, ids, members), members=told_of)

    def together(self, evidence: Evidence, values: CurrentValues) -> Answer | None:
        """「パッケージ1と2を合わせると、事業は何件」: their sum, and how many remain where some are printed in both."""
        question = evidence.question
        ids, members = named_together(evidence, of_kinds=True) if "count" in question.said("ask") else ((), None)
        if members is None:
            return None
        once = members.once(evidence.schema, ids)
        shown = self._showing.decided(question.query, "structure", COUNTED_RULE, ids, values)
        lead = together_lead(self._label(members), self._counts(evidence, ids, members), once)
        return replace(shown, lead=lead, tie=self._tie(evidence, ids, members))

    def of_kinds(self, evidence: Evidence, values: CurrentValues) -> Answer | None:
        """「パッケージ1は事業と指標が同数？」: how many of each of two kinds one has, where numbers are compared."""
        question, schema = evidence.question, evidence.schema
        asked = question.said("ask")
        if "compare" not in asked or not ("count" in asked or says_more(question)):
            return None
        said = KindsAsked(question).said_alone
        for scope in (one for one in Scopes(evidence, KindsAsked(question)).all if len(one.ids) == 1 and one.is_named):
            [id] = scope.ids
            kinds = [one for one in COUNTED_IN.get(evidence.kind(id), ()) if one in said]
            if len(kinds) == 2 and says_nothing_else(evidence, scope.tokens):
                counts = [(self._label(Members(kind)), schema.count(id, kind)) for kind in kinds]
                shown = self._showing.decided(question.query, "structure", COUNTED_RULE, [id], values)
                return replace(shown, lead=kinds_lead(scope_name(self._catalog, self._catalog.records[id]), counts))
        return None

    def several_kinds(self, evidence: Evidence, values: CurrentValues) -> Answer | None:
        """「パッケージ3の事業は何件？再掲は？」「事業の数とKPIの数は？」: each is told."""
        owner, kinds = kinds_counted(evidence)
        if not kinds:
            return None
        query, schema = evidence.question.query, evidence.schema
        if not owner:
            told = {label: count for kind in kinds for label, count in counted(self._catalog, kind).items()}
            return self._showing.count_of(query, kinds[0], (), values, count_lead(told))
        printed = dict.fromkeys(schema.printed_kind(evidence.kind(owner), kind) for kind in kinds)
        counts = [(self._label(Members(kind)), schema.count(owner, kind)) for kind in printed]
        ids = dict.fromkeys(id for kind in printed if kind != "reprint" for id in schema.related(owner, kind))
        shown = self._showing.decided(query, "structure", COUNTED_RULE, tuple(ids) or (owner,), values)
        lead = each_kind_lead(scope_name(self._catalog, self._catalog.records[owner]), counts)
        return replace(shown, lead=lead, tie=tie_note(self._catalog, [owner], tuple(ids)))

    def members(self, evidence: Evidence, values: CurrentValues) -> Answer | None:
        """「東部と西部の事業」: those of several that are named, and nothing else is said."""
        question = evidence.question
        is_of_size = bool(question.said("ask") & {"count", "compare"} or question.said("order"))
        is_of_one_kind = len(KindsAsked(question).said_alone - COUNTED_IN.keys()) == 1
        ids, members = named_together(evidence, of_kinds=True) if is_of_one_kind and not is_of_size else ((), None)
        found = members.all(evidence.schema, ids) if members else ()
        if members is None or not found:
            return None
        shown = self._showing.decided(question.query, "structure", "related", found, values)
        return replace(
            shown,
            lead=counts_lead(self._label(members), self._counts(evidence, ids, members), len(found)),
            tie=self._tie(evidence, ids, members),
        )

    def both(self, evidence: Evidence, values: CurrentValues) -> Answer | None:
        """「パッケージ2とパッケージ3の両方に載っている事業」: those that all of the named have."""
        ids, members = in_both(evidence)
        if members is None:
            return None
        of_each = [set(members.all(evidence.schema, (id,))) for id in ids]
        found = [id for id in members.all(evidence.schema, ids) if all(id in own for own in of_each)]
        names, records = [scope_name(self._catalog, self._catalog.records[id]) for id in ids], self._catalog.records
        lead = both_lead(names, self._label(members), [title(records[id]) for id in found])
        shown = self._showing.decided(evidence.question.query, "structure", "both", found or ids, values)
        return replace(shown, lead=lead, tie=self._tie(evidence, ids, members))

    def _among(self, evidence: Evidence, ids: Ids, lead: str) -> str:
        """Said of the list alone that was shown."""
        return lead if {*ids} == {*evidence.schema.all(evidence.kind(ids[0]))} else among_lead(len(ids), "", lead)

    def _counts(self, evidence: Evidence, ids: Sequence[str], members: Members) -> Counts:
        records = self._catalog.records
        return [(scope_name(self._catalog, records[id]), members.count(evidence.schema, id)) for id in ids]

    def _tie(self, evidence: Evidence, ids: Sequence[str], members: Members) -> str:
        return tie_note(self._catalog, ids, members.all(evidence.schema, ids)) if members.kind in INDICATORS else ""

    def _label(self, members: Members) -> str:
        met = conditions_text([(one.name, one.value) for one in members.conditions], ())
        return f"{met}{member_word(members.kind, self._catalog)}"
