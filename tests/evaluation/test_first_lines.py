"""The answer first: what is asked stands in the first paragraph, and an answer is no page. Over a fixed sample."""

from itertools import takewhile
from statistics import median

import pytest

from bot.terminal.cards import answer_lines
from knowledge.answers.engine import Engine
from knowledge.model.catalog import Catalog
from tests.evaluation.questions import OWN, TODAY, Question, folded, is_right, read_questions

EVERY = 17  # a question of so many: some 290, of every set and kind
IN_FIRST, MOST_LINES, WIDTH = 0.95, 12, 80  # share of right answers; lines of the median answer in a terminal
ENTRIES = ("1. ", "│", "  ")


@pytest.fixture(scope="module")
def answered(engine: Engine, catalog: Catalog) -> list[tuple[Question, list[str]]]:
    """The questions that are answered rightly, each with its lines."""
    sets = sorted([*OWN.glob("*.jsonl"), *(OWN / "authors").glob("f*.jsonl")])  # never m*, which only measure
    asked = [one for path in sets for one in read_questions(path) if one.wanted]
    found = [(one, engine.answer(one.text, today=TODAY)) for one in asked[::EVERY]]
    right = [(one, answer) for one, answer in found if is_right(one, answer)]
    return [(one, [line.plain for line in answer_lines(catalog, answer, WIDTH)]) for one, answer in right]


def first_paragraph(lines: list[str]) -> str:
    """The first line as a message has it, whose width is not ours."""
    return folded("".join([lines[0], *takewhile(lambda line: line and not line.startswith(ENTRIES), lines[1:])]))


def test_the_asked_value_or_name_stands_in_the_first_line(answered: list[tuple[Question, list[str]]]) -> None:
    late = [question.text for question, lines in answered if not _is_told(question, first_paragraph(lines))]
    assert len(answered) > 200
    assert len(late) <= (1 - IN_FIRST) * len(answered), late


def _is_told(question: Question, first: str) -> bool:
    said = [word for either in question.must_contain for word in either]
    return any(folded(one) in first for one in (*said, *(wanted.title for wanted in question.wanted)))


def test_an_answer_is_short(answered: list[tuple[Question, list[str]]]) -> None:
    assert median(len(lines) for _, lines in answered) <= MOST_LINES
