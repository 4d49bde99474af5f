"""Digests into Slack: one call a time, never repeated here, and each answer told as what it means for the delivery.

Every message carries its slot and part in its metadata, by which it is found again after a crash.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, Protocol

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.delivery.outcome import (
    NO_ANSWER,
    NO_SENSE,
    Arrived,
    Outcome,
    Refused,
    Search,
    Unanswered,
    Unclear,
    refusal,
    silence,
)
from bot.digests.slot import Sent, Slot
from bot.slack.errors import code_of
from bot.slack.outbox import BLOCKS_REFUSED, harmless, holds_new_blocks
from bot.slack.retries import never_left
from bot.slack.store import BotStore
from bot.views.escaping import escape, is_user
from bot.views.fallback import without_new_blocks
from bot.views.parts import Message

log = logging.getLogger(__name__)

CALL_TIMEOUT_S = 10  # a socket's silence; with connecting and reading well within slot.REQUEST_TIMEOUT
EVENT_TYPE = "senryaku_digest"
PAGE, MOST_PAGES = 200, 50  # of a channel's history: 10,000 messages of one week


class Poster(Protocol):
    """`is_fresh` says whether it is still early enough to send: asked right before every request."""

    def post(self, slot: Slot, part: int, message: Message, is_fresh: Callable[[], bool]) -> Outcome: ...

    def find(self, slot: Slot, oldest: datetime) -> Search: ...

    def tell(self, user: str, text: str, key: str) -> Outcome: ...

    def was_told(self, user: str, key: str) -> bool | None: ...


class SlackPoster:
    def __init__(self, client: WebClient, store: BotStore) -> None:
        """`client` repeats nothing by itself, and waits at most CALL_TIMEOUT_S."""
        self._client = client
        self._store = store
        self._directs: dict[str, str] = {}  # user → the conversation with them

    def post(self, slot: Slot, part: int, message: Message, is_fresh: Callable[[], bool]) -> Outcome:
        head = next((sent.ts for sent in slot.sent if sent.part == 0), None)
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"slot": slot.key, "part": part}}
        return self._sent(slot.channel_id, message, metadata, head if part else None, is_fresh)

    def tell(self, user: str, text: str, key: str) -> Outcome:
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"notice": key}}
        return self._sent(user, Message(escape(text), []), metadata, None, lambda: True)

    def _sent(
        self,
        place: str,
        message: Message,
        metadata: dict[str, Any],
        thread_ts: str | None,
        is_fresh: Callable[[], bool],
    ) -> Outcome:
        try:
            channel, forms = self._conversation(place), self._forms(message)
            for number, form in enumerate(forms):
                if not is_fresh():
                    break
                try:
                    ts = self._post(channel, form, metadata, thread_ts)
                except SlackApiError as error:
                    if form is forms[-1] or code_of(error) not in BLOCKS_REFUSED:
                        raise
                    log.warning("digest blocks refused: %s", code_of(error))
                    continue
                if number and holds_new_blocks(forms[number - 1].blocks):
                    self._store.remember_old_workspace()
                return Arrived(ts)
        except SlackApiError as error:
            return refusal(error)
        except NO_SENSE as error:
            return Refused(timedelta(0), NO_ANSWER, everywhere=True) if never_left(error) else Unclear(NO_ANSWER)
        return Refused(timedelta(0), NO_ANSWER)

    def _forms(self, message: Message) -> list[Message]:
        """As it is, without new blocks, as text alone: each for when Slack refuses the one before."""
        forms = [Message(message.text, [])]
        if message.blocks:
            forms.insert(0, without_new_blocks(message))
        if holds_new_blocks(message.blocks) and not self._store.is_old_workspace:
            forms.insert(0, message)
        return forms

    def _post(self, channel: str, message: Message, metadata: dict[str, Any], thread_ts: str | None) -> str:
        answer = self._client.chat_postMessage(
            channel=channel,
            thread_ts=thread_ts,
            unfurl_links=False,
            unfurl_media=False,
            metadata=metadata,
            **harmless(message.payload()),
        )
        return str(answer["ts"])

    def _conversation(self, place: str) -> str:
        """A person's id stands for the conversation with them, which is opened when need be."""
        if not is_user(place):
            return place
        if place not in self._directs:
            self._directs[place] = str(self._client.conversations_open(users=place)["channel"]["id"])
        return self._directs[place]

    # What stands there already.

    def find(self, slot: Slot, oldest: datetime) -> Search:
        """The slot's messages; a headline that somebody has deleted counts as posted where it was written down."""
        try:
            channel = self._conversation(slot.channel_id)
            known = {sent.part: sent for sent in slot.sent}
            if 0 not in known:
                found = next((ts for n, ts in self._parts(self._history(channel, oldest), slot.key) if n == 0), None)
                if found is None:
                    return ()
                known[0] = Sent(0, found)
            for part, ts in self._parts(self._replies(channel, known[0].ts), slot.key):
                known.setdefault(part, Sent(part, ts))
            return tuple(known.values())
        except SlackApiError as error:
            return silence(error)
        except NO_SENSE:
            return Unanswered(timedelta(0), NO_ANSWER)
        except _TooLongError:
            return Unanswered(timedelta(0), "チャンネルの履歴が長く、届いたかどうかを確かめきれません。")

    def was_told(self, user: str, key: str) -> bool | None:
        """None where nobody can tell."""
        try:
            channel = self._conversation(user)
            pages = self._pages(lambda **more: self._client.conversations_history(channel=channel, **more))
            return any(_payload(message).get("notice") == key for page in pages for message in page)
        except (SlackApiError, _TooLongError, *NO_SENSE):
            return None

    def _history(self, channel: str, oldest: datetime) -> Iterator[list[dict[str, Any]]]:
        """Newest first."""
        since = f"{oldest.timestamp():.6f}"
        return self._pages(lambda **more: self._client.conversations_history(channel=channel, oldest=since, **more))

    def _replies(self, channel: str, ts: str) -> Iterator[list[dict[str, Any]]]:
        try:
            yield from self._pages(lambda **more: self._client.conversations_replies(channel=channel, ts=ts, **more))
        except SlackApiError as error:
            if code_of(error) != "thread_not_found":
                raise

    def _pages(self, ask: Callable[..., SlackResponse]) -> Iterator[list[dict[str, Any]]]:
        cursor = ""
        for _ in range(MOST_PAGES):
            answer = ask(limit=PAGE, include_all_metadata=True, **({"cursor": cursor} if cursor else {}))
            yield list(answer.get("messages") or ())
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return
        raise _TooLongError

    def _parts(self, pages: Iterator[list[dict[str, Any]]], key: str) -> Iterator[tuple[int, str]]:
        for page in pages:
            for message in page:
                payload = _payload(message)
                if payload.get("slot") == key:
                    yield int(payload["part"]), str(message["ts"])


class _TooLongError(Exception):
    """More pages than are read."""


def _payload(message: dict[str, Any]) -> dict[str, Any]:
    metadata = message.get("metadata") or {}
    return dict(metadata.get("event_payload") or {}) if metadata.get("event_type") == EVENT_TYPE else {}
