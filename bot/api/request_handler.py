"""How a question of another program is dealt with: may they, not too often, in their turn, one line in the log.

Rights are those of the one table (bot/rights), the turn that of the one queue, which Slack's questions wait in as well.
"""

import math
import time
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future

from msgspec import Struct

from bot.api.operations import Operation
from bot.api.queries import Queries
from bot.api.readers import ApiReader
from bot.config import BotError, WrongCallError
from bot.config.observer import AskedOver, Interaction, Observer
from bot.features.jobs import unforeseen
from bot.rights import Actor, NotAnsweredError
from bot.rights.table import Admitted, check_right
from bot.slack.errors import BusyError
from bot.slack.job_queue import JobQueue, QueueFullError
from bot.values.plans import PlanGoneError
from knowledge.model import KnowledgeError, UnknownIdError
from knowledge.model.errors import OutsidePlanError
from knowledge.model.normalize import without_unseen

TOO_OFTEN = "1分間に{most}回までお答えしています。{wait}秒ほど待って、もう一度お試しください。"
NO_TOKEN = "トークンがないか、正しくありません。Authorization: Bearer に続けて、トークンを付けてください。"
LANE_S = 60.0


class NotServedError(Exception):
    """As HTTP tells it: a status, a word for the log, one Japanese sentence, and when to come again."""

    def __init__(self, status: int, outcome: str, sentence: str, retry_after_s: int | None = None) -> None:
        super().__init__(sentence)
        self.status, self.outcome, self.retry_after_s = status, outcome, retry_after_s
        self.sentence = without_unseen(sentence)  # it may quote what was asked


class Allowance:
    """So many questions of one reader in any minute. For several threads; `elapsed` never goes back."""

    def __init__(self, most: int, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._elapsed = elapsed
        self._taken: defaultdict[str, deque[float]] = defaultdict(lambda: deque(maxlen=most))  # by reader: when

    def take(self, reader: str) -> None:
        """Raises NotServedError."""
        now, taken = self._elapsed(), self._taken[reader]
        if len(taken) == taken.maxlen and now - taken[0] < LANE_S:
            wait = math.ceil(LANE_S - (now - taken[0]))
            raise NotServedError(429, "busy:too_often", TOO_OFTEN.format(most=taken.maxlen, wait=wait), wait)
        taken.append(now)


class RequestHandler(Struct, frozen=True, kw_only=True):
    """`opened`: to whom besides staff the settings open the door."""

    queries: Queries
    queue: JobQueue
    allowance: Allowance
    opened: Admitted
    observer: Observer

    def handle(
        self, reader: ApiReader, over: AskedOver, operation: Operation, sent: Mapping[str, object]
    ) -> "Future[object]":
        """What comes of it, or NotServedError. One reader's questions are answered one after the other."""
        asked: Future[object] = Future()
        started = time.perf_counter()

        def job() -> None:
            try:
                check_right(operation.action, Actor(standing=reader.standing), opened=self.opened)
                found = operation.run(self.queries, sent)
            except Exception as error:  # noqa: BLE001  # the outermost handler: whoever asked gets it
                refused(error)
            else:
                self._note(reader, over, operation.name, *_outcome(found), started)
                asked.set_result(found)

        def refused(error: Exception) -> None:
            refusal = refusal_of(error)
            self._note(reader, over, operation.name, refusal.outcome, 0, started)
            asked.set_exception(refusal)

        try:
            self.allowance.take(reader.id)
            self.queue.put(f"reader {reader.id}", job)
        except (NotServedError, QueueFullError) as error:
            refused(error)
        return asked

    def reject(self, over: AskedOver, kind: str, refusal: NotServedError | None = None) -> NotServedError:
        """Whoever is not known: without a `refusal`, for showing no token."""
        refusal = refusal or NotServedError(401, "forbidden:no_token", NO_TOKEN)
        self.observer.interaction(Interaction(surface=over, kind=kind, outcome=refusal.outcome, ms=0.0))
        return refusal

    def _note(self, reader: ApiReader, over: AskedOver, kind: str, outcome: str, shown: int, started: float) -> None:
        ms = (time.perf_counter() - started) * 1000
        self.observer.interaction(
            Interaction(surface=over, kind=kind, outcome=outcome, ms=ms, shown=shown, user=reader.id)
        )


def _outcome(found: object) -> tuple[str, int]:
    """Of an answer its status, and how many records it shows."""
    return (str(found["status"]), len(found["items"])) if isinstance(found, dict) and "status" in found else ("done", 0)


def refusal_of(error: Exception) -> NotServedError:
    """What nobody foresaw gets a number, for whoever asks and for the log."""
    match error:
        case NotServedError():
            return error
        case QueueFullError():
            return NotServedError(429, "busy", BusyError().user_message, int(LANE_S))
        case NotAnsweredError():
            return NotServedError(403, "forbidden", error.user_message)
        case UnknownIdError() | PlanGoneError():
            return NotServedError(404, "wrong_call:not_there", str(error))
        case WrongCallError():
            return NotServedError(400, "wrong_call", error.user_message)
        case OutsidePlanError():
            return NotServedError(400, "wrong_call", str(error))
        case BotError() | KnowledgeError():
            return NotServedError(503, "unavailable", str(error))
    return NotServedError(500, "incident", unforeseen(error))
