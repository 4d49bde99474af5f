"""`make fit`: the weights of the readings, learned from questions and their accepted answers, and measured by author.

A reading that gives the accepted answer is right, the others are wrong; nobody labels queries. Authors that are
measured have no part in the fit that measures them. The m sets of tests/questions/authors never have.
"""

import argparse
import json
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from knowledge.answers.engine import Engine
from knowledge.answers.understanding.choice import WEIGHTS, Readings, Weighing
from knowledge.japanese.vocabulary import load_phrases, load_vocabulary
from knowledge.model.catalog import Catalog
from knowledge.reading.build import build
from knowledge.search.confidence import SURE
from tests.evaluation.questions import GIVEN, OWN, ROOT, TODAY, Question, are_right_items, is_right, read_questions

STRATEGY = ROOT / "knowledge" / "strategies" / "kurume-2"
# 1 for the others of our own; what is promised by a test or an issue is learned on purpose and measures nothing
OWN_SETS_WEIGHT: Mapping[str, float] = {"none": 0.35, "j": 2.0, "unanswerable": 2.0, "promised": 30.0}
AUTHOR_WEIGHT = 5.0  # somebody who knew neither code nor vocabulary says more of what people ask
RARELY = 8  # candidates that must have a feature before it is learned
CHOICE_RIDGE, CERTAINTY_RIDGE = 0.003, 0.5
CHOICE_STEPS, CERTAINTY_STEPS, STEP = 150, 300, 0.08
WRONG_WEIGHT = 0.3  # of a question whose chosen reading is wrong, beside one that nothing answers
FOLLOW_UP_WEIGHT = 4.0  # they are few, and ask in ways of their own
ALONE_ONE_IN = 3  # questions of an author, asked again in a thread that they have nothing to do with
FOLDS = 3

Values = NDArray[np.float32]
Names = Mapping[str, int]
Gradient = Callable[[Values], Values]


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A question with its readings, and which of them give an accepted answer."""

    question: Question
    readings: Readings
    right: Values
    weight: float
    is_read_by_rules: bool
    is_repeated: bool = False  # counts in the fit and not in the score

    @property
    def is_answerable(self) -> bool:
        return self.question.category != "none"

    @property
    def without_rules(self) -> "Case":
        """The rules were written beside our own sets and are nearly always right there: trust learned from that fails
        on anybody else's questions.
        """
        readings = self.readings
        kept = [at for at, reading in enumerate(readings.all) if reading.form != "rules"]
        rows = [{n: value for n, value in readings.rows[at].items() if not n.startswith("rules")} for at in kept]
        plain = replace(readings, all=[readings.all[at] for at in kept], rows=rows)
        return replace(self, readings=plain, right=self.right[kept])


@dataclass(frozen=True, slots=True)
class Score:
    """How one author's questions were answered."""

    asked: int
    right: int
    refused_wrongly: int
    unanswerable: int
    with_card: int

    def __str__(self) -> str:
        share = f"{self.right}/{self.asked} = {self.right / max(self.asked, 1):.3f}"
        cards = f"答えのない問いへのカード {self.with_card}/{self.unanswerable}"
        return f"{share}  誤って断った {self.refused_wrongly}  {cards}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.evaluation.fit", description=__doc__)
    parser.add_argument(
        "--measure", action="store_true", help="hold authors out by turns and print how each is answered"
    )
    options = parser.parse_args()
    console, started = Console(width=110, highlight=False), time.perf_counter()
    engine = Engine(Catalog(build(STRATEGY)), load_phrases(STRATEGY), load_vocabulary())
    cases = {name: cases_of(engine, name, some) for name, some in question_sets().items()}
    console.print(f"{sum(map(len, cases.values()))} 問を読みました（{time.perf_counter() - started:.0f} 秒）")
    fitting = {name: some for name, some in cases.items() if not is_measure(name)}
    if options.measure:
        for held_out in [*_folds(fitting), [name for name in cases if is_measure(name)]]:
            weighing = fit([case for name, some in fitting.items() if name not in held_out for case in some])
            for name in held_out:
                threads = measured(cases[name], weighing, follow_ups=True)
                console.print(
                    f"{name:13} {measured(cases[name], weighing)}  続きの質問 {threads.right}/{threads.asked}"
                )
        return
    weighing = fit([case for some in fitting.values() for case in some])
    lines = {"choice": _rounded(weighing.choice), "certainty": _rounded(weighing.certainty)}
    WEIGHTS.write_text(json.dumps(lines, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    count = len(weighing.choice) + len(weighing.certainty)
    console.print(f"{WEIGHTS.name}: {count} 個（{time.perf_counter() - started:.0f} 秒）")


def question_sets() -> dict[str, list[Question]]:
    """By author: those given beside the project, where they are there, and our own."""
    paths = [*sorted(OWN.glob("*.jsonl")), *sorted((OWN / "authors").glob("*.jsonl"))]
    paths += [path for path in (GIVEN, GIVEN.with_name("unanswerable.jsonl")) if path.exists()]
    sets = {path.stem: read_questions(path, with_follow_ups=True) for path in paths}
    more = GIVEN.with_name("questions-2.jsonl")
    for question in read_questions(more, with_follow_ups=True) if more.exists() else []:
        sets.setdefault(question.id.partition("-")[0], []).append(question)
    return {name: some for name, some in sets.items() if some}


def is_measure(name: str) -> bool:
    return name in ("m1", "m2", "m3")


def is_author(name: str) -> bool:
    """Somebody who had only the document."""
    return name == "questions" or (name[0] in "fa" and name[1:].isdecimal())


def _folds(names: Iterable[str]) -> list[list[str]]:
    authors = [name for name in names if is_author(name) or name == "unanswerable"]
    new, given = [n for n in authors if n[0] == "f"], [n for n in authors if n[0] != "f"]
    return [*(new[at::FOLDS] for at in range(FOLDS)), given]


def cases_of(engine: Engine, name: str, questions: Sequence[Question]) -> list[Case]:
    """Follow-ups with what their thread was shown before; besides, some questions of authors once more, in a thread
    that they have nothing to do with: most questions in a thread are questions of their own.
    """
    shown: dict[str, Sequence[str]] = {}
    asked_after = {question.after for question in questions}
    cases: list[Case] = []
    before: Sequence[str] = ()
    for at, question in enumerate(questions):
        context = shown.get(question.after, ())
        cases.append(case(engine, name, question, context))
        if question.id in asked_after or (is_author(name) and at % ALONE_ONE_IN == 0):
            answer = engine.answer(question.text, context, today=TODAY)
            shown[question.id] = before = [item.id for item in answer.items] or context
        elif is_author(name) and before and not question.after and at % ALONE_ONE_IN == 1:
            cases.append(replace(case(engine, name, question, before), is_repeated=True))
    return cases


def case(engine: Engine, name: str, question: Question, context: Sequence[str] = ()) -> Case:
    readings = engine.readings(question.text, context, today=TODAY)
    query = engine.reader.read(question.text, TODAY)
    right = np.zeros(len(readings.all), dtype=np.float32)
    for at, reading in enumerate(readings.all):
        if not reading.ids:
            right[at] = question.category == "none"  # understood, and nothing is like that
        elif question.category != "none":
            answer = engine.shown(query, reading, 1.0)
            right[at] = are_right_items(question, answer.items) and is_right(question, answer)
    weight = AUTHOR_WEIGHT if is_author(name) else OWN_SETS_WEIGHT.get(name, 1.0)
    weight *= FOLLOW_UP_WEIGHT if question.after else 1.0
    return Case(question, readings, right, weight, not is_author(name) and name != "unanswerable")


def measured(cases: Sequence[Case], weighing: Weighing, *, follow_ups: bool = False) -> Score:
    counted = [case for case in cases if bool(case.question.after) == follow_ups and not case.is_repeated]
    right = refused = none = card = 0
    for case in counted:
        weighed = case.readings.weighed(weighing)
        is_shown = weighed is not None and weighed.probability >= SURE and bool(weighed.best.ids)
        hits = weighed is not None and bool(case.right[weighed.at])
        if case.is_answerable:
            right += hits and is_shown
            refused += hits and not is_shown
        else:
            none, card, right = none + 1, card + is_shown, right + (not is_shown)
    return Score(len(counted), right, refused, none, card)


# Fitting


def fit(cases: Sequence[Case]) -> Weighing:
    fitting = (case.without_rules if case.is_read_by_rules and at % 2 else case for at, case in enumerate(cases))
    choice = _fit_choice([case for case in fitting if case.right.any() and len(case.right) > 1])
    chosen = [(case, case.readings.weighed(Weighing(choice, {}))) for case in cases]
    rows, outcomes, weights = [], [], []
    for case, weighed in chosen:
        if weighed is not None:
            is_right = bool(case.right[weighed.at])
            rows.append(case.readings.certainty(weighed.at, weighed.chances))
            outcomes.append(float(is_right))
            weights.append(case.weight * (1.0 if is_right or not case.is_answerable else WRONG_WEIGHT))
    return Weighing(choice, _fit_certainty(rows, _column(outcomes), _column(weights)))


def _column(values: Collection[float]) -> Values:
    return np.array(values, dtype=np.float32)


def _fit_choice(cases: Sequence[Case]) -> dict[str, float]:
    """Log-linear over the readings of each question: the marginal likelihood of the right ones, with a ridge."""
    names = _numbered(row for case in cases for row in case.readings.rows)
    table = np.concatenate([_table(case.readings.rows, names) for case in cases])
    right = np.concatenate([case.right for case in cases])
    sizes = [len(case.right) for case in cases]
    owner, starts = np.repeat(np.arange(len(cases)), sizes), np.cumsum([0, *sizes[:-1]])
    weight = _column([case.weight for case in cases])

    def gradient(theta: Values) -> Values:
        scores = table @ theta
        odds = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        every = odds / np.add.reduceat(odds, starts)[owner]
        among_right = odds * right / (np.add.reduceat(odds * right, starts) + 1e-12)[owner]
        slope: Values = table.T @ ((among_right - every) * weight[owner]) / weight.sum() - CHOICE_RIDGE * theta
        return slope

    return dict(zip(names, _climb(gradient, len(names), CHOICE_STEPS).tolist(), strict=True))


def _fit_certainty(rows: Sequence[Mapping[str, float]], outcomes: Values, weight: Values) -> dict[str, float]:
    names = _numbered(rows, 5)
    table = _table(rows, names)

    def gradient(theta: Values) -> Values:
        chance = 1 / (1 + np.exp(-(table @ theta)))
        slope: Values = (table.T @ ((outcomes - chance) * weight) - CERTAINTY_RIDGE * theta) / weight.sum()
        return slope

    return dict(zip(names, _climb(gradient, len(names), CERTAINTY_STEPS).tolist(), strict=True))


def _climb(gradient: Gradient, size: int, steps: int) -> Values:
    """Adam, from 0: deterministic, and indifferent to how features are scaled."""
    theta, mean, square = (np.zeros(size, dtype=np.float32) for _ in range(3))
    for step in range(1, steps + 1):
        slope = gradient(theta)
        mean = 0.9 * mean + 0.1 * slope
        square = 0.99 * square + 0.01 * slope * slope
        theta = theta + STEP * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return theta


def _numbered(rows: Iterable[Mapping[str, float]], least: int = RARELY) -> Names:
    counts: dict[str, int] = {}
    for row in rows:
        for name, value in row.items():
            if value:
                counts[name] = counts.get(name, 0) + 1
    return {name: at for at, name in enumerate(sorted(name for name, count in counts.items() if count >= least))}


def _table(rows: Sequence[Mapping[str, float]], names: Names) -> Values:
    table = np.zeros((len(rows), len(names)), dtype=np.float32)
    for at, row in enumerate(rows):
        for name, value in row.items():
            if name in names:
                table[at, names[name]] = value
    return table


def _rounded(weights: Mapping[str, float]) -> dict[str, float]:
    return {name: round(weight, 3) for name, weight in weights.items() if abs(weight) >= 0.0005}


if __name__ == "__main__":
    main()
