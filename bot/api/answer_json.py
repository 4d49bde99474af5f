"""An answer and a quantity as plain JSON values: the shapes of CONTRACTS that every door shares."""

from dataclasses import asdict
from typing import Any

from knowledge.answers import Answer
from knowledge.model.quantity import Quantity


def answer_json(answer: Answer, elapsed_ms: float, id: str | int | None) -> dict[str, Any]:
    """The object of `ask --json` and `ask --batch`."""
    shown = asdict(answer)
    del shown["note"]  # part of `text`
    plan = {"plan": {"id": answer.plan[0], "title": answer.plan[1]}} if answer.plan[0] else {}
    keys = ("query", "status", "intent", "items", "text", "interpreted")
    near = [{"kind": item.kind, "id": item.id, "title": item.title} for item in answer.near]
    refusal = {"reason": answer.reason, "near": near} if answer.reason else {}
    return {"id": id, **{key: shown[key] for key in keys}, **refusal, **plan, "elapsed_ms": round(elapsed_ms, 3)}


def quantity_json(quantity: Quantity | None) -> dict[str, Any] | None:
    """Q of the knowledge base's export."""
    if quantity is None:
        return None
    numbers = {name: str(number) for name in ("value", "upper") if (number := getattr(quantity, name)) is not None}
    return asdict(quantity) | numbers
