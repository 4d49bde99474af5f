"""What the records have to do with a question: hits of the search, records named, and the words each accounts for."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

from knowledge.answers.understanding.bindings import Binder, Binding
from knowledge.answers.understanding.conjuncts import Conjunct, conjuncts, sharing
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.reading import INDICATORS
from knowledge.answers.understanding.said.weights import LITTLE, NOUN_WEIGHT, Weights
from knowledge.answers.understanding.schema import Ids, Schema
from knowledge.answers.understanding.words import form_words
from knowledge.japanese.abbreviations import clipped
from knowledge.model.arrays import weighed_sums
from knowledge.model.normalize import name_key
from knowledge.model.structs import lazy
from knowledge.search.strategy_search import KNOWN, Found, Lookup, StrategySearch

HEARD = 0.3  # share of its sounds or characters from which on a name that is no word is heard
_ASKED_ALONE = frozenset({"passage", "term", "strategy"})  # kinds that words which ask are about
FIRST_HITS, FIRST_OF_KIND, LOOKED_THROUGH = 10, 2, 60
MOST_NAMED = 8
WHOLE, REQUEST = "whole", "request"


class Evidence(Struct, frozen=True, dict=True):
    """`lookups`: the whole question and, where it has several clauses, the one that asks.

    `conjuncts`: the things that the question joins; `sharing`: the same with what is said of all of them.
    `context`: what was shown last in the thread, first things first; `listed`: the list that places count; `before`:
    what the talk came from, the nearest first; `is_of_state`: the list is of those in one state.
    """

    question: Question
    schema: Schema
    search: StrategySearch
    lookups: Mapping[str, Lookup]
    numbered: Sequence[Binding]
    named: Sequence[Binding]
    context: Ids = ()
    listed: Ids = ()
    before: Ids = ()
    is_of_state: bool = False
    conjuncts: Sequence[Conjunct] = ()
    sharing: Sequence[Conjunct] = ()
    _explained: dict[str, Weights] = field(default_factory=dict)
    _best_of: dict[Conjunct, Mapping[str, str]] = field(default_factory=dict)

    @lazy
    def bindings(self) -> Mapping[str, Binding]:
        """Id → the strongest binding."""
        found: dict[str, Binding] = {}
        for binding in (*self.named, *self.numbered):
            if binding.id not in found or binding.strength > found[binding.id].strength:
                found[binding.id] = binding
        return found

    @lazy
    def strength(self) -> Mapping[str, float]:
        """Id → its best share of the best score, over the lookups."""
        places = list(self.hits.values())
        shares = [lookup.scores[places] / self.best[name] for name, lookup in self.lookups.items()]
        return dict(zip(self.hits, np.maximum.reduce(shares), strict=True))

    @lazy
    def best(self) -> Mapping[str, float]:
        """Lookup → its best score, never 0."""
        return {name: float(lookup.scores.max(initial=1e-6)) for name, lookup in self.lookups.items()}

    @lazy
    def hits(self) -> Mapping[str, int]:
        """Id → position in the index, of the first of every lookup, the first of each kind, and those named."""
        found: dict[str, int] = {}
        for lookup in self.lookups.values():
            of_kind: dict[str, int] = {}
            first = lookup.order[:LOOKED_THROUGH]
            for rank, (at, score) in enumerate(zip(first.tolist(), lookup.scores[first].tolist(), strict=True)):
                if score <= 0:
                    break
                kind = self.search.kinds[at]
                of_kind[kind] = of_kind.get(kind, 0) + 1
                if rank < FIRST_HITS or of_kind[kind] <= FIRST_OF_KIND:
                    found.setdefault(self.search.index.ids[at], at)
        for side in (*self.conjuncts, *self.sharing):
            for id in self.best_of(side).values():
                found.setdefault(id, self.search.position[id])
        for binding in (*self.named[:MOST_NAMED], *self.numbered):
            if binding.id in self.search.position:
                found.setdefault(binding.id, self.search.position[binding.id])
        return found

    def best_of(self, side: Conjunct) -> Mapping[str, str]:
        """Kind, of indicators one for all → the record that fits one of the things joined best."""
        if side not in self._best_of:
            self._best_of[side] = self._best_of_kinds(side.lookup)
        return self._best_of[side]

    def _best_of_kinds(self, lookup: Lookup) -> Mapping[str, str]:
        found: dict[str, str] = {}
        first, ids, kinds = lookup.order[:LOOKED_THROUGH], self.search.index.ids, self.schema.kinds
        for at, score in zip(first.tolist(), lookup.scores[first].tolist(), strict=True):
            if score > 0 and (kind := kinds.get(ids[at])):
                found.setdefault("indicator" if kind in INDICATORS else kind, ids[at])
        return found

    @lazy
    def surely_named(self) -> Mapping[str, frozenset[int]]:
        """Id → the places of its name, of what is named by number or in full; 「KPI」 says a kind, and no term."""
        sure = [one for one in self.bindings.values() if one.how in ("number", "full")]
        return {one.id: self._spanned(one) for one in sure if not self.is_kind_word(one.id)}

    def _spanned(self, binding: Binding) -> frozenset[int]:
        """Also what stands between the words of a name."""
        name, places = self.schema.name_keys.get(binding.id, ""), sorted(binding.tokens)
        if binding.how != "full" or not places:
            return binding.tokens
        span = range(places[0], places[-1] + 1)
        said = name_key("".join(self.question.tokens[at].surface for at in span))
        return frozenset(span) if said in name or name in said else binding.tokens

    def is_kind_word(self, id: str) -> bool:
        """「KPI」 is a term and a kind: where it only says the kind, the term is not meant."""
        if self.kind(id) != "term":
            return False
        words, at = self.schema.name_words[id], self.question.concepts_at
        said = [place for place, token in enumerate(self.question.tokens) if token.norm in words]
        return bool(said) and all(any(concept.part == "kind" for concept in at.get(one, ())) for one in said)

    @lazy
    def named_alone(self) -> Ids:
        """The records whose whole name the question is, and nothing else."""
        key = name_key(self.question.query.text).rstrip("?。はを")
        keys = {key, *(key.removesuffix(words) for words in form_words("about"))}
        whole = tuple(id for key in keys for id in self.schema.named(key))
        return whole or self._clipped()

    def _clipped(self) -> Ids:
        """「空流活」「女活の事業」「待児」: the name clipped so, a project's first, where none is said in full."""
        if self.numbered or any(one.how == "full" for one in self.named):
            return ()
        names = self.schema.names
        said, indicators = self.question.query.typed, {id: names[id] for id in self.schema.all("indicator")}
        return tuple(clipped(said, self.schema.names_to_clip) or clipped(said, indicators))

    @property
    def is_strange(self) -> bool:
        """No word of the question says anything to the plan or to the concepts: 「qwertyuiop」."""
        unknown, tokens = self.lookups[WHOLE].asked.unknown, self.question.tokens
        told = [at for at in range(len(tokens)) if self.question.weights[at] >= NOUN_WEIGHT]
        is_unknown = all(tokens[at].norm in unknown for at in told)
        return bool(told) and is_unknown and not self.question.mentions and not self.question.numbers

    def found(self, kinds: Collection[str] = ()) -> Iterator[Found]:
        """The records that have anything to do with the question, of some kinds or all, best first."""
        return self.search.found(self.lookups[WHOLE], kinds)

    def coverage(self, id: str) -> float:
        return self.search.coverage(self.lookups[WHOLE].asked, id)

    @lazy
    def strongest_first(self) -> Sequence[str]:
        ids = list(self.hits)
        shares = np.array([self.strength[id] for id in ids], dtype=np.float32)
        return [ids[at] for at in np.argsort(-shares, kind="stable").tolist()]

    def kind(self, id: str) -> str:
        return self.schema.kinds[id]

    def is_named_in_full(self, id: str) -> bool:
        return id in self.bindings and self.bindings[id].how in ("number", "full")

    def is_called(self, id: str, at: range) -> bool:
        """All that is said there stands in its name: 「西部」 alone names none."""
        name = self.schema.name_words[id]
        telling = [one for one in at if self.question.naming_weights[one] > 0]
        return bool(telling) and all(self.question.tokens[one].norm in name for one in telling)

    def bound(self, id: str) -> float:
        return self.bindings[id].strength if id in self.bindings else 0.0

    def is_told(self, id: str) -> bool:
        """Words such as 「目標」 and 「基準」 alone, which ask, are no reason for a record that prints them too."""
        return id in self._told

    @lazy
    def _told(self) -> frozenset[str]:
        said = weighed_sums(self._of_all_hits, self.question.naming_weights).tolist()
        priced = self.lookups[WHOLE].priced[list(self.hits.values())].tolist()
        return frozenset(
            id
            for id, weight, price in zip(self.hits, said, priced, strict=True)
            if weight >= LITTLE or price > 0 or self.kind(id) in _ASKED_ALONE or id in self.bindings
        )

    def is_heard(self, id: str) -> bool:
        """It sounds or is spelt like the question, whose words may be none: 「yattemin nou」."""
        at, lookup = self.hits[id], self.lookups[WHOLE]
        return float(max(lookup.sounds[at], lookup.grams[at])) >= HEARD

    def explained(self, id: str) -> Weights:
        """How far each token is accounted for by a record: it prints the word, or holds what stands for it."""
        if (of_hit := self._of_hits.get(id)) is not None:
            return of_hit
        if id not in self._explained:
            nothing = np.zeros((len(self.question.words), 1), dtype=np.float32)
            [self._explained[id]] = self._accounted([id], nothing)
        return self._explained[id]

    def printing(self, words: Collection[str]) -> frozenset[str]:
        """Indicators and projects of which all of some words are printed, an indicator also by its project."""
        wanted = frozenset(words)
        return self._holders(lambda id: wanted <= self.schema.printed_words[id])

    def knowing(self, words: Collection[str]) -> frozenset[str]:
        """Those that hold them all, or what stands for them."""
        knows = self._knows(words)
        return self._holders(knows) if knows else frozenset()

    def all_knowing(self, ids: Sequence[str], words: Collection[str]) -> list[str]:
        """Of some records those that hold them all, or what stands for them."""
        knows = self._knows(words)
        return list(filter(knows, ids)) if knows else []

    def _knows(self, words: Collection[str]) -> Callable[[str], bool] | None:
        """None where one of them is no word of the search."""
        lookup, position = self.lookups[WHOLE], self.search.position
        if not lookup.asked.words.keys() >= set(words):
            return None
        held = [lookup.held(word).tolist() for word in words]
        return lambda id: all(one[position[id]] >= KNOWN for one in held)

    def holders(self, words: Collection[str]) -> frozenset[str]:
        return self.printing(words) or self.knowing(words)

    def _holders(self, holds: Callable[[str], bool]) -> frozenset[str]:
        schema = self.schema
        projects = {id for id in schema.all("project") if holds(id)}
        kpis = {id for id in schema.all("kpi") if projects.intersection(schema.related(id, "project")) or holds(id)}
        return frozenset(projects | kpis | {id for id in schema.all("target") if holds(id)})

    @lazy
    def _word_at(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Places of the words that count, and the number of the word at each."""
        pairs = [(at, number) for number, places in enumerate(self.question.words.values()) for at in places]
        places, numbers = np.array(pairs, dtype=np.intp).reshape(-1, 2).T
        return places, numbers

    @lazy
    def _number_of(self) -> Mapping[str, int]:
        """Word that counts → its number."""
        return {word: number for number, word in enumerate(self.question.words)}

    @lazy
    def _of_hits(self) -> Mapping[str, Weights]:
        """Id of a hit → how far each token is accounted for by it."""
        return dict(zip(self.hits, self._of_all_hits, strict=True))

    @lazy
    def _of_all_hits(self) -> Weights:
        """A row for each hit."""
        lookup, hits = self.lookups[WHOLE], list(self.hits.values())
        held = np.zeros((len(self.question.words), len(hits)), dtype=np.float32)
        for number, word in enumerate(self.question.words):
            if word in lookup.asked.words:
                held[number] = lookup.held(word)[hits]
        return self._accounted(list(self.hits), held)

    def _accounted(self, ids: Sequence[str], held: Weights) -> Weights:
        """A row each. `held`: how surely each word that counts is held, a column each."""
        words, printed_of = self._number_of, self.schema.printed_words
        said = frozenset(words)
        printed = [(words[word], at) for at, id in enumerate(ids) for word in said & printed_of.get(id, frozenset())]
        if printed:
            held[tuple(zip(*printed, strict=True))] = 1.0
        share = np.zeros((len(ids), len(self.question.weights)), dtype=np.float32)
        places, numbers = self._word_at
        share[:, places] = held[numbers].T
        return share


def gathered(question: Question, schema: Schema, search: StrategySearch, binder: Binder) -> Evidence:
    query = question.query
    texts = {WHOLE: question.wanted_text}
    request = question.request_text
    if len(question.clauses) > 1 and request and request != query.text:
        texts[REQUEST] = request
    lookups = {name: search.look_up(text, query.amounts) for name, text in texts.items()}
    named = binder.numbered(question), binder.named(question)
    joined = conjuncts(question, search)
    return Evidence(
        question, schema, search, lookups, *named, conjuncts=joined, sharing=sharing(question, joined, search)
    )
