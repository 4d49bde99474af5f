"""The stand-in as a whole: one object to start, to play people with, and to look into."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.sandbox import Slack as ServedSlack
from bot.sandbox.api.web_api import WebApi
from bot.sandbox.events.emit import emit
from bot.sandbox.state.clock import WorkspaceClock
from bot.sandbox.state.deliveries import Delivery
from bot.sandbox.state.manifest import parse_manifest
from bot.sandbox.state.platform import DEADLINE_S
from bot.sandbox.state.records import JsonObject, PostedMessage, Refusal
from bot.sandbox.state.workspace import PATIENCE_S, Workspace
from knowledge.model.structs import replace
from tests.stand_in.faulty_api import CUT_CONNECTION, FaultyApi
from tests.stand_in.http_mode import HttpMode
from tests.stand_in.links import Links
from tests.stand_in.people import SimulatedUser
from tests.stand_in.pings import ws_protocol
from tests.stand_in.platform import StepRun, WholePlatform
from tests.stand_in.workflows import run_step


class Slack(ServedSlack):
    """Use as a context manager, or start() and stop().

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
        """`manifest` is the app's, as JSON. `team`: id and name of the workspace.

        `beside`: another workspace that may install the same app; the Web API of that one then takes the tokens of
        both, as there is only one Slack.
        The clock starts at `now`, an aware moment, else at the real time; see Platform for `deadline_s`.
        """
        self.whole: WholePlatform = WholePlatform(
            app=parse_manifest(manifest),
            declared=manifest,
            clock=WorkspaceClock(now.timestamp() if now else None),
            deadline_s=deadline_s,
            team_id=team[0],
            team_name=team[1],
            beside=beside.whole if beside else None,
        )
        self.whole.rates.posts = rate_limits
        self.links = Links(self.whole)
        super().__init__(self.whole, port=port, pages=pages, api=FaultyApi(self.whole), link=self.links)
        self._server.config.ws = ws_protocol(lambda: self.whole.answers_pings)
        self.app_token = self.whole.app_token
        self.signing_secret = self.whole.signing_secret
        self.workspace = self.whole.workspace
        self.scopes = self.whole.scopes  # the granted ones; take one away to see `missing_scope`
        self.faults = self.whole.faults
        self.posted = self.workspace.posted
        self.wait_for = self.workspace.wait_for
        self.out_of_order = self.whole.holding.out_of_order
        self.advance = self.whole.clock.advance  # deadlines pass, retries come due, trigger ids and URLs expire
        self._http: HttpMode | None = None
        if request_url is not None:
            self.deliver_to(request_url)

    def _application(self, pages: Sequence[BaseRoute], api: WebApi) -> ASGIApp:
        return _with_way_to_cut(super()._application(pages, api))

    def deliver_to(self, request_url: str) -> None:
        """Switch to HTTP mode; the address must be on this machine."""
        self._http = HttpMode(self.whole, request_url)
        self.whole.redirect_url = urljoin(request_url, "/slack/oauth_redirect")
        self.whole.dispatcher.transport = self._http

    def stop(self) -> None:
        super().stop()
        if self._http is not None:
            self._http.stop()

    def __enter__(self) -> "Slack":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def bot_token(self) -> str:
        """Another one each time that the app is installed after it was not."""
        return self.whole.bot_token

    def uninstall(self) -> None:
        """By an administrator: the token is dead, and the app is told so."""
        for event in ("app_uninstalled", "tokens_revoked"):
            tokens = {"tokens": {"bot": [self.workspace.bot_user]}} if event == "tokens_revoked" else {}
            self.emit(event, {"type": event, **tokens})
        self.whole.token_error = "account_inactive"

    @property
    def refusals(self) -> list[Refusal]:
        with self.workspace.lock:
            return list(self.workspace.refusals)

    def person(self, person_id: str) -> SimulatedUser:
        if person_id not in self.workspace.people:
            raise KeyError(person_id)
        return SimulatedUser(self.whole, person_id)

    def emit(self, subscription: str, event: JsonObject) -> Delivery:
        """Any other event, as it stands: `app_context_changed`, `tokens_revoked`, `channel_id_changed` …"""
        return emit(self.whole, subscription, event)

    def run_step(self, callback_id: str, inputs: JsonObject) -> tuple[StepRun, Delivery]:
        """A workflow comes to a step of the app; how it ends stands in `whole.step_runs` under its id."""
        return run_step(self.whole, callback_id, inputs)

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


def _with_way_to_cut(application: ASGIApp) -> ASGIApp:
    """Leaves in each request a way to drop its connection, for replies that get lost."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        cycle = getattr(send, "__self__", None)  # uvicorn's request cycle is the only holder of the transport
        scope[CUT_CONNECTION] = lambda: cycle.transport.abort() if cycle is not None else None
        await application(scope, receive, send)

    return wrapped
