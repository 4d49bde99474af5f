"""What lets one process at a time work on the digests of a folder."""

from pathlib import Path
from typing import Protocol

from bot.delivery.store import FOLDER
from knowledge.storage.file_lock import FileLock
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
        self._lock = FileLock(folder / "working.lock")

    def take(self) -> bool:
        """Whether this process holds it now."""
        return self._lock.take()

    def drop(self) -> None:
        self._lock.release()
