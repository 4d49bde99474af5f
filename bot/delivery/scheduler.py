"""The step that the loop repeats: whatever is due is posted, as far as Slack's limits allow, and then it returns."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

from bot.config import Clock
from bot.delivery.deliver import Admins, Deliverer, Departed
from bot.delivery.due import DueSlot, DueSlots
from bot.delivery.notices import NoticeSender
from bot.delivery.rate_limit import RateLimit
from bot.delivery.render import DigestRenderer
from bot.delivery.slack_poster import Poster
from bot.delivery.store import DigestStore, Request
from bot.digests import IsOpen, is_open_day
from bot.slack import Notice
from knowledge.model.errors import DatabaseDownError

log = logging.getLogger(__name__)

SLICE_S = 5.0  # a step ends after this, so that new schedules, requests and the end of the program are noticed
AFTER_ERROR = timedelta(minutes=1)
AFTER_OUTAGE = timedelta(seconds=5)


class Scheduler:
    """`run_due` from one thread of a process at a time. Of several processes each channel is worked on by one: for a
    folder its lock makes sure of that, on a server what the store says it is working on.
    """

    def __init__(
        self,
        store: DigestStore,
        renderer: DigestRenderer,
        poster: Poster,
        clock: Clock,
        *,
        admins: Admins = tuple,
        others: Admins = tuple,
        departed: Departed = lambda _: "",
        is_open: IsOpen = is_open_day,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._clock = clock
        self._elapsed = elapsed
        self._admins, self._others = admins, others
        self._rate_limit = RateLimit(elapsed)
        self._due_slots = DueSlots(store, renderer, is_open)
        self._deliverer = Deliverer(
            store=store,
            renderer=renderer,
            poster=poster,
            rate_limit=self._rate_limit,
            clock=clock,
            elapsed=elapsed,
            run=uuid4().hex,
            admins=admins,
            others=others,
            departed=departed,
        )
        self._notices = NoticeSender(
            store=store.notices,
            working_on=store.working_on,
            poster=poster,
            rate_limit=self._rate_limit,
            elapsed=elapsed,
        )
        self._stepping = threading.Lock()
        self._is_stopped = False

    def run_due(self, now: datetime) -> None:
        """Makes what progress can be made without waiting. Called by the loop every second."""
        with self._stepping:
            ends_at = self._elapsed() + SLICE_S
            self._notices.tell()
            self._due_slots.look(now)
            for due_slot in self._due_slots.ready(now):
                if self._is_stopped or self._rate_limit.is_full or self._elapsed() > ends_at:
                    break
                self._advance(due_slot)

    def _advance(self, due_slot: DueSlot) -> None:
        """A schedule that cannot be worked on does not hold up the others."""
        schedule = self._due_slots.schedule(due_slot.schedule_id)
        if schedule is None:
            return
        newer = self._due_slots.newer(due_slot)
        try:
            with self._store.working_on(schedule.channel_id) as is_ours:
                due_slot.until = self._deliverer.advance(due_slot, schedule, newer=newer) if is_ours else self._clock()
        except DatabaseDownError as error:
            log.warning("digest %s: %s", due_slot.key, error)
            due_slot.until = self._clock() + AFTER_OUTAGE
        except Exception:
            log.exception("digest %s", due_slot.key)
            due_slot.until = self._clock() + AFTER_ERROR
        if due_slot.until is None:
            self._due_slots.done(due_slot)

    def deliver(self, request: Request) -> datetime | None:
        """This request alone, as far as it goes: when to go on, None once it is settled. For the terminal.

        Only while this process holds the lock on the folder.
        """
        with self._stepping:
            schedule, due_slot = self._store.get(request.schedule_id), DueSlot(request.schedule_id, request.at, request)
            with self._store.working_on(schedule.channel_id) as is_ours:
                until = self._deliverer.advance(due_slot, schedule) if is_ours else self._clock()
            if until is None:
                self._due_slots.done(due_slot)
            self._notices.tell()
            return until

    def tell_admins(self, key: str, text: str) -> None:
        """Each of them once, or each of those in their place, however often it is said under this key."""
        for user in self._admins() or self._others():
            self._store.notices.put(Notice(key=key, user=user, text=text))

    def start_anew(self) -> None:
        """After a time in which another process may have worked on the folder."""
        with self._stepping:
            self._due_slots.forget()

    def stop(self) -> None:
        """A step under way ends after the delivery it is at."""
        self._is_stopped = True
