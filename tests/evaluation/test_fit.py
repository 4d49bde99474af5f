"""Fitting is deterministic, learns from accepted answers alone, and never sees the sets that measure."""

from knowledge.answers.engine import Engine
from knowledge.answers.understanding.choice import Weighing
from tests.evaluation import fit
from tests.evaluation.questions import OWN, read_questions


def test_the_same_questions_give_the_same_weights_and_better_answers(engine: Engine) -> None:
    questions = read_questions(OWN / "authors" / "f1.jsonl")[:12]
    cases = [fit.case(engine, "f1", question) for question in questions]
    first, second = fit.fit(cases), fit.fit(cases)
    assert (first.choice, first.certainty) == (second.choice, second.certainty)
    assert fit.measured(cases, first).right > fit.measured(cases, Weighing({}, {})).right


def test_the_sets_that_only_measure_are_told_apart() -> None:
    names = fit.question_sets().keys()
    assert {name for name in names if fit.is_measure(name)} == {"m1", "m2", "m3"}
    assert {f"f{number}" for number in range(1, 16)} <= set(filter(fit.is_author, names))
