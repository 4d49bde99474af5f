"""The tables of the evaluation."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

import numpy as np
from rich.table import Table

from knowledge.answers.engine import Engine
from knowledge.search.confidence import CALIBRATION, SURE
from tests.evaluation.calibration import Calibration, Case, Values, fit, probabilities, share_right, weight_of
from tests.evaluation.noise import KINDS
from tests.evaluation.questions import TODAY, Question, is_right

STEPS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.001)
ROBUST = 0.92  # the bar for answers that stay right under noise

Scored = tuple[float, bool, float]  # score, right, weight


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


def by_category(name: str, outcomes: Sequence[Outcome]) -> Table:
    table = _table(f"問題集 {name}", "分類", "正答", "問題", "割合")
    for category in sorted({outcome.question.category for outcome in outcomes}):
        table.add_row(category, *_share([o.is_right for o in outcomes if o.question.category == category]))
    table.add_section()
    table.add_row("難問だけ", *_share([o.is_right for o in outcomes if o.question.difficulty == 3]))
    table.add_row("全部", *_share([o.is_right for o in outcomes]))
    return table


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
    return [(o.score, o.is_right, weight_of(o.question)) for o in outcomes if o.score is not None]


def reliability(title: str, answers: Sequence[Scored]) -> Table:
    table = _table(title, "点数", "答え", "点数の平均", "正答の割合", "none を 0.35 と数えて")
    for low, high in pairwise(STEPS):
        inside = [answer for answer in answers if low <= answer[0] < high]
        if inside:
            scores, right, weights = _columns(inside)
            even = f"{np.average(right, weights=weights):.3f}"
            span = f"{low:.2f}〜{min(high, 1):.2f}"
            table.add_row(span, str(len(inside)), f"{scores.mean():.3f}", f"{right.mean():.3f}", even)
    scores, right, weights = _columns(answers)
    brier = (scores - right) ** 2
    table.add_section()
    even = f"{np.average(brier, weights=weights):.4f}"
    table.add_row("ブライア得点", str(len(answers)), "", f"{brier.mean():.4f}", even)
    return table


def cross_validation(cases: Sequence[Case]) -> tuple[Table, list[Scored]]:
    """The calibration fitted on one half of the questions and measured on the other, both ways.

    Also the chances given to what is shown of the other half, for a table of reliability.
    """
    table = _table(
        "交差検証: 半分で較正し、もう半分で測る（none を 0.35 と数えて）",
        "測った半分", "較正", "問題", "正答の割合", "ブライア得点",
    )  # fmt: skip
    held_out: list[Scored] = []
    for name, half in (("前半", 0), ("後半", 1)):
        measured = [case for case in cases if _half(case) == half]
        fitted = fit([case for case in cases if _half(case) != half])
        held_out += _chances(fitted, measured)
        for label, calibration in (("もう半分から", fitted), ("同梱の値", CALIBRATION)):
            scores, right, weights = _columns(_chances(calibration, measured))
            brier = np.average((scores - right) ** 2, weights=weights)
            share = share_right(calibration, measured)
            table.add_row(name, label, str(len(measured)), f"{share:.3f}", f"{brier:.4f}")
    return table, [answer for answer in held_out if answer[0] >= SURE]


def _half(case: Case) -> int:
    """By the text: the same question in two sets falls into one half."""
    return zlib.crc32(case.text.encode()) % 2


def _chances(calibration: Calibration, cases: Sequence[Case]) -> list[Scored]:
    asked = [case for case in cases if case.evidence]
    found = probabilities(calibration, asked).tolist()
    return [(chance, case.is_right_shown, case.weight) for chance, case in zip(found, asked, strict=True)]


def _columns(answers: Sequence[Scored]) -> tuple[Values, Values, Values]:
    scores, right, weights = (np.array(column, dtype=float) for column in zip(*answers, strict=True))
    return scores, right, weights


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", min_width=80)
    for at, column in enumerate(columns):
        table.add_column(column, justify="left" if at == 0 else "right")
    return table


def _share(right: Sequence[bool]) -> tuple[str, str, str]:
    return str(sum(right)), str(len(right)), f"{sum(right) / len(right):.3f}" if right else "—"
