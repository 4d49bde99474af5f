"""Words as data: what holds for every municipality (vocabulary/), and one document's expressions (phrases.toml)."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from knowledge.model.base_json import checked
from knowledge.model.data_files import SHIPPED, VOCABULARY, read_toml
from knowledge.model.normalize import name_key

SHORTEST_PLACE = 3  # characters; 「津市」 and the like stand in too many other words
_EMPTY = frozenset({"polite", "context"})  # concepts whose words are said in other ways in each language
PHRASES_FILE = "phrases.toml"


class Vocabulary(Struct, frozen=True):
    """General vocabulary. Keys are folded without spaces, except English and where a text is only ever stripped from a
    question.
    """

    synonyms: Mapping[str, tuple[str, ...]]
    question_words: frozenset[str]
    smalltalk: Mapping[str, str]
    beside_smalltalk: tuple[str, ...]
    replies: Mapping[str, str]
    openings: Mapping[str, str]
    unprinted: tuple[str, ...]
    places: frozenset[str]
    variants: Mapping[str, str]
    lookalikes: Mapping[str, str]
    same_sound: Mapping[str, str]
    same_shape: tuple[str, ...]


class RecordPhrases(Struct, frozen=True):
    """How people call a record (`names`) and speak of what it is about (`phrases`)."""

    names: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()


class _Fact(Struct, frozen=True):
    quote: str
    phrases: tuple[str, ...]


class Phrases(Struct, frozen=True):
    """phrases.toml: by record id, and by a quotation for single facts in the text."""

    records: Mapping[str, RecordPhrases]
    facts: Mapping[str, tuple[str, ...]]


@cache
def load_vocabulary() -> Vocabulary:
    """The vocabulary that is shipped, read once: it holds for every municipality."""
    return SHIPPED.made("vocabulary", lambda: _as_json(_vocabulary()), _from_json)


def _as_json(vocabulary: Vocabulary) -> dict[str, Any]:
    fields = asdict(vocabulary)
    return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in fields.items()}


def _from_json(fields: dict[str, Any]) -> Vocabulary:
    sets = {name: frozenset(fields[name]) for name in ("question_words", "places")}
    rows = {name: tuple(fields[name]) for name in ("beside_smalltalk", "unprinted", "same_shape")}
    return Vocabulary(**fields | sets | rows | {"synonyms": _meanings(fields["synonyms"])})


def _meanings(kept: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Many expressions mean the same few things: each is held once."""
    held: dict[tuple[str, ...], tuple[str, ...]] = {}
    return {said: held.setdefault(tuple(meant), tuple(meant)) for said, meant in kept.items()}


def _vocabulary() -> Vocabulary:
    spellings = read_toml(VOCABULARY / "variants.toml")
    smalltalk = read_toml(VOCABULARY / "smalltalk.toml")
    return Vocabulary(
        synonyms=_synonyms(),
        question_words=frozenset(read_toml(VOCABULARY / "question_words.toml").get("ask", [])),
        smalltalk={name_key(text): kind for kind, texts in smalltalk["kinds"].items() for text in texts},
        beside_smalltalk=_longest_first(name_key(text) for text in smalltalk["beside"]),
        replies=smalltalk["replies"],
        openings={name_key(text): opening for opening, texts in smalltalk["openings"].items() for text in texts},
        unprinted=tuple(word for kind in read_toml(VOCABULARY / "unprinted.toml").values() for word in kind["words"]),
        places=frozenset(chain.from_iterable(read_toml(VOCABULARY / "municipalities.toml").values())),
        variants={entry["from"]: entry["to"] for entry in spellings.get("variants", [])},
        lookalikes={entry["from"]: entry["to"] for entry in spellings.get("lookalikes", [])},
        same_sound=read_toml(VOCABULARY / "same_sound.toml").get("same_sound", {}),
        same_shape=tuple(spellings.get("same_shape", [])),
    )


@cache
def load_english() -> Mapping[str, tuple[str, ...]]:
    """As `load_vocabulary`, for questions in English: an expression → what it may mean."""
    return SHIPPED.made("english", _english, _meanings)


def _english() -> dict[str, tuple[str, ...]]:
    """English expression → Japanese ones, the better first; "" for what has no content. From english.toml, else from
    the thesaurus, else from the words of concepts.
    """
    own = read_toml(VOCABULARY / "english.toml")
    found: dict[str, tuple[str, ...]] = {}
    for meant, said in own["words"].items():
        for word in said:
            found[word] = (*found.get(word, ()), meant)
    for word in own["dropped"]:
        found.setdefault(word, ("",))
    for entry in _entries():
        for word in filter(str.isascii, entry["say"]):
            found.setdefault(word, tuple(entry["mean"]))
    tables = {part: table for part, table in read_toml(VOCABULARY / "concepts.toml").items() if part not in _EMPTY}
    concepts = [words for table in tables.values() for words in table.values()]
    unprinted = [kind["words"] for kind in read_toml(VOCABULARY / "unprinted.toml").values()]
    for words in [*concepts, *unprinted]:
        japanese = next((word for word in words if not word.isascii()), "")
        for word in filter(str.isascii, words):
            found.setdefault(word, (japanese or word,))
    return found


def texts_of(vocabulary: Vocabulary) -> Iterable[str]:
    """Everything in it that people say or write, places of three characters and more."""
    for said, meant in vocabulary.synonyms.items():
        yield said
        yield from meant
    yield from sorted(vocabulary.question_words)
    yield from vocabulary.smalltalk
    yield from vocabulary.unprinted
    yield from sorted(place for place in vocabulary.places if len(place) >= SHORTEST_PLACE)


def phrases_as_json(phrases: Phrases) -> dict[str, Any]:
    """Plain values of which `phrases_from_json` makes the same."""
    return {"records": {id: (own.names, own.phrases) for id, own in phrases.records.items()}, "facts": phrases.facts}


def phrases_from_json(kept: Mapping[str, Any]) -> Phrases:
    records = {id: RecordPhrases(tuple(names), tuple(own)) for id, (names, own) in kept["records"].items()}
    return Phrases(records, {quote: tuple(own) for quote, own in kept["facts"].items()})


def load_phrases(folder: Path) -> Phrases:
    """The document's own expressions; a strategy without the file has none. Raises BadDataFileError."""
    path = folder / PHRASES_FILE
    data = dict(read_toml(path))
    facts = checked(data.pop("passages", []), tuple[_Fact, ...], path)
    return Phrases(checked(data, dict[str, RecordPhrases], path), {fact.quote: fact.phrases for fact in facts})


@cache
def _entries() -> Sequence[Mapping[str, Any]]:
    """Of the thesaurus: `say`, what people say; `mean`, what official language says."""
    files = sorted((VOCABULARY / "thesaurus").glob("*.toml"))
    return [entry for file in files for entry in read_toml(file).get("entry", [])]


def _synonyms() -> dict[str, tuple[str, ...]]:
    """What people say → what official language says. A word of several meanings has them all."""
    joined: dict[str, tuple[str, ...]] = {}
    for entry in _entries():
        for say in entry["say"]:
            key = name_key(say)
            joined[key] = (*joined.get(key, ()), *entry["mean"])
    return joined


def _longest_first(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(texts, key=len, reverse=True))
