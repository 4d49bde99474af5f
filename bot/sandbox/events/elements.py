"""Interactive elements as a person uses them: finding one, choosing something in it, and its state."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from bot.sandbox.state.errors import CannotSimulateError
from bot.sandbox.state.records import JsonObject


class FoundElement(Struct, frozen=True, kw_only=True):
    """An element and the block it stands in."""

    block: JsonObject
    element: JsonObject

    @property
    def block_id(self) -> str:
        return str(self.block.get("block_id", ""))

    @property
    def action_id(self) -> str:
        return str(self.element.get("action_id", ""))

    @property
    def kind(self) -> str:
        return str(self.element["type"])


def elements(blocks: Iterable[JsonObject]) -> Iterator[FoundElement]:
    """Every interactive element, in reading order, cards and containers included."""
    for block in blocks:
        if block["type"] == "carousel":
            yield from elements(block["elements"])
            continue
        loose = [block.get("element"), block.get("accessory"), *block.get("actions", [])]
        listed = block.get("elements", []) if block["type"] in ("actions", "context_actions") else []
        for element in (*loose, *listed):
            if element is not None and "action_id" in element:
                yield FoundElement(block=block, element=element)


def find_element(blocks: Iterable[JsonObject], action_id: str, block_id: str | None = None) -> FoundElement:
    for found in elements(blocks):
        if found.action_id == action_id and block_id in (None, found.block_id):
            return found
    raise CannotSimulateError(f"no element {action_id!r} there")


def _option(element: JsonObject, choice: object) -> object:
    """By value or by printed text; an option object as it is (external selects get theirs from the app)."""
    if isinstance(choice, dict) or choice is None:
        return choice
    grouped = [option for group in element.get("option_groups", []) for option in group["options"]]
    for option in (*element.get("options", []), *grouped):
        if choice in (option["value"], option["text"]["text"]):
            return option
    raise CannotSimulateError(f"no option {choice!r} there")


STATEFUL: Mapping[str, str] = {
    "checkboxes": "selected_options",
    "conversations_select": "selected_conversation",
    "datepicker": "selected_date",
    "external_select": "selected_option",
    "multi_external_select": "selected_options",
    "multi_users_select": "selected_users",
    "plain_text_input": "value",
    "radio_buttons": "selected_option",
    "static_select": "selected_option",
    "timepicker": "selected_time",
    "users_select": "selected_user",
}
"""Of the kinds that the bot sends: the name under which one reports its value, a plural for a list. `initial_…` is what
it begins with.
"""


def chosen_state(element: JsonObject, choice: object) -> JsonObject:
    """The state of a stateful element after a person chose something in it."""
    key = STATEFUL[element["type"]]
    match key:
        case "selected_option":
            choice = _option(element, choice)
        case "selected_options":
            choice = [_option(element, one) for one in choice] if isinstance(choice, list | tuple) else []
    return {"type": element["type"], key: choice}


def untouched(element: JsonObject) -> JsonObject:
    key = STATEFUL[element["type"]]
    initial = f"initial_{key.removeprefix('selected_')}"
    return {"type": element["type"], key: element.get(initial, [] if key.endswith("s") else None)}


def state_values(blocks: Iterable[JsonObject], filled: JsonObject) -> JsonObject:
    """block_id → action_id → value for everything that keeps a value, filled in or initial."""
    values: JsonObject = {}
    for found in elements(blocks):
        if found.kind in STATEFUL:
            own = filled.get(found.block_id, {}).get(found.action_id) or untouched(found.element)
            values.setdefault(found.block_id, {})[found.action_id] = own
    return values


def action(found: FoundElement, choice: object, stamp: str) -> JsonObject:
    """One entry of `actions` in a block_actions payload."""
    head = {"action_id": found.action_id, "block_id": found.block_id, "type": found.kind, "action_ts": stamp}
    element = found.element
    if found.kind in STATEFUL:
        return {**head, **chosen_state(element, choice)}
    if found.kind == "feedback_buttons":
        side = element["positive_button" if choice in (True, None) else "negative_button"]
        return {**head, "text": side["text"], "value": side["value"]}
    kept = ("text", "value", "style", "url")
    return {**head, **{name: element[name] for name in kept if name in element}}
