"""Scoring formulas over postings held as arrays.

BM25F: Zaragoza et al., "Microsoft Cambridge at TREC 13" (2004): per-field length normalisation, one saturation.
Fusion: each evidence divided by its maximum over the question, then added with weights.
"""

import itertools
from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Field:
    """One part of every record: how much it counts and how strongly its length is evened out (BM25's b)."""

    weight: float
    b: float


class Counts:
    """How often each feature occurs in each field of each record, taken down record by record as plain numbers.

    A large collection's features are many times larger as lists of strings than as what is counted here.
    """

    def __init__(self, fields: Sequence[Field]) -> None:
        self.fields = fields
        self.numbers: defaultdict[str, int] = defaultdict(itertools.count().__next__)
        self.features = array("i")
        self.times = array("i")
        self.distinct = array("i")
        self.lengths = array("i")

    def add(self, record: Sequence[Sequence[str]]) -> None:
        """The features of one record, field by field."""
        for features in record:
            counted = Counter(features)
            self.features.extend(map(self.numbers.__getitem__, counted))
            self.times.extend(counted.values())
            self.distinct.append(len(counted))
            self.lengths.append(len(features))


class Postings:
    """An inverted index: feature → records and the BM25F impact of the feature in each."""

    def __init__(self, counts: Counts, k1: float) -> None:
        fields = len(counts.fields)
        self._vocabulary = dict(counts.numbers)
        self.size = len(counts.lengths) // fields
        lengths = np.array(counts.lengths, dtype=np.float32).reshape(self.size, fields)
        slots = np.repeat(np.arange(self.size * fields), counts.distinct)  # one for each field of each record
        weights = _occurrence_weights(lengths, counts.fields)[slots] * np.array(counts.times, dtype=np.float64)
        pairs = np.array(counts.features, dtype=np.int64) * max(self.size, 1) + slots // fields
        unique, inverse = np.unique(pairs, return_inverse=True)
        frequency = np.bincount(inverse, weights=weights, minlength=len(unique)).astype(np.float32)
        feature_of = unique // max(self.size, 1)
        self._starts = np.searchsorted(feature_of, np.arange(len(self._vocabulary) + 1))
        idf = _idf(np.diff(self._starts), self.size)
        self._ids: NDArray[np.int32] = (unique % max(self.size, 1)).astype(np.int32)
        self._impacts = (idf[feature_of] * frequency * (k1 + 1) / (frequency + k1)).astype(np.float32)

    @classmethod
    def build(cls, records: Iterable[Sequence[Sequence[str]]], fields: Sequence[Field], k1: float) -> "Postings":
        """`records[r][f]` are the features of record r's field f."""
        counts = Counts(fields)
        for record in records:
            counts.add(record)
        return cls(counts, k1)

    def __contains__(self, feature: str) -> bool:
        return feature in self._vocabulary

    def holders(self, feature: str) -> int:
        """In how many records the feature occurs."""
        at = self._vocabulary.get(feature)
        return 0 if at is None else int(self._starts[at + 1] - self._starts[at])

    def holds(self, feature: str) -> NDArray[np.int32]:
        """The positions of the records that hold the feature."""
        at = self._vocabulary.get(feature)
        return self._ids[:0] if at is None else self._ids[self._starts[at] : self._starts[at + 1]]

    def share(self, features: Collection[str], at: int) -> float:
        """How much of the features, weighed by rarity, the record at this position holds (0–1)."""
        weights = {feature: self.idf(feature) for feature in sorted(features)}  # sums must not depend on set order
        held = sum(weight for feature, weight in weights.items() if self._is_held(feature, at))
        return held / total if (total := sum(weights.values())) else 0.0

    def _is_held(self, feature: str, at: int) -> bool:
        ids = self.holds(feature)
        place = int(np.searchsorted(ids, at))
        return place < len(ids) and int(ids[place]) == at

    def idf(self, feature: str) -> float:
        """Inverse document frequency; highest for a feature that no record holds."""
        return float(_idf(np.array([self.holders(feature)]), self.size)[0])

    def score(self, features: Mapping[str, float]) -> Scores:
        """The sum over the question's features of weight × impact, for every record."""
        scores = np.zeros(self.size, dtype=np.float32)
        for feature, weight in features.items():
            at = self._vocabulary.get(feature)
            if at is not None:
                here = slice(self._starts[at], self._starts[at + 1])
                scores[self._ids[here]] += weight * self._impacts[here]
        return scores


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
