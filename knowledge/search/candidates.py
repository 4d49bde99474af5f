"""Runs of characters in the texts of a few records, counted when a question asks for them.

A large collection costs its characters and a table of rarities, not postings for every run; character grams and sounds
there order what the words have found.
"""

from collections.abc import Callable, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from knowledge.japanese.phonetics import NEWLINE, CharacterNumbers, Runs, grams_in, longer, sounds_in
from knowledge.model.arrays import weighed_sums
from knowledge.search.bm25 import (
    GRAM_FIELDS,
    GRAM_K1,
    Field,
    Numbers,
    Scores,
    Slots,
    idf_of,
    occurrence_weights,
    ranges,
)
from knowledge.search.texts import Texts

_BITS = 20  # of a table that counts runs by a hash of them: how rare a run is need not be exact
_FEW_BITS = 16
_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # multiplicative hashing: Knuth, volume 3, section 6.4


class _Lines(Struct, frozen=True):
    """The lines of all records as characters; those of a record stand together."""

    characters: CharacterNumbers
    starts: Numbers  # of each record, and the end
    fields: NDArray[np.uint8]  # of each line
    firsts: NDArray[np.int32]  # line of each record, and the end


class CandidateScores:
    """The texts of a large collection, to order what has been found in it."""

    def __init__(self, grams: "RunScores", sounds: "RunScores") -> None:
        self._grams, self._sounds = grams, sounds

    @classmethod
    def of(cls, texts: Texts, size: int) -> "CandidateScores":
        return cls(
            RunScores(texts.spellings, texts.slots, size, grams_in, (1, 2)),
            RunScores(texts.sounds, texts.slots, size, sounds_in, (2, 3)),
        )

    def scores(self, grams: Sequence[int], sounds: Sequence[int], records: NDArray[np.int32]) -> tuple[Scores, Scores]:
        """Of each record by its characters, and by its sound."""
        return self._grams.score(grams, records), self._sounds.score(sounds, records)


class RunScores:
    """BM25F over runs of characters, as `Postings` gives it, for the records asked."""

    def __init__(
        self,
        blocks: Sequence[CharacterNumbers],
        slots: Slots,
        size: int,
        runs: Callable[[CharacterNumbers], Runs],
        lengths: Sequence[int],
        fields: Sequence[Field] = GRAM_FIELDS,
        k1: float = GRAM_K1,
    ) -> None:
        """`blocks`: lines of characters, each ended by a line feed; `slots`: of each line, record × fields + field.

        `lengths`: of the runs that `runs` gives, in its order.
        """
        self._lengths, self._fields, self._k1, self._size = lengths, fields, k1, size
        owners = (slots // len(fields)).astype(np.int32)
        characters = np.concatenate(blocks)
        line_starts = np.concatenate([[0], np.flatnonzero(characters == NEWLINE) + 1])
        firsts = np.searchsorted(owners, np.arange(size + 1)).astype(np.int32)
        self._lines = _Lines(characters, line_starts[firsts], (slots % len(fields)).astype(np.uint8), firsts)
        self._counts = np.zeros(1 << _BITS, dtype=np.int32)
        totals, line, of_lines = np.zeros(len(fields)), 0, list[Numbers]()
        for block in blocks:
            (codes, lines), held = runs(block), int(np.count_nonzero(block == NEWLINE))
            self._counts += np.bincount(_buckets(codes).view(np.int64), minlength=len(self._counts)).astype(np.int32)
            totals += np.bincount(self._lines.fields[line + lines], minlength=len(fields))
            of_lines.append(np.bincount(lines, minlength=held))
            line += held
        self._of_lines = np.concatenate(of_lines).astype(np.int32)
        self._averages = (totals / max(size, 1)).astype(np.float32)

    def score(self, features: Sequence[int], records: NDArray[np.int32]) -> Scores:
        """The sum of the impacts of the runs asked, for each of the records."""
        if not features or not len(records):
            return np.zeros(len(records), dtype=np.float32)
        lines, width = self._lines, len(self._fields)
        asked = np.unique(np.array(features, dtype=np.int64))
        bounds = zip(lines.starts[records].tolist(), lines.starts[records + 1].tolist(), strict=True)
        all_characters = lines.characters.data  # a hundred slices of an array take three times as long
        joined = b"".join([all_characters[start:end] for start, end in bounds])
        characters = np.frombuffer(joined, dtype=lines.characters.dtype)
        firsts, ends = lines.firsts[records], lines.firsts[records + 1]
        places = ranges(firsts, ends)
        slots = np.repeat(np.arange(len(records)) * width, ends - firsts) + lines.fields[places]
        lengths = np.bincount(slots, self._of_lines[places], len(records) * width)
        weights = occurrence_weights(lengths.astype(np.float32).reshape(-1, width), self._averages, self._fields)
        codes, at = _that_may_be(asked, _all_runs(characters, self._lengths))
        features_of = np.minimum(np.searchsorted(asked, codes), len(asked) - 1)
        is_asked = asked[features_of] == codes
        line_ends = np.flatnonzero(characters == NEWLINE)
        slot = slots[np.searchsorted(line_ends, at[is_asked])]
        pairs = (slot // width) * len(asked) + features_of[is_asked]
        frequency = np.bincount(pairs, weights[slot], len(records) * len(asked)).astype(np.float32)
        frequency *= (self._k1 + 1) / (frequency + np.float32(self._k1))
        rarity = idf_of(np.minimum(self._counts[_buckets(asked)], self._size), self._size)
        impacts: Scores = weighed_sums(frequency.reshape(len(records), -1), rarity)
        return impacts


def _all_runs(characters: CharacterNumbers, lengths: Sequence[int]) -> list[Numbers]:
    """Each run of these lengths, from each character on, also of those that tell little or go over the end of a line:
    nobody asks for these.
    """
    runs = [characters.astype(np.int64)]
    while len(runs) < max(lengths):
        runs.append(longer(runs[-1], runs[0][len(runs) - 1 :]))
    return [runs[length - 1] for length in lengths]


def _that_may_be(asked: Numbers, runs: Sequence[Numbers]) -> tuple[Numbers, Numbers]:
    """The runs and where each begins, without nearly all that are not asked: told by a hash of sixteen bits, which is
    quicker than to look.
    """
    may_be = np.zeros(1 << _FEW_BITS, dtype=np.bool_)
    may_be[_buckets(asked, _FEW_BITS)] = True
    places = [may_be.take(_buckets(codes, _FEW_BITS).view(np.int64)).nonzero()[0] for codes in runs]
    return np.concatenate([codes[at] for codes, at in zip(runs, places, strict=True)]), np.concatenate(places)


def _buckets(codes: Numbers, bits: int = _BITS) -> NDArray[np.uint64]:
    return (codes.view(np.uint64) * _SPREAD) >> np.uint64(64 - bits)
