"""Which reading a question most likely means, and whether the plan answers it at all: two learned linear models.

The weights are fitted by `make fit` from questions and their accepted answers (weights.json); nothing is set by hand.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from knowledge.answers.understanding.bindings import Binder
from knowledge.answers.understanding.concepts import Concepts, general_concepts
from knowledge.answers.understanding.context import IN_CONTEXT, in_context
from knowledge.answers.understanding.evidence import Evidence, gathered
from knowledge.answers.understanding.features import Describer, Features, RulesSaid
from knowledge.answers.understanding.question import Question, analysed
from knowledge.answers.understanding.reading import Reading
from knowledge.answers.understanding.readings import readings
from knowledge.answers.understanding.schema import Ids, Schema
from knowledge.model.catalog import Catalog
from knowledge.search.query import Query
from knowledge.search.strategy_search import Ranking, StrategySearch

WEIGHTS = Path(__file__).with_name("weights.json")
EVEN = 0.5
_CERTAINTY_GROUPS = ("kind:", "form:", "size:", "values:", "rules_")


@dataclass(frozen=True, slots=True)
class Weighing:
    """`choice` ranks readings (log-linear); `certainty` says how surely the best one answers (logistic)."""

    choice: Mapping[str, float]
    certainty: Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """All readings of a question with their features; `flags` describe the question itself."""

    evidence: Evidence
    all: Sequence[Reading]
    rows: Sequence[Features]
    flags: Features

    def go_on(self, weighing: Weighing) -> bool:
        """Whether the question goes on from what was shown before: its likeliest reading does, and is likely right."""
        weighed = self.weighed(weighing)
        return weighed is not None and weighed.best.form in IN_CONTEXT and weighed.probability >= EVEN

    def weighed(self, weighing: Weighing) -> "Weighed | None":
        """None where there is no reading at all."""
        if not self.all:
            return None
        scores = np.array([_total(row, weighing.choice) for row in self.rows])
        chances = np.exp(scores - scores.max())
        chances /= chances.sum()
        at = int(chances.argmax())
        chance = 1 / (1 + np.exp(-_total(self.certainty(at, chances), weighing.certainty)))
        return Weighed(self, chances.tolist(), at, float(chance))

    def certainty(self, at: int, chances: Sequence[float]) -> Features:
        """What tells whether the reading in this place answers the question."""
        row, first = self.rows[at], self.all[at].ids[:1]
        alike = sum(chance for chance, other in zip(chances, self.all, strict=True) if other.ids[:1] == first)
        told = {name: value for name, value in row.items() if ":" not in name or name.startswith(_CERTAINTY_GROUPS)}
        asked = {f"asked:{name}": value for name, value in self.flags.items()}
        products = {
            "head*value": row.get("head", 0.0) * self.flags["value"],
            "request*found": row["request"] * row.get("form:hit", 0.0),
            "request*request": row["request"] ** 2,
        }
        return {"": 1.0, "chance": chances[at], "alike": alike} | told | asked | products


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """`chances` of the readings among each other; `probability` that the best answers the question."""

    readings: Readings
    chances: Sequence[float]
    at: int
    probability: float

    @property
    def best(self) -> Reading:
        return self.readings.all[self.at]

    @property
    def order(self) -> Sequence[int]:
        """The places of the readings, the likeliest first."""
        return sorted(range(len(self.chances)), key=lambda at: -self.chances[at])

    def lead(self, over: int, weighing: Weighing) -> list[tuple[str, float]]:
        """What the best reading has before another one, by feature: positive speaks for the best, strongest first."""
        mine, other = self.readings.rows[self.at], self.readings.rows[over]
        names = (mine.keys() | other.keys()) & weighing.choice.keys()
        gains = ((name, weighing.choice[name] * (mine.get(name, 0.0) - other.get(name, 0.0))) for name in names)
        return sorted(((name, gain) for name, gain in gains if gain), key=lambda pair: (-abs(pair[1]), pair[0]))


class Understanding:
    """Reads questions about one plan. Thread-safe."""

    def __init__(self, catalog: Catalog, search: StrategySearch, concepts: Concepts | None = None) -> None:
        self._schema = Schema(catalog)
        self._search = search
        self._binder = Binder(self._schema)
        self._concepts = concepts or general_concepts()

    def question(self, query: Query) -> Question:
        return analysed(query, self._concepts)

    def read(self, question: Question, ranking: Ranking, rules: RulesSaid, context: Ids = ()) -> Readings:
        """`context`: ids of what was shown before; those that the plan does not know are passed over."""
        known = tuple(id for id in context if id in self._schema.kinds)
        evidence = gathered(question, self._schema, self._search, self._binder, known)
        found = readings(evidence, in_context)
        if rules.ids and all(reading.ids != rules.ids for reading in found):
            found.append(_as_reading(rules, evidence))
        describer = Describer(evidence, ranking, rules)
        return Readings(evidence, found, describer.described(found), describer.flags)


def _as_reading(rules: RulesSaid, evidence: Evidence) -> Reading:
    question = evidence.question
    words = [question.marked(part) for part in ("ask", "polite", "kind", "relation", "condition", "order")]
    words += [evidence.explained(id) for id in rules.ids[:4] if id in evidence.hits]
    return Reading(rules.ids, evidence.kind(rules.ids[0]), "rules", np.maximum.reduce(words))


def _total(row: Features, weights: Mapping[str, float]) -> float:
    return sum(value * weights[name] for name, value in row.items() if name in weights)


@cache
def fitted(path: Path = WEIGHTS) -> Weighing:
    return Weighing(**json.loads(path.read_text(encoding="utf-8")))
