"""Scoring formulas over postings held as arrays.

BM25F: Zaragoza et al., "Microsoft Cambridge at TREC 13" (2004): per-field length normalisation, one saturation.
Fusion: each evidence divided by its maximum over the question, then added with weights.
"""

import itertools
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Numbers = NDArray[np.int64]
Slots = NDArray[np.int32]
F = TypeVar("F", str, int)  # a feature: a word, or a run of characters as a number


@dataclass(frozen=True, slots=True)
class Field:
    """One part of every record: how much it counts and how strongly its length is evened out (BM25's b)."""

    weight: float
    b: float


class Postings(Generic[F]):
    """An inverted index: feature → records and the BM25F impact of the feature in each."""

    def __init__(
        self, numbers: dict[F, int], features: Numbers, slots: Slots, size: int, fields: Sequence[Field], k1: float
    ) -> None:
        """Each occurrence is the number of its feature and its slot: record × fields + field."""
        self._numbers: dict[F, int] = numbers
        self.size = size
        lengths = np.bincount(slots, minlength=size * len(fields)).astype(np.float32).reshape(size, len(fields))
        placed, counts = np.unique(features * max(lengths.size, 1) + slots, return_counts=True)
        weights = _occurrence_weights(lengths, fields)[placed % max(lengths.size, 1)]
        pairs = placed // len(fields)  # feature × records + record, in order
        firsts = np.flatnonzero(np.diff(pairs, prepend=-1))
        frequency = np.add.reduceat(counts * weights, firsts).astype(np.float32) if len(firsts) else weights
        feature_of = pairs[firsts] // max(size, 1)
        self._ids: NDArray[np.int32] = (pairs[firsts] % max(size, 1)).astype(np.int32)
        starts = np.searchsorted(feature_of, np.arange(len(numbers) + 1))
        idf = _idf(np.diff(starts), size)
        self._bounds, self._rarities = starts, idf  # as lists for one feature, as arrays for many
        self._starts: list[int] = starts.tolist()
        self._idf: list[float] = idf.tolist()
        [self._idf_of_none] = _idf(np.zeros(1, dtype=np.int64), size).tolist()
        self._impacts = (idf[feature_of] * frequency * (k1 + 1) / (frequency + k1)).astype(np.float32)

    @classmethod
    def of_words(
        cls, texts: Sequence[Sequence[F]], slots: Slots, size: int, fields: Sequence[Field], k1: float
    ) -> "Postings[F]":
        """The words of every text, and the slot of every text."""
        numbers: defaultdict[F, int] = defaultdict(itertools.count().__next__)
        features = array("q")
        for words in texts:
            features.extend(map(numbers.__getitem__, words))
        owners = np.repeat(slots, [len(words) for words in texts])
        return cls(dict(numbers), np.array(features, dtype=np.int64), owners, size, fields, k1)

    @classmethod
    def of_codes(cls, codes: Numbers, slots: Slots, size: int, fields: Sequence[Field], k1: float) -> "Postings[int]":
        """Features that are numbers already, each occurrence with its slot."""
        known, features = np.unique(codes, return_inverse=True)
        return Postings({code: at for at, code in enumerate(known.tolist())}, features, slots, size, fields, k1)

    def __contains__(self, feature: F) -> bool:
        return feature in self._numbers

    def holds(self, feature: F) -> NDArray[np.int32]:
        """The positions of the records that hold the feature."""
        at = self._numbers.get(feature)
        return self._ids[:0] if at is None else self._ids[self._starts[at] : self._starts[at + 1]]

    def is_held(self, feature: F, record: int) -> bool:
        at = self._numbers.get(feature)
        if at is None:
            return False
        start, end = self._starts[at], self._starts[at + 1]
        place = bisect_left(self._ids, record, start, end)  # in order of the records
        return place < end and int(self._ids[place]) == record

    def shares(self, features: Collection[F]) -> Scores:
        """How much of the features, weighed by rarity, each record holds (0–1)."""
        known = np.array([at for at in map(self._numbers.get, features) if at is not None], dtype=np.int64)
        known.sort()  # sums must not depend on set order
        rarities = self._rarities[known]
        total = float(rarities.sum(dtype=np.float64)) + (len(features) - len(known)) * self._idf_of_none
        held = self._sums(known, rarities)
        return held / np.float32(total) if total else held

    def _sums(self, numbers: Numbers, weights: Scores, values: Scores | None = None) -> Scores:
        """For every record the sum over the features that it holds: of their weights, times its value for each."""
        sums = np.zeros(self.size, dtype=np.float32)
        firsts, ends = self._bounds[numbers], self._bounds[numbers + 1]
        sizes = ends - firsts
        places = np.arange(sizes.sum()) + np.repeat(ends - sizes.cumsum(), sizes)
        each = np.repeat(weights, sizes)
        np.add.at(sums, self._ids[places], each if values is None else each * values[places])
        return sums

    def idf(self, feature: F) -> float:
        """Inverse document frequency; highest for a feature that no record holds."""
        at = self._numbers.get(feature)
        return self._idf_of_none if at is None else self._idf[at]

    def score(self, features: Mapping[F, float]) -> Scores:
        """The sum over the question's features of weight × impact, for every record."""
        found = [(at, weight) for one, weight in features.items() if (at := self._numbers.get(one)) is not None]
        numbers, weights = zip(*found, strict=True) if found else ((), ())
        return self._sums(np.array(numbers, dtype=np.int64), np.array(weights, dtype=np.float32), self._impacts)


def _occurrence_weights(lengths: Scores, fields: Sequence[Field]) -> Scores:
    average = np.maximum(lengths.mean(axis=0), 1e-6) if len(lengths) else np.ones(len(fields), dtype=np.float32)
    b = np.array([field.b for field in fields], dtype=np.float32)
    weight = np.array([field.weight for field in fields], dtype=np.float32)
    return (weight / (1 - b + b * lengths / average)).astype(np.float32).ravel()


def _idf(holders: NDArray[np.int64], size: int) -> Scores:
    return np.log1p((size - holders + 0.5) / (holders + 0.5)).astype(np.float32)


def fuse(evidences: Sequence[tuple[float, Scores]]) -> Scores:
    """Each evidence over its own maximum, weighted and added; an evidence that says nothing adds nothing."""
    total = np.zeros_like(evidences[0][1])
    for weight, scores in evidences:
        top = float(scores.max(initial=0.0))
        if top > 0:
            total += weight / top * scores
    return total
