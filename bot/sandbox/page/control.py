"""The JSON doors for a page in front of the stand-in: the state, its changes, playing people, switches."""

import asyncio
import json
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from msgspec.structs import asdict
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.sandbox.page.snapshot import snapshot
from bot.sandbox.people.acting import MessageOrView, SimulatedUser
from bot.sandbox.people.talking import SaidMessage
from bot.sandbox.state.deliveries import Delivery, DeliveryOutcome
from bot.sandbox.state.errors import CannotSimulateError, NotReachedError
from bot.sandbox.state.platform import Platform
from bot.sandbox.state.records import JsonObject, PostedMessage, RecordChange, View
from bot.sandbox.transport.socket_mode import SocketMode

Verb = Callable[[SimulatedUser, "SimulationRequest"], Delivery | SaidMessage]
BEYOND_DEADLINE_S = 2.0  # how much longer than the app has, a page waits for how something ended
STEP_S = 11 * 3600.0  # within the half day by which a digest may be late
MOST_PAUSES = 100
PAUSES_BETWEEN_PARTS = 3  # a digest's parts come 2 s apart: a message a second, and the loop looks every second
LAST_STEPS_S = 14 * 24 * 3600.0  # a longer jump is made in one go up to here


class SimulationRequest:
    """The body of a POST to /sandbox/play: `as`, `do`, and what the verb takes (else KeyError)."""

    def __init__(self, platform: Platform, body: JsonObject) -> None:
        self._workspace = platform.workspace
        self.body = body

    def __getitem__(self, name: str) -> Any:
        return self.body[name]

    def get(self, name: str, default: Any = None) -> Any:
        return self.body.get(name, default)

    @property
    def message(self) -> PostedMessage:
        return self._workspace.messages[self["channel"], self["ts"]]

    @property
    def place(self) -> MessageOrView:
        return self._workspace.views[self["view"]] if "view" in self.body else self.message


def _press(player: SimulatedUser, asked: SimulationRequest) -> Delivery:
    """`values`: what else was typed into the view meanwhile; the app gets it in `state`."""
    block_id = asked.get("block_id")
    if isinstance(asked.place, View):
        _type(player, asked.place, asked)
    return player.press(asked.place, asked["action_id"], asked.get("choice"), block_id=block_id)


def _submit(player: SimulatedUser, asked: SimulationRequest) -> Delivery:
    """`view`: the one that the person saw. It may have given way to another that they have not seen."""
    top = player.workspace.modal(player.id)
    if top is not None and top.id != asked.get("view", top.id):
        raise CannotSimulateError(f"view {asked['view']} is not on the screen of {player.id}")
    if top is not None:
        _type(player, top, asked)
    return player.submit()


def _type(player: SimulatedUser, view: View, asked: SimulationRequest) -> None:
    """The app may have changed the form meanwhile; what went into fields and options that are gone is gone too."""
    for name, choice in (asked.get("values") or {}).items():
        with suppress(CannotSimulateError):
            player.fill(view, {name: choice})


def _suggest(player: SimulatedUser, asked: SimulationRequest) -> Delivery:
    block_id = asked.get("block_id")
    return player.suggest(asked.place, asked["action_id"], asked.get("query", ""), block_id=block_id)


VERBS: dict[str, Verb] = {
    "say": lambda player, asked: player.say(asked["channel"], asked["text"], thread=asked.get("thread")),
    "mention": lambda player, asked: player.mention(asked["channel"], asked["text"], thread=asked.get("thread")),
    "dm": lambda player, asked: player.dm(asked["text"], thread=asked.get("thread")),
    "delete": lambda player, asked: player.delete(asked.message),
    "invite_bot": lambda player, asked: player.invite_bot(asked["channel"]),
    "command": lambda player, asked: player.command(asked["command"], asked.get("text", ""), channel=asked["channel"]),
    "shortcut": lambda player, asked: player.shortcut(asked["callback_id"]),
    "message_shortcut": lambda player, asked: player.message_shortcut(asked["callback_id"], asked.message),
    "open_home": lambda player, asked: player.open_home(),
    "open_messages_tab": lambda player, asked: player.open_messages_tab(),
    "press": _press,
    "suggest": _suggest,
    "submit": _submit,
    "close": lambda player, asked: player.close(everything=bool(asked.get("everything"))),
}


def _told(outcome: DeliveryOutcome | None) -> JsonObject:
    return asdict(outcome) if outcome is not None else {"acknowledged": False, "error": "pending"}


class Control:
    """Bodies must be sent as application/json."""

    def __init__(self, platform: Platform, socket: SocketMode) -> None:
        self._platform = platform
        self._socket = socket

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/sandbox/state", self._state, methods=["GET"]),
            Route("/sandbox/play", self._with_body(self._play), methods=["POST"]),
            Route("/sandbox/switch", self._with_body(self._switch), methods=["POST"]),
            WebSocketRoute("/sandbox/changes", self._changes),
        ]

    def _with_body(self, work: Callable[[JsonObject], Response]) -> Callable[[Request], Any]:
        async def endpoint(request: Request) -> Response:
            if request.headers.get("content-type") != "application/json":
                return JSONResponse({"error": "json_only"}, status_code=415)
            try:
                body = await request.json()
            except json.JSONDecodeError:
                return JSONResponse({"error": "invalid_json"}, status_code=400)
            return await asyncio.to_thread(work, body)

        return endpoint

    def _state(self, request: Request) -> Response:
        """`?viewer=U…` adds what only that person sees: ephemeral messages, their modal, their Home."""
        viewer = request.query_params.get("viewer")
        return JSONResponse(snapshot(self._platform, viewer, len(self._socket.links)))

    def _play(self, body: JsonObject) -> Response:
        try:
            player = SimulatedUser(self._platform, str(body["as"]))
            done = VERBS[body["do"]](player, SimulationRequest(self._platform, body))
        except KeyError as missing:
            return JSONResponse({"error": f"unknown or missing: {missing}"}, status_code=400)
        except CannotSimulateError as error:
            return JSONResponse({"error": str(error)}, status_code=409)
        return JSONResponse(_waited(done, self._platform.deadline_s + BEYOND_DEADLINE_S))

    def _switch(self, body: JsonObject) -> Response:
        """`has_new_blocks`, `advance` (seconds)."""
        with self._platform.workspace.lock:
            if "has_new_blocks" in body:
                self._platform.workspace.has_new_blocks = bool(body["has_new_blocks"])
            self._platform.workspace.note("switch", ",".join(sorted(body)))
        if "advance" in body:
            self._advance(float(body["advance"]))
        return JSONResponse({"ok": True})

    def _advance(self, seconds: float) -> None:
        """With a pause after each step: what a bot does by the clock must not come too late to be done at all."""
        pause = self._platform.pause_s
        steps = min(seconds, LAST_STEPS_S) if pause else 0.0
        self._platform.clock.advance(seconds - steps)
        while steps > 0:
            self._platform.clock.advance(min(STEP_S, steps))
            self._platform.workspace.note("switch", "advance")
            steps -= STEP_S
            self._rest(pause)

    def _rest(self, pause: float) -> None:
        """Until the bot has been quiet for a pause, or for longer once it posts: the next part may yet come."""
        quiet, needed = 0, 1
        for _ in range(MOST_PAUSES):
            before = len(self._platform.workspace.posted())
            time.sleep(pause)
            if len(self._platform.workspace.posted()) > before:
                quiet, needed = 0, PAUSES_BETWEEN_PARTS
            else:
                quiet += 1
            if quiet >= needed:
                return

    async def _changes(self, socket: WebSocket) -> None:
        """Every change as {number, kind, key}, from now on."""
        await socket.accept()
        loop, queue = asyncio.get_running_loop(), asyncio.Queue[RecordChange]()

        def hand_over(change: RecordChange) -> None:
            loop.call_soon_threadsafe(queue.put_nowait, change)

        leave = self._platform.workspace.subscribe(hand_over)
        sending = asyncio.create_task(_send_all(socket, queue))
        try:
            while True:
                await socket.receive_text()
        except WebSocketDisconnect:
            pass
        finally:
            leave()
            sending.cancel()


async def _send_all(socket: WebSocket, queue: "asyncio.Queue[RecordChange]") -> None:
    while True:
        await socket.send_json(asdict(await queue.get()))


def _waited(done: Delivery | SaidMessage, timeout_s: float) -> JsonObject:
    deliveries = done.deliveries if isinstance(done, SaidMessage) else (done,)
    for delivery in deliveries:
        try:
            delivery.wait(timeout_s)
        except NotReachedError:
            continue
    told: JsonObject = {"outcomes": [_told(delivery.outcome) for delivery in deliveries]}
    if isinstance(done, SaidMessage):
        told |= {"channel": done.message.channel, "ts": done.message.ts}
    return told
