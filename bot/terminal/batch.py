"""Answers as JSON: one, or a stream of them."""

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from bot.config import BotError, Clock
from bot.values import Answering
from knowledge.answers import Answer
from knowledge.wording import tokyo_day


def timed_answer(
    engine: Answering, question: str, clock: Clock, id: str | None = None, context: Sequence[str] = ()
) -> dict[str, Any]:
    """The object of `ask --json`: what was answered, and the milliseconds it took. `context`: ids shown before."""
    started = time.perf_counter()
    answer = engine.answer(question, context, today=tokyo_day(clock()))
    return answer_object(answer, (time.perf_counter() - started) * 1000, id)


def answer_object(answer: Answer, elapsed_ms: float, id: str | None) -> dict[str, Any]:
    shown = asdict(answer)
    del shown["note"]  # part of `text`
    keys = ("query", "status", "intent", "items", "text", "interpreted")
    near = [{"kind": item.kind, "id": item.id, "title": item.title} for item in answer.near]
    refusal = {"reason": answer.reason, "near": near} if answer.reason else {}
    return {"id": id, **{key: shown[key] for key in keys}, **refusal, "elapsed_ms": round(elapsed_ms, 3)}


def batch_lines(engine: Answering, lines: Iterable[bytes], clock: Clock) -> Iterator[str | BotError]:
    """For each JSON line `{"id", "q"}` its answer as one line of JSON, or what is wrong with it. Skips blank lines.

    `"after"`: the id of an earlier line, in whose thread the question is asked; an unknown one is no thread.
    """
    threads: dict[str, Sequence[str]] = {}  # by the id of a line: what its thread was shown last
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            asked = json.loads(line.decode("utf-8-sig"))
            id, question = asked.get("id"), asked["q"]
            if not isinstance(question, str):
                raise TypeError
        except (ValueError, KeyError, TypeError, AttributeError):
            form = '{"id": "…", "q": "質問"}'
            yield BotError(f"{number} 行目を読めません。{form} の形で 1 行に 1 件ずつ書いてください。")
            continue
        context = threads.get(str(asked.get("after")), ())
        answer = timed_answer(engine, question, clock, id, context)
        threads[str(id)] = [item["id"] for item in answer["items"]] or context
        yield json.dumps(answer, ensure_ascii=False)
