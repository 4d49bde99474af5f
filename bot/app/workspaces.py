"""One deployment for several workspaces: each that has installed the app has a bot of its own, on records of its own.

A bot is put together as for one workspace alone (`serve.open_bot`), with the workspace's token, and with its id as the
city of all its records: nothing above the stores knows that there are others. What arrives is led to one of them by the
workspace that Slack names in it, once the signature is known to be right.
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any, Protocol
from uuid import uuid4

from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware
from slack_sdk.errors import SlackApiError

from bot.app.http_mode import HttpServer
from bot.app.installing import install_flow, install_routes
from bot.app.registrations import BOT_NAME, Next, bolt_log
from bot.app.serve import (
    LISTENERS,
    LOOKS_A_MINUTE,
    RunningBot,
    at_most,
    open_bot,
    open_counting,
    replica,
    warm,
    warn_of_names,
)
from bot.app.services import web_client
from bot.app.wiring import open_plans
from bot.config import BotError, Clock, clock_at
from bot.config.settings import WORKSPACE_ID, Settings
from bot.config.signals import stop_signals
from bot.config.slack_settings import NAMING, SlackSettings, env_name
from bot.slack import LOST, BotStore
from bot.slack.installations import Installations, InstalledWorkspace
from bot.slack.shapes import odd_field
from bot.views import paragraph
from knowledge.japanese.tokenizer import let_go
from knowledge.model import KnowledgeError
from knowledge.model.errors import DatabaseDownError
from knowledge.storage.plans import PLANS, PlanStore
from knowledge.storage.server import Server, server_at
from knowledge.wording import tokyo_day

if TYPE_CHECKING:
    from bot.api.metrics import PrometheusObserver

log = logging.getLogger(__name__)

STEP_S, LOOK_AT_ALL_S = 1.0, 2.0  # between looks at due work; at what was installed, and at which plans there are
CLOCKS_DIFFER_S = 5.0  # Slack's and ours
LOSING = ("app_uninstalled", "tokens_revoked")
GATE_S = 0.01
INSIDE_S = 5.0  # Bolt acknowledges within three
REOPEN_S = 60.0  # after which a workspace that could not be opened is tried again
NO_PLAN_HERE = (
    "このワークスペースには、まだ計画が読み込まれていません。読み込まれると、ここで質問に答えられるようになります。"
    "サービスの管理者に、ワークスペースの ID（{team}）を伝えてお尋ねください。"
)
DATABASE_NEEDED = (
    "いくつものワークスペースで使うには、記録を PostgreSQL に置きます。SENRYAKU_DATABASE_URL を設定してください。"
)
HTTP_ALONE = (
    "いくつものワークスペースで使うときは、HTTP で受け取ります。senryaku serve --http で動かし、"
    "SLACK_SIGNING_SECRET を設定してください。"
)
OF_ONE = "{names} は、ワークスペースごとに決めます。設定から外し、senryaku workspace set で決めてください。"
_DONE, _UNREADABLE, _REFUSED, _LATER = 200, 400, 403, 503


class Door(Protocol):
    def dispatch(self, req: BoltRequest) -> BoltResponse: ...


class Gate:
    """Nobody is inside any more once it is closed, or after a while."""

    def __init__(self) -> None:
        self._inside, self._is_closed, self._changed = 0, False, threading.Condition()

    def enter(self) -> bool:
        """No where it is closed."""
        with self._changed:
            self._inside += not self._is_closed
            return not self._is_closed

    def leave(self) -> None:
        with self._changed:
            self._inside -= 1
            self._changed.notify_all()

    def close(self) -> None:
        with self._changed:
            self._is_closed = True
            self._changed.wait_for(lambda: not self._inside, INSIDE_S)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWorkspace:
    """`seen`: of what it was opened; where that has changed, it is opened anew. `bot`: None without a plan.

    `gate`: whoever is about to hand something to the `door` is inside.
    """

    installed: InstalledWorkspace
    seen: object
    door: Door
    bot: RunningBot | None
    close: Callable[[], None]
    gate: Gate = field(default_factory=Gate)


class Workspaces:
    """Thread-safe; `step` is for one thread alone. `open`: makes one of what is installed."""

    def __init__(
        self,
        installations: Installations,
        seen: Callable[[InstalledWorkspace], object],
        open: Callable[[InstalledWorkspace, object], OpenWorkspace],
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        """`elapsed` counts seconds and never goes back."""
        self._installations, self._seen, self._open, self._elapsed = installations, seen, open, elapsed
        self._opened: dict[str, OpenWorkspace] = {}
        self._failed: dict[str, float] = {}  # and when
        self._opening: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()
        self._looked_at = float("-inf")
        self.is_cut_off = False  # from the database, at the last look

    def of(self, team: str) -> OpenWorkspace | None:
        """None where it is not installed. Raises KnowledgeError, or BotError where it cannot be opened now."""
        if (found := self._opened.get(team)) is not None:
            return found
        installed = self._installations.find(team)
        return self._open_as(installed) if installed else None

    def entered(self, team: str) -> OpenWorkspace | None:
        """As `of`, with its gate passed."""
        while (found := self.of(team)) is not None and not found.gate.enter():
            time.sleep(GATE_S)  # another one is about to stand in its place, or none
        return found

    def health(self) -> dict[str, object]:
        """A workspace that is behind does not take the replica away from the others."""
        opened = [one for one in [*self._opened.values()] if one.bot]
        under_way = sum(len(one.bot.services.queue) for one in opened if one.bot)
        return {"ok": True, "under_way": under_way, "workspaces": len(opened)}

    def step(self) -> None:
        """Every second: what is due in each, and whether any has come, changed or gone."""
        for one in [*self._opened.values()]:
            if one.bot:
                one.bot.services.loop.resume_if_stalled()
                one.bot.services.maintenance.step()
                if one.bot.services.installation.is_lost:
                    self._lost(one)
        if self._elapsed() - self._looked_at >= LOOK_AT_ALL_S:
            self._looked_at = self._elapsed()
            try:
                self.look()
                self.is_cut_off = False
            except KnowledgeError as error:
                if not self.is_cut_off:
                    log.warning("workspaces: %s", error)
                self.is_cut_off = isinstance(error, DatabaseDownError)

    def look(self) -> None:
        """All that are installed are open from now on, and no others: digests wait for no question."""
        current = {each.team: each for each in self._installations.all() if each.is_current}
        for team in self._opened.keys() - current.keys():
            self._close(team)
        for each in current.values():
            opened = self._opened.get(each.team)
            if opened is None or opened.seen != self._seen(each):
                with suppress(BotError):  # which was logged
                    self._open_as(each)

    def close(self) -> None:
        """All at once, each as if it were alone."""
        with ThreadPoolExecutor(max_workers=max(1, len(self._opened))) as each:
            [*each.map(self._close, [*self._opened])]

    def _open_as(self, installed: InstalledWorkspace) -> OpenWorkspace:
        team = installed.team
        with self._lock:
            opening = self._opening.setdefault(team, threading.Lock())
        with opening:
            seen, before = self._seen(installed), self._opened.get(team)
            if before and before.seen == seen:
                return before
            if self._elapsed() - self._failed.get(team, float("-inf")) < REOPEN_S:
                raise BotError(f"workspace {team} cannot be opened")
            try:
                opened = self._opened[team] = self._open(installed, seen)
            except DatabaseDownError:
                raise
            except Exception as error:  # of one workspace: the others go on
                self._failed[team] = self._elapsed()
                log.error("workspace %s cannot be opened: %s", team, error)
                raise BotError(str(error)) from error
            self._failed.pop(team, None)
        log.info("workspace %s: %s", team, "open" if opened.bot else "has no plan")
        if before:
            before.gate.close()
            before.close()
        return opened

    def _close(self, team: str) -> None:
        if (gone := self._opened.pop(team, None)) is not None:
            gone.gate.close()
            gone.close()
            log.info("workspace %s: closed", team)

    def _lost(self, one: OpenWorkspace) -> None:
        """Uninstalled, or its token taken back: kept as such, so that no replica uses it any more."""
        assert one.bot is not None
        with suppress(KnowledgeError):  # the next second tries again
            self._installations.end(one.installed.team, one.installed.token)
            self._close(one.installed.team)


class ToWorkspace(Middleware):
    """Behind the check of the signature and before anything of a workspace: leads what arrives to the one it is of."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    def process(self, *, req: BoltRequest, resp: BoltResponse, next: Next) -> BoltResponse:
        if odd := odd_field(req.body):
            log.warning("payload of an odd shape refused: %s", odd)
            return BoltResponse(status=_UNREADABLE)
        if req.body.get("type") == "url_verification":
            return next()
        team = req.context.team_id
        if not isinstance(team, str) or not WORKSPACE_ID.fullmatch(team) or req.context.is_enterprise_install:
            log.warning("request refused: of no workspace")
            return BoltResponse(status=_REFUSED)
        try:
            found = self._workspaces.entered(team)
        except (KnowledgeError, BotError):
            return BoltResponse(status=_LATER)  # Slack brings events again
        if found is None:
            log.warning("request refused: workspace %s has not installed the app", team)
            return BoltResponse(status=_REFUSED)
        try:
            if _is_of_before(req.body, found.installed):
                return BoltResponse(status=_DONE)
            return found.door.dispatch(BoltRequest(body=req.raw_body, query=req.query, headers=req.headers))
        finally:
            found.gate.leave()


def _is_of_before(body: Mapping[str, Any], installed: InstalledWorkspace) -> bool:
    """Of an installation that has gone, told after the app was installed anew."""
    event: Mapping[str, Any] = body.get("event") or {}
    sent_at = float(body.get("event_time") or 0)
    return event.get("type") in LOSING and sent_at + CLOCKS_DIFFER_S < installed.at.timestamp()


class WithoutPlan:
    """The door of a workspace that has no plan yet: whoever asks is told so, in one sentence."""

    def __init__(
        self, settings: SlackSettings, installed: InstalledWorkspace, store: BotStore, end: Callable[[], object]
    ) -> None:
        """`end`: what becomes of an installation that is taken back."""
        self._client, self._store, self._end = web_client(settings), store, end
        self._told = NO_PLAN_HERE.format(team=installed.team)
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="no plan")

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        body: Mapping[str, Any] = req.body
        if "command" in body:
            return BoltResponse(status=_DONE, body=self._told)
        event: Mapping[str, Any] = body.get("event") or {}
        match event.get("type"):
            case "app_uninstalled":
                self._end()
            case "tokens_revoked" if (event.get("tokens") or {}).get("bot"):
                self._end()
            case "app_home_opened":
                self._executor.submit(self._show_home, str(event.get("user")))
            case "app_mention" | "message" if _is_asked(event) and self._store.take(str(body.get("event_id"))):
                self._executor.submit(self._tell, str(event.get("channel")), event.get("thread_ts") or event.get("ts"))
        if body.get("type") in ("shortcut", "message_action"):
            self._executor.submit(self._tell, str((body.get("user") or {}).get("id")), None)
        return BoltResponse(status=_DONE)

    def close(self) -> None:
        self._executor.shutdown(wait=True)

    def _tell(self, channel: str, thread: str | None) -> None:
        try:
            self._client.chat_postMessage(channel=channel, text=self._told, thread_ts=thread)
        except (SlackApiError, *LOST) as error:
            log.warning("no plan, and not told: %s", type(error).__name__)

    def _show_home(self, user: str) -> None:
        try:
            self._client.views_publish(user_id=user, view={"type": "home", "blocks": [paragraph(self._told)]})
        except (SlackApiError, *LOST) as error:
            log.warning("no plan, and no Home: %s", type(error).__name__)


def _is_asked(event: Mapping[str, Any]) -> bool:
    is_of_person = bool(event.get("user")) and not event.get("bot_id") and not event.get("subtype")
    return is_of_person and (event["type"] == "app_mention" or event.get("channel_type") == "im")


def run_workspaces(settings: Settings, slack: SlackSettings, port: int) -> None:
    """Runs until SIGTERM or SIGINT. BotError when it cannot start, or has to give up."""
    server = _checked(settings, slack)
    counting = open_counting(slack)
    workspaces = workspaces_of(settings, slack, server, counting)
    flow = install_flow(slack, server)
    executor = ThreadPoolExecutor(max_workers=LISTENERS, thread_name_prefix="front")
    front = App(
        name=BOT_NAME,
        logger=bolt_log,
        client=web_client(slack),
        before_authorize=ToWorkspace(workspaces),
        oauth_flow=flow,
        signing_secret=slack.signing_secret.get_secret_value() if slack.signing_secret else "",
        listener_executor=executor,
    )
    bolt_log.setLevel(logging.WARNING)  # at INFO, Bolt logs the bodies of requests with a wrong signature
    reason = ""
    with stop_signals() as stop:
        try:
            workspaces.look()
            http = HttpServer(
                workspaces,
                host=slack.http_host,
                port=port,
                app=front,
                counting=counting,
                cut_off=lambda: workspaces.is_cut_off,
                pages=install_routes(flow),
            ).start()
            log.info("serving workspaces=%s mode=http", workspaces.health()["workspaces"])
            looks = count(1)
            while not stop.wait(STEP_S) and not (reason := http.failure()):
                workspaces.step()
                if next(looks) % LOOKS_A_MINUTE == 0:
                    let_go()
            log.info("stopping")
            with at_most(slack.shutdown_seconds, reason):
                http.close()
                workspaces.close()
        finally:
            workspaces.close()
            executor.shutdown(wait=False)
    if reason:
        raise BotError(reason)


def _checked(settings: Settings, slack: SlackSettings) -> Server:
    if settings.database_url is None:
        raise BotError(DATABASE_NEEDED)
    if slack.signing_secret is None:
        raise BotError(HTTP_ALONE)
    if of_one := [env_name(name) for name in NAMING if getattr(slack, name)]:
        raise BotError(OF_ONE.format(names="、".join(of_one)))
    return server_at(settings.database_url.get_secret_value())


def workspaces_of(
    settings: Settings, slack: SlackSettings, server: Server, counting: "PrometheusObserver | None" = None
) -> Workspaces:
    """`settings` and `slack`: what holds for all of them."""
    clock = clock_at(settings.now)
    installations = Installations(server)

    known: dict[str, tuple[tuple[int, int], tuple[object, ...]]] = {}

    def seen(installed: InstalledWorkspace) -> object:
        """Read again where either store has a new version."""
        place = server.of_city(installed.team)
        versions = installations.version, place.records(PLANS).version
        found = known.get(installed.team)
        if found is None or found[0] != versions:
            plans = PlanStore(place)
            held = tuple((plan.id, plan.strategy) for plan in plans.held())
            given = dict(installations.given(installed.team))
            found = known[installed.team] = versions, (given, held, plans.chosen)
        return installed, found[1]

    def open(installed: InstalledWorkspace, seen: object) -> OpenWorkspace:
        own = slack.of_workspace(installed.token, installations.given(installed.team))
        place = server.of_city(installed.team)
        if PlanStore(place).held():
            there = settings.model_copy(update={"workspace": installed.team})
            return _opened(there, own, installed, seen, place, clock, counting)
        store = BotStore(place, clock, keeps_texts=False)
        none = WithoutPlan(own, installed, store, lambda: installations.end(installed.team, installed.token))
        return OpenWorkspace(installed=installed, seen=seen, door=none, bot=None, close=none.close)

    return Workspaces(installations, seen, open)


def _opened(
    settings: Settings,
    slack: SlackSettings,
    installed: InstalledWorkspace,
    seen: object,
    place: Server,
    clock: Clock,
    counting: "PrometheusObserver | None",
) -> OpenWorkspace:
    run = uuid4().hex
    bot = open_bot(slack, settings.data, lambda: open_plans(settings), clock, place, run=run, counting=counting)
    with ExitStack() as stack:
        stack.enter_context(replica(bot, place, run))
        stack.callback(bot.close)
        services = bot.services
        if services.permissions.organisation.team != installed.team:
            raise BotError(f"the token of {installed.team} is of another workspace")
        warm(services.plans, tokyo_day(services.clock()))
        services.loop.start()
        services.plans.of(services.usual.plan).taught.prepare()
        services.queue.put("doubts", lambda: warn_of_names(slack, services))
        closing = stack.pop_all()
    return OpenWorkspace(installed=installed, seen=seen, door=bot.app, bot=bot, close=closing.close)
