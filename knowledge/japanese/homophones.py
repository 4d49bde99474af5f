"""A kanji of the same sound or shape, or two that changed places, put right: 「辞業」, 「移往」, 「観客光数」.

Judged by pairs of kanji: a character is doubted when it makes no known pair with any kanji beside it, and replaced when
another of its group does. Words of the dictionary are never doubted: 健診 for 検診 is left to the search by sound.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import NamedTuple

from knowledge.japanese.tokenizer import KANJI, is_common_word, tokenize

MOST_MENDED = 3  # characters of one question
PLACES_KEPT = 4096  # a character between its neighbours is judged anew for each change, and stands in many questions

_NUMERAL = re.compile(r"[〇一二三四五六七八九十百千万億何幾]")  # counts make pairs with anything
_PAIR = re.compile(r"(?=([一-龥々]{2}))")


class _Change(NamedTuple):
    """The pairs that it makes and how often they are known; the earlier place wins."""

    pairs: int
    often: int
    before: int
    instead: str  # of the character and the next one


def pairs_of_kanji(texts: Iterable[str]) -> Mapping[str, int]:
    """Two kanji that stand together in some texts → how often."""
    return Counter(_PAIR.findall("\n".join(texts)))


class HomophoneCorrector:
    """Knows pairs of kanji; `alike` gives groups of kanji that are taken for each other."""

    def __init__(self, pairs: Mapping[str, int], alike: Iterable[str]) -> None:
        self._pairs = Counter(pairs)
        self._alike = tuple(alike)
        self._is_doubted_in = lru_cache(maxsize=PLACES_KEPT)(self._is_doubted)
        self._better_in = lru_cache(maxsize=PLACES_KEPT)(self._better)

    @cached_property
    def _others(self) -> Mapping[str, str]:
        """The kanji that each is taken for: as texts, for sets of them would take some megabytes."""
        others: defaultdict[str, list[str]] = defaultdict(list)
        for group in self._alike:
            for kanji in group:
                others[kanji].append(group)
        return {kanji: "".join(groups).replace(kanji, "") for kanji, groups in others.items()}

    @cached_property
    def _beside_each(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """The kanji known behind each, and before it: for the few questions in which one is doubted."""
        behind: defaultdict[str, str] = defaultdict(str)
        ahead: defaultdict[str, str] = defaultdict(str)
        for pair in self._pairs:
            behind[pair[0]] += pair[1]
            ahead[pair[1]] += pair[0]
        return behind, ahead

    def correct(self, text: str) -> str:
        """The best change first, then the next, judged anew; unchanged where nothing is doubted."""
        for _ in range(MOST_MENDED if _PAIR.search(text) else 0):
            doubted = [at for at in self._unpaired(text) if self._is_doubted_in(*_around(text, at, 1))]
            nouns = _within_nouns(text) if doubted else frozenset()
            found = [self._better_at(text, at, nouns) for at in doubted if at in nouns]
            found += [self._swapped(text, at) for at in doubted if at + 1 in doubted]
            best = max(filter(None, found), default=None)
            if best is None:
                break
            at = -best.before
            text = text[:at] + best.instead + text[at + 2 :]
        return text

    def _unpaired(self, text: str) -> Iterator[int]:
        """The places of the kanji that make no known pair; all others are beyond doubt."""
        paired = {at + by for at in range(len(text) - 1) if text[at : at + 2] in self._pairs for by in (0, 1)}
        yield from (match.start() for match in KANJI.finditer(text) if match.start() not in paired)

    def _is_doubted(self, text: str, at: int) -> bool:
        if at and _NUMERAL.match(text[at - 1]):  # 「何戸」
            return False
        pairs = [_pair(text, at, beside, text[at]) for beside in _beside(text, at)]
        return bool(pairs) and not any(pair in self._pairs or is_common_word(pair) for pair in pairs)

    def _better_at(self, text: str, at: int, nouns: frozenset[int]) -> _Change | None:
        """Judged by the two characters on either side."""
        part, place = _around(text, at, 2)
        change = self._better_in(part, place, frozenset({place + by for by in (-1, 1) if at + by in nouns}))
        return change and change._replace(before=-at)

    def _better(self, text: str, at: int, nouns: frozenset[int]) -> _Change | None:
        """The best replacement of a kanji.

        One pair is enough only with a kanji that makes no word with another: 市民課 is 市民 and 課, and not 市民家.
        """
        neighbours = [beside for beside in _beside(text, at) if beside in nouns]
        free = {beside for beside in neighbours if not _is_in_word(text, beside, at)}
        changes = []
        known = [self._known_beside(text[beside], is_before=beside < at) for beside in neighbours]
        for kanji in set(self._others.get(text[at], "")).intersection(set().union(*known)):
            makes = [beside for beside in neighbours if _pair(text, at, beside, kanji) in self._pairs]
            if len(makes) > 1 or free.intersection(makes):
                often = sum(self._pairs[_pair(text, at, beside, kanji)] for beside in makes)
                changes.append(_Change(len(makes), often, -at, kanji + text[at + 1 : at + 2]))
        return max(changes, default=None)

    def _known_beside(self, kanji: str, *, is_before: bool) -> str:
        """Those that make a known pair with it, which stands before or behind them."""
        behind, ahead = self._beside_each
        return (behind if is_before else ahead).get(kanji, "")

    def _swapped(self, text: str, at: int) -> _Change | None:
        """A kanji and the next one the other way round, where every pair is then known: 観客光数 → 観光客数."""
        instead = text[at + 1] + text[at]
        around = text[at - 1 : at] + instead + text[at + 2 : at + 3]
        pairs = [around[place : place + 2] for place in range(len(around)) if _PAIR.match(around, place)]
        often = [self._pairs[pair] for pair in pairs]
        return _Change(len(pairs), sum(often), -at, instead) if all(often) else None


def _around(text: str, at: int, reach: int) -> tuple[str, int]:
    """A character with so many before and after it, and its place there."""
    first = max(at - reach, 0)
    return text[first : at + reach + 1], at - first


def _beside(text: str, at: int) -> list[int]:
    """The places of the kanji before and after a kanji."""
    if not KANJI.match(text[at]) or _NUMERAL.match(text[at]):
        return []
    return [beside for beside in (at - 1, at + 1) if 0 <= beside < len(text) and KANJI.match(text[beside])]


def _pair(text: str, at: int, beside: int, kanji: str) -> str:
    """What the kanji, standing at a place, makes with the one beside it."""
    return kanji + text[beside] if at < beside else text[beside] + kanji


def _is_in_word(text: str, at: int, apart_from: int) -> bool:
    """Whether the kanji makes a word of the dictionary with its other neighbour."""
    others = [beside for beside in _beside(text, at) if beside != apart_from]
    return any(is_common_word(_pair(text, at, beside, text[at])) for beside in others)


def _within_nouns(text: str) -> frozenset[int]:
    """The places within words of kanji only: in 「か所置く」 the 置 belongs to a verb."""
    words = [token for token in tokenize(text) if all(map(KANJI.match, token.surface))]
    return frozenset(at for token in words for at in range(token.begin, token.end))
