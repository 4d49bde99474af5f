"""What the texts of records are searched by, read block by block: their words, their characters and their sound."""

from array import array
from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from knowledge.japanese.phonetics import (
    NEWLINE,
    CharacterNumbers,
    character_numbers,
    same_sounds,
    spelling_of,
    without_long_vowels,
)
from knowledge.japanese.tokenizer import Lexeme, lexemes
from knowledge.search.bm25 import Slots

BLOCK = 4_096  # records read at a time: what is made on the way does not grow with the collection
LARGE_FROM = 5_000  # records; from here on words find, and characters and sounds only order what is found
FIELDS_OF_RECORD = 3  # title, text, phrases


class SearchRecord(Struct, frozen=True):
    """Something to be found. `phrases` are further ways to ask for it; they are searched and never shown."""

    id: str
    title: str
    text: str = ""
    phrases: Sequence[str] = ()


class Texts(Struct, frozen=True, eq=False):
    """Every text of every record in order, as a line; `slots`: record × fields + field of each.

    `words`: the content words, by number; `occurrences`: the number and the slot of each word as the texts go on;
    `known`: all words; `spellings`, `sounds`: the lines as characters, in blocks.
    """

    slots: Slots
    words: Sequence[str]
    occurrences: tuple[NDArray[np.int32], Slots]
    known: Sequence[Lexeme]
    spellings: Sequence[CharacterNumbers]
    sounds: Sequence[CharacterNumbers]


def read_texts(records: Sequence[SearchRecord]) -> Texts:
    numbers, sound_of = _Numbers(), _Sounds()
    slots, sizes, features = array("i"), array("i"), array("i")
    spellings, sounds = [], []
    for placed in _blocks(records):
        slots.extend(slot for slot, _ in placed)
        analysed = [lexemes(text) for _, text in placed]
        for words in analysed:
            features.extend(map(numbers.__getitem__, words))
            sizes.append(len(words))
        spellings.append(_narrowed("".join(spelling_of(text) + "\n" for _, text in placed)))
        heard = ("".join(map(sound_of.__getitem__, words)) + "\n" for words in analysed)
        sounds.append(_narrowed(without_long_vowels("".join(heard))))
    found, owners = np.array(features, dtype=np.int32), np.array(slots, dtype=np.int32)
    is_content = found >= 0
    occurrences = found[is_content], np.repeat(owners, np.array(sizes, dtype=np.int64))[is_content]
    return Texts(owners, list(numbers.words), occurrences, list(numbers), spellings, sounds)


class _Numbers(dict[Lexeme, int]):
    """Every word met, in order, with the number of the content word it is, or -1."""

    def __init__(self) -> None:
        super().__init__()
        self.words: dict[str, int] = {}

    def __missing__(self, word: Lexeme) -> int:
        number = self[word] = self.words.setdefault(word.norm, len(self.words)) if word.is_content else -1
        return number


class _Sounds(dict[Lexeme, str]):
    """What each word sounds like, long vowels as they are."""

    def __missing__(self, word: Lexeme) -> str:
        sound = self[word] = "" if word.is_sign else same_sounds(word.reading).replace("\n", "")
        return sound


def _blocks(records: Sequence[SearchRecord]) -> Iterator[list[tuple[int, str]]]:
    """Each text with its slot."""
    for first in range(0, len(records), BLOCK):
        yield [
            (at * FIELDS_OF_RECORD + field, text)
            for at, record in enumerate(records[first : first + BLOCK], first)
            for field, texts in enumerate(((record.title,), (record.text,), record.phrases))
            for text in texts
        ]


def _narrowed(lines: str) -> CharacterNumbers:
    """Two bytes a character, but where a character needs more."""
    wide = character_numbers(lines)
    return wide.astype(np.uint16) if wide.max(initial=NEWLINE) < 1 << 16 else wide
