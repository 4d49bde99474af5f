"""Who was forgotten and when, without their names: a restored backup from before is to forget them again.

note_forgotten(data, "U012ABC", at)
for name in forgotten_names(data, archive.made_at): …     # those of them who stand in what is kept now
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from knowledge.storage.database import Database
from knowledge.storage.health import data_folders, databases
from knowledge.storage.store_files import sync_folder, write_at, written_to

FORGOTTEN_FILE = "forgotten"
"""A moment and a mark a line; the first versions wrote no mark."""
_ID = re.compile(r"(?<![A-Za-z0-9])[UW][A-Z0-9]{2,20}(?![A-Za-z0-9])")
_NAMED = ("by", "user", "asked_by", "creator", "editors")  # fields that may hold a name as it was typed


class Forgotten(Struct, frozen=True, order=True):
    """`mark`: by which the name is known again, "" where that was not noted."""

    at: datetime
    mark: str = ""


def trace_of(name: str) -> str:
    """It does not hold the name; whoever has a list of names can try them out, each of which takes a moment."""
    salt, cost = b"senryaku forgotten", 2**12
    return hashlib.scrypt(name.encode("utf-8", "surrogatepass"), salt=salt, n=cost, r=8, p=1, dklen=16).hex()


def note_forgotten(data: Path, name: str, at: datetime) -> None:
    """`at`: when it was done, aware. Raises UnwritableStoreError."""
    _append(data, [Forgotten(at, trace_of(name))])


def forgotten_since(data: Path, at: datetime) -> list[Forgotten]:
    """Rising; what was begun before and done later counts."""
    return sorted(each for each in _read(data) if each.at >= at)


def forgotten_names(data: Path, since: datetime) -> list[str]:
    """Who of them stands in the records as they are now. Raises what opening a database does."""
    marks = {each.mark for each in forgotten_since(data, since) if each.mark}
    return sorted(name for name in set(_names_kept(data)) if trace_of(name) in marks) if marks else []


def _names_kept(data: Path) -> Iterator[str]:
    for folder in (found for each in data_folders(data) for found in databases(each) if found.is_dir()):
        database = Database(folder)
        for table in database.tables():
            for document in database.table(table):
                yield from _names(document)


def _names(value: object, field: str = "") -> Iterator[str]:
    if isinstance(value, str):
        yield from _ID.findall(value)
        if field in _NAMED:
            yield value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _names(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from _names(each, field)


def merge_forgotten(old: Path, new: Path) -> None:
    """What is known of a folder is not lost with it."""
    if more := _read(old) - _read(new):
        _append(new, sorted(more))


def _append(data: Path, some: Iterable[Forgotten]) -> None:
    path = data / FORGOTTEN_FILE
    with written_to(path):
        path.touch(mode=0o600)
        path.chmod(0o600)
        end = path.stat().st_size
        if not end:
            sync_folder(data)
        write_at(path, end, "".join(f"{each.at.isoformat()} {each.mark}".rstrip() + "\n" for each in some).encode())


def _read(data: Path) -> set[Forgotten]:
    """What no one can read says nothing."""
    try:
        lines = (data / FORGOTTEN_FILE).read_text("utf-8", "replace").splitlines()
    except OSError:
        return set()
    return {found for line in lines if (found := _find_forgotten(line)) is not None}


def _find_forgotten(line: str) -> Forgotten | None:
    moment, _, mark = line.partition(" ")
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return Forgotten(at, mark) if at.tzinfo is not None else None
