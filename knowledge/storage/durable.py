"""A folder that holds one database and survives kill -9, power cuts, two processes and careless hands.

    000012.json      generation 12: everything up to some write, folded (see journal.py for the bytes)
    000012.journal   one line per later write
    newest           the number of the last write, without which a journal that lost its end would look whole
    lock             held while anything is read or written, by one thread of one process at a time

*A write* appends one line to the newest journal and returns after fsync: it costs the same with ten entries
and with 100,000. *Reading* takes the newest good generation and replays the journals over it; sequence numbers
say what a generation already holds. *Folding* writes the next generation beside the old ones (temporary file,
fsync, rename, fsync of the folder) while other writers go on, and never replaces a good file. It happens when
the database is opened with a long journal, and when somebody calls `fold()`; never within a write.

Three generations and the journals since the oldest of them are kept. A damaged generation is therefore rebuilt
without loss from the one before; it is put aside as `000012.json.damaged`, and doctor tells (health.py) until somebody
has removed it. So is a journal in which writes are changed or missing; of one that has gone an empty file is left.
A line torn by a crash was never acknowledged, and is cut off.
"""

import os
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

import filelock

from knowledge.model.errors import BusyStoreError, DamagedStoreError, NewerStoreError, UnwritableStoreError, advice_on
from knowledge.storage.journal import (
    DamagedGenerationError,
    DocumentChange,
    NewerFormatError,
    Snapshot,
    Write,
    check_generation,
    decode_generation,
    decode_header,
    decode_journal,
    encode_generation,
    encode_record,
)

KEPT_GENERATIONS = 3
LOCK_TIMEOUT_S = 10.0
LOCK_POLL_S = 0.001  # filelock's own 50 ms would be the longest part of a contended write
FOLD_AT_RECORDS = 1_000  # replaying fewer lines than this is not noticed (some 5 ms)
FOLD_AT_SHARE = 0.1  # and a large database is folded once per tenth of its size: each entry is folded ~10 times

_T = TypeVar("_T")

_NAME = re.compile(r"(?P<number>\d{6,})\.(?P<kind>json|journal)")


def _sync(folder: Path) -> None:
    """Makes the names in a folder survive a power cut."""
    if os.name == "nt":
        return  # Windows cannot open a folder; its rename is journaled by the file system
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_newest_write(folder: Path) -> int:
    """At least so many writes have been acknowledged; 0 where nothing is known."""
    try:
        return int((folder / "newest").read_bytes())
    except (OSError, ValueError):
        return 0


def _note_newest_write(folder: Path, sequence: int) -> None:
    """Needs no fsync: after a power cut it is too low at worst, and then says nothing."""
    with suppress(OSError):
        (folder / "newest").write_bytes(b"%d" % sequence)


def _aside(path: Path) -> Path:
    return path.with_name(f"{path.name}.damaged")


class DurableFolder:
    """The database in `folder`; several threads may share one, several processes may each have one."""

    def __init__(self, folder: Path) -> None:
        """Creates the folder if need be, and reads. Raises UnwritableStoreError, DamagedStoreError."""
        self.folder = folder
        self._threads = threading.RLock()
        self._processes = filelock.FileLock(
            folder / "lock", timeout=LOCK_TIMEOUT_S, poll_interval=LOCK_POLL_S, thread_local=False
        )
        self._refusal: OSError | None = None  # why we could not lock, while we have not
        self._depth = 0  # how often this thread has locked
        self._is_fresh = False  # nobody can have written since we last looked
        self._state = Snapshot()
        self._generation = 0  # the newest one when we last looked; 0 is the empty beginning, without a file
        self._folded = 0  # the last write that it holds
        self._journal = 0  # how far we have read: this journal, up to this byte
        self._offset = 0
        with self._written_to(folder):
            absent = [path for path in (folder, *folder.parents) if not path.exists()]
            folder.mkdir(parents=True, exist_ok=True)
            for created in absent:
                _sync(created.parent)
        with self.locked():
            self._load()
        if self._has_long_journal():
            with suppress(UnwritableStoreError):  # a folder that may only be read can still be read
                self.fold()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Nobody else reads or writes meanwhile. May be nested. Raises BusyStoreError.

        Where the system refuses the lock (a folder that may only be read) reading goes on, writing does not.
        """
        with self._threads:
            if self._depth == 0:
                self._lock_out_processes()
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
                if self._depth == 0:
                    self._is_fresh = False
                    self._processes.release()

    def _lock_out_processes(self) -> None:
        """Once for nested calls."""
        try:
            self._processes.acquire()
        except filelock.Timeout as error:
            raise BusyStoreError(str(self.folder), LOCK_TIMEOUT_S) from error
        except OSError as error:
            self._refusal = error
        else:
            self._refusal = None

    def read(self, use: Callable[[Snapshot], _T]) -> _T:
        """What `use` finds in the state after every write so far, of any process; it must only read.

        Others are locked out only while news are taken up: where nothing has been written no lock is needed to see it,
        and the lock of a file costs more than most reads.
        """
        with self._threads:
            if self._depth == 0 and self._is_up_to_date():
                return use(self._state)
            with self.locked():
                return use(self.state())

    def _is_up_to_date(self) -> bool:
        """Whether the newest files are the ones that were read last, to the end."""
        newest = {"json": 0, "journal": 0}
        for number, kind in self._numbered():
            newest[kind] = max(newest[kind], number)
        if newest["json"] != self._generation or newest["journal"] > self._journal:
            return False
        try:
            return self._path(self._journal, "journal").stat().st_size == self._offset
        except OSError:
            return False

    def state(self) -> Snapshot:
        """The state after every write so far, of any process. Only to be read, and only while locked."""
        self._refresh()
        return self._state

    def append(self, changes: Sequence[DocumentChange]) -> None:
        """One write, all or nothing: on disk when this returns. Raises UnwritableStoreError (nothing changed)."""
        if not changes:
            return
        with self.locked(), self._written_to(self.folder):
            self._refuse_unlocked()
            self._refresh()
            record = Write(self._state.sequence + 1, tuple(changes))
            self._is_fresh = False
            # Never an older journal than the last one read: its writes would come before those
            number = max(self._generation, self._journal)
            self._append_line(number, encode_record(record))
            _note_newest_write(self.folder, record.sequence)
            self._refresh()

    def fold(self) -> None:
        """Writes the next generation and drops what is older than the kept ones. Others may write meanwhile."""
        with self.locked(), self._written_to(self.folder):
            self._refuse_unlocked()
            self._refresh()
            state, seen, number = self._state.copy(), self._generation, self._unused_number()
        target = self._path(number, "json")
        temporary = self.folder / f"{target.name}.{os.getpid()}-{threading.get_ident()}.tmp"
        with self._written_to(self.folder):
            try:
                with temporary.open("wb") as file:
                    file.writelines(encode_generation(state, number))
                    file.flush()
                    os.fsync(file.fileno())
                good = [other for other in self._numbers("json") if self._is_good(other)]
                with self.locked():
                    self._is_fresh = False
                    if self._newest("json") == seen:  # else another process has folded: ours is not needed
                        temporary.replace(target)
                        _sync(self.folder)
                        self._prune([*good, number])
            finally:
                temporary.unlink(missing_ok=True)

    def erase_past(self) -> None:
        """Two new generations of what stands now, and no file besides: for what must not be found any more.

        Processes that have read older files see that those are gone, and read anew.
        """
        with self.locked(), self._written_to(self.folder):
            self.fold()
            self.fold()
            kept = {self._path(number, "json").name for number in self._numbers("json")[-2:]}
            for name in os.listdir(self.folder):  # noqa: PTH208 - names are what we look at
                if _NAME.match(name) and name not in kept:
                    (self.folder / name).unlink()
            _sync(self.folder)
            self._is_fresh = False
            self._load()

    # Reading

    def _load(self) -> None:
        """From the files alone: the newest good generation, and every later write."""
        damaged: list[Path] = []
        state, base = Snapshot(), 0
        for number in reversed(self._numbers("json")):
            path = self._path(number, "json")
            try:
                _, state = decode_generation(path.read_bytes())
                base = number
                break
            except DamagedGenerationError:
                damaged.append(path)
            except NewerFormatError as error:
                raise NewerStoreError(str(path)) from error
        journals = self._numbers("journal")
        if not base and (damaged or journals) and 0 not in journals:
            raise DamagedStoreError(str(self.folder), "最初からの記録も、正しい控えも残っていません")
        self._state, self._folded, self._generation = state, state.sequence, self._newest("json")
        self._journal, self._offset = self._first_journal(base), 0
        is_whole = self._replay(lambda number: damaged.append(self._path(number, "journal")))
        if not is_whole or self._state.sequence < read_newest_write(self.folder):
            damaged.append(self._told_missing(self._path(self._journal, "journal")))
        if damaged:
            self._put_aside(list(dict.fromkeys(damaged)))

    def _told_missing(self, journal: Path) -> Path:
        """The journal, told of once, also when it is gone or we are killed before it is put aside."""
        with suppress(OSError):
            _aside(journal).touch()
            _note_newest_write(self.folder, self._state.sequence)
        return journal

    def _replay(self, on_damage: Callable[[int], None]) -> bool:
        """Applies the journals from where we stopped. False when a write in between or what we had read is missing."""
        numbers = self._numbers("journal")
        is_whole = self._journal in numbers or not self._offset
        for number in numbers:
            if number < self._journal:
                continue
            start = self._offset if number == self._journal else 0
            with self._path(number, "journal").open("rb") as file:
                is_whole = is_whole and file.seek(0, os.SEEK_END) >= start
                file.seek(start)
                text = decode_journal(file.read())
            wanted = [record for record in text.records if record.sequence > self._state.sequence]
            for record in wanted:
                is_whole = is_whole and record.sequence == self._state.sequence + 1
                self._state.apply(record)
            if text.damaged_lines:
                on_damage(number)
            self._journal, self._offset = number, start + text.end
        return is_whole

    def _refresh(self) -> None:
        """Takes up what other processes have written since we last looked."""
        if self._is_fresh:
            return
        newest = self._newest("json")
        damage: list[int] = []
        is_whole = self._replay(damage.append)
        if newest != self._generation:
            folded = self._folded_sequence(newest)
            is_whole = is_whole and folded is not None and folded <= self._state.sequence
            self._generation, self._folded = newest, folded or 0
        if damage or not is_whole:
            self._load()
        else:
            self._is_fresh = self._depth > 0 and self._refusal is None

    def _folded_sequence(self, generation: int) -> int | None:
        """The last write that a generation holds; None when it is damaged or gone."""
        try:
            with self._path(generation, "json").open("rb") as file:
                return decode_header(file.readline()).sequence
        except (DamagedGenerationError, FileNotFoundError):
            return None
        except NewerFormatError as error:
            raise NewerStoreError(str(self._path(generation, "json"))) from error

    def _has_long_journal(self) -> bool:
        documents = sum(len(documents) for documents in self._state.tables.values())
        return self._state.sequence - self._folded >= max(FOLD_AT_RECORDS, documents * FOLD_AT_SHARE)

    # Writing

    def _refuse_unlocked(self) -> None:
        if self._refusal is not None:
            raise self._refusal

    def _append_line(self, number: int, line: bytes) -> None:
        path = self._path(number, "journal")
        is_new = not path.exists()
        end = self._offset if self._journal == number and not is_new else 0
        with self._written_to(path), path.open("ab", buffering=0) as file:
            if file.tell() > end:
                file.truncate(end)  # a line torn by a crash
            try:
                written = 0
                while written < len(line):
                    written += file.write(line[written:])
                os.fsync(file.fileno())
            except OSError:
                with suppress(OSError):
                    file.truncate(end)
                raise
        if is_new:
            _sync(self.folder)

    def _put_aside(self, damaged: list[Path]) -> None:
        """Keeps damaged files for inspection, out of the way, and folds what could be rescued.

        A journal goes only after folding: its good lines are needed until then.
        """
        with suppress(UnwritableStoreError):  # a folder that may only be read stays as it is
            for path in sorted(damaged, key=lambda path: path.suffix == ".journal"):
                if path.suffix == ".journal":
                    self.fold()
                with self._written_to(path), suppress(FileNotFoundError):
                    path.replace(_aside(path))
            self.fold()

    def _prune(self, good: list[int]) -> None:
        """`good` are the generations found whole, rising: checked by the caller, since others wait for us here."""
        newest, oldest = good[-1], good[-KEPT_GENERATIONS:][0]
        first_journal = self._first_journal(oldest)
        for name in os.listdir(self.folder):  # noqa: PTH208 - names are what we look at
            match = _NAME.match(name)
            if match is None or name.endswith(".damaged"):
                continue
            number, kind = int(match["number"]), match["kind"]
            if (
                (kind == "json" and number < oldest)
                or (kind == "journal" and number < first_journal)
                or (name.endswith(".tmp") and number <= newest)  # left by a killed process, or too late
            ):
                with suppress(OSError):  # Windows keeps what another process has open; the next fold tries again
                    (self.folder / name).unlink()

    def _is_good(self, generation: int) -> bool:
        try:
            check_generation(self._path(generation, "json").read_bytes())
        except (DamagedGenerationError, NewerFormatError, FileNotFoundError):
            return False
        return True

    def _unused_number(self) -> int:
        """Never one that was in use, so that no process takes a new journal for the old one of its name."""
        names = (_NAME.match(name) for name in os.listdir(self.folder))  # noqa: PTH208 - as above
        return max((int(match["number"]) for match in names if match), default=0) + 1

    @contextmanager
    def _written_to(self, path: Path) -> Iterator[None]:
        """Turns the system's refusal into one Japanese sentence."""
        try:
            yield
        except OSError as error:
            raise UnwritableStoreError(str(path), advice_on(error)) from error

    # Names

    def _path(self, number: int, kind: str) -> Path:
        return self.folder / f"{number:06}.{kind}"

    def _numbers(self, kind: str) -> list[int]:
        """The numbers of the files of one kind, rising."""
        return sorted(number for number, its_kind in self._numbered() if its_kind == kind)

    def _numbered(self) -> list[tuple[int, str]]:
        found = (_NAME.fullmatch(name) for name in os.listdir(self.folder))  # noqa: PTH208 - as above
        return [(int(match["number"]), match["kind"]) for match in found if match]

    def _first_journal(self, generation: int) -> int:
        """The journal to replay from: the last one before the generation took the writes made while it was folded."""
        return max((number for number in self._numbers("journal") if number < generation), default=0)

    def _newest(self, kind: str) -> int:
        return max(self._numbers(kind), default=0)
