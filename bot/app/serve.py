"""The running bot: opened, connected, watched, and stopped without dropping what it has acknowledged."""

import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import filelock
from slack_bolt import App, BoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.app.http_mode import HttpServer
from bot.app.registrations import RESUMED, build_app
from bot.app.wiring import ledger_in
from bot.config.clock import Clock
from bot.config.errors import BotError
from bot.config.signals import stop_signals
from bot.config.slack_settings import SlackSettings, unlikely_tokens
from bot.delivery import slack_poster
from bot.delivery.deliver import Admins
from bot.delivery.loop import DigestLoop
from bot.delivery.names import Digests
from bot.delivery.render import DigestRenderer
from bot.delivery.scheduler import Scheduler
from bot.delivery.store import DigestStore
from bot.documents.site.addresses import find_link
from bot.features.announcements import take_up_again
from bot.features.context import Installation, Services
from bot.slack.channels import Channels
from bot.slack.errors import code_of, trouble_of
from bot.slack.job_queue import JobQueue
from bot.slack.outbox import Outbox
from bot.slack.payloads import question_from_event
from bot.slack.permissions import Organisation, Permissions
from bot.slack.retries import LOST, retry_handlers
from bot.slack.socket_mode import Connection, SocketModeConnection
from bot.slack.store import BotStore
from bot.slack.suggestions import Suggestions
from bot.values.current import Answering, LedgerValues
from bot.views.links import LinkOf
from knowledge.model import Catalog
from knowledge.wording import tokyo_day

log = logging.getLogger(__name__)

LISTENERS = 32  # Bolt's own pool has 5, and a sixth command would wait for its acknowledgement
CALL_TIMEOUT_S = 15
HASTE_S = 1  # Slack waits three seconds for the errors of a form
LOOK_EVERY_S = 1.0
FIRST_QUESTIONS = ("人口の目標は？", "じんこうのもくひょうは？")  # with kanji, without
RESUME_WITHIN = timedelta(hours=1)  # nobody expects an answer to yesterday's question
NO_BOT_TOKEN = (
    "SLACK_BOT_TOKEN がありません。アプリの設定画面の OAuth & Permissions にある xoxb- で始まる値を設定してください。"
)
NO_APP_TOKEN = (
    "SLACK_APP_TOKEN がありません。アプリの設定画面の Basic Information で、権限 connections:write を付けた"
    "アプリレベルのトークン（xapp-…）を作って設定してください。HTTP で動かすなら serve --http です。"
)
NO_SECRET = (
    "SLACK_SIGNING_SECRET がありません。アプリの設定画面の Basic Information にある Signing Secret を設定してください。"
)
NO_SLACK = (
    "Slack（{url}）につながりません。ネットワークと、プロキシの設定（SENRYAKU_PROXY、HTTPS_PROXY）を確かめてください。"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """What the bot answers from. `document`: the lines of the strategy's source file."""

    catalog: Catalog
    engine: Answering
    values: LedgerValues
    document: tuple[str, ...]


def serve(
    settings: SlackSettings, data: Path, knowledge: Knowledge, clock: Clock, *, http_port: int | None = None
) -> None:
    """Runs until SIGTERM or SIGINT. BotError when it cannot start, or has to give up. With `http_port` no socket."""
    _check_tokens(settings, is_http=http_port is not None)
    client = web_client(settings)
    identity = sign_in(client, settings)
    services = open_services(settings, data, knowledge, clock, client, identity)
    executor = ThreadPoolExecutor(max_workers=LISTENERS, thread_name_prefix="listener")
    secret = settings.signing_secret.get_secret_value() if settings.signing_secret else ""
    app = build_app(services, authorize=lambda **_: identity, executor=executor, signing_secret=secret)
    with stop_signals() as stop, _only_one(data) as is_only_one:
        if is_only_one:
            resume(app, services)
            take_up_again(services)
        connection = _connect(app, services, settings, http_port)
        services.digests.loop.start()
        warm(services.engine, tokyo_day(clock()))
        log.info("serving team=%s mode=%s", identity.team_id, "http" if http_port is not None else "socket")
        try:
            reason = _watch(stop, connection, services)
        finally:
            log.info("stopping: no new events, %d under way", len(services.jobs))
            services.digests.loop.stop()
            connection.close()
            executor.shutdown(wait=True)
            left = services.jobs.drain(settings.shutdown_seconds)
            log.info("stopped, %d left for the next start", left)
    if reason:
        raise BotError(reason)


def warm(engine: Answering, today: date) -> None:
    """What the first question of a script would wait half a second for is read now, beside the open connection."""
    for question in FIRST_QUESTIONS:
        engine.answer(question, today=today)


def start(settings: SlackSettings, data: Path, knowledge: Knowledge, clock: Clock) -> Callable[[], None]:
    """The bot on Socket Mode beside somebody else's main loop, as in the sandbox; returns what stops it."""
    client = web_client(settings)
    identity = sign_in(client, settings)
    services = open_services(settings, data, knowledge, clock, client, identity)
    executor = ThreadPoolExecutor(max_workers=LISTENERS, thread_name_prefix="listener")
    connection = _connect(
        build_app(services, authorize=lambda **_: identity, executor=executor, signing_secret=""),
        services, settings, None,
    )  # fmt: skip
    services.digests.loop.start()
    ended = threading.Event()
    watching = threading.Thread(target=_keep_digests_going, args=(ended, services), name="digest watch", daemon=True)
    watching.start()

    def stop() -> None:
        ended.set()
        watching.join()
        services.digests.loop.stop()
        connection.close()
        executor.shutdown(wait=True)
        services.jobs.drain(settings.shutdown_seconds)

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


def web_client(settings: SlackSettings, *, timeout_s: int = CALL_TIMEOUT_S, is_repeating: bool = True) -> WebClient:
    token = settings.bot_token.get_secret_value() if settings.bot_token else None
    return WebClient(
        token=token,
        base_url=settings.base_url,
        proxy=settings.proxy,
        timeout=timeout_s,
        retry_handlers=retry_handlers() if is_repeating else [],
    )


def sign_in(client: WebClient, settings: SlackSettings) -> AuthorizeResult:
    """Who the bot is. Once, so that no event waits for it."""
    try:
        answer = client.auth_test()
    except SlackApiError as error:
        trouble = trouble_of(error)
        told = trouble.to_operator if trouble else None
        raise BotError(told or f"Slack にログインできません（{code_of(error)}）。") from error
    except LOST as error:
        raise BotError(NO_SLACK.format(url=settings.base_url)) from error
    return AuthorizeResult(
        enterprise_id=answer.get("enterprise_id"),
        team_id=answer.get("team_id"),
        bot_user_id=answer.get("user_id"),
        bot_id=answer.get("bot_id"),
        bot_token=client.token,
    )


def open_services(
    settings: SlackSettings,
    data: Path,
    knowledge: Knowledge,
    clock: Clock,
    client: WebClient,
    identity: AuthorizeResult,
) -> Services:
    store = BotStore(data, clock)
    hasty = web_client(settings, timeout_s=HASTE_S, is_repeating=False)
    organisation = Organisation(team=str(identity.team_id or ""), enterprise=str(identity.enterprise_id or ""))
    permissions = Permissions(client, organisation, settings, clock)
    return Services(
        engine=knowledge.engine,
        catalog=knowledge.catalog,
        values=knowledge.values,
        document=knowledge.document,
        store=store,
        outbox=Outbox(client, store, link_of=_link_of(settings.site_url, knowledge.catalog)),
        digests=open_digests(settings, data, knowledge, clock, store, permissions.admins),
        channels=Channels(hasty, allows_external=settings.answer_external),
        ledger=ledger_in(data, knowledge.catalog),
        jobs=JobQueue(workers=settings.workers, length=settings.queue_length),
        permissions=permissions,
        suggestions=Suggestions(knowledge.catalog),
        settings=settings,
        clock=clock,
        installation=Installation(),
    )


def _link_of(site: str | None, catalog: Catalog) -> LinkOf:
    """Each looked up once: a list of the document's records stands behind it."""
    return cache(lambda id: find_link(catalog, site, id)) if site else lambda _: None


def open_digests(
    settings: SlackSettings, data: Path, knowledge: Knowledge, clock: Clock, bot_store: BotStore, admins: Admins
) -> Digests:
    store, renderer = DigestStore(data, clock, bot_store.has_taken), DigestRenderer(knowledge.values)
    scheduler = open_scheduler(settings, store, renderer, clock, bot_store, admins)
    return Digests(store=store, renderer=renderer, scheduler=scheduler, loop=DigestLoop(scheduler, clock, data))


def open_scheduler(
    settings: SlackSettings,
    store: DigestStore,
    renderer: DigestRenderer,
    clock: Clock,
    bot_store: BotStore,
    admins: Admins,
) -> Scheduler:
    """Digests have a client of their own: it repeats nothing by itself, and nobody waits behind it."""
    client = web_client(settings, timeout_s=slack_poster.CALL_TIMEOUT_S, is_repeating=False)
    return Scheduler(store, renderer, slack_poster.SlackPoster(Outbox(client, bot_store)), clock, admins=admins)


def resume(app: App, services: Services) -> None:
    """Questions that were acknowledged and not answered when the last run ended, by the way they came in."""
    for body in services.store.unfinished():
        asked_at = datetime.fromtimestamp(float(body.get("event_time") or 0), tz=UTC)
        question = question_from_event(body)
        if question is None or services.clock() - asked_at > RESUME_WITHIN:
            services.store.finish(question.key if question else str(body.get("event_id")))
            continue
        log.info("taking up %s again", question.key)
        app.dispatch(BoltRequest(mode="socket_mode", body={**body, RESUMED: True}))


def _connect(app: App, services: Services, settings: SlackSettings, http_port: int | None) -> Connection:
    if http_port is not None:
        return HttpServer(services, port=http_port, host=settings.http_host, app=app).start()
    token = settings.app_token.get_secret_value() if settings.app_token else ""
    socket = SocketModeConnection(app, token).start()
    if settings.health_port is not None:
        health = HttpServer(services, port=settings.health_port, host=settings.http_host, beside=socket)
        socket.beside = health.start()
    return socket


def _watch(stop: threading.Event, connection: Connection, services: Services) -> str:
    """Why to give up, "" when asked to stop."""
    while not stop.wait(LOOK_EVERY_S):
        services.digests.loop.nudge()
        if services.installation.is_lost:
            return services.installation.reason
        if reason := connection.failure():
            return reason
    return ""


def _keep_digests_going(stop: threading.Event, services: Services) -> None:
    while not stop.wait(LOOK_EVERY_S):
        services.digests.loop.nudge()


@contextmanager
def _only_one(data: Path) -> Iterator[bool]:
    """Whether no other process serves from this folder: only then is unfinished work nobody's."""
    lock = filelock.FileLock(data / "bot" / "serving.lock")
    try:
        lock.acquire(blocking=False)
    except filelock.Timeout:
        log.warning("another process serves from %s", data)
        yield False
        return
    try:
        yield True
    finally:
        lock.release()
