"""`make fit`: the weights of the readings, learned from questions and their accepted answers, and measured by author.

A reading that gives the accepted answer is right, the others are wrong; nobody labels queries. Authors that are
measured have no part in the fit that measures them. The m sets of tests/questions/authors never have.
"""

import argparse
import json
import math
import re
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from rich.console import Console

from knowledge.answers.answer import Item
from knowledge.answers.conversation import at_hand, row_with
from knowledge.answers.engine import Engine
from knowledge.answers.understanding.choice import SURE, WEIGHTS, Ranker, Readings, Weighing, merged
from knowledge.answers.understanding.features.feature import Features
from knowledge.japanese.vocabulary import load_phrases, load_vocabulary
from knowledge.model.catalog import Catalog
from knowledge.model.structs import replace
from knowledge.reading.build import build
from tests.evaluation.questions import (
    GIVEN,
    OWN,
    ROOT,
    TODAY,
    Question,
    are_right_items,
    are_wanted,
    is_right,
    read_questions,
)

STRATEGY = ROOT / "knowledge" / "strategies" / "kurume-2"
# 1 for the others of our own; what is promised by a test or an issue is learned on purpose and measures nothing
OWN_SETS_WEIGHT: Mapping[str, float] = {"none": 0.35, "j": 2.0, "unanswerable": 2.0, "promised": 35.0}
AUTHOR_WEIGHT = 5.0  # somebody who knew neither code nor vocabulary says more of what people ask
RARELY = 8  # candidates that must have a feature before it is learned
CHOICE_RIDGE, CERTAINTY_RIDGE = 0.003, 0.0003
LINEAR_STEPS, CHOICE_STEPS, CERTAINTY_STEPS, STEP = 30, 100, 400, 0.05
CERTAINTY_HIDDEN = 6
CERTAINTY_STARTS = 5
CHOICE_STARTS = 7  # whose scores are averaged: by one alone some 10 of 1,000 unseen questions hang on the draw
HIDDEN = 12  # units of each
MOST_RIGHT, MOST_WRONG = 6, 12  # readings of a question that the choice is learned from
WRONG_WEIGHT = 0.05  # of a question whose chosen reading is wrong, beside one that nothing answers
FOLLOW_UP_WEIGHT = 4.0  # they are few, and ask in ways of their own
ALONE_ONE_IN = 3  # questions of an author, asked again in a thread that they have nothing to do with
TIGHTNESS = 0.25  # how much less a list counts that holds more than the one record that was asked for
ONE_OF_A_THEME = 0.75  # what one project counts where a theme is asked for, which has several
FOLDS = 3

Values = NDArray[np.float32]
Names = Mapping[str, int]
Gradient = Callable[[Mapping[str, Values]], dict[str, Values]]


class Case(Struct, frozen=True, eq=False):
    """A question with its readings. `right`: 0 for those that give no accepted answer, up to 1 for one without more."""

    question: Question
    readings: Readings
    right: Values
    weight: float
    is_repeated: bool = False  # counts in the fit and not in the score

    @property
    def is_answerable(self) -> bool:
        return self.question.category != "none"


class Score(Struct, frozen=True):
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
    WEIGHTS.write_text(written(weighing), encoding="utf-8")
    count = sum(one.weights[:-1].size for one in (weighing.choice, weighing.certainty))
    console.print(f"{WEIGHTS.name}: {count} 個（{time.perf_counter() - started:.0f} 秒）")


def written(weighing: Weighing) -> str:
    """A line for each feature, as choice.py reads them."""
    parts = {name: _parts(getattr(weighing, name)) for name in ("choice", "certainty")}
    lines = json.dumps(parts, ensure_ascii=False, indent=1, sort_keys=True)
    return re.sub(r"(?<=[-\d,\[])\n +(?=[-\d\]])", "", lines) + "\n"


def _parts(ranker: Ranker) -> dict[str, object]:
    columns = ranker.weights[:-1]
    weights = {name: _rounded(columns[at]) for name, at in ranker.names.items()}
    return {"weights": weights, "bias": _rounded(ranker.bias), "out": _rounded(ranker.out)}


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
    return name[0] == "m" and name[1:].isdecimal()


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
    rows: dict[str, Sequence[str]] = {}
    asked_after = {question.after for question in questions}
    cases: list[Case] = []
    before: Sequence[str] = ()
    for at, question in enumerate(questions):
        context = rows.get(question.after, ())
        cases.append(case(engine, name, question, context))
        if question.id in asked_after or (is_author(name) and at % ALONE_ONE_IN == 0):
            answer = engine.answer(at_hand(question.text, context), context, today=TODAY)
            rows[question.id] = before = row_with(context, answer)
        elif is_author(name) and before and not question.after and at % ALONE_ONE_IN == 1:
            cases.append(replace(case(engine, name, question, before), is_repeated=True))
    return cases


def case(engine: Engine, name: str, question: Question, context: Sequence[str] = ()) -> Case:
    text = at_hand(question.text, context)
    readings, query = engine.readings(text, context, today=TODAY), engine.reader.read(text, TODAY)
    right = np.zeros(len(readings.all), dtype=np.float32)
    for at, reading in enumerate(readings.all):
        if not reading.ids:
            right[at] = question.category == "none"  # understood, and nothing is like that
        elif question.category != "none":
            items = engine.items(query, reading, 1.0)
            is_all = are_right_items(question, items)
            if is_all and (not question.must_contain or is_right(question, engine.shown(query, reading, 1.0))):
                right[at] = _tightness(question, items)
    weight = AUTHOR_WEIGHT if is_author(name) else OWN_SETS_WEIGHT.get(name, 1.0)
    weight *= FOLLOW_UP_WEIGHT if question.after else 1.0
    return Case(question, readings, right, weight)


def _tightness(question: Question, items: Sequence[Item]) -> float:
    """1 for a list; where one record is the answer, less the more stand beside it. A theme has several projects, of
    which the question sets name the first: there one alone counts less.
    """
    if question.match not in ("top1", "any3") or not question.wanted:
        return 1.0
    if question.category == "theme" and question.match == "top1":
        return 1.0 if len(items) > 1 else ONE_OF_A_THEME
    return math.pow(len(are_wanted(question, items)) / len(items), TIGHTNESS)


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
    """The certainty is learned from the answers of the choice that is used, and from those that one gives to authors it
    has not seen: to its own questions a choice is surer than to others.
    """
    choice = _fit_choice(cases, CHOICE_STARTS)
    answers = _answers(cases, choice)
    for half, other in _halves(cases):
        answers += _answers(half, _fit_choice(other, 1))
    rows, outcomes, weights = zip(*answers, strict=True)
    return Weighing(choice, _fit_certainty(rows, _column(outcomes), _column(weights)))


def _halves(cases: Sequence[Case]) -> Iterator[tuple[Sequence[Case], Sequence[Case]]]:
    """By author, each half with the other one; none of one author alone."""
    authors = sorted({case.question.id.partition("-")[0] for case in cases})
    every = set(authors[::2])
    parts = [
        [case for case in cases if (case.question.id.partition("-")[0] in every) == is_in] for is_in in (True, False)
    ]
    if all(parts):
        yield parts[0], parts[1]
        yield parts[1], parts[0]


def _answers(cases: Sequence[Case], choice: Ranker) -> list[tuple[Features, float, float]]:
    """Of each question what tells how sure its answer is, whether it is right, and what it counts."""
    chosen = [(case, case.readings.weighed(Weighing(choice, unlearned()))) for case in cases]
    found = []
    for case, weighed in chosen:
        if weighed is not None:
            is_right = bool(case.right[weighed.at])
            weight = case.weight * (1.0 if is_right or not case.is_answerable else WRONG_WEIGHT)
            found.append((case.readings.certainty(weighed.at, weighed.chances), float(is_right), weight))
    return found


def unlearned() -> Ranker:
    """Finds all alike."""
    one = np.zeros(1, dtype=np.float32)
    return Ranker({}, np.zeros((1, 2), dtype=np.float32), one, one)


def _column(values: Collection[float]) -> Values:
    return np.array(values, dtype=np.float32)


def _fit_choice(cases: Sequence[Case], starts: int) -> Ranker:
    """The marginal likelihood of the right ones among the readings of each question, with a ridge.

    Of the readings those are kept that a linear model takes for likely; the others teach nothing more.
    """
    cases = [case for case in cases if case.right.any() and len(case.right) > 1]
    names = _numbered(merged(row) for case in cases for row in case.readings.rows)
    tables = [_tabled(list(map(merged, case.readings.rows)), names) for case in cases]
    rights, weight = [case.right for case in cases], _column([case.weight for case in cases])
    linear = _climbed(tables, rights, weight, _starts(len(names), 1, 0), LINEAR_STEPS)["linear"]
    kept = [_likeliest((table @ linear)[:, 0], right) for table, right in zip(tables, rights, strict=True)]
    tables = [table[places] for table, places in zip(tables, kept, strict=True)]
    rights = [right[places] for right, places in zip(rights, kept, strict=True)]
    return _ranker(names, _climbed(tables, rights, weight, _starts(len(names), starts, HIDDEN), CHOICE_STEPS))


def _likeliest(scores: Values, right: Values) -> NDArray[np.intp]:
    """Places of the tightest right readings and of the likeliest wrong ones."""
    wrong = np.argsort(-np.where(right > 0, -np.inf, scores), kind="stable")[:MOST_WRONG]
    best = np.argsort(-right, kind="stable")[:MOST_RIGHT]
    return np.unique(np.concatenate([best[right[best] > 0], wrong[right[wrong] == 0]]))


def _climbed(
    tables: Sequence[Values], rights: Sequence[Values], weight: Values, start: dict[str, Values], steps: int
) -> dict[str, Values]:
    """All starts at once: what takes time is to go through the table."""
    table, right, sizes = np.concatenate(tables), np.concatenate(rights)[:, None], [len(one) for one in rights]
    owner, firsts = np.repeat(np.arange(len(sizes)), sizes), np.cumsum([0, *sizes[:-1]])
    counts = (weight / weight.sum())[owner][:, None]

    def gradient(at: Mapping[str, Values]) -> dict[str, Values]:
        units, scores = _scored(table, at)
        odds = np.exp(scores - np.maximum.reduceat(scores, firsts)[owner])
        every = odds / np.add.reduceat(odds, firsts)[owner]
        among_right = odds * right / (np.add.reduceat(odds * right, firsts) + 1e-12)[owner]
        return _slopes(table, at, units, ((among_right - every) * counts).astype(np.float32), CHOICE_RIDGE)

    return _climb(gradient, start, steps)


def _scored(table: Values, at: Mapping[str, Values]) -> tuple[Values, Values]:
    """The hidden units and the scores of each row, of every start."""
    own = table @ np.concatenate([at["linear"], at["hidden"]], axis=1)
    starts = at["linear"].shape[1]
    units: Values = np.tanh(own[:, starts:] + at["bias"]).reshape(len(table), *at["out"].shape)
    return units, own[:, :starts] + (units * at["out"]).sum(axis=2)


def _slopes(table: Values, at: Mapping[str, Values], units: Values, slope: Values, ridge: float) -> dict[str, Values]:
    """What the slope of the scores means for the weights."""
    inner = (slope[:, :, None] * at["out"] * (1 - units * units)).reshape(len(table), at["bias"].size)
    steep = table.T @ np.concatenate([slope, inner], axis=1)
    starts = slope.shape[1]
    return {
        "linear": steep[:, :starts] - ridge * at["linear"],
        "hidden": steep[:, starts:] - ridge * at["hidden"],
        "bias": inner.sum(axis=0),
        "out": np.einsum("rsh,rs->sh", units, slope) - ridge * at["out"],
    }


def _tabled(rows: Sequence[Mapping[str, float]], names: Mapping[str, int]) -> Values:
    """A row per reading, a column per name; features without a name are left out."""
    no_name = len(names)  # a column more, which is dropped
    table = np.zeros((len(rows), no_name + 1), dtype=np.float32)
    columns = [names.get(name, no_name) for row in rows for name in row]
    values = [value for row in rows for value in row.values()]
    table[np.repeat(np.arange(len(rows)), [len(row) for row in rows]), columns] = values
    return table[:, :no_name]


def _ranker(names: Mapping[str, int], found: Mapping[str, Values]) -> Ranker:
    """One set of weights that scores as those of all starts do in the mean: which start was drawn decides less."""
    weights = np.concatenate([found["linear"].mean(axis=1, keepdims=True), found["hidden"]], axis=1)
    out: Values = found["out"] / np.float32(len(found["out"]))
    return Ranker(names, np.pad(weights, ((0, 1), (0, 0))), found["bias"], out.ravel())


def _starts(names: int, starts: int, units: int) -> dict[str, Values]:
    """Several beside each other, drawn from fixed seeds: the same questions give the same weights."""
    draws = [np.random.default_rng(seed) for seed in range(starts)]
    start = {
        "linear": np.zeros((names, starts)),
        "hidden": np.concatenate([draw.normal(0, 0.15, (names, units)) for draw in draws], axis=1),
        "bias": np.zeros(starts * units),
        "out": np.stack([draw.normal(0, 0.3, units) for draw in draws]),
    }
    return {name: values.astype(np.float32) for name, values in start.items()}


def _fit_certainty(rows: Sequence[Mapping[str, float]], outcomes: Values, weight: Values) -> Ranker:
    names = _numbered(rows, 5)
    table, counts, is_right = _tabled(rows, names), (weight / weight.sum())[:, None], outcomes[:, None]

    def gradient(at: Mapping[str, Values]) -> dict[str, Values]:
        units, odds = _scored(table, at)
        return _slopes(table, at, units, (is_right - 1 / (1 + np.exp(-odds))) * counts, CERTAINTY_RIDGE)

    return _ranker(names, _climb(gradient, _starts(len(names), CERTAINTY_STARTS, CERTAINTY_HIDDEN), CERTAINTY_STEPS))


def _climb(gradient: Gradient, start: dict[str, Values], steps: int) -> dict[str, Values]:
    """Adam: deterministic, and indifferent to how features are scaled."""
    at, mean, square = (
        dict(start),
        {n: np.zeros_like(one) for n, one in start.items()},
        {n: np.zeros_like(one) for n, one in start.items()},
    )
    for step in range(1, steps + 1):
        for name, slope in gradient(at).items():
            mean[name] = 0.9 * mean[name] + 0.1 * slope
            square[name] = 0.99 * square[name] + 0.01 * slope * slope
            move = (mean[name] / (1 - 0.9**step)) / (np.sqrt(square[name] / (1 - 0.99**step)) + 1e-8)
            at[name] = (at[name] + STEP * move).astype(np.float32)
    return at


def _numbered(rows: Iterable[Mapping[str, float]], least: int = RARELY) -> Names:
    counts: dict[str, int] = {}
    for row in rows:
        for name, value in row.items():
            if value:
                counts[name] = counts.get(name, 0) + 1
    return {name: at for at, name in enumerate(sorted(name for name, count in counts.items() if count >= least))}


def _rounded(weights: Values) -> list[float]:
    return [round(weight, 3) for weight in weights.tolist()]


if __name__ == "__main__":
    main()
