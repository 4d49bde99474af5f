"""A question becomes an answer in its place: the one way of mentions, direct messages, edits and commands."""

import hashlib
from dataclasses import replace
from datetime import timedelta

from slack_sdk.errors import SlackApiError

from bot.features.context import Services
from bot.features.jobs import Done
from bot.features.kpi_commands import answer_request
from bot.slack.errors import code_of
from bot.slack.outbox import Destination, Posted
from bot.slack.payloads import Command, Question, moment_of
from bot.slack.store import GivenAnswer
from bot.views.cards import answer_message
from bot.views.parts import Message
from knowledge.answers import Answer
from knowledge.wording import tokyo_day

REMEMBERED = 20  # records of an answer that follow-ups may be about
HELP = "使い方"
_GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})


def answer_question(question: Question, services: Services) -> Done:
    """Posts the answer, or brings the one given before up to date. Raises what stands in the way."""
    services.permissions.check_answered(question.origin.user, question.origin.team)
    if question.edited_ts:
        return _answer_again(question, services)
    return _answer_first(question, services)


def _answer_first(question: Question, services: Services) -> Done:
    key = key_of(question.place)
    to = Destination(question.origin.channel, question.reply_thread)
    if asked := answer_request(question.text, question.origin, services):
        services.outbox.post(to, asked, key, look_first=question.is_resumed)
        return Done("requested")
    before = services.store.context(question.conversation)
    answer = ask(question.text, before, services)
    message = _message(answer, question.origin.user, key, services)
    posted = services.outbox.post(to, message, key, look_first=question.is_resumed)
    given = GivenAnswer(
        key=key,
        query=question.text,
        asked_by=question.origin.user,
        at=services.clock().isoformat(),
        before=before,
        shown=shown_in(answer),
        channel=posted.channel,
        ts=posted.ts,
        question_ts=question.ts,
        thread_ts=question.reply_thread or "",
    )
    services.store.put_answer(given, conversation=question.conversation, finished=question.key)
    return Done(answer.status, len(answer.items))


def _answer_again(question: Question, services: Services) -> Done:
    """Within some minutes, in the same message, understood in the context of then."""
    window = timedelta(minutes=services.settings.edit_minutes)
    if services.clock() - moment_of(question.ts) > window:
        return Done("edited_too_late")
    given = services.store.find_answer_to(question.origin.channel, question.ts)
    if given is None:
        return _answer_first(question, services) if question.is_asked else Done("edited_unasked")
    if given.is_deleted or given.query == question.text:
        return Done("edited_unchanged")
    answer = ask(question.text, given.before, services)
    message = _message(answer, given.asked_by, given.key, services)
    try:
        services.outbox.update(Posted(given.channel, given.ts), message)
    except SlackApiError as error:
        if code_of(error) not in _GONE:
            raise
        return Done("edited_after_deletion")
    changed = replace(given, query=question.text, shown=shown_in(answer))
    services.store.put_answer(changed, conversation=question.conversation, finished=question.key)
    return Done(f"{answer.status}_again", len(answer.items))


def answer_command(command: Command, services: Services) -> Done:
    """For the asker's eyes; what is shown can be shared from there."""
    services.permissions.check_answered(command.origin.user, command.origin.team)
    key = key_of(command.trigger_id)
    if asked := answer_request(command.text, command.origin, services):
        services.outbox.respond(command.origin.response_url, asked)
        return Done("requested")
    before = services.store.context(command.conversation)
    answer = ask(command.text or HELP, before, services)
    message = _message(answer, command.origin.user, key, services)
    services.outbox.respond(command.origin.response_url, message)
    given = GivenAnswer(
        key=key,
        query=command.text,
        asked_by=command.origin.user,
        at=services.clock().isoformat(),
        before=before,
        shown=shown_in(answer),
        channel=command.origin.channel,
    )
    services.store.put_answer(given, conversation=command.conversation)
    return Done(answer.status, len(answer.items))


def ask(text: str, before: tuple[str, ...], services: Services) -> Answer:
    return services.engine.answer(text, before, today=tokyo_day(services.clock()))


def shown_in(answer: Answer) -> tuple[str, ...]:
    return tuple(item.id for item in answer.items)[:REMEMBERED]


def key_of(what: str) -> str:
    """The key of the answer to a question: the same after a restart."""
    return hashlib.sha256(what.encode()).hexdigest()[:16]


def _message(answer: Answer, asked_by: str, key: str, services: Services) -> Message:
    return answer_message(answer, services.catalog, services.values, asked_by=asked_by, context=key)
