"""The workspace as a whole, served: one object to start and to stop."""

import socket
import threading
from collections.abc import Sequence

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from bot.sandbox.api.web_api import WebApi
from bot.sandbox.page.control import Control
from bot.sandbox.state.errors import NotReachedError
from bot.sandbox.state.platform import Platform
from bot.sandbox.state.workspace import PATIENCE_S
from bot.sandbox.transport.own_pages import HOSTS, OwnPages
from bot.sandbox.transport.socket_mode import SocketMode

HOST = HOSTS[0]
BACKLOG = 256


class Slack:
    """A Slack workspace on this machine, whose payloads go over Socket Mode."""

    def __init__(
        self,
        platform: Platform,
        *,
        port: int = 0,
        pages: Sequence[BaseRoute] = (),
        api: WebApi | None = None,
        link: SocketMode | None = None,
    ) -> None:
        """`port` 0 takes any free one. `pages` are routes of what stands in front of the workspace.

        `api` and `link`: others than the usual ones, as tests have them.
        """
        self.platform = platform
        self.socket = link or SocketMode(platform)
        self._server = ServerInThread(self._application(pages, api or WebApi(platform)), port)
        platform.dispatcher.transport = self.socket

    def _application(self, pages: Sequence[BaseRoute], api: WebApi) -> ASGIApp:
        control = Control(self.platform, self.socket)
        routes = [*api.routes(), *self.socket.routes(), *control.routes(), *pages]
        local_only = [Middleware(TrustedHostMiddleware, allowed_hosts=list(HOSTS)), Middleware(OwnPages)]
        application = Starlette(routes=routes, middleware=local_only)
        application.state.platform = self.platform  # pages find the workspace there
        return application

    def start(self) -> int:
        """The port. Raises OSError when it is in use; nothing is running then."""
        port = self._server.start()
        self.platform.clock.start()
        self.platform.base_url = f"http://{HOST}:{port}"
        return port

    def stop(self) -> None:
        self._server.stop()
        self.platform.clock.stop()

    @property
    def url(self) -> str:
        """http://127.0.0.1:PORT, without a slash at the end."""
        return self.platform.base_url

    @property
    def api_url(self) -> str:
        """What goes into WebClient(base_url=…) or SLACK_API_BASE_URL."""
        return f"{self.platform.base_url}/api/"


class ServerInThread(uvicorn.Server):
    """uvicorn in a thread of its own, on a port that is bound before the thread starts."""

    def __init__(self, application: ASGIApp, port: int) -> None:
        super().__init__(
            uvicorn.Config(
                application,
                ws="websockets-sansio",
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
