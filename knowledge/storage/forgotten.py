"""When people were forgotten: without a name, so that whoever restores an older backup hears that it brings them back.

note_forgotten(data, at)
forgotten_since(data, archive.made_at)
"""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from knowledge.storage.store_files import write_at, written_to

FORGOTTEN_FILE = "forgotten"
"""One moment a line."""


def note_forgotten(data: Path, at: datetime) -> None:
    """`at`: when it was done, aware. Raises UnwritableStoreError."""
    _append(data, [at])


def forgotten_since(data: Path, at: datetime) -> list[datetime]:
    """Rising; what was begun before and done later counts."""
    return sorted(moment for moment in _moments(data) if moment >= at)


def merge_forgotten(old: Path, new: Path) -> None:
    """What is known of a folder is not lost with it."""
    if moments := _moments(old) - _moments(new):
        _append(new, sorted(moments))


def _append(data: Path, moments: Iterable[datetime]) -> None:
    path = data / FORGOTTEN_FILE
    with written_to(path):
        end = path.stat().st_size if path.exists() else 0
        write_at(path, end, "".join(f"{moment.isoformat()}\n" for moment in moments).encode())


def _moments(data: Path) -> set[datetime]:
    """What no one can read says nothing."""
    try:
        lines = (data / FORGOTTEN_FILE).read_text("utf-8", "replace").splitlines()
    except OSError:
        return set()
    return {moment for line in lines if (moment := _find_moment(line)) is not None}


def _find_moment(line: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(line)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
