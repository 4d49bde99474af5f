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
    file_refusal,
    refusal,
    silence,
)
from bot.delivery.render import file_name
from bot.digests import Sent, Slot
from bot.slack import LOST, Destination, Outbox
from bot.slack.errors import NoReplyError
from bot.slack.outbox import LongHistoryError, Mark, TooLateError, mark_of
from bot.slack.retries import never_left
from bot.slack.uploads import File, put_file, share_file
from bot.views import Message, escape

FILE_COMMENT = "一覧表（Excel）です。"
CALL_TIMEOUT_S = 10  # a socket's silence; with connecting and reading well within slot.REQUEST_TIMEOUT


class Poster(Protocol):
    """`is_fresh` says whether it is still early enough to send: asked right before every request."""

    def post(self, slot: Slot, part: int, content: Message | File, is_fresh: Callable[[], bool]) -> PostOutcome: ...

    def find(self, slot: Slot, oldest: datetime) -> Search: ...

    def tell(self, user: str, text: str, key: str) -> PostOutcome: ...

    def was_told(self, user: str, key: str) -> bool | None: ...


class SlackPoster:
    def __init__(self, outbox: Outbox) -> None:
        """`outbox` with a client that repeats nothing by itself, and waits at most CALL_TIMEOUT_S."""
        self._outbox = outbox

    def post(self, slot: Slot, part: int, content: Message | File, is_fresh: Callable[[], bool]) -> PostOutcome:
        head = next((sent.ts for sent in slot.sent if sent.part == 0), None)
        to = Destination(slot.channel_id, head if part else None)
        if isinstance(content, File):
            return self._shared(to, content, is_fresh)
        return self._sent(to, content, {"slot": slot.key, "part": part}, is_fresh)

    def tell(self, user: str, text: str, key: str) -> PostOutcome:
        return self._sent(Destination(user), Message(escape(text), []), {"notice": key}, lambda: True)

    def _shared(self, to: Destination, file: File, is_fresh: Callable[[], bool]) -> PostOutcome:
        """What is not shared is nothing, however often its bytes were sent."""
        try:
            file_id = put_file(self._outbox.client, file)
        except SlackApiError as error:
            return Refused(timedelta(0), NO_ANSWER) if isinstance(found := file_refusal(error), Unclear) else found
        except NoReplyError:
            return Refused(timedelta(0), NO_ANSWER)
        if not is_fresh():
            return Refused(timedelta(0), NO_ANSWER)
        try:
            share_file(self._outbox.client, to, file, file_id, FILE_COMMENT)
        except SlackApiError as error:
            return file_refusal(error)
        except LOST as error:
            return Refused(timedelta(0), NO_ANSWER, everywhere=True) if never_left(error) else Unclear(NO_ANSWER)
        return Arrived(file_id)

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
                found = (sent for sent in self._parts(Destination(slot.channel_id), slot, oldest) if sent.part == 0)
                if (head := next(found, None)) is None:
                    return ()
                known[0] = head
            for sent in self._parts(Destination(slot.channel_id, known[0].ts), slot):
                known.setdefault(sent.part, sent)
        except SlackApiError as error:
            return silence(error)
        except LOST:
            return Unanswered(timedelta(0), NO_ANSWER)
        except LongHistoryError:
            return Unanswered(timedelta(0), "チャンネルの履歴が長く、届いたかどうかを確かめきれません。")
        return tuple(known.values())

    def _parts(self, to: Destination, slot: Slot, since: datetime | None = None) -> Iterator[Sent]:
        """A file bears no mark: in its thread it is known by its name."""
        for message in self._outbox.messages(to, since):
            mark = mark_of(message)
            if mark.get("slot") == slot.key:
                yield Sent(int(mark["part"]), str(message["ts"]))
            if slot.attaches and to.thread_ts:
                own = (one for one in message.get("files") or () if one.get("name") == file_name(slot))
                yield from (Sent(slot.parts - 1, str(one["id"])) for one in own)

    def was_told(self, user: str, key: str) -> bool | None:
        """None where nobody can tell."""
        try:
            return any(mark_of(message).get("notice") == key for message in self._outbox.messages(Destination(user)))
        except (SlackApiError, LongHistoryError, *LOST):
            return None
