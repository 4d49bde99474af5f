"""Where records are kept: in a folder of this machine, or on a server that several share.

ledger = open_records(place, "actuals", LEDGER_KINDS)
if was_kept_at(place, "taught"): …      # looking creates nothing
"""

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from types import MappingProxyType

from knowledge.storage.database import Database
from knowledge.storage.interface import Records
from knowledge.storage.records import Kinds
from knowledge.storage.server import Server
from knowledge.storage.store_files import was_kept

RecordPlace = Path | Server
"""A data folder, or the records of one city on a server."""


def open_records(
    place: RecordPlace, name: str, kinds: Kinds = MappingProxyType({}), *, is_counted: bool = True
) -> Records:
    """`name`: of the folder there, or of the store. Raises as `Database` does, or DatabaseDownError."""
    if isinstance(place, Path):
        return Database(place / name, kinds, is_counted=is_counted)
    return place.records(name, kinds)


def working_on(place: RecordPlace, name: str) -> AbstractContextManager[bool]:
    """Whether this thread has it to itself until the end: for a folder whoever holds its lock has everything."""
    return nullcontext(True) if isinstance(place, Path) else place.working_on(name)


def was_kept_at(place: RecordPlace, name: str) -> bool:
    """Whether records are there, or were: those that have gone as a whole say so when they are opened."""
    return was_kept(place / name) if isinstance(place, Path) else True


def is_there(place: RecordPlace, name: str) -> bool:
    """Whether there is anything to open."""
    return (place / name).exists() if isinstance(place, Path) else True
