"""What is told once, on disk: words that wait for Slack, and what a press of a button has already brought about.

store.put(Notice(key="lost s1 …", user="U012ABC", text="…"))   # waits until `told`, and never comes again
store.once("share a1 C1", post, refusal="…")                   # now, unless it was done within a day
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from tinydb.table import Document

from bot.config.clock import Clock
from bot.config.errors import BotError
from bot.slack.errors import NoReplyError
from knowledge.storage import Database, number_of

DONE_LIFE = timedelta(hours=24)
Told = TypeVar("Told")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """`key` and `user` make it come once; `tried`: it may have arrived.

    `text` is for the user's own eyes. Of an `entry` of the ledger, which the user made, a channel is told instead.
    """

    key: str
    user: str
    text: str = ""
    entry: str = ""
    tried: bool = False


class NoticeStore:
    """Several threads may share one. `was_done`: what the version before kept elsewhere, by the same keys."""

    def __init__(self, database: Database, clock: Clock, was_done: Callable[[str], bool] = lambda _: False) -> None:
        self._database = database
        self._clock = clock
        self._was_done = was_done

    def put(self, notice: Notice) -> None:
        """In place of the one with the same key and user; not again once it has been told."""
        number = _number(notice)
        with self._database.locked():
            if self._database.table("told").find(number) is None:
                self._database.put([("notices", Document(asdict(notice), number))])

    def waiting(self) -> tuple[Notice, ...]:
        """Not yet known to have arrived, oldest first."""
        told = self._database.table("told")
        waiting = [d for d in self._database.table("notices") if told.find(d.doc_id) is None]
        return tuple(Notice(**document) for document in waiting)

    def told(self, notice: Notice) -> None:
        """It has arrived, or never will. What waits is kept apart: it is looked at every second."""
        number = _number(notice)
        with self._database.locked():
            self._database.put([("told", Document({"key": notice.key}, number))])
            waiting = self._database.table("notices")
            if waiting.find(number) is not None:
                waiting.remove(doc_ids=[number])

    def once(self, key: str, tell: Callable[[bool], Told], *, refusal: str) -> Told:
        """What `tell` gives, which hears whether it may have been done before. Raises BotError(`refusal`) if it was."""
        may_be_done = self._begin(key, refusal)
        try:
            return tell(may_be_done)
        except Exception as error:
            self._end(key, is_unclear=isinstance(error, NoReplyError))
            raise

    def _begin(self, key: str, refusal: str) -> bool:
        with self._database.locked():
            table = self._database.table("done")
            old = [d.doc_id for d in table if datetime.fromisoformat(d["at"]) < self._clock() - DONE_LIFE]
            table.remove(doc_ids=old)
            found = table.find(number_of(key))
            if self._was_done(key) or (found is not None and not found["is_unclear"]):
                raise BotError(refusal)
            self._write(key, is_unclear=False)
            return found is not None or self._was_done(f"{key} unsure")

    def _end(self, key: str, *, is_unclear: bool) -> None:
        """It came to nothing, or nobody knows."""
        if is_unclear:
            self._write(key, is_unclear=True)
        else:
            self._database.table("done").remove(doc_ids=[number_of(key)])

    def _write(self, key: str, *, is_unclear: bool) -> None:
        record = {"key": key, "at": self._clock().isoformat(), "is_unclear": is_unclear}
        self._database.put([("done", Document(record, number_of(key)))])


def _number(notice: Notice) -> int:
    return number_of(f"{notice.key} {notice.user}")
