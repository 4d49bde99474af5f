"""Readings of a question in a thread: the same queries, their empty slots filled from what was shown."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal

import numpy as np

from knowledge.answers.understanding.composing.composer import Composer
from knowledge.answers.understanding.composing.scopes import Scope
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.reading import INDICATORS, Reading
from knowledge.answers.understanding.said.numbers import Number
from knowledge.answers.understanding.said.weights import Weights
from knowledge.answers.understanding.schema import MEANT_KINDS, PRINTED, Ids
from knowledge.answers.understanding.words import form_words
from knowledge.model.structs import lazy

MOST_SHOWN = 12  # records of a list that a follow-up is read against
MOST_ALIKE = 4
LIKE_NAMES = 0.3  # of the words of two names, that both have
SURELY_KNOWN = 0.9  # how surely a record holds a word, from which on it knows it
OWNING = frozenset({"package", "goal", "direction"})
_FINDS = ("package", "direction", "goal", "target", "kpi", "indicator", "project")
NARROWED = "among_shown"  # 「パッケージ2のだけ」
IN_CONTEXT = frozenset({"again", "again_all", "of_shown", NARROWED, "rest", "switched", "alike", "counterpart"})


def in_context(evidence: Evidence, composer: Composer) -> Iterator[Reading]:
    if evidence.context:
        yield from _Thread(evidence, composer).readings()


def places_said(question: Question, shown: int) -> Mapping[int, Collection[int]]:
    """Which of so many records shown the question points at (1 for the first), each with the tokens that say so:
    「2番目」「三つ目」「最後のやつ」「もう一方」「まんなか」; 「二つのうち」 is a number of things.
    """
    found: dict[int, set[int]] = {}
    for number in question.numbers:
        if 0 < number.value <= shown and (words := _words_of_place(question, number)):
            found.setdefault(number.value, set()).update(words)
    named = [
        (1, [("order", "first"), ("context", "first")]),
        (shown, [("order", "last")]),
        (min(2, shown), [("context", "last")]),  # 「後者」, of two
        ((shown + 1) // 2, [("context", "middle")] if shown % 2 else []),
    ]
    for place, concepts in named:
        for mention in question.mentions:
            if tuple(mention.concept) in concepts:
                found.setdefault(place, set()).update(mention.tokens)
    return found


def _words_of_place(question: Question, number: Number) -> range:
    """The number with 番目, 目 or つ目 behind it; nothing for 「3つ」「2件」."""
    behind = [token.surface for token in question.tokens[number.end : number.end + 2]]
    at = next((at for at, surface in enumerate(behind) if surface in form_words("of_place")), None)
    return range(0) if at is None else range(number.first, number.end + at + 1)


class _Thread:
    def __init__(self, evidence: Evidence, composer: Composer) -> None:
        self._evidence = evidence
        self._composer = composer
        self._scopes = composer.scopes
        self._question = evidence.question
        self._shown = evidence.context[:MOST_SHOWN]
        self._listed = evidence.listed
        in_full = self._question.marked("attribute", ["text"])  # whatever is shown is: 「そのうち％のやつ、詳しく」
        said = [self._question.marked(part) for part in ("ask", "polite", "context")]
        self._always = np.maximum.reduce([in_full, *said])
        self._by_size = self._said_by_size
        self._places = self._by_size or places_said(self._question, len(evidence.listed))

    @lazy
    def _said_by_size(self) -> Mapping[int, Collection[int]]:
        """「多いほうのKPI」 of packages, 「低いほう」 of figures of one unit: the one that has more of it, or less."""
        tokens, schema, listed = self._question.tokens, self._evidence.schema, self._listed
        sized = [one for one in self._question.of_part("order") if one.concept.name in ("big", "small")]
        ends = {at for at, token in enumerate(tokens) if token.norm in form_words("other_one")}
        said = next((one for one in sized if one.last + 1 in ends), None)
        if said is None or not 1 < len(listed) <= MOST_ALIKE:
            return {}
        kinds = {self._evidence.kind(id) for id in listed}
        if kinds <= INDICATORS:
            indicators = [schema.catalog.indicators[id] for id in listed if id in schema.catalog.indicators]
            measure = "baseline" if "baseline" in self._question.said("attribute") else "target"
            is_one_unit = len({one.unit for one in indicators}) == 1
            sizes = [schema.measured[measure][one.id] for one in indicators] if is_one_unit else []
        else:
            said_kinds = self._question.said("kind")
            member = next((kind for kind in ("project", "kpi", "indicator") if kind in said_kinds), "")
            sizes = [Decimal(schema.count(id, member)) for id in listed] if member and kinds <= OWNING else []
        known = [size for size in sizes if size is not None]
        if not known or len(known) < len(listed):
            return {}
        best = (max if said.concept.name == "big" else min)(known)
        if known.count(best) > 1:
            return {}
        return {known.index(best) + 1: {*said.tokens, said.last + 1}}

    def readings(self) -> Iterator[Reading]:
        yield from filter(self._is_on_theme, self._all())

    def _all(self) -> Iterator[Reading]:
        yield from self._again()
        yield from self._of_shown()
        yield from self._among_shown()
        yield from self._rest()
        yield from self._switched()
        yield from self._alike()
        yield from self._counterparts()

    def _is_on_theme(self, reading: Reading) -> bool:
        """「農業関係の事業」 are those that hold the word, or of something called so: not all of what was shown."""
        names = self._evidence.schema.name_words
        owners = (id for id in reading.of if self._evidence.kind(id) != reading.kind)
        called = frozenset[str]().union(*(names.get(id, ()) for id in owners))
        for kind, at in self._themes.items():
            knowing = {id for id in (*reading.ids, *self._listed) if self._evidence.explained(id)[at] >= SURELY_KNOWN}
            of_kind = {id for id in knowing if self._evidence.kind(id) == reading.kind}
            is_of_kind = reading.kind in MEANT_KINDS.get(kind, (kind,))
            if not (is_of_kind and of_kind == set(reading.ids)) and self._question.tokens[at].norm not in called:
                return False
        return True

    @lazy
    def _themes(self) -> Mapping[str, int]:
        """Kind said → the place of the noun that says which of them: 「農業の事業」「農業に関係する事業」."""
        question, found = self._question, dict[str, int]()
        for mention in question.mentions:
            if mention.concept.part == "kind" and mention.concept.name in _FINDS:
                before = range(mention.first - 1, -1, -1)
                at = next((at for at in before if not self._leads_to_a_kind(at)), -1)
                at -= at > 0 and question.tokens[at].part[0] == "接尾辞"  # 「転入者に関する指標」
                is_led = question.tokens[mention.first - 1].surface == "の" or self._is_about(mention.first - 1)
                if is_led and at in question.free_nouns and question.tokens[at].part[0] == "名詞":
                    found[mention.concept.name] = at
        return found

    def _leads_to_a_kind(self, at: int) -> bool:
        """の and 関係 of 「農業関係の事業」, に関する of 「農業に関する事業」."""
        return self._is_about(at) or self._question.tokens[at].part[0] in ("助詞", "助動詞")

    def _is_about(self, at: int) -> bool:
        return self._question.tokens[at].norm in form_words("about_verbs") | form_words("about_nouns")

    def _reading(
        self, ids: Sequence[str], kind: str, form: str, explained: Weights, of: Ids = (), parts: int = 0
    ) -> Reading:
        whole = np.maximum(explained, self._always)
        return Reading(tuple(dict.fromkeys(ids)), kind, form, whole, 0.0, parts, of)

    def _printed(self, kind: str) -> Weights:
        """The words for what a record of this kind prints, and for its kind."""
        attributes = self._question.marked("attribute", PRINTED.get(kind, frozenset()))
        return np.maximum(attributes, self._question.marked("kind", MEANT_KINDS.get(kind, (kind,))))

    def _again(self) -> Iterator[Reading]:
        """「目標は？」「2番目を詳しく」「両方の基準値」: one of those shown, or all of them."""
        for place, id in self._meant():
            kind = self._evidence.kind(id)
            own_text = self._question.marked("kind", ["passage"])  # 「原文のまま」
            explained = np.maximum.reduce([self._printed(kind), self._evidence.explained(id), own_text])
            yield self._reading([id], kind, "again", np.maximum(explained, self._ordinal(place)), parts=place == 1)
        for several in self._lists:
            kind = self._evidence.kind(several[0])
            yield self._reading(several, kind, "again_all", self._printed(kind))

    @lazy
    def _lists(self) -> Sequence[Ids]:
        """What may be meant by several: those shown, the list before, and what was shown one after the other."""
        kinds = self._evidence.schema.kinds
        singly = [id for id in self._evidence.before if len(self._shown) == 1 and kinds[id] == kinds[self._shown[0]]]
        several = [self._shown]
        if self._speaks_of_several:
            several += [self._listed[:MOST_SHOWN], (*singly[:1], *self._shown)]
        return list(dict.fromkeys(ids for ids in several if len(ids) > 1))

    @property
    def _speaks_of_several(self) -> bool:
        said = self._question.said
        is_said = said("context") & {"among", "both"} or said("ask") & {"all", "compare"} or said("order")
        return bool(is_said) or any(number.value > 1 for number in self._question.numbers)

    @lazy
    def _named_in_list(self) -> Ids:
        """「創業のほうは？」: those of the list that alone know a word."""
        explained = {id: self._evidence.explained(id) for id in self._listed}
        knowing = (
            [id for id, words in explained.items() if words[at] >= SURELY_KNOWN] for at in self._question.free_nouns
        )
        return tuple(dict.fromkeys(some[0] for some in knowing if len(some) == 1))

    def _meant(self) -> list[tuple[int, str]]:
        """The records that the question may go on from, each with its place in the list: those that it points at, or
        any of those shown, and what the talk came from.
        """
        pointed = [(place, id) for place, id in enumerate(self._listed, start=1) if place in self._places]
        others = [id for id in (*self._named_in_list, *self._evidence.before) if id not in self._shown]
        kinds = self._question.pointed_kinds & OWNING  # 「この方向」 after its projects
        if kinds and self._evidence.kind(self._shown[0]) not in kinds and not pointed:
            pointed = [(0, id) for id in self._evidence.before if self._evidence.kind(id) in kinds]
        return pointed or [*enumerate(self._shown, start=1), *((0, id) for id in others)]

    def _ordinal(self, place: int) -> Weights:
        """The words that say this place."""
        marked = np.zeros_like(self._question.weights)
        marked[list(self._places.get(place, ()))] = 1.0
        return marked

    def _of_shown(self) -> Iterator[Reading]:
        """「そのKPIは？」「どのパッケージのもの？」: of the first, of one that is said, of all."""
        meant = self._meant()
        first = [(place, id) for place, id in meant if place <= MOST_ALIKE or id in self._named_in_list]
        single = meant if self._places else first
        every = [(0, ids) for ids in self._lists] if not self._places else []
        for place, of in [*((place, (id,)) for place, id in single), *every]:
            known = np.maximum.reduce([*(self._evidence.explained(id) for id in of), self._ordinal(place)])
            for find in _FINDS:
                words = np.maximum.reduce([known, self._printed(find), self._question.marked("relation")])
                for ids, said in self._pools(of, find):
                    if ids and not set(ids) <= set(of):
                        yield self._reading(ids, find, "of_shown", np.maximum(words, said), of, parts=place == 1)
                        yield from self._chosen_of(ids, find, np.maximum(words, said), of)

    def _pools(self, of: Ids, find: str) -> Iterator[tuple[list[str], Weights]]:
        """What belongs to them; and to what they belong to: 「載っているパッケージのKPI」."""
        related, kind = self._evidence.schema.related, self._evidence.kind(of[0])
        if kind == "term" and find in ("project", "indicator"):  # those that use the word
            said = np.maximum(self._printed(kind), self._question.marked("relation"))
            yield list(self._evidence.schema.holding(of[0], find)), said
        yield [one for id in of for one in related(id, find)], self._printed(kind)
        for via in ("package", "goal", "direction", "project"):
            said = self._question.marked("kind", [via])
            if len(of) == 1 and via not in (kind, find) and said.any():
                yield [one for home in related(of[0], via) for one in related(home, find)], said

    def _chosen_of(self, ids: Sequence[str], find: str, words: Weights, of: Ids) -> Iterator[Reading]:
        """「そのパッケージのKPIで、単位が人のもの」"""
        for chosen in () if self._by_size else self._composer.chosen_from(tuple(ids), find):
            said = np.maximum(words, chosen.explained)
            among = self._reading(chosen.ids, find, "of_shown", said, of, chosen.parts)
            yield among._replace(met=chosen.met, ranked=chosen.ranked)

    def _among_shown(self) -> Iterator[Reading]:
        """「そのうち累計のもの」「うち東部の分」「この中で目標が最大のもの」"""
        whole = self._evidence.context  # of long lists too
        for several in [whole if ids == self._shown else ids for ids in self._lists]:
            yield from self._among(several)

    def _among(self, several: Ids) -> Iterator[Reading]:
        kinds = {self._evidence.kind(id) for id in several}
        kind = "indicator" if len(kinds) > 1 and kinds <= INDICATORS else self._evidence.kind(several[0])
        points = bool(self._question.said("context") & {"this", "among", "both"})
        for reading in self._composer.chosen_from(several, kind, or_none=points):
            if set(reading.ids) == set(several) and not points:
                continue  # 「交通のほうも」, of what all of them have to do with
            among = self._reading(reading.ids, kind, "among_shown", reading.explained, parts=reading.parts)
            yield among._replace(met=reading.met, ranked=reading.ranked)
        free = list(self._question.free_nouns)
        knowing = [id for id in several if free and (self._evidence.explained(id)[free] >= SURELY_KNOWN).all()]
        if kind not in INDICATORS and 0 < len(knowing) < len(several):  # 「この中で移住に関わるもの」
            words = np.minimum.reduce([self._evidence.explained(id) for id in knowing])
            yield self._reading(knowing, kind, "among_shown", np.maximum(words, self._printed(kind)), parts=1)
        for scope in self._scopes.all if points else filter(self._is_said, self._scopes.all):
            inside = {one for id in scope.ids for one in self._evidence.schema.related(id, kind)}
            words = np.maximum(self._scopes.words(scope), self._printed(kind))
            for kept in (True, False):
                ids = [id for id in several if (id in inside) == kept]
                without = "without" in self._question.said("condition")
                is_some = bool(ids) or (kept and scope.is_named and points)
                if is_some and len(ids) < len(several) and kept != without:
                    said = words if kept else np.maximum(words, self._question.marked("condition", ["without"]))
                    yield self._reading(ids, kind, "among_shown", said, scope.ids, parts=1)

    def _rest(self) -> Iterator[Reading]:
        """「残りのは？」「同じパッケージのほかのKPI」: of the same package or goal, and not shown yet."""
        first, schema = self._shown[0], self._evidence.schema
        kind = self._evidence.kind(first)
        if left := [id for id in self._listed if id not in self._shown]:
            yield self._reading(left, self._evidence.kind(left[0]), "rest", self._printed(kind))
        for find in dict.fromkeys((kind, *(one for one in ("kpi", "project") if one in self._question.said("kind")))):
            for owner in ("package", "goal", "direction"):
                siblings = [one for home in schema.related(first, owner) for one in schema.related(home, find)]
                ids = [one for one in siblings if one not in self._evidence.context]
                words = [self._printed(find), self._question.marked("kind", [owner]), self._question.marked("relation")]
                for some in (ids, siblings):
                    if some and owner != kind:
                        yield self._reading(some, find, "rest", np.maximum.reduce(words), (first,), parts=some is ids)

    def _switched(self) -> Iterator[Reading]:
        """「西部は？」 after the indicators of 東部: the same kind of record, of what is named now."""
        kind = self._evidence.kind(self._shown[0])
        for scope in (*self._scopes.all, *self._scopes.by_a_word):
            ids = [one for id in scope.ids for one in self._evidence.schema.related(id, kind)]
            if ids and self._evidence.kind(scope.ids[0]) != kind:
                words = np.maximum(self._scopes.words(scope), self._printed(kind))
                yield self._reading(ids, kind, "switched", words, scope.ids)

    def _counterparts(self) -> Iterator[Reading]:
        """「西部で似たような事業は？」 after one of 東部: of those that are named now the one of the likest name."""
        names, kinds = self._evidence.schema.name_words, self._evidence.schema.kinds
        likeness = self._question.normed(form_words("near"))
        scopes = [scope for scope in self._scopes.all if likeness.any() or self._is_said(scope)]
        for kind in ("project", "kpi"):
            start = next((id for id in (*self._shown[:1], *self._evidence.before) if kinds[id] == kind), "")
            for scope in scopes if start else ():
                inside = [one for id in scope.ids for one in self._evidence.schema.related(id, kind) if one != start]
                shares = {id: len(names[id] & names[start]) / len(names[id] | names[start]) for id in inside}
                best = max(shares, key=lambda id: shares[id], default="")
                if best and shares[best] >= LIKE_NAMES and kinds[scope.ids[0]] not in (kind, "direction"):
                    words = np.maximum(self._scopes.words(scope), self._printed(kind))
                    yield self._reading([best], kind, "counterpart", np.maximum(words, likeness), (start,))

    def _is_said(self, scope: Scope) -> bool:
        """It is named, or its name begins so: 「西」 of 「西部地域振興パッケージ」."""
        name = self._evidence.schema.name_keys.get(scope.ids[0], "") if scope.ids else ""
        return scope.is_named or any(
            name.startswith(self._question.tokens[at].surface) for at in self._question.free_nouns
        )

    def _alike(self) -> Iterator[Reading]:
        """「美術館のほうは？」 after an indicator: what the question finds of the same kind."""
        first = self._evidence.kind(self._shown[0])
        kinds = INDICATORS if first in INDICATORS else {first}
        found = [
            id for id in self._evidence.strongest_first if self._evidence.kind(id) in kinds and id != self._shown[0]
        ]
        for id in found[:MOST_ALIKE]:
            words = np.maximum(self._printed(first), self._evidence.explained(id))
            yield self._reading([id], self._evidence.kind(id), "alike", words, (id,))
