"""What lets one process at a time work on the digests of a folder."""

from pathlib import Path
from typing import Protocol

import filelock

from bot.delivery.store import FOLDER
from knowledge.storage.place import RecordPlace


class DigestLock(Protocol):
    """Whether this process may work on the digests of a place."""

    def take(self) -> bool: ...

    def drop(self) -> None: ...


def digest_lock(place: RecordPlace) -> DigestLock:
    return FolderLock(place) if isinstance(place, Path) else NoLock()


class NoLock:
    """On a server each slot is locked by itself: all may work."""

    def take(self) -> bool:
        return True

    def drop(self) -> None:
        return


class FolderLock:
    """Held while this process works on digests; its death drops it. Taken when it is free, never waited for."""

    def __init__(self, data: Path) -> None:
        folder = data / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = filelock.FileLock(folder / "working.lock", thread_local=False)

    def take(self) -> bool:
        """Whether this process holds it now."""
        if self._lock.is_locked:
            return True
        try:
            self._lock.acquire(blocking=False)
        except filelock.Timeout:
            return False
        return True

    def drop(self) -> None:
        self._lock.release(force=True)
