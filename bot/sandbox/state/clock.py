"""One clock for the whole stand-in: real time plus what was jumped over."""

import heapq
import itertools
import threading
import time
from collections.abc import Callable


class Timer:
    """A callback that has not run yet. Cancelling twice, or after it ran, does nothing."""

    def __init__(self, callback: Callable[[], None]) -> None:
        self._callback: Callable[[], None] | None = callback

    def cancel(self) -> None:
        self._callback = None

    def run(self) -> None:
        callback, self._callback = self._callback, None
        if callback is not None:
            callback()


class Clock:
    """Deadlines, retries and limits go by it, so a test jumps over five minutes instead of waiting for them.

    Callbacks run in the clock's own thread or in that of `advance`, never under the clock's lock.
    """

    def __init__(self, now: float | None = None) -> None:
        """`now`: what it shows at first, in seconds since 1970; the real time without it."""
        self._ahead = 0.0
        self._started = (time.time() if now is None else now) - time.monotonic()
        self._changed = threading.Condition()
        self._timers: list[tuple[float, int, Timer]] = []
        self._numbers = itertools.count()
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
        while (timer := self._jump_to_next(target)) is not None:
            timer.run()

    def _jump_to_next(self, target: float) -> Timer | None:
        """Moves to the next timer that is due by then, or, when there is none, to `target`."""
        with self._changed:
            timer = None
            if self._timers and self._timers[0][0] <= target:
                due, _, timer = heapq.heappop(self._timers)
                target = due
            self._ahead += max(0.0, target - self.now())
            self._changed.notify_all()
            return timer

    def call_later(self, seconds: float, callback: Callable[[], None]) -> Timer:
        timer = Timer(callback)
        with self._changed:
            heapq.heappush(self._timers, (self.now() + seconds, next(self._numbers), timer))
            self._changed.notify_all()
        return timer

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="sandbox-clock", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while (timer := self._next()) is not None:
            timer.run()

    def _next(self) -> Timer | None:
        """Waits for the next timer that is due. None when stopping."""
        with self._changed:
            while not self._stopping:
                due = self._timers[0][0] - self.now() if self._timers else None
                if due is not None and due <= 0:
                    return heapq.heappop(self._timers)[2]
                self._changed.wait(due)
            return None
