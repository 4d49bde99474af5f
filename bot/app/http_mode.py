"""HTTP mode and /healthz, on starlette and uvicorn."""

import logging
import socket
import threading

import uvicorn
from slack_bolt import App, BoltRequest
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.config import BotError
from bot.features import Jobs
from bot.slack.socket_mode import Connection

log = logging.getLogger(__name__)

EVENTS_PATH = "/slack/events"
HEALTH_PATH = "/healthz"
LONGEST_BODY = 1_000_000  # Slack's payloads are a tenth of this at most
BACKLOG = 256
START_S = 10.0


class HttpServer:
    """Serves Slack's requests to `app`, or, without one, only the health of the connection `beside` it."""

    def __init__(
        self, jobs: Jobs, *, host: str, port: int, app: App | None = None, beside: Connection | None = None
    ) -> None:
        self._jobs = jobs
        self._host, self._port = host, port
        self._app = app
        self._beside = beside
        self._server = _Server(Starlette(routes=self._routes()))
        self._thread: threading.Thread | None = None

    def _routes(self) -> list[BaseRoute]:
        health = Route(HEALTH_PATH, self._healthz, methods=["GET"])
        return [health, Route(EVENTS_PATH, self._events, methods=["POST"])] if self._app else [health]

    async def _events(self, request: Request) -> Response:
        """Bolt checks the signature; it works in a thread, or one slow listener would hold up all requests."""
        length = request.headers.get("content-length", "")
        if not length.isdecimal() or int(length) > LONGEST_BODY:
            return PlainTextResponse("too large", status_code=413)
        body = await request.body()
        if self._app is None:
            return PlainTextResponse("not found", status_code=404)
        read = _read(request, body)
        if read is None:
            return PlainTextResponse("unreadable", status_code=400)
        answer = await run_in_threadpool(self._app.dispatch, read)
        return to_starlette_response(answer)

    async def _healthz(self, request: Request) -> Response:
        health = self.health()
        return JSONResponse(health, status_code=200 if health["ok"] else 503)

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
        log.info("listening on %s:%d", self._host, bound.getsockname()[1])
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
    except (ValueError, TypeError, AttributeError):
        return None


class _Server(uvicorn.Server):
    """In a thread, where uvicorn leaves signals alone."""

    def __init__(self, application: Starlette) -> None:
        config = uvicorn.Config(
            application, lifespan="off", log_config=None, access_log=False, timeout_graceful_shutdown=5
        )
        super().__init__(config)
        self.is_up = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.is_up.set()
