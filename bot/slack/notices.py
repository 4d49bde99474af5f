"""What is told once, on disk: words that wait for Slack, and what a press of a button has already brought about.

store.put(Notice(key="lost s1 …", user="U012ABC", text="…"))   # waits until `told`, and never comes again
store.once("share a1 C1", post, refusal="…")                   # now, unless it was done within a day
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import asdict

from bot.config import BotError, Clock
from bot.config.retention import life_of
from bot.slack.errors import NoReplyError
from knowledge.model.base_json import reader
from knowledge.storage.interface import Records
from knowledge.storage.records import Kinds

DONE_LIFE, TOLD_LIFE = life_of("deliveries", "done"), life_of("deliveries", "told")
TOLD_STAYS_CURRENT = timedelta(days=1)  # how often it is written down that it would be told again
Told = TypeVar("Told")


class Notice(Struct, frozen=True, kw_only=True):
    """`key` and `user` make it come once; `tried`: it may have arrived.

    `text` is for the user's own eyes. Of an `entry` of the ledger, which the user made, a channel is told instead.
    """

    key: str
    user: str
    text: str = ""
    entry: str = ""
    tried: bool = False

    @property
    def name(self) -> str:
        return f"{self.key} {self.user}"


class _Done(Struct, frozen=True, kw_only=True):
    key: str
    at: datetime
    is_unclear: bool


_read_notice = reader(Notice)
NOTICE_KINDS: Kinds = {"notices": _read_notice, "done": reader(_Done)}


class NoticeStore:
    """Several threads may share one. `was_done`: what the version before kept elsewhere, by the same keys."""

    def __init__(self, database: Records, clock: Clock, was_done: Callable[[str], bool] = lambda _: False) -> None:
        self._database = database
        self._clock = clock
        self._was_done = was_done

    def put(self, notice: Notice) -> None:
        """In place of the one with the same key and user; not again once it has been told."""
        with self._database.locked(notice.name):
            told = self._database.find("told", notice.name)
            if told is None:
                self._database.put(("notices", notice.name, asdict(notice)))
            elif self._age(told) > TOLD_STAYS_CURRENT:
                self._database.put(self._told(notice))

    def waiting(self) -> tuple[Notice, ...]:
        """Not yet known to have arrived, oldest first."""
        waiting = map(_read_notice, self._database.readable("notices"))
        return tuple(notice for notice in waiting if not self._database.has("told", notice.name))

    def find(self, name: str) -> Notice | None:
        """As it waits now."""
        with self._database.locked(name):
            found = self._database.find("notices", name)
            return _read_notice(found) if found and not self._database.has("told", name) else None

    def told(self, notice: Notice) -> None:
        """It has arrived, or never will. What waits is kept apart: it is looked at every second."""
        self._database.put(self._told(notice), ("notices", notice.name, None))

    def _told(self, notice: Notice) -> tuple[str, str, dict[str, object]]:
        return "told", notice.name, {"key": notice.key, "at": self._clock().isoformat()}

    def _age(self, told: Mapping[str, Any]) -> timedelta:
        """Since it was told, or was last to be told again. What an earlier version told has no moment: no end."""
        try:
            return self._clock() - datetime.fromisoformat(told["at"])
        except (KeyError, TypeError, ValueError):
            return timedelta.max

    def expire(self) -> None:
        """Once a day, after whatever is still current has been put again: what is current no more goes."""
        with self._database.locked():
            table, now = self._database.table("told"), self._clock().isoformat()
            ages = {document.doc_id: self._age(document) for document in table}
            table.update({"at": now}, doc_ids=[id for id, age in ages.items() if age == timedelta.max])
            table.remove(doc_ids=[id for id, age in ages.items() if TOLD_LIFE < age < timedelta.max])

    def forget_person(self, user: str) -> int:
        """What waits for them; how many."""
        with self._database.locked():
            own = self._database.of_person("notices", "user", user)
            self._database.table("notices").remove(doc_ids=[document.doc_id for document in own])
            return len(own)

    def once(self, key: str, tell: Callable[[bool], Told], *, refusal: str) -> Told:
        """What `tell` gives, which hears whether it may have been done before. Raises BotError(`refusal`) if it was."""
        may_be_done = self._begin(key, refusal)
        try:
            return tell(may_be_done)
        except Exception as error:
            self._end(key, is_unclear=isinstance(error, NoReplyError))
            raise

    def _begin(self, key: str, refusal: str) -> bool:
        with self._database.locked(key):
            found, at = self._database.find("done", key), self._clock()
            is_known = found is not None and datetime.fromisoformat(found["at"]) >= at - DONE_LIFE
            if self._was_done(key) or (found is not None and is_known and not found["is_unclear"]):
                raise BotError(refusal)
            old = [
                each for each in self._database.readable("done") if datetime.fromisoformat(each["at"]) < at - DONE_LIFE
            ]
            gone = [("done", each["key"], None) for each in old]
            self._database.put(*gone, self._record(key, is_unclear=False))
            return is_known or self._was_done(f"{key} unsure")

    def _end(self, key: str, *, is_unclear: bool) -> None:
        """It came to nothing, or nobody knows."""
        self._database.put(self._record(key, is_unclear=True) if is_unclear else ("done", key, None))

    def _record(self, key: str, *, is_unclear: bool) -> tuple[str, str, dict[str, object]]:
        return "done", key, {"key": key, "at": self._clock().isoformat(), "is_unclear": is_unclear}
