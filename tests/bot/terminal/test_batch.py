"""A stream of questions: one object a line, in order; a line that cannot be read is told and passed over."""

import json
from datetime import UTC, datetime

import pytest

from bot.config.clock import clock_at
from bot.terminal.batch import batch_answers, timed_answer
from bot.terminal.output import json_text
from knowledge.answers.engine import Engine
from knowledge.model.question_length import CUT, LONGEST_QUESTION
from knowledge.wording.example_questions import example_questions

NOON = clock_at(datetime(2024, 6, 3, 3, tzinfo=UTC))


def test_the_examples_of_the_greeting_have_answers(engine: Engine) -> None:
    for question in example_questions(engine.catalog):
        assert timed_answer(engine, question, NOON)["status"] == "answered"


DEEP = b"[" * 100_000
BAD = {
    "no JSON": (b"bad", None),
    "no object": (b"[]", None),
    "null": (b"null", None),
    "a text": (b'"q"', None),
    "no UTF-8": (b"\xff\xfe", None),
    "no question": (b'{"id": 1}', 1),
    "a number for a question": (b'{"id": "a", "q": 3}', "a"),
    "a list for an id": (b'{"id": ["a"], "q": "q"}', None),
    "no number for an id": (b'{"id": NaN, "q": "q"}', None),
    "an object for an earlier id": (b'{"id": "a", "q": "q", "after": {}}', "a"),
    "a number of 5,000 digits": (b'{"id": 1' + b"0" * 5_000 + b', "q": "q"}', None),
    "100,000 lists within each other": (DEEP, None),
    "the same beside a question": (b'{"id": "a", "q": "q", "x": ' + DEEP + b"]" * 100_000 + b"}", None),
    "a megabyte": (b"x" * 1_000_000, None),
}


@pytest.mark.parametrize(("bad", "id"), BAD.values(), ids=BAD)
def test_a_bad_line_gets_an_error_with_its_id_and_the_next_is_answered(engine: Engine, bad: bytes, id: object) -> None:
    told, answered = batch_answers(engine, [bad, b"\n", '{"id": "b", "q": "空き家"}'.encode()], NOON)
    assert told["error"].startswith("1行目を読めません")
    assert told == {"id": id, "error": told["error"]}
    assert answered["id"] == "b"


def test_of_a_question_of_a_megabyte_the_beginning_is_answered_and_the_text_says_so(engine: Engine) -> None:
    [answer] = batch_answers(engine, [json.dumps({"id": 1, "q": "移住支援" * 250_000}).encode()], NOON)
    assert answer["text"].startswith(CUT)
    assert answer["query"] == "移住支援" * (LONGEST_QUESTION // 4) + "…"


def test_half_a_character_and_what_nobody_sees_come_back_only_in_the_id_and_escaped(engine: Engine) -> None:
    [answer] = batch_answers(engine, [rb'{"id": "\ud800\u202e", "q": "\ud800\u202e\u5b50\u80b2\u3066"}'], NOON)
    assert answer["query"] == "子育て"
    assert rb"\ud800\u202e" in json_text(answer).encode()
    assert json.loads(json_text(answer))["id"] == answer["id"] == "\ud800\u202e"


def test_each_answer_comes_before_the_next_question_is_read(engine: Engine) -> None:
    asked = iter([b'{"id": 1, "q": "a"}', b'{"id": 2, "q": "b"}'])
    answers = batch_answers(engine, asked, NOON)
    next(answers)
    assert next(asked) == b'{"id": 2, "q": "b"}'


def test_line_breaks_and_emoji_stay_within_one_line(engine: Engine) -> None:
    [answered] = batch_answers(engine, [json.dumps({"id": "🏠", "q": "空き家\nを\u2028探す"}).encode()], NOON)
    assert "\n" not in json_text(answered)
    assert answered["id"] == "🏠"


def objects(engine: Engine, *asked: dict[str, object]) -> list[dict[str, object]]:
    lines = [json.dumps(one, ensure_ascii=False).encode() for one in asked]
    return list(batch_answers(engine, lines, NOON))


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
    assert (refused["status"], refused["reason"], refused["items"]) == ("not_found", "attribute", ())
    assert refused["near"] == [{"kind": "project", "id": "p1-4", "title": "バイオ産業振興事業"}]
    assert "「内線番号」は" in str(refused["text"])
