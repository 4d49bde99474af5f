"""「パッケージ3だけ」「KPIだけ」「数値目標は除いて」 of a list, then 「パッケージ2は？」: those of it that are meant.

Every word is a slot of the list (whose, of which kind, of what theme) or says nothing. What is not in the list is never
told of: none of so many is the answer then.
"""

from collections.abc import Collection, Sequence

import numpy as np
from msgspec import Struct

from knowledge.answers.rules.following.followup_forms import SMALL
from knowledge.answers.understanding.conditions import conditions_said
from knowledge.answers.understanding.context import OWNING
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.reading import INDICATORS
from knowledge.answers.understanding.row import ThreadRow
from knowledge.answers.understanding.schema import MEANT_KINDS, Ids
from knowledge.answers.understanding.words import form_words
from knowledge.model.records import STRATEGY

_ASKED_OF_RECORDS = ("order", "attribute", "unprinted", "relation", "standing")  # parts of concepts
_BESIDE = frozenset({"kind", "polite", "context", "ask"})
_MEMBERS = ("project", "target", "kpi", "direction", "package", "goal")


class Narrowed(Struct, frozen=True):
    """`ids` of `pool`, in its order. `owners`, `kind` and `theme` say which of them; `is_left_out`: all but these."""

    ids: Ids
    pool: Ids
    owners: Ids = ()
    kind: str = ""
    theme: str = ""
    is_left_out: bool = False


class _Slots(Struct, frozen=True):
    """`theme`: the places of its words. `is_only`: some of the list are asked for, and nothing but these."""

    owners: Ids
    kinds: frozenset[str]
    theme: Sequence[int]
    is_only: bool
    is_left_out: bool


def may_narrow(question: Question, row: ThreadRow) -> bool:
    """Whether it speaks of a list and asks nothing of records, which is told before they are looked at."""
    is_more = bool(question.years or question.denied) or question.is_on_standing or _asks_for_others(question)
    is_more |= any(question.said(part) for part in _ASKED_OF_RECORDS) or "compare" in question.said("ask")
    is_filled = _is_only(question) or question.numbers or question.free_nouns
    is_list = _is_list(row) or (bool(question.said("kind")) and _is_only(question))
    return is_list and bool(is_filled) and not is_more and question.said("condition") <= {"without"}


def narrowed(evidence: Evidence, row: ThreadRow) -> Narrowed | None:
    """None where the question is none of this, or says more."""
    slots = _slots(evidence) if may_narrow(evidence.question, row) else None
    if slots is None or not (_is_list(row) or (slots.kinds and not (slots.owners or slots.theme))):
        return None
    return _chosen(evidence, slots, _pool(row)) if slots.is_only else _of_another_owner(evidence, slots, row)


def is_of_another_owner(evidence: Evidence, row: ThreadRow) -> bool:
    """「パッケージ3は？」 after those of package 2 that are late: its own, in the same state."""
    slots = _slots(evidence) if row.state and may_narrow(evidence.question, row) else None
    if slots is None or slots.kinds or slots.theme or slots.is_only or len(slots.owners) != 1:
        return False
    return not row.wide and evidence.kind(slots.owners[0]) == evidence.kind(_owner(evidence, row))


def _owner(evidence: Evidence, row: ThreadRow) -> str:
    """Of which all that is shown are, by what was said; STRATEGY for none."""
    owning = (id for id in row.before if evidence.kind(id) in OWNING)
    return next((id for id in owning if {*row.shown} <= _within(evidence, [id])), STRATEGY)


def _is_list(row: ThreadRow) -> bool:
    """One thing that was shown has no part; the one that is left of a list is a list."""
    return len(_pool(row)) > 1 or row.is_of_one or bool(row.state)


def _pool(row: ThreadRow) -> Ids:
    """The list, or what was counted."""
    return row.wide if row.shown == (STRATEGY,) and row.wide else row.listed


def _of_another_owner(evidence: Evidence, slots: _Slots, row: ThreadRow) -> Narrowed | None:
    """「パッケージ2は？」 of the list that was narrowed to another one, or of which some are its own."""
    owners = slots.owners or tuple(called_so(evidence, slots.theme))
    if (
        len(owners) != 1
        or slots.kinds
        or (slots.owners and slots.theme)
        or evidence.question.said("context") & {"this"}
    ):
        return None
    kind, is_counted = evidence.kind(owners[0]), row.shown == (STRATEGY,)
    if row.wide and not is_counted and kind == evidence.kind(_owner(evidence, row)):
        return _chosen(evidence, slots, row.wide)
    found = _chosen(evidence, slots, _pool(row)) if slots.owners else None
    return found if found and 0 < len(found.ids) < len(found.pool) else None


def _chosen(evidence: Evidence, slots: _Slots, pool: Ids) -> Narrowed | None:
    kinds = {_kind(evidence, id) for id in pool}
    meant = frozenset(one for kind in slots.kinds for one in MEANT_KINDS.get(kind, (kind,)))
    is_of_others = bool(slots.kinds) and not meant & kinds and not kinds | slots.kinds <= INDICATORS
    is_of_owners = kinds <= {evidence.kind(one) for one in slots.owners}
    if is_of_others or is_of_owners or not (slots.owners or slots.theme or not kinds <= meant):
        return None
    tests = [
        *([_within(evidence, slots.owners)] if slots.owners else ()),
        *([_on_theme(evidence, slots.theme, pool)] if slots.theme else ()),
        *([{id for id in pool if _kind(evidence, id) in meant}] if slots.kinds else ()),
    ]
    met = frozenset.intersection(*map(frozenset, tests))
    ids = tuple(id for id in pool if (id in met) != slots.is_left_out)
    theme = "".join(evidence.question.tokens[at].surface for at in slots.theme)
    owners = slots.owners or tuple(called_so(evidence, slots.theme))
    return Narrowed(ids, pool, owners, next(iter(slots.kinds), ""), theme, slots.is_left_out)


def _within(evidence: Evidence, owners: Collection[str]) -> set[str]:
    kinds = {owner: [kind for kind in _MEMBERS if kind != evidence.kind(owner)] for owner in owners}
    return {one for owner in owners for kind in kinds[owner] for one in evidence.schema.related(owner, kind)}


def _on_theme(evidence: Evidence, places: Sequence[int], pool: Ids) -> Collection[str]:
    """Those that print the words or belong to a package called so; only where there are none, those that mean them."""
    words = {evidence.question.tokens[at].norm for at in places}
    printing = {id for id in pool if words <= evidence.schema.printed_words.get(id, frozenset())}
    topics = (one.ids for one in conditions_said(evidence) if one.topic and {*np.flatnonzero(one.said)} == {*places})
    told = printing | (_within(evidence, called_so(evidence, places)) & {*pool})
    return told or next((ids & {*pool} for ids in topics), frozenset())


def called_so(evidence: Evidence, places: Sequence[int]) -> Sequence[str]:
    """The packages whose names have all of these words."""
    words = {evidence.question.tokens[at].norm for at in places}
    return [id for id in evidence.schema.all("package") if words and words <= evidence.schema.name_words[id]]


def _kind(evidence: Evidence, id: str) -> str:
    return "target" if id == STRATEGY else evidence.schema.kinds.get(id, "")


def _slots(evidence: Evidence) -> _Slots | None:
    """None where a word fills none, or none is filled."""
    question = evidence.question
    numbered = [one for one in evidence.numbered if evidence.kind(one.id) in OWNING]
    taken = {at for one in numbered for at in one.tokens}
    theme = [at for at in question.free_nouns if question.tokens[at].norm not in form_words("only")]
    kinds = question.said("kind") - {evidence.kind(one.id) for one in numbered}
    without = question.marked("condition", ["without"])
    for at, token in enumerate(question.tokens):
        is_filled = at in taken or at in theme or without[at] or token.norm in form_words("only")
        is_beside = any(one.part in _BESIDE for one in question.concepts_at.get(at, ()))
        if not is_filled and not is_beside and (question.weights[at] > SMALL or token.is_number):
            return None
    owners = tuple(dict.fromkeys(one.id for one in numbered))
    is_left_out = "without" in question.said("condition")
    return _Slots(owners, kinds, theme, _is_only(question), is_left_out) if owners or kinds or theme else None


def _is_only(question: Question) -> bool:
    """「だけ」「に限ると」「このうち」「を除いて」; 「西部の分は？」 says no such thing."""
    parts = (one for one in question.of_part("context") if one.concept.name == "among")
    is_among = any(question.tokens[one.first].norm not in form_words("portions") for one in parts)
    is_said = any(token.norm in form_words("only") for token in question.tokens)
    return is_among or is_said or "without" in question.said("condition")


def _asks_for_others(question: Question) -> bool:
    """「残りは？」; 「以外」 is that too."""
    return bool(question.said("context") & {"rest", "both"}) and "without" not in question.said("condition")
