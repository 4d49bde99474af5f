"""How a piece of work is done: in its lane, timed, logged in one line, its errors told to whoever can act on them."""

import logging
import secrets
import time
from collections.abc import Callable

from msgspec import Struct
from slack_sdk.errors import SlackApiError

from bot.config import BotError
from bot.config.observer import Interaction, Observer
from bot.rights import NotAnsweredError
from bot.slack import LOST, Destination, Origin, Outbox, code_of, error_text_of
from bot.slack.errors import DEAD_TOKEN, BusyError, NoReplyError, status_of
from bot.slack.job_queue import JobQueue, QueueFullError
from bot.views import Block, Message, assemble, paragraph
from knowledge.model import KnowledgeError, UnknownIdError
from knowledge.model.errors import DatabaseDownError, LedgerConflictError, OutsidePlanError, UnreadableYearError

log = logging.getLogger(__name__)


class Handled(Struct, frozen=True):
    """What the log says of a piece of work: a word, and how many records were shown."""

    outcome: str = "done"
    shown: int = 0


Work = Callable[[], Handled]
Ended = Callable[[bool], None]  # told whether the work is settled, or should be taken up again after a restart


class Installation:
    """Whether the app may still talk to Slack; the program stops when it may not."""

    def __init__(self) -> None:
        self.reason = ""

    def lose(self, reason: str) -> None:
        """`reason` says to the operator, in Japanese, what happened and what to do."""
        self.reason = self.reason or reason

    @property
    def is_lost(self) -> bool:
        return bool(self.reason)


class Jobs:
    """Work that listeners ask for, now or in its turn."""

    def __init__(
        self, queue: JobQueue, outbox: Outbox, installation: Installation, observer: Observer | None = None
    ) -> None:
        self._queue = queue
        self._observer = observer or Observer()
        self._outbox = outbox
        self._installation = installation

    @property
    def is_full(self) -> bool:
        return self._queue.is_full

    def health(self) -> dict[str, object]:
        """`ok` while more can be asked for and answered."""
        is_well = not self._queue.is_full and not self._installation.is_lost
        return {"ok": is_well, "under_way": len(self._queue)}

    def put(self, origin: Origin, work: Work, *, lane: str = "", ended: Ended | None = None) -> None:
        """Does `work` when its lane is free. Without a lane of its own it is the channel's, or the person's.

        `ended` is called when the lane goes on already.
        """
        arrived, outcomes = time.perf_counter(), list[bool]()

        def after() -> None:
            if ended is not None:
                ended(*outcomes)

        try:
            lane = lane or origin.channel or origin.user
            self._queue.put(lane, lambda: outcomes.append(self.do(origin, work, arrived)), after)
        except QueueFullError:
            log.error("queue full: %s refused", origin.kind)
            tell(self._outbox, origin, BusyError().user_message)
            if ended is not None:
                ended(False)

    def do(self, origin: Origin, work: Work, arrived: float | None = None) -> bool:
        """Does `work` now; never raises. False when it is unknown whether the person got an answer, or they got none
        because the database was away: once it is back, they are answered.
        """
        started = arrived if arrived is not None else time.perf_counter()
        try:
            handled, is_settled = work(), True
        except Exception as error:  # noqa: BLE001  # the outermost handler: whatever it was, the person hears of it
            handled, is_settled = Handled(outcome_of(error)), not isinstance(error, NoReplyError | DatabaseDownError)
            self.report(origin, error)
        self._observer.interaction(
            Interaction(
                surface="slack",
                kind=origin.kind,
                outcome=handled.outcome,
                ms=(time.perf_counter() - started) * 1000,
                shown=handled.shown,
                user=origin.user,
                channel=origin.channel,
            )
        )
        return is_settled

    def report(self, origin: Origin, error: Exception) -> None:
        """Says to the person what to do, to the operator what to mend; what nobody foresaw gets a number for both."""
        match error:
            case NotAnsweredError(standing="bot" | "deactivated"):
                return
            case BotError():
                sentence = error.user_message
            case KnowledgeError():
                sentence = str(error)
            case SlackApiError():
                sentence = self._refused(error, origin)
            case _:
                sentence = unforeseen(error)
        if not self._installation.is_lost:
            tell(self._outbox, origin, sentence)

    def _refused(self, error: SlackApiError, origin: Origin) -> str:
        trouble = error_text_of(error, origin.channel)
        if trouble is None:
            return unforeseen(error)
        if trouble.to_operator:
            log.error("%s", trouble.to_operator)
        if code_of(error) in DEAD_TOKEN:
            self._installation.lose(trouble.to_operator)
        return trouble.to_person


def outcome_of(error: Exception) -> str:
    """What the log and whoever counts are told of it."""
    match error:
        case NotAnsweredError():
            return "forbidden"
        case BusyError():
            return "busy"
        case SlackApiError():
            return f"slack_error:{code_of(error) or status_of(error)}"
        case NoReplyError():
            return "slack_error:no_reply"
        case BotError() | UnknownIdError() | OutsidePlanError() | UnreadableYearError() | LedgerConflictError():
            return "wrong_call"
        case KnowledgeError():
            return "unavailable"
    return "slack_error:no_reply" if isinstance(error, LOST) else "incident"


def unforeseen(error: Exception) -> str:
    """Into the log, under a number that stands in the sentence for whoever asked."""
    incident = secrets.token_hex(4)
    log.error("incident %s", incident, exc_info=error)
    return (
        "申し訳ありません。思わぬ不具合のため、お答えできませんでした。"
        f"ボットの管理者に、受付番号 {incident} をお知らせください。"
    )


def tell(outbox: Outbox, origin: Origin, sentence: str, *more: Block) -> None:
    """Privately, by whichever way is open: where the person acted, else in a direct message. Never raises."""
    message = notice(sentence, *more)
    ways: list[Callable[[], object]] = []
    if origin.response_url:
        ways.append(lambda: outbox.respond(origin, message))
    elif origin.channel:
        ways.append(lambda: outbox.post_ephemeral(Destination(origin.channel, origin.thread_ts), origin.user, message))
    if origin.user:
        ways.append(lambda: outbox.post(Destination(origin.user), message, f"notice {secrets.token_hex(8)}"))
    for way in ways:
        try:
            way()
        except (SlackApiError, BotError, *LOST) as error:
            log.warning("could not tell %s: %s", origin.user, outcome_of(error))
        else:
            return


def notice(sentence: str, *more: Block) -> Message:
    return assemble(sentence, [paragraph(sentence), *more])
