"""Fitting is deterministic, learns from accepted answers alone, and never sees the sets that measure."""

from pathlib import Path

import pytest

from knowledge.answers.engine import Engine
from knowledge.answers.understanding.choice import Weighing, fitted
from tests.evaluation import fit
from tests.evaluation.questions import OWN, read_questions


@pytest.mark.process
def test_the_same_questions_give_the_same_weights_and_better_answers(engine: Engine) -> None:
    questions = read_questions(OWN / "authors" / "f1.jsonl")[:12]
    cases = [fit.case(engine, "f1", question) for question in questions]
    first, second = fit.fit(cases), fit.fit(cases)
    assert fit.written(first) == fit.written(second)
    assert fit.measured(cases, first).right > fit.measured(cases, Weighing(fit.unlearned(), fit.unlearned())).right


@pytest.mark.process
def test_weights_are_read_as_they_were_written(engine: Engine, tmp_path: Path) -> None:
    questions = read_questions(OWN / "authors" / "f1.jsonl")[:12]
    cases = [fit.case(engine, "f1", question) for question in questions]
    weighing = fit.fit(cases)
    path = tmp_path / "weights.json"
    path.write_text(fit.written(weighing), encoding="utf-8")
    read = fitted(path)
    for case in cases:
        given, again = (case.readings.weighed(one) for one in (weighing, read))
        assert given is not None
        assert again is not None
        assert abs(given.probability - again.probability) < 0.05


def test_the_sets_that_only_measure_are_told_apart() -> None:
    names = fit.question_sets().keys()
    assert {name for name in names if fit.is_measure(name)} == {f"m{at}" for at in range(1, 17)}
    assert {f"f{number}" for number in range(1, 21)} <= set(filter(fit.is_author, names))
