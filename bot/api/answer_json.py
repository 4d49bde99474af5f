"""An answer and a quantity as plain JSON values: the shapes of CONTRACTS that every door shares."""

from typing import Any

from knowledge.answers import Answer
from knowledge.model.base_json import as_plain
from knowledge.model.quantity import Quantity


def answer_json(answer: Answer, elapsed_ms: float, id: str | int | None) -> dict[str, Any]:
    """The object of `ask --json` and `ask --batch`."""
    plan = {"plan": {"id": answer.plan[0], "title": answer.plan[1]}} if answer.plan[0] else {}
    near = [{"kind": item.kind, "id": item.id, "title": item.title} for item in answer.near]
    refusal = {"reason": answer.reason, "near": near} if answer.reason else {}
    shown = {key: getattr(answer, key) for key in ("query", "status", "intent")}  # `note` is part of `text`
    shown |= {"items": tuple(map(as_plain, answer.items)), "text": answer.text}
    shown |= {"interpreted": as_plain(answer.interpreted)}
    return {"id": id, **shown, **refusal, **plan, "elapsed_ms": round(elapsed_ms, 3)}


def quantity_json(quantity: Quantity | None) -> dict[str, Any] | None:
    """Q of the knowledge base's export."""
    return None if quantity is None else as_plain(quantity)
