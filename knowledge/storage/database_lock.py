"""Who may read and write a database: one thread of one process at a time."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from knowledge.model.errors import BusyStoreError
from knowledge.storage.file_lock import FileLock

LOCK_TIMEOUT_S = 10.0
LOCK_POLL_S = 0.001  # a longer pause would be the longest part of a contended write


@contextmanager
def locked_folder(folder: Path) -> Iterator[None]:
    """Keeps everybody out of a database that is not opened. Raises BusyStoreError, OSError."""
    lock = _of_folder(folder)
    _take(lock, folder)
    try:
        yield
    finally:
        lock.release()


class DatabaseLock:
    """Of one that is open. `threads` keeps out the other threads alone; `with` the lock itself keeps out everybody, and
    raises BusyStoreError. Either may be nested. Where the system refuses the lock (a folder that may only be read)
    `refuse_unlocked` tells.
    """

    def __init__(self, folder: Path, released: Callable[[], None]) -> None:
        """`released`: called when the outermost ends, before anybody else may write."""
        self.threads = threading.RLock()
        self._folder, self._released = folder, released
        self._processes = _of_folder(folder)
        self._refusal: OSError | None = None  # why we could not lock, while we have not
        self._depth = 0  # how often this thread has locked

    @property
    def is_held(self) -> bool:
        """By this thread, where it has the threads' lock."""
        return self._depth > 0

    @property
    def keeps_others_out(self) -> bool:
        return self._depth > 0 and self._refusal is None

    def __enter__(self) -> None:
        self.threads.acquire()
        try:
            if self._depth == 0:
                self._lock_out_processes()
            self._depth += 1
        except BaseException:
            self.threads.release()
            raise

    def __exit__(self, *_: object) -> None:
        try:
            self._depth -= 1
            if self._depth == 0:
                self._released()
                self._processes.release()
        finally:
            self.threads.release()

    def _lock_out_processes(self) -> None:
        """Once for nested calls. A folder that somebody has taken away begins anew: what it held is told as lost."""
        try:
            try:
                _take(self._processes, self._folder)
            except FileNotFoundError:
                self._folder.mkdir(parents=True, exist_ok=True)
                _take(self._processes, self._folder)
        except OSError as error:
            self._refusal = error
        else:
            self._refusal = None

    def refuse_unlocked(self) -> None:
        """Raises the system's OSError where the others are not kept out."""
        if self._refusal is not None:
            raise self._refusal


def _of_folder(folder: Path) -> FileLock:
    return FileLock(folder / "lock")


def _take(lock: FileLock, folder: Path) -> None:
    """Waits while others hold it. Raises BusyStoreError, OSError."""
    ends_at = 0.0
    while not lock.take():
        ends_at = ends_at or time.monotonic() + LOCK_TIMEOUT_S
        if time.monotonic() > ends_at:
            raise BusyStoreError(str(folder), LOCK_TIMEOUT_S)
        time.sleep(LOCK_POLL_S)
