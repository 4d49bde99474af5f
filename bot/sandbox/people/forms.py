"""What the Slack client itself checks in a modal before it sends anything to the app."""

from bot.sandbox.events.elements import STATEFUL, FoundElement, elements, state_values
from bot.sandbox.state.records import JsonObject, View


def _length(element: JsonObject, value: str) -> str | None:
    if len(value) < int(element.get("min_length", 0)):
        return "too_short"
    return "too_long" if len(value) > int(element.get("max_length", 3000)) else None


def client_errors(view: View) -> JsonObject:
    """block_id → reason for every input that the client would mark red. Empty: it may be submitted."""
    blocks = view.body["blocks"]
    values = state_values(blocks, view.values)
    inputs = [found for found in elements(blocks) if found.block["type"] == "input"]
    judged = {found.block_id: _judge(found, values[found.block_id][found.action_id]) for found in inputs}
    return {block_id: error for block_id, error in judged.items() if error is not None}


def _judge(found: FoundElement, state: JsonObject) -> str | None:
    value = state[STATEFUL[found.kind]]
    if value in (None, "", []):
        return None if found.block.get("optional") else "required"
    return _length(found.element, value) if found.kind == "plain_text_input" else None
