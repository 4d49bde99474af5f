"""Scoring formulas over postings held as arrays.

BM25F: Zaragoza et al., "Microsoft Cambridge at TREC 13" (2004): per-field length normalisation, one saturation.
Fusion: each evidence divided by its maximum over the question, then added with weights.
"""

import itertools
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from knowledge.model.arrays import packed, unpacked

Scores = NDArray[np.float32]
Numbers = NDArray[np.int64]
Slots = NDArray[np.int32]
F = TypeVar("F", str, int)  # a feature: a word, or a run of characters as a number


@dataclass(frozen=True, slots=True)
class Field:
    """One part of every record: how much it counts and how strongly its length is evened out (BM25's b)."""

    weight: float
    b: float


class _Known(Protocol[F]):
    """The features that some record holds, each with its number from 0."""

    def __len__(self) -> int: ...
    def number(self, feature: F) -> int | None: ...
    def numbers(self, features: Sequence[F]) -> tuple[Numbers, NDArray[np.bool_]]:
        """In their order, with whether each is known."""

    def as_json(self) -> list[F] | str: ...


class _Words(Generic[F]):
    def __init__(self, words: Iterable[F]) -> None:
        self._numbers: dict[F, int] = {word: at for at, word in enumerate(words)}

    def __len__(self) -> int:
        return len(self._numbers)

    def number(self, feature: F) -> int | None:
        return self._numbers.get(feature)

    def numbers(self, features: Sequence[F]) -> tuple[Numbers, NDArray[np.bool_]]:
        found = np.array([self._numbers.get(one, -1) for one in features], dtype=np.int64)
        return found, found >= 0

    def as_json(self) -> list[F]:
        return list(self._numbers)


class _Codes:
    """In order: found by halving, without a table of them all."""

    def __init__(self, codes: Numbers) -> None:
        self._codes = codes

    def __len__(self) -> int:
        return len(self._codes)

    def number(self, feature: int) -> int | None:
        [at], [is_known] = self.numbers([feature])
        return int(at) if is_known else None

    def numbers(self, features: Sequence[int]) -> tuple[Numbers, NDArray[np.bool_]]:
        asked = np.array(features, dtype=np.int64)
        if not len(self):
            return asked, np.zeros(len(asked), dtype=np.bool_)
        found = np.minimum(np.searchsorted(self._codes, asked), len(self) - 1)
        return found, self._codes[found] == asked

    def as_json(self) -> str:
        return packed(self._codes)


class Postings(Generic[F]):
    """An inverted index: feature → records and the BM25F impact of the feature in each."""

    def __init__(
        self, known: "_Known[F]", features: Numbers, slots: Slots, size: int, fields: Sequence[Field], k1: float
    ) -> None:
        """Each occurrence is the number of its feature and its slot: record × fields + field."""
        self._known: _Known[F] = known
        self.size = size
        lengths = np.bincount(slots, minlength=size * len(fields)).astype(np.float32).reshape(size, len(fields))
        placed, counts = np.unique(features * max(lengths.size, 1) + slots, return_counts=True)
        weights = _occurrence_weights(lengths, fields)[placed % max(lengths.size, 1)]
        pairs = placed // len(fields)  # feature × records + record, in order
        firsts = np.flatnonzero(np.diff(pairs, prepend=-1))
        frequency = np.add.reduceat(counts * weights, firsts).astype(np.float32) if len(firsts) else weights
        feature_of = pairs[firsts] // max(size, 1)
        starts = np.searchsorted(feature_of, np.arange(len(known) + 1))
        idf = _idf(np.diff(starts), size)
        impacts = (idf[feature_of] * frequency * (k1 + 1) / (frequency + k1)).astype(np.float32)
        self._hold((pairs[firsts] % max(size, 1)).astype(np.int32), starts, impacts)

    def _hold(self, ids: NDArray[np.int32], starts: Numbers, impacts: Scores) -> None:
        self._ids, self._impacts = ids, impacts
        self._bounds, self._rarities = starts, _idf(np.diff(starts), self.size)
        self._idf_of_none: float
        [self._idf_of_none] = _idf(np.zeros(1, dtype=np.int64), self.size).tolist()

    def as_json(self) -> dict[str, Any]:
        """Plain values of which `from_json` makes the same."""
        arrays = (self._ids, self._bounds.astype(np.int32), self._impacts)
        return {"features": self._known.as_json(), "size": self.size, "arrays": [packed(one) for one in arrays]}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Postings[F]":
        made = cls.__new__(cls)
        features: Any = kept["features"]
        known: Any = _Codes(unpacked(features, np.int64)) if isinstance(features, str) else _Words(features)
        made._known, made.size = known, kept["size"]
        ids, starts, impacts = kept["arrays"]
        made._hold(unpacked(ids, np.int32), unpacked(starts, np.int32), unpacked(impacts))
        return made

    @cached_property
    def _starts(self) -> list[int]:
        """For one feature, as the array is for many."""
        starts: list[int] = self._bounds.tolist()
        return starts

    @cached_property
    def _idf(self) -> list[float]:
        rarities: list[float] = self._rarities.tolist()
        return rarities

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
        return cls(_Words(numbers), np.array(features, dtype=np.int64), owners, size, fields, k1)

    @classmethod
    def of_codes(cls, codes: Numbers, slots: Slots, size: int, fields: Sequence[Field], k1: float) -> "Postings[int]":
        """Features that are numbers already, each occurrence with its slot."""
        known, features = np.unique(codes, return_inverse=True)
        return Postings(_Codes(known), features, slots, size, fields, k1)

    def __contains__(self, feature: F) -> bool:
        return self._known.number(feature) is not None

    def holds(self, feature: F) -> NDArray[np.int32]:
        """The positions of the records that hold the feature."""
        at = self._known.number(feature)
        return self._ids[:0] if at is None else self._ids[self._starts[at] : self._starts[at + 1]]

    def is_held(self, feature: F, record: int) -> bool:
        at = self._known.number(feature)
        if at is None:
            return False
        start, end = self._starts[at], self._starts[at + 1]
        place = bisect_left(self._ids, record, start, end)  # in order of the records
        return place < end and int(self._ids[place]) == record

    def shares(self, features: Collection[F]) -> Scores:
        """How much of the features, weighed by rarity, each record holds (0–1)."""
        numbers, is_known = self._known.numbers(tuple(features))
        known = numbers[is_known]
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
        at = self._known.number(feature)
        return self._idf_of_none if at is None else self._idf[at]

    def score(self, features: Mapping[F, float]) -> Scores:
        """The sum over the question's features of weight × impact, for every record."""
        numbers, is_known = self._known.numbers(tuple(features))
        weights = np.array(tuple(features.values()), dtype=np.float32)
        return self._sums(numbers[is_known], weights[is_known], self._impacts)


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
