"""Who may read and write a database: one thread of one process at a time."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock

from knowledge.model.errors import BusyStoreError

LOCK_TIMEOUT_S = 10.0
LOCK_POLL_S = 0.001  # filelock's own 50 ms would be the longest part of a contended write
_FILE = "lock"


@contextmanager
def locked_folder(folder: Path) -> Iterator[None]:
    """Keeps everybody out of a database that is not opened. Raises BusyStoreError, OSError."""
    try:
        with filelock.FileLock(folder / _FILE, timeout=LOCK_TIMEOUT_S, poll_interval=LOCK_POLL_S):
            yield
    except filelock.Timeout as error:
        raise BusyStoreError(str(folder), LOCK_TIMEOUT_S) from error


class DatabaseLock:
    """Of one that is open. `threads` keeps out the other threads alone, `held` everybody; either may be nested."""

    def __init__(self, folder: Path, released: Callable[[], None]) -> None:
        """`released`: called when the outermost ends, before anybody else may write."""
        self.threads = threading.RLock()
        self._folder, self._released = folder, released
        self._processes = filelock.FileLock(
            folder / _FILE, timeout=LOCK_TIMEOUT_S, poll_interval=LOCK_POLL_S, thread_local=False
        )
        self._refusal: OSError | None = None  # why we could not lock, while we have not
        self._depth = 0  # how often this thread has locked

    @property
    def is_held(self) -> bool:
        """By this thread, where it has the threads' lock."""
        return self._depth > 0

    @property
    def keeps_others_out(self) -> bool:
        return self._depth > 0 and self._refusal is None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Raises BusyStoreError. Where the system refuses the lock (a folder that may only be read) `refuse_unlocked`
        tells.
        """
        with self.threads:
            if self._depth == 0:
                self._lock_out_processes()
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
                if self._depth == 0:
                    self._released()
                    self._processes.release()

    def _lock_out_processes(self) -> None:
        """Once for nested calls. A folder that somebody has taken away begins anew: what it held is told as lost."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._processes.acquire()
        except filelock.Timeout as error:
            raise BusyStoreError(str(self._folder), LOCK_TIMEOUT_S) from error
        except OSError as error:
            self._refusal = error
        else:
            self._refusal = None

    def refuse_unlocked(self) -> None:
        """Raises the system's OSError where the others are not kept out."""
        if self._refusal is not None:
            raise self._refusal
