"""What holds for everything that the builders make, judged from outside."""

import json
import re
from collections.abc import Iterator
from typing import Any

from bot.blockkit.check import NEW_BLOCKS, check_message, check_view
from bot.views import ids
from bot.views.fallback import OLD_BLOCKS, without_new_blocks
from bot.views.parts import Message

MARGIN = 0.1
NOT_SHOWN = frozenset({"value", "initial_value", "private_metadata", "action_id", "block_id"})
SHARER = "U0SHARER1"
ROOM = "C0ROOM001"
_OURS = re.compile(rf"<@{SHARER}[A-Z0-9]*>|<#{ROOM}>")  # ids that only Slack hands out
_MENTION = re.compile(r"<[!@#]|@(?:channel|here|everyone)", re.IGNORECASE)


def shown_texts(value: Any) -> Iterator[tuple[dict[str, Any], str]]:
    """Every string that a reader sees, with the object that holds it."""
    if isinstance(value, dict):
        for name, item in value.items():
            if isinstance(item, str) and name not in NOT_SHOWN:
                yield value, item
            yield from shown_texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from (({}, item),) if isinstance(item, str) else shown_texts(item)


def action_ids(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("action_id"), str):
            yield value["action_id"]
        for item in value.values():
            yield from action_ids(item)
    elif isinstance(value, list):
        for item in value:
            yield from action_ids(item)


def judge_message(message: Message) -> None:
    """Slack takes it, a workspace without the newer blocks takes it, and nothing in it can ping or link."""
    assert message.text.strip()
    assert len(message.text) <= 3600
    plain = without_new_blocks(message)
    for form in (message, plain):
        assert check_message(form.payload(), margin=MARGIN) == []
        judge_words(form.payload())
    assert {block["type"] for block in plain.blocks} <= OLD_BLOCKS
    assert check_message(plain.payload(), margin=MARGIN, without=NEW_BLOCKS) == []
    assert without_new_blocks(plain) == plain


def judge_view(view: dict[str, Any]) -> None:
    assert check_view(view, margin=MARGIN) == []
    assert check_view(view, margin=MARGIN, without=NEW_BLOCKS) == []
    assert view["callback_id"] in ids.CALLBACKS
    judge_words(view)


def judge_words(payload: dict[str, Any]) -> None:
    json.dumps(payload, allow_nan=False).encode()
    for holder, text in shown_texts(payload):
        harmless = _OURS.sub("", text)
        assert not _MENTION.search(harmless), text
        if holder.get("type") == "mrkdwn" or holder is payload:
            assert "<" not in harmless, text
        if holder.get("type") == "mrkdwn":
            assert holder["verbatim"] is True
        if holder.get("type") == "plain_text":
            assert holder["emoji"] is False
    for action in action_ids(payload):
        assert ids.action_of(action) in ids.ACTION_IDS | ids.FIELDS, action


def blocks_of(message: Message, kind: str) -> list[dict[str, Any]]:
    return [block for block in message.blocks if block["type"] == kind]


def labels(value: Any) -> list[str]:
    """What stands on the buttons, in order."""
    if isinstance(value, dict):
        own = [value["text"]["text"]] if value.get("type") == "button" else []
        return own + [label for item in value.values() for label in labels(item)]
    return [label for item in value for label in labels(item)] if isinstance(value, list) else []


def seen(value: Any) -> str:
    """Everything that can be read, line by line."""
    return "\n".join(text for holder, text in shown_texts(value) if text in (holder.get("text"), holder.get("caption")))
