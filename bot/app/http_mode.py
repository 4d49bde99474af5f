"""HTTP mode, /healthz and /metrics, on starlette and uvicorn."""

import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from slack_bolt import App, BoltRequest
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.api.server import BROKEN, SEND_S, ServerThread
from bot.slack.socket_mode import UNREADABLE, Connection

if TYPE_CHECKING:
    from bot.api.metrics import PrometheusObserver

log = logging.getLogger(__name__)

EVENTS_PATH = "/slack/events"
HEALTH_PATH = "/healthz"
METRICS_PATH = "/metrics"
NO_DATABASE = "データベースにつながりません。"
LONGEST_BODY = 1_000_000  # Slack's payloads are a tenth of this at most
_DIGITS = 20  # of a moment or a length; Python refuses to read numbers of thousands of digits


class HttpServer:
    """Serves Slack's requests to `app`, or, without one, only the health of the connection `beside` it.

    `counting`: what it has counted is served too.
    """

    def __init__(
        self,
        jobs: Callable[[], dict[str, object]],
        *,
        host: str,
        port: int,
        app: App | None = None,
        beside: Connection | None = None,
        counting: "PrometheusObserver | None" = None,
        send_s: float = SEND_S,
        mode: str = "http",
        cut_off: Callable[[], bool] = lambda: False,
        pages: Sequence[BaseRoute] = (),
    ) -> None:
        """`jobs` tells `ok` while more can be asked for and answered, and `under_way`: how much is.

        `send_s`: how long somebody may take to send a request. `cut_off`: whether its database is away. `pages`: what
        is served besides.
        """
        self._jobs, self._mode, self._pages = jobs, mode, pages
        self._app = app
        self._beside, self._cut_off = beside, cut_off
        self._counting = counting
        if counting:
            counting.watch(self.health)
        application = Starlette(routes=self._routes(), exception_handlers={HTTPException: _not_served})
        self._server = ServerThread(application, host=host, port=port, send_s=send_s)

    def _routes(self) -> list[BaseRoute]:
        routes: list[BaseRoute] = [*self._pages, Route(HEALTH_PATH, self._healthz, methods=["GET"])]
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
        base = self._beside.health() if self._beside else {"ok": True, "mode": self._mode}
        jobs = self._jobs()
        if self._cut_off():
            return {**base, **jobs, "ok": False, "reason": NO_DATABASE}
        return {**base, **jobs, "ok": bool(base["ok"] and jobs["ok"])}

    def start(self) -> "HttpServer":
        """BotError when the port is taken."""
        self.port = self._server.start()
        return self

    def close(self) -> None:
        self._server.close()

    def failure(self) -> str:
        return self._server.failure()


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
