"""The files of one database by their names: which there are, what they hold, how they are written and put aside.

Only what has one of our names and is a file counts; whatever else lies in the folder stays as it is (health.py tells).
"""

import os
import re
import threading
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache, lru_cache
from io import FileIO
from pathlib import Path
from queue import SimpleQueue

from knowledge.model.errors import NotAFolderError, UnreadableStoreError, UnwritableStoreError, advice_on
from knowledge.storage.journal import (
    JournalPair,
    Noted,
    decode_noted,
    decode_pair,
    encode_noted,
    encode_record,
    latest_noted,
)

JOURNALS = ("journal", "copy")
NOTES_FOLDER = "newest"
"""A folder in the data folder, of what was last written to each database."""
_NAME = re.compile(r"(?P<number>\d{6,})\.(?P<kind>json|journal|copy)")
SETTLED_S = 2.0  # the coarsest clock of a file system: what changes a folder sooner again may not show in its time
LOSS_MARK = ".journal.damaged"
"""How the name of a file ends that says: writes have been lost here. It stays until somebody has looked at it."""


@contextmanager
def written_to(path: Path) -> Iterator[None]:
    """Turns the system's refusal into one Japanese sentence."""
    try:
        yield
    except OSError as error:
        raise UnwritableStoreError(str(path), advice_on(error)) from error


def sync_folder(folder: Path) -> None:
    """Makes the names in a folder survive a power cut."""
    if os.name == "nt":
        return  # Windows cannot open a folder; its rename is journaled by the file system
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_at(path: Path, end: int, data: bytes) -> None:
    """Puts `data` after the first `end` bytes, in place of what a crash has left there: on disk, or nothing."""
    with path.open("ab", buffering=0) as file, _or_cut(file, end):
        _put(file, end, data)
        os.fsync(file.fileno())


def _put(file: FileIO, end: int, data: bytes) -> None:
    if file.tell() > end:
        file.truncate(end)
    written = 0
    while written < len(data):
        written += file.write(data[written:])


@contextmanager
def _or_cut(file: FileIO, end: int) -> Iterator[None]:
    """What went wrong leaves nothing behind."""
    try:
        yield
    except (OSError, UnwritableStoreError):
        with suppress(OSError):
            file.truncate(end)
        raise


def sync_all(files: Sequence[int]) -> None:
    """At the same time: the disk takes little longer for two than for one, and many times as long one by one while
    others write.
    """
    answered = SimpleQueue[OSError | None]()
    for file in files[1:]:
        _second_hand().put((file, answered))
    try:
        for file in files[:1]:
            os.fsync(file)
    finally:
        failed = [answered.get() for _ in files[1:]]
    for error in filter(None, failed):
        raise error


@cache
def _second_hand() -> SimpleQueue[tuple[int, SimpleQueue[OSError | None]]]:
    """A thread that stays: to begin one would take as long as the disk."""
    asked = SimpleQueue[tuple[int, SimpleQueue[OSError | None]]]()

    def work() -> None:
        while True:
            file, answered = asked.get()
            try:
                os.fsync(file)
            except OSError as error:
                answered.put(error)
            else:
                answered.put(None)

    threading.Thread(target=work, name="disk", daemon=True).start()
    return asked


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_second_hand.cache_clear)  # threads are not copied


class FolderNames:
    """The names in a folder, and whether each is a file: read again only where the folder says that it has changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)
        self._known: tuple[object, float, Mapping[str, bool] | None] = None, 0.0, None  # state, since when, names

    def read(self) -> Mapping[str, bool]:
        """Raises FileNotFoundError, or NotAFolderError where a file has taken its place."""
        found = os.stat(self._folder)  # noqa: PTH116 - asked for several times a question
        state, at = (found.st_ino, found.st_mtime_ns, found.st_ctime_ns), time.monotonic()
        known, since, settled = self._known
        if state == known and settled is not None:
            return settled
        try:
            with os.scandir(self._folder) as entries:
                names = {entry.name: entry.is_file() for entry in entries}
        except NotADirectoryError as error:
            raise NotAFolderError(self._folder) from error
        if state != known:
            self._known = state, at, None
        elif at - since > SETTLED_S:
            self._known = state, since, names
        return names


class StoreFiles:
    """`is_counted`: what was last written is noted beside the folder as well, so that its loss as a whole is told."""

    def __init__(self, folder: Path, is_counted: bool = True) -> None:
        self.folder, self.is_counted = folder, is_counted
        self._names = FolderNames(folder)
        self._numbered: tuple[Mapping[str, bool], Sequence[tuple[int, str]]] = {}, ()  # of the names last seen
        self._notes = (folder / "newest", *(notes_beside(folder) if is_counted else ()))

    def path(self, number: int, kind: str) -> Path:
        return self.folder / f"{number:06}.{kind}"

    def _place(self, number: int, kind: str) -> str:
        """As `path`, for what is asked several times a question."""
        return f"{self.folder}/{number:06}.{kind}"

    def numbered(self) -> Sequence[tuple[int, str]]:
        """Number and kind of each file, in no certain order. NotAFolderError where a file has taken its place."""
        names = self._names.read()
        of, numbered = self._numbered
        if names is not of:
            found = [_NAME.fullmatch(name) for name, is_file in names.items() if is_file]
            numbered = [(int(match["number"]), match["kind"]) for match in found if match]
            self._numbered = names, numbered
        return numbered

    def generations(self) -> list[int]:
        """Their numbers, rising."""
        return sorted(number for number, kind in self.numbered() if kind == "json")

    def journals(self) -> list[int]:
        """The numbers of journals, rising; also of one of which only the copy is left."""
        return sorted({number for number, kind in self.numbered() if kind in JOURNALS})

    def newest(self) -> int:
        return max(self.generations(), default=0)

    def first_journal(self, generation: int) -> int:
        """The journal to replay from: the last one before the generation took the writes made while it was folded."""
        return max((number for number in self.journals() if number < generation), default=0)

    def unused_number(self) -> int:
        """Never one that was in use, so that no process takes a new journal for the old one of its name."""
        names = (_NAME.match(name) for name in os.listdir(self.folder))  # noqa: PTH208 - names are what we look at
        return max((int(match["number"]) for match in names if match), default=0) + 1

    def erase_but(self, generations: Collection[int]) -> None:
        """All other files of ours; of writes that were lost their mark stays, emptied."""
        kept = {self.path(number, "json").name for number in generations}
        for name in os.listdir(self.folder):  # noqa: PTH208 - names are what we look at
            if name.endswith(LOSS_MARK):
                os.truncate(self.folder / name, 0)
            elif _NAME.match(name) and name not in kept:
                (self.folder / name).unlink()
        sync_folder(self.folder)

    def read(self, number: int, kind: str) -> bytes | None:
        """None where there is no such file. Raises UnreadableStoreError."""
        path = self.path(number, kind)
        try:
            return path.read_bytes()
        except (FileNotFoundError, IsADirectoryError):
            return None
        except OSError as error:
            raise UnreadableStoreError(str(path), advice_on(error)) from error

    def pair(self, number: int, known: int = 0) -> JournalPair:
        """`known`: as for `decode_journal`."""
        return decode_pair(self.read(number, "journal"), self.read(number, "copy"), known)

    def size(self, number: int, kind: str) -> int:
        """-1 where there is no such file."""
        try:
            return os.stat(self._place(number, kind)).st_size  # noqa: PTH116 - as above
        except OSError:
            return -1

    def append(self, number: int, end: int, line: bytes, *, is_synced: bool = True) -> None:
        """One line to a journal of which `end` bytes are good, and to its copy, which may lack some of them."""
        journal, copy = (self.path(number, kind) for kind in JOURNALS)
        with written_to(journal), journal.open("ab", buffering=0) as ours, _or_cut(ours, end):
            is_new = not ours.tell()
            _put(ours, end, line)
            with written_to(copy), copy.open("ab", buffering=0) as theirs:
                is_new = is_new or not theirs.tell()
                mirrored = min(theirs.tell(), end)
                with _or_cut(theirs, mirrored):
                    _put(theirs, mirrored, line if mirrored == end else journal.read_bytes()[mirrored:])
                    if is_synced or is_new:
                        sync_all([ours.fileno(), theirs.fileno()])
        if is_new:
            sync_folder(self.folder)

    def sync(self, number: int) -> None:
        """A journal and its copy. One that has gone by now is folded, in a generation that was synced."""
        files: list[int] = []
        try:
            for kind in JOURNALS:
                with suppress(FileNotFoundError):
                    files.append(os.open(self._place(number, kind), os.O_RDWR))
            sync_all(files)
        finally:
            for file in files:
                os.close(file)

    # What was written last

    def noted(self) -> Noted:
        """At least so many writes have been acknowledged, and such ids given."""
        return latest_noted(*(_read_noted(path) for path in self._notes))

    def note(self, noted: Noted) -> None:
        """Needs no fsync: after a power cut it says too little at worst."""
        data = encode_noted(noted)
        for path in self._notes:
            with suppress(OSError):
                try:
                    _overwrite(path, data)
                except FileNotFoundError:
                    if path.parent.name == NOTES_FOLDER:  # never the folder of the store: without it there is none
                        path.parent.mkdir(exist_ok=True)
                    path.write_bytes(data)

    # What is damaged

    def put_aside(self, path: Path) -> None:
        """A file that is not used any more, kept to be looked at. It has been made good from others."""
        suffix = "damaged" if path.suffix == ".json" else "repaired"
        with written_to(path), suppress(FileNotFoundError):
            path.replace(path.with_name(f"{path.name}.{suffix}"))

    def mend(self, number: int, pair: JournalPair) -> int:
        """Writes what is wrong of the two anew, from what both hold. Where the journal ends then."""
        lines = b"".join(map(encode_record, pair.records))
        for path in (self.path(number, kind) for kind in pair.wrong):
            temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
            with written_to(temporary):
                write_at(temporary, 0, lines)
            self.put_aside(path)
            with written_to(path):
                temporary.replace(path)
                sync_folder(self.folder)
        return len(lines) if "journal" in pair.wrong else pair.end

    def tell_lost(self, journal: int) -> None:
        """Writes are missing from there on."""
        with suppress(OSError):
            (self.folder / f"{journal:06}{LOSS_MARK}").touch()

    @property
    def has_lost(self) -> bool:
        """Until somebody has looked and removed what `tell_lost` left."""
        try:
            return any(name.endswith(LOSS_MARK) for name in self._names.read())
        except FileNotFoundError:
            return False

    def prune(self, oldest: int, newest: int) -> None:
        """Takes away what generations from `oldest` on do without."""
        first = self.first_journal(oldest)
        for name in os.listdir(self.folder):  # noqa: PTH208 - as above
            match = _NAME.match(name)
            if match is None or name.endswith((".damaged", ".repaired")):
                continue
            number, rest = int(match["number"]), name.removeprefix(match[0])
            is_old = number < (oldest if match["kind"] == "json" else first)
            is_left = name.endswith(".tmp") and number <= newest  # by a killed process, or too late
            if (is_old and not rest) or is_left:
                with suppress(OSError):  # Windows keeps what another process has open; the next fold tries again
                    (self.folder / name).unlink()


@lru_cache(maxsize=64)
def notes_beside(folder: Path) -> tuple[Path, Path]:
    """The second lies where whoever deletes or puts back the folder by its name does not reach."""
    return folder.with_name(f"{folder.name}.newest"), folder.with_name(NOTES_FOLDER) / folder.name


def was_kept(folder: Path) -> bool:
    """Whether a database is there, or was: one that has gone as a whole says so when it is opened."""
    return any(map(os.path.exists, (folder, *notes_beside(folder))))


def _overwrite(path: Path, data: bytes) -> None:
    """A file that is emptied first is written through to the disk when it is closed, by ext4 at least."""
    file = os.open(path, os.O_WRONLY)  # three times a question: a file object takes several times as long
    try:
        os.ftruncate(file, os.write(file, data))
    finally:
        os.close(file)


def _read_noted(path: Path) -> Noted:
    try:
        return decode_noted(path.read_bytes())
    except (OSError, ValueError):
        return Noted()
