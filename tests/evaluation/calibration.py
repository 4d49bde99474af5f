"""How sure an answer is, fitted and checked: logistic regression over the evidence for the best record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from knowledge.answers.engine import Engine
from knowledge.search.confidence import SURE
from knowledge.search.strategy_search import Evidence
from tests.evaluation.questions import TODAY, Question, is_right

Calibration = Mapping[str, float]
Values = NDArray[np.float64]

NAMES = [field.name for field in fields(Evidence)]
RIDGE = 1.0  # on every coefficient but the constant
NONE_WEIGHT = 0.35  # of a question of none.jsonl: the set holds far more of them than people ask


class WatchedEngine(Engine):
    """Notes the evidence behind each answer; with `is_bold` it answers however unsure it is."""

    evidence: Evidence | None = None
    is_bold = False

    def probability(self, evidence: Evidence) -> float:
        self.evidence = evidence
        return 1.0 if self.is_bold else super().probability(evidence)


@dataclass(frozen=True, slots=True)
class Case:
    """One question: the evidence, whether showing the best record is right, and whether refusing is.

    Evidence is None where something else decided, a rule before it or a check after it; both then say whether
    that decision is right.
    """

    text: str
    evidence: Evidence | None
    is_right_shown: bool
    is_right_refused: bool
    weight: float


def observe(engine: WatchedEngine, question: Question) -> Case:
    engine.evidence, engine.is_bold = None, True
    answer = engine.answer(question.text, today=TODAY)
    right = is_right(question, answer)
    evidence = engine.evidence if answer.items else None  # what is refused however sure does not teach sureness
    engine.is_bold = False
    refused = question.category == "none" if evidence else right
    return Case(question.text, evidence, right, refused, weight_of(question))


def weight_of(question: Question) -> float:
    return NONE_WEIGHT if question.id.startswith("n-") else 1.0


def fit(cases: Sequence[Case]) -> dict[str, float]:
    """The coefficients by name, the constant under "". Newton's method; `cases` without evidence teach nothing."""
    taught = [case for case in cases if case.evidence]
    rows = np.array([[1.0, *_row(case)] for case in taught])
    right = np.array([case.is_right_shown for case in taught], dtype=float)
    weights = np.array([case.weight for case in taught])
    ridge = RIDGE * np.diag([0.0, *[1.0] * len(NAMES)])
    found = np.zeros(rows.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-rows @ found))
        slope = rows.T @ (weights * (right - p)) - ridge @ found
        curve = (rows * (weights * p * (1 - p))[:, None]).T @ rows + ridge
        found = found + np.linalg.solve(curve, slope)
    return {name: round(float(value), 2) for name, value in zip(["", *NAMES], found, strict=True)}


def probabilities(calibration: Calibration, cases: Sequence[Case]) -> Values:
    """For cases with evidence. An evidence that the calibration leaves out counts nothing."""
    rows = np.array([_row(case) for case in cases]).reshape(len(cases), len(NAMES))
    total = calibration[""] + rows @ np.array([calibration.get(name, 0.0) for name in NAMES])
    chances: Values = 1 / (1 + np.exp(-total))
    return chances


def share_right(calibration: Calibration, cases: Sequence[Case]) -> float:
    """Weighted share of right answers, shown or refused as this calibration decides."""
    asked = [case for case in cases if case.evidence]
    decided = [(case.is_right_shown, case.weight) for case in cases if case.evidence is None]
    for case, chance in zip(asked, probabilities(calibration, asked), strict=True):
        decided.append((case.is_right_shown if chance >= SURE else case.is_right_refused, case.weight))
    return sum(weight for right, weight in decided if right) / sum(weight for _, weight in decided)


def _row(case: Case) -> list[float]:
    return [float(getattr(case.evidence, name)) for name in NAMES]
