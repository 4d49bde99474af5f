"""A file that one process at a time holds, and never loses while it lives: what the library `filelock` locks, and with
it whoever uses that. Where the system has `flock` it is five calls to it, since a question takes the lock twice; the
library's own care would cost more than all that is written in between.

lock = FileLock(folder / "working.lock")
if lock.take():         # never waits; its folder must be there
    try: ...
    finally: lock.release()
"""

import os
from errno import EACCES, EAGAIN, ENOSYS
from pathlib import Path
from typing import TYPE_CHECKING

try:
    import fcntl
except ImportError:  # as on Windows
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from filelock import BaseFileLock

_HELD_ELSEWHERE = (EACCES, EAGAIN)


class FileLock:
    """Not for several threads at once."""

    def __init__(self, path: Path) -> None:
        self._path = str(path)
        self._descriptor: int | None = None
        self._library: BaseFileLock | None = None  # where the system or the disk has no `flock`

    def take(self) -> bool:
        """Whether this process holds it now. Raises OSError where the system refuses."""
        if self._descriptor is not None:
            return True
        return self._is_taken_by_library() if self._library or fcntl is None else self._is_taken()

    def _is_taken(self) -> bool:
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_NONBLOCK | os.O_NOFOLLOW, 0o666)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.fstat(descriptor).st_nlink:  # else somebody has taken the file away, and the next one locks another
                self._descriptor = descriptor
        except OSError as error:
            if error.errno == ENOSYS:
                return self._is_taken_by_library()
            if error.errno not in _HELD_ELSEWHERE:
                raise
        finally:
            if self._descriptor is None:
                os.close(descriptor)
        return self._descriptor is not None

    def _is_taken_by_library(self) -> bool:
        import filelock

        self._library = self._library or filelock.FileLock(self._path, thread_local=False)
        try:
            self._library.acquire(blocking=False)
        except filelock.Timeout:
            return False
        return True

    def release(self) -> None:
        """Nothing where it is not held."""
        if self._library:
            self._library.release(force=True)
        elif self._descriptor is not None:
            descriptor, self._descriptor = self._descriptor, None
            try:
                fcntl.flock(descriptor, fcntl.LOCK_UN)  # closing alone would leave it with a child that was forked
            finally:
                os.close(descriptor)
