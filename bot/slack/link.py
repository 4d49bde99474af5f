"""One WebSocket of Socket Mode: opened by the way that the Web API goes, read, pinged, closed.

link = Link(client, app_token)    # raises SlackApiError, or one of UNREACHED
link.read(take, changed)          # each message but Slack's greeting, in a thread of its own
link.ping()                       # now and then; `silent_s` tells how long nothing was answered
link.close()
"""

import json
import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from urllib.request import proxy_bypass

from slack_sdk import WebClient
from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

from bot.slack.retries import LOST

log = logging.getLogger(__name__)

OPEN_S = 10.0
CLOSE_S = 0.5  # Slack's farewell is worth no more
PINGS_KEPT = 8  # an answer may come after the next was sent
UNREACHED = (*LOST, WebSocketException, ValueError, KeyError)
"""What opening a link raises besides Slack's refusal. ValueError and KeyError: an address that is none."""
JsonMessage = dict[str, Any]
Take = Callable[["Link", JsonMessage], None]


NO_SOCKS = "SOCKS のプロキシには対応していません。http:// で始まる HTTP プロキシを設定してください。"


class SocksError(OSError):
    """The proxy speaks what neither the Web API's client nor ours does."""

    def __init__(self) -> None:
        super().__init__(NO_SOCKS.rstrip("。"))


class TurnedAwayError(OSError):
    """Slack took the link and ended it instead of greeting."""


class Link:
    """`is_leaving`: Slack has announced its end; it goes on until another is there. `is_over`: nothing comes any more.

    It is there once Slack has greeted. Thread-safe, but for `ping`.
    """

    def __init__(self, client: WebClient, app_token: str) -> None:
        self._socket = _connected(str(client.apps_connections_open(app_token=app_token)["url"]), client)
        try:
            greeting = _message(self._socket.recv(timeout=OPEN_S))
            if greeting.get("type") != "hello":
                raise TurnedAwayError(str(greeting.get("reason") or greeting.get("type")))
        except BaseException:
            self._socket.close()
            raise
        self.is_leaving = self.is_over = False
        self._opened_at = time.monotonic()
        self._pings = deque[tuple[float, threading.Event]](maxlen=PINGS_KEPT)

    def read(self, take: Take, changed: Callable[[], None]) -> None:
        """`changed` is called when its end is announced, and when it comes."""
        threading.Thread(target=self._read, args=(take, changed), name="link", daemon=True).start()

    def _read(self, take: Take, changed: Callable[[], None]) -> None:
        try:
            for text in self._socket:
                message = _message(text)
                if message.get("type") == "disconnect":
                    log.info("Slack ends the link: %s", message.get("reason"))
                    self.is_leaving = True
                    changed()
                else:
                    take(self, message)
        except WebSocketException as error:
            log.info("link lost: %s", error)
        finally:
            self.is_over = True
            changed()

    def ping(self) -> None:
        try:
            self._pings.append((time.monotonic(), self._socket.ping()))
        except (WebSocketException, OSError):
            self.is_over = True

    @property
    def answered_at(self) -> float | None:
        """When the last ping was sent that Slack has answered."""
        return max((at for at, pong in tuple(self._pings) if pong.is_set()), default=None)

    @property
    def silent_s(self) -> float:
        """Since that ping, or since it was opened."""
        return time.monotonic() - (self.answered_at or self._opened_at)

    def send(self, message: JsonMessage) -> None:
        """Raises WebSocketException where the link is gone."""
        self._socket.send(json.dumps(message))

    def close(self) -> None:
        self._socket.close()


def opening_client(client: WebClient) -> WebClient:
    """As `client`, but it repeats nothing: it would wait out of reach of whoever wants to stop."""
    return WebClient(
        token=client.token,
        base_url=client.base_url,
        timeout=client.timeout,
        ssl=client.ssl,
        proxy=client.proxy,
        retry_handlers=[],
    )


def is_socks(proxy: str | None) -> bool:
    return (proxy or "").lower().startswith("socks")


def why_unreached(error: Exception) -> str:
    """For the operator."""
    return str(error) or type(error).__name__


def _connected(address: str, client: WebClient) -> ClientConnection:
    """Through the proxy of the Web API, and past it where NO_PROXY says so, as urllib does for the Web API."""
    parts = urlsplit(address)
    proxy = None if proxy_bypass(parts.netloc) else client.proxy
    if is_socks(proxy):
        raise SocksError
    return connect(
        address,
        ssl=client.ssl if parts.scheme == "wss" else None,
        proxy=f"http://{proxy}" if proxy and "://" not in proxy else proxy,
        compression=None,
        open_timeout=OPEN_S,
        ping_interval=None,
        close_timeout=CLOSE_S,
        max_size=None,
        legacy=True,
    )


def _message(text: str | bytes) -> JsonMessage:
    """{} for what is no object."""
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}
