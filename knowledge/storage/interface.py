"""What a store needs of whatever keeps its records: two small interfaces, with an implementation for each engine.

`Database` (database.py) keeps them in a folder, `PostgresDatabase` (postgres/) on a server. A store is written once, on
top of these; its tests run on both. What needs nothing but tables is here: finding by keys, checking what is read.
"""

import hashlib
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from tinydb.table import Document as Document

from knowledge.storage.records import Kinds, holds_name, reader_of, trouble_with

TableChange = tuple[str, str, Mapping[str, Any] | None]
"""A table, a key and what stands there from now on; None takes it away."""


def number_of(key: str) -> int:
    """TinyDB reaches a document by its number at once, by anything else only by looking at all of them."""
    return int.from_bytes(hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()[:7])


class RecordTable(Protocol):
    """Records by number. A record that was read is the caller's own on its first level; nested ones are only read."""

    @property
    def name(self) -> str: ...

    @property
    def next_id(self) -> int:
        """The number that the next insert gives. Certain only while the database is locked."""

    def __iter__(self) -> Iterator[Document]:
        """In the order in which they were first written."""

    def __len__(self) -> int: ...

    def later_than(self, id: int) -> list[Document]:
        """Those with higher numbers, rising."""

    def find(self, id: int) -> Document | None: ...

    def insert(self, document: Mapping[str, Any]) -> int:
        """Its number, which was never given before, not even to what has been taken away."""

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]: ...

    def write(self, documents: Mapping[int, Mapping[str, Any]], last_id: int = 0) -> None:
        """Each under its number. Up to `last_id` no number is given any more."""

    def update(self, fields: Mapping[str, Any], *, doc_ids: Iterable[int]) -> list[int]:
        """These fields of each; the numbers of those that are there."""

    def remove(self, *, doc_ids: Iterable[int]) -> list[int]: ...


def rewrite_texts(table: RecordTable, fields: Iterable[str], mention: re.Pattern[str], instead: str) -> int:
    """Puts `instead` in the place of each mention in these texts; in how many records."""
    changed = 0
    for document in list(table):
        texts = {field: str(document.get(field) or "") for field in fields}
        told = {field: mention.sub(instead, text) for field, text in texts.items() if mention.search(text)}
        changed += len(table.update(told, doc_ids=[document.doc_id])) if told else 0
    return changed


class Records(ABC):
    """Tables of records that are written together. Every write is durable when its call returns, all of it or nothing.

    Several threads may share one; several processes may each have one on the same records.
    """

    def __init__(self, kinds: Kinds) -> None:
        """`kinds`: what each table holds."""
        self._kinds = kinds
        self._checked = -1, False  # the version that was looked through, and what was found

    @abstractmethod
    def table(self, name: str) -> RecordTable: ...

    @abstractmethod
    def tables(self) -> set[str]:
        """Those that hold anything."""

    @abstractmethod
    def counted(self) -> set[str]:
        """Those of which a number was given, whether or not they hold anything now."""

    @property
    @abstractmethod
    def version(self) -> int:
        """Rises with every write of anybody: what was read at a version is good until it changes.

        On a server only of what is read far more often than written: of `bot` and `deliveries` nobody asks.
        """

    @abstractmethod
    def put(self, *changes: TableChange, is_settled: bool = True) -> None:
        """All as one write. Not settled, everybody reads it at once, and it is durable when `settle` has returned."""

    @abstractmethod
    def settle(self) -> None:
        """Waits until all that was written before is durable. Never while locked."""

    @abstractmethod
    def locked(self, *keys: str) -> AbstractContextManager[None]:
        """For reading and writing as one step: keeps out whoever locks as well. May be nested.

        With `keys` it need keep out only those who lock one of them, or everything.
        """

    @abstractmethod
    def drop_table(self, name: str) -> None: ...

    @abstractmethod
    def erase_past(self) -> None:
        """What was deleted or changed before is kept no longer than the engine needs it."""

    @abstractmethod
    def fold_news(self) -> None:
        """Tidies up, where there is anything to tidy; nothing depends on it."""

    @property
    def is_long(self) -> bool:
        """Whether so much was written since that the next start would take longer."""
        return False

    @property
    def has_lost(self) -> bool:
        """Whether writes have been lost, until an administrator has looked after it."""
        return False

    # What can be read

    def find(self, table: str, key: str) -> Document | None:
        """What was put there under this key. None also where it cannot be read: `has` tells the difference."""
        found = self.table(table).find(number_of(key))
        return found if found is not None and self.is_readable(table, found) else None

    def find_all(self, table: str, keys: Sequence[str]) -> list[Document]:
        """What can be read of them, in no order."""
        return [found for key in keys if (found := self.find(table, key)) is not None]

    def has(self, table: str, key: str) -> bool:
        """Whether anything was put there under this key, readable or not."""
        return self.table(table).find(number_of(key)) is not None

    def readable(self, table: str) -> list[Document]:
        """What can be read of a table."""
        return [document for document in self.table(table) if self.is_readable(table, document)]

    def matching(self, table: str, fields: Mapping[str, str]) -> list[Document]:
        """What can be read, and holds just these texts in these fields."""
        wanted = fields.items()
        return [each for each in self.readable(table) if all(each.get(name) == text for name, text in wanted)]

    def of_person(self, table: str, field: str, who: str) -> list[Document]:
        """What has them in this field; of what cannot be read, whatever names them anywhere."""
        return [
            document
            for document in self.table(table)
            if holds_name(document.get(field), who)
            or (not self.is_readable(table, document) and holds_name(document, who))
        ]

    def is_readable(self, table: str, document: Mapping[str, Any]) -> bool:
        read = reader_of(self._kinds, table)
        return read is None or not trouble_with(document, read)

    @property
    def is_partial(self) -> bool:
        """Whether some of what was written is not in what is read: lost, or not to be read."""
        if self.has_lost:
            return True
        version = self.version
        if version != self._checked[0]:
            is_partial = any(
                not self.is_readable(name, document) for name in self.tables() for document in self.table(name)
            )
            self._checked = version, is_partial
        return self._checked[1]
