"""The front of several workspaces on one deployment: what arrives is led to the one that it is of.

A bot is put together as for one workspace alone (`serve.open_bot`), with the workspace's token, and with its id as the
city of all its records: nothing above the stores knows that there are others. What arrives is led to one of them by the
workspace that Slack names in it, once the signature is known to be right.
"""

import logging
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import count
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware

from bot.app.http_mode import HttpServer
from bot.app.installing import install_flow, install_routes
from bot.app.registrations import BOT_NAME, Next, bolt_log
from bot.app.serve import (
    LISTENERS,
    LOOKS_A_MINUTE,
    at_most,
    open_bot,
    open_counting,
    replica,
    warm,
    warn_of_names,
)
from bot.app.services import web_client
from bot.app.wiring import open_plans
from bot.app.without_plan import NoPlanDispatcher
from bot.app.workspaces import OpenWorkspace, Workspaces
from bot.config import BotError, Clock
from bot.config.settings import WORKSPACE_ID, Settings
from bot.config.signals import stop_signals
from bot.config.slack_settings import NAMING, SlackSettings, env_name
from bot.slack import BotStore
from bot.slack.installations import Installations, InstalledWorkspace
from bot.slack.shapes import odd_field
from knowledge.japanese.tokenizer import let_go
from knowledge.model import KnowledgeError
from knowledge.storage.plans import PLANS, PlanStore
from knowledge.storage.server import Server, server_at
from knowledge.wording import tokyo_day

if TYPE_CHECKING:
    from bot.api.metrics import PrometheusObserver

log = logging.getLogger(__name__)

DUE_WORK_S = 1.0  # between looks at due work
CLOCKS_DIFFER_S = 5.0  # Slack's and ours
LOSING = ("app_uninstalled", "tokens_revoked")
DATABASE_NEEDED = (
    "いくつものワークスペースで使うには、記録を PostgreSQL に置きます。SENRYAKU_DATABASE_URL を設定してください。"
)
HTTP_ALONE = (
    "いくつものワークスペースで使うときは、HTTP で受け取ります。senryaku serve --http で動かし、"
    "SLACK_SIGNING_SECRET を設定してください。"
)
OF_ONE = "{names} は、ワークスペースごとに決めます。設定から外し、senryaku workspace set で決めてください。"
_DONE, _UNREADABLE, _REFUSED, _LATER = 200, 400, 403, 503


class WorkspaceRouter(Middleware):
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
            return found.dispatcher.dispatch(BoltRequest(body=req.raw_body, query=req.query, headers=req.headers))
        finally:
            found.gate.leave()


def _is_of_before(body: Mapping[str, Any], installed: InstalledWorkspace) -> bool:
    """Of an installation that has gone, told after the app was installed anew."""
    event: Mapping[str, Any] = body.get("event") or {}
    sent_at = float(body.get("event_time") or 0)
    return event.get("type") in LOSING and sent_at + CLOCKS_DIFFER_S < installed.at.timestamp()


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
        before_authorize=WorkspaceRouter(workspaces),
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
                workspaces.health,
                host=slack.http_host,
                port=port,
                app=front,
                counting=counting,
                cut_off=lambda: workspaces.is_cut_off,
                pages=install_routes(flow),
            ).start()
            log.info("serving workspaces=%s mode=http", workspaces.health()["workspaces"])
            looks = count(1)
            while not stop.wait(DUE_WORK_S) and not (reason := http.failure()):
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
    clock = settings.clock
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
            there = settings.but(workspace=installed.team)
            return _opened(there, own, installed, seen, place, clock, counting)
        store = BotStore(place, clock, keeps_texts=False)
        none = NoPlanDispatcher(own, installed, store, lambda: installations.end(installed.team, installed.token))
        return OpenWorkspace(installed=installed, seen=seen, dispatcher=none, bot=None, close=none.close)

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
    return OpenWorkspace(installed=installed, seen=seen, dispatcher=bot.app, bot=bot, close=closing.close)
