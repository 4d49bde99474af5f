"""The doors for other programs, opened: what they ask is answered from the plans that Slack is answered from."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.api.desk import Allowance, Desk
from bot.api.http_api import http_api
from bot.api.queries import Queries
from bot.api.readers import ReaderStore
from bot.api.server import ServerThread
from bot.app.http_mode import HttpServer
from bot.app.links import site_links
from bot.app.serve import open_counting, warm
from bot.config import BotError, Clock
from bot.config.observer import Observer
from bot.config.signals import stop_signals
from bot.config.slack_settings import SlackSettings
from bot.rights.permissions import opened_by
from bot.slack.job_queue import JobQueue
from bot.values.plans import Plans
from knowledge.wording import tokyo_day

log = logging.getLogger(__name__)

SEE_AFTER_S = 1.0


@dataclass(frozen=True, slots=True)
class QueueHealth:
    """As /healthz tells it where there is no Slack."""

    queue: JobQueue

    def health(self) -> dict[str, object]:
        return {"ok": not self.queue.is_full, "under_way": len(self.queue)}


def open_desk(settings: SlackSettings, plans: Plans, clock: Clock, queue: JobQueue, observer: Observer) -> Desk:
    usual = plans.of(plans.usual(tokyo_day(clock())))
    return Desk(
        queries=Queries(plans, clock, site_links(settings.site_url, usual)),
        queue=queue,
        allowance=Allowance(settings.api_per_minute),
        opened=opened_by(settings),
        observer=observer,
    )


def start_api(desk: Desk, settings: SlackSettings, data: Path, port: int) -> tuple[ServerThread, int]:
    """Listening, with the port that it has taken. BotError where another has."""
    server = ServerThread(http_api(desk, ReaderStore(data)), host=settings.http_host, port=port)
    return server, server.start()


def run_api(settings: SlackSettings, data: Path, plans: Callable[[], Plans], clock: Clock, port: int) -> None:
    """The API alone, without Slack, until SIGTERM or SIGINT."""
    counting, queue = open_counting(settings), JobQueue(workers=settings.workers, length=settings.queue_length)
    opened = plans()
    desk = open_desk(settings, opened, clock, queue, counting or Observer())
    health = None
    if settings.health_port is not None:
        health = HttpServer(
            QueueHealth(queue), host=settings.http_host, port=settings.health_port, counting=counting, mode="api"
        ).start()
    reason = ""
    with stop_signals() as stop:
        server, _ = start_api(desk, settings, data, port)
        warm(opened, tokyo_day(clock()), stop)
        log.info("serving mode=api")
        while not stop.wait(SEE_AFTER_S) and not reason:
            reason = server.failure()
        server.close()
        if health:
            health.close()
        queue.drain(settings.shutdown_seconds)
    if reason:
        raise BotError(reason)
