"""The Web API methods of the stand-in with those that the page gives no occasion for."""

import html

from bot.sandbox.api import people
from bot.sandbox.api.assistant import agent_thread
from bot.sandbox.api.call import Call, Method
from bot.sandbox.api.methods import METHODS
from bot.sandbox.events.content import decoded, read_message
from bot.sandbox.state.errors import SlackError
from bot.sandbox.state.records import JsonObject
from knowledge.model.structs import replace
from tests.stand_in.platform import StepRun, WholePlatform

SESSION_STATES = ("active", "processing", "suspended", "closed")


def _platform(call: Call) -> WholePlatform:
    assert isinstance(call.platform, WholePlatform)
    return call.platform


def connections_open(call: Call) -> JsonObject:
    found = people.connections_open(call)
    return {"url": found["url"].replace("ws", _platform(call).link_scheme, 1)}


def _running(call: Call) -> StepRun:
    run = _platform(call).step_runs.get(call.text("function_execution_id"))
    if run is None:
        raise SlackError("function_execution_not_found")
    if run.is_over:
        raise SlackError("execution_not_in_running_state")
    return run


def complete_success(call: Call) -> JsonObject:
    run, outputs = _running(call), decoded(call.args.get("outputs"))
    [declared] = [step for step in _platform(call).steps if step.callback_id == run.callback_id]
    if not isinstance(outputs, dict) or not declared.given <= outputs.keys():
        raise SlackError("parameter_validation_failed")
    _platform(call).keep(replace(run, outputs=outputs))
    return {}


def complete_error(call: Call) -> JsonObject:
    _platform(call).keep(replace(_running(call), error=call.text("error")))
    return {}


def unfurl(call: Call) -> JsonObject:
    """Under a message of a person, once for each link that stands in it."""
    unfurls = decoded(call.args.get("unfurls"))
    if not isinstance(unfurls, dict) or not unfurls:
        raise SlackError("missing_unfurls")
    channel = call.workspace.channels.get(call.text("channel"))
    message = call.workspace.messages.get((channel.id, call.text("ts"))) if channel else None
    if channel is None or message is None:
        raise SlackError("cannot_find_channel" if channel is None else "cannot_find_message")
    shown = []
    for url, one in unfurls.items():
        if url not in html.unescape(message.text):
            raise SlackError("cannot_unfurl_url")
        if not isinstance(one, dict):
            raise SlackError("cannot_parse_attachment")
        content = read_message(call.workspace, {"blocks": one.get("blocks"), "text": ""})
        shown.append({"from_url": url, "is_app_unfurl": True, "blocks": list(content.blocks)})
    others = [one for one in message.attachments if one.get("from_url") not in unfurls]
    call.workspace.put(replace(message, attachments=(*others, *shown)))
    return {}


def session_status(call: Call) -> JsonObject:
    thread, status = agent_thread(call), call.text("status")
    call.text("thread_ts")
    if status not in SESSION_STATES:
        raise SlackError("invalid_arguments")
    call.workspace.put(replace(thread, status=status))
    return {}


ALL_METHODS = METHODS | {
    "agents.sessions.setStatus": Method(run=session_status, scopes=("chat:write",)),
    "apps.connections.open": Method(run=connections_open, token="app"),
    "chat.unfurl": Method(run=unfurl, scopes=("links:write",)),
    "functions.completeError": Method(run=complete_error),
    "functions.completeSuccess": Method(run=complete_success),
}
