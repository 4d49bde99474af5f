"""One clock for the whole stand-in: real time plus what was jumped over."""

import sched
import threading
import time
from collections.abc import Callable


class WorkspaceClock:
    """Deadlines, retries and limits go by it, so a test jumps over five minutes instead of waiting for them.

    Callbacks run in the clock's own thread or in that of `advance`, never under the clock's lock.
    """

    def __init__(self, now: float | None = None) -> None:
        """`now`: what it shows at first, in seconds since 1970; the real time without it."""
        self._ahead = 0.0
        self._started = (time.time() if now is None else now) - time.monotonic()
        self._timers = sched.scheduler(self.now)
        self._jumping = threading.Lock()
        self._changed = threading.Event()
        self._thread: threading.Thread | None = None
        self._stopping = False

    def now(self) -> float:
        """Seconds since 1970, monotonic."""
        return self._started + time.monotonic() + self._ahead

    def advance(self, seconds: float) -> None:
        """Jumps ahead. Timers on the way run before it returns, in order, each at its own time."""
        if seconds < 0:
            raise ValueError("the clock of the sandbox only goes forward")
        target = self.now() + seconds
        while (wait := self._timers.run(blocking=False)) is not None and self.now() + wait <= target:
            self._jump(wait)
        self._jump(max(0.0, target - self.now()))
        self._timers.run(blocking=False)  # what is due just at the target
        self._changed.set()

    def _jump(self, seconds: float) -> None:
        with self._jumping:
            self._ahead += seconds

    def call_later(self, seconds: float, callback: Callable[[], None]) -> None:
        self._timers.enter(seconds, 0, callback)
        self._changed.set()

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="sandbox-clock", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopping = True
        self._changed.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while True:
            self._changed.clear()  # before looking: what changes from here on ends the waiting
            if self._stopping:
                return
            self._changed.wait(self._timers.run(blocking=False))
