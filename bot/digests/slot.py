"""One delivery of a digest, and what each thing that can happen makes of its record.

Every function here gives the record to be stored next. The store must swap it in only where the one that it was
made from still stands (compare and set); a swap that is refused means that another process has taken over.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from bot.digests.schedule import DigestLayout, DigestScope
from knowledge.model.base_json import as_plain, reader
from knowledge.model.structs import replace

# claimed: nothing known to be posted. posted: the headline stands, parts of the thread may be missing.
SlotState = Literal["claimed", "posted", "recorded", "skipped", "failed"]
SETTLED: frozenset[SlotState] = frozenset({"recorded", "skipped", "failed"})

FRESH = timedelta(seconds=10)  # the longest the rim lets pass between deciding to post and sending
REQUEST_TIMEOUT = timedelta(seconds=30)  # the longest the rim lets one call of Slack's API take
IN_FLIGHT = FRESH + REQUEST_TIMEOUT + timedelta(seconds=20)  # after this, what was sent has arrived or never will
LEASE = 2 * IN_FLIGHT  # a record untouched for this long belongs to a process that died
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=15)

WHOLE = DigestScope("all")


Count = Annotated[int, Meta(ge=0, le=1_000_000)]  # a bound that only what is no record of ours can pass


class Sent(Struct, frozen=True):
    """A message of a digest in its channel: part 0 is the headline, the others its thread; ts is Slack's."""

    part: Count
    ts: str


class News(Struct, frozen=True):
    """Entries of a plan's ledger, by the numbers under which they were written: those after `after` up to `upto`.

    A moment would not do: an entry may reach the disk after one that was stamped later.
    """

    after: Count
    upto: Count
    plan: str = ""


class Slot(Struct, frozen=True, kw_only=True):
    """`channel_id` and `as_of` are those of the claim: a restart builds the same digest for the same channel.

    `run` is unique for each start of a process. `parts` is how many messages the digest has; 0 is a silent one.
    `in_doubt`: a post may have arrived that nobody has written down. `saved_at` and `held_since`: when this record
    was stored and when `run` got hold of it. `waits` and `unanswered` count failures since the last success.
    `layout`: a record of before there was another has none. `news`: of a change of state that is told, its entries.
    `attaches`: the last part is a file, whose `ts` is its id.
    """

    schedule_id: str
    due: datetime
    channel_id: str
    as_of: datetime
    run: str
    parts: Count
    saved_at: datetime
    held_since: datetime
    state: SlotState = "claimed"
    sent: tuple[Sent, ...] = ()
    in_doubt: bool = False
    waits: Count = 0
    unanswered: Count = 0
    retry_at: datetime | None = None
    note: str = ""
    scope: DigestScope = WHOLE
    before: datetime | None = None
    plan: str = ""
    layout: DigestLayout = "sections"
    news: News | None = None
    attaches: bool = False

    @property
    def key(self) -> str:
        return slot_key(self.schedule_id, self.due, self.news)

    @property
    def is_settled(self) -> bool:
        return self.state in SETTLED

    @property
    def next_part(self) -> int | None:
        """The first part not known to be posted; None when all are."""
        known = {message.part for message in self.sent}
        return next((part for part in range(self.parts) if part not in known), None)


_NOW = "/now"


def stream_of_now(schedule_id: str) -> str:
    """What is sent on demand (今すぐ配信) has slots of its own, which take nothing away from the regular ones."""
    return schedule_id + _NOW


def slot_key(schedule_id: str, due: datetime, news: News | None = None) -> str:
    """`s1@2026-04-01T00:00:00Z`: the record's name in the store, and in the metadata of each of its messages.

    `s1@r7:17` of what is new in plan r7 after entry 17: whenever and by whom it is found, one slot tells of it.
    """
    if news:
        return f"{schedule_id}@{news.plan}:{news.after}"
    return f"{schedule_id}@{due.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def held(slot: Slot, run: str, now: datetime) -> Slot:
    """Taken over from another run, whose last message is given time to arrive; or stamped anew by its own run."""
    is_taken_over = slot.run != run or slot.is_settled
    in_doubt = slot.in_doubt or is_taken_over
    return replace(
        slot,
        run=run,
        state="posted" if slot.sent else "claimed",
        in_doubt=in_doubt,
        saved_at=now,
        held_since=now if is_taken_over else min(slot.held_since, now),
        waits=0 if is_taken_over else slot.waits,
        unanswered=0 if is_taken_over else slot.unanswered,
        retry_at=now + IN_FLIGHT if in_doubt else None,
        note="",
    )


def posted(slot: Slot, message: Sent, now: datetime) -> Slot:
    return _going_on(slot, (*slot.sent, message), now)


def found_in_history(slot: Slot, messages: Iterable[Sent], now: datetime) -> Slot:
    """Slack's history has been read through: these parts of the slot stand there, and no others."""
    by_part = {message.part: message for message in (*slot.sent, *messages)}
    return replace(_going_on(slot, tuple(by_part[part] for part in sorted(by_part)), now), waits=slot.waits)


def refused(slot: Slot, now: datetime, retry_after: timedelta = timedelta(0), note: str = "") -> Slot:
    """Slack has certainly not posted (rate limit, no connection): again later. `note` is shown in the list."""
    waits = slot.waits + 1
    retry_at = now + max(backoff(waits), retry_after)
    return replace(slot, saved_at=now, waits=waits, retry_at=retry_at, note=note)


def unclear(slot: Slot, now: datetime, note: str = "") -> Slot:
    """A post ended without an answer (timeout, server error): it may stand there or not."""
    waits = slot.waits + 1
    retry_at = now + max(backoff(waits), IN_FLIGHT)
    return replace(slot, saved_at=now, in_doubt=True, waits=waits, retry_at=retry_at, note=note)


def unanswered(slot: Slot, now: datetime, retry_after: timedelta = timedelta(0), note: str = "") -> Slot:
    """Slack's history could not be read; the doubt stays."""
    count = slot.unanswered + 1
    retry_at = now + max(backoff(count), retry_after)
    return replace(slot, saved_at=now, unanswered=count, retry_at=retry_at, note=note)


def recorded(slot: Slot, now: datetime) -> Slot:
    return replace(slot, state="recorded", saved_at=now, retry_at=None)


def skipped(slot: Slot, note: str, now: datetime) -> Slot:
    """Never tried: `slot` is a fresh claim, stored under its final state at once."""
    return replace(slot, state="skipped", note=note, saved_at=now)


def failed(slot: Slot, note: str, now: datetime) -> Slot:
    """Given up, or the channel is gone. What was posted stays in `sent`."""
    return replace(slot, state="failed", note=note, saved_at=now, retry_at=None)


def backoff(failures: int) -> timedelta:
    """30 s, doubling, at most 15 min; `failures` from 1."""
    return min(FIRST_WAIT * (1 << min(failures - 1, 10)), LONGEST_WAIT)


def slot_to_json(slot: Slot) -> dict[str, Any]:
    data: dict[str, Any] = as_plain(slot)
    return data


parse_slot = reader(Slot)
"""The way back from `slot_to_json`."""


def _going_on(slot: Slot, sent: tuple[Sent, ...], now: datetime) -> Slot:
    return replace(
        slot,
        state="posted" if sent else slot.state,
        sent=sent,
        in_doubt=False,
        saved_at=now,
        waits=0,
        unanswered=0,
        retry_at=None,
        note="",
    )
