"""Buttons, menus and fields.

Where an answer goes depends on where its button stood: in a thread, in a private message, in a modal or the Home tab.
"""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack
from slack_sdk.errors import SlackApiError

from bot.config.errors import BotError
from bot.features.asking import ask, key_of
from bot.features.context import Services
from bot.features.jobs import Done, handle, queue, tell
from bot.features.office import office_address
from bot.features.printing import print_sheet
from bot.features.review_sheet import send_review_sheet
from bot.listeners import recording
from bot.slack.errors import code_of
from bot.slack.outbox import Destination, Posted
from bot.slack.payloads import Press, press_from
from bot.slack.store import GivenAnswer, Opinion
from bot.views import ids
from bot.views.cards import answer_message, record_message, records_message
from bot.views.details import detail_message, meeting_message
from bot.views.ids import Value
from bot.views.kpis import history_message, kpi_list_message
from bot.views.modals import feedback_modal, office_modal, result_modal, search_modal
from bot.views.parts import Message, actions, button
from bot.views.sources import share_message, source_message, why_message
from knowledge.model import UnknownIdError
from knowledge.wording import find_record, state_of

log = logging.getLogger(__name__)

Pressed = Callable[[Press, Services], Done]
Listener = Callable[[Ack, Mapping[str, Any], Services], None]
STALE = "このボタンは古くなっています。もう一度質問してください。"
ONLY_ASKER = "回答を削除できるのは、質問した本人だけです。"
SHARED = "チャンネルに共有しました。"
SHARED_BEFORE = "この回答は、すでにこのチャンネルに共有されています。"
NO_CHANNEL = "直接メッセージやホームからは共有できません。共有したいチャンネルで「/senryaku」を使って質問してください。"
THANKS = "ご意見をありがとうございます。回答の改善に使います。"


def pressed(work: Pressed) -> Listener:
    """Acknowledged at once, done in the channel's lane."""

    def listener(ack: Ack, body: Mapping[str, Any], services: Services) -> None:
        ack()
        press = press_from(body)
        queue(services, press.origin, lambda: checked(work, press, services))

    return listener


def opened(work: Pressed) -> Listener:
    """For what opens a modal: done at once, since the trigger lives three seconds."""

    def listener(ack: Ack, body: Mapping[str, Any], services: Services) -> None:
        ack()
        press = press_from(body)
        handle(services, press.origin, lambda: checked(work, press, services))

    return listener


def checked(work: Pressed, press: Press, services: Services) -> Done:
    """Anybody in a shared channel can press a button."""
    services.permissions.check_answered(press.origin.user, press.origin.team)
    try:
        return work(press, services)
    except (ValueError, UnknownIdError) as error:  # a value of an earlier version, or of a document since replaced
        log.info("stale button %s: %s", press.action_id, type(error).__name__)
        raise BotError(STALE) from error


# Records


def open_record(press: Press, services: Services) -> Done:
    value = ids.decode(press.value)
    return _reply(
        press, record_message(value.record, services.catalog, services.values, context=value.context), services
    )


def open_detail(press: Press, services: Services) -> Done:
    value = ids.decode(press.value)
    return _reply(
        press, detail_message(value.record, services.catalog, services.values, context=value.context), services
    )


def show_history(press: Press, services: Services) -> Done:
    value = ids.decode(press.value)
    record = find_record(services.catalog, value.record)
    if record is None:
        raise BotError(STALE)
    return _reply(press, history_message(record, services.catalog, services.values, context=value.context), services)


def show_source(press: Press, services: Services) -> Done:
    value = ids.decode(press.value)
    message = source_message(value.record, services.catalog, services.document, context_key=value.context)
    return _reply(press, message, services, privately=True)


def show_meeting(press: Press, services: Services) -> Done:
    """For everybody in the room: over the channel's whole width, wherever in the channel the button stood."""
    value = ids.decode(press.value)
    message = meeting_message(value.record, services.catalog, services.values, context=value.context)
    if press.view_kind:
        return _reply(press, message, services)
    posted = services.outbox.post(Destination(press.origin.channel), message, _key(press))
    _remember(press, posted.ts, services)
    return Done("posted", 1)


def show_states(press: Press, services: Services) -> Done:
    """From the App Home: the indicators in one state."""
    wanted = [id for id in services.catalog.indicators if state_of(services.values.latest(id)) == press.value]
    message = kpi_list_message(wanted, services.catalog, services.values, heading=f"{press.value}のKPI")
    return _reply(press, message, services)


def ask_example(press: Press, services: Services) -> Done:
    return _reply_to_words(press, press.value, services)


def search_home(press: Press, services: Services) -> Done:
    if not press.value.strip():
        raise BotError("調べたいことを入力してください。")
    return _reply_to_words(press, press.value, services)


def _reply_to_words(press: Press, question: str, services: Services) -> Done:
    answer = ask(question, (), services)
    message = answer_message(answer, services.catalog, services.values, asked_by=press.origin.user)
    return _reply(press, message, services)


def open_search(press: Press, services: Services) -> Done:
    if press.view_kind == "modal":
        services.outbox.update_view(press.view_id, search_modal())
    else:
        services.outbox.open(press.trigger_id, search_modal())
    return Done()


def _reply(press: Press, message: Message, services: Services, *, privately: bool = False) -> Done:
    """Into the thread of a public message, beside a private one, over the Home."""
    origin = press.origin
    if press.view_kind == "modal":
        services.outbox.update_view(press.view_id, result_modal(message))
    elif press.view_kind == "home":
        services.outbox.open(press.trigger_id, result_modal(message))
    elif press.is_private or privately:
        services.outbox.respond(origin.response_url, message)
    else:
        thread = origin.thread_ts or (None if origin.channel.startswith("D") else press.message_ts)
        services.outbox.post(Destination(origin.channel, thread), message, _key(press))
        _remember(press, thread, services)
    return Done("shown", 1)


def _remember(press: Press, thread: str | None, services: Services) -> None:
    """What was opened last is what 「KPIは？」 is about."""
    try:
        records = ids.decode(press.value).records
    except ValueError:
        return
    services.store.remember(f"{press.origin.channel} {thread or ''}".strip(), records)


def _key(press: Press) -> str:
    return f"press {key_of(press.trigger_id)}"


# About an answer


def share(press: Press, services: Services) -> Done:
    """Once for each answer and channel, as a message that stays and names who shared it."""
    value, origin = ids.decode(press.value), press.origin
    if not origin.channel or origin.channel.startswith("D"):
        raise BotError(NO_CHANNEL)
    key = f"share {value.context or key_of(press.value)} {origin.channel}"

    def posted(may_stand_there: bool) -> Posted:
        message = _shared(value, origin.user, services)
        return services.outbox.post(Destination(origin.channel), message, key, look_first=may_stand_there)

    services.digests.store.notices.once(key, posted, refusal=SHARED_BEFORE)
    tell(services, origin, SHARED)
    return Done("shared", len(value.records))


def _shared(value: Value, by: str, services: Services) -> Message:
    given = services.store.find_answer(value.context)
    if given is None:
        message = records_message(value.records, services.catalog, services.values)
    else:
        answer = ask(given.query, given.before, services)
        message = answer_message(answer, services.catalog, services.values)
    return share_message(message, by)


def explain(press: Press, services: Services) -> Done:
    given = _given(press, services)
    if given is None:
        raise BotError(STALE)
    answer = ask(given.query, given.before, services)
    return _reply(press, why_message(answer), services, privately=True)


def delete(press: Press, services: Services) -> Done:
    """Only the asker may. A private answer is anyway for them alone."""
    if press.is_private:
        services.outbox.delete_response(press.origin.response_url)
        return Done("deleted")
    given = _given(press, services)
    if given is None or given.asked_by != press.origin.user:
        raise BotError(ONLY_ASKER)
    try:
        services.outbox.delete(Posted(given.channel, given.ts))
    except SlackApiError as error:
        if code_of(error) != "message_not_found":
            raise
    services.store.mark_deleted(given)
    return Done("deleted")


def _given(press: Press, services: Services) -> GivenAnswer | None:
    """By its key, else by where the button stood."""
    key = _context(press)
    return services.store.find_answer(key) or services.store.find_answer_at(press.origin.channel, press.message_ts)


def _context(press: Press) -> str:
    try:
        return ids.decode(press.value).context
    except ValueError:
        return ""


def rate(press: Press, services: Services) -> Done:
    """The rating counts at once; 「改善が必要」 asks for a comment at once, 「役に立った」 leaves a button."""
    rating, about = ids.decode_feedback(press.value)
    given = services.store.find_answer(about.context)
    opinion = Opinion(
        answer=about.context or f"{press.origin.channel} {press.message_ts}",
        user=press.origin.user,
        rating=rating,
        at=services.clock().isoformat(),
        query=given.query if given else "",
    )
    services.store.put_opinion(opinion)
    if rating == "bad":
        services.outbox.open(press.trigger_id, feedback_modal(about))
    else:
        tell(services, press.origin, THANKS, actions(button("コメントを書く", ids.COMMENT, ids.encode(about))))
    return Done(rating)


def write_comment(press: Press, services: Services) -> Done:
    services.outbox.open(press.trigger_id, feedback_modal(ids.decode(press.value)))
    return Done("opened")


def ask_office(press: Press, services: Services) -> Done:
    if services.settings.office_channel is None:
        tell(services, press.origin, office_address(services))
        return Done("no_office_channel")
    about = ids.decode(press.value)
    given = services.store.find_answer(about.context)
    contact = services.catalog.strategy.contact
    modal = office_modal(about, office=contact.office if contact else "", question=given.query if given else "")
    services.outbox.open(press.trigger_id, modal)
    return Done("opened")


def ignored(ack: Ack) -> None:
    """Elements that only hold a value, and buttons of messages from earlier versions."""
    ack()


def left(ack: Ack, body: Mapping[str, Any], services: Services) -> None:
    """A link: the browser is on its way, and Slack only wants to be told that we know."""
    ack()


ACTIONS: dict[str, Listener] = {
    ids.OPEN: pressed(open_record),
    ids.CHOOSE: pressed(open_record),
    ids.PICK: pressed(open_record),
    ids.DETAIL: pressed(open_detail),
    ids.HISTORY: pressed(show_history),
    ids.SOURCE: pressed(show_source),
    ids.FULL_TEXT: left,
    ids.MEETING: pressed(show_meeting),
    ids.PRINT: pressed(print_sheet),
    ids.EXAMPLE: pressed(ask_example),
    ids.KPI_STATES: opened(show_states),
    ids.HOME_SEARCH: opened(search_home),
    ids.SEARCH_OPEN: opened(open_search),
    ids.SHARE: pressed(share),
    ids.WHY: pressed(explain),
    ids.DELETE: pressed(delete),
    ids.FEEDBACK: opened(rate),
    ids.COMMENT: opened(write_comment),
    ids.ASK_OFFICE: opened(ask_office),
    ids.RECORD: opened(recording.open_form),
    ids.REVIEW_SHEET: pressed(send_review_sheet),
    ids.UNDO: pressed(recording.undo),
}
"""Every action that a builder can put on a button, besides those of digests; a test compares the two."""
