"""How events come in: a connection that can be started, judged and closed. Socket Mode here, HTTP in http_server."""

import json
import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from itertools import islice
from typing import Any, Protocol

from slack_bolt import App
from slack_bolt.adapter.socket_mode.internals import run_bolt_app
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.request import SocketModeRequest
from websockets.exceptions import WebSocketException

from bot.config import BotError
from bot.slack.errors import TOO_MANY_REQUESTS, code_of, is_slacks_own, is_uncertain, status_of
from bot.slack.link import UNREACHED, JsonMessage, Link, opening_client, why_unreached
from bot.slack.retries import TIMES, retry_after_s

log = logging.getLogger(__name__)

UNREADABLE = (ValueError, TypeError, AttributeError, LookupError, RecursionError)
"""What reading a payload of an odd shape raises."""
PING_EVERY_S = 5.0  # a connection cut without a word is noticed by the pings that nobody answers
STALE_AFTER_S = 4 * PING_EVERY_S
GIVE_UP_AFTER_S = 300.0  # after that a fresh process has better chances
FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 30.0  # between attempts; none before the first
USUAL_WAIT_S = 30
MESSAGE_WORKERS = 32
MOST_SETTLED = 16  # of a lane together: the disk is waited for once, and no acknowledgement waits long
_SETTLED_WITHIN_S = 0.05
_GAVE_UP = (
    "Slack との接続が {minutes} 分以上戻らないため、終了します。"
    "起動し直しても続くときは、ネットワークを確かめてください。"
)
_REFUSED = (
    "Socket Mode でつながりません（{error}）。SLACK_APP_TOKEN が xapp- で始まり、権限 connections:write を持つこと、"
    "アプリの設定で Socket Mode が有効なことを確かめてください。"
)
_NOT_WELL = (
    "Slack の側で不具合が起きているため、Socket Mode でつながりません（{error}）。"
    "しばらくしてから、もう一度起動してください。"
)
_UNREACHABLE = (
    "Socket Mode でつながりません（{error}）。"
    "ネットワークと、プロキシの設定（SENRYAKU_PROXY、HTTPS_PROXY、NO_PROXY）を確かめてください。"
)
_WAITED_OUT = "Slack の側で不具合が起きているため、Socket Mode でつながりません（{error}）。つながるまで試し続けます。"
_LIMITED = "Slack が接続の回数を制限しているため、{wait} 秒待ってからつなぎます。"


class Connection(Protocol):
    def close(self) -> None:
        """No new events after this."""

    def failure(self) -> str:
        """Why the program should give up, in Japanese; "" while all is well or may become so."""

    def health(self) -> dict[str, object]:
        """`ok`, and what speaks for it. "Connected" is not enough: pings must be answered."""


class SocketModeConnection:
    """Socket Mode over one link at a time, or two while one takes the place of another.

    A thread of its own pings, and opens another link as soon as one ends, is to end, or is silent. No wait of it is
    longer than `close`: what it waits for in vain is left behind.
    """

    def __init__(self, app: App, app_token: str, *, settle: Callable[[], None] = lambda: None) -> None:
        """`settle`: waits for what listeners have written down; only then their envelopes are acknowledged."""
        self._app, self._token, self._settle = app, app_token, settle
        self._client = opening_client(app.client)
        self._workers = ThreadPoolExecutor(MESSAGE_WORKERS, "envelope")
        self._lanes: dict[str, deque[tuple[Link, JsonMessage]]] = {}
        self._lock = threading.Lock()
        self._keeper = threading.Thread(target=self._keep, name="socket mode", daemon=True)
        self._link: Link | None = None
        self._news, self._is_settled, self._is_closing = threading.Event(), threading.Event(), threading.Event()
        self._answered_at = time.monotonic()  # by whatever link it was; until then, that it was begun
        self._pause_s, self._attempts = 0.0, 0
        self._is_limited, self._not_well, self._refusal = False, "", ""
        self.beside: Connection | None = None

    def start(self, stop: threading.Event | None = None) -> "SocketModeConnection":
        """Until the first link is there, or `stop` is set. BotError where none comes about."""
        self._keeper.start()
        while not self._is_settled.wait(_SETTLED_WITHIN_S) and not (stop and stop.is_set()):
            self._refusal = self._refusal or self.failure()
            if self._refusal:
                break
        if self._refusal:
            self.close()
            raise BotError(self._refusal)
        return self

    def close(self) -> None:
        """What has come is acknowledged first."""
        if self.beside is not None:
            self.beside.close()
        self._is_closing.set()
        self._workers.shutdown()
        self._news.set()
        if (link := self._link) is not None:
            link.close()

    # The link.

    def _keep(self) -> None:
        while not self._is_closing.is_set() and not self._refusal:
            link = self._link
            if link is None or link.is_over or link.is_leaving or link.silent_s >= STALE_AFTER_S:
                self._try_to_renew()
                continue
            link.ping()
            self._news.wait(PING_EVERY_S)
            self._news.clear()
            if link.answered_at is not None:
                self._pause_s = 0.0

    def _try_to_renew(self) -> None:
        """Nobody else would: whatever goes wrong, it is tried again after the pause."""
        try:
            self._renew()
        except Exception as error:
            log.exception("another link did not come about")
            self._failed(_UNREACHABLE.format(error=why_unreached(error)))

    def _renew(self) -> None:
        """Another link, and only then the end of the one that there was."""
        if self._is_closing.wait(self._pause_s):
            return
        self._pause_s = min(2 * self._pause_s or FIRST_PAUSE_S, LONGEST_PAUSE_S)
        try:
            link = Link(self._client, self._token)
        except SlackApiError as error:
            self._refused(error)
        except UNREACHED as error:
            self._failed(_UNREACHABLE.format(error=why_unreached(error)))
        else:
            self._take_up(link)

    def _take_up(self, link: Link) -> None:
        old, self._link = self._link, link
        self._is_limited, self._not_well = False, ""
        if self._is_closing.is_set():
            link.close()
            return
        link.read(self._hand_over, self._news.set)
        log.info("link open")
        self._is_settled.set()
        if old is not None:
            old.close()

    def _refused(self, error: SlackApiError) -> None:
        told = code_of(error) or str(status_of(error))
        if status_of(error) == TOO_MANY_REQUESTS:
            self._pause_s = retry_after_s(error) or USUAL_WAIT_S
            if not self._is_limited:
                log.warning("%s", _LIMITED.format(wait=self._pause_s))
            self._is_limited = True
        elif is_slacks_own(error):
            if not self._not_well:
                log.warning("%s", _WAITED_OUT.format(error=told))
            self._not_well = _NOT_WELL.format(error=told)
        elif is_uncertain(error):
            self._failed(_UNREACHABLE.format(error=told))
        else:
            self._failed(_REFUSED.format(error=told), is_final=True)

    def _failed(self, why: str, *, is_final: bool = False) -> None:
        """Before there ever was a link, whoever starts the program is told soon; later it may become well again."""
        log.warning("%s", why)
        self._attempts += 1
        if not self._is_settled.is_set() and (is_final or self._attempts >= TIMES):
            self._refusal = why

    # What comes over it.

    def _hand_over(self, link: Link, message: JsonMessage) -> None:
        """What is said in a channel is taken in the order in which it came, all else side by side."""
        if "envelope_id" not in message or self._is_closing.is_set():
            return
        lane = _channel_of(message) or str(message["envelope_id"])
        with self._lock:
            waiting = self._lanes.setdefault(lane, deque())
            waiting.append((link, message))
            is_first = len(waiting) == 1
        if is_first:
            self._workers.submit(self._take_all, lane)

    def _take_all(self, lane: str) -> None:
        waiting = self._lanes[lane]
        while waiting:
            taken = list(islice(waiting, MOST_SETTLED))
            try:
                answers = [self._answered(message) for _, message in taken]
                self._settle()
                for (link, message), answer in zip(taken, answers, strict=True):
                    if answer is not None and answer.status in (HTTPStatus.OK, HTTPStatus.NOT_FOUND):
                        self._acknowledge(link, message["envelope_id"], _payload(answer))
            except Exception:  # the others of the lane must not wait for ever
                log.exception("not acknowledged: it comes again")
            with self._lock:
                for _ in taken:
                    waiting.popleft()
                if not waiting:
                    del self._lanes[lane]

    def _answered(self, message: JsonMessage) -> BoltResponse | None:
        """Whatever comes in an envelope is acknowledged, but what is to come again later: nobody else could do better
        with a payload that cannot be read, or that no listener is for. Bolt says the latter in a line of its own.
        """
        try:
            request = SocketModeRequest(
                message["type"], message["envelope_id"], _object(message["payload"]),
                retry_attempt=message.get("retry_attempt"), retry_reason=message.get("retry_reason"),
            )  # fmt: skip
            answer: BoltResponse = run_bolt_app(self._app, request)
        except UNREADABLE as error:
            log.warning("payload of an odd shape refused: %s", type(error).__name__)
            return BoltResponse(status=HTTPStatus.OK)
        except Exception:
            log.exception("not acknowledged: it comes again")
            return None
        return answer

    def _acknowledge(self, link: Link, envelope_id: str, payload: object) -> None:
        acknowledgement = {"envelope_id": envelope_id} | ({"payload": payload} if payload else {})
        for way in (link, self._link or link):
            try:
                way.send(acknowledgement)
            except WebSocketException:
                continue
            return
        log.warning("no link left to acknowledge over")

    # How it is.

    def ping_age(self) -> float:
        """Seconds since the last answered ping was sent, or since the start while there was none."""
        link = self._link
        self._answered_at = max(self._answered_at, (link and link.answered_at) or 0.0)
        return time.monotonic() - self._answered_at

    def health(self) -> dict[str, object]:
        age, link = self.ping_age(), self._link
        is_well = link is not None and not link.is_over and age < STALE_AFTER_S
        return {"ok": is_well, "mode": "socket", "ping_age_s": round(age, 1)}

    def failure(self) -> str:
        if self.ping_age() < GIVE_UP_AFTER_S:
            return ""
        return self._not_well or _GAVE_UP.format(minutes=round(GIVE_UP_AFTER_S / 60))


def _channel_of(message: JsonMessage) -> str:
    """Of an event; "" of all else, and of what has an odd shape."""
    payload = message.get("payload")
    event = payload.get("event") if isinstance(payload, dict) else None
    return str(event.get("channel") or "") if isinstance(event, dict) else ""


def _object(payload: object) -> dict[str, Any]:
    if not isinstance(payload, dict):
        raise TypeError(type(payload))
    return payload


def _payload(answer: BoltResponse) -> object:
    """What goes with the acknowledgement; nothing of a refusal."""
    if answer.status != HTTPStatus.OK or not answer.body:
        return None
    is_json = answer.headers.get("content-type", [""])[0].startswith("application/json")
    return json.loads(answer.body) if is_json else {"text": answer.body}
