"""Socket Mode: the app keeps up to ten links open, every payload goes over any one of them."""

import asyncio
import itertools
import json
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any

from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from bot.sandbox.state.deliveries import Attempt
from bot.sandbox.state.platform import Platform
from bot.sandbox.state.records import JsonObject

MOST_LINKS = 10
_ACCEPTS_PAYLOAD = ("interactive", "slash_commands")


class SocketMode:
    """A transport. Any thread may send; the loop does the sending."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._links: dict[str, WebSocket] = {}
        self._turn = itertools.count()
        self._loop: asyncio.AbstractEventLoop | None = None

    def routes(self) -> list[WebSocketRoute]:
        return [WebSocketRoute("/link/", self._link)]

    @property
    def links(self) -> tuple[str, ...]:
        """The ids of the open links, oldest first."""
        with self._platform.workspace.lock:
            return tuple(self._links)

    def send(self, attempt: Attempt) -> None:
        with self._platform.workspace.lock:
            links = list(self._links.values())
        if not links:
            self._platform.dispatcher.failed(attempt.envelope_id, "connection_failed")
            return
        link = links[next(self._turn) % len(links)]
        text = json.dumps(_envelope(attempt), ensure_ascii=False)
        sent = self._on_loop(link.send_text(text))
        sent.add_done_callback(lambda done: self._check(attempt, done))

    def _check(self, attempt: Attempt, done: "Future[Any]") -> None:
        if done.cancelled() or done.exception() is not None:
            self._platform.dispatcher.failed(attempt.envelope_id, "connection_failed")

    def _on_loop(self, work: Coroutine[Any, Any, Any]) -> "Future[Any]":
        if self._loop is None:
            raise RuntimeError("no link was ever open")
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    async def _link(self, socket: WebSocket) -> None:
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._platform.tickets:
            self._platform.workspace.refuse("socket", "invalid_ticket")
            await socket.close(1008)
            return
        self._platform.tickets.discard(ticket)
        self._loop = asyncio.get_running_loop()
        await socket.accept()
        if len(self._links) >= MOST_LINKS:
            await self._turn_away(socket)
            return
        await self._serve(socket)

    async def _turn_away(self, socket: WebSocket) -> None:
        self._platform.workspace.refuse("socket", "too_many_websockets")
        await socket.send_text(json.dumps({"type": "disconnect", "reason": "too_many_websockets"}))
        await socket.close(1000)

    async def _serve(self, socket: WebSocket) -> None:
        workspace = self._platform.workspace
        link = workspace.new_id("link-")
        hello: JsonObject = {
            "type": "hello",
            "num_connections": len(self._links) + 1,
            "connection_info": {"app_id": workspace.app_id},
            "debug_info": {"host": "sandbox", "approximate_connection_time": 18_060},
        }
        await socket.send_text(json.dumps(hello))
        with workspace.lock:
            self._links[link] = socket
            workspace.note("link", link)
        try:
            while True:
                self._receive(await socket.receive_text())
        except WebSocketDisconnect:
            pass
        finally:
            with workspace.lock:
                self._links.pop(link, None)
                workspace.note("link", link)
            if socket.application_state is not WebSocketState.DISCONNECTED:
                await _closed(socket)

    def _receive(self, text: str) -> None:
        try:
            message = json.loads(text)
        except json.JSONDecodeError:
            message = None
        if not isinstance(message, dict) or "envelope_id" not in message:
            self._platform.workspace.refuse("socket", "not_an_acknowledgement", (text[:200],))
            return
        payload = message.get("payload")
        body = payload if isinstance(payload, dict) else {}
        self._platform.dispatcher.acknowledged(str(message["envelope_id"]), body)


async def _closed(socket: WebSocket) -> None:
    try:
        await socket.close()
    except RuntimeError:  # the other side was quicker
        return


def _envelope(attempt: Attempt) -> JsonObject:
    delivery = attempt.delivery
    envelope: JsonObject = {
        "envelope_id": attempt.envelope_id,
        "type": delivery.kind,
        "payload": delivery.payload,
        "accepts_response_payload": delivery.kind in _ACCEPTS_PAYLOAD,
    }
    if delivery.kind == "events_api":
        envelope |= {"retry_attempt": attempt.number, "retry_reason": attempt.reason or ""}
    return envelope
