"""Everything under a data folder as one checked file, and back: all of it or nothing.

    content = pack(data, made_by="0.3.0", at=now)         # consistent also while others write
    archive = read_archive(content, "backup.zip")         # UnreadableArchiveError for anything but what pack made
    kept = put_back(archive, data, at=now)                # what lay there before, under another name

A zip whose first member, `manifest.json`, names every other with its size and SHA-256.
"""

import hashlib
import io
import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from shutil import rmtree

import filelock

from knowledge.model.errors import RunningBotError, UnreadableArchiveError
from knowledge.storage.durable import locked_folder
from knowledge.storage.health import databases
from knowledge.storage.journal import JOURNAL_FORMAT, Noted, latest_noted
from knowledge.storage.store_files import StoreFiles, sync_folder, written_to

ARCHIVE_FORMAT = 1
MANIFEST = "manifest.json"
_IS_LEFT_OUT = ("lock", ".tmp")
DAMAGED = "壊れているか、途中で切れています。別の控えを使ってください。"
NOT_OURS = "senryaku backup で作った控えではありません。"
NEWER = "新しい版の senryaku が作った控えです。senryaku を新しくしてください。"


@dataclass(frozen=True, slots=True)
class Archive:
    """`files`: content by place under the data folder. `made_at` is aware, `made_by` the release."""

    files: Mapping[str, bytes]
    made_at: datetime
    made_by: str


def pack(data: Path, *, made_by: str, at: datetime) -> bytes:
    """Others wait for the moment that it takes to read. Raises BusyStoreError or UnwritableStoreError."""
    with ExitStack() as stack, written_to(data):
        for folder in databases(data):
            if folder.is_dir():
                stack.enter_context(locked_folder(folder))
        files = {path.relative_to(data).as_posix(): path.read_bytes() for path in sorted(_files(data))}
    manifest = {
        "senryaku": ARCHIVE_FORMAT,
        "records": JOURNAL_FORMAT,
        "made_at": at.isoformat(),
        "made_by": made_by,
        "files": {name: {"size": len(content), "sha256": _sha256(content)} for name, content in files.items()},
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
        for name, content in files.items():
            packed.writestr(name, content)
    return made.getvalue()


def _files(data: Path) -> Iterator[Path]:
    for folder, _, names in os.walk(data, followlinks=True):
        yield from (Path(folder, name) for name in names if not name.endswith(_IS_LEFT_OUT))


def read_archive(content: bytes, name: str) -> Archive:
    """Checks every byte. Raises UnreadableArchiveError."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return _checked(packed, name)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise UnreadableArchiveError(name, DAMAGED if content[:2] == b"PK" else NOT_OURS) from error


def _checked(packed: zipfile.ZipFile, name: str) -> Archive:
    names = packed.namelist()
    if not names or names[0] != MANIFEST:
        raise UnreadableArchiveError(name, NOT_OURS)
    try:
        manifest = json.loads(packed.read(MANIFEST))
        version, records, listed = manifest["senryaku"], manifest["records"], manifest["files"]
        made_at, made_by = datetime.fromisoformat(manifest["made_at"]), str(manifest["made_by"])
        expected = {place: (int(one["size"]), str(one["sha256"])) for place, one in listed.items()}
        is_newer = int(version) > ARCHIVE_FORMAT or int(records) > JOURNAL_FORMAT
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableArchiveError(name, NOT_OURS) from error
    if is_newer:
        raise UnreadableArchiveError(name, NEWER)
    if sorted(names[1:]) != sorted(expected) or not all(map(_is_inside, expected)):
        raise UnreadableArchiveError(name, DAMAGED)
    files = {}
    for place, (size, sha256) in expected.items():
        content = packed.read(place) if packed.getinfo(place).file_size == size else b""
        if len(content) != size or _sha256(content) != sha256:
            raise UnreadableArchiveError(name, DAMAGED)
        files[place] = content
    return Archive(files, made_at, made_by)


def _is_inside(place: str) -> bool:
    """Below the data folder on every system, and in no way outside it."""
    path = PurePosixPath(place)
    is_plain = path.as_posix() == place and not set(place) & set("\\:\0")
    return is_plain and not path.is_absolute() and ".." not in path.parts and path.parts != ()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def put_back(archive: Archive, data: Path, *, at: datetime) -> Path | None:
    """Where what lay there is kept now; None where there was nothing. Nothing is changed unless all can be.

    Raises RunningBotError while a bot runs on the folder, UnwritableStoreError.
    """
    data = data.resolve()
    _refuse_while_running(data)
    with written_to(data):
        data.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{data.name}.restoring-", dir=data.parent))
        try:
            _write(archive, made)
            _keep_ids(data, made)
            _take_after(data, made)
            return _swap(made, data, data.with_name(f"{data.name}.replaced-{at:%Y%m%d-%H%M%S}"))
        finally:
            if made.exists():
                rmtree(made)


def _refuse_while_running(data: Path) -> None:
    for path in data.glob("*/*.lock"):
        try:
            with filelock.FileLock(path, timeout=0):
                pass
        except filelock.Timeout as error:
            raise RunningBotError(str(data)) from error


def _write(archive: Archive, folder: Path) -> None:
    for place, content in archive.files.items():
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content)
            os.fsync(file.fileno())
    for made in [folder, *(path for path in folder.rglob("*") if path.is_dir())]:
        sync_folder(made)


def _keep_ids(old: Path, new: Path) -> None:
    """Ids that were given after the archive was made are known to people, and are not given again."""
    for folder in databases(old):
        before, files = StoreFiles(folder).noted(), StoreFiles(new / folder.name)
        if before.last_ids and files.folder.is_dir():
            noted = files.noted()
            ids = latest_noted(noted, before).last_ids
            files.note(Noted(sequence=noted.sequence, last_ids=ids))


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
