"""Interactive elements as a person uses them: finding one, choosing something in it, and its state."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.sandbox.state.errors import CannotPlayError
from bot.sandbox.state.records import JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
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


def elements(blocks: Iterable[JsonObject]) -> Iterator[Found]:
    """Every interactive element, in reading order, cards and containers included."""
    for block in blocks:
        if block["type"] == "carousel":
            yield from elements(block["elements"])
            continue
        yield from elements(block.get("child_blocks", []))
        loose = [block.get("element"), block.get("accessory"), *block.get("actions", [])]
        listed = block.get("elements", []) if block["type"] in ("actions", "context_actions") else []
        for element in (*loose, *listed):
            if element is not None and "action_id" in element:
                yield Found(block=block, element=element)


def find_element(blocks: Iterable[JsonObject], action_id: str, block_id: str | None = None) -> Found:
    for found in elements(blocks):
        if found.action_id == action_id and block_id in (None, found.block_id):
            return found
    raise CannotPlayError(f"no element {action_id!r} there")


Reader = Callable[[JsonObject, object], object]


def _as_given(element: JsonObject, choice: object) -> object:
    return choice


def _all_options(element: JsonObject) -> list[JsonObject]:
    grouped = [option for group in element.get("option_groups", []) for option in group["options"]]
    return [*element.get("options", []), *grouped]


def _option(element: JsonObject, choice: object) -> object:
    """By value or by printed text; an option object as it is (external selects get theirs from the app)."""
    if isinstance(choice, dict) or choice is None:
        return choice
    for option in _all_options(element):
        if choice in (option["value"], option["text"]["text"]):
            return option
    raise CannotPlayError(f"no option {choice!r} there")


def _options(element: JsonObject, choice: object) -> object:
    return [_option(element, one) for one in choice] if isinstance(choice, list | tuple) else []


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How an element reports: `key` in payloads, `initial` in the block, `read` from what a person chose."""

    key: str
    initial: str
    read: Reader = _as_given
    empty: tuple[()] | None = None


def _many(key: str, initial: str, read: Reader = _as_given) -> Kind:
    return Kind(key=key, initial=initial, read=read, empty=())


_TEXT = Kind(key="value", initial="initial_value")
STATEFUL: Mapping[str, Kind] = {
    "channels_select": Kind(key="selected_channel", initial="initial_channel"),
    "checkboxes": _many("selected_options", "initial_options", _options),
    "conversations_select": Kind(key="selected_conversation", initial="initial_conversation"),
    "datepicker": Kind(key="selected_date", initial="initial_date"),
    "datetimepicker": Kind(key="selected_date_time", initial="initial_date_time"),
    "email_text_input": _TEXT,
    "external_select": Kind(key="selected_option", initial="initial_option", read=_option),
    "file_input": _many("files", "initial_files"),
    "multi_channels_select": _many("selected_channels", "initial_channels"),
    "multi_conversations_select": _many("selected_conversations", "initial_conversations"),
    "multi_external_select": _many("selected_options", "initial_options", _options),
    "multi_static_select": _many("selected_options", "initial_options", _options),
    "multi_users_select": _many("selected_users", "initial_users"),
    "number_input": _TEXT,
    "plain_text_input": _TEXT,
    "radio_buttons": Kind(key="selected_option", initial="initial_option", read=_option),
    "rich_text_input": Kind(key="rich_text_value", initial="initial_value"),
    "static_select": Kind(key="selected_option", initial="initial_option", read=_option),
    "timepicker": Kind(key="selected_time", initial="initial_time"),
    "url_text_input": _TEXT,
    "users_select": Kind(key="selected_user", initial="initial_user"),
}


def chosen(element: JsonObject, choice: object) -> JsonObject:
    """The state of a stateful element after a person chose something in it."""
    kind = STATEFUL[element["type"]]
    return {"type": element["type"], kind.key: kind.read(element, choice)}


def untouched(element: JsonObject) -> JsonObject:
    kind = STATEFUL[element["type"]]
    empty: list[object] | None = None if kind.empty is None else []
    return {"type": element["type"], kind.key: element.get(kind.initial, empty)}


def state_values(blocks: Iterable[JsonObject], filled: JsonObject) -> JsonObject:
    """block_id → action_id → value for everything that keeps a value, filled in or initial."""
    values: JsonObject = {}
    for found in elements(blocks):
        if found.kind in STATEFUL:
            own = filled.get(found.block_id, {}).get(found.action_id) or untouched(found.element)
            values.setdefault(found.block_id, {})[found.action_id] = own
    return values


def action(found: Found, choice: object, stamp: str) -> JsonObject:
    """One entry of `actions` in a block_actions payload."""
    head = {"action_id": found.action_id, "block_id": found.block_id, "type": found.kind, "action_ts": stamp}
    element = found.element
    if found.kind in STATEFUL:
        return {**head, **chosen(element, choice)}
    if found.kind == "overflow":
        return {**head, "selected_option": _option(element, choice)}
    if found.kind == "feedback_buttons":
        side = element["positive_button" if choice in (True, None) else "negative_button"]
        return {**head, "text": side["text"], "value": side["value"]}
    kept = ("text", "value", "style", "url")
    return {**head, **{name: element[name] for name in kept if name in element}}
