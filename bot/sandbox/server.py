"""The stand-in as a whole: one object to start, to play people with, and to look into."""

import asyncio
import socket
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.sandbox.api.installing import oauth_routes
from bot.sandbox.api.web_api import CUT_CONNECTION, WebApi
from bot.sandbox.events.emit import emit
from bot.sandbox.page.control import Control
from bot.sandbox.people.acting import SimulatedUser
from bot.sandbox.people.workflows import run_step
from bot.sandbox.state.clock import WorkspaceClock
from bot.sandbox.state.deliveries import Delivery
from bot.sandbox.state.errors import NotReachedError
from bot.sandbox.state.manifest import parse_manifest
from bot.sandbox.state.platform import DEADLINE_S, Platform
from bot.sandbox.state.records import JsonObject, PostedMessage, Refusal, StepRun
from bot.sandbox.state.workspace import PATIENCE_S, Workspace
from bot.sandbox.transport.http_mode import HttpMode
from bot.sandbox.transport.own_pages import HOSTS, OwnPages
from bot.sandbox.transport.pings import ws_protocol
from bot.sandbox.transport.socket_mode import SocketMode

HOST = HOSTS[0]
BACKLOG = 256


class Slack:
    """A Slack workspace on this machine. Use as a context manager, or start() and stop().

    With `request_url` payloads go there as signed HTTP requests, else over Socket Mode.
    """

    def __init__(
        self,
        manifest: Mapping[str, Any],
        *,
        port: int = 0,
        request_url: str | None = None,
        rate_limits: bool = True,
        pages: Sequence[BaseRoute] = (),
        now: datetime | None = None,
        deadline_s: float = DEADLINE_S,
        team: tuple[str, str] = ("T0SANDBOX", "体験用ワークスペース"),
        beside: "Slack | None" = None,
    ) -> None:
        """`manifest` is the app's, as JSON. `port` 0 takes any free one.

        `team`: id and name of the workspace. `beside`: another workspace that may install the same app; the Web API of
        that one then takes the tokens of both, as there is only one Slack.

        `pages` are routes of what stands in front of the workspace.
        The clock starts at `now`, an aware moment, else at the real time; see Platform for `deadline_s`.
        """
        clock = WorkspaceClock(now.timestamp() if now else None)
        self.platform: Platform = Platform(
            app=parse_manifest(manifest),
            clock=clock,
            deadline_s=deadline_s,
            team_id=team[0],
            team_name=team[1],
            beside=beside.platform if beside else None,
        )
        self.platform.rates.posts = rate_limits
        self.app_token = self.platform.app_token
        self.signing_secret = self.platform.signing_secret
        self.workspace = self.platform.workspace
        self.scopes = self.platform.scopes  # the granted ones; take one away to see `missing_scope`
        self.faults = self.platform.faults
        self.posted = self.workspace.posted
        self.wait_for = self.workspace.wait_for
        self.out_of_order = self.platform.dispatcher.out_of_order
        self.advance = self.platform.clock.advance  # deadlines pass, retries come due, trigger ids and URLs expire
        self.socket = SocketMode(self.platform)
        self._http: HttpMode | None = None
        self._server = _Server(self._application(pages), port, ws_protocol(lambda: self.platform.answers_pings))
        self.platform.dispatcher.transport = self.socket
        if request_url is not None:
            self.deliver_to(request_url)

    def _application(self, pages: Sequence[BaseRoute]) -> ASGIApp:
        control = Control(self.platform, self.socket)
        routes = [
            *oauth_routes(self.platform),
            *WebApi(self.platform).routes(),
            *self.socket.routes(),
            *control.routes(),
            *pages,
        ]
        local_only = [Middleware(TrustedHostMiddleware, allowed_hosts=list(HOSTS)), Middleware(OwnPages)]
        application = Starlette(routes=routes, middleware=local_only)
        application.state.platform = self.platform  # pages find the workspace there
        return _with_way_to_cut(application)

    def deliver_to(self, request_url: str) -> None:
        """Switch to HTTP mode; the address must be on this machine."""
        self._http = HttpMode(self.platform, request_url)
        self.platform.redirect_url = urljoin(request_url, "/slack/oauth_redirect")
        self.platform.dispatcher.transport = self._http

    def start(self) -> "Slack":
        """Raises OSError when the port is in use; nothing is running then."""
        port = self._server.start()
        self.platform.clock.start()
        self.platform.base_url = f"http://{HOST}:{port}"
        return self

    def stop(self) -> None:
        self._server.stop()
        if self._http is not None:
            self._http.stop()
        self.platform.clock.stop()

    def __enter__(self) -> "Slack":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """http://127.0.0.1:PORT, without a slash at the end."""
        return self.platform.base_url

    @property
    def api_url(self) -> str:
        """What goes into WebClient(base_url=…) or SLACK_API_BASE_URL."""
        return f"{self.platform.base_url}/api/"

    @property
    def bot_token(self) -> str:
        """Another one each time that the app is installed after it was not."""
        return self.platform.bot_token

    def uninstall(self) -> None:
        """By an administrator: the token is dead, and the app is told so."""
        for event in ("app_uninstalled", "tokens_revoked"):
            tokens = {"tokens": {"bot": [self.workspace.bot_user]}} if event == "tokens_revoked" else {}
            self.emit(event, {"type": event, **tokens})
        self.platform.token_error = "account_inactive"

    @property
    def refusals(self) -> list[Refusal]:
        with self.workspace.lock:
            return list(self.workspace.refusals)

    def person(self, person_id: str) -> SimulatedUser:
        if person_id not in self.workspace.people:
            raise KeyError(person_id)
        return SimulatedUser(self.platform, person_id)

    def emit(self, subscription: str, event: JsonObject) -> Delivery:
        """Any other event, as it stands: `app_context_changed`, `tokens_revoked`, `channel_id_changed` …"""
        return emit(self.platform, subscription, event)

    def run_step(self, callback_id: str, inputs: JsonObject) -> tuple[StepRun, Delivery]:
        """A workflow comes to a step of the app; how it ends stands in `workspace.step_runs` under its id."""
        return run_step(self.platform, callback_id, inputs)

    def set_group_members(self, group_id: str, users: tuple[str, ...]) -> Delivery:
        """An administrator changes a user group; apps are told by subteam_members_changed."""
        with self.workspace.lock:
            old = self.workspace.groups[group_id]
            self.workspace.put(replace(old, users=users))
            event = {
                "type": "subteam_members_changed",
                "subteam_id": group_id,
                "team_id": self.workspace.team_id,
                "added_users": [user for user in users if user not in old.users],
                "removed_users": [user for user in old.users if user not in users],
            }
            return self.emit("subteam_members_changed", event)

    def wait_for_post(
        self, channel: str | None = None, *, count: int = 1, timeout: float = PATIENCE_S
    ) -> list[PostedMessage]:
        """At least `count` messages of the bot, oldest first."""

        def enough(workspace: Workspace) -> list[PostedMessage]:
            found = workspace.posted(channel)
            return found if len(found) >= count else []

        return self.wait_for(enough, timeout)

    def wait_connected(self, links: int = 1) -> None:
        """Until the app holds that many Socket Mode links."""
        self.wait_for(lambda _: len(self.socket.links) >= links)


class _Server(uvicorn.Server):
    """uvicorn in a thread of its own, on a port that is bound before the thread starts."""

    def __init__(self, application: ASGIApp, port: int, ws: type[asyncio.Protocol]) -> None:
        super().__init__(
            uvicorn.Config(
                application,
                ws=ws,
                ws_ping_interval=None,
                ws_ping_timeout=None,
                lifespan="off",
                date_header=False,  # replies are dated by the workspace's clock
                log_config=None,
                log_level="critical",
                access_log=False,
                timeout_graceful_shutdown=1,
            )
        )
        self._port = port
        self._up = threading.Event()
        self._thread: threading.Thread | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._up.set()

    def start(self) -> int:
        """Returns the real port. Raises OSError when it is in use."""
        bound = socket.create_server((HOST, self._port), backlog=BACKLOG)
        self._thread = threading.Thread(target=self.run, args=([bound],), name="sandbox-server", daemon=True)
        self._thread.start()
        if not self._up.wait(PATIENCE_S):
            raise NotReachedError("the sandbox did not start")
        return int(bound.getsockname()[1])

    def stop(self) -> None:
        self.should_exit = True
        if self._thread is not None:
            self._thread.join()


def _with_way_to_cut(application: ASGIApp) -> ASGIApp:
    """Leaves in each request a way to drop its connection, for replies that get lost."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        cycle = getattr(send, "__self__", None)  # uvicorn's request cycle is the only holder of the transport
        scope[CUT_CONNECTION] = lambda: cycle.transport.abort() if cycle is not None else None
        await application(scope, receive, send)

    return wrapped
