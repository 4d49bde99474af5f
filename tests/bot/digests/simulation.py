"""A store, a channel and processes that die, in memory alone: what `bot.digests.decide` is put to the test with.

A process is a generator that yields between any two effects; dropping it there is a crash. Time has two faces:
`elapsed` is real, and the clock that processes read may be set wrong.
"""

from collections import Counter
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from bot.digests.decide import AskHistory, Claim, Done, GiveUp, Hold, Post, Settle, Skip, Wait, decide, owed_slots
from bot.digests.recurrence import Recurrence
from bot.digests.slot import (
    FRESH,
    REQUEST_TIMEOUT,
    Sent,
    Slot,
    failed,
    found_in_history,
    held,
    parse_slot,
    posted,
    recorded,
    refused,
    skipped,
    slot_key,
    slot_to_json,
    unanswered,
    unclear,
)
from knowledge.model.fiscal import JST
from tests.bot.digests.slots import claimed

RULE = Recurrence(rhythm="daily", at=time(9), on_closed="post")
SINCE = datetime(2026, 4, 1, 8, 59, tzinfo=JST)
GRACE = timedelta(hours=12)
PARTS = 3
SECOND = timedelta(seconds=1)

# What becomes of a request: seconds until the message stands there, or why it never will.
Fate = int | str  # 0, 20: answered in time; 35: lands after the timeout; "lost", "refused"
FATES: tuple[Fate, ...] = (0, 20, 35, "lost", "refused")
ANSWER_TIME: dict[Fate, timedelta] = {0: 0 * SECOND, 20: 20 * SECOND, "refused": 0 * SECOND}

Process = Generator[bool]  # whether it has nothing to do until time passes


@dataclass
class World:
    elapsed: timedelta = timedelta(0)
    clock_error: timedelta = timedelta(0)
    store: dict[str, Slot] = field(default_factory=dict)
    arriving: list[tuple[timedelta, tuple[str, int]]] = field(default_factory=list)
    channel: list[tuple[str, int]] = field(default_factory=list)
    about_to_send: set[str] = field(default_factory=set)
    fate: Fate = 0
    history_answers: bool = True

    @property
    def now(self) -> datetime:
        return SINCE + self.elapsed + self.clock_error

    def pass_time(self, span: timedelta) -> None:
        self.elapsed += span
        self.channel += [message for at, message in self.arriving if at <= self.elapsed]
        self.arriving = [(at, message) for at, message in self.arriving if at > self.elapsed]

    def set_clock(self, by: timedelta) -> None:
        """Forward not while a message is on its way: the one thing `bot.delivery` leaves to the folder's lock."""
        if by < timedelta(0) or not (self.arriving or self.about_to_send):
            self.clock_error += by

    def swap(self, old: Slot | None, new: Slot) -> bool:
        if self.store.get(new.key) != old:
            return False
        self.store[new.key] = parse_slot(slot_to_json(new))  # through JSON, as the disk would give it back
        return True

    def owed(self) -> tuple[datetime, ...]:
        return owed_slots(RULE, self.store.values(), SINCE, self.now)

    def doubled(self) -> list[tuple[str, int]]:
        return [message for message, times in Counter(self.channel).items() if times > 1]


def process(world: World, run: str) -> Process:
    """The rim in miniature: one process from its start, working off what is owed, for ever."""
    while True:
        for due in world.owed():
            yield from deliver(world, run, due)
        yield True


def deliver(world: World, run: str, due: datetime) -> Iterator[bool]:
    while True:
        slot = world.store.get(slot_key("s1", due))
        now = world.now
        decision = decide(slot, due=due, grace=GRACE, run=run, now=now)
        if isinstance(decision, Wait | Done):
            return
        decided_at = world.elapsed
        if isinstance(decision, Post):
            world.about_to_send.add(run)
        yield False
        world.about_to_send.discard(run)
        if isinstance(decision, Post):
            if world.elapsed - decided_at > FRESH:  # stood still meanwhile, as the rim must notice
                continue
            yield from send(world, slot, decision.part)
        else:
            world.swap(slot, outcome(world, slot, decision, run, due, now))
        yield False


def outcome(world: World, slot: Slot | None, decision: object, run: str, due: datetime, now: datetime) -> Slot:
    """Stamped with the moment of the decision, which the clock may have left since."""
    fresh = claimed(due, now, run=run, parts=PARTS)
    match decision:
        case Claim():
            return fresh
        case Skip(note):
            return skipped(fresh, note, now)
    assert slot is not None
    match decision:
        case Hold():
            return held(slot, run, now)
        case AskHistory():
            if not world.history_answers:
                return unanswered(slot, world.now)
            return found_in_history(
                slot, [Sent(part, "1") for key, part in world.channel if key == slot.key], world.now
            )
        case Settle():
            return recorded(slot, now)
        case GiveUp(note):
            return failed(slot, note, now)
    raise AssertionError(decision)


def send(world: World, slot: Slot | None, part: int) -> Iterator[bool]:
    assert slot is not None
    fate = world.fate
    if isinstance(fate, int):
        world.arriving.append((world.elapsed + fate * SECOND, (slot.key, part)))
    world.pass_time(timedelta(0))
    yield False  # the request is out: a crash here is the one that matters
    world.pass_time(ANSWER_TIME.get(fate, REQUEST_TIMEOUT))
    yield False  # the answer is here and not yet written down
    if fate == "refused":
        world.swap(slot, refused(slot, world.now))
    elif fate in ANSWER_TIME:
        world.swap(slot, posted(slot, Sent(part, "1"), world.now))
    else:
        world.swap(slot, unclear(slot, world.now))
