"""How a piece of work is done: in its lane, timed, logged in one line, its errors told to whoever can act on them."""

import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError

from bot.config.errors import BotError
from bot.features.context import Services
from bot.slack.errors import DEAD_TOKEN, BusyError, NoReplyError, code_of, trouble_of
from bot.slack.job_queue import QueueFullError
from bot.slack.outbox import Destination
from bot.slack.payloads import Origin
from bot.slack.permissions import NotAnsweredError
from bot.slack.retries import LOST
from bot.views.parts import Block, Message, assemble, paragraph
from knowledge.model import KnowledgeError

log = logging.getLogger("bot.interactions")


@dataclass(frozen=True, slots=True)
class Done:
    """What the log says of a piece of work: a word, and how many records were shown."""

    outcome: str = "done"
    shown: int = 0


Work = Callable[[], Done]
Ended = Callable[[bool], None]  # told whether the work is settled, or should be taken up again after a restart


def queue(services: Services, origin: Origin, work: Work, *, lane: str = "", ended: Ended | None = None) -> None:
    """Does `work` when its lane is free. Without a lane of its own it is the channel's, or the person's."""
    arrived = time.perf_counter()

    def job() -> None:
        is_settled = handle(services, origin, work, arrived)
        if ended is not None:
            ended(is_settled)

    try:
        services.jobs.put(lane or origin.channel or origin.user, job)
    except QueueFullError:
        log.error("queue full: %s refused", origin.kind)
        tell(services, origin, BusyError().user_message)


def handle(services: Services, origin: Origin, work: Work, arrived: float | None = None) -> bool:
    """Does `work` now; never raises. False when it is unknown whether the person got an answer."""
    started = arrived if arrived is not None else time.perf_counter()
    try:
        done = work()
    except Exception as error:  # noqa: BLE001  # the outermost handler: whatever it was, the person hears of it
        done, is_settled = Done(_kind(error)), not isinstance(error, NoReplyError)
        report(services, origin, error)
    else:
        is_settled = True
    log.info(
        "%s user=%s channel=%s outcome=%s shown=%d ms=%.1f",
        origin.kind,
        origin.user,
        origin.channel or "-",
        done.outcome,
        done.shown,
        (time.perf_counter() - started) * 1000,
    )
    return is_settled


def _kind(error: Exception) -> str:
    return code_of(error) if isinstance(error, SlackApiError) else type(error).__name__


def report(services: Services, origin: Origin, error: Exception) -> None:
    """Says to the person what to do, to the operator what to mend; what nobody foresaw gets a number for both."""
    match error:
        case NotAnsweredError(kind="bot"):
            return
        case BotError():
            sentence = error.user_message
        case KnowledgeError():
            sentence = str(error)
        case SlackApiError():
            sentence = _slack_sentence(services, error)
        case _:
            sentence = _unforeseen(error)
    if not services.installation.is_lost:
        tell(services, origin, sentence)


def _slack_sentence(services: Services, error: SlackApiError) -> str:
    trouble = trouble_of(error)
    if trouble is None:
        return _unforeseen(error)
    if trouble.to_operator is not None:
        log.error("%s", trouble.to_operator)
    if code_of(error) in DEAD_TOKEN:
        services.installation.lose(trouble.to_operator or "")
    return trouble.to_person


def _unforeseen(error: Exception) -> str:
    incident = secrets.token_hex(4)
    log.error("incident %s", incident, exc_info=error)
    return (
        "申し訳ありません。思わぬ不具合のため、お答えできませんでした。"
        f"ボットの管理者に、受付番号 {incident} をお知らせください。"
    )


def tell(services: Services, origin: Origin, sentence: str, *more: Block) -> None:
    """Privately, by whichever way is open: where the person acted, else in a direct message. Never raises."""
    message = notice(sentence, *more)
    ways: list[Callable[[], object]] = []
    if origin.response_url:
        ways.append(lambda: services.outbox.respond(origin.response_url, message))
    if origin.channel:
        ways.append(
            lambda: services.outbox.post_ephemeral(Destination(origin.channel, origin.thread_ts), origin.user, message)
        )
    if origin.user:
        ways.append(lambda: services.outbox.post(Destination(origin.user), message, f"notice {secrets.token_hex(8)}"))
    for way in ways:
        try:
            way()
        except (SlackApiError, BotError, *LOST) as error:
            log.warning("could not tell %s: %s", origin.user, _kind(error))
        else:
            return


def notice(sentence: str, *more: Block) -> Message:
    return assemble(sentence, [paragraph(sentence), *more])
