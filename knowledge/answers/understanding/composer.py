"""Readings that the plan's schema allows: find × of × where × order, over everything that the question names."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import combinations

import numpy as np

from knowledge.answers.understanding.bindings import place_said
from knowledge.answers.understanding.conditions import Condition, conditions_said
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.question import LITTLE, Weights
from knowledge.answers.understanding.reading import INDICATORS, Reading, Topic
from knowledge.answers.understanding.schema import MEANT_KINDS, MEASURES, Ids, Schema
from knowledge.answers.understanding.words import form_words
from knowledge.model.lazy import lazy
from knowledge.model.normalize import name_key
from knowledge.model.records import STRATEGY

MOST_SCOPES, HALF_NAMED = 14, 0.5
MOST_PAIRED = 4  # conditions
MOST_LISTED = 8  # scopes of which two kinds are listed
_CONTAINERS = frozenset({"package", "goal", "direction"})  # nothing is asked of one that is only found by its text
_WITHOUT_MEMBERS = frozenset({"passage", "term", "strategy"})
SIBLINGS = {"package": "siblings_package", "direction": "siblings_direction", "goal": "siblings_goal"}
_MEMBER_KINDS = ("kpi", "project", "direction", "target")
_HOLDERS = ("project", "kpi", "indicator", "direction", "package", "target", "goal")
_MEASURED_FROM = {"difference": ("baseline",), "ratio": ("baseline",)}
_QUOTED = re.compile(r"[「『\"(（“]([^」』\"）)”]{1,12})[」』\")）”]")


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """Records that others belong to; none for the whole plan. `is_named`: by number or name, not only found."""

    ids: Ids = ()
    strength: float = 0.0
    is_named: bool = False
    tokens: frozenset[int] = frozenset()


ANYWHERE = Scope()


@dataclass(frozen=True, slots=True, eq=False)
class _Together:
    """Conditions that are all fulfilled: by which records (None: by any), said how, and what a reading has of them."""

    ids: frozenset[str] | None
    said: Weights
    topic: Topic
    is_reprint: bool
    doubtful: float


class Composer:
    """find × of × where × order, for one question."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._question = evidence.question
        self._schema: Schema = evidence.schema
        plan = self._question.marked("kind", ["strategy"])  # who asks of a kind in the strategy asks of the kind
        self._always = np.maximum.reduce([self._question.marked("ask"), self._question.marked("polite"), plan])
        self._relations = self._question.marked("relation")
        self._kinds = self._said_kinds()
        self._attributes = self._question.said("attribute")
        self.scopes = list(self._named_scopes())
        self._conditions = conditions_said(evidence)
        self._outside: dict[frozenset[int], Sequence[Condition]] = {}
        self._words_of: dict[Scope, Weights] = {}
        self._of_conditions: dict[tuple[Condition, ...], _Together] = {}

    def composed(self) -> Iterator[Reading]:
        for find in self._finds():
            for scope in (ANYWHERE, *self.scopes):
                yield from self._finding(find, scope)
            if find != "term" and "count" in self._question.said("ask"):
                numbers = np.maximum(self._kind_words(find), self._question.marked("kind", ["strategy"]))
                yield self._typed((STRATEGY,), find, "numbers", numbers)
        yield from self._two_kinds()
        yield from self._one_of_those_named()
        yield from self._most_members()
        yield from self._holding_words()
        yield from self._siblings()

    @lazy
    def topic(self) -> int | None:
        """Place of the noun that says which of a kind are meant: 「ラーメンの事業」. Goals and packages have none."""
        return self._said_before_a_kind("の")

    @lazy
    def first_name(self) -> int | None:
        """The same without の, where it may also be a slip in a name: 「ターンキー事業」."""
        return self._said_before_a_kind("")

    def _said_before_a_kind(self, between: str) -> int | None:
        question = self._question
        kinds = self._kind_words("project", "kpi", "indicator")
        for at in question.free_nouns:
            part = question.tokens[at].part
            behind = at + 1 + bool(between)
            joined = "".join(token.surface for token in question.tokens[at + 1 : behind])
            is_before = joined == between and behind < len(kinds) and bool(kinds[behind])
            is_noun = part[0] == "名詞" and part[2] in ("一般", "サ変可能") and not self._always[at]
            told = at > 0 and question.tokens[at - 1].part[0] in (
                "形容詞",
                "動詞",
                "助動詞",
            )  # 「小さいほどよいタイプの指標」
            if is_noun and is_before and not told and question.in_request_at(at):
                return at
        return None

    def _said_kinds(self) -> list[str]:
        mentions = self._question.mentions
        return list(dict.fromkeys(m.concept.name for m in mentions if m.concept.part == "kind"))

    @lazy
    def _kinds_alone(self) -> frozenset[str]:
        """Said by words that mean nothing else: 「目標値が一番伸びる指標」 asks for no numerical target of a goal."""
        mentions = self._question.mentions
        figures = {(one.first, one.last) for one in mentions if one.concept.part == "attribute"}
        kinds = (one for one in mentions if one.concept.part == "kind" and (one.first, one.last) not in figures)
        return frozenset(one.concept.name for one in kinds)

    def _finds(self) -> list[str]:
        """The kinds that may be asked for."""
        finds = [kind for kind in self._kinds if kind not in ("strategy", "passage")]
        if self._attributes & {"target", "baseline", "unit"} or self._question.said("condition"):
            finds.append("indicator")
        if "reprint" in self._question.said("condition"):  # 「二つのパッケージ」 is one
            finds += ["project", "package"]
        if {"indicator", "kpi"} & set(finds):
            finds += ["kpi", "indicator", "target"]
        if "goal" in finds:
            finds.append("target")
        return list(dict.fromkeys(finds))

    def _kind_words(self, *kinds: str) -> Weights:
        meant = {meant for kind in kinds for meant in MEANT_KINDS.get(kind, (kind,))}
        words = self._question.marked("kind", meant)
        return np.maximum(words, self._both_indicators) if "indicator" in kinds else words

    @lazy
    def _both_indicators(self) -> Weights:
        """The words that say that KPIs and the goals' targets are both meant: 「基本目標の数値目標も含めて」."""
        if not self._question.asks_both_indicators:
            return np.zeros_like(self._question.weights)
        goal = self._question.marked("kind", ["goal"])
        return np.maximum(goal, self._question.marked("condition", ["including"]))

    def _typed(
        self, ids: Iterable[str], kind: str, form: str, explained: Weights, scope: Scope = ANYWHERE, parts: int = 0,
        bound: float | None = None, met: float = 0.0, doubtful: float = 0.0,
    ) -> Reading:  # fmt: skip
        strength = scope.strength if bound is None else bound
        whole = np.maximum(explained, self._always)
        return Reading(tuple(dict.fromkeys(ids)), kind, form, whole, strength, parts, scope.ids, met, doubtful)

    # of

    def _named_scopes(self) -> Iterator[Scope]:
        """Records named, what was found first of each kind, and several of a kind together."""
        evidence = self._evidence
        scopes: dict[str, Scope] = {}
        for binding in evidence.numbered:
            scopes[binding.id] = Scope((binding.id,), binding.strength + 0.5, True, binding.tokens)
        for binding in evidence.named:
            is_meant = binding.strength >= HALF_NAMED and not evidence.is_kind_word(binding.id)
            if is_meant and binding.id not in scopes:
                scopes[binding.id] = Scope((binding.id,), binding.strength, True, binding.tokens)
        by_kind: dict[str, list[str]] = {}
        for id in filter(self._may_own, evidence.strongest_first):
            by_kind.setdefault(evidence.kind(id), []).append(id)
        for id in (id for ids in by_kind.values() for id in ids[:2]):
            scopes.setdefault(id, Scope((id,), evidence.bound(id)))
        chosen = sorted(scopes.values(), key=lambda scope: -scope.strength)[:MOST_SCOPES]
        yield from chosen
        yield from self._together([scope for scope in chosen if self._is_sure(scope)])
        yield from self._joined_packages()

    def _joined_packages(self) -> Iterator[Scope]:
        """「東部と西部のパッケージ」, where only the last is called one."""
        evidence = self._evidence
        ids = [evidence.best_of(side).get("package", "") for side in evidence.conjuncts]
        if not ids or "package" not in self._kinds or not all(ids) or len(set(ids)) < len(ids):
            return
        spans = [slice(side.at.start, side.at.stop) for side in evidence.conjuncts]
        said = [evidence.explained(id)[span] for id, span in zip(ids, spans, strict=True)]
        if all(float(words.max(initial=0.0)) >= HALF_NAMED for words in said):
            tokens = [span.start + at for span, words in zip(spans, said, strict=True) for at in np.flatnonzero(words)]
            yield Scope(tuple(ids), min(map(evidence.bound, ids)), True, frozenset(map(int, tokens)))

    def _may_own(self, id: str) -> bool:
        """Whether something may be asked of a record that was found, and not named."""
        evidence, kind = self._evidence, self._evidence.kind(id)
        if kind in _WITHOUT_MEMBERS or (kind in _CONTAINERS - set(self._kinds) and id not in evidence.bindings):
            return False
        return evidence.is_told(id) or (self._may_sound and evidence.is_heard(id))

    @lazy
    def _may_sound(self) -> bool:
        return float(self._question.naming_weights.sum()) >= LITTLE

    def _is_sure(self, scope: Scope) -> bool:
        """Named in full; of packages, which are few, a part of the name will do."""
        is_package = scope.is_named and self._evidence.kind(scope.ids[0]) == "package"
        return is_package or self._evidence.is_named_in_full(scope.ids[0])

    def _together(self, sure: Sequence[Scope]) -> Iterator[Scope]:
        kinds = dict.fromkeys(self._evidence.kind(scope.ids[0]) for scope in sure)
        groups = [[scope for scope in sure if self._evidence.kind(scope.ids[0]) == kind] for kind in kinds]
        for group in (*groups, *([list(sure)] if len(groups) > 1 else [])):
            if len(group) > 1:
                tokens = frozenset[int]().union(*(scope.tokens for scope in group))
                ids = tuple(id for scope in group for id in scope.ids)
                yield Scope(ids, min(scope.strength for scope in group), True, tokens)

    def scope_words(self, scope: Scope) -> Weights:
        """Not to be written to."""
        if scope not in self._words_of:
            self._words_of[scope] = self._scope_words(scope)
        return self._words_of[scope]

    def _scope_words(self, scope: Scope) -> Weights:
        words = np.maximum(self._relations, self._kind_words(*map(self._evidence.kind, scope.ids)))
        for id in scope.ids:
            words = np.maximum(words, self._evidence.explained(id))
        words[list(scope.tokens)] = 1.0
        return words

    # find × of

    def _finding(self, find: str, scope: Scope) -> Iterator[Reading]:
        pool = self._pool(find, scope)
        if not pool:
            return
        explained = self._kind_words(find)
        if scope.ids:
            explained = np.maximum(explained, self.scope_words(scope))
        for conditions in self._condition_sets(find, scope):
            yield from self._under(find, scope, pool, explained, conditions)
        if len(scope.ids) == 1:
            if (number := place_said(self._question, MEANT_KINDS.get(find, (find,)), scope.tokens)) and number.value:
                words = explained.copy()
                words[number.first : number.end + 1] = 1.0
                yield self._typed(pool[number.value - 1 : number.value], find, "nth", words, scope, 1)
            if self._question.is_joined:  # 「…の事業と、そのKPI」
                yield self._typed([*pool[:3], *scope.ids], find, "members_first", explained, scope, 1)
                yield self._typed([*scope.ids, *pool], find, "owner_first", explained, scope, 1)

    def _pool(self, find: str, scope: Scope) -> Ids:
        if not scope.ids:
            return self._schema.all(find)
        if any(self._is_same(self._evidence.kind(id), find) for id in scope.ids):
            return ()
        return tuple(dict.fromkeys(one for id in scope.ids for one in self._schema.related(id, find)))

    def _is_same(self, kind: str, find: str) -> bool:
        return kind == find or (find == "indicator" and kind in INDICATORS)

    def _under(
        self, find: str, scope: Scope, pool: Ids, explained: Weights, conditions: Sequence[Condition]
    ) -> Iterator[Reading]:
        together = self._together_of(tuple(conditions))
        if find == "project" and together.is_reprint:
            pool = self._reprints_of(scope, pool)
        ids = pool if together.ids is None else tuple(id for id in pool if id in together.ids)
        if not ids and ((scope.ids and not scope.is_named) or together.topic):
            return
        explained = np.maximum(explained, together.said)
        parts = len(conditions) + bool(scope.ids)
        form = (
            ("related_filtered" if conditions else "related") if scope.ids else ("filtered" if conditions else "list")
        )
        met, doubtful = len(conditions) / max(len(self._conditions_outside(scope)), 1), together.doubtful
        made = self._typed(ids, find, form, explained, scope, parts, met=met, doubtful=doubtful)
        yield made._replace(topic=together.topic) if together.topic else made
        if find in INDICATORS and self._question.said("order"):
            for extreme in self._extremes(find, scope, ids, explained, parts + 1):
                yield extreme._replace(met=met, doubtful=doubtful)

    def _together_of(self, conditions: tuple[Condition, ...]) -> _Together:
        """A `cache` of the method would hold the composer, and all of a question would wait for the collector."""
        if conditions not in self._of_conditions:
            self._of_conditions[conditions] = self._all_of(conditions)
        return self._of_conditions[conditions]

    def _all_of(self, conditions: tuple[Condition, ...]) -> _Together:
        return _Together(
            ids=frozenset.intersection(*(one.ids for one in conditions)) if conditions else None,
            said=reduce(np.maximum, [one.said for one in conditions], np.zeros_like(self._question.weights)),
            topic=next((one.topic for one in conditions if one.topic), ""),
            is_reprint=any(one.is_reprint for one in conditions),
            doubtful=len(self._also_ask.intersection(conditions)) / max(len(conditions), 1),
        )

    def _conditions_outside(self, scope: Scope) -> Sequence[Condition]:
        """Not those said within its name: 向上 in 「住みやすさ向上パッケージ」."""
        if scope.tokens not in self._outside:
            self._outside[scope.tokens] = [one for one in self._conditions if not one.said_within(scope.tokens)]
        return self._outside[scope.tokens]

    @lazy
    def _also_ask(self) -> frozenset[Condition]:
        """「総数で何本」: those of which every word may be one that asks."""
        asking = self._question.marked("ask") > 0
        return frozenset(one for one in self._conditions if asking[one.said > 0].all())

    def _extremes(
        self, find: str, scope: Scope, ids: Sequence[str], explained: Weights, parts: int
    ) -> Iterator[Reading]:
        if find in ("kpi", "target") and {"kpi", "target"}.isdisjoint(self._kinds_alone) and "indicator" in self._kinds:
            return  # 「指標」 are both
        for measure, words in self._measures:
            if ranked := self._ranked(ids, measure):
                values = self._schema.measured[measure]
                extreme = [id for id in ranked if values[id] == values[ranked[0]]]
                first = self._typed(extreme, find, "extreme", np.maximum(explained, words), scope, parts)
                yield first._replace(ranked=ranked)

    @lazy
    def _measures(self) -> Sequence[tuple[str, Weights]]:
        """What the records may be ordered by, and the words that ask for it."""
        asked = [name for name in MEASURES if name in self._attributes] or ["target", "difference", "ratio"]
        if asked == ["target"] and "higher" in self._question.said("condition"):  # 「目標値が一番伸びる」
            asked = ["difference"]
        order = self._question.marked("order"), self._question.marked("condition", ["higher", "lower"])
        return [
            (name, np.maximum.reduce([*order, self._question.marked("attribute", self._measured_by(name))]))
            for name in asked
        ]

    def _measured_by(self, measure: str) -> Sequence[str]:
        return [measure, "target", *_MEASURED_FROM.get(measure, ())]

    def _ranked(self, ids: Iterable[str], measure: str) -> Ids:
        """Those of the records that have a value, the greatest first, or the least."""
        values = self._schema.measured[measure]
        known = {id: value for id in ids if (value := values[id]) is not None}
        return tuple(sorted(known, key=lambda id: known[id], reverse=not self._is_least))

    def chosen_from(self, ids: Ids, kind: str, *, or_none: bool = False) -> Iterator[Reading]:
        """Those of some records that fulfil what the question says of them: conditions, an order.

        `or_none`: also that none of them does.
        """
        if kind not in INDICATORS:
            return
        ids = tuple(id for id in ids if self._evidence.kind(id) in INDICATORS)  # what was shown may be of many kinds
        for conditions in self._condition_sets(kind, ANYWHERE, is_kind_known=True):
            kept = [id for id in ids if all(id in one.ids for one in conditions)]
            explained = reduce(np.maximum, [one.said for one in conditions], self._kind_words(kind))
            if conditions and (kept or or_none):
                met = len(conditions) / len(self._conditions)
                yield self._typed(kept, kind, "filtered", explained, parts=len(conditions), met=met)
            if kept and (self._question.said("order") or "compare" in self._question.said("ask")):
                yield from self._extremes(kind, ANYWHERE, kept, explained, len(conditions) + 1)

    def compared(self, from_search: Sequence[Reading]) -> Iterator[Reading]:
        """「シティプラザと美術館、目標が多いのはどちら」: the same indicators, the one that wins first."""
        if not (self._question.said("order") or "compare" in self._question.said("ask")):
            return
        for reading in from_search:
            if reading.form in ("hits", "pair", "joined") and INDICATORS.issuperset(
                map(self._evidence.kind, reading.ids)
            ):
                for extreme in self._extremes(reading.kind, ANYWHERE, reading.ids, reading.explained, reading.parts):
                    ids = dict.fromkeys((*extreme.ids, *reading.ids))
                    yield extreme._replace(ids=tuple(ids), form="compared", bound=reading.bound)

    @lazy
    def _is_least(self) -> bool:
        orders = self._question.said("order")
        return bool(orders & {"least", "small"}) and "big" not in orders

    def _reprints_of(self, scope: Scope, pool: Ids) -> Ids:
        packages = [id for id in scope.ids if self._evidence.kind(id) == "package"]
        return tuple(one for id in packages for one in self._schema.reprints_in(id)) if packages else pool

    def _condition_sets(self, find: str, scope: Scope, *, is_kind_known: bool = False) -> Iterator[Sequence[Condition]]:
        """None, all, each, and each two of three or four; who names more means all of them, or one."""
        yield ()
        every = [one for one in self._conditions_outside(scope) if one.of_any or find in INDICATORS]
        if not every:
            return
        if find == "project" and not scope.ids and len(every) == 1 and every[0].topic:
            return  # what the search finds for a theme says the same, the best first
        sets = [every, *([one] for one in every if len(every) > 1)]
        sets += [list(two) for two in combinations(every, 2) if 2 < len(every) <= MOST_PAIRED]
        kind_is_said = is_kind_known or bool(INDICATORS & set(self._kinds))
        yield from (some for some in sets if kind_is_said or not all(one.needs_kind for one in some))

    # Several kinds; members counted; words held

    def _two_kinds(self) -> Iterator[Reading]:
        """「パッケージ4は事業と指標の両方」"""
        kinds = [kind for kind in self._kinds if kind in (*_MEMBER_KINDS, "package", "goal")]
        for scope in self.scopes[:MOST_LISTED]:
            finds = [kind for kind in kinds if kind != self._evidence.kind(scope.ids[0])][:2]
            if len(finds) == 2:
                ids = [one for kind in finds for id in scope.ids for one in self._schema.related(id, kind)]
                explained = np.maximum(self._kind_words(*kinds), self.scope_words(scope))
                yield self._typed(ids, finds[0], "two_kinds", explained, scope, 2)

    def _one_of_those_named(self) -> Iterator[Reading]:
        """「モビリティと幹線道路整備促進事業、バスを扱うのはどちらですか」: the one that knows the other words."""
        if not self._question.said("ask") & {"compare", "which"}:
            return
        named = [scope for scope in self.scopes if len(scope.ids) == 1 and scope.is_named]
        for scope in named:
            kind = self._evidence.kind(scope.ids[0])
            others = [other for other in named if other is not scope and self._evidence.kind(other.ids[0]) == kind]
            if others:
                words = np.maximum(self._kind_words(kind), self.scope_words(scope))
                for other in others:
                    words[list(other.tokens)] = 1.0
                yield self._typed(scope.ids, kind, "either", words, parts=1, bound=min(scope.strength, 1.0))

    def _most_members(self) -> Iterator[Reading]:
        """「一番事業の多いパッケージ」「パッケージ1と3では指標の数はどちらが多い」"""
        if not self._question.said("order") and "compare" not in self._question.said("ask"):
            return
        pick = min if self._is_least else max
        for find in ("package", "goal", "direction"):
            named = [scope for scope in self.scopes if len(scope.ids) == 1 and self._is_sure(scope)]
            pools = [[scope.ids[0] for scope in named if self._evidence.kind(scope.ids[0]) == find]]
            for pool in (*pools, self._schema.all(find)):
                for member in _MEMBER_KINDS:
                    is_said = set(MEANT_KINDS.get(member, (member,))) & set(self._kinds)
                    if find not in self._kinds or len(pool) < 2 or member == find or not is_said:
                        continue
                    counts = {id: self._schema.count(id, member) for id in pool}
                    best = pick(counts.values())
                    words = [self._kind_words(find, member), self._question.marked("order"), self._relations]
                    words += [self._question.marked("ask", ["compare"])]
                    explained = np.maximum.reduce(words)
                    for scope in named:
                        explained[list(scope.tokens)] = 1.0
                    ids = [id for id, count in counts.items() if count == best]
                    yield self._typed(ids, find, "extreme", explained, parts=2, bound=1.0 if pool in pools else 0.5)

    def _siblings(self) -> Iterator[Reading]:
        """「製造品出荷額等と同じパッケージの他の指標」: what stands beside a record, and not the record itself."""
        if not any(token.norm in form_words("beside") for token in self._question.tokens):
            return
        beside = np.maximum(self._question.normed(form_words("beside")), self._relations)
        containers = [kind for kind in SIBLINGS if kind in self._kinds] or ["package"]
        for scope in (one for one in self.scopes if len(one.ids) == 1 and one.is_named):
            own = self._evidence.kind(scope.ids[0])
            finds = [find for find in self._finds() if find in _MEMBER_KINDS or find == "indicator"] or [own]
            for container in (kind for kind in containers if kind != own and kind not in finds):
                owners = self._schema.related(scope.ids[0], container)
                for find in finds:
                    members = (one for owner in owners for one in self._schema.related(owner, find))
                    ids = [one for one in dict.fromkeys(members) if one not in scope.ids]
                    if ids:
                        words = np.maximum.reduce([self._kind_words(find, container), self.scope_words(scope), beside])
                        yield self._typed(ids, find, SIBLINGS[container], words, scope, 2)

    def _holding_words(self) -> Iterator[Reading]:
        """「「イベント」と書いてある事業」: every record that holds a word."""
        asked = self._question.said("ask")
        mentioning = self._question.marked("relation", ["mentions"])
        if not (mentioning.any() or asked & {"all", "count"}):
            return
        quoted = [name_key(word) for word in _QUOTED.findall(self._question.query.text)]
        words = [word for word in quoted or self._plain_nouns() if word]
        finds = [kind for kind in _HOLDERS if kind in self._finds()] or ["project"]
        spelt = {token.surface: name_key(token.surface) for token in self._question.tokens}
        for find in finds:
            for word in words:
                for keys, in_names in ((self._schema.text_keys, False), (self._schema.name_keys, True)):
                    ids = [id for id in self._schema.all(find) if word in keys[id]]
                    if not ids or (in_names and find in INDICATORS):
                        continue
                    marks = [self._kind_words(find), mentioning, self._relations]
                    marks += [self._question.marked("attribute", ["name"])] if in_names else []
                    parts = {surface for surface, key in spelt.items() if key and key in word}
                    explained = np.maximum.reduce([*marks, self._question.spelt(parts)])
                    yield self._typed(ids, find, "holding", explained, parts=1, bound=1.0 if quoted else 0.5)

    def _plain_nouns(self) -> list[str]:
        """The first nouns that no concept takes."""
        said = (self._question.tokens[at].surface for at in self._question.free_nouns)
        return [name_key(surface) for surface in said if len(surface) > 1][:3]
