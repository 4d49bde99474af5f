"""HTTP mode, /healthz and /metrics, on starlette and uvicorn."""

import asyncio
import logging
import socket
import threading
from typing import TYPE_CHECKING

import h11
import uvicorn
from slack_bolt import App, BoltRequest
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.config import BotError
from bot.features import Jobs
from bot.slack.socket_mode import UNREADABLE, Connection

if TYPE_CHECKING:
    from bot.api.metrics import PrometheusObserver

log = logging.getLogger(__name__)

EVENTS_PATH = "/slack/events"
HEALTH_PATH = "/healthz"
METRICS_PATH = "/metrics"
LONGEST_BODY = 1_000_000  # Slack's payloads are a tenth of this at most
BACKLOG = 256
START_S = 10.0
SEND_S = 10.0
BROKEN = "senryaku.broken"
"""Among the extensions of a request that has turned out to be none, and has had its answer."""
_DIGITS = 20  # of a moment or a length; Python refuses to read numbers of thousands of digits


class HttpServer:
    """Serves Slack's requests to `app`, or, without one, only the health of the connection `beside` it.

    `counting`: what it has counted is served too.
    """

    def __init__(
        self,
        jobs: Jobs,
        *,
        host: str,
        port: int,
        app: App | None = None,
        beside: Connection | None = None,
        counting: "PrometheusObserver | None" = None,
        send_s: float = SEND_S,
    ) -> None:
        """`send_s`: how long somebody may take to send a request."""
        self._jobs = jobs
        self._host, self._port = host, port
        self._app = app
        self._beside = beside
        self._counting = counting
        if counting:
            counting.watch(self.health)
        application = Starlette(routes=self._routes(), exception_handlers={HTTPException: _not_served})
        self._server = _Server(application, send_s)
        self._thread: threading.Thread | None = None

    def _routes(self) -> list[BaseRoute]:
        routes: list[BaseRoute] = [Route(HEALTH_PATH, self._healthz, methods=["GET"])]
        if self._counting:
            routes.append(Route(METRICS_PATH, self._metrics, methods=["GET"]))
        return [*routes, Route(EVENTS_PATH, self._events, methods=["POST"])] if self._app else routes

    async def _events(self, request: Request) -> Response:
        """Bolt checks the signature; it works in a thread, or one slow listener would hold up all requests."""
        if BROKEN in request.scope.get("extensions", {}):
            return Response(status_code=400)
        length = request.headers.get("content-length", "")
        is_known = "transfer-encoding" not in request.headers  # which overrules the length
        if not (is_known and length.isdecimal() and len(length) < _DIGITS) or int(length) > LONGEST_BODY:
            return _refused(413, "too large")
        try:
            body = await request.body()
        except ClientDisconnect:
            return _refused(400, "unfinished")
        read = _read(request, body)
        if read is None:
            return _refused(400, "unreadable")
        if not _may_be_signed(request):
            return _refused(401, "no signature")
        assert self._app is not None
        answer = await run_in_threadpool(self._app.dispatch, read)
        if answer.status == 401:
            log.warning("request refused: wrong signature")  # Bolt's own line would hold the body
        return to_starlette_response(answer)

    async def _healthz(self, request: Request) -> Response:
        health = self.health()
        return JSONResponse(health, status_code=200 if health["ok"] else 503)

    async def _metrics(self, request: Request) -> Response:
        assert self._counting is not None
        told, kind = self._counting.exposition()
        return Response(told, media_type=kind)

    def health(self) -> dict[str, object]:
        base = self._beside.health() if self._beside else {"ok": True, "mode": "http"}
        jobs = self._jobs.health()
        return {**base, **jobs, "ok": bool(base["ok"] and jobs["ok"])}

    def start(self) -> "HttpServer":
        """BotError when the port is taken."""
        try:
            bound = socket.create_server((self._host, self._port), backlog=BACKLOG)
        except OSError as error:
            raise BotError(
                f"{self._host} のポート {self._port} を開けません（{error.strerror}）。別の番号を指定してください。"
            ) from error
        self._thread = threading.Thread(target=self._server.run, args=([bound],), name="http", daemon=True)
        self._thread.start()
        if not self._server.is_up.wait(START_S):
            raise BotError("HTTP サーバーが始まりません。")
        self.port: int = bound.getsockname()[1]
        log.info("listening on %s:%d", self._host, self.port)
        return self

    def close(self) -> None:
        """Answers the requests that are in, takes no more."""
        self._server.should_exit = True
        if self._thread is not None:
            self._thread.join()

    def failure(self) -> str:
        is_dead = self._thread is not None and not self._thread.is_alive()
        return "HTTP サーバーが止まりました。起動し直してください。" if is_dead else ""


def _read(request: Request, body: bytes) -> BoltRequest | None:
    """None for what is no payload: Bolt reads a body before it checks who signed it, and anybody can send one."""
    try:
        return to_bolt_request(request, body)
    except UNREADABLE:
        return None


def _may_be_signed(request: Request) -> bool:
    """Bolt fails on what no number and no signature can be."""
    stamp = request.headers.get("x-slack-request-timestamp", "")
    return stamp.isdecimal() and len(stamp) < _DIGITS and request.headers.get("x-slack-signature", "").isascii()


async def _not_served(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _refused(error.status_code, error.detail)


def _refused(status: int, why: str) -> Response:
    log.warning("request refused: %s", why)
    return PlainTextResponse(why, status_code=status)


class _Connection(H11Protocol):
    """One that closes on whoever does not finish sending: the server itself waits for ever."""

    send_s = SEND_S
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._give_time()

    def on_response_complete(self) -> None:
        self._give_time()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._deadline:
            self._deadline.cancel()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """What has begun already must not answer as well: it could not, and would say so in a traceback."""
        super().send_400_response(msg)
        if self.cycle and not self.cycle.response_complete:
            self.cycle.scope["extensions"] = {BROKEN: {}}
            self.cycle.disconnected = True
            self.cycle.message_event.set()

    def _should_upgrade(self) -> bool:
        """Nothing here speaks another protocol."""
        return False

    def _give_time(self) -> None:
        if self._deadline:
            self._deadline.cancel()
        self._deadline = self.loop.call_later(self.send_s, self._close_if_unfinished)

    def _close_if_unfinished(self) -> None:
        if self.conn.their_state in (h11.IDLE, h11.SEND_BODY) and not self.transport.is_closing():
            log.warning("connection closed: nothing whole was sent in %g s", self.send_s)
            self.transport.close()


class _Server(uvicorn.Server):
    """In a thread, where uvicorn leaves signals alone."""

    def __init__(self, application: Starlette, send_s: float) -> None:
        config = uvicorn.Config(
            application,
            http=type("_Connection", (_Connection,), {"send_s": send_s}),
            lifespan="off",
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=5,
        )
        super().__init__(config)
        self.is_up = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.is_up.set()
