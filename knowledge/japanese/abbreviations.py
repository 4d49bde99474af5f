"""Clipped names: 「セフコミ」 for セーフコミュニティ推進, 「女活」 for 女性活躍促進, 「空流活」 for 空き家の流通・活用.

A clip is made of two or more pieces of a name in their order, each beginning where a word of the name begins, by
spelling or by sound.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from knowledge.japanese.phonetics import sound_key, spelling_of
from knowledge.japanese.tokenizer import KANJI, tokenize
from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.normalize import name_key
from knowledge.model.word_patterns import alternatives

SHORTEST_CLIP, LONGEST_CLIP = 2, 9  # characters
SHORTEST_KANA_CLIP = 4  # a shorter run of kana begins too much
SHORTEST_KANA = 2  # of one piece; a piece with kanji may be one character

Words = tuple[tuple[str, ...], tuple[str, ...]]  # of one name, and all that follows from each of them on
Forms = tuple[Words, Words]  # as they are written, and as they sound


def clipped(said: str, names: Mapping[str, str]) -> list[str]:
    """The ids of the names that `said` is a clip of, beside words for asking; the best where some fit better."""
    asked = name_key(said)
    spelt = {spelling_of(part) for part in (asked, _beside().sub("", asked))}
    keys = {form for key in spelt if _is_long_enough(key) for form in (key, sound_key(key))}
    if not keys:
        return []
    fits = {id: min(found) for id, name in names.items() if (found := list(_fits(keys, name)))}
    best = min(fits.values(), default=None)
    return [id for id, fit in fits.items() if fit == best]


@cache
def _beside() -> re.Pattern[str]:
    """Words for asking that stand behind a clip."""
    slots = read_toml(VOCABULARY / "plan_words.toml")["beside_clips"].values()
    return re.compile("".join(f"{alternatives(slot)}?" for slot in slots) + "[?!。、]*$")


def _is_long_enough(key: str) -> bool:
    return (SHORTEST_CLIP if KANJI.search(key) else SHORTEST_KANA_CLIP) <= len(key) <= LONGEST_CLIP


def _fits(keys: set[str], name: str) -> Iterator[tuple[int, int]]:
    """(words of the name before the clip, pieces) for every way in which the name gives the clip."""
    forms = _forms(name)
    if _beginnings(name).isdisjoint(key[0] for key in keys):
        return
    for start in range(len(forms[0][0])):
        for key in keys:
            yield from ((start, pieces) for pieces, is_cut in _taken(key, forms, start) if pieces >= 2 and is_cut)


def _taken(rest: str, forms: Forms, start: int) -> Iterator[tuple[int, bool]]:
    """(pieces, whether one breaks off inside a word) for every way to take `rest` from the words from `start` on."""
    for words, tails in forms:
        following = tails[start]
        if following[:1] != rest[0]:
            continue
        alike = next((at for at in range(len(rest)) if rest[at] != following[at : at + 1]), len(rest))
        for size in range(alike, 0, -1):
            if not KANJI.search(rest[:size]) and size < SHORTEST_KANA:
                continue
            after, is_cut = _word_after(words, start, size)
            if size == len(rest):
                yield 1, is_cut
                continue
            for later in range(after, len(words)):
                yield from ((pieces + 1, is_cut or cut) for pieces, cut in _taken(rest[size:], forms, later))


def _word_after(words: tuple[str, ...], start: int, size: int) -> tuple[int, bool]:
    """The word that begins after `size` characters, and whether they break off inside the word before it."""
    at, left = start, size
    while left > 0:
        left -= len(words[at])
        at += 1
    return at, left < 0


@lru_cache(maxsize=1024)
def _forms(name: str) -> Forms:
    words = [word for word in tokenize(name) if not word.is_sign]
    written, heard = [spelling_of(word.surface) for word in words], [sound_key(word.reading) for word in words]
    return _with_tails(written), _with_tails(heard)


@lru_cache(maxsize=1024)
def _beginnings(name: str) -> frozenset[str]:
    """The first characters of its words: no clip begins with another."""
    return frozenset(tail[:1] for _, tails in _forms(name) for tail in tails)


def _with_tails(words: Sequence[str]) -> Words:
    return tuple(words), tuple("".join(words[start:]) for start in range(len(words)))
