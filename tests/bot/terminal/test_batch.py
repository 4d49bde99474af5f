"""A stream of questions: one object a line, in order; a line that cannot be read is told and passed over."""

import json
from datetime import UTC, datetime

import pytest

from bot.config.clock import clock_at
from bot.config.errors import BotError
from bot.terminal.batch import batch_lines, timed_answer
from bot.terminal.chat import EXAMPLES
from knowledge.answers.engine import Engine

NOON = clock_at(datetime(2024, 6, 3, 3, tzinfo=UTC))


@pytest.mark.parametrize("question", EXAMPLES)
def test_the_examples_of_the_greeting_have_answers(engine: Engine, question: str) -> None:
    assert timed_answer(engine, question, NOON)["status"] == "answered"


@pytest.mark.parametrize("bad", [b"bad", b"[]", b'{"id": 1}', b'{"id": 1, "q": 3}', b"\xff\xfe", b"null", b'"q"'])
def test_a_bad_line_is_told_by_its_number_and_the_next_is_answered(engine: Engine, bad: bytes) -> None:
    told, answered = batch_lines(engine, [bad, b"\n", '{"id": "b", "q": "空き家"}'.encode()], NOON)
    assert isinstance(told, BotError)
    assert told.user_message.startswith("1 行目を読めません")
    assert isinstance(answered, str)
    assert json.loads(answered)["id"] == "b"


def test_each_answer_comes_before_the_next_question_is_read(engine: Engine) -> None:
    asked = iter([b'{"id": 1, "q": "a"}', b'{"id": 2, "q": "b"}'])
    answers = batch_lines(engine, asked, NOON)
    next(answers)
    assert next(asked) == b'{"id": 2, "q": "b"}'


def test_line_breaks_and_emoji_stay_within_one_line(engine: Engine) -> None:
    [answered] = batch_lines(engine, [json.dumps({"id": "🏠", "q": "空き家\nを\u2028探す"}).encode()], NOON)
    assert isinstance(answered, str)
    assert "\n" not in answered
    assert json.loads(answered)["id"] == "🏠"


def objects(engine: Engine, *asked: dict[str, object]) -> list[dict[str, object]]:
    lines = [json.dumps(one, ensure_ascii=False).encode() for one in asked]
    return [json.loads(line) for line in batch_lines(engine, lines, NOON) if isinstance(line, str)]


def test_a_question_may_follow_up_an_earlier_line(engine: Engine) -> None:
    first, _, third = objects(
        engine,
        {"id": "a", "q": "定住誘導推進事業"},
        {"id": "b", "q": "待機児童数の目標値は？"},
        {"id": "c", "q": "KPIは？", "after": "a"},
    )
    assert [item["title"] for item in third["items"]] == ["住宅の購入に伴う転入者数"]  # type: ignore[attr-defined]
    assert "reason" not in first


def test_a_follow_up_of_a_line_that_never_was_is_a_question_of_its_own(engine: Engine) -> None:
    alone, lost = objects(engine, {"id": "a", "q": "KPIは？"}, {"id": "b", "q": "KPIは？", "after": "zzz"})
    assert lost["items"] == alone["items"]


def test_a_refusal_says_why_and_what_is_near(engine: Engine) -> None:
    [refused] = objects(engine, {"id": "a", "q": "バイオ産業振興事業の内線番号"})
    assert (refused["status"], refused["reason"], refused["items"]) == ("not_found", "attribute", [])
    assert refused["near"] == [{"kind": "project", "id": "p1-4", "title": "バイオ産業振興事業"}]
    assert "「内線番号」は" in str(refused["text"])
