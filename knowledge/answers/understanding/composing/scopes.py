"""Of: the records that others are asked of, named or found, alone and several together."""

from collections.abc import Collection, Iterable, Iterator, Sequence

import numpy as np
from msgspec import Struct

from knowledge.answers.understanding.composing.kinds_asked import KindsAsked
from knowledge.answers.understanding.concepts import Concept
from knowledge.answers.understanding.conjuncts import Conjunct
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.reading import Reading
from knowledge.answers.understanding.said.weights import LITTLE, Weights
from knowledge.answers.understanding.schema import Ids
from knowledge.answers.understanding.words import form_words
from knowledge.japanese.tokenizer import Token
from knowledge.model.structs import lazy

MOST_SCOPES, HALF_NAMED = 14, 0.5
PARTLY_NAMED = 0.6  # how strongly one is named whose kind stands behind a part of its name
_PACKAGE = Concept("kind", "package")
_CONTAINERS = frozenset({"package", "goal", "direction"})  # nothing is asked of one that is only found by its text
_WITHOUT_MEMBERS = frozenset({"passage", "term", "strategy"})


class Scope(Struct, frozen=True, eq=False):
    """Records that others belong to; none for the whole plan. `is_named`: by number or name, not only found."""

    ids: Ids = ()
    strength: float = 0.0
    is_named: bool = False
    tokens: frozenset[int] = frozenset()


ANYWHERE = Scope()


class Scopes:
    def __init__(self, evidence: Evidence, kinds: KindsAsked) -> None:
        self._evidence = evidence
        self._question = evidence.question
        self._kinds = kinds
        self._words_of: dict[Scope, Weights] = {}
        self.relations = self._question.marked("relation")
        self.all = list(self._named_scopes())

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
        for scope in self._packages_called():
            scopes.setdefault(scope.ids[0], scope)
        by_kind: dict[str, list[str]] = {}
        for id in filter(self._may_own, evidence.strongest_first):
            by_kind.setdefault(evidence.kind(id), []).append(id)
        for id in (id for ids in by_kind.values() for id in ids[:2]):
            scopes.setdefault(id, Scope((id,), evidence.bound(id)))
        chosen = sorted(scopes.values(), key=lambda scope: -scope.strength)[:MOST_SCOPES]
        together = list(self._together([scope for scope in chosen if self.is_sure(scope)]))
        listed = self._listed
        is_whole = bool(listed) and any(listed <= set(scope.ids) for scope in together)
        yield from (scope for scope in chosen if not (is_whole and listed.issuperset(scope.ids)))
        yield from together
        yield from self._joined_packages()

    @lazy
    def _listed(self) -> frozenset[str]:
        """Those of 「パッケージ1、3と5」, where only the first number has its kind: none is asked for alone."""
        numbered = self._evidence.numbered
        kinds = self._question.marked("kind")
        bare = {self._evidence.kind(one.id) for one in numbered if not any(kinds[at] for at in one.tokens)}
        found = frozenset(one.id for one in numbered if self._evidence.kind(one.id) in bare)
        return found if len(bare) == 1 and len(found) > 1 else frozenset()

    def _packages_called(self) -> Iterator[Scope]:
        """「子育てのパッケージ」「しごと系の束」: by the words right before its kind."""
        question = self._question
        for mention in question.mentions:
            if mention.concept != _PACKAGE:
                continue
            end = mention.first
            while end and _only_leads(question.tokens[end - 1]):
                end -= 1
            first = end
            while first and (_is_of_a_name(question, first - 1) or _is_dot(question.tokens[first - 1])):
                first -= 1
            places = [at for at in range(first, end) if question.weights[at]]
            if not self._is_joined_before(first) and (called := self._called(places)):
                yield Scope((called,), PARTLY_NAMED, True, frozenset(range(first, end)))

    def _is_joined_before(self, at: int) -> bool:
        """西 of 「東と西のパッケージ」, where 「東の束と西の束」 has two."""
        before = self._question.tokens[max(at - 1, 0) : at]
        kinds = self._question.concepts_at.get(at - 2, ())
        is_joined = any(one.surface in form_words("coordinating") for one in before)
        return is_joined and not any(one.part == "kind" for one in kinds)

    @lazy
    def is_within(self) -> bool:
        """「方向10の事業のうち、パッケージ4のもの」: what is named stands one within the other, not side by side."""
        return not self._question.is_joined or "among" in self._question.said("context")

    @lazy
    def by_a_word(self) -> Sequence[Scope]:
        """All the packages together of which a word of the name is said, and no other: 「東部西部の分」."""
        question, schema = self._question, self._evidence.schema
        found: dict[str, int] = {}
        for at in question.free_nouns:
            called = [id for id in schema.all("package") if is_in_name(question.tokens[at].norm, schema.name_words[id])]
            if len(called) == 1:
                found.setdefault(called[0], at)
        return [Scope(tuple(found), PARTLY_NAMED, False, frozenset(found.values()))] if found else []

    def _called(self, places: Sequence[int]) -> str:
        """The only package whose name has these words, or begins them (東 of 東部); else that which alone holds them
        all, or what stands for them; "" for none.
        """
        schema, words = self._evidence.schema, [self._question.tokens[at].norm for at in places]
        every = schema.all("package") if words else ()
        by_name = [id for id in every if all(is_in_name(word, schema.name_words[id]) for word in words)]
        called = by_name or self._evidence.all_knowing(every, words)
        return called[0] if len(called) == 1 else ""

    def _joined_packages(self) -> Iterator[Scope]:
        """「東部と西部のパッケージ」, where only the last is called one; 「東部と西部、それぞれの指標」."""
        evidence = self._evidence
        ids = [evidence.best_of(side).get("package", "") for side in evidence.conjuncts]
        if not ids or not all(ids) or len(set(ids)) < len(ids):
            return
        if "package" not in self._kinds.said and not all(map(self._is_name_of, evidence.conjuncts, ids)):
            return
        spans = [slice(side.at.start, side.at.stop) for side in evidence.conjuncts]
        said = [evidence.explained(id)[span] for id, span in zip(ids, spans, strict=True)]
        if all(float(words.max(initial=0.0)) >= HALF_NAMED for words in said):
            tokens = [span.start + at for span, words in zip(spans, said, strict=True) for at in np.flatnonzero(words)]
            yield Scope(tuple(ids), min(map(evidence.bound, ids)), True, frozenset(map(int, tokens)))

    def _is_name_of(self, side: Conjunct, id: str) -> bool:
        """Every noun of the thing joined is of the name."""
        nouns = [self._question.tokens[at].norm for at in self._question.free_nouns if at in side.at]
        return bool(nouns) and all(is_in_name(noun, self._evidence.schema.name_words[id]) for noun in nouns)

    def _may_own(self, id: str) -> bool:
        """Whether something may be asked of a record that was found, and not named."""
        evidence, kind = self._evidence, self._evidence.kind(id)
        if kind in _WITHOUT_MEMBERS or (kind in _CONTAINERS - set(self._kinds.said) and not self._is_told_by_name(id)):
            return False
        return evidence.is_told(id) or (self._may_sound and evidence.is_heard(id))

    def _is_told_by_name(self, id: str) -> bool:
        """By more of its name than 「振興」, which many have."""
        bound = self._evidence.bindings.get(id)
        tokens = bound.tokens if bound else ()
        is_of_doing = bool(tokens) and all(self._question.tokens[at].norm in form_words("doing") for at in tokens)
        return bound is not None and not is_of_doing

    @lazy
    def _may_sound(self) -> bool:
        return float(self._question.naming_weights.sum()) >= LITTLE

    def is_sure(self, scope: Scope) -> bool:
        """Named in full; of packages, which are few, a part of the name will do."""
        is_package = scope.is_named and self._evidence.kind(scope.ids[0]) == "package"
        return is_package or self._evidence.is_named_in_full(scope.ids[0])

    def _together(self, sure: Sequence[Scope]) -> Iterator[Scope]:
        kinds = dict.fromkeys(self._evidence.kind(scope.ids[0]) for scope in sure)
        groups = [[scope for scope in sure if self._evidence.kind(scope.ids[0]) == kind] for kind in kinds]
        for group in (*groups, *([list(sure)] if len(groups) > 1 and not self.is_within else [])):
            if len(group) > 1:
                tokens = frozenset[int]().union(*(scope.tokens for scope in group))
                ids = tuple(id for scope in group for id in scope.ids)
                yield Scope(ids, min(scope.strength for scope in group), True, tokens)

    def words(self, scope: Scope) -> Weights:
        """Not to be written to."""
        if scope not in self._words_of:
            self._words_of[scope] = self._words(scope)
        return self._words_of[scope]

    def _words(self, scope: Scope) -> Weights:
        words = np.maximum(self.relations, self._kinds.words(*map(self._evidence.kind, scope.ids)))
        for id in scope.ids:
            words = np.maximum(words, self._evidence.explained(id))
        words[list(scope.tokens)] = 1.0
        return words

    def reading(
        self, ids: Iterable[str], kind: str, form: str, explained: Weights, scope: Scope = ANYWHERE, parts: int = 0,
        bound: float | None = None, met: float = 0.0, doubtful: float = 0.0,
    ) -> Reading:  # fmt: skip
        strength = scope.strength if bound is None else bound
        whole = np.maximum(explained, self._kinds.always)
        return Reading(tuple(dict.fromkeys(ids)), kind, form, whole, strength, parts, scope.ids, met, doubtful)


def is_in_name(word: str, name: Collection[str]) -> bool:
    """As a word of it, or as what one begins with: 東 of 東部."""
    return word in name or (len(word) == 1 and any(one.startswith(word) for one in name if len(one) == 2))


def _only_leads(token: Token) -> bool:
    """の and 系 of 「しごと系の束」"""
    return token.surface == "の" or token.norm in form_words("about_nouns")


def _is_dot(token: Token) -> bool:
    return token.surface == "・"


def _is_of_a_name(question: Question, at: int) -> bool:
    """A noun, or a part of one such as 「住みやすさ」, that is no kind of record."""
    is_kind = any(one.part in ("kind", "ask") for one in question.concepts_at.get(at, ()))
    return bool(question.weights[at]) and not question.tokens[at].is_number and not is_kind
