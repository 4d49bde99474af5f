"""Scoring formulas over postings held as arrays.

BM25F: Zaragoza et al., "Microsoft Cambridge at TREC 13" (2004): per-field length normalisation, one saturation.
Fusion: each evidence divided by its maximum over the question, then added with weights.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Field:
    """One part of every record: how much it counts and how strongly its length is evened out (BM25's b)."""

    weight: float
    b: float


class Postings:
    """An inverted index: feature → records and the BM25F impact of the feature in each."""

    def __init__(
        self, vocabulary: dict[str, int], starts: NDArray[np.int64], ids: NDArray[np.int32], impacts: Scores, size: int
    ) -> None:
        self._vocabulary = vocabulary
        self._starts = starts
        self._ids = ids
        self._impacts = impacts
        self.size = size

    @classmethod
    def build(cls, records: Sequence[Sequence[Sequence[str]]], fields: Sequence[Field], k1: float) -> "Postings":
        """`records[r][f]` are the features of record r's field f."""
        vocabulary: dict[str, int] = {}
        features: list[int] = []
        lengths = np.zeros((len(records), len(fields)), dtype=np.float32)
        for at, record in enumerate(records):
            for f, words in enumerate(record):
                lengths[at, f] = len(words)
                for word in words:
                    features.append(vocabulary.setdefault(word, len(vocabulary)))
        weights = _occurrence_weights(lengths, fields)
        flat = lengths.astype(np.int64).ravel()
        owners = np.repeat(np.repeat(np.arange(len(records)), len(fields)), flat)
        return cls(
            *_impacts(
                vocabulary, np.array(features, dtype=np.int64), owners, np.repeat(weights, flat), len(records), k1
            )
        )

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
        weights = {feature: self.idf(feature) for feature in features}
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


def _impacts(
    vocabulary: dict[str, int],
    features: NDArray[np.int64],
    owners: NDArray[np.int64],
    weights: Scores,
    size: int,
    k1: float,
) -> tuple[dict[str, int], NDArray[np.int64], NDArray[np.int32], Scores, int]:
    pairs = features * max(size, 1) + owners
    unique, inverse = np.unique(pairs, return_inverse=True)
    frequency = np.bincount(inverse, weights=weights, minlength=len(unique)).astype(np.float32)
    feature_of, owner_of = unique // max(size, 1), unique % max(size, 1)
    starts = np.searchsorted(feature_of, np.arange(len(vocabulary) + 1))
    idf = _idf(np.diff(starts), size)
    impacts = idf[feature_of] * frequency * (k1 + 1) / (frequency + k1)
    return vocabulary, starts, owner_of.astype(np.int32), impacts.astype(np.float32), size


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
