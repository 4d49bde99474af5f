"""Everything under a data folder as one checked file: all of it or nothing. `restoring` puts it back.

    packed = pack(data, made_by="0.3.0", at=now)          # consistent also while others write
    archive = read_archive(Path("backup.zip"))            # UnreadableArchiveError for anything but what pack made

A zip whose first member, `manifest.json`, names every other with its size and SHA-256.
"""

import hashlib
import io
import json
import os
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath
from stat import S_ISREG

from msgspec import Struct

from knowledge.model.errors import UnreadableArchiveError, UnreadableStoreError, advice_on
from knowledge.model.normalize import visible_text
from knowledge.storage.database_lock import locked_folder
from knowledge.storage.health import data_folders, databases
from knowledge.storage.journal import JOURNAL_FORMAT
from knowledge.storage.store_files import written_to

ARCHIVE_FORMAT = 1
MANIFEST = "manifest.json"
LONGEST_MANIFEST = 64 << 20  # bytes of a manifest: some 400,000 files
PIECE = 1 << 20
_TEMPORARY = re.compile(r".+\.(json|journal|copy)\.[0-9-]+\.tmp")
_UNHELD = re.compile("[\0:\\\\\ud800-\udfff]")  # not on Windows, or in no text: a name that is not UTF-8
DAMAGED = "壊れているか、途中で切れています。別の控えを使ってください。"
NOT_OURS = "senryaku backup で作った控えではありません。"
NEWER = "新しい版の senryaku が作った控えです。senryaku を新しくしてください。"
NO_FILE = "普通のファイルではありません。"


class Packed(Struct, frozen=True):
    """`left_out`: places under the data folder, fit for a reader, of what no archive can hold."""

    content: bytes
    left_out: tuple[str, ...]


class Archive(Struct, frozen=True):
    """`files`: size and SHA-256 by place under the data folder. `made_at` is aware, `made_by` the release."""

    path: Path
    files: Mapping[str, tuple[int, str]]
    made_at: datetime
    made_by: str

    def write_to(self, folder: Path) -> None:
        """Every file, checked once more, and on disk. Raises UnreadableArchiveError, OSError."""
        with _opened(self.path) as packed:
            for place, expected in self.files.items():
                path = folder / place
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("xb") as file:
                    for piece in _checked_pieces(packed, self.path, place, expected):
                        file.write(piece)
                    file.flush()
                    os.fsync(file.fileno())


def pack(data: Path, *, made_by: str, at: datetime) -> Packed:
    """Others wait for the moment that it takes to read.

    Raises BusyStoreError, UnwritableStoreError or UnreadableStoreError.
    """
    with locked_databases(data):
        try:
            places, left_out = _places(data)
            files = {place: (data / place).read_bytes() for place in places}
        except OSError as error:
            raise UnreadableStoreError(str(error.filename or data), advice_on(error)) from error
    manifest = {
        "senryaku": ARCHIVE_FORMAT,
        "records": JOURNAL_FORMAT,
        "made_at": at.isoformat(),
        "made_by": made_by,
        "files": {
            name: {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in files.items()
        },
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
        for name, content in files.items():
            packed.writestr(name, content)
    return Packed(made.getvalue(), left_out)


@contextmanager
def locked_databases(data: Path) -> Iterator[ExitStack]:
    """Nobody reads or writes any of them meanwhile. Raises BusyStoreError or UnwritableStoreError."""
    locked = set[Path]()
    with ExitStack() as stack:
        with written_to(data):
            while new := [one for one in _databases(data) if one not in locked]:  # made while we waited for another
                for folder in new:
                    stack.enter_context(locked_folder(folder))
                    locked.add(folder)
        yield stack


def _databases(data: Path) -> list[Path]:
    every = (found for each in data_folders(data) for found in databases(each))
    return [folder for folder in every if folder.is_dir()]


def _places(data: Path) -> tuple[list[str], tuple[str, ...]]:
    """What an archive holds, and what it cannot hold."""
    found = [(path.relative_to(data).as_posix(), is_held) for path, is_held in _walk(data, ())]
    held = sorted(place for place, is_held in found if is_held and _can_hold(place))
    return held, tuple(sorted(visible_text(place) for place in {place for place, _ in found}.difference(held)))


def _walk(folder: Path, above: tuple[Path, ...]) -> Iterator[tuple[Path, bool]]:
    """Every file with whether it is a regular one, through links as well; a link that leads back up is none."""
    above = (*above, folder.resolve())
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            yield from [(path, False)] if path.resolve() in above else _walk(path, above)
        elif not is_lock(path) and not _TEMPORARY.fullmatch(path.name):
            yield path, path.is_file()


def is_lock(path: Path) -> bool:
    """A file that is only there to be locked: nothing stands in it."""
    return (path.name == "lock" or path.suffix == ".lock") and path.is_file() and path.stat().st_size == 0


def read_archive(path: Path) -> Archive:
    """Checks every byte, and holds none. Raises UnreadableArchiveError."""
    with _opened(path) as packed:
        archive = _listed(packed, path)
        for place, expected in archive.files.items():
            for _ in _checked_pieces(packed, path, place, expected):
                pass
        return archive


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """Whatever is wrong with it is said of the archive; what somebody writes meanwhile fails as it does."""
    try:
        if not S_ISREG(path.stat().st_mode):
            raise UnreadableArchiveError(str(path), NO_FILE)
        file = path.open("rb")
    except OSError as error:
        raise UnreadableArchiveError(str(path), advice_on(error)) from error
    with file:
        is_zip = file.read(2) == b"PK"
        try:
            packed = zipfile.ZipFile(file)
        except (*_DAMAGE, OSError) as error:
            raise UnreadableArchiveError(str(path), DAMAGED if is_zip else NOT_OURS) from error
        with packed:
            yield packed


_DAMAGE = (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error)


def _checked_pieces(packed: zipfile.ZipFile, path: Path, place: str, expected: tuple[int, str]) -> Iterator[bytes]:
    """A member, never more of it than is listed. Raises UnreadableArchiveError, at the last where it differs."""
    size, digest = 0, hashlib.sha256()
    try:
        if packed.getinfo(place).file_size == expected[0]:
            with packed.open(place) as member:
                while piece := member.read(PIECE):
                    size += len(piece)
                    digest.update(piece)
                    yield piece
    except (*_DAMAGE, OSError) as error:
        raise UnreadableArchiveError(str(path), DAMAGED) from error
    if (size, digest.hexdigest()) != expected:
        raise UnreadableArchiveError(str(path), DAMAGED)


def _listed(packed: zipfile.ZipFile, path: Path) -> Archive:
    names = packed.namelist()
    if not names or names[0] != MANIFEST or packed.getinfo(MANIFEST).file_size > LONGEST_MANIFEST:
        raise UnreadableArchiveError(str(path), NOT_OURS)
    try:
        manifest = json.loads(packed.read(MANIFEST))
        version, records, listed = manifest["senryaku"], manifest["records"], manifest["files"]
        made_at, made_by = datetime.fromisoformat(manifest["made_at"]), str(manifest["made_by"])
        expected = {place: (int(one["size"]), str(one["sha256"])) for place, one in listed.items()}
        is_newer = int(version) > ARCHIVE_FORMAT or int(records) > JOURNAL_FORMAT
    except (*_DAMAGE, OSError) as error:
        raise UnreadableArchiveError(str(path), DAMAGED) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableArchiveError(str(path), NOT_OURS) from error
    if is_newer:
        raise UnreadableArchiveError(str(path), NEWER)
    if sorted(names[1:]) != sorted(expected) or not all(map(_can_hold, expected)):
        raise UnreadableArchiveError(str(path), DAMAGED)
    return Archive(path, expected, made_at, made_by)


def _can_hold(place: str) -> bool:
    """Below the data folder on every system, and in no way outside it; the one rule for packing and for reading."""
    path = PurePosixPath(place)
    is_plain = path.as_posix() == place and not _UNHELD.search(place)
    return is_plain and place != MANIFEST and not path.is_absolute() and ".." not in path.parts and path.parts != ()
