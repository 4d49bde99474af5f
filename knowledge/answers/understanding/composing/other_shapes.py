"""Queries of other shapes: two kinds at once, one of those named, members counted, what stands beside, words held."""

import re
from collections.abc import Collection, Iterator, Sequence

import numpy as np

from knowledge.answers.understanding.composing.condition_sets import ConditionSets
from knowledge.answers.understanding.composing.kinds_asked import KindsAsked
from knowledge.answers.understanding.composing.orders import Orders
from knowledge.answers.understanding.composing.scopes import Scope, Scopes
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.reading import INDICATORS, Reading
from knowledge.answers.understanding.said.weights import Weights
from knowledge.answers.understanding.schema import MEANT_KINDS
from knowledge.answers.understanding.words import form_words
from knowledge.model.normalize import name_key

MOST_LISTED = 8  # scopes of which two kinds are listed
SIBLINGS = {"package": "siblings_package", "direction": "siblings_direction", "goal": "siblings_goal"}
_MEMBER_KINDS = ("kpi", "project", "direction", "target")
_HOLDERS = ("project", "kpi", "indicator", "direction", "package", "target", "goal")
_QUOTED = re.compile(r"[「『\"(（“]([^」』\"）)”]{1,12})[」』\")）”]")
DONE_WITH = 0.8  # how surely 振興 of 「観光振興」 is accounted for where 観光 is held


class OtherShapes:
    def __init__(
        self, evidence: Evidence, kinds: KindsAsked, scopes: Scopes, conditions: ConditionSets, orders: Orders
    ) -> None:
        self._evidence = evidence
        self._question = evidence.question
        self._schema = evidence.schema
        self._kinds = kinds
        self._scopes = scopes
        self._conditions = conditions
        self._orders = orders

    def composed(self) -> Iterator[Reading]:
        yield from self._two_kinds()
        yield from self._one_of_those_named()
        yield from self._most_members()
        yield from self._holding_words()
        yield from self._siblings()
        yield from self._through_an_owner()
        yield from self._of_two_owners()

    def _two_kinds(self) -> Iterator[Reading]:
        """「パッケージ4は事業と指標の両方」"""
        numbers = {at for one in self._evidence.numbered for at in one.tokens}  # 「方向10の事業」 asks for no direction
        said = (one for one in self._question.of_part("kind") if numbers.isdisjoint(one.tokens))
        asked = dict.fromkeys(one.concept.name for one in said)
        kinds = [kind for kind in asked if kind in (*_MEMBER_KINDS, "package", "goal")]
        for scope in self._scopes.all[:MOST_LISTED]:
            finds = [kind for kind in kinds if kind != self._evidence.kind(scope.ids[0])][:2]
            owner = self._evidence.kind(scope.ids[0])
            is_chain = not self._question.is_joined and any(self._schema.printed_kind(owner, k) != k for k in finds)
            if len(finds) == 2 and not is_chain:  # 「基本目標5の事業のKPI」 asks for one kind through the other
                of_projects, under = "project" in kinds, self._schema.meant_under
                ids = [one for kind in finds for id in scope.ids for one in under(id, kind, of_projects=of_projects)]
                explained = np.maximum(self._kinds.words(*kinds), self._scopes.words(scope))
                yield self._scopes.reading(ids, finds[0], "two_kinds", explained, scope, 2)

    def _one_of_those_named(self) -> Iterator[Reading]:
        """「モビリティと幹線道路整備促進事業、バスを扱うのはどちらですか」: the one that knows the other words."""
        if not self._question.said("ask") & {"compare", "which"}:
            return
        named = [scope for scope in self._scopes.all if len(scope.ids) == 1 and scope.is_named]
        for scope in named:
            kind = self._evidence.kind(scope.ids[0])
            others = [other for other in named if other is not scope and self._evidence.kind(other.ids[0]) == kind]
            if others:
                words = np.maximum(self._kinds.words(kind), self._scopes.words(scope))
                for other in others:
                    words[list(other.tokens)] = 1.0
                yield self._scopes.reading(scope.ids, kind, "either", words, parts=1, bound=min(scope.strength, 1.0))

    def _most_members(self) -> Iterator[Reading]:
        """「一番事業の多いパッケージ」「パッケージ1と3では指標の数はどちらが多い」"""
        if not self._question.said("order") and "compare" not in self._question.said("ask"):
            return
        pick = min if self._orders.is_least else max
        for find in ("package", "goal", "direction"):
            named = [scope for scope in self._scopes.all if len(scope.ids) == 1 and self._scopes.is_sure(scope)]
            pools = [[scope.ids[0] for scope in named if self._evidence.kind(scope.ids[0]) == find]]
            for pool in (*pools, self._schema.all(find)):
                for member in _MEMBER_KINDS:
                    is_said = set(MEANT_KINDS.get(member, (member,))) & set(self._kinds.said)
                    if find not in self._kinds.said_alone or len(pool) < 2 or member == find or not is_said:
                        continue
                    counts = {id: self._schema.count(id, member) for id in pool}
                    best = pick(counts.values())
                    words = [self._kinds.words(find, member), self._question.marked("order"), self._scopes.relations]
                    words += [self._question.marked("ask", ["compare"])]
                    explained = np.maximum.reduce(words)
                    for scope in named:
                        explained[list(scope.tokens)] = 1.0
                    ids = [id for id, count in counts.items() if count == best]
                    bound = 1.0 if pool in pools else 0.5
                    yield self._scopes.reading(ids, find, "extreme", explained, parts=2, bound=bound)

    def _siblings(self) -> Iterator[Reading]:
        """「製造品出荷額等と同じパッケージの他の指標」: what stands beside a record, and not the record itself."""
        if not any(token.norm in form_words("beside") for token in self._question.tokens):
            return
        beside = np.maximum(self._question.normed(form_words("beside")), self._scopes.relations)
        containers = [kind for kind in SIBLINGS if kind in self._kinds.said] or ["package"]
        for scope in (one for one in self._scopes.all if len(one.ids) == 1 and one.is_named):
            own = self._evidence.kind(scope.ids[0])
            members = [find for find in self._kinds.asked if find in _MEMBER_KINDS or find == "indicator"]
            finds = [find for find in members if find not in containers] or [own]
            for container in (kind for kind in containers if kind != own and kind not in finds):
                for find in finds:
                    ids = [one for one in self._of_its_owners(scope, container, find) if one not in scope.ids]
                    yield from self._under(scope, container, find, ids, SIBLINGS[container], beside)

    def _through_an_owner(self) -> Iterator[Reading]:
        """「待機児童数を持つパッケージの事業」: what belongs to that to which a record belongs."""
        owners = [kind for kind in SIBLINGS if kind in self._kinds.said_alone]
        for scope in (one for one in self._scopes.all[:MOST_LISTED] if len(one.ids) == 1):
            own = self._evidence.kind(scope.ids[0])
            for owner in (kind for kind in owners if kind != own and own not in SIBLINGS):
                for find in (kind for kind in self._kinds.asked if kind not in (owner, own) and kind not in SIBLINGS):
                    ids = self._of_its_owners(scope, owner, find)
                    yield from self._under(scope, owner, find, ids, "through_owner", self._scopes.relations)

    def _of_two_owners(self) -> Iterator[Reading]:
        """「方向10の事業のうち、パッケージ4のもの」: what belongs to both."""
        named = [one for one in self._scopes.all if one.is_named and one.tokens and self._owner_kind(one)]
        without = self._question.marked("condition", ["without"])
        outside = max((max(one.tokens) for one in named if without[max(one.tokens) + 1 :].any()), default=-1)
        for scope in () if "including" in self._question.said("condition") else named:
            for other in (*named, *self._scopes.by_a_word):
                kinds = {self._owner_kind(scope), self._owner_kind(other)}
                is_outside = outside in other.tokens  # 「パッケージ4以外」
                if len(kinds) < 2 or outside in scope.tokens or not scope.tokens.isdisjoint(other.tokens):
                    continue
                words = np.maximum(self._scopes.words(scope), self._scopes.words(other))
                for find in (kind for kind in self._kinds.asked if kind not in (*kinds, *SIBLINGS)):
                    inside = {one for id in other.ids for one in self._schema.related(id, find)}
                    every = (one for id in scope.ids for one in self._schema.related(id, find))
                    ids = [one for one in every if (one in inside) != is_outside]
                    explained = np.maximum.reduce([words, self._kinds.words(find), without])
                    both = scope if ids else Scope((*scope.ids, *other.ids), scope.strength, True)  # of none of both
                    if ids or (other.is_named and self._scopes.is_within):
                        yield self._scopes.reading(ids, find, "related_filtered", explained, both, 2, met=1.0)

    def _owner_kind(self, scope: Scope) -> str:
        """The one kind of all of it, where that holds others."""
        kinds = {self._evidence.kind(id) for id in scope.ids}
        return next(iter(kinds)) if len(kinds) == 1 and kinds <= SIBLINGS.keys() else ""

    def _of_its_owners(self, scope: Scope, owner: str, find: str) -> list[str]:
        related = self._schema.related
        return list(dict.fromkeys(one for id in related(scope.ids[0], owner) for one in related(id, find)))

    def _under(
        self, scope: Scope, owner: str, find: str, ids: Sequence[str], form: str, said: Weights
    ) -> Iterator[Reading]:
        """All of them, and those that fulfil conditions."""
        words = np.maximum.reduce([self._kinds.words(find, owner), self._scopes.words(scope), said])
        taken = frozenset(np.flatnonzero(said).tolist())  # 「同じ」 of 「同じパッケージ」 says no condition
        for conditions in self._conditions.sets(find, scope):
            if any(one.said_within(taken) for one in conditions):
                continue
            together = self._conditions.together(tuple(conditions))
            kept = [id for id in ids if together.ids is None or id in together.ids]
            if kept:
                met = len(conditions) / max(len(self._conditions.outside(scope)), 1)
                explained, parts = np.maximum(words, together.said), 2 + len(conditions)
                yield self._scopes.reading(kept, find, form, explained, scope, parts, met=met)

    def _holding_words(self) -> Iterator[Reading]:
        """「「イベント」と書いてある事業」: every record that holds a word."""
        asked = self._question.said("ask")
        mentioning = self._question.marked("relation", ["mentions"])
        if not (mentioning.any() or asked & {"all", "count"}):
            return
        quoted = [name_key(word) for word in _QUOTED.findall(self._question.query.text)]
        words = [word for word in quoted or self._plain_nouns(is_whole=not mentioning.any()) if word]
        finds = [kind for kind in _HOLDERS if kind in self._kinds.asked] or ["project"]
        spelt = {token.surface: name_key(token.surface) for token in self._question.tokens}
        for find in finds:
            for word in words:
                for keys, in_names in ((self._schema.text_keys, False), (self._schema.name_keys, True)):
                    ids = [id for id in self._schema.all(find) if word in keys[id]]
                    is_of_names = find not in INDICATORS and "name" in self._question.said("attribute")
                    if not ids or (in_names and not is_of_names):
                        continue
                    marks = [self._kinds.words(find), mentioning, self._scopes.relations]
                    marks += [self._question.marked("attribute", ["name"])] if in_names else []
                    parts = {surface for surface, key in spelt.items() if key and key in word}
                    done = DONE_WITH * self._question.spelt(self._done_with(parts))
                    explained = np.maximum.reduce([*marks, done, self._question.spelt(parts)])
                    yield self._scopes.reading(ids, find, "holding", explained, parts=1, bound=1.0 if quoted else 0.5)

    def _done_with(self, words: Collection[str]) -> set[str]:
        """What is done with what these words say, and tells nothing: 振興 of 「観光振興」."""
        tokens, free = self._question.tokens, self._question.free_nouns
        return {
            tokens[at].surface
            for at in free
            if at - 1 in free and tokens[at].norm in form_words("doing") and tokens[at - 1].surface in words
        }

    def _plain_nouns(self, *, is_whole: bool) -> list[str]:
        """The first nouns that no concept takes, and those that stand together: 「協力隊」. `is_whole`: not the last of
        those that stand together alone, for 「子育て支援の事業一覧」 asks for none that only has 支援.
        """
        tokens, free = self._question.tokens, self._question.free_nouns
        runs = [[at] for at in free if at - 1 not in free]
        for run in runs:
            while run[-1] + 1 in free:
                run.append(run[-1] + 1)
        together = ["".join(tokens[at].surface for at in run) for run in runs if len(run) > 1]
        said = [tokens[at].surface for run in runs for at in (run[:1] if is_whole else run)]
        return [name_key(surface) for surface in dict.fromkeys((*said[:3], *together[:2])) if len(surface) > 1]
