"""The running bot: opened, connected, watched, and stopped without dropping what it has acknowledged."""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from msgspec import Struct
from slack_bolt import App, BoltRequest

from bot.api.extras import extra
from bot.app.registrations import RESUMED, build_app
from bot.app.replicas import Replica
from bot.app.services import Services, open_services, sign_in, web_client
from bot.config import BotError, Clock
from bot.config.garbage_collection import freeze_objects
from bot.config.signals import stop_signals
from bot.config.slack_settings import SlackSettings, unlikely_tokens
from bot.rights.named import warnings_about_names
from bot.slack import BotStore
from bot.slack.payloads import question_from_event
from bot.slack.socket_mode import Connection, SocketModeConnection
from bot.values import Answering
from bot.values.plans import Plans
from knowledge.japanese.tokenizer import let_go
from knowledge.storage.file_lock import FileLock
from knowledge.storage.place import RecordPlace
from knowledge.storage.server import Server
from knowledge.wording import tokyo_day

if TYPE_CHECKING:
    from bot.api.metrics import PrometheusObserver
    from bot.api.server import ServerThread

log = logging.getLogger(__name__)

LISTENERS = 32  # Bolt's own pool has 5, and a sixth command would wait for its acknowledgement
LOOK_EVERY_S, LOOKS_A_MINUTE = 1.0, 60
FIRST_QUESTIONS: tuple[str, ...] = ("人口の目標は？",)
LAST_WORDS_S = 2.0  # of the time that the settings give, at most half of it, for what is written at the end
RESUME_WITHIN = timedelta(hours=1)  # nobody expects an answer to yesterday's question
NO_BOT_TOKEN = (
    "SLACK_BOT_TOKEN がありません。アプリの設定画面の OAuth & Permissions にある xoxb- で始まる値を設定してください。"
)
NO_APP_TOKEN = (
    "SLACK_APP_TOKEN がありません。アプリの設定画面の Basic Information で、権限 connections:write を付けた"
    "アプリレベルのトークン（xapp-…）を作って設定してください。HTTP で動かすなら serve --http です。"
)
NO_HEALTH_PORT = "SENRYAKU_METRICS を使うには、/metrics を答えるポートを SENRYAKU_HEALTH_PORT で指定してください。"
NO_SECRET = (
    "SLACK_SIGNING_SECRET がありません。アプリの設定画面の Basic Information にある Signing Secret を設定してください。"
)


class RunningBot(Struct, frozen=True, kw_only=True):
    """Until `close`. Digests go on beside it, once their loop is started."""

    settings: SlackSettings
    services: Services
    app: App
    executor: ThreadPoolExecutor
    counting: "PrometheusObserver | None" = None

    def close(self, connection: Connection | None = None) -> None:
        """`connection`: of its own, where it has one."""
        services, seconds = self.services, self.settings.shutdown_seconds
        ends_at = time.monotonic() + seconds - min(LAST_WORDS_S, seconds / 2)
        log.info("stopping: no new events, %d under way", len(services.queue))
        if connection:
            connection.close()
        services.loop.stop()
        self.executor.shutdown(wait=True)
        log.info("stopped, %d left for the next start", services.queue.drain(max(0.0, ends_at - time.monotonic())))
        services.fold()


def open_bot(
    settings: SlackSettings,
    data: Path,
    plans: Callable[[], Plans],
    clock: Clock,
    place: RecordPlace | None = None,
    *,
    run: str = "",
    counting: "PrometheusObserver | None" = None,
) -> RunningBot:
    """Signed in, not connected yet. A token that Slack refuses is told before the strategy is read.

    `counting`: where several bots are counted as one.
    """
    counting = counting or open_counting(settings)
    client = web_client(settings, observer=counting)
    identity = sign_in(client)
    services = open_services(settings, data, plans(), clock, client, identity, place, run=run)
    executor = ThreadPoolExecutor(max_workers=LISTENERS, thread_name_prefix="listener")
    secret = settings.signing_secret.get_secret_value() if settings.signing_secret else ""
    app = build_app(services, authorize=lambda **_: identity, executor=executor, signing_secret=secret)
    return RunningBot(settings=settings, services=services, app=app, executor=executor, counting=counting)


def open_counting(settings: SlackSettings) -> "PrometheusObserver | None":
    """BotError where the library that tells the figures is not installed."""
    if not settings.metrics:
        return None
    with extra("metrics", "/metrics"):
        from bot.api.metrics import PrometheusObserver
    return PrometheusObserver()


def run_bot(
    settings: SlackSettings,
    data: Path,
    plans: Callable[[], Plans],
    clock: Clock,
    *,
    http_port: int | None = None,
    place: RecordPlace | None = None,
    beside: "Callable[[RunningBot], ServerThread] | None" = None,
) -> None:
    """Runs until SIGTERM or SIGINT. BotError when it cannot start, or has to give up. With `http_port` no socket.

    `place`: of the records, where it is not the data folder; `beside`: starts another server on what the bot is of.
    """
    _check_tokens(settings, is_http=http_port is not None)
    run = uuid4().hex if isinstance(place, Server) else ""
    bot = open_bot(settings, data, plans, clock, place, run=run)
    services = bot.services
    with stop_signals() as stop, _only_one(place or data) as is_only_one, replica(bot, place, run) as cut_off:
        warm(services.plans, tokyo_day(services.clock()), stop)
        let_go()
        if is_only_one:
            resume_questions(bot.app, services.store, services.clock)
            services.take_up_announcements()
        services.queue.put("doubts", lambda: warn_of_names(settings, services))
        other = beside(bot) if beside else None
        connection = _connect(bot, http_port, stop, cut_off)
        reason = ""
        try:
            if not stop.is_set():
                services.loop.start()
                services.plans.of(services.usual.plan).taught.prepare()
                mode = "http" if http_port is not None else "socket"
                log.info("serving team=%s mode=%s", services.permissions.organisation.team, mode)
            reason = _watch(stop, connection, services)
        finally:
            with at_most(settings.shutdown_seconds, reason):
                if other:
                    other.close()
                bot.close(connection)
    if reason:
        raise BotError(reason)


@contextmanager
def at_most(seconds: float, reason: str) -> Iterator[None]:
    """Ends the program where the end takes longer: calls to Slack wait out of reach. What is unfinished is written
    down, and the next start takes it up. `reason`: why it had to end, "" where it was asked to.
    """

    def cut_off() -> None:
        log.warning("still waiting for Slack after %g s: ended all the same", seconds)
        if reason:
            log.error("%s", reason)
        os._exit(1 if reason else 0)

    timer = threading.Timer(seconds, cut_off)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def warn_of_names(settings: SlackSettings, services: Services) -> None:
    """Whom the settings name in vain: else nobody would hear of it before they want to record something."""
    for doubt in warnings_about_names(settings, services.outbox.client, services.permissions.organisation):
        log.warning("%s", doubt)


def warm(engine: Answering, today: date, stop: threading.Event | None = None) -> None:
    """What the first question would wait for is read before it can come: two threads would read it at once, twice."""
    for question in FIRST_QUESTIONS:
        if stop and stop.is_set():
            return
        engine.answer(question, today=today)
    freeze_objects()


def start(settings: SlackSettings, data: Path, plans: Plans, clock: Clock) -> Callable[[], None]:
    """The bot on Socket Mode beside somebody else's main loop, as in the sandbox; returns what stops it."""
    bot = open_bot(settings, data, lambda: plans, clock)
    ended = threading.Event()
    connection = _connect(bot, None, ended)
    bot.services.loop.start()
    watching = threading.Thread(target=_watch, args=(ended, None, bot.services), name="digest watch", daemon=True)
    watching.start()

    def stop() -> None:
        ended.set()
        watching.join()
        bot.close(connection)

    return stop


def _check_tokens(settings: SlackSettings, *, is_http: bool) -> None:
    if settings.bot_token is None:
        raise BotError(NO_BOT_TOKEN)
    for name, advice in unlikely_tokens(settings):
        raise BotError(f"{name} がトークンの形ではありません。{advice}")
    if is_http and settings.signing_secret is None:
        raise BotError(NO_SECRET)
    if not is_http and settings.app_token is None:
        raise BotError(NO_APP_TOKEN)
    if not is_http and settings.metrics and settings.health_port is None:
        raise BotError(NO_HEALTH_PORT)


def resume_questions(app: App, store: BotStore, clock: Clock) -> None:
    """Questions that were acknowledged and not answered when the last run ended, by the way they came in."""
    for body in store.unfinished():
        take_up(body, app, store, clock)


def take_up(body: Mapping[str, Any], app: App, store: BotStore, clock: Clock) -> None:
    """A question that was acknowledged and may not have been answered; nobody is at it."""
    asked_at = datetime.fromtimestamp(float(body.get("event_time") or 0), tz=UTC)
    question = question_from_event(body)
    if question is None or clock() - asked_at > RESUME_WITHIN:
        store.finish(question.key if question else str(body.get("event_id")))
        return
    log.info("taking up %s again", question.key)
    app.dispatch(BoltRequest(mode="socket_mode", body={**body, RESUMED: True}))


def _connect(
    bot: RunningBot, http_port: int | None, stop: threading.Event, cut_off: Callable[[], bool] = lambda: False
) -> Connection:
    """Its health can be asked for while it is not there yet."""
    settings, jobs, counting = bot.settings, bot.services.jobs, bot.counting
    host = settings.http_host
    if http_port is not None:
        from bot.app.http_mode import HttpServer

        http = HttpServer(jobs.health, port=http_port, host=host, app=bot.app, counting=counting, cut_off=cut_off)
        return http.start()
    token = settings.app_token.get_secret_value() if settings.app_token else ""
    socket = SocketModeConnection(bot.app, token, settle=bot.services.store.settle)
    if settings.health_port is not None:
        from bot.app.http_mode import HttpServer

        health = HttpServer(
            jobs.health, port=settings.health_port, host=host, beside=socket, counting=counting, cut_off=cut_off
        )
        socket.beside = health.start()
    return socket.start(stop)


def _watch(stop: threading.Event, connection: Connection | None, services: Services) -> str:
    """Why to give up, "" when asked to stop. Without a `connection` nobody gives up: digests are kept going."""
    looks = count(1)
    while not stop.wait(LOOK_EVERY_S):
        if next(looks) % LOOKS_A_MINUTE == 0:
            let_go()
        services.maintenance.step()
        if connection and (reason := services.installation.reason or connection.failure()):
            return reason
    return ""


@contextmanager
def replica(bot: RunningBot, place: RecordPlace | None, run: str) -> Iterator[Callable[[], bool]]:
    """On a server: what the others leave is taken up, and what they write is heard of. Whether it is away."""
    if not isinstance(place, Server):
        yield lambda: False
        return
    services = bot.services

    def news(store: str) -> None:
        """Values are read, and what is due is looked for."""
        if store in ("actuals", ""):
            _ = services.usual.values.current
        if store in ("digests", ""):
            services.loop.look_now()

    replica = Replica(
        place,
        services.store,
        services.notices,
        services.clock,
        run=run,
        take_up=lambda body: take_up(body, bot.app, services.store, services.clock),
        announce=services.take_up_announcements,
        news=news,
    )
    end = replica.start()
    try:
        yield lambda: replica.is_cut_off
    finally:
        end()


@contextmanager
def _only_one(place: RecordPlace) -> Iterator[bool]:
    """Whether no other process serves from this folder: only then is unfinished work nobody's."""
    if not isinstance(place, Path):
        yield False  # replicas look after one another (bot/app/replicas.py)
        return
    lock = FileLock(place / "bot" / "serving.lock")
    if not lock.take():
        log.warning("another process serves from %s", place)
        yield False
        return
    try:
        yield True
    finally:
        lock.release()
