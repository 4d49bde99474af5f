"""The content of a message or view as an app sends it: decoded, judged, and completed with ids."""

import json
from collections.abc import Iterable

from msgspec import Struct

from bot.blockkit import NEW_BLOCKS, check_message, check_view
from bot.blockkit.shape import Violation
from bot.sandbox.state.errors import SlackError
from bot.sandbox.state.records import JsonObject
from bot.sandbox.state.workspace import Workspace

TEXT_CUT = 40_000
_ERROR_BY_CODE = {
    "metadata_too_large": "metadata_too_large",
    "msg_blocks_too_long": "msg_blocks_too_long",
    "blocks_format": "invalid_blocks_format",
    "view_too_large": "view_too_large",
}


class Content(Struct, frozen=True, kw_only=True):
    """`has_metadata` tells "left out" (kept by chat.update) from "given"."""

    text: str
    blocks: tuple[JsonObject, ...]
    metadata: JsonObject | None
    has_metadata: bool


def decoded(value: object) -> object:
    """Form fields carry JSON as text, JSON bodies carry it as it is."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except json.JSONDecodeError:
        return value


def unsupported(workspace: Workspace) -> frozenset[str]:
    return workspace.refused_blocks if workspace.has_new_blocks else NEW_BLOCKS


def _error_of(violation: Violation) -> str:
    head = violation.pointer.split("/")[1] if "/" in violation.pointer else ""
    return _ERROR_BY_CODE.get(violation.code) or ("invalid_metadata_format" if head == "metadata" else "invalid_blocks")


def refuse(violations: Iterable[Violation], error: str | None = None) -> None:
    listed = list(violations)
    if listed:
        raise SlackError(error or _error_of(listed[0]), messages=tuple(map(str, listed)))


def read_message(workspace: Workspace, args: JsonObject, *, longest_text: int | None = None) -> Content:
    """Raises what chat.postMessage answers: no_text, invalid_blocks, msg_too_long and the like."""
    fields = {name: decoded(args[name]) for name in ("blocks", "metadata") if args.get(name) is not None}
    text = str(args.get("text") or "")
    if not (text or fields.get("blocks")):
        raise SlackError("no_text")
    if longest_text is not None and len(text) > longest_text:
        raise SlackError("msg_too_long")
    given = {name: value for name, value in fields.items() if value != {}}  # {} takes metadata away
    refuse(check_message({**given, "text": text[:TEXT_CUT]}, without=unsupported(workspace)))
    return Content(
        text=text[:TEXT_CUT],
        blocks=tuple(complete(workspace, fields.get("blocks"))),
        metadata=_object(fields.get("metadata")) or None,
        has_metadata="metadata" in fields,
    )


def read_view(workspace: Workspace, value: object) -> JsonObject:
    """A view is refused as `invalid_arguments`, with pointers that start at /view, as Slack does."""
    view = _object(decoded(value))
    if not view:
        line = "[ERROR] missing required field: view [json-pointer:/view]"
        raise SlackError("invalid_arguments", messages=(line,))
    found = check_view(view, without=unsupported(workspace))
    too_large = [violation for violation in found if violation.code == "view_too_large"]
    refuse(too_large)
    refuse(found, "invalid_arguments")
    return {**view, "blocks": complete(workspace, view["blocks"])}


def _object(value: object) -> JsonObject:
    return dict(value) if isinstance(value, dict) else {}


def _objects(value: object) -> list[JsonObject]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


_CONTAINERS = ("elements", "actions")
_WITHOUT_ACTIONS = ("plain_text", "mrkdwn")


def complete(workspace: Workspace, blocks: object) -> list[JsonObject]:
    """Blocks and elements without an id get one, as Slack does."""
    return [_with_ids(workspace, block, "block_id") for block in _objects(blocks)]


def _with_ids(workspace: Workspace, part: JsonObject, name: str) -> JsonObject:
    done = dict(part)
    if done.get("type") not in _WITHOUT_ACTIONS or name == "block_id":
        done[name] = done.get(name) or workspace.new_id("id")
    if done.get("type") == "rich_text":
        return done
    for key in _CONTAINERS:
        if isinstance(done.get(key), list):
            inner = "block_id" if done.get("type") == "carousel" else "action_id"
            done[key] = [_with_ids(workspace, item, inner) for item in _objects(done[key])]
    for key in ("element", "accessory"):
        if isinstance(done.get(key), dict):
            done[key] = _with_ids(workspace, done[key], "action_id")
    return done
