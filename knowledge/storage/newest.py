"""The number of the last write of a database, beside its journals: without it a journal cut short would look whole."""

from contextlib import suppress
from pathlib import Path

_NAME = "newest"


def read_newest_write(folder: Path) -> int:
    """At least so many writes have been acknowledged; 0 where nothing is known."""
    try:
        return int((folder / _NAME).read_bytes())
    except (OSError, ValueError):
        return 0


def note_newest_write(folder: Path, sequence: int) -> None:
    """Needs no fsync: after a power cut it is too low at worst, and then says nothing."""
    with suppress(OSError):
        (folder / _NAME).write_bytes(b"%d" % sequence)
