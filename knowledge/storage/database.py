"""Records in a durable folder (durable.py): each write of a table is one journal line, all or nothing.

    database = Database(folder)
    id = database.table("actuals").insert({"value": "12", "note": "速報"})   # on disk when this returns
    with database.locked():                                                  # read, decide, write: nobody in between
        if database.table("slots").find(7) is None:
            database.table("slots").write({7: {…}})

A write costs the same however large the table is.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from types import MappingProxyType
from typing import Any

from knowledge.storage.durable import DurableFolder
from knowledge.storage.interface import Document, Records, TableChange, number_of
from knowledge.storage.journal import DocumentChange, Snapshot
from knowledge.storage.records import NO_VERSION, Kinds


def _read(stored: Any, number: int) -> Document:
    """Of what is no record at all, one that says so: nobody can read it, and nobody fails on it."""
    return Document(stored if isinstance(stored, dict) else {"v": NO_VERSION, "value": stored}, number)


class DurableTable:
    """A `RecordTable` in a folder."""

    def __init__(self, folder: DurableFolder, name: str) -> None:
        self._folder, self.name = folder, name

    @property
    def next_id(self) -> int:
        return self._folder.state().last_ids.get(self.name, 0) + 1

    def __iter__(self) -> Iterator[Document]:
        return iter(self._folder.read(lambda state: [_read(each, int(id)) for id, each in self._held(state).items()]))

    def __len__(self) -> int:
        return self._folder.read(lambda state: len(self._held(state)))

    def later_than(self, id: int) -> list[Document]:
        """Without looking at the others."""
        return self._folder.read(lambda state: self._found(state, range(id + 1, state.last_ids.get(self.name, 0) + 1)))

    def find(self, id: int) -> Document | None:
        return next(iter(self._folder.read(lambda state: self._found(state, [id]))), None)

    def insert(self, document: Mapping[str, Any]) -> int:
        return self.insert_multiple([document])[0]

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        with self._folder.locked():
            numbered = dict(enumerate(documents, start=self.next_id))
            self.write(numbered)
        return [*numbered]

    def write(self, documents: Mapping[int, Mapping[str, Any]], last_id: int = 0) -> None:
        changes: list[DocumentChange] = [(self.name, str(id), dict(each)) for id, each in documents.items()]
        if last_id > max([self.next_id - 1, *documents]):
            changes += [(self.name, str(last_id), {}), (self.name, str(last_id), None)]
        self._folder.append(changes)

    def update(self, fields: Mapping[str, Any], *, doc_ids: Iterable[int]) -> list[int]:
        with self._folder.locked():
            found = self._found(self._folder.state(), doc_ids)
            changed = {each.doc_id: new for each in found if (new := {**each, **fields}) != each}
            self.write(changed)
        return [each.doc_id for each in found]

    def remove(self, *, doc_ids: Iterable[int]) -> None:
        with self._folder.locked():
            found = self._found(self._folder.state(), doc_ids)
            self._folder.append([(self.name, str(each.doc_id), None) for each in found])

    def _held(self, state: Snapshot) -> Mapping[str, Any]:
        return state.tables.get(self.name, {})

    def _found(self, state: Snapshot, ids: Iterable[int]) -> list[Document]:
        """Those of them that are there, each the reader's own on its first level."""
        held = self._held(state)
        return [_read(held[str(id)], id) for id in ids if str(id) in held]


class Database(Records):
    """One durable database, which needs no closing."""

    def __init__(self, folder: Path, kinds: Kinds = MappingProxyType({}), *, is_counted: bool = True) -> None:
        """Creates the folder if need be. `is_counted` is no for what is built again when it has gone.

        Raises NotAFolderError, UnwritableStoreError, UnreadableStoreError, DamagedStoreError, NewerStoreError or
        BusyStoreError.
        """
        super().__init__(kinds)
        self._folder = DurableFolder(folder, is_counted=is_counted)

    def table(self, name: str) -> DurableTable:
        return DurableTable(self._folder, name)

    @property
    def version(self) -> int:
        return self._folder.read(lambda state: state.sequence)

    def tables(self) -> set[str]:
        return self._folder.read(lambda state: {name for name, documents in state.tables.items() if documents})

    def counted(self) -> set[str]:
        return self._folder.read(lambda state: set(state.last_ids))

    def put(self, *changes: TableChange, is_settled: bool = True) -> None:
        self._folder.append(
            [(table, str(number_of(key)), None if record is None else dict(record)) for table, key, record in changes],
            is_settled=is_settled,
        )

    def settle(self) -> None:
        self._folder.settle()

    def drop_table(self, name: str) -> None:
        with self.locked():
            table = self.table(name)
            table.remove(doc_ids=[each.doc_id for each in table])

    def locked(self, *keys: str) -> AbstractContextManager[None]:
        """Keeps every other thread and process out, whatever the keys."""
        return self._folder.locked()

    def erase_past(self) -> None:
        """Leaves in the folder only what stands now: no file holds what was deleted or changed before."""
        self._folder.erase_past()

    def fold(self) -> None:
        """Folds the journal into a new generation now. For a quiet hour; nothing depends on it."""
        self._folder.fold()

    def fold_news(self) -> None:
        """As `fold`, where there is anything to fold."""
        self._folder.fold_news()

    @property
    def is_long(self) -> bool:
        return self._folder.is_long

    @property
    def has_lost(self) -> bool:
        return self._folder.has_lost
