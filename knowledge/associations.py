"""Which words go together, learned from the records themselves: PPMI over co-occurrence, reduced by a truncated SVD.

Levy and Goldberg, "Neural Word Embedding as Implicit Matrix Factorization" (2014); Bullinaria and Levy (2012).
It pays on large collections only: a question's 引越 finds a record's 転居 when other records hold both.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.ranking import Scores

DIMENSIONS = 200
WINDOW = 8
RARE = 2  # a word seen in fewer records has no company to know it by
COMMON = 5_000  # words at most: the matrix is dense, 100 MB while it is learned


class Associations:
    """Word vectors and record vectors of unit length."""

    def __init__(self, vocabulary: Mapping[str, int], vectors: Scores, idf: Scores, records: Scores) -> None:
        self._vocabulary = vocabulary
        self._vectors = vectors
        self._idf = idf
        self._records = records

    @classmethod
    def learn(cls, records: Sequence[Sequence[str]]) -> "Associations":
        """From each record's words in order."""
        holders: dict[str, int] = {}
        for words in records:
            for word in set(words):
                holders[word] = holders.get(word, 0) + 1
        kept = sorted((w for w, n in holders.items() if n >= RARE), key=lambda w: (-holders[w], w))[:COMMON]
        vocabulary = {word: at for at, word in enumerate(kept)}
        numbered = [np.array([vocabulary[w] for w in words if w in vocabulary], dtype=np.int64) for words in records]
        idf = np.log1p(len(records) / np.array([holders[word] for word in kept], dtype=np.float32))
        vectors = _vectors(numbered, len(kept))
        pooled = np.stack([_pool(vectors, idf, words, np.ones(len(words), np.float32)) for words in numbered])
        return cls(vocabulary, vectors, idf, pooled)

    def score(self, words: Mapping[str, float]) -> Scores:
        """Cosine of the question with every record; below zero counts as nothing."""
        known = [(self._vocabulary[word], weight) for word, weight in words.items() if word in self._vocabulary]
        if not known:
            return np.zeros(len(self._records), dtype=np.float32)
        ids, weights = zip(*known, strict=True)
        asked = _pool(self._vectors, self._idf, np.array(ids), np.array(weights, dtype=np.float32))
        cosine: Scores = np.maximum(self._records @ asked, 0)
        return cosine


def _pool(vectors: Scores, idf: Scores, words: NDArray[np.int64], weights: Scores) -> Scores:
    total = (vectors[words] * (idf[words] * weights)[:, None]).sum(axis=0)
    length = float(np.linalg.norm(total))
    pooled: Scores = (total / length if length else total).astype(np.float32)
    return pooled


def _vectors(records: Sequence[NDArray[np.int64]], size: int) -> Scores:
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


def _cooccurrence(records: Sequence[NDArray[np.int64]], size: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    found = [np.zeros(0, dtype=np.int64)]
    for words in records:
        for distance in range(1, WINDOW + 1):
            left, right = words[:-distance], words[distance:]
            found += [left * size + right, right * size + left]
    pairs, counts = np.unique(np.concatenate(found), return_counts=True)
    return pairs, counts.astype(np.float64)
