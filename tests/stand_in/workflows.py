"""What comes to an app by Slack's own doors: a step of somebody's workflow, a link that somebody has shared.

And the methods by which it answers.
"""

import re
from secrets import token_hex
from urllib.parse import urlsplit

from bot.sandbox.events.emit import emit
from bot.sandbox.state.deliveries import Delivery
from bot.sandbox.state.errors import CannotSimulateError
from bot.sandbox.state.records import JsonObject, PostedMessage
from tests.stand_in.platform import StepRun, WholePlatform

_URL = re.compile(r"https?://[^\s<>|]+")


def run_step(platform: WholePlatform, callback_id: str, inputs: JsonObject) -> tuple[StepRun, Delivery]:
    """A workflow comes to a step of the app. Raises CannotSimulateError for one that Slack would not let run."""
    workspace = platform.workspace
    declared = next((step for step in platform.steps if step.callback_id == callback_id), None)
    if declared is None or not declared.needed <= inputs.keys() <= declared.taken:
        raise CannotSimulateError(f"no step {callback_id} with these inputs")
    with workspace.lock:
        token = f"xwfp-{token_hex(8)}"
        platform.step_tokens.add(token)
        run = platform.keep(StepRun(id=workspace.new_id("Fx"), callback_id=callback_id))
        event = {
            "type": "function_executed",
            "function": {"id": workspace.new_id("Fn"), "callback_id": callback_id, "type": "app"},
            "inputs": inputs,
            "function_execution_id": run.id,
            "workflow_execution_id": workspace.new_id("Wx"),
            "event_ts": workspace.new_ts(),
            "bot_access_token": token,
        }
        return run, emit(platform, "function_executed", event)


def shared_links(platform: WholePlatform, message: PostedMessage) -> Delivery | None:
    """None where there is no link of a domain that the app has named."""
    links = [
        {"domain": host, "url": url}
        for url in _URL.findall(message.text)
        if (host := urlsplit(url).hostname or "") in platform.unfurl_domains
    ]
    if not links:
        return None
    workspace = platform.workspace
    channel = workspace.channels[message.channel]
    event = {
        "type": "link_shared",
        "user": message.user,
        "channel": message.channel,
        "message_ts": message.ts,
        "links": links,
        "is_bot_user_member": workspace.bot_user in channel.members,
        "unfurl_id": workspace.new_id("C"),
        "source": "conversations_history",
        "event_ts": workspace.new_ts(),
    }
    return emit(platform, "link_shared", event)
