"""The state of the workspace: tables of records, a journal of changes, and waiting for a state to come."""

import itertools
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any, TypeVar

from msgspec.structs import replace

from bot.sandbox.state.clock import WorkspaceClock
from bot.sandbox.state.errors import NotReachedError
from bot.sandbox.state.records import (
    AgentThread,
    Channel,
    JsonObject,
    Person,
    PostedMessage,
    RecordChange,
    Refusal,
    Upload,
    UserGroup,
    View,
)

PATIENCE_S = 90.0  # real seconds for a state to come: the wait ends with it, however busy the machine is
JOURNAL_LENGTH = 10_000  # a page that is further behind reads the whole state again
_Found = TypeVar("_Found")
_Kept = TypeVar("_Kept", bound=Person | Channel | UserGroup | PostedMessage | View | Upload | AgentThread)


class Workspace:
    """All tables. Whoever reads several records, or reads and then writes, holds `lock` (re-entrant)."""

    def __init__(self, clock: WorkspaceClock, team_id: str, team_name: str) -> None:
        self.clock = clock
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.team_id, self.team_name, self.domain = team_id, team_name, "sandbox"
        self.app_id, self.bot_id, self.bot_user = "A0SENRYAKU", "B0SENRYAKU", "U0SENRYAKU"
        self.has_new_blocks = True
        self.refused_blocks: frozenset[str] = frozenset()  # of the new ones, those that Slack has not rolled out here
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self.groups: dict[str, UserGroup] = {}
        self.messages: dict[tuple[str, str], PostedMessage] = {}
        self.views: dict[str, View] = {}
        self.homes: dict[str, str] = {}
        self.modals: dict[str, tuple[str, ...]] = {}
        self.uploads: dict[str, Upload] = {}
        self.agent_threads: dict[tuple[str, str], AgentThread] = {}
        self._tables: dict[type, tuple[str, dict[Any, Any]]] = {
            Person: ("person", self.people),
            Channel: ("channel", self.channels),
            UserGroup: ("group", self.groups),
            PostedMessage: ("message", self.messages),
            View: ("view", self.views),
            Upload: ("upload", self.uploads),
            AgentThread: ("agent_thread", self.agent_threads),
        }
        self.refusals: list[Refusal] = []
        self.journal: deque[RecordChange] = deque(maxlen=JOURNAL_LENGTH)
        self._listeners: list[Callable[[RecordChange], None]] = []
        self._run = int(time.time() * 1000)  # a bot that remembers an earlier run must not know ids of this one
        self._numbers = itertools.count(1)
        self._changes = 0
        self._last_ts = (0, 0)

    def new_id(self, prefix: str) -> str:
        return f"{prefix}{self._run:X}{next(self._numbers):06d}"

    def new_ts(self) -> str:
        """A message id: later than every earlier one, also when two fall into one second."""
        with self.lock:
            second, count = int(self.clock.now()), 100 + self._run % 5_000 * 100
            if second <= self._last_ts[0]:
                second, count = self._last_ts[0], self._last_ts[1] + 100
            self._last_ts = (second, count)
            return f"{second}.{count:06d}"

    def note(self, kind: str, key: str) -> None:
        """Writes the journal, wakes everybody who waits, tells everybody who subscribed."""
        with self.changed:
            self._changes += 1
            change = RecordChange(number=self._changes, kind=kind, key=key)
            self.journal.append(change)
            self.changed.notify_all()
            for listener in self._listeners:
                listener(change)

    def subscribe(self, listener: Callable[[RecordChange], None]) -> Callable[[], None]:
        """`listener` is called under the lock, in any thread: it must only hand over. Returns the way out."""
        with self.lock:
            self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def wait_for(self, condition: Callable[["Workspace"], _Found | None], timeout: float = PATIENCE_S) -> _Found:
        """The first truthy `condition(workspace)`, looked at after every change. Raises NotReachedError."""
        with self.changed:
            value = self.changed.wait_for(lambda: condition(self), timeout)
        if not value:
            last = [f"{r.where}: {r.error}" for r in self.refusals[-3:]]
            raise NotReachedError(f"not reached within {timeout} s; last refusals: {last}")
        return value

    def put(self, record: _Kept) -> _Kept:
        """In the place of the record of the same kind and key, if there is one."""
        kind, table = self._tables[type(record)]
        match record:
            case PostedMessage(ts=ts) | AgentThread(thread_ts=ts):
                table[record.channel, ts] = record
                self.note(kind, f"{record.channel}/{ts}")
            case _:
                table[record.id] = record
                self.note(kind, record.id)
        return record

    def drop_message(self, message: PostedMessage) -> None:
        self.messages.pop((message.channel, message.ts), None)
        self.note("message", f"{message.channel}/{message.ts}")

    def refuse(
        self, where: str, error: str, details: tuple[str, ...] = (), request: JsonObject | None = None
    ) -> Refusal:
        with self.lock:
            number, at = len(self.refusals) + 1, self.clock.now()
            refusal = Refusal(number=number, at=at, where=where, error=error, details=details, request=request or {})
            self.refusals.append(refusal)
            self.note("refusal", str(refusal.number))
            return refusal

    def modal(self, user: str) -> View | None:
        """The modal that the person sees: the top of at most three."""
        stack = self.modals.get(user, ())
        return self.views[stack[-1]] if stack else None

    def home(self, user: str) -> View | None:
        view_id = self.homes.get(user)
        return self.views[view_id] if view_id else None

    def set_modals(self, user: str, stack: tuple[str, ...]) -> None:
        self.modals[user] = stack
        self.note("modals", user)

    def dm(self, user: str) -> Channel:
        """The direct conversation between a person and the bot, made on first use."""
        with self.lock:
            members = (user, self.bot_user)
            known = [c for c in self.channels.values() if c.kind == "im" and set(c.members) == set(members)]
            if known:
                return known[0]
            return self.put(Channel(id=self.new_id("D"), name=user, kind="im", members=members))

    def messages_in(self, channel: str, viewer: str | None = None) -> list[PostedMessage]:
        """Oldest first; ephemeral ones only for the person who sees them."""
        with self.lock:
            listed = list(self.messages.values())  # in the order of their ids: changes keep the place
        return [m for m in listed if m.channel == channel and m.only_for in (None, viewer)]

    def posted(self, channel: str | None = None) -> list[PostedMessage]:
        """What the bot has posted, ephemeral messages included, oldest first."""
        with self.lock:
            listed = list(self.messages.values())
        return [m for m in listed if m.user == self.bot_user and channel in (None, m.channel)]

    def join(self, channel: str, user: str) -> Channel:
        with self.lock:
            known = self.channels[channel]
            if user in known.members:
                return known
            return self.put(replace(known, members=(*known.members, user)))
