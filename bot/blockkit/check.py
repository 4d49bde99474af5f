"""What Slack refuses in a message or a view: JSON in, list of violations out. Pure.

The stand-in answers with these lines as Slack would; the tests hold what the bot sends to a `margin` besides. The
limits stand in `limits.toml`; this module adds what concerns a payload as a whole.
"""

import json
from collections.abc import Mapping

from bot.blockkit.shape import Position, Surface, Violation, Violations
from bot.blockkit.tables import fields_of, rule
from bot.blockkit.totals import blocks_of

NEW_BLOCKS = frozenset({
    "alert", "card", "carousel", "container", "context_actions", "data_table", "data_visualization", "markdown",
})  # fmt: skip
"""Blocks that a workspace may lack: pass them as `without` to judge as such a workspace does."""

VIEW_CHARACTERS = 250_000


def check_message(
    message: Mapping[str, object], *, margin: float = 0.0, without: frozenset[str] = frozenset()
) -> list[Violation]:
    """Everything wrong with `text`, `markdown_text`, `blocks` and `metadata` of a message."""
    place = Position(surface="message", margin=margin, unsupported=without)
    found = list(_message_fields(message, place))
    if message.get("blocks") is not None:
        found += blocks_of(message["blocks"], place.at("blocks"))
    return found


def check_view(
    view: Mapping[str, object], *, margin: float = 0.0, without: frozenset[str] = frozenset()
) -> list[Violation]:
    """Everything wrong with a modal or a Home tab. Pointers start at `/view`, as Slack's do."""
    surface: Surface = "home" if view.get("type") == "home" else "modal"
    place = Position(surface=surface, pointer="/view", margin=margin, unsupported=without)
    found = list(rule(f"payload.{surface}")(view, place))
    found += blocks_of(view.get("blocks"), place.at("blocks"))
    return [*found, *_needs_submit(view, place), *_view_size(view, place)]


def check_options(answer: object, *, margin: float = 0.0) -> list[Violation]:
    """The answer to a `block_suggestion`: options or option_groups, at most 100."""
    return list(rule("object.suggestions")(answer, Position(surface="modal", margin=margin)))


def _message_fields(message: Mapping[str, object], place: Position) -> Violations:
    for name, text in fields_of("payload.message").items():
        if message.get(name) is not None:
            yield from rule(text)(message[name], place.at(name))


def _needs_submit(view: Mapping[str, object], place: Position) -> Violations:
    blocks = view.get("blocks")
    has_input = isinstance(blocks, list) and any(isinstance(b, dict) and b.get("type") == "input" for b in blocks)
    if view.get("type") == "modal" and has_input and not view.get("submit"):
        yield place.wrong("required", "missing required field: submit")


def _view_size(view: Mapping[str, object], place: Position) -> Violations:
    size, limit = len(json.dumps(view, ensure_ascii=False)), place.characters(VIEW_CHARACTERS)
    if size > limit:
        yield place.wrong("view_too_large", "view is too large", limit, size)
