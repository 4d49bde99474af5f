"""Answers as JSON objects: one, or a stream of them."""

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bot.api.answer_json import answer_json
from bot.config import Clock
from bot.values import Answering
from knowledge.answers import Answer
from knowledge.answers.conversation import row_with
from knowledge.wording import tokyo_day


def timed_answer(engine: Answering, question: str, clock: Clock) -> dict[str, Any]:
    """The object of `ask --json`: what was answered, and the milliseconds it took."""
    return answer_json(*_timed(engine, question, clock), None)


def _timed(engine: Answering, question: str, clock: Clock, context: Sequence[str] = ()) -> tuple[Answer, float]:
    """`context`: what its thread goes on about."""
    started = time.perf_counter()
    answer = engine.answer(question, context, today=tokyo_day(clock()))
    return answer, (time.perf_counter() - started) * 1000


def batch_answers(engine: Answering, lines: Iterable[bytes], clock: Clock) -> Iterator[dict[str, Any]]:
    """For each JSON line `{"id", "q"}` its answer, or the same `id` and an `error`. Skips blank lines.

    `"after"`: the id of an earlier line, in whose thread the question is asked; an unknown one is no thread.
    """
    threads: dict[str, Sequence[str]] = {}  # by the id of a line: what its thread goes on about
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        asked = _object(line)
        id, question, after = asked.get("id"), asked.get("q"), asked.get("after")
        if not isinstance(question, str) or not (_is_id(id) and _is_id(after)):
            form = '{"id": "…", "q": "質問"}'
            told = f"{number}行目を読めません。{form} の形で1行に1件ずつ書いてください。"
            yield {"id": id if _is_id(id) else None, "error": told}
            continue
        context = threads.get(str(after), ())
        answer, elapsed_ms = _timed(engine, question, clock, context)
        threads[str(id)] = row_with(context, answer)
        yield answer_json(answer, elapsed_ms, id)


def _object(line: bytes) -> dict[str, Any]:
    """{} for what is no JSON object, or one nested deeper than anybody writes."""
    try:
        asked = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return {}
    return asked if isinstance(asked, dict) else {}


def _is_id(value: object) -> bool:
    return value is None or isinstance(value, str | int)
