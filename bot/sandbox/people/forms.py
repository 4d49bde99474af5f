"""What the Slack client itself checks in a modal before it sends anything to the app."""

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from bot.sandbox.events.elements import STATEFUL, FoundElement, elements, state_values
from bot.sandbox.state.records import JsonObject, View

FieldCheck = Callable[[JsonObject, str], str | None]


def _length(element: JsonObject, value: str) -> str | None:
    if len(value) < int(element.get("min_length", 0)):
        return "too_short"
    return "too_long" if len(value) > int(element.get("max_length", 3000)) else None


def _number(element: JsonObject, value: str) -> str | None:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return "not_a_number"
    if not element["is_decimal_allowed"] and number != number.to_integral_value():
        return "not_an_integer"
    low, high = element.get("min_value"), element.get("max_value")
    outside = (low is not None and number < Decimal(low)) or (high is not None and number > Decimal(high))
    return "out_of_range" if outside else None


def _matches(pattern: str, error: str) -> FieldCheck:
    return lambda element, value: None if re.fullmatch(pattern, value) else error


CHECKS: dict[str, FieldCheck] = {
    "plain_text_input": _length,
    "number_input": _number,
    "email_text_input": _matches(r"[^@\s]+@[^@\s]+\.[^@\s]+", "not_an_email"),
    "url_text_input": _matches(r"https?://\S+", "not_a_url"),
}


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
    check = CHECKS.get(found.kind)
    return check(found.element, str(value)) if check else None
