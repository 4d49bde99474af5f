"""Scoring formulas over postings held as arrays.

BM25F: Zaragoza et al., "Microsoft Cambridge at TREC 13" (2004): per-field length normalisation, one saturation.
Fusion: each evidence divided by its maximum over the question, then added with weights.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Generic, Protocol, TypeVar, cast

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from knowledge.model.arrays import packed, unpacked

Scores = NDArray[np.float32]
Numbers = NDArray[np.int64]
Slots = NDArray[np.int32]
F = TypeVar("F", str, int)  # a feature: a word, or a run of characters as a number


class Field(Struct, frozen=True):
    """One part of every record: how much it counts and how strongly its length is evened out (BM25's b)."""

    weight: float
    b: float


WORD_FIELDS = (Field(2.0, 0.75), Field(1.0, 0.75), Field(1.0, 0.75))  # title, text, phrases
GRAM_FIELDS = (Field(2.0, 0.9), Field(1.0, 0.5), Field(1.0, 0.5))
WORD_K1, GRAM_K1 = 2.0, 4.0


class _Known(Protocol[F]):
    """The features that some record holds, each with its number from 0."""

    def __len__(self) -> int: ...
    def number(self, feature: F) -> int | None: ...
    def numbers(self, features: Sequence[F]) -> tuple[Numbers, NDArray[np.bool_]]:
        """In their order, with whether each is known."""

    def features(self) -> list[F]:
        """In the order of their numbers."""

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

    def features(self) -> list[F]:
        return list(self._numbers)

    def as_json(self) -> list[F]:
        return self.features()


def _ids_in(size: int) -> type[np.integer[Any]]:
    """As what the positions of so many records are kept: those of a plan in half the memory."""
    return np.uint16 if size <= np.iinfo(np.uint16).max else np.int32


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
        found = np.minimum(self._codes.searchsorted(asked), len(self) - 1)
        return found, self._codes[found] == asked

    def features(self) -> list[int]:
        return cast(list[int], self._codes.tolist())

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
        averages = lengths.mean(axis=0) if size else np.ones(len(fields), dtype=np.float32)
        weights = occurrence_weights(lengths, averages, fields)[placed % max(lengths.size, 1)]
        pairs = np.floor_divide(placed, len(fields), out=placed)  # feature × records + record, in order
        firsts = np.flatnonzero(np.diff(pairs, prepend=-1))
        frequency = np.add.reduceat(counts * weights, firsts).astype(np.float32) if len(firsts) else weights
        feature_of = pairs[firsts] // max(size, 1)
        starts = np.searchsorted(feature_of, np.arange(len(known) + 1))
        idf = idf_of(np.diff(starts), size)
        impacts = (idf[feature_of] * frequency * (k1 + 1) / (frequency + k1)).astype(np.float32)
        self._hold((pairs[firsts] % max(size, 1)).astype(np.int32), starts, impacts)

    def _hold(self, ids: NDArray[np.int32], starts: Numbers, impacts: Scores) -> None:
        self._ids, self._impacts = ids, impacts
        self._bounds, self._rarities = starts, idf_of(np.diff(starts), self.size)
        self._idf_of_none: float
        [self._idf_of_none] = idf_of(np.zeros(1, dtype=np.int64), self.size).tolist()

    def as_json(self) -> dict[str, Any]:
        """Plain values of which `from_json` makes the same."""
        arrays = (self._ids.astype(_ids_in(self.size)), self._bounds.astype(np.int32), self._impacts)
        return {"features": self._known.as_json(), "size": self.size, "arrays": [packed(one) for one in arrays]}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Postings[F]":
        made = cls.__new__(cls)
        features: Any = kept["features"]
        known: Any = _Codes(unpacked(features, np.int64)) if isinstance(features, str) else _Words(features)
        made._known, made.size = known, kept["size"]
        ids, starts, impacts = kept["arrays"]
        made._hold(unpacked(ids, _ids_in(made.size)), unpacked(starts, np.int32), unpacked(impacts))
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
        cls, words: Sequence[F], numbers: NDArray[np.int32], slots: Slots, size: int, fields: Sequence[Field], k1: float
    ) -> "Postings[F]":
        """Each occurrence as the number of its word, and its slot."""
        return cls(_Words(words), numbers.astype(np.int64), slots, size, fields, k1)

    @classmethod
    def of_codes(cls, codes: Numbers, slots: Slots, size: int, fields: Sequence[Field], k1: float) -> "Postings[int]":
        """Features that are numbers already, each occurrence with its slot."""
        known, features = np.unique(codes, return_inverse=True)
        return Postings(_Codes(known), features, slots, size, fields, k1)

    def features(self) -> list[F]:
        """All that some record holds."""
        return self._known.features()

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
        places = ranges(firsts, ends)
        each = weights.repeat(ends - firsts)
        np.add.at(sums, self._ids[places], each if values is None else each * values[places])
        return sums

    @property
    def holders(self) -> Numbers:
        """How many records hold each feature."""
        return np.diff(self._bounds)

    def best(self, features: Mapping[F, float], count: int) -> tuple[NDArray[np.int32], Scores]:
        """The records of the highest scores, in order of the records, with what `score` gives them.

        MaxScore (Turtle and Flood, 1995): the lists that can add most come first; as soon as a record that is in none
        of those read cannot be among the best, the others are looked up for the records found only.
        """
        lists = [self._list(at, weight) for at, weight in self._numbered(features)]
        lists.sort(key=lambda one: -one.most)
        sums, found = np.zeros(self.size, dtype=np.float32), np.zeros(0, np.int32)
        rest = sum(one.most for one in lists)
        while lists:
            one = lists.pop(0)
            before = sums[one.records]
            sums[one.records] = before + one.impacts * one.weight
            found = np.concatenate([found, one.records[before == 0]])
            rest -= one.most
            if len(found) >= count and (lowest := np.partition(sums[found], -count)[-count]) >= rest:
                found = found[sums[found] + np.float32(rest) >= lowest]
                break
        scores = sums[found]
        for one in lists:
            scores += one.of(found)
        if len(found) > count:
            best = np.argpartition(scores, -count)[-count:]
            found, scores = found[best], scores[best]
        order = np.argsort(found)
        return found[order], scores[order]

    def _numbered(self, features: Mapping[F, float]) -> list[tuple[int, float]]:
        numbered = ((self._known.number(feature), weight) for feature, weight in features.items())
        return [(at, weight) for at, weight in numbered if at is not None]

    def _list(self, at: int, weight: float) -> "_List":
        held = slice(self._starts[at], self._starts[at + 1])
        return _List(self._ids[held], self._impacts[held], np.float32(weight), self._most[at] * weight)

    @cached_property
    def _most(self) -> list[float]:
        """The highest impact of each feature; every one is held by some record."""
        most: list[float] = np.maximum.reduceat(self._impacts, self._bounds[:-1]).tolist() if len(self._ids) else []
        return most

    def idf(self, feature: F) -> float:
        """Inverse document frequency; highest for a feature that no record holds."""
        at = self._known.number(feature)
        return self._idf_of_none if at is None else self._idf[at]

    def score(self, features: Mapping[F, float]) -> Scores:
        """The sum over the question's features of weight × impact, for every record."""
        numbers, is_known = self._known.numbers(tuple(features))
        weights = np.array(tuple(features.values()), dtype=np.float32)
        return self._sums(numbers[is_known], weights[is_known], self._impacts)


class _List(Struct, frozen=True, eq=False):
    """The records that hold a word, in order, its impact on each, what it weighs, and the most that it adds."""

    records: NDArray[np.int32]
    impacts: Scores
    weight: np.float32
    most: float

    def of(self, records: NDArray[np.int32]) -> Scores:
        """What it adds to each of some records."""
        places = np.minimum(np.searchsorted(self.records, records), len(self.records) - 1)
        impacts: Scores = np.where(self.records[places] == records, self.impacts[places], np.float32(0))
        return impacts * self.weight


def ranges(starts: NDArray[Any], ends: NDArray[Any]) -> Numbers:
    """All numbers from each start to before its end, one range after another."""
    sizes = ends - starts
    so_far = sizes.cumsum()
    numbers: Numbers = (ends - so_far).repeat(sizes)
    numbers += np.arange(len(numbers))
    return numbers


def occurrence_weights(lengths: Scores, averages: Scores, fields: Sequence[Field]) -> Scores:
    """What one occurrence in each slot is worth, given the lengths of its record's fields and the average ones."""
    average = np.maximum(averages, np.float32(1e-6))
    b = np.array([field.b for field in fields], dtype=np.float32)
    weight = np.array([field.weight for field in fields], dtype=np.float32)
    return (weight / (1 - b + b * lengths / average)).astype(np.float32).ravel()


def idf_of(holders: NDArray[np.int64], size: int) -> Scores:
    return np.log1p((size - holders + 0.5) / (holders + 0.5)).astype(np.float32)


def fuse(evidences: Sequence[tuple[float, Scores]]) -> Scores:
    """Each evidence over its own maximum, weighted and added; an evidence that says nothing adds nothing."""
    total = np.zeros_like(evidences[0][1])
    for weight, scores in evidences:
        top = float(scores.max(initial=0.0))
        if top > 0:
            total += weight / top * scores
    return total
