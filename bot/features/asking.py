"""A question becomes an answer in its place: the one way of mentions, direct messages, edits and commands."""

import hashlib
from dataclasses import dataclass, replace

from slack_sdk.errors import SlackApiError

from bot.config import Clock
from bot.features.jobs import Handled
from bot.features.kpi_commands import answer_request
from bot.features.recording import Recording
from bot.slack import BotStore, Destination, Outbox, code_of
from bot.slack.outbox import Posted
from bot.slack.payloads import AskedMessage, SlashCommand
from bot.slack.store import GivenAnswer
from bot.values import Answering, LedgerValues
from bot.views import Message
from bot.views.cards import answer_message
from knowledge.answers import Answer
from knowledge.model import Catalog
from knowledge.wording import tokyo_day

REMEMBERED = 20  # records of an answer that follow-ups may be about
HELP = "使い方"
_GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answerer:
    """The engine as people meet it: today, with the values of now, in a message."""

    engine: Answering
    catalog: Catalog
    values: LedgerValues
    clock: Clock

    def answer(self, text: str, before: tuple[str, ...] = ()) -> Answer:
        """`before`: the records that a follow-up may be about."""
        return self.engine.answer(text, before, today=tokyo_day(self.clock()))

    def answered(
        self, text: str, before: tuple[str, ...] = (), *, asked_by: str | None = None, key: str = ""
    ) -> tuple[Answer, Message]:
        """`key`: what the buttons under the answer know it by."""
        answer = self.answer(text, before)
        return answer, answer_message(answer, self.catalog, self.values, asked_by=asked_by, context=key)


def answer_question(
    question: AskedMessage, answerer: Answerer, recording: Recording, store: BotStore, outbox: Outbox
) -> Handled:
    """Raises what stands in the way."""
    key, asked_by = key_of(question.place), question.origin.user
    to = Destination(question.origin.channel, question.reply_thread)
    if told := answer_request(question.text, question.origin, answerer.values, recording):
        outbox.post(to, told, key, look_first=question.is_resumed)
        return Handled("requested")
    before = store.context(question.conversation)
    answer, message = answerer.answered(question.text, before, asked_by=asked_by, key=key)
    posted = outbox.post(to, message, key, look_first=question.is_resumed)
    given = GivenAnswer(
        key=key,
        query=answer.query,
        asked_by=asked_by,
        before=before,
        shown=shown_in(answer),
        channel=posted.channel,
        ts=posted.ts,
        question_ts=question.ts,
    )
    store.put_answer(given, conversation=question.conversation, finished=question.key)
    return Handled(answer.status, len(answer.items))


def answer_edited(
    question: AskedMessage, answerer: Answerer, recording: Recording, store: BotStore, outbox: Outbox
) -> Handled:
    """In the same message, understood in the context of then."""
    given = store.find_answer_to(question.origin.channel, question.ts)
    if given is None:
        asked = question.is_asked
        return answer_question(question, answerer, recording, store, outbox) if asked else Handled("edited_unasked")
    if given.is_deleted or given.query == question.text:
        return Handled("edited_unchanged")
    answer, message = answerer.answered(question.text, given.before, asked_by=given.asked_by, key=given.key)
    try:
        outbox.update(Posted(given.channel, given.ts), message)
    except SlackApiError as error:
        if code_of(error) not in _GONE:
            raise
        return Handled("edited_after_deletion")
    changed = replace(given, query=answer.query, shown=shown_in(answer))
    store.put_answer(changed, conversation=question.conversation, finished=question.key)
    return Handled(f"{answer.status}_again", len(answer.items))


def answer_command(
    command: SlashCommand, answerer: Answerer, recording: Recording, store: BotStore, outbox: Outbox
) -> Handled:
    """For the asker's eyes; what is shown can be shared from there."""
    origin, key = command.origin, key_of(command.trigger_id)
    if told := answer_request(command.text, origin, answerer.values, recording):
        outbox.respond(origin.response_url, told)
        return Handled("requested")
    before = store.context(command.conversation)
    answer, message = answerer.answered(command.text or HELP, before, asked_by=origin.user, key=key)
    outbox.respond(origin.response_url, message)
    given = GivenAnswer(
        key=key,
        query=answer.query if command.text else "",
        asked_by=origin.user,
        before=before,
        shown=shown_in(answer),
        channel=origin.channel,
    )
    store.put_answer(given, conversation=command.conversation)
    return Handled(answer.status, len(answer.items))


def shown_in(answer: Answer) -> tuple[str, ...]:
    return tuple(item.id for item in answer.items)[:REMEMBERED]


def key_of(what: str) -> str:
    """The key of the answer to a question: the same after a restart."""
    return hashlib.sha256(what.encode()).hexdigest()[:16]
