"""How much of the question a reading accounts for, and what it leaves unexplained."""

from collections.abc import Mapping, Sequence

import numpy as np

from knowledge.answers.understanding.evidence import WHOLE, Evidence
from knowledge.answers.understanding.features.feature import Features
from knowledge.answers.understanding.reading import Reading
from knowledge.answers.understanding.said.weights import LITTLE, Weights
from knowledge.model.arrays import weighed_sums
from knowledge.model.structs import lazy


class AccountFeatures:
    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._question = evidence.question
        self._held_by: dict[str, frozenset[int]] = {}

    def rows(self, readings: Sequence[Reading]) -> list[Features]:
        """What is left unexplained, of all and of the request, as a share and as a weight."""
        question = self._question
        explained = np.minimum([reading.explained for reading in readings], np.float32(1))
        left = 1 - explained
        whole, request = question.weights, question.request_weights
        unprinted = question.marked("unprinted")
        unknown = self._evidence.lookups[WHOLE].asked.unknown
        strange = np.array([float(token.norm in unknown) for token in question.tokens], dtype=np.float32)
        head = left[:, question.head] > 0.5 if question.head is not None else np.zeros(len(readings))
        left_whole, left_request = weighed_sums(left, whole), weighed_sums(left, request)
        most_left = np.minimum(left_request, 4)
        inside = np.zeros_like(whole)
        inside[question.request.first : question.request.end] = 1.0
        told = weighed_sums(explained, question.telling_weights)
        columns = {
            "telling_n": np.minimum(told, 3) / 1.5,
            "untold": told < LITTLE,
            "left": left_whole / (whole.sum() + 1e-6),
            "request": left_request / (request.sum() + 1e-6),
            "left_n": np.minimum(left_whole, 4) / 2,
            "request_n": most_left / 2,
            "request_none": left_request < 0.3,
            "explained_n": np.minimum(weighed_sums(explained, whole), 6) / 3,
            "head": head,
            "unprinted": np.minimum(weighed_sums(left, unprinted * np.maximum(whole, 0.4)), 2),
            "unprinted_request": np.minimum(weighed_sums(left, unprinted * inside), 1),
            "strange": np.minimum(weighed_sums(left, strange * whole), 2),
            "behind_best": (most_left - most_left.min()) / 2,
        }
        columns |= self._tails(explained)
        names = list(columns)
        table = np.stack([np.asarray(columns[name], dtype=np.float32) for name in names], axis=1).tolist()
        nothing = {"explained_n": 0.0}
        return [
            {name: value for name, value in zip(names, row, strict=True) if value} or nothing.copy() for row in table
        ]

    def _tails(self, explained: Weights) -> Mapping[str, Weights]:
        """Nouns left unexplained behind one that is explained: 症 of 「認知症」, 会場 of 「防災対策事業の会場」."""
        tokens, left = self._question.tokens, 1 - explained
        joined, owned = (np.zeros(len(explained), dtype=np.float32) for _ in range(2))
        for whole in self._noun_runs:
            run = list(whole)
            while run and self._only_asks(run[-1]):  # 数 of 「現員数」
                run.pop()
            if not run or tokens[run[-1]].is_number or not self._question.weights[run[-1]]:
                continue
            at, first = run[-1], run[0]
            if len(run) > 1:
                joined += (left[:, at] > 0.5) & (explained[:, at - 1] > 0.5)
            owner = next((place for place in range(first - 1, 0, -1) if not tokens[place].is_sign), 0)
            if owner and tokens[owner].surface == "の":  # also 「…の、標本数」
                owned += (left[:, run] > 0.5).all(axis=1) & (explained[:, owner - 1] > 0.5)
        columns = {"tail_joined": joined, "tail_owned": owned}
        return {name: (np.minimum(column, 2) / 2).astype(np.float32, copy=False) for name, column in columns.items()}

    def _only_asks(self, at: int) -> bool:
        return any(concept.part == "ask" for concept in self._question.concepts_at.get(at, ()))

    @lazy
    def _noun_runs(self) -> Sequence[Sequence[int]]:
        """Places of nouns of the request that stand together: 「指定管理料」."""
        runs: list[list[int]] = []
        request = self._question.request
        for at in range(request.first, request.end):
            if self._question.tokens[at].part[0] in ("名詞", "接尾辞"):
                if runs and runs[-1][-1] == at - 1:
                    runs[-1].append(at)
                else:
                    runs.append([at])
        return runs

    @lazy
    def _telling(self) -> tuple[Weights, Sequence[frozenset[int]]]:
        """The weights of the words of the request that no concept takes, and those of them that stand together."""
        weights = self._question.request_weights * (self._question.telling_weights > 0)
        runs = [frozenset(at for at in words if weights[at] > 0) for words in self._noun_runs]
        return weights, [run for run in runs if len(run) > 1]

    def _held(self, id: str) -> frozenset[int]:
        """Places of the words that a record accounts for."""
        if id not in self._held_by:
            self._held_by[id] = frozenset(np.flatnonzero(self._evidence.explained(id) > 0.5).tolist())
        return self._held_by[id]

    def apart(self, reading: Reading) -> Features:
        """How much of what several account for no one of them does; and whether that parts words that stand together:
        「障害者就労」, of which one has 障害者 and another 就労.
        """
        weights, runs = self._telling
        known = np.array([self._evidence.explained(id) for id in reading.ids])
        together = np.maximum.reduce(known)
        apart = float(together @ weights - weighed_sums(known, weights).max())
        held = [self._held(id) for id in reading.ids] if runs else []
        every = frozenset[int]().union(*held)
        split = sum(run <= every and not any(map(run.issubset, held)) for run in runs)
        way = "_pair" if reading.form == "pair" else ""
        return {f"apart{way}": min(apart, 3.0) / 1.5, f"split{way}": min(split, 2) / 2}
