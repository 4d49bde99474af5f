"""Kana → the words that the document and its vocabulary write: 「じんこうのだむ」 → 「人口のダム」.

The likeliest way through a lattice of known words, by a bigram model over texts that hold the right words (Viterbi;
interpolation after Jelinek and Mercer, 1980). What no known word covers stays as it is typed.
"""

import math
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import numpy as np

from knowledge.japanese.phonetics import sound_key
from knowledge.japanese.tokenizer import KANJI, Lexeme, to_hiragana
from knowledge.model.arrays import packed, unpacked

LONGEST_WORD = 12  # kana of one word
UNKNOWN_COST = 5.0  # of a kana that no word covers, as minus a log probability: some ninety kana, all alike
SOUND_COST = 2.0  # a word that only sounds like what is typed: しんこ for 振興
GAP_COST = 2.0  # a word across a space: kai te for 書いて
MOST_UNKNOWN = 0.5  # share of kana that no word covers; from it on the rest is chance
SHORTEST_PARTLY = 5  # kana; of fewer every one must belong to a word: no 事故 in ふじこ
AFTER_SHARE = 0.7  # of what follows the word before, beside how often a word stands anywhere
SHORTEST_LATIN = 5  # kana of a word in Latin letters: ピーアール, and no ピ for P
SHORTEST_WORD = 2  # kana
AHEADS_KEPT = 4096  # some megabytes: the next question goes on from many of the same kana

_HIRAGANA = re.compile(r"[ぁ-ん]")
_RUN = re.compile(r"[ぁ-んァ-ヶー](?:[ぁ-んァ-ヶー ]*[ぁ-んァ-ヶー])?")
_HIRAGANA_RUN = re.compile(r"[ぁ-ん](?:[ぁ-んー ]*[ぁ-んー])?")
_DOUBLED = re.compile(
    "(?<=[あかさたなはまやらわがざだばぱゃ])あ|(?<=[いきしちにひみりぎじびぴ])い|"
    "(?<=[えけせてねへめれげぜでべぺ])え|(?<=[おこそとのほもよろごぞどぼぽょ])お"
)
_READING = re.compile(r"[ぁ-んー]+")


class _Word(NamedTuple):
    written: str
    reading: str


_NO_WORD = _Word("", "")  # before the first word and after the last, for signs, and for kana that no word covers
_NOTHING = 0  # its number
_ARRAYS = ("counts", "before", "often", "starts")


class Written(NamedTuple):
    """A word for so many kana; `written` is "" where no word covers one. `follows`: the word before, in the texts."""

    written: str
    reading: str
    size: int
    follows: bool


class _Step(NamedTuple):
    """The cheapest way to a word: its cost so far, and everything written."""

    cost: float
    written: str
    unknown: int  # kana that no word covers
    word: int
    size: int  # kana it takes
    before: "_Step | None" = None


def learned(texts: Iterable[Sequence[Lexeme]]) -> dict[str, Any]:
    """The words of some texts and what follows what in them, as plain values for a `KanaWriter`."""
    places = {_NO_WORD: _NOTHING}
    known: dict[Lexeme, int] = {}
    order = array("q", [_NOTHING])
    for text in texts:
        for lexeme in text:
            if lexeme not in known:
                word = _NO_WORD if lexeme.is_sign else _Word(lexeme.surface, lexeme.reading)
                known[lexeme] = places.setdefault(word, len(places))
        order.extend(map(known.__getitem__, text))
        order.append(_NOTHING)
    words = np.array(order, dtype=np.int64)
    pairs, often = np.unique(words[:-1] * len(places) + words[1:], return_counts=True)
    by_word = np.argsort(pairs % len(places), kind="stable")
    starts = np.searchsorted(pairs[by_word] % len(places), np.arange(len(places) + 1))
    arrays = {
        "counts": np.bincount(words, minlength=len(places)),
        "before": pairs[by_word] // len(places),
        "often": often[by_word],
        "starts": starts,
    }
    return {"words": list(places)} | {name: packed(one.astype(np.int32)) for name, one in arrays.items()}


class KanaWriter:
    """Puts kana back into the words that it has learned, by what follows what."""

    def __init__(self, kept: Mapping[str, Any]) -> None:
        """`kept`: as `learned` gives it."""
        written, readings = zip(*kept["words"], strict=True)
        self._written_as: Sequence[str] = written
        self._readings: Sequence[str] = readings
        self._spelt, self._sounding = _by_reading(written, readings)
        counts, before, often, starts = (unpacked(kept[name], np.int32) for name in _ARRAYS)
        alone = (1 - AFTER_SHARE) * counts / max(int(counts.sum()), 1)
        self._alone = array("d", alone.tobytes())
        self._costs = array("d", (-math.log(one) if one else math.inf for one in self._alone))
        self._before = array("i", before.tobytes())
        self._shares = array("d", (AFTER_SHARE * often / counts[before]).tobytes())
        self._starts = array("i", starts.tobytes())
        self._followed: dict[int, dict[int, float]] = {}
        self._starting_with = lru_cache(maxsize=AHEADS_KEPT)(self._starting)

    def write(self, text: str) -> str:
        """The text with its kana written as words; unchanged where it holds kanji.

        Beside hiragana, katakana is meant as it is typed: 「オープンラボってなに」.
        """
        runs = _HIRAGANA_RUN if _HIRAGANA.search(text) else _RUN
        return text if KANJI.search(text) else runs.sub(lambda run: self._written(run[0]), text)

    def words(self, typed: str, before: str, after: str) -> list[Written]:
        """The likeliest words between two others that are known, with the kana that no word covers."""
        first, last = (self._numbers.get(word, _NOTHING) for word in (before, after))
        found, step = list[Written](), self._best(typed, first, last).before
        while step and step.before:
            follows = step.before.word in self._costs_after(step.word)
            found.append(Written(self._written_as[step.word], self._readings[step.word], step.size, follows))
            step = step.before
        return found[::-1]

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {written: number for number, written in reversed(list(enumerate(self._written_as)))}

    def _written(self, run: str) -> str:
        typed = run.replace(" ", "")
        best = self._best(typed, gaps=_gaps(run))
        most = MOST_UNKNOWN * len(typed) if len(typed) >= SHORTEST_PARTLY else 1
        return run if best.unknown >= most else best.written

    def _best(self, typed: str, before: int = _NOTHING, after: int = _NOTHING, gaps: Sequence[int] = ()) -> _Step:
        """Viterbi: for each place the cheapest way to each word that ends there."""
        ends: list[dict[int, _Step]] = [{} for _ in range(len(typed) + 1)]
        ends[0][before] = _Step(0.0, "", 0, before, 0)
        heard = to_hiragana(typed)
        for at, ways in enumerate(ends[:-1]):
            ordered = sorted(ways.items(), key=_by_cost)
            best = ordered[0][1]
            cost, written = best.cost + UNKNOWN_COST, best.written + typed[at]
            ends[at + 1][_NOTHING] = _Step(cost, written, best.unknown + 1, _NOTHING, 1, best)
            for word, size, extra in self._starting_with(heard[at : at + LONGEST_WORD]):
                extra += GAP_COST * bool(gaps and gaps[at + size - 1] > gaps[at])
                step = self._cheapest(ordered, word, extra, size)
                ends[at + size][word] = min(step, ends[at + size].get(word, step))
        return self._cheapest(sorted(ends[-1].items(), key=_by_cost), after, 0.0, 0)

    def _cheapest(self, ways: Sequence[tuple[int, _Step]], word: int, extra: float, size: int) -> _Step:
        """The best way of all, or one that ends in a word which this one is known to follow; the cheapest first."""
        followed, chosen = self._costs_after(word), ways[0][1]
        least = chosen.cost + self._costs[word]
        for before, step in ways:
            if step.cost > least:
                break
            if before in followed:
                cost = step.cost + followed[before]
                if cost < least or (cost == least and step[1:] < chosen[1:]):
                    chosen, least = step, cost
        return _Step(least + extra, chosen.written + self._written_as[word], chosen.unknown, word, size, chosen)

    def _costs_after(self, word: int) -> Mapping[int, float]:
        """The words that it follows in the texts, with what it costs after them."""
        if word not in self._followed:
            known, alone = slice(self._starts[word], self._starts[word + 1]), self._alone[word]
            pairs = zip(self._before[known], self._shares[known], strict=True)
            self._followed[word] = {before: -math.log(share + alone) for before, share in pairs}
        return self._followed[word]

    def _starting(self, ahead: str) -> list[tuple[int, int, float]]:
        """(word, kana it takes, extra cost) of every word that these kana may start with."""
        found: list[tuple[int, int, float]] = []
        for size in range(1, len(ahead) + 1):
            reading = ahead[:size]
            sound = loose_sound(reading)
            if not any(one.begins(heard) for heard in {reading, sound} for one in (self._spelt, self._sounding)):
                break
            found += [(word, size, 0.0) for word in self._spelt.of(reading)]
            found += [(word, size, SOUND_COST) for word in self._sounding_like(reading, sound)]
        return found

    def _sounding_like(self, reading: str, sound: str) -> list[int]:
        """Words of another reading that sound the same; none ends in a long vowel that is typed and not its own."""
        if len(reading) < SHORTEST_WORD or reading[-1] in "っー":
            return []
        words = ((word, self._readings[word]) for word in self._sounding.of(sound))
        return [word for word, own in words if own != reading and (reading[-1] != "う" or own[-1] == "う")]


class _Heard:
    """Words by what is heard, in order: a table of all beginnings would be the largest part of a running program."""

    def __init__(self, words: Iterable[tuple[str, int]]) -> None:
        ordered = sorted(words)
        self._heard = [heard for heard, _ in ordered]
        self._words = array("i", (word for _, word in ordered))

    def begins(self, heard: str) -> bool:
        """Whether a word begins so."""
        at = bisect_left(self._heard, heard)
        return len(heard) <= LONGEST_WORD and at < len(self._heard) and self._heard[at].startswith(heard)

    def of(self, heard: str) -> Iterator[int]:
        for at in range(bisect_left(self._heard, heard), len(self._heard)):
            if self._heard[at] != heard:
                return
            yield self._words[at]


def _by_cost(way: tuple[int, _Step]) -> _Step:
    return way[1]


def loose_sound(reading: str) -> str:
    """A sound key without any doubled vowel: ぱっけえじ, as pakkeeji is read, sounds like ぱっけーじ."""
    return _DOUBLED.sub("", sound_key(reading))


def _gaps(run: str) -> list[int]:
    """How many spaces stand before each letter."""
    return [run.count(" ", 0, at) for at, char in enumerate(run) if char != " "]


def _by_reading(written: Sequence[str], readings: Sequence[str]) -> tuple[_Heard, _Heard]:
    """The words of each reading, and of each sound."""
    sounds = loose_sound("\n".join(readings)).split("\n")
    usable = [
        at
        for at, reading in enumerate(readings)
        if _READING.fullmatch(reading) and (len(reading) >= SHORTEST_LATIN or not written[at].isascii())
    ]
    sounding = _Heard((sounds[at], at) for at in usable if len(sounds[at]) >= SHORTEST_WORD)
    return _Heard((readings[at], at) for at in usable), sounding
