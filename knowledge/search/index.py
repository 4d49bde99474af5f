"""Search over any list of Japanese records: words, character grams and sounds, each scored by BM25F and fused.

Nothing here knows a document. Words that the records do not hold are helped by what they mean (synonyms), by words
that sound the same (委譲 → 移住), and by words spelt nearly the same (バンラス → バランス).
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from knowledge.japanese.phonetics import (
    CharacterNumbers,
    Runs,
    grams_in,
    grams_of,
    reading_of,
    sound_key,
    sounds_in,
    sounds_of,
    spelling_of,
)
from knowledge.japanese.spelling import clean
from knowledge.japanese.tokenizer import Lexeme, Token, lexemes, to_hiragana, tokenize
from knowledge.japanese.vocabulary import load_vocabulary
from knowledge.model.normalize import name_key
from knowledge.model.question_length import read_part
from knowledge.search.associations import Associations
from knowledge.search.bm25 import GRAM_FIELDS, GRAM_K1, WORD_FIELDS, WORD_K1, Postings, Scores, Slots, fuse
from knowledge.search.candidates import CandidateScores
from knowledge.search.texts import LARGE_FROM, SearchRecord, read_texts

STAND_INS = 20  # words that stand in where a question's own find too little in a large collection
CANDIDATES = 100  # of a large collection: what words find first
SOUNDS_SHARE, ASSOCIATIONS_SHARE = 0.5, 0.7  # beside 1 for words and 1 for grams
SYNONYM_WEIGHT, SOUND_WEIGHT, SPELLING_WEIGHT = 0.6, 0.7, 0.6
SHORTEST_SOUND = 3  # kana; shorter readings belong to too many words
SPELLING_CUTOFF = 78  # of 100, rapidfuzz ratio
LONGEST_LEXICON_SOUND = 10
ASSOCIATIONS_FROM = 900  # records; below about 450 learned associations hurt

_KANA_RUN = re.compile(r"[ぁ-んァ-ヶー]{3,}")
_KANJI_ONLY = re.compile(r"[一-龥々]+")


class Hit(Struct, frozen=True):
    """A found record; scores compare hits of one question, best is at most 1."""

    id: str
    score: float


class Asked(Struct, frozen=True):
    """A question as it is looked up: each content word with what may stand for it, weighted.

    `grams`, `sounds`: the runs of its characters and of its sound, as often as they occur;
    `meanings`: for the words of an everyday expression, the official expressions for it, each as its words;
    `spelt`: how the question writes its words.
    """

    grams: Sequence[int]
    sounds: Sequence[int]
    words: Mapping[str, Mapping[str, float]]
    unknown: frozenset[str] = field(default_factory=frozenset)
    meanings: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict)
    spelt: Mapping[str, str] = field(default_factory=dict)

    def alike(self, word: str) -> frozenset[str]:
        """The word, and those that are spelt or sound like it; not what it means."""
        meant = {part for meaning in self.meanings.get(word, ()) for part in meaning}
        return frozenset({word, *self.words.get(word, ())} - (meant - {word}))


class SearchIndex(Struct, frozen=True, dict=True):
    """Build once, search often. Thread-safe: nothing changes after `build`.

    `lexicon`: the words of the records by their sound; `spelt`: how they write each. A large collection has no postings
    of grams and sounds: `candidates` scores them for the records that words have found.
    """

    ids: Sequence[str]
    words: Postings[str]
    grams: Postings[int]
    sounds: Postings[int]
    lexicon: Mapping[str, tuple[str, ...]]
    spelt: Mapping[str, str]
    synonyms: Mapping[str, tuple[str, ...]]
    stop_words: Collection[str]
    associations: Associations | None
    candidates: CandidateScores | None = None

    @cached_property
    def _synonym_sizes(self) -> Mapping[str, Sequence[int]]:
        """By their first two characters how long synonyms are, longest first; shorter ones are none."""
        found: defaultdict[str, set[int]] = defaultdict(set)
        for said in self.synonyms:
            if len(said) > 1:
                found[said[:2]].add(len(said))
        return {first: sorted(sizes, reverse=True) for first, sizes in found.items()}

    @cached_property
    def _spellings(self) -> list[str]:
        return [word for group in self.lexicon.values() for word in group if len(word) >= 3]

    @classmethod
    def build(
        cls,
        records: Sequence[SearchRecord],
        *,
        synonyms: Mapping[str, tuple[str, ...]] | None = None,
        stop_words: Collection[str] | None = None,
    ) -> "SearchIndex":
        """`synonyms` and `stop_words` are the general vocabulary's unless given; give empty ones for none."""
        general = load_vocabulary()
        size, texts = len(records), read_texts(records)
        words = Postings.of_words(texts.words, *texts.occurrences, size, WORD_FIELDS, WORD_K1)
        is_large, learns = size >= LARGE_FROM, size >= ASSOCIATIONS_FROM
        return cls(
            tuple(record.id for record in records),
            words,
            _postings(grams_in, () if is_large else texts.spellings, texts.slots, size),
            _postings(sounds_in, () if is_large else texts.sounds, texts.slots, size),
            _lexicon(texts.known),
            {lexeme.norm: lexeme.surface for lexeme in reversed(texts.known)},
            general.synonyms if synonyms is None else synonyms,
            frozenset(general.question_words if stop_words is None else stop_words),
            Associations.learn(texts.words, words.holders, texts.occurrences, size) if learns else None,
            CandidateScores.of(texts, size) if is_large else None,
        )

    def as_json(self) -> dict[str, Any]:
        """Plain values of which `from_json` makes the same, given the vocabulary."""
        postings = {name: getattr(self, name).as_json() for name in ("words", "grams", "sounds")}
        associations = self.associations and self.associations.as_json()
        return postings | {"ids": self.ids, "lexicon": self.lexicon, "spelt": self.spelt, "associations": associations}

    @classmethod
    def from_json(
        cls, kept: Mapping[str, Any], synonyms: Mapping[str, tuple[str, ...]], stop_words: Collection[str]
    ) -> "SearchIndex":
        words = Postings[str].from_json(kept["words"])
        held = {word: word for word in kept["words"]["features"]}  # each word once, wherever it stands
        return cls(
            tuple(kept["ids"]),
            words,
            Postings.from_json(kept["grams"]),
            Postings.from_json(kept["sounds"]),
            {sound: tuple(held.get(word, word) for word in words) for sound, words in kept["lexicon"].items()},
            {held.get(norm, norm): held.get(word, word) for norm, word in kept["spelt"].items()},
            synonyms,
            frozenset(stop_words),
            Associations.from_json(kept["associations"]) if kept["associations"] else None,
        )

    def search(self, query: str, limit: int = 10) -> list[Hit]:
        """The best records, best first; none that shares nothing with the question."""
        general = load_vocabulary()
        asked = self.ask(clean(read_part(query)[0], general.variants, general.lookalikes))
        if self.candidates is None:
            scores = self.scores(asked)
            found = np.flatnonzero(scores).astype(np.int32)
            scores = scores[found]
        else:
            found, scores = self._scores_of_candidates(self.candidates, asked)
        order = np.argsort(-scores, kind="stable")[:limit]
        return [Hit(self.ids[found[at]], float(scores[at] / scores[order[0]])) for at in order]

    def scores(self, asked: Asked, sounds_share: float = SOUNDS_SHARE) -> Scores:
        """For every record, in the order of `ids`; `sounds_share` is the weight of what is alike by ear.

        Of a large collection only the records that words find first have one.
        """
        if self.candidates is not None:
            scores = np.zeros(len(self.ids), dtype=np.float32)
            found, some = self._scores_of_candidates(self.candidates, asked, sounds_share)
            scores[found] = some
            return scores
        weights = _weights(asked)
        grams = self.grams.score(dict.fromkeys(asked.grams, 1.0))
        sounds = self.sounds.score(dict.fromkeys(asked.sounds, 1.0))
        associations = None if self.associations is None else self.associations.score(weights)
        return _fused(self.words.score(weights), grams, sounds, associations, sounds_share)

    def _scores_of_candidates(
        self, candidates: CandidateScores, asked: Asked, sounds_share: float = SOUNDS_SHARE
    ) -> tuple[NDArray[np.int32], Scores]:
        """The records that words find first, in order of the records, and what each has."""
        weights = _weights(asked)
        found, words = self.words.best(weights, CANDIDATES)
        if len(found) < CANDIDATES:
            weights = self._alike(asked.grams) | weights
            found, words = self.words.best(weights, CANDIDATES)
        grams, sounds = candidates.scores(asked.grams, asked.sounds, found)
        associations = None if self.associations is None else self.associations.score(weights, found)
        return found, _fused(words, grams, sounds, associations, sounds_share)

    def _alike(self, grams: Sequence[int]) -> dict[str, float]:
        """Words of the records that share characters with a question whose own words find too little."""
        words, of_words = self._grams_of_words
        shares = of_words.shares(set(grams))
        best = np.argsort(-shares, kind="stable")[:STAND_INS]
        return {words[at]: SPELLING_WEIGHT * float(shares[at]) for at in best if shares[at] > 0}

    @cached_property
    def _grams_of_words(self) -> tuple[Sequence[str], Postings[int]]:
        """The words of the records, each as a record of its own."""
        words = self.words.features()
        runs = grams_of("\n".join(map(spelling_of, words)))
        slots = np.arange(len(words), dtype=np.int32) * len(GRAM_FIELDS)
        return words, Postings.of_codes(runs.codes, slots[runs.lines], len(words), GRAM_FIELDS, GRAM_K1)

    def ask(self, query: str) -> Asked:
        """Content words with their stand-ins. Every stand-in is a word that some record holds.

        Numbers are words of a large collection only: elsewhere their characters find them.
        """
        tokens = tokenize(query)
        grams, sounds = grams_of(spelling_of(query)), sounds_of(sound_key(reading_of(tokens)))
        words: dict[str, dict[str, float]] = {}
        for token in tokens:
            if not token.is_content or token.norm in self.stop_words or (token.is_number and self.candidates is None):
                continue
            words.setdefault(token.norm, {token.norm: 1.0} if token.norm in self.words else self._near(token))
        meanings = self._add_meanings(words, name_key(query), tokens)
        for word in self._heard(query):
            words.setdefault(word, {word: SOUND_WEIGHT})
        unknown = frozenset(word for word, near in words.items() if not near)
        spelt = {token.norm: token.surface for token in tokens}
        return Asked(grams.codes.tolist(), sounds.codes.tolist(), words, unknown, meanings, spelt)

    def _add_meanings(
        self, words: dict[str, dict[str, float]], key: str, tokens: Sequence[Token]
    ) -> dict[str, list[Sequence[str]]]:
        """What an everyday expression means stands in for the words it is made of, or for itself."""
        meanings: dict[str, list[Sequence[str]]] = {}
        spelt = [(token.norm, name_key(token.surface)) for token in tokens if token.norm in words]
        for said, meant in self._meant(key).items():
            known = {word: SYNONYM_WEIGHT for some in meant for word in some if word in self.words}
            if _KANJI_ONLY.fullmatch(said) and _is_inside_word(said, tokens):
                continue
            inside = [norm for norm, own in spelt if own in said]
            for word in inside or [said]:
                own = words.setdefault(word, {})
                own.update({meaning: weight for meaning, weight in known.items() if weight > own.get(meaning, 0.0)})
                meanings.setdefault(word, []).extend(meant)
        return meanings

    def _near(self, token: Token) -> dict[str, float]:
        """Words that sound the same as an unknown one, else words spelt nearly the same."""
        key = "" if token.is_number else sound_key(token.reading)
        if len(key) >= SHORTEST_SOUND and (same := self.lexicon.get(key)):
            return dict.fromkeys(same, SOUND_WEIGHT)
        if len(token.norm) < 4 or token.is_number:
            return {}
        near = process.extract(token.norm, self._spellings, scorer=fuzz.ratio, score_cutoff=SPELLING_CUTOFF, limit=3)
        return {word: SPELLING_WEIGHT for word, _, _ in near}

    def _meant(self, key: str) -> dict[str, list[Sequence[str]]]:
        """Everyday expressions in the question, longest first, with the official ones they stand for, as words."""
        found: dict[str, list[Sequence[str]]] = {}
        for at in range(len(key) - 1):
            for size in self._synonym_sizes.get(key[at : at + 2], ()):
                if (said := key[at : at + size]) in self.synonyms and _is_whole(said, key, at):
                    found[said] = [_words_of(text) for text in self.synonyms[said]]
                    break
        return found

    def _heard(self, query: str) -> list[str]:
        """Words of the records inside runs of kana: 「ぼうさいたいさく」 → 防災, 対策. Longest first, left to right."""
        heard: list[str] = []
        for run in _KANA_RUN.findall(query):
            key, at = sound_key(to_hiragana(run)), 0
            while at < len(key):
                sizes = range(min(LONGEST_LEXICON_SOUND, len(key) - at), SHORTEST_SOUND - 1, -1)
                size = next((size for size in sizes if key[at : at + size] in self.lexicon), 0)
                heard += self.lexicon.get(key[at : at + size], ())
                at += size or 1
        return heard


def _is_inside_word(said: str, tokens: Iterable[Token]) -> bool:
    """A word of the dictionary around it is another word: 幹線 in 新幹線."""
    return any(said in token.surface != said for token in tokens) and not any(said == token.surface for token in tokens)


def _is_whole(said: str, key: str, at: int) -> bool:
    """A short kana word counts only where it is not the inside of a longer run of the same script."""
    if len(said) >= 4 or not re.fullmatch(r"[ぁ-んー]+|[ァ-ヶー]+|[a-z0-9]+", said):
        return True
    script = r"[ァ-ヶー]" if re.match(r"[ァ-ヶ]", said) else r"[a-z0-9]" if said[0].isascii() else r"[ぁ-ん]"
    if re.match(script, key[at - 1 : at]):
        return False
    return script == r"[ぁ-ん]" or not re.match(script, key[at + len(said) :])


def _postings(
    runs_in: Callable[[CharacterNumbers], Runs], blocks: Sequence[CharacterNumbers], slots: Slots, size: int
) -> Postings[int]:
    runs = runs_in(np.concatenate(blocks) if blocks else np.zeros(0, dtype=np.uint32))
    return Postings.of_codes(runs.codes, slots[runs.lines], size, GRAM_FIELDS, GRAM_K1)


def _fused(words: Scores, grams: Scores, sounds: Scores, associations: Scores | None, sounds_share: float) -> Scores:
    evidences = [(1.0, words), (1.0, grams), (sounds_share, sounds)]
    return fuse(evidences if associations is None else [*evidences, (ASSOCIATIONS_SHARE, associations)])


def _lexicon(lexemes: Iterable[Lexeme]) -> dict[str, tuple[str, ...]]:
    """Sound key → the words of the records that sound so, sorted: answers must not depend on the order of sets."""
    words = [lexeme for lexeme in lexemes if lexeme.is_content]
    keys = sound_key("".join(lexeme.reading.replace("\n", "") + "\n" for lexeme in words)).split("\n")[:-1]
    found: defaultdict[str, set[str]] = defaultdict(set)
    for lexeme, key in zip(words, keys, strict=True):
        if len(key) >= SHORTEST_SOUND:
            found[key].add(lexeme.norm)
    return {key: tuple(sorted(words)) for key, words in found.items()}


@lru_cache(maxsize=4096)
def _words_of(text: str) -> tuple[str, ...]:
    """The content words of an official expression: read when a question first needs them."""
    return tuple(lexeme.norm for lexeme in lexemes(text) if lexeme.is_content)


def _weights(asked: Asked) -> dict[str, float]:
    """The features to look up: for every word its stand-ins, the strongest where several lead to one."""
    weights: dict[str, float] = {}
    for near in asked.words.values():
        for word, weight in near.items():
            weights[word] = max(weight, weights.get(word, 0.0))
    return weights
