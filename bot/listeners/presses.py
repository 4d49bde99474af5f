"""How a press of a button is taken: acknowledged, put into its lane, done by a function that names what it needs.

What such a function returns as a Message is the reply. Where that goes depends on where the button stood: in a
thread, in a private message, in a modal or the Home tab.
"""

import inspect
import logging
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from slack_bolt import Ack, BoltContext

from bot.config.errors import BotError
from bot.features.asking import key_of
from bot.features.jobs import Handled, Jobs
from bot.slack.outbox import Destination, Outbox
from bot.slack.payloads import Press, press_from
from bot.slack.permissions import Permissions
from bot.slack.store import BotStore
from bot.views import ids
from bot.views.digests.form import read_digest
from bot.views.forms import Submitted
from bot.views.modals import result_modal
from bot.views.parts import Message
from knowledge.model import UnknownIdError

log = logging.getLogger(__name__)

Result = TypeVar("Result")
Pressed = Callable[..., Handled | Message]
Listener = Callable[..., None]
STALE = "このボタンは古くなっています。もう一度質問してください。"


def injected(work: Callable[..., Result], context: Mapping[str, Any]) -> Result:
    """What `work` gives. As Bolt calls a listener: each parameter is what the context holds under its name."""
    return work(**{name: context[name] for name in inspect.signature(work).parameters})


def pressed(work: Pressed, *, privately: bool = False, in_view: bool = False, in_form: bool = False) -> Listener:
    """Acknowledged at once, done in the channel's lane.

    `in_view`: in the lane of the modal in which the button stands, for what draws it anew, in the order of presses.
    `in_form`: the same, with all that is filled in as `form`.
    """

    def listener(ack: Ack, body: Mapping[str, Any], context: BoltContext, jobs: Jobs) -> None:
        ack()
        press, view = press_from(body), body["view"] if in_form else None
        lane = f"view {press.view_id}" if in_view or in_form else ""
        jobs.put(press.origin, lambda: _done(work, press, context, view, privately=privately), lane=lane)

    return listener


def opened(work: Pressed) -> Listener:
    """For what opens a modal: done at once, since the trigger lives three seconds."""

    def listener(ack: Ack, body: Mapping[str, Any], context: BoltContext, jobs: Jobs) -> None:
        ack()
        press = press_from(body)
        jobs.do(press.origin, lambda: _done(work, press, context))

    return listener


def _done(
    work: Pressed, press: Press, context: BoltContext, view: Submitted | None = None, *, privately: bool = False
) -> Handled:
    """Anybody in a shared channel can press a button."""
    permissions: Permissions = context["permissions"]
    permissions.check_answered(press.origin.user, press.origin.team)
    try:
        given = {**context, "press": press, **({"form": read_digest(view)} if view else {})}
        done = injected(work, given)
        if isinstance(done, Handled):
            return done
        return injected(_reply, {**given, "message": done, "privately": privately})
    except (ValueError, UnknownIdError) as error:  # a value of an earlier version, or of a document since replaced
        log.info("stale button %s: %s", press.action_id, type(error).__name__)
        raise BotError(STALE) from error


def _reply(press: Press, message: Message, outbox: Outbox, store: BotStore, privately: bool) -> Handled:
    """Into the thread of a public message, beside a private one, over the Home."""
    origin = press.origin
    if press.view_kind == "modal":
        outbox.update_view(press.view_id, result_modal(message))
    elif press.view_kind == "home":
        outbox.open(press.trigger_id, result_modal(message))
    elif press.is_private or privately:
        outbox.respond(origin.response_url, message)
    else:
        thread = origin.thread_ts or (None if origin.channel.startswith("D") else press.message_ts)
        outbox.post(Destination(origin.channel, thread), message, post_key(press))
        remember(press, thread, store)
    return Handled("shown", 1)


def remember(press: Press, thread: str | None, store: BotStore) -> None:
    """What was opened last is what 「KPIは？」 is about."""
    try:
        records = ids.decode(press.value).records
    except ValueError:
        return
    store.remember(f"{press.origin.channel} {thread or ''}".strip(), records)


def post_key(press: Press) -> str:
    return f"press {key_of(press.trigger_id)}"
