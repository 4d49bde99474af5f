"""The scheduler's step, once a second, by APScheduler; for a folder one process at a time does it."""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

from bot.config import Clock
from bot.delivery.folder_lock import digest_lock
from bot.delivery.scheduler import Scheduler
from knowledge.model.errors import DatabaseDownError
from knowledge.storage.place import RecordPlace

log = logging.getLogger(__name__)

EVERY_S = 1
STALLED_S = 5.0


class EverySecond(BaseTrigger):  # type: ignore[misc]  # apscheduler has no types
    """From now on. APScheduler's own interval works off each second that a clock set forward has left out: 31 million
    of a year, for minutes and under the lock that stopping waits for.
    """

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        return now + timedelta(seconds=EVERY_S)


class DigestLoop:
    """Steps go by the clock they are given; APScheduler's own only makes them come."""

    def __init__(
        self,
        scheduler: Scheduler,
        clock: Clock,
        place: RecordPlace,
        *,
        is_sure: Callable[[], bool] = lambda: True,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        """`is_sure`: whether the clock can be believed; until then nothing is done."""
        self._scheduler = scheduler
        self._clock = clock
        self._is_sure = is_sure
        self._elapsed = elapsed
        self._lock = digest_lock(place)
        self._is_working = False
        self._trouble = ""
        self._stepped_at = elapsed()
        self._background = BackgroundScheduler(timezone=UTC, executors={"default": ThreadPoolExecutor(1)})
        self._job = self._background.add_job(
            self.step, EverySecond(), max_instances=1, coalesce=True, misfire_grace_time=None
        )

    def start(self) -> None:
        """The folder is this process's from now on, where it is free; the first step comes a second later."""
        self._lock.take()
        self._background.start()

    def step(self) -> None:
        """Nothing while another process works on the folder."""
        self._stepped_at = self._elapsed()
        try:
            if not self._lock.take():
                self._is_working = False
                return
            if not self._is_working:
                self._scheduler.start_anew()
                self._is_working = True
            if self._is_sure():
                self._scheduler.run_due(self._clock())
            self._trouble = ""
        except Exception as error:
            if repr(error) != self._trouble:  # once, not every second
                log.error("digests: step failed", exc_info=not isinstance(error, DatabaseDownError))
            self._trouble = repr(error)

    def look_now(self) -> None:
        """Something has changed: no need to wait for the next second."""
        if self._background.running:
            self._job.modify(next_run_time=datetime.now(UTC))

    def resume_if_stalled(self) -> None:
        """APScheduler goes by the system's clock: set back, the next step would be as far away as it was set."""
        if self._elapsed() - self._stepped_at > STALLED_S:
            self._stepped_at = self._elapsed()
            self._job.modify(next_run_time=datetime.now(UTC))

    def stop(self) -> None:
        """After the delivery under way."""
        self._scheduler.stop()
        if self._background.running:
            self._background.shutdown(wait=True)
        self._lock.drop()
