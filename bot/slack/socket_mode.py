"""How events come in: a connection that can be started, judged and closed. Socket Mode here, HTTP in http_server."""

import logging
import time
from http import HTTPStatus
from typing import Any, Protocol

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.socket_mode.internals import run_bolt_app, send_response
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.config import BotError
from bot.slack.errors import code_of
from bot.slack.retries import LOST

log = logging.getLogger(__name__)

UNREADABLE = (ValueError, TypeError, AttributeError, LookupError, RecursionError)
"""What reading a payload of an odd shape raises."""
PING_EVERY_S = 5.0  # a connection cut without a word is noticed at the next ping
STALE_AFTER_S = 4 * PING_EVERY_S  # slack_sdk itself reconnects by then
GIVE_UP_AFTER_S = 300.0  # after that a fresh process has better chances
MESSAGE_WORKERS = 32
ASK_AGAIN_S = 0.1
_GAVE_UP = (
    "Slack との接続が {minutes} 分以上戻らないため、終了します。"
    "起動し直しても続くときは、ネットワークを確かめてください。"
)
_REFUSED = (
    "Socket Mode でつながりません（{error}）。SLACK_APP_TOKEN が xapp- で始まり、権限 connections:write を持つこと、"
    "アプリの設定で Socket Mode が有効なことを確かめてください。"
)


class Connection(Protocol):
    def close(self) -> None:
        """No new events after this."""

    def failure(self) -> str:
        """Why the program should give up, in Japanese; "" while all is well or may become so."""

    def health(self) -> dict[str, object]:
        """`ok`, and what speaks for it. "Connected" is not enough: pings must come back."""


class _Handler(SocketModeHandler):
    """Whatever comes in an envelope is acknowledged, but what is to come again later: nobody else could do better
    with a payload that cannot be read, or that no listener is for. Bolt says the latter in a line of its own.
    """

    def __init__(self, app: App, app_token: str) -> None:
        super().__init__(app, app_token=app_token, ping_interval=PING_EVERY_S, concurrency=MESSAGE_WORKERS)
        # slack_sdk makes requests of messages before it asks its own listeners, and raises on a payload that is a list
        self.client.socket_mode_request_listeners.clear()
        self.client.message_listeners.append(self.take)

    def take(self, client: BaseSocketModeClient, message: dict[str, Any], raw: str | None = None) -> None:
        if "envelope_id" not in message:
            return
        try:
            request = SocketModeRequest(
                message["type"], message["envelope_id"], _object(message["payload"]),
                retry_attempt=message.get("retry_attempt"), retry_reason=message.get("retry_reason"),
            )  # fmt: skip
            self.handle(client, request)
        except UNREADABLE as error:
            log.warning("payload of an odd shape refused: %s", type(error).__name__)
            _acknowledge(client, message["envelope_id"])

    def handle(self, client: BaseSocketModeClient, req: SocketModeRequest) -> None:
        started = time.time()
        answer = run_bolt_app(self.app, req)
        if answer.status == HTTPStatus.NOT_FOUND:
            _acknowledge(client, req.envelope_id)
        else:
            send_response(client, req, answer, started)


def _object(payload: object) -> dict[str, Any]:
    if not isinstance(payload, dict):
        raise TypeError(type(payload))
    return payload


def _acknowledge(client: BaseSocketModeClient, envelope_id: str) -> None:
    client.send_socket_mode_response(SocketModeResponse(envelope_id=envelope_id))


class SocketModeConnection:
    """Socket Mode by slack_sdk's own client, which reconnects by itself and goes through proxies."""

    def __init__(self, app: App, app_token: str) -> None:
        self._handler = _Handler(app, app_token)
        self._well_at = time.monotonic()
        self.beside: Connection | None = None

    def start(self) -> "SocketModeConnection":
        try:
            self._handler.connect()  # type: ignore[no-untyped-call]
        except (SlackApiError, *LOST) as error:
            self._handler.close()  # type: ignore[no-untyped-call]
            told = code_of(error) if isinstance(error, SlackApiError) else type(error).__name__
            raise BotError(_REFUSED.format(error=told)) from error
        return self

    def close(self) -> None:
        if self.beside is not None:
            self.beside.close()
        try:
            self._let_go()
            self._handler.close()  # type: ignore[no-untyped-call]
        except (AttributeError, OSError) as error:  # slack_sdk's monitor was just replacing a stale session
            log.warning("the connection was already gone: %s", error)

    def _let_go(self) -> None:
        """Ends slack_sdk's receiver. A session that has just begun takes its own end back, so it is told again."""
        client = self._handler.client
        client.auto_reconnect_enabled = False
        receiver = client.current_session_runner
        receiver.event.set()
        while receiver.is_alive():
            client.current_session_state.terminated = True
            receiver.thread.join(ASK_AGAIN_S)

    def ping_age(self) -> float | None:
        """Seconds since the last pong, or since the start of a session that has had none yet."""
        session = self._handler.client.current_session
        if session is None or not session.is_active():
            return None
        last = session.last_ping_pong_time
        return max(0.0, time.time() - last) if last else 0.0

    def health(self) -> dict[str, object]:
        age = self.ping_age()
        is_well = age is not None and age < STALE_AFTER_S
        return {"ok": is_well, "mode": "socket", "ping_age_s": None if age is None else round(age, 1)}

    def failure(self) -> str:
        if self.health()["ok"]:
            self._well_at = time.monotonic()
        if time.monotonic() - self._well_at < GIVE_UP_AFTER_S:
            return ""
        return _GAVE_UP.format(minutes=round(GIVE_UP_AFTER_S / 60))
