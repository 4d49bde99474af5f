"""Schedules and their slots, on disk, beside what people are to be told. Every change is on disk when its call returns.

    store = DigestStore(settings.data)
    store.create(lambda id: Schedule(id=id, …))   # under an id that was never given before
    store.put(old, new)                           # ScheduleChangedError unless `old` still stands (compare and set)
    store.swap(old_slot, new_slot)                # False unless `old_slot` still stands

Schedules lie in one database, deliveries in another: a look at the schedules is free until somebody changes one,
however many deliveries are written down meanwhile. Several processes may use one folder.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct

from bot.config import BotError, Clock
from bot.config.clock import system_clock
from bot.config.observer import DigestEvent, Observer
from bot.digests import Schedule, Slot, stream_of_now
from bot.digests.schedule import parse_schedule, schedule_to_json
from bot.digests.slot import parse_slot, slot_to_json
from bot.slack import Notice, NoticeStore
from bot.slack.notices import NOTICE_KINDS
from knowledge.model.base_json import reader
from knowledge.model.structs import replace
from knowledge.storage.place import RecordPlace, open_records, working_on
from knowledge.storage.records import Kinds

FOLDER, DELIVERIES_FOLDER = "digests", "deliveries"
KEPT_SLOTS = 40  # of those that began, and of those that were skipped: what `preview --as-of` can reproduce exactly


class UnknownScheduleError(BotError):
    """No schedule has this id, or no longer."""

    def __init__(self, id: str) -> None:
        super().__init__(
            f"定期配信「{id}」はありません。"
            "「senryaku digest list」か、Slack の「/senryaku digest list」で一覧を確かめてください。"
        )
        self.id = id


class ScheduleChangedError(BotError):
    """Somebody else has changed it meanwhile."""

    def __init__(self, id: str) -> None:
        super().__init__("この定期配信は、ほかの人が先に変更しました。開き直して、もう一度お試しください。")
        self.id = id


class Request(Struct, frozen=True, kw_only=True):
    """「今すぐ配信」: wanted at `at` by `by` (a user's id, or a name at the terminal)."""

    schedule_id: str
    at: datetime
    by: str

    @property
    def key(self) -> str:
        return f"{self.schedule_id} {self.at.isoformat()}"


class _Stream(Struct, frozen=True, kw_only=True):
    stream: str
    keys: tuple[str, ...]
    forgotten_until: datetime | None = None


def _read_schedule(document: Mapping[str, Any]) -> Schedule:
    try:
        return parse_schedule(document["schedule"])
    except BotError as error:
        raise ValueError(error.user_message) from error


_read_request = reader(Request)
SCHEDULE_KINDS: Kinds = {"schedules": _read_schedule}
DELIVERY_KINDS: Kinds = {
    **NOTICE_KINDS,
    "slots": lambda document: parse_slot(document["slot"]),
    "streams": reader(_Stream),
    "requests": _read_request,
}


def _events(old: Slot | None, new: Slot) -> Iterator[DigestEvent]:
    """What is news in a change of a delivery."""
    if old is None:
        yield "due"
    if new.is_settled and not (old and old.is_settled):
        yield "failed" if new.state == "failed" else "sent" if new.sent else "skipped"


class DigestStore:
    """Several threads may share one; several processes may each have one on the same place."""

    def __init__(
        self,
        place: RecordPlace,
        clock: Clock = system_clock,
        was_done: Callable[[str], bool] = lambda _: False,
        observer: Observer | None = None,
    ) -> None:
        """Raises as `open_records` does. Creates `digests/` and `deliveries/` there if need be."""
        self._place = place
        self._plans = open_records(place, FOLDER, SCHEDULE_KINDS)
        self._deliveries = open_records(place, DELIVERIES_FOLDER, DELIVERY_KINDS)
        self._observer = observer or Observer()
        self.notices = NoticeStore(self._deliveries, clock, was_done)
        self._listed: tuple[int, tuple[Schedule, ...]] = (-1, ())
        self._parsed: dict[int, tuple[object, Schedule]] = {}  # with the stored data that each was made from

    # Schedules.

    @property
    def version(self) -> int:
        """Rises with every change of a schedule, by anybody."""
        return self._plans.version

    def create(self, made: Callable[[str], Schedule]) -> Schedule:
        """Adds `made(id)` under a new id, which is never given twice."""
        with self._plans.locked():
            number = self._plans.table("ids").insert({})
            return self.add(made(f"s{number}"))

    def add(self, schedule: Schedule) -> Schedule:
        """Raises ScheduleChangedError when the id is taken."""
        with self._plans.locked():
            if self._plans.has("schedules", schedule.id):
                raise ScheduleChangedError(schedule.id)
            self._write(schedule)
            return schedule

    def find(self, id: str) -> Schedule | None:
        found = self._plans.find("schedules", id)
        return parse_schedule(found["schedule"]) if found else None

    def get(self, id: str) -> Schedule:
        """Raises UnknownScheduleError."""
        found = self.find(id)
        if found is None:
            raise UnknownScheduleError(id)
        return found

    def schedules(self) -> tuple[Schedule, ...]:
        """All of them, oldest first; read anew only after a change."""
        if self._plans.version != self._listed[0]:
            with self._plans.locked():
                version = self._plans.version
                documents = {d.doc_id: d["schedule"] for d in self._plans.readable("schedules")}
                self._parsed = {
                    id: held if (held := self._parsed.get(id)) and held[0] is data else (data, parse_schedule(data))
                    for id, data in documents.items()
                }
                read = (schedule for _, schedule in self._parsed.values())
                self._listed = version, tuple(sorted(read, key=lambda each: (each.created_at, each.id)))
        return self._listed[1]

    def put(self, old: Schedule, new: Schedule) -> Schedule:
        """`new` in place of `old`. Raises UnknownScheduleError or ScheduleChangedError; then nothing is written."""
        with self._plans.locked():
            if self.get(old.id) != old or new.id != old.id:
                raise ScheduleChangedError(old.id)
            self._write(new)
            return new

    def change(self, id: str, change: Callable[[Schedule], Schedule]) -> Schedule:
        """What `change` makes of the schedule as it stands, nobody in between. Raises UnknownScheduleError."""
        with self._plans.locked():
            return self.put(old := self.get(id), change(old))

    def rename_channel(self, old: str, new: str) -> None:
        """A channel that came to be shared with another organisation gets another id."""
        with self._plans.locked():
            for schedule in self.schedules():
                if schedule.channel_id == old:
                    self._write(replace(schedule, channel_id=new))

    def delete(self, id: str) -> None:
        """With its slots and requests; nothing more is posted. Raises UnknownScheduleError."""
        with self._plans.locked():
            self.get(id)
            self._plans.put(("schedules", id, None))
        with self._deliveries.locked():
            streams = (id, stream_of_now(id))
            slots = [("slots", key, None) for stream in streams for key in self._keys(stream)]
            asked = [("requests", each.key, None) for each in self.requests() if each.schedule_id == id]
            self._deliveries.put(*slots, *(("streams", stream, None) for stream in streams), *asked)

    def _write(self, schedule: Schedule) -> None:
        self._plans.put(("schedules", schedule.id, {"schedule": schedule_to_json(schedule)}))

    # Slots: `stream` is a schedule's id, or stream_of_now(id) for what was asked for beside the rhythm.

    def slot(self, key: str) -> Slot | None:
        found = self._deliveries.find("slots", key)
        return parse_slot(found["slot"]) if found else None

    def is_unreadable(self, key: str) -> bool:
        """Whether something is written down about this slot that cannot be read: it may have been posted."""
        return self.slot(key) is None and self._deliveries.has("slots", key)

    def slots(self, stream: str) -> tuple[Slot, ...]:
        """Ascending by due time: every unsettled one, and the last KEPT_SLOTS that began and that were skipped."""
        found = self._deliveries.find_all("slots", self._keys(stream))
        return tuple(sorted((parse_slot(each["slot"]) for each in found), key=lambda slot: slot.due))

    def swap(self, old: Slot | None, new: Slot) -> bool:
        """Compare and set. False, and nothing written, unless the store holds just `old` under this key."""
        with self._deliveries.locked(new.schedule_id):
            if self.slot(new.key) != old or self.is_unreadable(new.key):
                return False
            written: list[tuple[str, str, dict[str, Any]]] = [("slots", new.key, {"slot": slot_to_json(new)})]
            if old is None:
                stream, keys = self._stream(new.schedule_id), [*self._keys(new.schedule_id), new.key]
                written.append(("streams", new.schedule_id, {**stream, "keys": list(dict.fromkeys(keys))}))
            self._deliveries.put(*written)
            if new.is_settled:
                self._prune(new.schedule_id)
        for event in _events(old, new):
            self._observer.digest(event)
        return True

    def last_slot(self, id: str) -> Slot | None:
        """The latest delivery of a schedule, whichever way it was asked for: what the list shows as last result."""
        slots = [*self.slots(id), *self.slots(stream_of_now(id))]
        return max(slots, key=lambda slot: slot.due, default=None)

    def last_as_of(self, id: str, before: datetime | None = None, *, by_hand: bool = False) -> datetime | None:
        """The moment the last digest showed (before a moment): what the next one is compared with.

        A regular digest is compared with the regular one before, so that one on demand takes nothing away from it,
        and with the last on demand where there was none. `by_hand`: one on demand, compared with the last of either.
        """
        regular, on_demand = self._told(id, before), self._told(stream_of_now(id), before)
        return max(regular + on_demand if by_hand else regular or on_demand, default=None)

    def _told(self, stream: str, before: datetime | None) -> list[datetime]:
        told = (slot for slot in self.slots(stream) if slot.state == "recorded" and not slot.news)
        return [slot.as_of for slot in told if before is None or slot.as_of < before]

    def forgotten_until(self, stream: str) -> datetime | None:
        """Up to this due time slots began whose records are gone: none of them is owed again, whatever the clock."""
        found = self._stream(stream).get("forgotten_until")
        return datetime.fromisoformat(found) if found else None

    def _stream(self, stream: str) -> dict[str, Any]:
        return self._deliveries.find("streams", stream) or {"stream": stream, "keys": []}

    def _keys(self, stream: str) -> list[str]:
        return list(self._stream(stream)["keys"])

    def _prune(self, stream: str) -> None:
        """Skipped ones apart: a clock a hundred days ahead makes so many that they would push out what was posted."""
        keys = self._keys(stream)
        if len(keys) < KEPT_SLOTS * 2:
            return
        settled = [slot for slot in self.slots(stream) if slot.is_settled]
        began = [slot for slot in settled if slot.state != "skipped"][:-KEPT_SLOTS]
        skipped = [slot for slot in settled if slot.state == "skipped"][:-KEPT_SLOTS]
        gone = {slot.key for slot in (*began, *skipped)}
        kept = {**self._stream(stream), "keys": [key for key in keys if key not in gone]}
        if began:
            kept["forgotten_until"] = began[-1].due.astimezone(UTC).isoformat()
        self._deliveries.put(("streams", stream, kept), *(("slots", key, None) for key in gone))

    # What was asked for beside the rhythm.

    def ask_now(self, id: str, at: datetime, *, by: str) -> Request:
        """「今すぐ配信」, also of a paused schedule: the loop posts it within a second or two.

        Twice in the same second is once. Raises UnknownScheduleError.
        """
        request = Request(schedule_id=self.get(id).id, at=at.replace(microsecond=0), by=by)
        record = {"schedule_id": id, "at": request.at.isoformat(), "by": by}
        self._deliveries.put(("requests", request.key, record))
        return request

    def requests(self) -> tuple[Request, ...]:
        """In the order in which they were made."""
        read = map(_read_request, self._deliveries.readable("requests"))
        return tuple(sorted(read, key=lambda request: (request.at, request.schedule_id)))

    def answered(self, request: Request) -> None:
        """Its slot is settled."""
        self._deliveries.put(("requests", request.key, None))

    def settle(self, old: Slot | None, new: Slot, notices: Sequence[Notice]) -> bool:
        """`swap`, with what has to be told about it: neither is ever without the other for longer than a crash."""
        with self._deliveries.locked(new.schedule_id):
            if self.slot(new.key) != old:
                return False
            for notice in notices:
                self.notices.put(notice)
            return self.swap(old, new)

    def working_on(self, what: str) -> AbstractContextManager[bool]:
        """Whether nobody else, here or on another machine, is at it until the end."""
        return working_on(self._place, f"digests {what}")

    @property
    def is_partial(self) -> bool:
        """Whether some of what was written cannot be read, or has been lost."""
        return self._plans.is_partial or self._deliveries.is_partial

    def fold(self) -> None:
        """Folds the journals. For a quiet hour; nothing depends on it."""
        self._plans.fold_news()
        self._deliveries.fold_news()
