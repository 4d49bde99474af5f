"""What a workflow can have the bot do (Workflow Builder): 「戦略に聞く」 and 「KPI のまとめを送る」.

Whose rights it has is said in the step: the person that the workflow names. Whatever goes wrong, the step ends, with a
sentence that Slack tells the workflow's people.
"""

import logging
from collections.abc import Callable
from datetime import datetime, time

from slack_sdk.errors import SlackApiError

from bot.config import BotError, Clock
from bot.delivery import DigestRenderer
from bot.digests import Recurrence, Schedule
from bot.features.asking import LEFT_OUT, Answerer
from bot.features.digest_access import Digests
from bot.features.jobs import Handled, outcome_of, unforeseen
from bot.rights import NotAnsweredError, Permissions
from bot.slack import Destination, Outbox, code_of, error_text_of
from bot.slack.errors import DEAD_TOKEN
from bot.slack.forms.accepted import without_pings
from bot.slack.payloads import Step
from bot.views.digests.message import digest_messages
from knowledge.model import KnowledgeError

log = logging.getLogger(__name__)

STEP_DIGEST_NAME = "KPI のまとめ"
NO_STEP_QUESTION = "質問が空です。ワークフローの「質問」の欄に、文か変数を入れてください。"
NOT_FOR_THEM = "この方の質問にはお答えしていません。ワークフローの「だれの質問か」に、職員の方を選んでください。"
LONGEST_OUTPUT = 3_900  # characters that a message of the workflow can hold
_STAND_IN = Recurrence(rhythm="weekly", at=time(9), weekdays=(0,))  # nothing is kept: it has no rhythm

Outputs = dict[str, str]
StepWork = Callable[[], tuple[Handled, Outputs]]


def ended_step(step: Step, outbox: Outbox, work: StepWork) -> Handled:
    """`work` done, and Slack told how it ended: nobody else would end the step."""
    try:
        handled, outputs = work()
    except Exception as error:  # noqa: BLE001  # the outermost handler: whatever it was, the workflow hears of it
        handled, outputs, sentence = Handled(outcome_of(error)), {}, _sentence(error, step)
    else:
        sentence = ""
    try:
        outbox.end_step(step, outputs, sentence)
    except SlackApiError as error:
        if code_of(error) in DEAD_TOKEN:
            raise
        log.warning("step not ended: %s", code_of(error))  # it may be over already
        return Handled(outcome_of(error))
    return handled


def _sentence(error: Exception, step: Step) -> str:
    match error:
        case NotAnsweredError():
            return error.user_message or NOT_FOR_THEM
        case BotError():
            return error.user_message
        case KnowledgeError():
            return str(error)
        case SlackApiError() if trouble := error_text_of(error, step.origin.channel):
            return trouble.to_person
    return unforeseen(error)


def answered_step(step: Step, permissions: Permissions, answerer: Answerer, outbox: Outbox) -> Handled:
    """Where the answer will stand the workflow alone knows: without a channel it may be anywhere."""

    def work() -> tuple[Handled, Outputs]:
        permissions.check("ask", step.origin)
        if not step.question.strip():
            raise BotError(NO_STEP_QUESTION)
        place = permissions.place_of(step.origin.channel) if step.origin.channel else "shared"
        seen = answerer.seen_in(place, permissions)
        answer = seen.answer(step.question)
        text = f"{answer.text}\n\n{LEFT_OUT}" if seen.values.keeps_back else answer.text
        outputs = {"answer": without_pings(text)[:LONGEST_OUTPUT], "status": answer.status}
        return Handled(answer.status, len(answer.items)), outputs

    return ended_step(step, outbox, work)


def sent_digest(step: Step, digests: Digests, renderer: DigestRenderer, outbox: Outbox, clock: Clock) -> Handled:
    """The whole plan's, once, as a schedule would post it; nothing of it is kept."""

    def work() -> tuple[Handled, Outputs]:
        viewer, channel = digests.viewer(step.origin), step.origin.channel
        digests.channels.check_postable(channel, viewer.user)
        made = _schedule(digests, channel, viewer.user, clock())
        messages = digest_messages(renderer.preview(made, clock(), None))
        posted = outbox.post_thread(Destination(channel), messages, f"step {step.execution}")
        return Handled("digest_sent", len(messages)), {"message_ts": posted.ts}

    return ended_step(step, outbox, work)


def _schedule(digests: Digests, channel: str, user: str, now: datetime) -> Schedule:
    return Schedule(
        id="step",
        name=STEP_DIGEST_NAME,
        channel_id=channel,
        creator=user,
        rule=_STAND_IN,
        created_at=now,
        updated_at=now,
        since=now,
        plan=digests.plan,
    )
