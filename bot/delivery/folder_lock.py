"""What lets one process at a time work on the digests of a folder."""

from pathlib import Path

from bot.delivery.store import FOLDER
from knowledge.storage.file_lock import FileLock
from knowledge.storage.place import RecordPlace


def digest_lock(place: RecordPlace) -> FileLock | None:
    """Held while a process works on digests; its death drops it. None on a server, where each slot is locked by itself
    and all may work.
    """
    if not isinstance(place, Path):
        return None
    (place / FOLDER).mkdir(parents=True, exist_ok=True)
    return FileLock(place / FOLDER / "working.lock")
