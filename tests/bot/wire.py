"""A WebClient whose requests go into the stand-in's own web application without a socket, and come to grief on demand.

Everything above the socket is real: slack_sdk's encoding and decoding here, routing, rate limits, posting and history
there. Time is the test's, so that hours of outages and restarts take milliseconds.
"""

import io
from collections.abc import Callable, MutableMapping
from email.message import Message as Headers
from typing import Any, Literal
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request

from starlette.applications import Starlette

from bot.app.manifest import make_manifest
from bot.sandbox.state.clock import WorkspaceClock
from bot.sandbox.state.manifest import parse_manifest
from bot.sandbox.state.records import PostedMessage
from bot.slack.slack_time import DatedClient, SlackTime
from tests.stand_in.faulty_api import FaultyApi
from tests.stand_in.platform import WholePlatform

# fine: answered. lost: done, but the answer never comes. late: the answer never comes, and the work is done 35 seconds
# later. down: no connection. dropped: taken and never done. broken: done, and answered with half a page.
Fate = Literal["fine", "lost", "late", "down", "dropped", "broken", "busy", "error"]
TIMEOUT_S, LATE_S = 10.0, 35.0


class Killed(BaseException):
    """The process ends here: nothing after it runs, no handler of ours catches it."""


class SetClock(WorkspaceClock):
    """Stands still until it is set forward."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds

    def now(self) -> float:
        return self.seconds


class FakeSlack:
    """The stand-in's workspace and web application, in the test's own thread and time."""

    def __init__(self, clock: SetClock, *, rate_limits: bool = True) -> None:
        self.clock = clock
        self.platform = WholePlatform(app=parse_manifest(make_manifest()), clock=clock)
        self.platform.rates.posts = rate_limits
        self._app = Starlette(routes=FaultyApi(self.platform).routes())
        self._late: list[tuple[float, Request]] = []

    def pass_time(self, seconds: float) -> None:
        self.clock.seconds += seconds
        ready = [request for at, request in self._late if at <= self.clock.seconds]
        self._late = [(at, request) for at, request in self._late if at > self.clock.seconds]
        for request in ready:
            self.answer(request)

    def say(self, channel: str, user: str, text: str) -> None:
        """Somebody else writes into the channel."""
        workspace = self.platform.workspace
        workspace.put(PostedMessage(channel=channel, ts=workspace.new_ts(), user=user, text=text))

    def later(self, request: Request) -> None:
        self._late.append((self.clock.seconds + LATE_S, request))

    def answer(self, request: Request) -> tuple[int, Headers, bytes]:
        """Runs the application to its end; it never waits for anything but the request."""
        sent: list[MutableMapping[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": request.data or b"", "more_body": False}

        async def send(message: MutableMapping[str, Any]) -> None:
            sent.append(message)

        run: Any = self._app(_scope(request), receive, send)
        try:
            run.send(None)
        except StopIteration:
            pass
        else:
            raise AssertionError("the application waits for something")
        headers = Headers()
        for name, value in sent[0]["headers"]:
            headers[name.decode()] = value.decode()
        return int(sent[0]["status"]), headers, b"".join(part.get("body", b"") for part in sent[1:])


def _scope(request: Request) -> dict[str, Any]:
    parts = urlsplit(request.full_url)
    headers = [(name.lower().encode(), value.encode()) for name, value in request.header_items()]
    return {
        "type": "http",
        "http_version": "1.1",
        "method": request.get_method(),
        "scheme": "http",
        "path": parts.path,
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "headers": headers,
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 1),
        "root_path": "",
    }


class Wire(DatedClient):
    """`step` is called before and after each request: it may raise Killed. `fate` says what becomes of the next one."""

    def __init__(self, slack: FakeSlack, step: Callable[[str], None] = lambda where: None) -> None:
        token, slack_time = slack.platform.bot_token, SlackTime(slack.clock.now)
        super().__init__(slack_time, token=token, base_url="http://127.0.0.1/api/", retry_handlers=[])
        self._slack = slack
        self._step = step
        self.fate: Fate = "fine"
        self.sent: list[str] = []

    def _perform_urllib_http_request_internal(self, url: str, req: Request) -> dict[str, Any]:
        method = url.rpartition("/")[2]
        self._step(f"before {method}")
        self.sent.append(method)
        try:
            return self._carried_out(req)
        finally:
            self._step(f"after {method}")

    def _carried_out(self, request: Request) -> dict[str, Any]:
        match self.fate:
            case "down":
                raise URLError(ConnectionRefusedError(111, "refused"))
            case "busy":
                self._raise(429, b'{"ok": false, "error": "ratelimited"}', {"Retry-After": "20"})
            case "error":
                self._raise(503, b"<html>unavailable</html>", {})
            case "late" | "dropped":
                if self.fate == "late":
                    self._slack.later(request)
                self._slack.pass_time(TIMEOUT_S)
                raise TimeoutError("timed out")
        status, headers, body = self._slack.answer(request)
        if self.fate == "lost":
            self._slack.pass_time(TIMEOUT_S)
            raise TimeoutError("timed out")
        if status != 200:
            self._raise(status, body, dict(headers.items()))
        if self.fate == "broken":
            body = body[: len(body) // 2]
        return {"status": status, "headers": dict(headers.items()), "body": body.decode()}

    @staticmethod
    def _raise(status: int, body: bytes, headers: dict[str, str]) -> None:
        sent = Headers()
        for name, value in headers.items():
            sent[name] = value
        raise HTTPError("http://127.0.0.1/api/", status, "", sent, io.BytesIO(body))
