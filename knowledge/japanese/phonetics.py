"""What of a text is compared: content words, runs of characters, and runs of its sound.

Runs are numbers, taken from many texts at once: an index holds hundreds of thousands of them.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.japanese.tokenizer import Lexeme, to_hiragana, tokenize
from knowledge.model.normalize import name_key

# Spellings that sound alike, or that are written alike in haste: long vowels, small っ, づ and ず.
_SAME_SOUND = (("づ", "ず"), ("ぢ", "じ"), ("を", "お"), ("ー", ""), ("っ", ""), ("・", ""))
_KATAKANA = re.compile(r"[ァ-ヶ]+")
_LONG_O = re.compile(r"(?<=[おこそとのほもよろごぞどぼぽょ])う")
_LONG_U = re.compile(r"(?<=[うくすつぬふむゆるぐずぶぷゅ])う")

CharacterNumbers = NDArray[np.uint32]  # each by its number
_Numbers = NDArray[np.int64]
_BITS = 21  # of a character: three fit into one number
NEWLINE = ord("\n")


class Runs(NamedTuple):
    """Runs of one to three characters, each as a number, and the line each stands in, from 0."""

    codes: _Numbers
    lines: NDArray[np.int32]


def spelling_of(text: str) -> str:
    """The characters that are compared; one line."""
    return name_key(text).replace("ー", "")


def grams_of(spellings: str) -> Runs:
    """Single kanji, and pairs that hold a kanji, katakana, Latin letter or digit: pairs of hiragana say little."""
    return grams_in(character_numbers(spellings))


def grams_in(spellings: CharacterNumbers) -> Runs:
    """Of lines given as the numbers of their characters."""
    chars, lines = _lines(spellings)
    kinds = _KINDS[np.minimum(chars, len(_KINDS) - 1)]
    kanji, telling = kinds == _IS_KANJI, kinds > 0
    pairs, whole = _longer(chars, chars)
    whole &= telling[:-1] | telling[1:]
    return Runs(np.concatenate([chars[kanji], pairs[whole]]), np.concatenate([lines[kanji], lines[:-1][whole]]))


def sounds_of(sound_keys: str) -> Runs:
    """Pairs and triples of kana."""
    return sounds_in(character_numbers(sound_keys))


def sounds_in(sound_keys: CharacterNumbers) -> Runs:
    """Of lines given as the numbers of their characters."""
    chars, lines = _lines(sound_keys)
    pairs, whole = _longer(chars, chars)
    triples, whole_triples = _longer(pairs, chars[1:])
    whole_triples &= whole[:-1]
    return Runs(
        np.concatenate([pairs[whole], triples[whole_triples]]),
        np.concatenate([lines[:-1][whole], lines[:-2][whole_triples]]),
    )


def sound_key(reading: str) -> str:
    """A reading with everything dropped that ear and haste do not keep apart: しゅーかつ, しゅうかつ → しゅかつ."""
    return without_long_vowels(same_sounds(reading))


def same_sounds(reading: str) -> str:
    """Kana that sound alike as one; for each word by itself."""
    plain = _KATAKANA.sub(lambda run: to_hiragana(run[0]), reading)
    for written, sound in _SAME_SOUND:  # several times faster than a translation table over a whole document
        plain = plain.replace(written, sound)
    return plain


def without_long_vowels(kana: str) -> str:
    """Long vowels as short ones, across words too."""
    return _LONG_U.sub("", _LONG_O.sub("", kana))


def reading_of(words: Iterable[Lexeme]) -> str:
    """As Sudachi reads it, signs and spaces dropped; one line."""
    return "".join(word.reading for word in words if not word.is_sign).replace("\n", "")


@lru_cache(maxsize=8192)
def spoken(text: str) -> str:
    """The sound key of a name, or of a whole question."""
    return sound_key(reading_of(tokenize(text)))


def character_numbers(lines: str) -> CharacterNumbers:
    """The number of each character."""
    return np.frombuffer(lines.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def _lines(characters: CharacterNumbers) -> Runs:
    return Runs(characters.astype(np.int64), np.cumsum(characters == NEWLINE, dtype=np.int32))


def _longer(runs: _Numbers, following: _Numbers) -> tuple[_Numbers, NDArray[np.bool_]]:
    """Each run with the character that follows on it, and whether no line ends at either."""
    first, last = runs[:-1], following[1:]
    return longer(runs, following), (first & ((1 << _BITS) - 1) != NEWLINE) & (last != NEWLINE)


def longer(runs: _Numbers, following: _Numbers) -> _Numbers:
    """Each run with the character that follows on it."""
    return runs[:-1] << _BITS | following[1:]


def _kinds() -> NDArray[np.uint8]:
    """Of each character, as far as any of them goes: 0 for one that says little by itself."""
    kinds = np.zeros(ord("龥") + 2, dtype=np.uint8)
    for first, last in ("ァヶ", "az", "09"):
        kinds[ord(first) : ord(last) + 1] = 1
    kinds[ord("一") : ord("龥") + 1] = _IS_KANJI
    kinds[ord("々")] = _IS_KANJI
    return kinds


_IS_KANJI = 2
_KINDS = _kinds()
