"""What of a text is compared: content words, character grams, and the sound of it."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import add

from knowledge.normalize import name_key
from knowledge.tokenizer import Lexeme, lexemes, to_hiragana

_MEANINGFUL = re.compile(r"[一-龥々ァ-ヶa-z0-9]")
_KANJI = re.compile(r"[一-龥々]")

# Spellings that sound alike, or that are written alike in haste: long vowels, small っ, づ and ず.
_SAME_SOUND = str.maketrans("づぢを", "ずじお", "ーっ・")
_LONG_O = re.compile(r"(?<=[おこそとのほもよろごぞどぼぽょ])う")
_LONG_U = re.compile(r"(?<=[うくすつぬふむゆるぐずぶぷゅ])う")


@dataclass(frozen=True, slots=True)
class Features:
    """What texts hold, in order and as often as they hold it: all words, and the normalised ones of content."""

    lexemes: Sequence[Lexeme]
    words: Sequence[str]
    grams: Sequence[str]
    sounds: Sequence[str]


def analyse(texts: Sequence[str], read: Callable[[str], Sequence[Lexeme]] = lexemes) -> Features:
    """The features of several texts as of one, but for what would reach across the border of two."""
    found = [read(text) for text in texts]
    return Features(
        lexemes=[lexeme for some in found for lexeme in some],
        words=[lexeme.norm for some in found for lexeme in some if lexeme.is_content],
        grams=[gram for text in texts for gram in grams_of(text)],
        sounds=[sound for some in found for sound in sounds_of(sound_key_of(some))],
    )


def grams_of(text: str) -> list[str]:
    """Single kanji, and pairs that hold a kanji, katakana, Latin letter or digit: pairs of hiragana say little."""
    key = name_key(text).replace("ー", "")
    return [*_KANJI.findall(key), *filter(_is_meaningful, map(add, key, key[1:]))]


@lru_cache(maxsize=65536)
def _is_meaningful(pair: str) -> bool:
    return bool(_MEANINGFUL.search(pair))


def sound_key(reading: str) -> str:
    """A reading with everything dropped that ear and haste do not keep apart: しゅーかつ, しゅうかつ → しゅかつ."""
    plain = to_hiragana(reading).translate(_SAME_SOUND)
    return _LONG_U.sub("", _LONG_O.sub("", plain))


def sound_key_of(words: Iterable[Lexeme]) -> str:
    return sound_key("".join(word.reading for word in words if not word.is_sign))


def sounds_of(key: str) -> list[str]:
    """Pairs and triples of a sound key."""
    pairs = list(map(add, key, key[1:]))
    return [*pairs, *map(add, pairs, key[2:])]
