"""Only pages of the stand-in itself may speak to it: a browser says with each request whose page it is.

Programs send no Origin. The page is the same at 127.0.0.1 as at localhost, and both are this machine.
"""

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

HOSTS = ("127.0.0.1", "localhost")


class OwnPages:
    """Refuses what another page asks for: 403, or a socket that is closed before it opens."""

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or _is_own(scope):
            await self._application(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocketClose(1008)(scope, receive, send)
        else:
            await PlainTextResponse("another page may not ask this", status_code=403)(scope, receive, send)


def _is_own(scope: Scope) -> bool:
    origins = [value.decode("latin-1") for name, value in scope["headers"] if name == b"origin"]
    _, port = scope["server"] or ("", 0)
    return set(origins) <= {f"http://{host}:{port}" for host in HOSTS}
