"""What modals are made of, and how their fields are read: a field's block_id and action_id are the same word.

`private_metadata` holds `ids.encode(Value)`: ids only, never words; rights are checked again when it comes back.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from bot.views import ids
from bot.views.escaping import bold
from bot.views.ids import ButtonValue
from bot.views.parts import Block, one_line_text, option, room, section
from knowledge.model.normalize import without_unseen

Submitted = Mapping[str, Any]
"""The `view` of a view_submission."""

TITLE, LABEL, HINT, PLACEHOLDER, GROUP = map(room, (24, 2000, 2000, 150, 75))
_SEARCHED: Block = {
    "min_query_length": 0,
    "placeholder": one_line_text("名前の一部やふりがなで探せます", PLACEHOLDER),
}
_Word = TypeVar("_Word", bound=str)


def modal(
    callback: str, heading: str, blocks: list[Block], submit: str | None = None, value: ButtonValue | None = None
) -> Block:
    view = {
        "type": "modal",
        "callback_id": callback,
        "title": one_line_text(heading, TITLE),
        "close": one_line_text("閉じる" if submit is None else "やめる", TITLE),
        "blocks": blocks,
    }
    if submit is not None:
        view["submit"] = one_line_text(submit, TITLE)
    if value is not None:
        view["private_metadata"] = ids.encode(value)
    return view


def input_field(name: str, label: str, element: Block, *, hint: str = "", optional: bool = False) -> Block:
    """An input whose block_id and action_id are the same word."""
    return {
        "type": "input",
        "block_id": name,
        "label": one_line_text(label, LABEL),
        "element": {**element, "action_id": name},
        "optional": optional,
        **({"hint": one_line_text(hint, HINT)} if hint else {}),
    }


def text_field(most: int, placeholder: str = "", initial: str = "", multiline: bool = True) -> Block:
    return {
        "type": "plain_text_input",
        "multiline": multiline,
        "max_length": most,
        **({"placeholder": one_line_text(placeholder, PLACEHOLDER)} if placeholder else {}),
        **({"initial_value": initial[:most]} if initial else {}),
    }


def radio(labels: Mapping[_Word, str], initial: str) -> Block:
    """One of the words, each with its label."""
    made = _options(labels)
    return {"type": "radio_buttons", "options": list(made.values()), "initial_option": made[initial]}


def ticks(labels: Mapping[_Word, str], ticked: Iterable[str] = ()) -> Block:
    """Boxes, of which any may be ticked."""
    made = _options(labels)
    initial = [made[value] for value in ticked if value in made]
    options = {"initial_options": initial} if initial else {}
    return {"type": "checkboxes", "options": list(made.values()), **options}


def select(labels: Mapping[_Word, str], initial: str, placeholder: str = "選ぶ") -> Block:
    made = _options(labels)
    return _select({"options": list(made.values())}, made.get(initial), placeholder)


def grouped_select(groups: Mapping[str, Mapping[str, str]], initial: str, placeholder: str) -> Block:
    """`groups`: heading → the labels under it, by their words."""
    made = {heading: _options(labels) for heading, labels in groups.items()}
    first = next((options[initial] for options in made.values() if initial in options), None)
    listed = [{"label": one_line_text(name, GROUP), "options": list(own.values())} for name, own in made.items()]
    return _select({"option_groups": listed}, first, placeholder)


def _select(options: Block, initial: Block | None, placeholder: str) -> Block:
    first = {"initial_option": initial} if initial else {}
    return {"type": "static_select", "placeholder": one_line_text(placeholder, PLACEHOLDER), **options, **first}


def _options(labels: Mapping[_Word, str]) -> dict[str, Block]:
    return {value: option(label, value) for value, label in labels.items()}


def name_search(initial: Block | None = None) -> Block:
    """A field that offers records by what is typed of their names."""
    return {**_SEARCHED, "type": "external_select", **({"initial_option": initial} if initial else {})}


def names_search(initial: Sequence[Block], most: int) -> Block:
    """The same for several, at most so many."""
    chosen = {"initial_options": list(initial)} if initial else {}
    return {**_SEARCHED, "type": "multi_external_select", "max_selected_items": most, **chosen}


def note_blocks(note: str) -> list[Block]:
    """What came of the last press, where it says anything."""
    return [section(bold(note[:600]))] if note.strip() else []


def state(view: Submitted, name: str) -> Mapping[str, Any]:
    """What a field holds; empty where the modal had no such field, or it was left empty."""
    found = view.get("state", {}).get("values", {}).get(name, {}).get(name)
    return found if isinstance(found, Mapping) else {}


def typed(view: Submitted, name: str) -> str:
    """Without what nobody sees: it is kept, and shown to others."""
    return without_unseen(str(state(view, name).get("value") or "")).strip()


def chosen(view: Submitted, name: str) -> str:
    return str((state(view, name).get("selected_option") or {}).get("value") or "")


def is_checked(view: Submitted, name: str) -> bool:
    return bool(state(view, name).get("selected_options"))


def read_subject(view: Submitted) -> ButtonValue:
    """What the modal was about. ValueError where the metadata is none of ours."""
    return ids.decode(str(view.get("private_metadata") or ids.encode(ButtonValue())))


def field_errors(problems: Mapping[str, str]) -> dict[str, Any]:
    """For `ack(**field_errors(…))`: block_id of an input → one sentence."""
    return {"response_action": "errors", "errors": dict(problems)}
