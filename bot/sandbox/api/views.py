"""views.*: modals are a stack of at most three, a Home tab is one view for each person."""

from typing import Literal

from msgspec.structs import replace

from bot.sandbox.api.call import Call
from bot.sandbox.events.content import read_view
from bot.sandbox.events.shapes import view_json
from bot.sandbox.state.errors import SlackError
from bot.sandbox.state.records import JsonObject, View
from bot.sandbox.state.workspace import Workspace

DEEPEST_STACK = 3


def new_view(
    workspace: Workspace,
    user: str,
    kind: Literal["modal", "home"],
    body: JsonObject,
    previous: View | None = None,
) -> View:
    view_id = workspace.new_id("V")
    return workspace.put(
        View(
            id=view_id,
            kind=kind,
            user=user,
            body=body,
            hash=workspace.new_id("hash."),
            root=previous.root if previous else view_id,
            previous=previous.id if previous else None,
        )
    )


def is_open(workspace: Workspace, view: View) -> bool:
    return view.id in workspace.modals.get(view.user, ()) or workspace.homes.get(view.user) == view.id


def rebuilt(workspace: Workspace, old: View, body: JsonObject) -> View:
    """Inputs keep what was filled in as long as their block_id and action_id stay."""
    kept = {block["block_id"] for block in body["blocks"] if isinstance(block, dict)}
    values = {block_id: value for block_id, value in old.values.items() if block_id in kept}
    return workspace.put(replace(old, body=body, hash=workspace.new_id("hash."), values=values, errors={}))


def pushed(workspace: Workspace, below: View, body: JsonObject) -> View:
    stack = workspace.modals.get(below.user, ())
    if len(stack) >= DEEPEST_STACK:
        raise SlackError("push_limit_reached")
    view = new_view(workspace, below.user, "modal", body, below)
    workspace.set_modals(below.user, (*stack, view.id))
    return view


def _modal(call: Call) -> JsonObject:
    body = read_view(call.workspace, call.args.get("view"))
    if body.get("type") != "modal":
        line = "[ERROR] unsupported type: home [json-pointer:/view/type]"
        raise SlackError("invalid_arguments", messages=(line,))
    return body


def open_view(call: Call) -> JsonObject:
    trigger_id, body = call.text("trigger_id"), _modal(call)
    trigger = call.platform.once.use_trigger(trigger_id)
    view = new_view(call.workspace, trigger.user, "modal", body)
    call.workspace.set_modals(trigger.user, (view.id,))
    return {"view": view_json(call.workspace, view)}


def push(call: Call) -> JsonObject:
    trigger_id, body = call.text("trigger_id"), _modal(call)
    trigger = call.platform.once.use_trigger(trigger_id)
    top = call.workspace.modal(trigger.user)
    if trigger.view is None or top is None:
        raise SlackError("not_found")
    return {"view": view_json(call.workspace, pushed(call.workspace, top, body))}


def _existing(call: Call) -> View:
    view = call.workspace.views.get(call.text("view_id"))
    if view is None or not is_open(call.workspace, view):
        raise SlackError("not_found")
    return view


def _check_hash(call: Call, view: View) -> None:
    given = call.optional("hash")
    if given is not None and given != view.hash:
        raise SlackError("hash_conflict")


def update(call: Call) -> JsonObject:
    view = _existing(call)
    _check_hash(call, view)
    body = read_view(call.workspace, call.args.get("view"))
    if body.get("type") != view.kind:
        raise SlackError("invalid_arguments")
    return {"view": view_json(call.workspace, rebuilt(call.workspace, view, body))}


def publish(call: Call) -> JsonObject:
    person, body = call.person("user_id"), read_view(call.workspace, call.args.get("view"))
    if body.get("type") != "home":
        line = "[ERROR] unsupported type: modal [json-pointer:/view/type]"
        raise SlackError("invalid_arguments", messages=(line,))
    old = call.workspace.home(person.id)
    if old is not None:
        _check_hash(call, old)
        return {"view": view_json(call.workspace, rebuilt(call.workspace, old, body))}
    view = new_view(call.workspace, person.id, "home", body)
    call.workspace.homes[person.id] = view.id
    return {"view": view_json(call.workspace, view)}
