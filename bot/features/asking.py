"""A question becomes an answer in its place: the one way of mentions, direct messages, edits and commands."""

import hashlib
from dataclasses import dataclass, replace

from slack_sdk.errors import SlackApiError

from bot.config import Clock
from bot.features.jobs import Handled
from bot.features.kpi_commands import answer_request
from bot.features.recording import Recording
from bot.rights import Permissions
from bot.rights.table import Audience
from bot.slack import BotStore, Destination, Outbox, code_of
from bot.slack.outbox import Posted
from bot.slack.payloads import AskedMessage, SlashCommand
from bot.slack.store import GivenAnswer
from bot.values import Answering, LedgerValues
from bot.views import Message
from bot.views.cards import answer_message
from knowledge.answers import Answer
from knowledge.answers.gaps import gap_of
from knowledge.model import Catalog
from knowledge.wording import tokyo_day

REMEMBERED = 20  # records of an answer that follow-ups may be about
HELP = "使い方"
LEFT_OUT = (
    "ほかの組織と共有しているチャンネルのため（または共有しているか確かめられないため）、登録された実績は出していません。"
    "「実績未登録」とあるものにも、登録されている値があるかもしれません。"
)
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
        return self.engine.answer(text, before, self.values.current, today=tokyo_day(self.clock()))

    def answered(
        self, text: str, before: tuple[str, ...] = (), *, asked_by: str | None = None, key: str = ""
    ) -> tuple[Answer, Message]:
        """`key`: what the buttons under the answer know it by."""
        answer = self.answer(text, before)
        message = answer_message(answer, self.catalog, self.values, asked_by=asked_by, context=key)
        return answer, noted(message, self.values)

    def seen_in(self, place: Audience, permissions: Permissions) -> "Answerer":
        """What it tells there: the plan everywhere, recorded values where the table of rights lets them be seen."""
        return self if permissions.shows_values(place) else replace(self, values=self.values.kept_back())


def noted(message: Message, values: LedgerValues) -> Message:
    """With a word on the recorded values that are kept back."""
    return message.with_note(LEFT_OUT) if values.keeps_back else message


def answer_question(
    question: AskedMessage, place: Audience, answerer: Answerer, recording: Recording, store: BotStore, outbox: Outbox
) -> Handled:
    """`answerer`: as it is seen in that place. Raises what stands in the way."""
    key, asked_by = key_of(question.place), question.origin.user
    to = Destination(question.origin.channel, question.reply_thread)
    if told := answer_request(question.text, question.origin, place, answerer.values, recording):
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
        gap=gap_of(answer),
    )
    store.put_answer(given, conversation=question.conversation, finished=question.key)
    return Handled(answer.status, len(answer.items))


def answer_edited(
    question: AskedMessage, place: Audience, answerer: Answerer, recording: Recording, store: BotStore, outbox: Outbox
) -> Handled:
    """In the same message, understood in the context of then."""
    given = store.find_answer_to(question.origin.channel, question.ts)
    if given is None:
        if not question.is_asked:
            return Handled("edited_unasked")
        return answer_question(question, place, answerer, recording, store, outbox)
    if given.is_deleted or given.query == question.text:
        return Handled("edited_unchanged")
    answer, message = answerer.answered(question.text, given.before, asked_by=given.asked_by, key=given.key)
    try:
        outbox.update(Posted(given.channel, given.ts), message)
    except SlackApiError as error:
        if code_of(error) not in _GONE:
            raise
        return Handled("edited_after_deletion")
    changed = replace(given, query=answer.query, shown=shown_in(answer), gap=gap_of(answer))
    store.put_answer(changed, conversation=question.conversation, finished=question.key)
    return Handled(f"{answer.status}_again", len(answer.items))


def answer_command(
    command: SlashCommand, answerer: Answerer, recording: Recording, store: BotStore, outbox: Outbox
) -> Handled:
    """For the asker's eyes; what is shown can be shared from there."""
    origin, key = command.origin, key_of(command.trigger_id)
    if told := answer_request(command.text, origin, "private", answerer.values, recording):
        outbox.respond(origin.response_url, told)
        return Handled("requested")
    before = store.context(command.conversation)
    answer, message = answerer.answered(command.text or HELP, before, asked_by=origin.user, key=key)
    outbox.respond(origin.response_url, message)
    given = GivenAnswer(
        key=key,
        query=answer.query if command.text else HELP,
        asked_by=origin.user,
        before=before,
        shown=shown_in(answer),
        channel=origin.channel,
        gap=gap_of(answer),
    )
    store.put_answer(given, conversation=command.conversation)
    return Handled(answer.status, len(answer.items))


def shown_in(answer: Answer) -> tuple[str, ...]:
    return tuple(item.id for item in answer.items)[:REMEMBERED]


def key_of(what: str) -> str:
    """The key of the answer to a question: the same after a restart."""
    return hashlib.sha256(what.encode()).hexdigest()[:16]
