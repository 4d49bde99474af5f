"""The doors for other programs, opened: what they ask is answered from the plans that Slack is answered from."""

from collections.abc import Callable

from starlette.types import ASGIApp

from bot.api.http_api import http_api
from bot.api.queries import Queries
from bot.api.readers import ReaderStore
from bot.api.request_handler import Allowance, RequestHandler
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
from knowledge.model.errors import DatabaseDownError
from knowledge.storage.place import RecordPlace
from knowledge.storage.plans import PLANS
from knowledge.storage.server import Server
from knowledge.wording import tokyo_day

SEE_AFTER_S = 1.0


class DatabaseLook:
    """Whether the server of the records is there, as of the last `look`; for a folder that is not asked."""

    def __init__(self, place: RecordPlace) -> None:
        self._place = place
        self.is_cut_off = False

    def look(self) -> None:
        try:
            if isinstance(self._place, Server):
                _ = self._place.records(PLANS).version
            self.is_cut_off = False
        except DatabaseDownError:
            self.is_cut_off = True


def open_request_handler(
    settings: SlackSettings, plans: Plans, clock: Clock, queue: JobQueue, observer: Observer
) -> RequestHandler:
    usual = plans.of(plans.usual(tokyo_day(clock())))
    return RequestHandler(
        queries=Queries(plans, clock, site_links(settings.site_url, usual)),
        queue=queue,
        allowance=Allowance(settings.api_per_minute),
        opened=opened_by(settings),
        observer=observer,
    )


def start_api(
    handler: RequestHandler, settings: SlackSettings, place: RecordPlace, port: int
) -> tuple[ServerThread, int]:
    """Listening, with the port that it has taken. BotError where another has."""
    server = ServerThread(http_api(handler, ReaderStore(place)), host=settings.http_host, port=port)
    return server, server.start()


def run_api(settings: SlackSettings, place: RecordPlace, plans: Callable[[], Plans], clock: Clock, port: int) -> None:
    """The API alone, without Slack, until SIGTERM or SIGINT."""
    counting, queue = open_counting(settings), JobQueue(workers=settings.workers, length=settings.queue_length)
    opened = plans()
    handler = open_request_handler(settings, opened, clock, queue, counting or Observer())
    health, database = None, DatabaseLook(place)
    if settings.health_port is not None:
        health = HttpServer(
            lambda: {"ok": not queue.is_full, "under_way": len(queue)},
            host=settings.http_host,
            port=settings.health_port,
            counting=counting,
            mode="api",
            cut_off=lambda: database.is_cut_off,
        ).start()
    warm(opened, tokyo_day(clock()))
    serve_until_stopped(http_api(handler, ReaderStore(place)), settings, port, each_second=database.look)
    if health:
        health.close()
    queue.drain(settings.shutdown_seconds)


def serve_until_stopped(
    application: ASGIApp, settings: SlackSettings, port: int, *, each_second: Callable[[], None] = lambda: None
) -> None:
    """Until SIGTERM or SIGINT. BotError where it cannot, or cannot go on."""
    server, reason = ServerThread(application, host=settings.http_host, port=port), ""
    with stop_signals() as stop:
        server.start()
        while not stop.wait(SEE_AFTER_S) and not reason:
            reason = server.failure()
            each_second()
        server.close()
    if reason:
        raise BotError(reason)
