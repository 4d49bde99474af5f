"""A folder that holds one database and survives kill -9, power cuts, two processes and careless hands.

    000012.json      generation 12: everything up to some write, folded (see journal.py for the bytes)
    000012.journal   one line per later write
    000012.copy      the same bytes once more, so that no single file holds anything alone
    newest           the number of the last write and the last ids, without which a lost end would not be noticed;
                     the same beside the folder, as `actuals.newest`, and in `newest/actuals`: so a folder put back
                     from a backup shows, too
    lock             held while anything is read or written, by one thread of one process at a time

*A write* appends one line to the newest journal and to its copy and returns after fsync: it costs the same with ten
entries and with 100,000. One that is not settled returns before, and `settle` waits for all of those at once.
*Reading* takes the newest good generation and replays the journals over it; sequence numbers say what a generation
already holds. *Folding* writes the next generation beside the old ones (temporary file,
fsync, rename, fsync of the folder) while other writers go on, and never replaces a good file. It happens when the
database is opened with a long journal or one of another day, and when somebody calls `fold()`, as a program that runs
does once its journal is long (`is_long`); never within a write.

Three generations and the journals since the oldest of them are kept. Whatever single file is changed, cut short or
deleted: the others hold what it held. What was damaged is put aside (`000012.json.damaged`, `000012.journal.repaired`);
where writes were lost all the same, of two files at once, `000012.journal.damaged` says so. Doctor tells (health.py)
until somebody has removed it. A line torn by a crash was never acknowledged, and is cut off.
"""

import os
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import TypeVar

from knowledge.model.errors import (
    DamagedStoreError,
    NewerStoreError,
    NotAFolderError,
    UnwritableStoreError,
)
from knowledge.storage.database_lock import DatabaseLock
from knowledge.storage.journal import (
    DamagedGenerationError,
    DocumentChange,
    NewerFormatError,
    Noted,
    Snapshot,
    Write,
    check_generation,
    decode_generation,
    decode_header,
    decode_journal,
    encode_generation,
    encode_record,
    latest_noted,
)
from knowledge.storage.store_files import StoreFiles, sync_folder, written_to

KEPT_GENERATIONS = 3
FOLD_AT_RECORDS = 1_000  # replaying fewer lines than this is not noticed (some 5 ms)
FOLD_AT_SHARE = 0.1  # and a large database is folded once per tenth of its size: each entry is folded ~10 times
FOLD_AFTER_S = 86_400.0  # between the last generation and the last write

_T = TypeVar("_T")


class DurableFolder:
    """The database in `folder`; several threads may share one, several processes may each have one."""

    def __init__(self, folder: Path, *, is_counted: bool = True) -> None:
        """Creates the folder if need be, and reads. `is_counted` is no for what can be built again from elsewhere.

        Raises NotAFolderError, UnwritableStoreError, UnreadableStoreError, DamagedStoreError.
        """
        if folder.is_file():
            raise NotAFolderError(str(folder))
        self.folder = folder
        self._files = StoreFiles(folder, is_counted)
        self._lock = DatabaseLock(folder, self._unlocked)
        self._is_fresh = False  # nobody can have written since we last looked
        self._state = Snapshot()
        self._generation = 0  # the newest one when we last looked; 0 is the empty beginning, without a file
        self._folded = 0  # the last write that it holds
        self._journal = 0  # how far we have read: this journal, up to this byte
        self._offset = 0
        self._settling = threading.Lock()
        self._unsettled: dict[int, int] = {}  # journal → our last write to it that may not be on disk yet
        with written_to(folder):
            absent = [path for path in (folder, *folder.parents) if not path.exists()]
            folder.mkdir(parents=True, exist_ok=True)
            for created in absent:
                sync_folder(created.parent)
        with self.locked():
            self._load()
        if self.is_long or self._has_old_journal():
            with suppress(UnwritableStoreError):  # a folder that may only be read can still be read
                self.fold()

    def locked(self) -> AbstractContextManager[None]:
        """Nobody else reads or writes meanwhile. May be nested. Raises BusyStoreError.

        Where the system refuses the lock (a folder that may only be read) reading goes on, writing does not.
        """
        return self._lock

    def _unlocked(self) -> None:
        self._is_fresh = False

    def read(self, use: Callable[[Snapshot], _T]) -> _T:
        """What `use` finds in the state after every write so far, of any process; it must only read.

        Others are locked out only while news are taken up: where nothing has been written no lock is needed to see it,
        and the lock of a file costs more than most reads.
        """
        with self._lock.threads:
            if not self._lock.is_held and self._is_up_to_date():
                return use(self._state)
            with self.locked():
                return use(self.state())

    def _is_up_to_date(self) -> bool:
        """Whether the newest files are the ones that were read last, to the end."""
        newest = {"json": 0, "journal": 0, "copy": 0}
        try:
            for number, kind in self._files.numbered():
                newest[kind] = max(newest[kind], number)
        except FileNotFoundError:
            return False  # somebody has taken the folder away
        if newest["json"] != self._generation or max(newest["journal"], newest["copy"]) > self._journal:
            return False
        return max(0, self._files.size(self._journal, "journal")) == self._offset

    def state(self) -> Snapshot:
        """The state after every write so far, of any process. Only to be read, and only while locked."""
        self._refresh()
        return self._state

    @property
    def has_lost(self) -> bool:
        """Whether writes have been lost and nobody has looked after it yet."""
        return self._files.has_lost

    def append(self, changes: Sequence[DocumentChange], *, is_settled: bool = True) -> None:
        """One write, all or nothing: on disk when this returns, or, where it is not settled, when `settle` does.

        Raises UnwritableStoreError (nothing changed).
        """
        if not changes:
            return
        with self.locked(), written_to(self.folder):
            self._lock.refuse_unlocked()
            self._refresh()
            line = encode_record(Write(self._state.sequence + 1, tuple(changes)))
            self._is_fresh = False
            # Never an older journal than the last one read: its writes would come before those
            number = max(self._generation, self._journal)
            start = self._offset if number == self._journal else 0
            self._files.append(number, start, line, is_synced=is_settled)
            self._apply(decode_journal(line).records)  # as everybody else reads it
            self._journal, self._offset = number, start + len(line)
            self._is_fresh = True
            if is_settled:
                self._unsettled.pop(number, None)
                self._note()
            else:
                self._unsettled[number] = self._state.sequence

    def settle(self) -> None:
        """Returns when all that was written before is on disk. Never while locked: others go on writing meanwhile, and
        what comes while one waits for the disk is waited for together. Raises UnwritableStoreError.
        """
        with self._settling:
            with self._lock.threads:
                waited_for = dict(self._unsettled)
                noted = Noted(sequence=self._state.sequence, last_ids=dict(self._state.last_ids))
            if not waited_for:
                return
            with written_to(self.folder):
                for number in waited_for:
                    self._files.sync(number)
            with self._lock.threads:
                for number, sequence in waited_for.items():
                    if self._unsettled.get(number) == sequence:
                        del self._unsettled[number]
        self._files.note(noted)  # what waits behind us need not wait for that

    def _note(self) -> None:
        self._files.note(Noted(sequence=self._state.sequence, last_ids=self._state.last_ids))

    def fold(self) -> None:
        """Writes the next generation and drops what is older than the kept ones. Others may write meanwhile."""
        with self.locked(), written_to(self.folder):
            self._lock.refuse_unlocked()
            self._refresh()
            state, seen, number = self._state.copy(), self._generation, self._files.unused_number()
        target = self._files.path(number, "json")
        temporary = self.folder / f"{target.name}.{os.getpid()}-{threading.get_ident()}.tmp"
        with written_to(self.folder):
            try:
                with temporary.open("wb") as file:
                    file.writelines(encode_generation(state, number))
                    file.flush()
                    os.fsync(file.fileno())
                good = [other for other in self._files.generations() if self._is_good(other)]
                with self.locked():
                    self._is_fresh = False
                    if self._files.newest() == seen:  # else another process has folded: ours is not needed
                        temporary.replace(target)
                        sync_folder(self.folder)
                        # Those found whole were checked before: others wait for us here
                        kept = [*good, number][-KEPT_GENERATIONS:]
                        self._files.prune(kept[0] if len(kept) == KEPT_GENERATIONS else 0, number)
            finally:
                temporary.unlink(missing_ok=True)

    def fold_news(self) -> None:
        """Folds where there has been a write since the last time."""
        with self.locked():
            self._refresh()
            is_news = self._state.sequence > self._folded
        if is_news:
            self.fold()

    def erase_past(self) -> None:
        """Two new generations of what stands now, and nothing besides: for what must not be found any more.

        Processes that have read older files see that those are gone, and read anew.
        """
        with self.locked(), written_to(self.folder):
            self.fold()
            self.fold()
            self._files.erase_but(self._files.generations()[-2:])
            self._is_fresh = False
            self._load()

    # Reading

    def _load(self) -> None:
        """From the files alone: the newest good generation, and every later write."""
        known = Noted(sequence=self._state.sequence, last_ids=self._state.last_ids)
        damaged: list[Path] = []
        state, base = Snapshot(), 0
        for number in reversed(self._files.generations()):
            path = self._files.path(number, "json")
            try:
                _, state = decode_generation(self._files.read(number, "json") or b"")
                base = number
                break
            except DamagedGenerationError:
                damaged.append(path)
            except NewerFormatError as error:
                raise NewerStoreError(str(path)) from error
        journals = self._files.journals()
        if not base and (damaged or journals) and 0 not in journals:
            raise DamagedStoreError(str(self.folder), "最初からの記録も、正しい控えも残っていません")
        self._state, self._folded, self._generation = state, state.sequence, self._files.newest()
        is_whole = self._replay_all(self._files.first_journal(base))
        self._mend(damaged, known if self._files.is_counted else Noted(), is_whole=is_whole)

    def _replay_all(self, first: int) -> bool:
        """Applies the journals from one on, each mended by its copy. False when a write is missing."""
        is_whole = True
        self._journal, self._offset = first, 0
        for number in (each for each in self._files.journals() if each >= first):
            pair = self._files.pair(number, known=self._state.sequence)
            if pair.wrong:  # mending takes all lines
                pair = self._files.pair(number)
            is_whole = self._apply(pair.records) and is_whole
            self._journal, self._offset = number, pair.end
            if pair.wrong:
                with suppress(UnwritableStoreError):  # a folder that may only be read stays as it is
                    self._offset = self._files.mend(number, pair)
        return is_whole

    def _apply(self, records: Sequence[Write]) -> bool:
        """What we have not yet. False when a write in between is missing."""
        is_whole = True
        for record in records:
            if record.sequence > self._state.sequence:
                is_whole = is_whole and record.sequence == self._state.sequence + 1
                self._state.apply(record)
        return is_whole

    def _mend(self, damaged: Sequence[Path], known: Noted, *, is_whole: bool) -> None:
        """Puts damaged generations aside and folds what could be rescued. `known`: what was read of it before.

        What was lost is told of once, also when we are killed in between. Ids that were given are not given again.
        """
        noted = latest_noted(known, self._files.noted())
        self._state.raise_ids(noted.last_ids)
        is_lost = not is_whole or self._state.sequence < noted.sequence
        if is_lost:
            self._files.tell_lost(self._journal)
        if not damaged and not is_lost:
            return
        self._is_fresh = True  # nobody else can have written since: folding must not read it all again
        with suppress(UnwritableStoreError):
            for path in damaged:
                self._files.put_aside(path)
            self.fold()
        if is_lost:
            self._note()

    def _replay(self) -> bool:
        """Applies what the journals hold after where we stopped. False when the files are to be read anew."""
        journals = self._files.journals()
        is_whole = self._journal in journals or not self._offset
        for number in (each for each in journals if each >= self._journal):
            start = self._offset if number == self._journal else 0
            if self._files.size(number, "journal") < start:
                return False
            with self._files.path(number, "journal").open("rb") as file:
                file.seek(start)
                text = decode_journal(file.read())
            is_whole = self._apply(text.records) and is_whole and not text.damaged_lines
            self._journal, self._offset = number, start + text.end
            is_whole = is_whole and self._files.size(number, "copy") <= self._offset
        return is_whole

    def _refresh(self) -> None:
        """Takes up what other processes have written since we last looked."""
        if self._is_fresh:
            return
        if self._is_up_to_date() and self._files.size(self._journal, "copy") <= self._offset:
            self._is_fresh = self._lock.keeps_others_out
            return
        newest = self._files.newest()
        is_whole = self._replay()
        if newest != self._generation:
            folded = self._folded_sequence(newest)
            is_whole = is_whole and folded is not None and folded <= self._state.sequence
            self._generation, self._folded = newest, folded or 0
        if is_whole:
            self._is_fresh = self._lock.keeps_others_out
        else:
            self._load()

    def _folded_sequence(self, generation: int) -> int | None:
        """The last write that a generation holds; None when it is damaged or gone."""
        try:
            with self._files.path(generation, "json").open("rb") as file:
                return decode_header(file.readline()).sequence
        except (DamagedGenerationError, FileNotFoundError):
            return None
        except NewerFormatError as error:
            raise NewerStoreError(str(self._files.path(generation, "json"))) from error

    @property
    def is_long(self) -> bool:
        """Whether folding is due: a start reads all that was written since."""
        return self.read(lambda state: state.sequence - self._folded >= _most_records(state))

    def _has_old_journal(self) -> bool:
        """Writes of another day than the last generation; it goes by when the files were written, not by a clock."""
        if self._state.sequence == self._folded:
            return False
        written = [self._files.path(self._generation, "json"), self._files.path(self._journal, "journal")]
        try:
            folded_at, written_at = (path.stat().st_mtime for path in written)
        except OSError:
            return True  # there is no generation yet
        return written_at - folded_at > FOLD_AFTER_S

    def _is_good(self, generation: int) -> bool:
        try:
            check_generation(self._files.read(generation, "json") or b"")
        except (DamagedGenerationError, NewerFormatError):
            return False
        return True


def _most_records(state: Snapshot) -> float:
    return max(FOLD_AT_RECORDS, FOLD_AT_SHARE * sum(map(len, state.tables.values())))
