"""Which words go together, learned from the records themselves: PPMI over co-occurrence, reduced by a truncated SVD.

Levy and Goldberg, "Neural Word Embedding as Implicit Matrix Factorization" (2014); Bullinaria and Levy (2012).
It pays on large collections only: a question's 引越 finds a record's 転居 when other records hold both.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.model.arrays import packed, unpacked
from knowledge.search.bm25 import Scores

DIMENSIONS = 200
WINDOW = 8
RARE = 2  # a word seen in fewer records has no company to know it by
LESSONS = 20_000  # records learned from at most, evenly spread: more teach little and cost memory
COMMON = 5_000  # words at most: the matrix is dense, 100 MB while it is learned


@dataclass(frozen=True, slots=True, eq=False)
class Associations:
    """Word vectors and record vectors of unit length; `vocabulary`: the row of each word."""

    vocabulary: Mapping[str, int]
    vectors: Scores
    idf: Scores
    records: Scores

    @classmethod
    def learn(cls, records: Sequence[tuple[Sequence[str], Sequence[str]]]) -> "Associations":
        """From each record's words in order, title and text apart: a title goes with all of its text."""
        together = [[*title, *text] for title, text in records]
        holders = Counter(word for words in together for word in set(words))
        kept = sorted((w for w, n in holders.items() if n >= RARE), key=lambda w: (-holders[w], w))[:COMMON]
        vocabulary = {word: at for at, word in enumerate(kept)}

        def numbered(words: Sequence[str]) -> NDArray[np.int64]:
            return np.array([vocabulary[word] for word in words if word in vocabulary], dtype=np.int64)

        idf = np.log1p(len(records) / np.array([holders[word] for word in kept], dtype=np.float32))
        taught = records[:: -(-len(records) // LESSONS)]
        vectors = _vectors([(numbered(title), numbered(text)) for title, text in taught], len(kept))
        ids = [numbered(words) for words in together]
        pooled = np.stack([_pool(vectors, idf, words, np.ones(len(words), np.float32)) for words in ids])
        return cls(vocabulary, vectors, idf, pooled)

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

    def score(self, words: Mapping[str, float]) -> Scores:
        """Cosine of the question with every record; below zero counts as nothing."""
        known = [(self.vocabulary[word], weight) for word, weight in words.items() if word in self.vocabulary]
        if not known:
            return np.zeros(len(self.records), dtype=np.float32)
        ids, weights = zip(*known, strict=True)
        asked = _pool(self.vectors, self.idf, np.array(ids), np.array(weights, dtype=np.float32))
        cosine: Scores = np.maximum(self.records @ asked, 0)
        return cosine


def _pool(vectors: Scores, idf: Scores, words: NDArray[np.int64], weights: Scores) -> Scores:
    total = (vectors[words] * (idf[words] * weights)[:, None]).sum(axis=0)
    length = float(np.linalg.norm(total))
    pooled: Scores = (total / length if length else total).astype(np.float32)
    return pooled


def _vectors(records: Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]], size: int) -> Scores:
    """Unit word vectors: the leading eigenvectors of the symmetric PPMI matrix, times the root of their values."""
    pairs, counts = _cooccurrence(records, size)
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
    records: Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]], size: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Pairs of words (first × size + second), both ways, with how often they meet."""
    found = [np.zeros(0, dtype=np.int64)]
    for title, text in records:
        meetings = [(np.repeat(title, len(text)), np.tile(text, len(title)))]
        for words in (title, text):
            meetings += [(words[:-distance], words[distance:]) for distance in range(1, WINDOW + 1)]
        for left, right in meetings:
            found += [left * size + right, right * size + left]
    pairs, counts = np.unique(np.concatenate(found), return_counts=True)
    return pairs, counts.astype(np.float64)
