"""A backup put back: all of it or nothing, and what lay there before is kept.

kept = put_back(archive, data, at=now)                # under another name
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from datetime import datetime
from itertools import count
from pathlib import Path
from shutil import rmtree

from knowledge.model import JST
from knowledge.model.errors import RunningBotError
from knowledge.storage.archive import Archive, is_lock, locked_databases
from knowledge.storage.file_lock import FileLock
from knowledge.storage.forgotten import merge_forgotten
from knowledge.storage.health import databases, given_ids
from knowledge.storage.journal import Noted, latest_noted
from knowledge.storage.store_files import StoreFiles, sync_folder, written_to


def put_back(
    archive: Archive, data: Path, *, at: datetime, prepare: Callable[[Path], None] = lambda _: None
) -> Path | None:
    """Where what lay there is kept now; None where there was nothing. Nothing is changed unless all can be.

    `prepare` gets the restored folder before anybody else sees it; it knows already whom the old one has forgotten.

    Raises RunningBotError while a bot runs on the folder, BusyStoreError, UnreadableArchiveError, UnwritableStoreError.
    """
    data = data.resolve()
    with written_to(data), ExitStack() as stack:
        keep_out_bots(data, stack)
        data.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{data.name}.restoring-", dir=data.parent))
        stack.callback(rmtree, made, ignore_errors=True)
        _write(archive, made)
        merge_forgotten(data, made)
        prepare(made)
        locks = stack.enter_context(locked_databases(data))
        _keep_ids(data, made)
        merge_forgotten(data, made)
        _take_after(data, made)
        if os.name == "nt":
            locks.close()  # Windows renames no folder in which a file is open
        return _swap(made, data, _unused_name(data, at))


def replaced(data: Path) -> list[Path]:
    """What earlier restorings have left beside a data folder, or what a killed one has."""
    data = data.resolve()
    starts = (f"{data.name}.replaced-", f".{data.name}.restoring-")
    return sorted(path for path in data.parent.glob("*") if path.name.startswith(starts))


def _unused_name(data: Path, at: datetime) -> Path:
    name = f"{data.name}.replaced-{at.astimezone(JST):%Y%m%d-%H%M%S}"
    names: Iterator[str] = (name if number == 1 else f"{name}-{number}" for number in count(1))
    return next(path for each in names if not (path := data.with_name(each)).exists())


def keep_out_bots(data: Path, stack: ExitStack) -> None:
    """Raises RunningBotError where one works on the folder; none begins to until the stack is left."""
    for path in filter(is_lock, data.glob("*/*.lock")):
        lock = FileLock(path)
        if not lock.take():
            raise RunningBotError(str(data))
        stack.callback(lock.release)
        if os.name == "nt":
            lock.release()


def _write(archive: Archive, folder: Path) -> None:
    archive.write_to(folder)
    for made in [folder, *(path for path in folder.rglob("*") if path.is_dir())]:
        sync_folder(made)


def _keep_ids(old: Path, new: Path) -> None:
    """Ids that were given after the archive was made are known to people, and are not given again."""
    for folder in databases(old):
        given, known = given_ids(folder), given_ids(new / folder.name)
        if any(id > known.get(table, 0) for table, id in given.items()):
            files = StoreFiles(new / folder.name)
            files.note(latest_noted(files.noted(), Noted(last_ids=given)))


def _take_after(old: Path, new: Path) -> None:
    """Mode and owner: who restores may be another than the one whom the bot runs as."""
    if not old.exists():
        return
    status = old.stat()
    new.chmod(status.st_mode & 0o7777)
    for path in (new, *new.rglob("*")):
        with suppress(OSError):
            os.chown(path, status.st_uid, status.st_gid)


def _swap(made: Path, data: Path, kept: Path) -> Path | None:
    """Two renames: in between the folder is not there, for as long as that takes."""
    is_kept = data.exists() and any(data.iterdir())
    if is_kept:
        data.rename(kept)
    try:
        made.rename(data)
    except OSError:
        if is_kept:
            kept.rename(data)
        raise
    sync_folder(data.parent)
    return kept if is_kept else None
