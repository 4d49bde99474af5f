"""Which words go together, learned from the records themselves: PPMI over co-occurrence, reduced by a truncated SVD.

Levy and Goldberg, "Neural Word Embedding as Implicit Matrix Factorization" (2014); Bullinaria and Levy (2012).
It pays on large collections only: a question's 引越 finds a record's 転居 when other records hold both.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from knowledge.model.arrays import packed, unpacked, weighed_sums
from knowledge.search.bm25 import Numbers, Scores, Slots, ranges
from knowledge.search.texts import FIELDS_OF_RECORD, LARGE_FROM

DIMENSIONS = 200
WINDOW = 8
RARE = 2  # a word seen in fewer records has no company to know it by
LESSONS = 20_000  # records learned from at most, evenly spread: more teach little and cost memory
LESSON_BLOCK = 2_000  # records whose meetings are counted at a time
POOLED = 1_000  # records whose words are put together at a time
COMMON = 5_000  # words at most: the matrix is dense, 100 MB while it is learned


class Associations(Struct, frozen=True, eq=False):
    """Word vectors and record vectors of unit length; `vocabulary`: the row of each word."""

    vocabulary: Mapping[str, int]
    vectors: Scores
    idf: Scores
    records: Scores

    @classmethod
    def learn(
        cls, words: Sequence[str], holders: Numbers, occurrences: tuple[NDArray[np.int32], Slots], size: int
    ) -> "Associations":
        """From the words of every record in order, each occurrence by its number and its slot (record × 3 + field).

        A title is apart from all else and goes with the whole of its text. `holders`: how many records hold each word.
        """
        kept = sorted(np.flatnonzero(holders >= RARE).tolist(), key=lambda at: (-holders[at], words[at]))[:COMMON]
        rows = np.full(len(words) + 1, -1, dtype=np.int64)
        rows[kept] = np.arange(len(kept))
        numbers, slots = rows[occurrences[0]], occurrences[1]
        numbers, slots = numbers[numbers >= 0], slots[numbers >= 0]
        records = slots // FIELDS_OF_RECORD
        idf = np.log1p(size / holders[kept]).astype(np.float32)
        taught = records % -(-size // LESSONS) == 0
        vectors = _vectors(numbers[taught], records[taught], slots[taught] % FIELDS_OF_RECORD > 0, len(kept))
        pooled = _pool_each(vectors, idf, numbers, records, size)
        return cls({words[number]: at for at, number in enumerate(kept)}, vectors, idf, pooled)

    def as_json(self) -> dict[str, Any]:
        """Plain values of which `from_json` makes the same."""
        arrays = {"vectors": self.vectors, "idf": self.idf, "records": self.records}
        return {"vocabulary": list(self.vocabulary)} | {name: packed(array) for name, array in arrays.items()}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Associations":
        vocabulary = {word: at for at, word in enumerate(kept["vocabulary"])}
        vectors = unpacked(kept["vectors"]).reshape(len(vocabulary), -1)
        records = unpacked(kept["records"]).reshape(-1, vectors.shape[1])
        return cls(vocabulary, vectors, unpacked(kept["idf"]), records)

    def score(self, words: Mapping[str, float], records: NDArray[np.int32] | None = None) -> Scores:
        """Cosine of the question with every record, or with those given; below zero counts as nothing."""
        compared = self.records if records is None else self.records[records]
        known = [(self.vocabulary[word], weight) for word, weight in words.items() if word in self.vocabulary]
        if not known:
            return np.zeros(len(compared), dtype=np.float32)
        ids, weights = zip(*known, strict=True)
        asked = _pool(self.vectors, self.idf, np.array(ids), np.array(weights, dtype=np.float32))
        cosine: Scores = np.maximum(weighed_sums(compared.astype(np.float32, copy=False), asked), 0)
        return cosine


def _pool(vectors: Scores, idf: Scores, words: NDArray[np.int64], weights: Scores) -> Scores:
    total = (vectors[words] * (idf[words] * weights)[:, None]).sum(axis=0)
    length = float(np.linalg.norm(total))
    pooled: Scores = (total / length if length else total).astype(np.float32)
    return pooled


def _pool_each(vectors: Scores, idf: Scores, numbers: Numbers, records: NDArray[np.int32], size: int) -> Scores:
    """The direction of each record: its words together. Half the precision where there are many records."""
    pooled = np.zeros((size, vectors.shape[1]), dtype=np.float16 if size >= LARGE_FROM else np.float32)
    weighed = vectors * idf[:, None]
    bounds = np.searchsorted(records, np.arange(size + 1))
    for first in range(0, size, POOLED):
        starts = bounds[first : first + POOLED + 1]
        held = np.flatnonzero(np.diff(starts))
        if len(held):
            sums = np.add.reduceat(weighed[numbers[starts[0] : starts[-1]]], starts[held] - starts[0], axis=0)
            length = np.linalg.norm(sums, axis=1, keepdims=True)
            pooled[first + held] = np.divide(sums, length, out=sums, where=length > 0)
    return pooled


def _vectors(numbers: Numbers, records: NDArray[np.int32], in_text: NDArray[np.bool_], size: int) -> Scores:
    """Unit word vectors: the leading eigenvectors of the symmetric PPMI matrix, times the root of their values."""
    pairs, counts = _cooccurrence(numbers, records, in_text, size)
    rows, columns = pairs // size, pairs % size
    totals = np.bincount(rows, weights=counts, minlength=size)
    pmi = np.log(counts * counts.sum() / (totals[rows] * totals[columns]))
    matrix = np.zeros((size, size), dtype=np.float32)
    matrix[rows, columns] = np.maximum(pmi, 0)
    vectors = _leading(matrix)
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Scores = (vectors / np.maximum(length, 1e-9)).astype(np.float32)
    return unit


def _leading(matrix: Scores) -> Scores:
    """Randomised subspace iteration (Halko, Martinsson and Tropp, 2011); the seed keeps answers the same every time."""
    width = min(DIMENSIONS + 20, len(matrix))
    basis = np.random.default_rng(0).standard_normal((len(matrix), width), dtype=np.float32)
    for _ in range(4):
        basis, _ = np.linalg.qr(matrix @ basis)
    values, turns = np.linalg.eigh(basis.T @ matrix @ basis)
    best = np.argsort(-np.abs(values))[:DIMENSIONS]
    leading: Scores = basis @ turns[:, best] * np.sqrt(np.abs(values[best]))
    return leading


def _cooccurrence(
    numbers: Numbers, records: NDArray[np.int32], in_text: NDArray[np.bool_], size: int
) -> tuple[Numbers, NDArray[np.float64]]:
    """Pairs of words (first × size + second), both ways, with how often they meet."""
    parts = records * 2 + in_text
    found: list[tuple[Numbers, Numbers]] = []
    cuts = np.searchsorted(records, np.unique(records)[::LESSON_BLOCK])
    for first, end in pairwise([*cuts.tolist(), len(numbers)]):
        words, part = numbers[first:end], parts[first:end]
        meetings = [_of_titles_and_texts(words, part)]
        for distance in range(1, WINDOW + 1):
            is_near = part[:-distance] == part[distance:]
            meetings.append((words[:-distance][is_near], words[distance:][is_near]))
        left, right = (np.concatenate(side) for side in zip(*meetings, strict=True))
        found.append(np.unique(np.concatenate([left * size + right, right * size + left]), return_counts=True))
    pairs, places = np.unique(
        np.concatenate([np.zeros(0, np.int64), *(some for some, _ in found)]), return_inverse=True
    )
    counts = np.bincount(places, np.concatenate([np.zeros(0), *(count for _, count in found)]), minlength=len(pairs))
    return pairs, counts.astype(np.float64)


def _of_titles_and_texts(words: Numbers, parts: NDArray[np.int32]) -> tuple[Numbers, Numbers]:
    """Each word of a title with each of its record's text; a record's title is an even part, its text the next."""
    titles = np.flatnonzero(parts % 2 == 0)
    firsts, ends = (np.searchsorted(parts, parts[titles] + 1, side) for side in ("left", "right"))
    return np.repeat(words[titles], ends - firsts), words[ranges(firsts, ends)]
