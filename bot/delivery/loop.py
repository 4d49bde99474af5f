"""The scheduler's step, once a second, in a thread of its own; for a folder one process at a time does it."""

import logging
import threading
from collections.abc import Callable

from bot.config import Clock
from bot.delivery.folder_lock import digest_lock
from bot.delivery.scheduler import Scheduler
from knowledge.model.errors import DatabaseDownError
from knowledge.storage.place import RecordPlace

log = logging.getLogger(__name__)

EVERY_S = 1.0


class DigestLoop:
    """Steps go by the clock they are given. They come by a wait that no clock set forward or back makes shorter or
    longer.
    """

    def __init__(
        self,
        scheduler: Scheduler,
        clock: Clock,
        place: RecordPlace,
        *,
        is_sure: Callable[[], bool] = lambda: True,
    ) -> None:
        """`is_sure`: whether the clock can be believed; until then nothing is done."""
        self._scheduler = scheduler
        self._clock = clock
        self._is_sure = is_sure
        self._lock = digest_lock(place)
        self._is_working = False
        self._trouble = ""
        self._is_ending = False
        self._look = threading.Event()
        self._thread = threading.Thread(target=self._go_on, name="digests", daemon=True)

    def start(self) -> None:
        """The folder is this process's from now on, where it is free; the first step comes a second later."""
        if self._lock:
            self._lock.take()
        self._thread.start()

    def _go_on(self) -> None:
        while not self._is_ending:
            self._look.wait(EVERY_S)
            self._look.clear()
            if not self._is_ending:
                self.step()

    def step(self) -> None:
        """Nothing while another process works on the folder."""
        try:
            if self._lock and not self._lock.take():
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
        self._look.set()

    def stop(self) -> None:
        """After the delivery under way."""
        self._scheduler.stop()
        self._is_ending = True
        self._look.set()
        if self._thread.is_alive():
            self._thread.join()
        if self._lock:
            self._lock.release()
