"""Whose members a question counts, and what of theirs: the kind that owns, the kind that is owned, and conditions."""

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise, zip_longest

import numpy as np
from msgspec import Struct

from knowledge.answers.understanding.comparison import SizeSaid
from knowledge.answers.understanding.composing.kinds_asked import KindsAsked
from knowledge.answers.understanding.composing.orders import is_least
from knowledge.answers.understanding.composing.scopes import Scopes
from knowledge.answers.understanding.concepts import Concept, Mention
from knowledge.answers.understanding.conditions import Condition, conditions_said
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.reading import INDICATORS
from knowledge.answers.understanding.row import ThreadRow
from knowledge.answers.understanding.schema import Ids, Schema
from knowledge.answers.understanding.words import form_words

COUNTED_IN = {
    "package": ("project", "kpi", "indicator"),
    "goal": ("target", "indicator", "direction", "package", "project", "kpi"),
    "direction": ("project", "kpi", "indicator"),
}
_PAIRED: Mapping[str, Sequence[str]] = COUNTED_IN | {"project": ("kpi", "indicator", "direction", "package")}
_COUNTED_ALONE = ("project", "kpi", "indicator", "target", "goal", "direction", "package")
_ADDING = tuple(Concept("condition", name) for name in ("including", "lower", "reprint"))  # 「再掲込みで」「少ない」
_NOT_APART = frozenset({"including", "without"})  # with 再掲


class Members(Struct, frozen=True):
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


def asked_of_each(evidence: Evidence) -> tuple[str, Members] | None:
    """A kind with a word for each of it beside it, and what is counted; None where more is said."""
    question = evidence.question
    tokens, kinds = question.tokens, [one for one in question.mentions if one.concept.part == "kind"]
    names = {one.concept.name for one in kinds}
    for mention in kinds:
        around = (mention.first - 1, mention.last + 1)
        per = [at for at in around if 0 <= at < len(tokens) and tokens[at].norm in form_words("per")]
        member = next((name for name in COUNTED_IN.get(mention.concept.name, ()) if name in names), "")
        passed = [*per, *_as_many_as_all(evidence, mention)]
        if per and member and all(_is_asking(question.concepts_at.get(at, ())) for at in _left(evidence, passed)):
            return mention.concept.name, Members(evidence.schema.printed_kind(mention.concept.name, member))
    return None


def _as_many_as_all(evidence: Evidence, kind: Mention) -> list[int]:
    """六つ of 「六つのパッケージそれぞれ」: places of the number before a kind that says how many of it there are."""
    count = len(evidence.schema.all(kind.concept.name))
    numbers = (one for one in evidence.question.numbers if one.value == count and one.end <= kind.first)
    return [at for one in numbers for at in range(one.first, kind.first)]


def compared_by_number(evidence: Evidence) -> tuple[Sequence[str], Members | None]:
    """Two or more of a kind, and what of theirs is counted; None where no number is compared, or more is said."""
    question, asked = evidence.question, evidence.question.said("ask")
    is_on_size = "compare" in asked and ("count" in asked or says_more(question))
    return named_together(evidence) if question.said("order") or is_on_size else ((), None)


def named_together(
    evidence: Evidence, *, of_kinds: bool = False, beside: Collection[int] = ()
) -> tuple[Sequence[str], Members | None]:
    """Two or more that are named, and what is theirs; None where more is said than stands at the places `beside`.

    All of a kind; `of_kinds`: also of different ones, 「方向10とパッケージ4の事業」.
    """
    question = evidence.question
    for scope in Scopes(evidence, KindsAsked(question)).all:
        kinds = {evidence.kind(id) for id in scope.ids}
        is_together = len(scope.ids) > 1 and (len(kinds) == 1 or (of_kinds and kinds <= COUNTED_IN.keys()))
        member = _member_of_all(question, kinds) if is_together else ""
        printed = {evidence.schema.printed_kind(kind, member) for kind in kinds} if member else set()
        if len(printed) == 1 and (members := _members(evidence, printed.pop(), {*scope.tokens, *beside})):
            return scope.ids, members
    return (), None


def kinds_counted(evidence: Evidence) -> tuple[str, Sequence[str]]:
    """「事業の数とKPIの数は？」「パッケージ3の事業は何件？再掲は？」: one owner, "" for the whole plan, and the kinds
    of its members that are counted side by side; none where one is asked of the other, or more is said.
    """
    question = evidence.question
    owners = {one.id: one.tokens for one in evidence.numbered}
    asked = question.said("ask")
    if "count" not in asked or asked & {"compare"} or question.said("order") or len(owners) > 1 or evidence.context:
        return "", ()
    taken = frozenset[int]().union(*owners.values())
    told = [one for one in question.of_part("kind") if not taken.intersection(one.tokens)]
    told += [one for one in question.of_part("condition") if one.concept.name == "reprint"]
    told = sorted((one for one in told if one.concept.name != "strategy"), key=lambda one: one.first)
    told = [one for one, other in zip_longest(told, told[1:]) if not _owns(question, one, other)]
    kinds = list(dict.fromkeys(one.concept.name for one in told))
    known = {"reprint", *(COUNTED_IN.get(evidence.kind(next(iter(owners))), ()) if owners else _COUNTED_ALONE)}
    is_side_by_side = all(_stand_apart(question, one, other) for one, other in pairwise(told))
    if len(kinds) < 2 or not known.issuperset(kinds) or not is_side_by_side or question.said("condition") - {"reprint"}:
        return "", ()
    return (next(iter(owners), ""), kinds) if says_nothing_else(evidence, taken) else ("", ())


def _owns(question: Question, one: Mention, other: Mention | None) -> bool:
    """基本目標 of 「基本目標の数値目標」, which are all of them."""
    between = question.tokens[one.last + 1 : other.first] if other else ()
    is_member = other is not None and other.concept.name in COUNTED_IN.get(one.concept.name, ())
    return is_member and [token.surface for token in between] == ["の"]


def _stand_apart(question: Question, one: Mention, other: Mention) -> bool:
    """Joined, or in sentences of their own: not 「事業のKPI」."""
    between, counted = range(one.last + 1, other.first), question.marked("ask", ["count"])
    joins = form_words("coordinating")
    return any(counted[at] or question.tokens[at].is_sign or question.tokens[at].surface in joins for at in between)


def in_both(evidence: Evidence) -> tuple[Sequence[str], Members | None]:
    """「パッケージ2とパッケージ3の両方に載っている事業」: what all of those named have."""
    question, tokens = evidence.question, evidence.question.tokens
    both = np.flatnonzero(question.marked("context", ["both"])).tolist()
    common = [at for at, token in enumerate(tokens) if token.norm in form_words("in_common")]
    common += [at for at in both if tokens[at + 1 : at + 2] and tokens[at + 1].surface in form_words("within_both")]
    if not common:
        return (), None
    lying = [at for at, token in enumerate(tokens) if token.part[0] in ("動詞", "助動詞", "助詞") and at > common[0]]
    return named_together(evidence, of_kinds=True, beside=[*common, *lying])


def greatest_of(evidence: Evidence, row: ThreadRow) -> tuple[Ids, Members | None]:
    """「一番事業の多いパッケージ」: those of which one is asked for, and what of theirs is counted."""
    question = evidence.question
    ids, owner = _asked_of(evidence, np.flatnonzero(question.marked("order")).tolist(), row)
    if not question.said("order") or not owner or question.states or evidence.numbered:
        return (), None
    member = evidence.schema.printed_kind(owner, _member(question, (owner,)) or row.members)
    return ids, _members(evidence, member, frozenset())


def _asked_of(evidence: Evidence, sizes: Sequence[int], row: ThreadRow) -> tuple[Ids, str]:
    """The records of the kind that is said, and its name, "" for none; of 「その中で一番KPIが多いのは？」 the list.

    `sizes`: places that say how many.
    """
    question = evidence.question
    listed = {evidence.schema.kinds.get(id, "") for id in row.listed} if len(row.listed) > 1 else set()
    listed = listed if len(listed) == 1 else set()
    owner = _owner_asked(question, sizes)
    is_counted = row.members if not question.said("kind") else ""  # 「一番多いのは？」 of numbers that were told
    of_list = [kind for kind in listed & COUNTED_IN.keys() if _member(question, (kind,)) or is_counted]
    points = bool(question.said("context") & {"among", "this"})
    is_of_its_own = question.normed(form_words("other_one")).any()  # 「多いほうのKPI」
    if of_list and is_of_its_own:
        return (), ""
    if of_list and (not owner or (points and [owner] == of_list)):
        return row.listed, of_list[0]
    return (evidence.schema.all(owner), owner) if owner else ((), "")


def _owner_asked(question: Question, sizes: Sequence[int]) -> str:
    """The kind that has members of another one that is said, "" where it may be several.

    `sizes`: places that say how many; where both may have the other (「方向が2つ以上の事業」), what has so many is not
    the one right before or behind them.
    """
    said, tokens = KindsAsked(question).said_alone, question.tokens
    owners = [kind for kind in _PAIRED if kind in said and _member(question, (kind,))]
    if len(owners) == 2 and _member(question, owners[:1]) == owners[1]:
        counted = question.marked("ask", ["count"])
        for kind in (one for one in question.of_part("kind") if one.concept.name in owners):
            behind = next((at for at in sizes if at > kind.last), -1)
            before = next((at for at in reversed(sizes) if at < kind.first), -1)
            between = range(kind.last + 1, behind) if behind > 0 else range(before + 1, kind.first)
            if (behind > 0 or before >= 0) and all(tokens[at].part[0] == "助詞" or counted[at] for at in between):
                owners.remove(kind.concept.name)
                break
    return owners[0] if len(owners) == 1 else ""


def sized(evidence: Evidence, sizes: Sequence[SizeSaid], row: ThreadRow) -> tuple[Ids, Members | None]:
    """「KPIが3件のパッケージ」: whose members are counted, and what of theirs; of these two alone is spoken."""
    question, said = evidence.question, KindsAsked(evidence.question).said_alone - {"strategy"}
    taken = frozenset(at for one in sizes for at in one.tokens)
    ids, owner = _asked_of(evidence, sorted(taken), row)
    is_ordered = any(one not in taken for one in np.flatnonzero(question.marked("order")))  # 「5件より少ない」 is none
    if not owner or len({*said, owner}) != 2 or is_ordered or question.states or evidence.numbered:
        return (), None
    member = evidence.schema.printed_kind(owner, _member(question, (owner,)))
    return ids, _members(evidence, member, taken)


def _members(evidence: Evidence, kind: str, taken: Collection[int]) -> Members | None:
    """What is counted, with the conditions it is to fulfil; None where more is said than that and `taken`."""
    question = evidence.question
    conditions = [one for one in conditions_said(evidence) if one.name and not _is_of_size(question, one)]
    conditions = [one for one in conditions if kind in INDICATORS and not one.of_any and not one.said_within(taken)]
    of_them = {at for one in conditions for at, said in enumerate(one.said) if said}
    figures = question.marked("attribute") * (1 - question.marked("ask", ["compare"]))  # 「指標の数の差」
    is_figure = any(figures[at] and at not in {*taken, *of_them} for at in range(len(question.tokens)))
    is_all = not is_figure and says_nothing_else(evidence, {*taken, *of_them})
    said = question.said("condition")
    if kind == "project" and "reprint" in said and not said & _NOT_APART:  # 「再掲の事業が一番多いパッケージ」
        kind = "reprint"
    return Members(kind, tuple(conditions)) if is_all else None


def _is_of_size(question: Question, condition: Condition) -> bool:
    """「少ない」 says which number is wanted, and nothing of the figures."""
    order = question.marked("order")
    return all(order[at] or not said for at, said in enumerate(condition.said))


def ends_asked(question: Question, counts: Mapping[str, int]) -> list[tuple[bool, int]]:
    """「最も多い」「最も少ない」, or both: whether it is the least, and the number that is it."""
    orders = question.said("order")
    is_of_less = bool(orders & {"least", "small"}) or "lower" in question.said("condition")
    is_of_both = is_of_less and bool(orders & {"most", "big"})
    if is_of_both and question.normed(form_words("more_or_less")).sum() > 1:
        return [(False, max(counts.values())), (True, min(counts.values()))]
    return [(True, min(counts.values())) if is_least(question) else (False, max(counts.values()))]


def _member(question: Question, owners: Collection[str]) -> str:
    kinds = KindsAsked(question).said_alone
    return next((name for owner in owners for name in _PAIRED.get(owner, ()) if name in kinds - {owner}), "")


def _member_of_all(question: Question, owners: Collection[str]) -> str:
    """The same of what each of them may have."""
    kinds = KindsAsked(question).said_alone - {*owners}
    every = (name for name in _PAIRED.get(next(iter(owners)), ()) if name in kinds)
    return next((name for name in every if all(name in _PAIRED.get(owner, ()) for owner in owners)), "")


def says_nothing_else(evidence: Evidence, taken: Collection[int]) -> bool:
    """Nothing that weighs anything is said besides."""
    at_places = evidence.question.concepts_at
    return all(_may_stand_beside(at_places.get(at, ())) for at in _left(evidence, taken))


def says_more(question: Question) -> bool:
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
