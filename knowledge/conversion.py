"""A kanji of the same sound put right where it makes no word: 「辞業」 → 「事業」, 「大前寺」 → 「大善寺」.

Judged by pairs of kanji: a character is doubted when it makes no known pair with any kanji beside it, and replaced when
another of the same sound does. Words of the dictionary are never doubted: 健診 for 検診 is left to the search by sound.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from knowledge.tokenizer import is_common_word, tokenize

MOST_MENDED = 3  # characters of one question

_KANJI = re.compile(r"[一-龥々]")
_NUMERAL = re.compile(r"[〇一二三四五六七八九十百千万億]")  # counts make pairs with anything
_PAIR = re.compile(r"(?=([一-龥々]{2}))")


class KanjiMender:
    """Learns pairs of kanji from texts; `same_sound` gives the kanji of each reading."""

    def __init__(self, texts: Iterable[str], same_sound: Mapping[str, str]) -> None:
        self._pairs = Counter(_PAIR.findall("\n".join(texts)))
        others: defaultdict[str, set[str]] = defaultdict(set)
        for group in same_sound.values():
            for kanji in group:
                others[kanji].update(group)
        self._others = {kanji: tuple(sorted(group - {kanji})) for kanji, group in others.items()}

    def mend(self, text: str) -> str:
        """The best replacement first, then the next, judged anew; unchanged where nothing is doubted."""
        for _ in range(MOST_MENDED):
            doubted = [at for at in range(len(text)) if self._is_doubted(text, at)]
            nouns = _within_nouns(text) if doubted else frozenset()
            found = [better for at in doubted if at in nouns and (better := self._better(text, at, nouns))]
            if not found:
                break
            _, _, at, kanji = max(found, key=lambda better: (better[:2], -better[2], better[3]))
            text = text[:at] + kanji + text[at + 1 :]
        return text

    def _is_doubted(self, text: str, at: int) -> bool:
        pairs = [_pair(text, at, beside, text[at]) for beside in _beside(text, at)]
        return bool(pairs) and not any(pair in self._pairs or is_common_word(pair) for pair in pairs)

    def _better(self, text: str, at: int, nouns: frozenset[int]) -> tuple[int, int, int, str] | None:
        """(pairs it makes, how often they are known, place, kanji) of the best replacement.

        One pair is enough only with a kanji that makes no word with another: 市民課 is 市民 and 課, and not 市民家.
        """
        best = None
        neighbours = [beside for beside in _beside(text, at) if beside in nouns]
        free = [beside for beside in neighbours if not _is_in_word(text, beside, at)]
        for kanji in self._others.get(text[at], ()):
            makes = [beside for beside in neighbours if _pair(text, at, beside, kanji) in self._pairs]
            if len(makes) > 1 or set(makes) & set(free):
                found = (len(makes), sum(self._pairs[_pair(text, at, beside, kanji)] for beside in makes), at, kanji)
                best = found if best is None or found[:2] > best[:2] else best
        return best


def _beside(text: str, at: int) -> list[int]:
    """The places of the kanji before and after a kanji."""
    if not _KANJI.match(text[at]) or _NUMERAL.match(text[at]):
        return []
    return [beside for beside in (at - 1, at + 1) if 0 <= beside < len(text) and _KANJI.match(text[beside])]


def _pair(text: str, at: int, beside: int, kanji: str) -> str:
    """What the kanji, standing at a place, makes with the one beside it."""
    return kanji + text[beside] if at < beside else text[beside] + kanji


def _is_in_word(text: str, at: int, apart_from: int) -> bool:
    """Whether the kanji makes a word of the dictionary with its other neighbour."""
    others = [beside for beside in _beside(text, at) if beside != apart_from]
    return any(is_common_word(_pair(text, at, beside, text[at])) for beside in others)


def _within_nouns(text: str) -> frozenset[int]:
    """The places within words of kanji only: in 「か所置く」 the 置 belongs to a verb."""
    words = [token for token in tokenize(text) if all(map(_KANJI.match, token.surface))]
    return frozenset(at for token in words for at in range(token.begin, token.end))
