"""Bolt's listeners around functions that name what they need: acknowledged, put into their lane, logged, answered.

What a function gives as a Message is the reply to a press. Where that goes depends on where the button stood: in a
thread, in a private message, in a modal or the Home tab.
"""

import inspect
import logging
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar

from slack_bolt import Ack, BoltContext

from bot.config import BotError
from bot.features import Answerer, Handled, Jobs
from bot.features.asking import key_of, noted
from bot.features.jobs import outcome_of
from bot.features.kpi_commands import plan_of_request
from bot.rights import Action, NotAnsweredError, Permissions
from bot.rights.table import Audience
from bot.slack import BotStore, Destination, Outbox, Press
from bot.slack.deadline import within_deadline
from bot.slack.payloads import Payload, Shortcut, origin_of_view, press_from
from bot.values.plans import Plans
from bot.views import Message, field_errors, ids
from bot.views.digests.form import read_digest
from bot.views.modals import result_modal
from knowledge.answers.conversation import row_after
from knowledge.model import KnowledgeError, UnknownIdError
from knowledge.wording import tokyo_day

log = logging.getLogger(__name__)

Result = TypeVar("Result")
Handler = Callable[..., Handled | Message]
Listener = Callable[..., None]
STALE = "このボタンは古くなっています。もう一度質問してください。"
OLD_FORM = "この画面は古くなっています。開き直してください。"


def injected(work: Callable[..., Result], context: Mapping[str, Any]) -> Result:
    """What `work` gives. As Bolt calls a listener: each parameter is what the context holds under its name."""
    return work(**{name: context[name] for name in _parameters(work)})


@cache
def _parameters(work: Callable[..., object]) -> tuple[str, ...]:
    return tuple(inspect.signature(work).parameters)


def pressed(
    work: Handler,
    action: Action = "ask",
    *,
    privately: bool = False,
    publicly: bool = False,
    in_view: bool = False,
    in_form: bool = False,
) -> Listener:
    """Acknowledged at once, done in the channel's lane, by those who may do the `action`.

    `privately`: what comes of it is for the person alone; `publicly`: for the whole channel, wherever the button stood.
    `in_view`: in the lane of the modal in which the button stands, for what draws it anew, in the order of presses.
    `in_form`: the same, with all that is filled in as `form`.
    """

    def listener(ack: Ack, body: Payload, context: BoltContext, jobs: Jobs) -> None:
        ack()
        press, given = press_from(body), {**context, "privately": privately, "publicly": publicly}
        lane = f"view {press.view_id}" if in_view or in_form else ""
        form = body["view"] if in_form else None
        jobs.put(press.origin, lambda: _done(work, action, press, given, form), lane=lane)

    return listener


def opened(work: Handler, action: Action = "ask", read: Callable[[Payload], Press | Shortcut] = press_from) -> Listener:
    """For what opens a modal: done at once, since the trigger lives three seconds."""

    def listener(ack: Ack, body: Payload, context: BoltContext, jobs: Jobs) -> None:
        ack()
        arrived = read(body)
        given = {**context, "privately": False, "publicly": False}
        with within_deadline():
            jobs.do(arrived.origin, lambda: _done(work, action, arrived, given))

    return listener


def _done(
    work: Handler, action: Action, arrived: Press | Shortcut, given: dict[str, Any], form: Payload | None = None
) -> Handled:
    """Anybody in a shared channel can press a button."""
    permissions: Permissions = given["permissions"]
    place = _place_of_reply(arrived, given)
    permissions.check(action, arrived.origin, place=place)
    given = seen_in(place, given) | {type(arrived).__name__.lower(): arrived}
    try:
        done = injected(work, given | {"form": read_digest(form)} if form else given)
        if isinstance(done, Handled):
            return done
        return injected(_reply, {**given, "message": noted(done, given["values"], tokyo_day(given["clock"]()))})
    except (ValueError, UnknownIdError) as error:  # a value of an earlier version, or of a document since replaced
        log.info("stale %s: %s", arrived.origin.kind, type(error).__name__)
        raise BotError(STALE) from error


def _place_of_reply(arrived: Press | Shortcut, given: Mapping[str, Any]) -> Audience:
    permissions: Permissions = given["permissions"]
    if isinstance(arrived, Shortcut) or not arrived.origin.channel:
        return "private"
    is_private = given["privately"] or arrived.is_private or arrived.view_kind
    return permissions.place_of(arrived.origin.channel) if given["publicly"] or not is_private else "private"


def seen_in(place: Audience, given: Mapping[str, Any]) -> dict[str, Any]:
    """What is given to whoever shows something there: with recorded values, or as if there were none."""
    answerer: Answerer = given["answerer"]
    seen = answerer.seen_in(place, given["permissions"])
    return {**given, "place": place, "answerer": seen, "values": seen.values}


def requested(text: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """With `text` as a request, and what records in the plan that it names, else in the one at hand."""
    plans: Plans = given["plans"]
    mark, request = plan_of_request(text, plans, given["plan"], tokyo_day(given["clock"]()))
    recording = given["recording"] if mark == given["plan"] else given["of_plan"](mark).recording
    return {**given, "request": request, "recording": recording}


def _reply(press: Press, message: Message, outbox: Outbox, store: BotStore, privately: bool) -> Handled:
    """Into the thread of a public message, beside a private one, over the Home."""
    origin = press.origin
    if press.view_kind == "modal":
        outbox.update_view(press.view_id, result_modal(message))
    elif press.view_kind == "home":
        outbox.open(press.trigger_id, result_modal(message))
    elif press.is_private or privately:
        outbox.respond(origin, message)
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
    conversation = f"{press.origin.channel} {thread or ''}".strip()
    store.remember(conversation, row_after(store.context(conversation), records))


def post_key(press: Press) -> str:
    return f"press {key_of(press.trigger_id)}"


def submitted(work: Callable[..., Handled], action: Action, *, field: str = "") -> Listener:
    """A modal that was sent off, as `view`, by those who may; `work` acknowledges it with what comes next.

    What the person can mend, or try again, is told at `field`, which the modal always has. After anything else it
    closes.
    """

    def listener(ack: Ack, body: Payload, context: BoltContext, jobs: Jobs) -> None:
        origin = origin_of_view(body)
        given = {**context, "ack": ack, "origin": origin, "view": body["view"]}
        with within_deadline():
            jobs.do(origin, lambda: _taken(work, action, given, ack, field))
        if ack.response is None:
            ack()

    return listener


def _taken(work: Callable[..., Handled], action: Action, given: Mapping[str, Any], ack: Ack, field: str) -> Handled:
    permissions: Permissions = given["permissions"]
    try:
        permissions.check(action, given["origin"])
        return injected(work, given)
    except (BotError, KnowledgeError) as error:
        if field and not (isinstance(error, NotAnsweredError) and error.standing != "unknown"):
            ack(**field_errors({field: str(error)}))
            return Handled(outcome_of(error))
        ack()  # before it is told, which takes time
        raise
    except Exception as error:
        ack()
        if isinstance(error, (ValueError, KeyError)):  # of an earlier version, or not of the form at all
            raise BotError(OLD_FORM) from error
        raise
