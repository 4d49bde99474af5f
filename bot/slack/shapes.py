"""What of Slack's payloads is relied on, as a table: a payload of another shape is refused before anybody reads it."""

from collections.abc import Mapping
from typing import Any

Shape = Mapping[str, Any]
"""Field → `str`, `dict`, a shape, or a list with the shape of each of its elements. With ? it may be missing."""

_MESSAGE: Shape = {
    **dict.fromkeys(("text?", "user?", "bot_id?", "subtype?", "thread_ts?", "user_team?", "team?"), str),
    "ts": str,
    "edited?": {"ts?": str},
    **dict.fromkeys(("blocks?", "attachments?"), list),
}
_ASKED: Shape = {
    **_MESSAGE,
    **dict.fromkeys(("channel_type?", "deleted_ts?"), str),
    "channel": str,
    "message?": _MESSAGE,
    "previous_message?": dict,
}
_EVENTS: Mapping[str, Shape] = {
    "app_mention": _ASKED,
    "message": _ASKED,
    "app_home_opened": {"user": str, "tab?": str, "channel?": str},
    "agent_session_stopped": {"user?": str, "channel?": str, "thread_ts?": str},
    "subteam_members_changed": {"subteam_id": str},
    "channel_shared": {"channel": str},
    "channel_id_changed": {"old_channel_id": str, "new_channel_id": str},
    "function_executed": {
        "function": {"callback_id": str},
        "function_execution_id": str,
        "bot_access_token?": str,
        "inputs?": dict.fromkeys(("question?", "user?", "channel?"), str),
    },
    "link_shared": {"user?": str, "channel": str, "message_ts": str, "links": [{"url": str}]},
    "tokens_revoked": {"tokens?": {"bot?": list, "oauth?": list}},
}
_PRESSED: Shape = {
    "action_id": str,
    **dict.fromkeys(("block_id?", "value?", "type?"), str),
    "selected_option?": {"value?": str},
}
_FIELD: Shape = {"type?": str, "value?": str, "selected_option?": {"value?": str}, "selected_options?": list}
_VIEW: Shape = {
    **dict.fromkeys(("id?", "type?", "callback_id?", "hash?", "private_metadata?"), str),
    "state?": {"values?": {"*": {"*": _FIELD}}},
}
_BY_A_PERSON: Shape = {
    "user": {"id": str, "team_id?": str},
    "team?": {"id?": str},
    "enterprise?": {"id?": str},
    "channel?": {"id?": str},
    "container?": dict.fromkeys(("message_ts?", "channel_id?", "thread_ts?", "view_id?"), str),
    "message?": {"text?": str, "thread_ts?": str, "ts?": str, "blocks?": list, "attachments?": list},
    "view?": _VIEW,
    "response_url?": str,
    "trigger_id?": str,
}
_KINDS: Mapping[str, Shape] = {
    "event_callback": {"event": {"type": str}, "event_id?": str, "team_id?": str},
    "block_actions": {**_BY_A_PERSON, "actions": [_PRESSED]},
    "block_suggestion": {**_BY_A_PERSON, "action_id": str, "block_id?": str, "value?": str},
    "shortcut": {**_BY_A_PERSON, "callback_id": str, "trigger_id": str},
    "message_action": {**_BY_A_PERSON, "callback_id": str, "trigger_id": str},
    "view_submission": {**_BY_A_PERSON, "view": {**_VIEW, "id": str, "type": str, "callback_id": str}},
    "view_closed": {**_BY_A_PERSON, "view": {**_VIEW, "id": str, "type": str, "callback_id": str}},
    "url_verification": {"challenge": str},
}
_COMMAND: Shape = {
    **dict.fromkeys(("command", "user_id", "channel_id", "trigger_id"), str),
    **dict.fromkeys(("text?", "team_id?", "response_url?"), str),
}


def odd_field(body: object) -> str:
    """The first field that is missing or of another type, as a path; "" where all that we rely on is there."""
    if not isinstance(body, Mapping) or not body:
        return "."
    kind = body.get("type")
    shape = _COMMAND if "command" in body else _KINDS.get(kind, {}) if isinstance(kind, str) else {"type?": str}
    if odd := _odd(body, shape, ""):
        return odd
    event = body.get("event")
    return _odd(event, _EVENTS.get(event["type"], {}), ".event") if kind == "event_callback" and event else ""


def _odd(value: object, shape: Any, path: str) -> str:
    if isinstance(shape, type):
        return "" if isinstance(value, shape) else path
    if isinstance(shape, list):
        if not isinstance(value, list) or not value:
            return path
        return next((odd for at, one in enumerate(value) if (odd := _odd(one, shape[0], f"{path}[{at}]"))), "")
    if not isinstance(value, Mapping):
        return path or "."
    return next((odd for name, inner in shape.items() if (odd := _odd_within(value, name, inner, path))), "")


def _odd_within(value: Mapping[str, object], name: str, shape: Any, path: str) -> str:
    """`*` stands for every field, by whatever name; none of these names gets into a log."""
    if name == "*":
        return next((odd for one in value.values() if (odd := _odd(one, shape, f"{path}.*"))), "")
    plain = name.removesuffix("?")
    if plain != name and value.get(plain) is None:
        return ""
    return _odd(value.get(plain), shape, f"{path}.{plain}")
