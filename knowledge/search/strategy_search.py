"""A strategy's records as a search index: what is found for a question, how surely, and why."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from knowledge.japanese.phonetics import spoken
from knowledge.japanese.vocabulary import Phrases, RecordPhrases, Vocabulary
from knowledge.model.catalog import Catalog
from knowledge.model.normalize import name_key
from knowledge.model.prepared import Prepared
from knowledge.model.records import Correction
from knowledge.model.structs import replace
from knowledge.search.bm25 import Scores
from knowledge.search.index import Asked, SearchIndex
from knowledge.search.texts import SearchRecord

NAME_WEIGHT = 1.0  # the full name stands in the question, as against 1 for each other evidence
AMOUNT_WEIGHT = 1.5  # a printed value stands in it
SHORTEST_NAME = 4
SOUNDS_SHARE = 1.0  # names and phrases are short and spoken: what is alike by ear counts as much as words
SHORTEST_HEARD_NAME = 7  # kana of a name said by ear
MOST_REASONS = 6
EXPRESSIONS_KEPT = 2048  # official ones that stand for everyday ones, a number per record each
KNOWN = 0.35  # how surely a record holds a word before the word counts as known to it


class Found(NamedTuple):
    """A record with its score, and whether the text says its whole name."""

    id: str
    kind: str
    score: float
    named: bool


class Lookup(Struct, frozen=True, eq=False, dict=True):
    """One text against every record, in the order of the index.

    Score, whether it is named, and the share of the amounts, grams and sounds of the text that it holds. `held`: of
    a word of the text, how surely it holds it (0–1).
    """

    _index: SearchIndex
    asked: Asked
    held: Callable[[str], Scores]
    scores: Scores
    named: Scores
    priced: Scores

    @cached_property
    def grams(self) -> Scores:
        return self._index.grams.shares(set(self.asked.grams))

    @cached_property
    def sounds(self) -> Scores:
        return self._index.sounds.shares(set(self.asked.sounds))

    @cached_property
    def order(self) -> NDArray[np.intp]:
        """The places of all records, the best first."""
        return (-self.scores).argsort(kind="stable")


class StrategySearch:
    """Projects, indicators, goals, directions, packages, terms and passages in one index."""

    def __init__(
        self, catalog: Catalog, phrases: Phrases, vocabulary: Vocabulary, prepared: Prepared | None = None
    ) -> None:
        self._catalog, self._phrases = catalog, phrases
        prepared = prepared or Prepared()
        self.index = prepared.made(
            "index",
            lambda: self._indexed(vocabulary).as_json(),
            lambda kept: SearchIndex.from_json(kept, vocabulary.synonyms, vocabulary.question_words),
        )
        kinds, names, sounding = prepared.made("names", self._named, tuple)
        self.kinds: list[str] = kinds
        self._names, self._sounding = Names(names, SHORTEST_NAME), Names(sounding, SHORTEST_HEARD_NAME)
        self._amounts = _amounts(catalog)
        self.position = {id: at for at, id in enumerate(self.index.ids)}
        self._shares = lru_cache(maxsize=EXPRESSIONS_KEPT)(self.index.words.shares)

    @cached_property
    def _records(self) -> Sequence[tuple[str, SearchRecord, list[str]]]:
        return list(strategy_records(self._catalog, self._phrases))

    @cached_property
    def texts(self) -> Sequence[str]:
        """All that is searched, which few questions need."""
        return [text for _, record, _ in self._records for text in (record.title, record.text, *record.phrases)]

    def _indexed(self, vocabulary: Vocabulary) -> SearchIndex:
        records = [record for _, record, _ in self._records]
        return SearchIndex.build(records, synonyms=vocabulary.synonyms, stop_words=vocabulary.question_words)

    def _named(self) -> tuple[list[str], list[list[str]], list[list[str]]]:
        """The kind of each record, its names as keys, and how they sound."""
        names = [names for _, _, names in self._records]
        keys, sounds = ([[key_of(name) for name in own] for own in names] for key_of in (name_key, spoken))
        return [kind for kind, _, _ in self._records], keys, sounds

    def found(self, lookup: Lookup, kinds: Collection[str] = ()) -> Iterator[Found]:
        """The records that have anything to do with the text, of some kinds or all, best first."""
        for at in map(int, lookup.order):
            if lookup.scores[at] <= 0:
                return
            if not kinds or self.kinds[at] in kinds:
                yield Found(self.index.ids[at], self.kinds[at], float(lookup.scores[at]), bool(lookup.named[at] > 0))

    def look_up(self, text: str, amounts: Collection[str]) -> Lookup:
        """What every record has to do with a text, which may be a part of a question."""
        asked = self.index.ask(text)
        named = np.maximum(self._names.within(name_key(text)), self._sounding.within(spoken(text)))
        held, priced = cache(lambda word: self._holding(word, asked)), self._priced(amounts)
        scores = self.index.scores(asked, SOUNDS_SHARE) + (NAME_WEIGHT * named + AMOUNT_WEIGHT * priced)
        return Lookup(self.index, asked, held, scores, named, priced)

    def _holding(self, word: str, asked: Asked) -> Scores:
        """How surely each record holds a word: itself or its like, or the share of an official expression for it."""
        words, near = self.index.words, asked.words[word]
        held = np.zeros(words.size, dtype=np.float32)
        if len(near) == 1 and word in near:  # as most are
            held[words.holds(word)] = near[word]
        else:
            alike = asked.alike(word)
            for other, weight in near.items():
                if other in alike:
                    at = words.holds(other)
                    held[at] = np.maximum(held[at], weight)
        for meaning in asked.meanings.get(word, ()):
            held = np.maximum(held, self._shares(frozenset(meaning)))
        return held

    def reasons(self, id: str, lookup: Lookup) -> tuple[str, ...]:
        """The question's words that the record answers to, as it writes them: 「移住」, or 「チャリ→自転車」.

        Of several stand-ins the most telling, and none where the record holds too little of what the word means.
        """
        at, asked = self.position[id], lookup.asked
        found: list[str] = []
        for word, near in asked.words.items():
            if len(found) == MOST_REASONS:
                break
            held = [other for other in near if self.index.words.is_held(other, at)]
            said = asked.spelt.get(word, word)
            if word in held:
                found.append(said)
            elif held and lookup.held(word)[at] >= KNOWN:
                found.append(f"{said}→{self.index.spelt[max(held, key=self.index.words.idf)]}")
        return tuple(found)

    def _priced(self, amounts: Collection[str]) -> Scores:
        scores = np.zeros(len(self.index.ids), dtype=np.float32)
        for id, printed in self._amounts.items() if amounts else ():
            scores[self.position[id]] = len(printed.intersection(amounts)) / max(len(amounts), 1)
        return scores

    def coverage(self, asked: Asked, id: str) -> float:
        """The share of the question's words, weighed by rarity, that the record answers to (0–1)."""
        words, at = self.index.words, self.position[id]
        covered = total = 0.0
        for word, near in asked.words.items():
            # a word weighs what its rarest stand-in weighs; an unknown one weighs most
            total += (weight := max(map(words.idf, near), default=words.idf(word)))
            covered += weight * max((share for other, share in near.items() if words.is_held(other, at)), default=0.0)
        return covered / total if total else 0.0


class Names:
    """What records are called, as keys; names below the shortest length stand in too many other words."""

    def __init__(self, names: Sequence[Iterable[str]], shortest: int) -> None:
        self._size, self._shortest = len(names), shortest
        self._holders: dict[str, list[int]] = {}
        for at, some in enumerate(names):
            for name in some:
                if len(name) >= shortest:
                    self._holders.setdefault(name, []).append(at)
        self._by_beginning: dict[str, list[str]] = {}
        for name in self._holders:
            self._by_beginning.setdefault(name[:shortest], []).append(name)

    def within(self, asked: str) -> Scores:
        """1 for a record whose whole name stands in the question, unless a longer name around it does too."""
        begun, size = self._by_beginning, self._shortest
        places = [at for at in range(len(asked)) if asked[at : at + size] in begun]
        present = {name for at in places for name in begun[asked[at : at + size]] if asked.startswith(name, at)}
        whole = [name for name in present if not any(name != other and name in other for other in present)]
        scores = np.zeros(self._size, dtype=np.float32)
        scores[[at for name in whole for at in self._holders[name]]] = 1.0
        return scores


def strategy_records(catalog: Catalog, phrases: Phrases) -> Iterable[tuple[str, SearchRecord, list[str]]]:
    """(kind, record, names) of everything that can be shown. Reprints are found as their originals."""
    base = catalog.base

    def record(
        kind: str, id: str, name: str, text: str, aliases: Iterable[str] = ()
    ) -> tuple[str, SearchRecord, list[str]]:
        own = phrases.records.get(id, RecordPhrases())
        names = [name, *aliases, *own.names]
        searched = f"{text} {likely_reading(text, base.corrections)}"
        return kind, SearchRecord(id, " ".join(names), searched.strip(), own.phrases), [name, *aliases]

    for project in catalog.originals():
        text = catalog.words_of(project)
        short = project.name.removesuffix("事業")
        yield record("project", project.id, project.name, text, [*project.aliases, short])
    for indicator in catalog.kpis.values():
        yield record("kpi", indicator.id, indicator.title, likely_reading(indicator.name, base.corrections))
    for goal in base.goals:
        for target in goal.targets:
            yield record("goal_target", target.id, target.title, "")
        yield record("goal", goal.id, goal.name, goal.text)
    if population := catalog.strategy.population_target:
        yield record("strategy", population.id, population.title, "")
    for direction in base.directions:
        yield record("direction", direction.id, direction.name, direction.text)
    for package in base.packages:
        short = package.name.removesuffix("パッケージ")
        yield record("package", package.id, package.name, package.text, [short])
    quotes = Quotes(phrases.facts, base.corrections)
    for term in base.terms:
        kind, known, names = record("term", term.id, term.term, term.definition)
        yield kind, replace(known, phrases=(*known.phrases, *quotes.phrases_of(term.definition))), names
    yield from _passages(catalog, quotes)


def _passages(catalog: Catalog, quotes: "Quotes") -> Iterable[tuple[str, SearchRecord, list[str]]]:
    """The prose; what is asked of a heading is asked of the first paragraph under it."""
    spans = [project.span for project in catalog.projects.values()]
    path: tuple[str, ...] = ()
    for passage in catalog.base.passages:
        of_project = any(span.first_line <= passage.span.first_line <= span.last_line for span in spans)
        heading = passage.path[-1] if passage.path != path else ""
        path = passage.path
        text = f"{passage.text} {likely_reading(passage.text, catalog.base.corrections)}".strip()
        asked = quotes.phrases_of(passage.text, heading)
        known = SearchRecord(passage.id, " ".join(path[1:]), text, asked)
        yield "description" if of_project else "passage", known, []


class Quotes:
    """The phrases that ask for single facts, each kept under the words of the document that state the fact."""

    def __init__(self, facts: Mapping[str, tuple[str, ...]], corrections: Iterable[Correction]) -> None:
        mended = [each for each in corrections if each.certainty == "certain"]
        self._facts = [
            (said, phrases)
            for quote, phrases in facts.items()
            for said in dict.fromkeys((quote, _as_read(quote, mended)))
        ]

    def phrases_of(self, *texts: str) -> list[str]:
        """Of all quotes that stand in one of the texts, as they are printed or with certain corrections."""
        together = "\n".join(texts)
        found = dict.fromkeys(asked for said, asked in self._facts if said in together)
        return [phrase for asked in found for phrase in asked]


def _as_read(text: str, corrections: Iterable[Correction]) -> str:
    for correction in corrections:
        text = text.replace(correction.printed, correction.read_as)
    return text


def likely_reading(text: str, corrections: Iterable[Correction]) -> str:
    """The text as it reads with likely corrections; empty when none touches it. For search keys only."""
    read = _as_read(text, (each for each in corrections if each.certainty == "likely" and len(each.printed) > 2))
    return "" if read == text else read


def _amounts(catalog: Catalog) -> dict[str, frozenset[str]]:
    """The printed values of each indicator, without separators: a question may name one and ask whose it is."""
    printed = {id: (one.baseline, *one.targets) for id, one in catalog.indicators.items()}
    return {
        id: frozenset(f"{one.value:f}" for one in some if one is not None and one.value is not None)
        for id, some in printed.items()
    }
