"""The tables of the evaluation."""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

import numpy as np
from numpy.typing import NDArray
from rich.table import Table

from knowledge.answers.engine import Engine
from tests.evaluation.noise import KINDS, fewer_words
from tests.evaluation.questions import TODAY, Question, is_right

STEPS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.001)
ROBUST = 0.96  # the bar for answers that stay right under noise
DRAWS = 4  # of the words that are dropped

Values = NDArray[np.float64]
Scored = tuple[float, bool]  # score, right


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one question. `score` is that of the first item, None where none is shown."""

    question: Question
    score: float | None
    is_right: bool


def ask(engine: Engine, question: Question) -> Outcome:
    answer = engine.answer(question.text, today=TODAY)
    return Outcome(question, answer.items[0].score if answer.items else None, is_right(question, answer))


def misses(outcomes: Sequence[Outcome]) -> list[str]:
    wrong = [outcome for outcome in outcomes if not outcome.is_right]
    return [f"  × {o.question.id} {o.question.category} {o.question.text!r} {o.score or ''}" for o in wrong]


def by_author(
    sets: Mapping[str, Sequence[Question]], outcomes: Mapping[str, Sequence[Outcome]], engine: Engine
) -> Table:
    """A row per set: all, the hard ones, what cannot be answered and got a card, what can and was refused, and how many
    are right with a quarter of their words dropped.
    """
    heads = ("問題集", "問題", "正答", "難問", "答えのない問いへのカード", "誤って断った", "語の1/4を落として")
    table = _table("著者ごと（m1〜m16 のほかは、重みを当てはめるのに使ったもの）", *heads)
    for name, some in outcomes.items():
        none = [o for o in some if o.question.category == "none"]
        refused = [o for o in some if o.question.category != "none" and o.score is None]
        hard = _share([o.is_right for o in some if o.question.difficulty == 3])[2]
        cards = f"{sum(not o.is_right for o in none)}/{len(none)}"
        table.add_row(name, str(len(some)), _share([o.is_right for o in some])[2], hard, cards, str(len(refused)),
                      _share(list(_with_fewer_words(engine, sets[name])))[2])  # fmt: skip
    return table


def by_category(outcomes: Mapping[str, Sequence[Outcome]]) -> Table:
    """A column per set, a row per kind of question."""
    kinds = sorted({outcome.question.category for some in outcomes.values() for outcome in some})
    table = _table("分類ごとの正答の割合", "問題集", *kinds)
    for name, some in outcomes.items():
        shares = (_share([o.is_right for o in some if o.question.category == kind])[2] for kind in kinds)
        table.add_row(name, *shares)
    return table


def _with_fewer_words(engine: Engine, questions: Sequence[Question]) -> Iterator[bool]:
    for question in questions:
        for draw in range(DRAWS if question.category != "none" else 0):
            text = fewer_words(question.text, Random(zlib.crc32(f"{draw} {question.id}".encode())))
            yield is_right(question, engine.answer(text, today=TODAY))


def robustness(engine: Engine, questions: Sequence[Question], most: int) -> tuple[Table, list[str]]:
    """Of the questions answered right as written, how many stay right; `most` lost ones of each kind are listed.

    What a noise leaves as it is (half-width kana without any kana) does not count.
    """
    right = [question for question in questions if ask(engine, question).is_right]
    table = _table("崩した質問: もとの質問に正答したもののうち、正答のまま", "崩し方", "正答", "質問", "割合")
    everything: list[bool] = []
    listed: list[str] = []
    for name, noise in KINDS.items():
        distorted = [(q, noise(q.text, Random(zlib.crc32(f"{name} {q.id}".encode())))) for q in right]
        kept = {(q.id, text): is_right(q, engine.answer(text, today=TODAY)) for q, text in distorted if text != q.text}
        table.add_row(name, *_share(list(kept.values())))
        everything += kept.values()
        listed += [f"  × {name} {id} {text!r}" for (id, text), stays in kept.items() if not stays][:most]
    table.add_section()
    table.add_row(f"全部（目標 {ROBUST:.0%}）", *_share(everything))
    return table, listed


def scored(outcomes: Sequence[Outcome]) -> list[Scored]:
    return [(o.score, o.is_right) for o in outcomes if o.score is not None]


def reliability(title: str, answers: Sequence[Scored]) -> Table:
    table = _table(title, "点数", "答え", "点数の平均", "正答の割合")
    for low, high in pairwise(STEPS):
        if inside := [answer for answer in answers if low <= answer[0] < high]:
            scores, right = _columns(inside)
            table.add_row(
                f"{low:.2f}〜{min(high, 1):.2f}", str(len(inside)), f"{scores.mean():.3f}", f"{right.mean():.3f}"
            )
    scores, right = _columns(answers)
    table.add_section()
    table.add_row("ブライア得点", str(len(answers)), "", f"{((scores - right) ** 2).mean():.4f}")
    return table


def _columns(answers: Sequence[Scored]) -> tuple[Values, Values]:
    scores, right = (np.array(column, dtype=float) for column in zip(*answers, strict=True))
    return scores, right


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", min_width=80)
    for at, column in enumerate(columns):
        table.add_column(column, justify="left" if at == 0 else "right")
    return table


def _share(right: Sequence[bool]) -> tuple[str, str, str]:
    return str(sum(right)), str(len(right)), f"{sum(right) / len(right):.3f}" if right else "—"
