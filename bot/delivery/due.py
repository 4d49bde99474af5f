"""Which slots are to be worked on, in order: looked up anew only for schedules whose time has come or that changed."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from heapq import nsmallest

from msgspec import Struct

from bot.delivery.render import DigestRenderer
from bot.delivery.store import DigestStore, Request
from bot.digests import IsOpen, NoSlotError, Schedule, Slot, is_open_day, stream_of_now
from bot.digests.alerts import find_alert
from bot.digests.decide import owed_slots
from bot.digests.occurrences import next_fire
from bot.digests.slot import News, slot_key
from bot.values.plans import PlanGoneError
from knowledge.indicators import CurrentValues

LOOKS_A_STEP = 200  # some 50 ms; far more than can be posted in a second


class DueSlot(Struct):
    """A slot that is not known to be settled. `until`: nothing to do before; `request`: what was asked for by hand.

    `news`: of an alert, the entries it tells of.
    """

    schedule_id: str
    due: datetime
    request: Request | None = None
    until: datetime | None = None
    news: News | None = None

    @property
    def stream(self) -> str:
        return stream_of_now(self.schedule_id) if self.request else self.schedule_id

    @property
    def key(self) -> str:
        return slot_key(self.stream, self.due, self.news)


class DueSlots:
    """For one thread. Ten thousand schedules cost a look at their next times, no more, while nothing is due."""

    def __init__(self, store: DigestStore, renderer: DigestRenderer, is_open: IsOpen = is_open_day) -> None:
        self._store = store
        self._renderer = renderer
        self._is_open = is_open
        self.forget()

    def forget(self) -> None:
        """Everything is looked up anew: after a rest in which another process may have worked."""
        self._version = -1
        self._schedules: dict[str, Schedule] = {}
        self._next: dict[str, datetime] = {}  # when to look at a schedule again
        self._waiting: dict[str, DueSlot] = {}
        self._is_sorted = True
        self._latest: dict[str, datetime] = {}  # the last regular slot of each schedule that was taken up
        self._watching: list[Schedule] = []  # those on changes of state
        self._alerts: dict[str, str] = {}  # by schedule, the key of what waits to be told and has not begun
        self._known: dict[str, CurrentValues | None] = {}  # by plan, at the last look; None for a plan that is gone
        self._looked_at: datetime | None = None

    def schedule(self, id: str) -> Schedule | None:
        """As it stood at the last look; None once it is deleted."""
        return self._schedules.get(id)

    def look(self, now: datetime) -> None:
        """Takes up what has become due, has been changed or asked for until an aware moment."""
        if self._looked_at is not None and now < self._looked_at:  # what a clock gone wrong has settled comes up again
            self._waiting.clear()
            self._alerts.clear()
            self._latest.clear()
            self._next = dict.fromkeys(self._schedules, now)
        self._looked_at = now
        self._take_up_changes(now)
        self._take_up_values(now)
        for id in self._ready(now):
            self._take_up(self._schedules[id], now)
        for request in self._store.requests():
            if request.schedule_id not in self._schedules:
                self._store.answered(request)
            else:
                self._add(DueSlot(request.schedule_id, request.at, request))

    def _ready(self, now: datetime) -> list[str]:
        """Schedules whose time has come, the earliest first; a few hundred a step, so that answers do not wait."""
        ready = [id for id, at in self._next.items() if at <= now]
        if len(ready) <= LOOKS_A_STEP:
            return ready
        places = {id: place for place, id in enumerate(self._schedules)}
        return nsmallest(LOOKS_A_STEP, ready, key=lambda id: (self._next[id], places[id]))

    def ready(self, now: datetime) -> Iterator[DueSlot]:
        """Those that may go on, by due time; the same due time in the order in which the schedules were made."""
        if not self._is_sorted:
            places = {id: place for place, id in enumerate(self._schedules)}
            by_due = sorted(self._waiting.values(), key=lambda each: (each.due, places[each.schedule_id]))
            self._waiting, self._is_sorted = {due_slot.key: due_slot for due_slot in by_due}, True
        yield from [due_slot for due_slot in self._waiting.values() if due_slot.until is None or due_slot.until <= now]

    def done(self, due_slot: DueSlot) -> None:
        self._waiting.pop(due_slot.key, None)
        if due_slot.request:
            self._store.answered(due_slot.request)
        if due_slot.news and self._looked_at:  # what was recorded meanwhile
            self._next[due_slot.schedule_id] = self._looked_at

    def newer(self, due_slot: DueSlot) -> datetime | None:
        """The due time of the last regular slot of the schedule, where it is later than this one."""
        latest = self._latest.get(due_slot.schedule_id, due_slot.due)
        is_regular = due_slot.request is None and due_slot.news is None
        return latest if is_regular and latest > due_slot.due else None

    def _take_up_changes(self, now: datetime) -> None:
        version = self._store.version
        if version == self._version:
            return
        listed = {schedule.id: schedule for schedule in self._store.schedules()}
        changed = [id for id, schedule in listed.items() if self._schedules.get(id) != schedule]
        self._next = {id: at for id, at in self._next.items() if id in listed} | dict.fromkeys(changed, now)
        self._waiting = {key: each for key, each in self._waiting.items() if each.schedule_id in listed}
        self._schedules, self._version = listed, version
        self._watching = [each for each in listed.values() if each.rule.is_on_change and not each.paused]

    def _take_up_values(self, now: datetime) -> None:
        """Schedules on changes of state are looked at when something was recorded in their plan."""
        known = {plan: self._values(plan) for plan in {each.plan for each in self._watching}}
        changed = {plan for plan, values in known.items() if values is not self._known.get(plan)}
        self._next |= {each.id: now for each in self._watching if each.plan in changed}
        self._known = known

    def _values(self, plan: str) -> CurrentValues | None:
        try:
            return self._renderer.current(plan)
        except PlanGoneError:
            return None

    def _take_up(self, schedule: Schedule, now: datetime) -> None:
        """Of a paused schedule only what has begun."""
        slots = self._store.slots(schedule.id)
        begun = [slot for slot in slots if not slot.is_settled]
        self._waiting.pop(self._alerts.pop(schedule.id, ""), None)
        for slot in begun:
            self._add(DueSlot(schedule.id, slot.due, news=slot.news))
        self._next.pop(schedule.id, None)
        if schedule.paused:
            return
        if schedule.rule.is_on_change:
            if not begun:  # one at a time: the next begins where the last one has ended
                self._take_up_alert(schedule, slots, now)
        else:
            since = max(schedule.since, self._store.forgotten_until(schedule.id) or schedule.since)
            regular = [slot for slot in slots if slot.news is None]
            for due in owed_slots(schedule.rule, regular, since, now, self._is_open):
                self._add(DueSlot(schedule.id, due))
            self._wait_for_next(schedule, now)

    def _take_up_alert(self, schedule: Schedule, slots: Sequence[Slot], now: datetime) -> None:
        values, plan = self._known.get(schedule.plan), schedule.plan
        if values is None:
            return
        alert = find_alert(
            schedule, slots, values, lambda number: self._renderer.known_until(plan, number), now, self._is_open
        )
        if alert:
            due_slot = DueSlot(schedule.id, alert.due, news=alert.news)
            self._alerts[schedule.id] = due_slot.key
            self._add(due_slot)

    def _wait_for_next(self, schedule: Schedule, now: datetime) -> None:
        try:
            self._next[schedule.id] = next_fire(schedule.rule, now, self._is_open)
        except NoSlotError:
            return

    def _add(self, due_slot: DueSlot) -> None:
        if due_slot.key in self._waiting:
            return
        self._waiting[due_slot.key] = due_slot
        self._is_sorted = False
        if due_slot.request is None and due_slot.news is None:
            self._latest[due_slot.schedule_id] = max(due_slot.due, self._latest.get(due_slot.schedule_id, due_slot.due))
