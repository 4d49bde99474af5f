"""Which reading a question most likely means, and whether the plan answers it at all: two learned linear models.

The weights are fitted by `make fit` from questions and their accepted answers (weights.json); nothing is set by hand.
"""

import json
import math
from collections.abc import Collection, Mapping, Sequence
from copy import copy
from functools import cache
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from knowledge.answers.understanding.bindings import Binder
from knowledge.answers.understanding.concepts import Concept, Concepts, general_concepts
from knowledge.answers.understanding.context import IN_CONTEXT, in_context
from knowledge.answers.understanding.evidence import Evidence, gathered
from knowledge.answers.understanding.features.describer import Describer
from knowledge.answers.understanding.features.feature import FeatureRow, Features
from knowledge.answers.understanding.features.flags import NotHeld
from knowledge.answers.understanding.features.printed import printed_row
from knowledge.answers.understanding.question import Question, analysed
from knowledge.answers.understanding.reading import Reading
from knowledge.answers.understanding.readings import readings
from knowledge.answers.understanding.row import NO_ROW, ThreadRow
from knowledge.answers.understanding.schema import Schema
from knowledge.model.catalog import Catalog
from knowledge.model.prepared import Prepared
from knowledge.model.structs import replace
from knowledge.search.query import Query
from knowledge.search.strategy_search import StrategySearch

WEIGHTS = Path(__file__).with_name("weights.json")
EVEN = 0.5
AS_WELL = 0.2  # of the chance of the likeliest reading: another way to the same
EXPLAINED = 0.5  # share from which on a word counts as accounted for
MOST_CERTAIN = 0.999  # nothing that was learned is surer
SURE = 0.5  # probability below which the document is said not to answer
Floats = NDArray[np.float32]
_CERTAINTY_GROUPS = ("kind:", "form:", "size:", "values:", "way_")


class Ranker(Struct, frozen=True, eq=False):
    """Scores readings by their features: a linear model, and beside it a few hidden units for what two features mean
    together. `weights` has a row per name, its linear weight first; `out` says what each hidden unit counts.
    """

    names: Mapping[str, int]
    weights: Floats  # (names + 1, 1 + units); the last row is that of a feature without a name
    bias: Floats  # (units,)
    out: Floats  # (units,)

    def scores(self, rows: Sequence[FeatureRow]) -> Floats:
        """Few of the names are in a row, and rows share parts: each part is multiplied once, by what stands in it."""
        every = list(chain.from_iterable(rows))
        parts = {id(part): part for part in every}
        place = dict(zip(parts, range(len(parts)), strict=True))
        of_part = _summed(self._weighed(parts.values()), list(map(len, parts.values())))
        sums = _summed(of_part[list(map(place.__getitem__, map(id, every)))], list(map(len, rows)))
        found: Floats = sums[:, 0] + (np.tanh(sums[:, 1:] + self.bias) * self.out).sum(axis=1)
        return found

    def _weighed(self, parts: Collection[Features]) -> Floats:
        """The weights of each feature of the parts, one after the other, times its value."""
        size = sum(map(len, parts))
        numbers = map(self.names.get, chain.from_iterable(parts), repeat(len(self.names)))
        at = np.fromiter(numbers, dtype=np.intp, count=size)
        values = np.fromiter(chain.from_iterable(map(dict.values, parts)), dtype=np.float32, count=size)
        found: Floats = self.weights[at] * values[:, None]
        return found


class Weighing(Struct, frozen=True, eq=False):
    """`choice` ranks readings; `certainty` says how surely the best one answers, as log odds."""

    choice: Ranker
    certainty: Ranker


class Readings(Struct, frozen=True, eq=False):
    """All readings of a question with their features; `flags` describe the question itself."""

    evidence: Evidence
    all: Sequence[Reading]
    rows: Sequence[FeatureRow]
    flags: Features

    def go_on(self, weighing: Weighing) -> bool:
        """Whether the question goes on from what was shown before: its likeliest reading does, or one of some weight
        that leads to the same, and it is likely right.
        """
        weighed = self.weighed(weighing)
        if weighed is None or weighed.probability < EVEN:
            return False
        least = AS_WELL * weighed.chances[weighed.at]
        same = (at for at, one in enumerate(self.all) if one.ids == weighed.best.ids and weighed.chances[at] >= least)
        return any(self.all[at].form in IN_CONTEXT for at in same)

    def weighed(self, weighing: Weighing) -> "Weighed | None":
        """None where there is no reading at all."""
        if not self.all:
            return None
        scores = weighing.choice.scores(self.rows)
        chances = np.exp(scores - scores.max())
        chances /= chances.sum()
        at = int(chances.argmax())
        [odds] = weighing.certainty.scores([(self.certainty(at, chances.tolist()),)]).tolist()
        return Weighed(self, chances.tolist(), at, min(1 / (1 + math.exp(-odds)), MOST_CERTAIN))

    def certainty(self, at: int, chances: Sequence[float]) -> Features:
        """What tells whether the reading in this place answers the question."""
        row, first = merged(self.rows[at]), self.all[at].ids[:1]
        alike = sum(chance for chance, other in zip(chances, self.all, strict=True) if other.ids[:1] == first)
        told = {name: value for name, value in row.items() if ":" not in name or name.startswith(_CERTAINTY_GROUPS)}
        asked = {f"asked:{name}": value for name, value in self.flags.items()}
        products = {
            "head*value": row.get("head", 0.0) * self.flags["value"],
            "request*found": row.get("request", 0.0) * row.get("form:hit", 0.0),
            "request*request": row.get("request", 0.0) ** 2,
        }
        printed = printed_row(self.evidence, self.all[at])
        return {"": 1.0, "chance": chances[at], "alike": alike} | told | asked | products | printed


class Weighed(Struct, frozen=True, eq=False):
    """`chances` of the readings among each other; `probability` that the best answers the question."""

    readings: Readings
    chances: Sequence[float]
    at: int
    probability: float

    @property
    def best(self) -> Reading:
        return self.readings.all[self.at]

    @property
    def unexplained(self) -> tuple[str, ...]:
        """Words of the question that the best reading does not account for."""
        question = self.readings.evidence.question
        pairs = zip(question.tokens, question.weights, self.best.explained, strict=True)
        return tuple(dict.fromkeys(token.surface for token, weight, share in pairs if weight > 0 and share < EXPLAINED))

    @property
    def order(self) -> Sequence[int]:
        """The places of the readings, the likeliest first."""
        return sorted(range(len(self.chances)), key=lambda at: -self.chances[at])

    def lead(self, over: int, weighing: Weighing) -> list[tuple[str, float]]:
        """What the best reading has before another one, by feature: positive speaks for the best, strongest first."""
        mine, other = merged(self.readings.rows[self.at]), merged(self.readings.rows[over])
        names = sorted(name for name in (mine.keys() | other.keys()) & weighing.choice.names.keys()
                       if mine.get(name, 0.0) != other.get(name, 0.0))  # fmt: skip
        # what the best would lose if it had the other's value, one feature at a time
        rows = [(mine,), *(({**mine, name: other.get(name, 0.0)},) for name in names)]
        scores = weighing.choice.scores(rows).tolist()
        gains = zip(names, (scores[0] - score for score in scores[1:]), strict=True)
        return sorted(((name, gain) for name, gain in gains if gain), key=lambda pair: (-abs(pair[1]), pair[0]))


class Understanding:
    """Reads questions about one plan. Thread-safe."""

    def __init__(
        self, catalog: Catalog, search: StrategySearch, concepts: Concepts | None, prepared: Prepared | None = None
    ) -> None:
        self.schema = Schema(catalog, prepared)
        self._search = search
        self._binder = Binder(self.schema)
        self._concepts = self._of_plan(concepts or general_concepts())

    def with_concepts(self, concepts: Concepts) -> "Understanding":
        other = copy(self)
        other._concepts = self._of_plan(concepts)
        return other

    def _of_plan(self, concepts: Concepts) -> Concepts:
        """With the plan's own words for its packages (施策) and goals (政策目標)."""
        for kind, said in (("package", self.schema.package_words), ("goal", self.schema.goal_words)):
            concept = Concept("kind", kind)
            if words := [word for word in said if concept not in concepts.named(word)]:
                concepts = concepts.meaning(concept, words)
        return concepts

    def question(self, query: Query) -> Question:
        return analysed(query, self._concepts)

    def evidence(self, question: Question) -> Evidence:
        return gathered(question, self.schema, self._search, self._binder)

    def beyond(self, evidence: Evidence) -> tuple[str, int, str] | None:
        """A kind, a number that no record of it has, and the same as it is said."""
        return self._binder.beyond(evidence.question)

    def read(self, evidence: Evidence, not_held: NotHeld, row: ThreadRow = NO_ROW) -> Readings:
        """`row`: what the thread goes on about; ids that the plan does not know are passed over."""
        shown, listed, before = (tuple(filter(self.schema.kinds.__contains__, ids)) for ids in row.parts)
        if shown or listed:
            evidence = replace(evidence, context=shown, listed=listed or shown, before=before if shown else ())
        found = readings(evidence, in_context)
        describer = Describer(evidence, not_held)
        return Readings(evidence, found, describer.described(found), describer.flags)


def merged(row: FeatureRow) -> Features:
    return {name: value for part in row for name, value in part.items()}


def _summed(of_each: Floats, sizes: Sequence[int]) -> Floats:
    """The sums of so many rows each, none of them empty."""
    found: Floats = np.add.reduceat(of_each, np.cumsum([0, *sizes[:-1]]))
    return found


@cache
def fitted(path: Path = WEIGHTS) -> Weighing:
    """weights.json: of both models, for each feature its linear weight and those of the hidden units; `bias`, `out`."""
    read = json.loads(path.read_text(encoding="utf-8"))
    return Weighing(_ranker(read["choice"]), _ranker(read["certainty"]))


def _ranker(read: Mapping[str, Any]) -> Ranker:
    names = {name: at for at, name in enumerate(read["weights"])}
    weights = np.array(list(read["weights"].values()), dtype=np.float32)
    bias, out = (np.array(read[name], dtype=np.float32) for name in ("bias", "out"))
    return Ranker(names, np.pad(weights, ((0, 1), (0, 0))), bias, out)
