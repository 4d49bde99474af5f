"""Words in Latin letters that a text prints in its own: outreach → アウトリーチ, doctor car → ドクターカー, and the
names of places and people: Daizenji → 大善寺.

Sudachi gives many English words the sound of their loanword, and names their reading; no list of ours is needed.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from knowledge.japanese.kana import loose_sound
from knowledge.japanese.romaji import syllables_to_hiragana
from knowledge.japanese.tokenizer import lexemes, to_hiragana

FEWEST_OF_NAME = 3  # kana; shorter names sound like too many English words
_KATAKANA = re.compile(r"[ァ-ヶー]{3,}")
_KANA = re.compile(r"[ぁ-ゖー]+")
_PLURAL = re.compile(r"(?<=\w\w\w)s$")


def printed_by_sound(texts: Iterable[str]) -> dict[str, str]:
    """Those that `texts` print, whole or as a part of a longer one."""
    printed = {word for text in texts for word in _KATAKANA.findall(text)}
    by_sound: dict[str, str] = {}
    for word in sorted(printed, key=lambda word: (len(word), word)):
        for part in (word, *(lexeme.surface for lexeme in lexemes(word))):
            if _KATAKANA.fullmatch(part):
                by_sound.setdefault(_sound([part]), part)
    return by_sound


def printed_names(texts: Iterable[str]) -> dict[str, str]:
    """Proper nouns that are not in katakana, by how they sound."""
    by_sound: dict[str, str] = {}
    for text in texts:
        for one in lexemes(text):
            if one.part[1] == "固有名詞" and len(one.reading) >= FEWEST_OF_NAME and not _KATAKANA.search(one.surface):
                by_sound.setdefault(loose_sound(one.reading), one.surface)
    return by_sound


class Loanwords:
    def __init__(self, by_sound: Mapping[str, str], names: Mapping[str, str]) -> None:
        """As `printed_by_sound` and `printed_names` give them."""
        self._by_sound = by_sound
        self._names = names

    def written(self, words: Sequence[str]) -> str:
        """English words as the texts write them in katakana; "" where they do not."""
        singular = [_PLURAL.sub("", word) for word in words]
        return self._by_sound.get(_sound(words)) or self._by_sound.get(_sound(singular), "")

    def named(self, word: str) -> str:
        """A name in romaji as the texts write it; "" where it is none of theirs."""
        heard = syllables_to_hiragana(word.lower()) or ""
        return self._names.get(loose_sound(heard), "") if len(heard) >= FEWEST_OF_NAME else ""


def _sound(words: Iterable[str]) -> str:
    """ "" where one has no sound."""
    heard = list(map(_sound_of, words))
    return "" if None in heard else "".join(filter(None, heard))


@lru_cache(maxsize=4096)
def _sound_of(word: str) -> str | None:
    """In hiragana, without the ー that ends a word in one spelling and not in another."""
    heard = [to_hiragana(lexeme.reading).rstrip("ー") for lexeme in lexemes(word)]
    return "".join(heard) if all(map(_KANA.fullmatch, heard)) else None
