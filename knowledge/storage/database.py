"""TinyDB over a durable folder (durable.py), by TinyDB's own extension points: a Storage and a Table class.

    database = Database(folder)
    feedback = database.table("feedback")
    id = feedback.insert({"answer": "p3-12", "is_helpful": True})   # on disk when this returns
    with database.locked():                                         # read, decide, write: nobody in between
        if not digests.contains(doc_id=7):
            digests.insert(Document({...}, doc_id=7))

Every call of the usual TinyDB API is one journal line, all or nothing, also `insert_multiple`. Inserting and
changing by `doc_ids` cost the same however large the table is; a condition looks at every document. Ids are never
given twice, not even after deleting. A document read from a table is the caller's own on its first level; nested
lists and objects are shared: read them, do not change them.
"""

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from contextlib import AbstractContextManager
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Document as TinyDocument
from tinydb.table import Table

from knowledge.storage.durable import DurableFolder
from knowledge.storage.interface import Records, TableChange, number_of
from knowledge.storage.journal import Document, DocumentChange, Snapshot
from knowledge.storage.records import NO_VERSION, Kinds


class DurableStorage(Storage):
    """What TinyDB reads and writes through. Whole-state reads and writes are for TinyDB's rare calls only."""

    def __init__(self, folder: Path, *, is_counted: bool = True) -> None:
        self.folder = DurableFolder(folder, is_counted=is_counted)

    def read(self) -> dict[str, dict[str, Any]] | None:
        with self.folder.locked():
            return copy.deepcopy(self.folder.state().tables) or None

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Makes `data` the whole state, by writing down what differs: dropping tables, for instance."""
        with self.folder.locked():
            tables = self.folder.state().tables
            names = [*tables, *(data.keys() - tables.keys())]
            changes = (differences(name, tables.get(name, {}), data.get(name, {})) for name in names)
            self.folder.append([*chain.from_iterable(changes)])


def differences(table: str, old: Mapping[str, Document], new: Mapping[str, Document]) -> Iterator[DocumentChange]:
    """What turns `old` into `new`."""
    for id in old.keys() - new.keys():
        yield table, id, None
    for id, document in new.items():
        if old.get(id) != document:
            yield table, str(id), document


def _fields(stored: Any) -> Document:
    """Of what is no record at all, ones that say so: nobody can read them, and nobody fails on them."""
    return stored if isinstance(stored, dict) else {"v": NO_VERSION, "value": stored}


class TableDraft(MutableMapping[int, Document]):
    """A table as an updater of TinyDB sees it: copies what is touched, and so knows what has changed."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = documents
        self._touched: dict[int, Document | None] = {}

    def changes(self, table: str) -> list[DocumentChange]:
        return [
            (table, str(id), document)
            for id, document in self._touched.items()
            if self._documents.get(str(id)) != document
        ]

    def __contains__(self, id: object) -> bool:
        if id in self._touched:
            return self._touched[id] is not None
        return str(id) in self._documents

    def __getitem__(self, id: int) -> Document:
        if id not in self:
            raise KeyError(id)
        if id not in self._touched:
            self._touched[id] = copy.deepcopy(_fields(self._documents[str(id)]))
        return cast(Document, self._touched[id])

    def __setitem__(self, id: int, document: Document) -> None:
        self._touched[id] = document

    def __delitem__(self, id: int) -> None:
        if id not in self:
            raise KeyError(id)
        self._touched[id] = None

    def __iter__(self) -> Iterator[int]:
        old = (int(id) for id in self._documents if int(id) not in self._touched)
        yield from [*old, *(id for id, document in self._touched.items() if document is not None)]

    def __len__(self) -> int:
        return sum(1 for _ in self)


class DurableTable(Table):
    """A TinyDB table whose every change is one journal line."""

    default_query_cache_capacity = 0  # a cached answer would miss what other processes write

    def __init__(self, storage: DurableStorage, name: str, **options: Any) -> None:
        self._folder = storage.folder
        super().__init__(storage, name, **{"cache_size": 0, **options})

    @property
    def next_id(self) -> int:
        return self._folder.state().last_ids.get(self.name, 0) + 1

    def later_than(self, id: int) -> list[TinyDocument]:
        """The documents with higher ids, rising: what has come in since, without looking at the others."""
        return self._folder.read(lambda state: self._later(state, id))

    def _later(self, state: Snapshot, id: int) -> list[TinyDocument]:
        documents = state.tables.get(self.name, {})
        numbers = range(id + 1, state.last_ids.get(self.name, 0) + 1)
        return [TinyDocument(_fields(documents[str(number)]), number) for number in numbers if str(number) in documents]

    def find(self, id: int) -> TinyDocument | None:
        """As `get(doc_id=…)`, which copies the whole table first."""
        document = self._folder.read(lambda state: state.tables.get(self.name, {}).get(str(id)))
        return None if document is None else TinyDocument(_fields(document), id)

    def insert(self, document: Mapping[str, Any]) -> int:
        with self._folder.locked():
            self._next_id = self.next_id  # type: ignore[assignment]  # TinyDB declares None alone
            return super().insert(document)

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        with self._folder.locked():
            self._next_id = self.next_id  # type: ignore[assignment]  # TinyDB declares None alone
            return super().insert_multiple(documents)

    def write(self, documents: Mapping[int, Mapping[str, Any]], last_id: int = 0) -> None:
        changes: list[DocumentChange] = [(self.name, str(id), dict(each)) for id, each in documents.items()]
        if last_id > max([self.next_id - 1, *documents]):
            changes += [(self.name, str(last_id), {}), (self.name, str(last_id), None)]
        self._folder.append(changes)

    def upsert(self, document: Mapping[str, Any], cond: Any = None) -> list[int]:
        with self._folder.locked():
            return super().upsert(document, cond)

    def _live(self) -> dict[str, Document]:
        """The documents themselves: only to be read, and only while locked."""
        return self._folder.state().tables.get(self.name, {})

    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        return self._folder.read(
            lambda state: {id: _fields(each) for id, each in state.tables.get(self.name, {}).items()}
        )

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        with self._folder.locked():
            draft = TableDraft(self._live())
            updater(draft)
            self._folder.append(draft.changes(self.name))


class Database(Records, TinyDB):
    """One durable database. Close it or not: every write is on disk when its call returns."""

    table_class: type[Table] = DurableTable

    def __init__(self, folder: Path, kinds: Kinds = MappingProxyType({}), *, is_counted: bool = True) -> None:
        """Creates the folder if need be. `is_counted` is no for what is built again when it has gone.

        Raises NotAFolderError, UnwritableStoreError, UnreadableStoreError, DamagedStoreError, NewerStoreError or
        BusyStoreError.
        """
        storage = DurableStorage(folder, is_counted=is_counted)
        self._folder = storage.folder
        Records.__init__(self, kinds)
        TinyDB.__init__(self, storage=lambda: storage)

    def table(self, name: str, **options: Any) -> DurableTable:
        return cast(DurableTable, TinyDB.table(self, name, **options))

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
        TinyDB.drop_table(self, name)

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
