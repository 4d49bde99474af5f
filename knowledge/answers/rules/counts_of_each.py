"""How many members each of a kind has: 「パッケージごとの事業数」, 「パッケージ1と3では指標の数はどちらが多い」."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from knowledge.answers.answer import Answer
from knowledge.answers.presenting import Showing
from knowledge.answers.understanding.composing.kinds_asked import KindsAsked
from knowledge.answers.understanding.composing.orders import is_least
from knowledge.answers.understanding.composing.scopes import Scopes
from knowledge.answers.understanding.concepts import Concept
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.words import form_words
from knowledge.indicators.current_values import CurrentValues
from knowledge.model.catalog import Catalog
from knowledge.wording.counts import Counts, compared_lead, counts_lead, ends_lead, member_word, together_lead
from knowledge.wording.names import scope_name

_COUNTED_IN = {
    "package": ("project", "kpi", "indicator"),
    "goal": ("target", "indicator", "direction", "package", "project", "kpi"),
    "direction": ("project", "kpi", "indicator"),
}
_ADDING = tuple(Concept("condition", name) for name in ("including", "lower", "reprint"))  # 「再掲込みで」「少ない」


class CountsOfEach:
    def __init__(self, catalog: Catalog, showing: Showing) -> None:
        self._catalog, self._showing = catalog, showing

    def answer(self, evidence: Evidence, values: CurrentValues) -> Answer | None:
        """Where nothing else is said."""
        found = _asked(evidence) if "count" in evidence.question.said("ask") and not evidence.numbered else None
        if found is None:
            return None
        kind, member = found
        ids = evidence.schema.all(kind)
        shown = self._showing.decided(evidence.question.query, "structure", "each", ids, values)
        return replace(shown, lead=counts_lead(self._label(member), self._counts(evidence, ids, member)))

    def compared(self, evidence: Evidence, values: CurrentValues) -> Answer | None:
        """「パッケージ1と3では指標の数はどちらが多い」: those named, the one that is asked for first."""
        ids, member = _compared(evidence)
        if not ids:
            return None
        is_of_least, count = is_least(evidence.question), evidence.schema.count
        ids = sorted(ids, key=lambda id: count(id, member), reverse=not is_of_least)
        first = [id for id in ids if count(id, member) == count(ids[0], member)]
        counts = self._counts(evidence, ids, member)
        lead = compared_lead(self._label(member), counts, is_of_least=is_of_least)
        shown = self._showing.decided(evidence.question.query, "analytics", "each", ids, values)
        return replace(shown, lead=lead, leads=len(first) < len(ids))

    def greatest(self, evidence: Evidence, values: CurrentValues) -> Answer | None:
        """「一番事業の多いパッケージ」: that one, with its number; several where they have as many."""
        kind, member = _greatest(evidence)
        if not member:
            return None
        question, ids = evidence.question, evidence.schema.all(kind)
        counts = {id: evidence.schema.count(id, member) for id in ids}
        if not any(counts.values()):  # of a plan that prints none of them
            return None
        if "all" in question.said("ask"):  # 「事業が多い順に並べて」
            in_order = sorted(ids, key=lambda id: counts[id], reverse=not is_least(question))
            shown = self._showing.decided(question.query, "analytics", "each", in_order, values)
            return replace(shown, lead=counts_lead(self._label(member), self._counts(evidence, in_order, member)))
        ends = {is_of_least: [id for id in ids if counts[id] == best] for is_of_least, best in _ends(question, counts)}
        found = list(dict.fromkeys(id for some in ends.values() for id in some))
        told = [(is_of_least, self._counts(evidence, some, member)) for is_of_least, some in ends.items()]
        shown = self._showing.decided(question.query, "analytics", "each", found, values)
        return replace(shown, lead=ends_lead(self._label(member), told))

    def together(self, evidence: Evidence, values: CurrentValues) -> Answer | None:
        """「パッケージ1と2を合わせると、事業は何件」: their sum, and how many remain where some are printed in both."""
        question = evidence.question
        is_due = "including" in question.said("condition") and "count" in question.said("ask")
        ids, member = _named_together(evidence) if is_due else ((), "")
        if not ids:
            return None
        once = len({one for id in ids for one in evidence.schema.related(id, member)})
        shown = self._showing.decided(question.query, "structure", "each", ids, values)
        lead = together_lead(self._label(member), self._counts(evidence, ids, member), once)
        return replace(shown, lead=lead)

    def _counts(self, evidence: Evidence, ids: Sequence[str], member: str) -> Counts:
        records, count = self._catalog.records, evidence.schema.count
        return [(scope_name(self._catalog, records[id]), count(id, member)) for id in ids]

    def _label(self, member: str) -> str:
        return member_word(member, self._catalog)


def _asked(evidence: Evidence) -> tuple[str, str] | None:
    """A kind with a word for each of it beside it, and what is counted; None where more is said."""
    question = evidence.question
    tokens, kinds = question.tokens, [one for one in question.mentions if one.concept.part == "kind"]
    names = {one.concept.name for one in kinds}
    for mention in kinds:
        around = (mention.first - 1, mention.last + 1)
        per = [at for at in around if 0 <= at < len(tokens) and tokens[at].norm in form_words("per")]
        member = next((name for name in _COUNTED_IN.get(mention.concept.name, ()) if name in names), "")
        if per and member and all(_is_asking(question.concepts_at.get(at, ())) for at in _left(evidence, per)):
            return mention.concept.name, member
    return None


def _compared(evidence: Evidence) -> tuple[Sequence[str], str]:
    """Two or more of a kind, and what of theirs is counted; () where not their number is compared, or more is said."""
    question, asked = evidence.question, evidence.question.said("ask")
    is_on_size = bool(question.said("order")) or "count" in asked or _says_more(question)
    return _named_together(evidence) if "compare" in asked and is_on_size else ((), "")


def _named_together(evidence: Evidence) -> tuple[Sequence[str], str]:
    """Two or more of a kind that are named, and the kind of what is theirs; () where more is said."""
    question = evidence.question
    for scope in Scopes(evidence, KindsAsked(question)).all:
        kinds = {evidence.kind(id) for id in scope.ids}
        member = _member(question, kinds) if len(scope.ids) > 1 and len(kinds) == 1 else ""
        if member and _is_all(evidence, scope.tokens):
            return scope.ids, member
    return (), ""


def _greatest(evidence: Evidence) -> tuple[str, str]:
    """「一番事業の多いパッケージ」: the kind of which one is asked for, and what of theirs is counted."""
    question = evidence.question
    said = KindsAsked(question).said_alone
    owners = [kind for kind in _COUNTED_IN if kind in said and _member(question, (kind,))]
    is_figure = question.said("attribute") or question.said("condition") - {"lower", "higher"} or question.states
    if not question.said("order") or len(owners) != 1 or is_figure or evidence.numbered:
        return "", ""
    return (owners[0], _member(question, owners)) if _is_all(evidence, frozenset()) else ("", "")


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
    """「どちらが多い」 is one concept, of comparing."""
    compared = question.marked("ask", ["compare"])
    return any(compared[at] and token.norm in form_words("more_or_less") for at, token in enumerate(question.tokens))


def _may_stand_beside(concepts: Sequence[Concept]) -> bool:
    parts = ("kind", "ask", "order", "relation", "context")
    return any(one.part in parts or one in _ADDING for one in concepts)


def _left(evidence: Evidence, taken: Collection[int]) -> list[int]:
    return [at for at, weight in enumerate(evidence.question.weights) if weight > 0 and at not in taken]


def _is_asking(concepts: Sequence[Concept]) -> bool:
    return any(one.part in ("kind", "ask") for one in concepts)
