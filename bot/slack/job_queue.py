"""Work after the acknowledgement: a bounded queue in lanes, so that nobody's wait becomes everybody's."""

import threading
from collections import deque
from collections.abc import Callable

Job = Callable[[], None]


def _nothing() -> None:
    pass


class QueueFullError(Exception):
    """As much is waiting as may wait."""


class JobQueue:
    """Jobs of one lane (a channel, a person) run one after the other, lanes side by side.

    So an answer is never overtaken by its own correction, and a channel in which Slack makes us wait (429) holds up
    one worker, not all. A job handles its own errors: one that raises ends the program's promise to answer.
    """

    def __init__(self, *, workers: int, length: int) -> None:
        self._length = length
        lock = threading.Lock()
        self._came, self._idle = threading.Condition(lock), threading.Condition(lock)
        self._lanes: dict[str, deque[tuple[Job, Job]]] = {}
        self._ready: deque[str] = deque()
        self._count = 0  # waiting and running
        self._is_closed = False
        self._threads = [
            threading.Thread(target=self._work, name=f"work-{number}", daemon=True) for number in range(workers)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def is_full(self) -> bool:
        return self._count >= self._length

    def __len__(self) -> int:
        """Jobs that are waiting or running."""
        return self._count

    def put(self, lane: str, job: Job, after: Job = _nothing) -> None:
        """Raises QueueFullError; returns at once in any case. `after`: what nobody behind it in the lane waits for."""
        with self._came:
            if self._count >= self._length or self._is_closed:
                raise QueueFullError
            self._count += 1
            waiting = self._lanes.get(lane)
            if waiting is None:
                self._lanes[lane] = deque([(job, after)])
                self._ready.append(lane)
                self._came.notify()
            else:
                waiting.append((job, after))

    def _work(self) -> None:
        while (taken := self._take()) is not None:
            lane, job, after = taken
            try:
                job()
            finally:
                self._leave(lane)
                try:
                    after()
                finally:
                    self._finish()

    def _take(self) -> tuple[str, Job, Job] | None:
        with self._came:
            self._came.wait_for(lambda: self._ready or self._is_closed)
            if not self._ready:
                return None
            lane = self._ready.popleft()
            return lane, *self._lanes[lane][0]

    def _leave(self, lane: str) -> None:
        """The lane goes to the end of the line, or away when nothing waits in it."""
        with self._came:
            waiting = self._lanes[lane]
            waiting.popleft()
            if waiting:
                self._ready.append(lane)
                self._came.notify()
            else:
                del self._lanes[lane]

    def _finish(self) -> None:
        with self._idle:
            self._count -= 1
            if self._count == 0:
                self._idle.notify_all()

    def wait(self, timeout: float) -> bool:
        """Until nothing waits or runs, at most `timeout` seconds. Whether it came to that."""
        with self._idle:
            return self._idle.wait_for(lambda: self._count == 0, timeout)

    def drain(self, timeout: float) -> int:
        """Waits until everything is done, at most `timeout` seconds, then closes. Returns how many jobs were left."""
        self.wait(timeout)
        with self._idle:
            self._is_closed = True
            left = self._count
            self._ready.clear()
            self._came.notify_all()
        return left
