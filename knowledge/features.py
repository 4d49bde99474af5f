"""What of a text is compared: content words, character grams, and the sound of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.normalize import name_key
from knowledge.tokenizer import Token, to_hiragana, tokenize

_MEANINGFUL = re.compile(r"[一-龥々ァ-ヶa-z0-9]")
_KANJI = re.compile(r"[一-龥々]")
_SIGNS = frozenset({"補助記号", "空白"})

# Spellings that sound alike, or that are written alike in haste: long vowels, small っ, づ and ず.
_SAME_SOUND = str.maketrans("づぢを", "ずじお", "ーっ・")
_LONG_O = re.compile(r"(?<=[おこそとのほもよろごぞどぼぽょ])う")
_LONG_U = re.compile(r"(?<=[うくすつぬふむゆるぐずぶぷゅ])う")


@dataclass(frozen=True, slots=True)
class Features:
    """One text, analysed once."""

    tokens: Sequence[Token]
    words: Sequence[str]
    grams: Sequence[str]
    sounds: Sequence[str]


def analyse(text: str) -> Features:
    tokens = tokenize(text)
    return Features(tokens, words_of(tokens), grams_of(text), sounds_of(sound_key_of(tokens)))


def words_of(tokens: Sequence[Token]) -> list[str]:
    return [token.norm for token in tokens if token.is_content]


def grams_of(text: str) -> list[str]:
    """Single kanji, and pairs that hold a kanji, katakana, Latin letter or digit: pairs of hiragana say little."""
    key = name_key(text).replace("ー", "")
    pairs = [key[at : at + 2] for at in range(len(key) - 1)]
    return [*_KANJI.findall(key), *(pair for pair in pairs if _MEANINGFUL.search(pair))]


def sound_key(reading: str) -> str:
    """A reading with everything dropped that ear and haste do not keep apart: しゅーかつ, しゅうかつ → しゅかつ."""
    plain = to_hiragana(reading).translate(_SAME_SOUND)
    return _LONG_U.sub("", _LONG_O.sub("", plain))


def sound_key_of(tokens: Sequence[Token]) -> str:
    return sound_key("".join(token.reading or token.surface for token in tokens if token.part[0] not in _SIGNS))


def sounds_of(key: str) -> list[str]:
    """Pairs and triples of a sound key."""
    return [key[at : at + size] for size in (2, 3) for at in range(len(key) - size + 1)]
