"""A web application served in a thread of its own: its port, its start and end, and no patience with half a request."""

import asyncio
import logging
import socket
import threading

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.config import BotError
from bot.config.errors import PortError

log = logging.getLogger(__name__)

BACKLOG = 256
START_S = 10.0
SEND_S = 10.0
BROKEN = "senryaku.broken"
"""Among the extensions of a request that has turned out to be none, and has had its answer."""


class ServerThread:
    """From `start` to `close`."""

    def __init__(self, application: ASGIApp, *, host: str, port: int, send_s: float = SEND_S) -> None:
        """`send_s`: how long somebody may take to send a request. Port 0: any that is free."""
        self._host, self._port = host, port
        self._server = _Server(application, send_s)
        self._thread: threading.Thread | None = None

    def start(self) -> int:
        """The port. BotError when it is taken."""
        try:
            bound = socket.create_server((self._host, self._port), backlog=BACKLOG)
        except OSError as error:
            raise PortError(self._port, error) from error
        self._thread = threading.Thread(target=self._server.run, args=([bound],), name="http", daemon=True)
        self._thread.start()
        if not self._server.is_up.wait(START_S):
            raise BotError("HTTP サーバーが始まりません。")
        port: int = bound.getsockname()[1]
        log.info("listening on %s:%d", self._host, port)
        return port

    def close(self) -> None:
        """Answers the requests that are in, takes no more."""
        self._server.should_exit = True
        if self._thread is not None:
            self._thread.join()

    def failure(self) -> str:
        is_dead = self._thread is not None and not self._thread.is_alive()
        return "HTTP サーバーが止まりました。起動し直してください。" if is_dead else ""


class _Connection(H11Protocol):
    """One that closes on whoever does not finish sending: the server itself waits for ever."""

    send_s = SEND_S
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        # asyncio does so only where a socket names its protocol: without it the second half of each answer, the body,
        # waits for the other side to acknowledge the first, which it does 40 ms later.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
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

    def __init__(self, application: ASGIApp, send_s: float) -> None:
        config = uvicorn.Config(
            application,
            http=type("_Connection", (_Connection,), {"send_s": send_s}),
            lifespan="auto",
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=5,
        )
        super().__init__(config)
        self.is_up = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.is_up.set()
