"""Digests and notices into Slack: one call a time, never repeated here, and each answer told as what it means.

Every message carries its slot and part in its metadata, by which it is found again after a crash.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Protocol

from slack_sdk.errors import SlackApiError

from bot.delivery.outcome import (
    NO_ANSWER,
    Arrived,
    PostOutcome,
    Refused,
    Search,
    Unanswered,
    Unclear,
    refusal,
    silence,
)
from bot.digests import Sent, Slot
from bot.slack import LOST, Destination, Outbox
from bot.slack.outbox import LongHistoryError, Mark, TooLateError, mark_of
from bot.slack.retries import never_left
from bot.views import Message, escape

CALL_TIMEOUT_S = 10  # a socket's silence; with connecting and reading well within slot.REQUEST_TIMEOUT


class Poster(Protocol):
    """`is_fresh` says whether it is still early enough to send: asked right before every request."""

    def post(self, slot: Slot, part: int, message: Message, is_fresh: Callable[[], bool]) -> PostOutcome: ...

    def find(self, slot: Slot, oldest: datetime) -> Search: ...

    def tell(self, user: str, text: str, key: str) -> PostOutcome: ...

    def was_told(self, user: str, key: str) -> bool | None: ...


class SlackPoster:
    def __init__(self, outbox: Outbox) -> None:
        """`outbox` with a client that repeats nothing by itself, and waits at most CALL_TIMEOUT_S."""
        self._outbox = outbox

    def post(self, slot: Slot, part: int, message: Message, is_fresh: Callable[[], bool]) -> PostOutcome:
        head = next((sent.ts for sent in slot.sent if sent.part == 0), None)
        to = Destination(slot.channel_id, head if part else None)
        return self._sent(to, message, {"slot": slot.key, "part": part}, is_fresh)

    def tell(self, user: str, text: str, key: str) -> PostOutcome:
        return self._sent(Destination(user), Message(escape(text), []), {"notice": key}, lambda: True)

    def _sent(self, to: Destination, message: Message, mark: Mark, is_fresh: Callable[[], bool]) -> PostOutcome:
        try:
            return Arrived(self._outbox.send(to, message, mark, is_fresh).ts)
        except SlackApiError as error:
            return refusal(error)
        except TooLateError:
            return Refused(timedelta(0), NO_ANSWER)
        except LOST as error:
            return Refused(timedelta(0), NO_ANSWER, everywhere=True) if never_left(error) else Unclear(NO_ANSWER)

    # What stands there already.

    def find(self, slot: Slot, oldest: datetime) -> Search:
        """The slot's messages; a headline that somebody has deleted counts as posted where it was written down."""
        known = {sent.part: sent for sent in slot.sent}
        try:
            if 0 not in known:
                found = (sent for sent in self._parts(Destination(slot.channel_id), slot.key, oldest) if sent.part == 0)
                if (head := next(found, None)) is None:
                    return ()
                known[0] = head
            for sent in self._parts(Destination(slot.channel_id, known[0].ts), slot.key):
                known.setdefault(sent.part, sent)
        except SlackApiError as error:
            return silence(error)
        except LOST:
            return Unanswered(timedelta(0), NO_ANSWER)
        except LongHistoryError:
            return Unanswered(timedelta(0), "チャンネルの履歴が長く、届いたかどうかを確かめきれません。")
        return tuple(known.values())

    def _parts(self, to: Destination, key: str, since: datetime | None = None) -> Iterator[Sent]:
        for message in self._outbox.messages(to, since):
            mark = mark_of(message)
            if mark.get("slot") == key:
                yield Sent(int(mark["part"]), str(message["ts"]))

    def was_told(self, user: str, key: str) -> bool | None:
        """None where nobody can tell."""
        try:
            return any(mark_of(message).get("notice") == key for message in self._outbox.messages(Destination(user)))
        except (SlackApiError, LongHistoryError, *LOST):
            return None
