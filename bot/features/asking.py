"""A question becomes an answer in its place: the one way of mentions, direct messages, edits and commands."""

import hashlib
from datetime import date

from msgspec import Struct
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
from bot.values import LedgerValues
from bot.values.plans import Knowledge, Plans
from bot.views import Message
from bot.views.cards import answer_message
from knowledge.answers import Answer
from knowledge.answers.conversation import row_with
from knowledge.answers.gaps import gap_of
from knowledge.model import Catalog
from knowledge.model.plans import ended_note
from knowledge.model.structs import replace
from knowledge.wording import tokyo_day

HELP = "使い方"
LEFT_OUT = (
    "ほかの組織と共有しているチャンネルのため（または共有しているか確かめられないため）、登録された実績は出していません。"
    "「実績未登録」とあるものにも、登録されている値があるかもしれません。"
)
_GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})


class Answerer(Struct, frozen=True, kw_only=True):
    """The plans as people meet them: today, with the values of now, in a message.

    `plan`: the mark of the plan at hand, None for the usual one; `catalog` and `values` are of it.
    """

    plans: Plans
    catalog: Catalog
    values: LedgerValues
    clock: Clock
    plan: str | None = None
    is_kept_back: bool = False

    def answer(self, text: str, before: tuple[str, ...] = ()) -> Answer:
        """`before`: the records that a follow-up may be about, as an answer marks them."""
        return self._asked(text, before)[0]

    def _asked(self, text: str, before: tuple[str, ...]) -> tuple[Answer, Knowledge]:
        seen = Knowledge.kept_back if self.is_kept_back else Knowledge.as_it_is
        return self.plans.asked(text, before, today=tokyo_day(self.clock()), tied=self.plan, seen=seen)

    def at(self, plan: str | None) -> "Answerer":
        """In a place that has a plan of its own."""
        return self if plan is None else replace(self, plan=plan)

    def answered(
        self, text: str, before: tuple[str, ...] = (), *, asked_by: str | None = None, key: str = ""
    ) -> tuple[Answer, Message]:
        """`key`: what the buttons under the answer know it by."""
        answer, knowledge = self._asked(text, before)
        message = answer_message(answer, knowledge.catalog, knowledge.values.current, asked_by=asked_by, context=key)
        return answer, noted(message.in_plan(self.plans.button_mark(answer.mark)), knowledge.values)

    def seen_in(self, place: Audience, permissions: Permissions) -> "Answerer":
        """What it tells there: the plans everywhere, recorded values where the table of rights lets them be seen."""
        return (
            self
            if permissions.shows_values(place)
            else replace(self, values=self.values.kept_back(), is_kept_back=True)
        )


def noted(message: Message, values: LedgerValues, today: date | None = None) -> Message:
    """With a word on the recorded values that are kept back, and by `today` on a plan whose period is over."""
    ended = ended_note(values.catalog.strategy.period, today) if today else ""
    if ended and ended not in message.text:
        message = message.with_note(f"※ {ended}")
    return message.with_note(LEFT_OUT) if values.keeps_back else message


def answer_question(
    question: AskedMessage,
    request: str,
    place: Audience,
    answerer: Answerer,
    recording: Recording,
    store: BotStore,
    outbox: Outbox,
) -> Handled:
    """`answerer`: as it is seen in that place. `request`: the text as one, of whose plan `recording` is.

    Raises what stands in the way.
    """
    key, asked_by = key_of(question.place), question.origin.user
    to = Destination(question.origin.channel, question.reply_thread)
    if told := answer_request(request, question.origin, place, recording.announcements.values, recording):
        store.settle(question.key)
        outbox.post(to, told, key, look_first=question.is_resumed)
        return Handled("requested")
    before = store.context(question.conversation)
    answer, message = answerer.answered(question.text, before, asked_by=asked_by, key=key)
    store.settle(question.key)  # a question that is answered has been written down: nobody answers it a second time
    posted = outbox.post(to, message, key, look_first=question.is_resumed)
    given = GivenAnswer(
        key=key,
        query=answer.query,
        asked_by=asked_by,
        before=before,
        shown=shown_in(answer, before),
        channel=posted.channel,
        ts=posted.ts,
        question_ts=question.ts,
        gap=gap_of(answer),
    )
    store.put_answer(given, conversation=question.conversation, finished=question.key)
    return Handled(answer.status, len(answer.items))


def answer_edited(
    question: AskedMessage,
    request: str,
    place: Audience,
    answerer: Answerer,
    recording: Recording,
    store: BotStore,
    outbox: Outbox,
) -> Handled:
    """In the same message, understood in the context of then."""
    given = store.find_answer_to(question.origin.channel, question.ts)
    if given is None:
        return answer_question(question, request, place, answerer, recording, store, outbox)
    if given.is_deleted or given.query == question.text:
        return Handled("edited_unchanged")
    answer, message = answerer.answered(question.text, given.before, asked_by=given.asked_by, key=given.key)
    try:
        outbox.update(Posted(given.channel, given.ts), message)
    except SlackApiError as error:
        if code_of(error) not in _GONE:
            raise
        return Handled("edited_after_deletion")
    changed = replace(given, query=answer.query, shown=shown_in(answer, given.before), gap=gap_of(answer))
    store.put_answer(changed, conversation=question.conversation, finished=question.key)
    return Handled(f"{answer.status}_again", len(answer.items))


def answer_command(
    command: SlashCommand, request: str, answerer: Answerer, recording: Recording, store: BotStore, outbox: Outbox
) -> Handled:
    """For the asker's eyes; what is shown can be shared from there."""
    origin, key = command.origin, key_of(command.trigger_id)
    if told := answer_request(request, origin, "private", recording.announcements.values, recording):
        outbox.respond(origin, told)
        return Handled("requested")
    before = store.context(command.conversation)
    answer, message = answerer.answered(command.text or HELP, before, asked_by=origin.user, key=key)
    outbox.respond(origin, message)
    given = GivenAnswer(
        key=key,
        query=answer.query if command.text else HELP,
        asked_by=origin.user,
        before=before,
        shown=shown_in(answer, before),
        channel=origin.channel,
        gap=gap_of(answer),
    )
    store.put_answer(given, conversation=command.conversation)
    return Handled(answer.status, len(answer.items))


def shown_in(answer: Answer, before: tuple[str, ...]) -> tuple[str, ...]:
    """What its conversation goes on about from now on; () where it showed nothing and leaves that as it is."""
    return row_with(before, answer) if answer.items or answer.near else ()


def key_of(what: str) -> str:
    """Of an answer by its question, of what was seen by its words: the same after a restart."""
    return hashlib.sha256(what.encode("utf-8", "surrogatepass")).hexdigest()[:16]
