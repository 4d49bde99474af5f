"""Search over any list of Japanese records: words, character grams and sounds, each scored by BM25F and fused.

Nothing here knows a document. Words that the records do not hold are helped by what they mean (synonyms), by words
that sound the same (委譲 → 移住), and by words spelt nearly the same (バンラス → バランス).
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

from knowledge.japanese.phonetics import Runs, grams_of, reading_of, sound_key, sounds_of, spelling_of
from knowledge.japanese.spelling import clean
from knowledge.japanese.tokenizer import Lexeme, Token, lexemes, to_hiragana, tokenize
from knowledge.japanese.vocabulary import load_vocabulary
from knowledge.model.normalize import name_key
from knowledge.model.question_length import read_part
from knowledge.search.associations import Associations
from knowledge.search.bm25 import Field, Postings, Scores, Slots, fuse

WORD_FIELDS = (Field(2.0, 0.75), Field(1.0, 0.75), Field(1.0, 0.75))  # title, text, phrases
GRAM_FIELDS = (Field(2.0, 0.9), Field(1.0, 0.5), Field(1.0, 0.5))
WORD_K1, GRAM_K1 = 2.0, 4.0
SOUNDS_SHARE, ASSOCIATIONS_SHARE = 0.5, 0.7  # beside 1 for words and 1 for grams
SYNONYM_WEIGHT, SOUND_WEIGHT, SPELLING_WEIGHT = 0.6, 0.7, 0.6
SHORTEST_SOUND = 3  # kana; shorter readings belong to too many words
SPELLING_CUTOFF = 78  # of 100, rapidfuzz ratio
LONGEST_LEXICON_SOUND = 10
ASSOCIATIONS_FROM = 900  # records; below about 450 learned associations hurt

_KANA_RUN = re.compile(r"[ぁ-んァ-ヶー]{3,}")
_KANJI_ONLY = re.compile(r"[一-龥々]+")


@dataclass(frozen=True, slots=True)
class SearchRecord:
    """Something to be found. `phrases` are further ways to ask for it; they are searched and never shown."""

    id: str
    title: str
    text: str = ""
    phrases: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A found record; scores compare hits of one question, best is at most 1."""

    id: str
    score: float


@dataclass(frozen=True, slots=True)
class Asked:
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


@dataclass(frozen=True)
class SearchIndex:
    """Build once, search often. Thread-safe: nothing changes after `build`.

    `lexicon`: the words of the records by their sound; `spelt`: how they write each.
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
        size, slots, texts = len(records), *_texts(records)
        analysed = list(map(lexemes, texts))
        words = [[lexeme.norm for lexeme in text if lexeme.is_content] for text in analysed]
        known = dict.fromkeys(lexeme for text in analysed for lexeme in text)
        return cls(
            tuple(record.id for record in records),
            Postings.of_words(words, slots, size, WORD_FIELDS, WORD_K1),
            _postings(grams_of("\n".join(map(spelling_of, texts))), slots, size),
            _postings(sounds_of(sound_key("\n".join(map(reading_of, analysed)))), slots, size),
            _lexicon(known),
            {lexeme.norm: lexeme.surface for lexeme in reversed(known)},
            general.synonyms if synonyms is None else synonyms,
            frozenset(general.question_words if stop_words is None else stop_words),
            _associations(words, slots, size) if size >= ASSOCIATIONS_FROM else None,
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
        scores = self.scores(self.ask(clean(read_part(query)[0], general.variants, general.lookalikes)))
        top = float(scores.max(initial=0.0))
        order = np.argsort(-scores, kind="stable")[:limit]
        return [Hit(self.ids[at], float(scores[at]) / top) for at in order if scores[at] > 0]

    def scores(self, asked: Asked, sounds_share: float = SOUNDS_SHARE) -> Scores:
        """For every record, in the order of `ids`; `sounds_share` is the weight of what is alike by ear."""
        weights = _weights(asked)
        evidences = [
            (1.0, self.words.score(weights)),
            (1.0, self.grams.score(dict.fromkeys(asked.grams, 1.0))),
            (sounds_share, self.sounds.score(dict.fromkeys(asked.sounds, 1.0))),
        ]
        if self.associations is not None:
            evidences.append((ASSOCIATIONS_SHARE, self.associations.score(weights)))
        return fuse(evidences)

    def ask(self, query: str) -> Asked:
        """Content words with their stand-ins. Every stand-in is a word that some record holds."""
        tokens = tokenize(query)
        grams, sounds = grams_of(spelling_of(query)), sounds_of(sound_key(reading_of(tokens)))
        words: dict[str, dict[str, float]] = {}
        for token in tokens:
            if token.is_content and not token.is_number and token.norm not in self.stop_words:
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
        key = sound_key(token.reading)
        if len(key) >= SHORTEST_SOUND and (same := self.lexicon.get(key)):
            return dict.fromkeys(same, SOUND_WEIGHT)
        if len(token.norm) < 4:
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


def _texts(records: Sequence[SearchRecord]) -> tuple[Slots, list[str]]:
    """Every text of every record in order, and its slot: record × fields + field."""
    placed = [
        (at * len(WORD_FIELDS) + field, text)
        for at, record in enumerate(records)
        for field, texts in enumerate(((record.title,), (record.text,), record.phrases))
        for text in texts
    ]
    return np.array([slot for slot, _ in placed], dtype=np.int32), [text for _, text in placed]


def _postings(runs: Runs, slots: Slots, size: int) -> Postings[int]:
    return Postings.of_codes(runs.codes, slots[runs.lines], size, GRAM_FIELDS, GRAM_K1)


def _associations(texts: Iterable[Sequence[str]], slots: Slots, size: int) -> Associations:
    """Titles apart from all else: a title goes with the whole of its text."""
    records: list[tuple[list[str], list[str]]] = [([], []) for _ in range(size)]
    for slot, words in zip(slots.tolist(), texts, strict=True):
        record, part = divmod(slot, len(WORD_FIELDS))
        records[record][part > 0].extend(words)
    return Associations.learn(records)


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
