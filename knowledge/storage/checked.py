"""What is the same for every engine: records found by their keys and checked as they are read (records.py)."""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

from knowledge.storage.interface import Document, RecordTable
from knowledge.storage.records import Kinds, holds_name, reader_of, trouble_with


def number_of(key: str) -> int:
    """TinyDB reaches a document by its number at once, by anything else only by looking at all of them."""
    return int.from_bytes(hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()[:7])


class CheckedRecords(ABC):
    """The part of `Records` that asks for nothing but tables."""

    def __init__(self, kinds: Kinds) -> None:
        self._kinds = kinds
        self._checked = -1, False  # the version that was looked through, and what was found

    @abstractmethod
    def table(self, name: str) -> RecordTable: ...

    @abstractmethod
    def tables(self) -> set[str]: ...

    @property
    @abstractmethod
    def version(self) -> int: ...

    @property
    @abstractmethod
    def has_lost(self) -> bool: ...

    def find(self, table: str, key: str) -> Document | None:
        found = self.table(table).find(number_of(key))
        return found if found is not None and self.is_readable(table, found) else None

    def find_all(self, table: str, keys: Sequence[str]) -> list[Document]:
        return [found for key in keys if (found := self.find(table, key)) is not None]

    def has(self, table: str, key: str) -> bool:
        return self.table(table).find(number_of(key)) is not None

    def readable(self, table: str) -> list[Document]:
        return [document for document in self.table(table) if self.is_readable(table, document)]

    def matching(self, table: str, fields: Mapping[str, str]) -> list[Document]:
        wanted = fields.items()
        return [each for each in self.readable(table) if all(each.get(name) == text for name, text in wanted)]

    def of_person(self, table: str, field: str, who: str) -> list[Document]:
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
        if self.has_lost:
            return True
        version = self.version
        if version != self._checked[0]:
            is_partial = any(
                not self.is_readable(name, document) for name in self.tables() for document in self.table(name)
            )
            self._checked = version, is_partial
        return self._checked[1]
