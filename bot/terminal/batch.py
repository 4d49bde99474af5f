"""Answers as JSON: one, or a stream of them."""

import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from bot.config.clock import Clock
from bot.config.errors import BotError
from bot.values.current import Answering
from knowledge.answers import Answer
from knowledge.wording import tokyo_day


def timed_answer(engine: Answering, question: str, clock: Clock, id: str | None = None) -> dict[str, Any]:
    """The object of `ask --json`: what was answered, and the milliseconds it took."""
    started = time.perf_counter()
    answer = engine.answer(question, today=tokyo_day(clock()))
    return answer_object(answer, (time.perf_counter() - started) * 1000, id)


def answer_object(answer: Answer, elapsed_ms: float, id: str | None) -> dict[str, Any]:
    shown = asdict(answer)
    del shown["note"]  # part of `text`
    keys = ("query", "status", "intent", "items", "text", "interpreted")
    return {"id": id, **{key: shown[key] for key in keys}, "elapsed_ms": round(elapsed_ms, 3)}


def answer_lines(engine: Answering, lines: Iterable[bytes], clock: Clock) -> Iterator[str | BotError]:
    """For each JSON line `{"id", "q"}` its answer as one line of JSON, or what is wrong with it. Skips blank lines."""
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
        yield json.dumps(timed_answer(engine, question, clock, id), ensure_ascii=False)
