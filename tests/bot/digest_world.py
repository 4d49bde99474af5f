"""Schedules, a data folder, the stand-in's workspace, and runs of the scheduler that may die at any step."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

from slack_sdk import WebClient

from bot.config.clock import Clock
from bot.delivery.checked_clock import CheckedClock
from bot.delivery.render import DigestRenderer
from bot.delivery.scheduler import Scheduler
from bot.delivery.slack_poster import SlackPoster
from bot.delivery.store import DigestStore
from bot.digests.recurrence import Recurrence
from bot.digests.schedule import DigestScope, Schedule
from bot.digests.slot import Slot
from bot.sandbox.state.records import PostedMessage
from bot.sandbox.state.seed import PLANNING, SATO
from bot.slack.notices import Notice, NoticeStore
from bot.slack.outbox import Outbox
from bot.slack.slack_time import SlackTime
from bot.slack.store import BotStore
from bot.values.current import LedgerValues
from knowledge.indicators.ledger import Draft, Ledger
from knowledge.model.catalog import Catalog
from knowledge.model.errors import UnwritableStoreError
from knowledge.model.fiscal import JST, FiscalYear
from knowledge.storage.interface import Records
from tests.bot.wire import FakeSlack, Killed, SetClock, Wire

MORNING = datetime(2024, 6, 3, 9, tzinfo=JST)  # a Monday
MINUTE = timedelta(minutes=1)
Step = Callable[[str], None]


def schedule(id: str = "s1", **changes: Any) -> Schedule:
    made = MORNING - timedelta(hours=1)
    usual: dict[str, Any] = {
        "id": id,
        "name": "朝のKPI",
        "channel_id": PLANNING,
        "creator": SATO,
        "rule": Recurrence(rhythm="daily", at=time(9), on_closed="post"),
        "created_at": made,
        "updated_at": made,
        "since": made,
        "scope": DigestScope("goal", ("g1",)),
    }
    return Schedule(**usual | changes)


class StepStore(DigestStore):
    """Tells before and after every write that belongs to a delivery."""

    def __init__(self, data: Path, step: Step) -> None:
        super().__init__(data)
        self._step = step
        self.notices = StepNotices(self._deliveries, step)

    def swap(self, old: Slot | None, new: Slot) -> bool:
        self._step(f"before {new.state}")
        done = super().swap(old, new)
        self._step(f"after {new.state}")
        return done


class StepNotices(NoticeStore):
    def __init__(self, database: Records, step: Step) -> None:
        super().__init__(database, lambda: MORNING)
        self._step = step

    def put(self, notice: Notice) -> None:
        super().put(notice)
        self._step("after notice")

    def told(self, notice: Notice) -> None:
        self._step("before told")
        super().told(notice)


def open_digests(
    data: Path, client: WebClient, renderer: DigestRenderer, clock: Clock, step: Step, **more: Any
) -> tuple[StepStore, Scheduler]:
    """What one process has of them. `more`: as a Scheduler takes it."""
    store, poster = StepStore(data, step), SlackPoster(Outbox(client, BotStore(data, clock)))
    return store, Scheduler(store, renderer, poster, clock, **more)


@dataclass
class Run:
    """One life of a process. `die_at`: the number of the step at which it is killed."""

    scheduler: Scheduler
    wire: Wire
    store: StepStore
    clock: CheckedClock
    steps: list[str] = field(default_factory=list)
    die_at: int | None = None
    fail_at: str = ""  # the disk is full when this step comes, once
    meanwhile: dict[str, Callable[[], None]] = field(default_factory=dict)  # what others do at a step, once
    is_dead: bool = False


class DigestWorld:
    def __init__(
        self,
        data: Path,
        catalog: Catalog,
        *,
        now: datetime = MORNING,
        rate_limits: bool = True,
        checks_clock: bool = False,
    ) -> None:
        self.data = data
        self.time = SetClock(now.timestamp())
        self.slack = FakeSlack(self.time, rate_limits=rate_limits)
        self.clock_error = timedelta()
        self._checks_clock = checks_clock
        self.catalog = catalog
        self.ledger = Ledger(())
        values = LedgerValues(catalog, lambda: self.ledger)
        self.renderer = DigestRenderer(lambda _: values)
        self.store = DigestStore(data)

    def clock(self) -> datetime:
        """What processes read; Slack's own time always goes forward."""
        return datetime.fromtimestamp(self.time.now(), UTC) + self.clock_error

    def start(
        self,
        *,
        admins: Sequence[str] = (),
        others: Sequence[str] = (),
        departed: Mapping[str, str] = MappingProxyType({}),
    ) -> Run:
        steps: list[str] = []

        def step(where: str) -> None:
            steps.append(where)
            if run.die_at is not None and len(steps) >= run.die_at:
                run.is_dead = True
                raise Killed
            if where == run.fail_at:
                run.fail_at = ""
                raise UnwritableStoreError(str(self.data), "空き容量がありません。")
            run.meanwhile.pop(where, lambda: None)()

        wire = Wire(self.slack, step)
        slack_time = wire.slack_time if self._checks_clock else SlackTime()
        clock = CheckedClock(self.clock, slack_time, wire.auth_test, self.time.now)
        store, scheduler = open_digests(
            self.data,
            wire,
            self.renderer,
            clock,
            step,
            admins=lambda: admins,
            others=lambda: others,
            departed=lambda user: departed.get(user, ""),
            elapsed=self.time.now,
        )
        run = Run(scheduler, wire, store, clock, steps)
        return run

    def step(self, run: Run) -> None:
        """One step of its loop; a dead one does nothing any more."""
        if not run.is_dead:
            try:
                if run.clock.is_sure(run.scheduler.tell_admins):
                    run.scheduler.run_due(run.clock())
            except Killed:
                assert run.is_dead

    def go_on(self, run: Run, span: timedelta, every: timedelta = timedelta(seconds=2)) -> None:
        until = self.clock() + span
        while self.clock() < until:
            self.step(run)
            self.slack.pass_time(every.total_seconds())

    def record(self, indicator: str, year: int, value: str, **more: Any) -> None:
        """By the ledger's own rules, now."""
        draft = Draft(indicator=indicator, fiscal_year=FiscalYear(year), value=Decimal(value), by="企画課", **more)
        entries = self.ledger.entries
        unit = self.catalog.indicator(indicator).unit
        entry = self.ledger.recorded(draft, id=f"a{len(entries) + 1}", at=self.clock(), unit=unit)
        self.ledger = Ledger((*entries, entry))

    def undo(self, entry: str) -> None:
        entries = self.ledger.entries
        undo = self.ledger.undone(entry, id=f"a{len(entries) + 1}", by="企画課", at=self.clock())
        self.ledger = Ledger((*entries, undo))

    def posted(self, channel: str | None = None) -> list[PostedMessage]:
        return self.slack.platform.workspace.posted(channel)

    def parts(self) -> Counter[tuple[str, int]]:
        """How often each part of each slot stands in the workspace."""
        found: Counter[tuple[str, int]] = Counter()
        for message in self.posted():
            payload = (message.metadata or {}).get("event_payload", {})
            if "slot" in payload:
                found[payload["slot"], payload["part"]] += 1
        return found

    def headlines(self, channel: str = PLANNING) -> list[str]:
        return [message.text for message in self.posted(channel) if message.thread_ts is None]

    def dms(self, user: str) -> list[str]:
        return [message.text for message in self.posted(self.slack.platform.workspace.dm(user).id)]
