"""The built knowledge base on disk, so that a start need not read the strategy again.

`KnowledgeStore` is all that others see: a durable database (database.py) in a folder of its own.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from knowledge.model.base_json import from_json, to_json
from knowledge.model.data_files import CORRECTIONS_FILE, LAYOUT_FILE, LINKS_FILE, package_fingerprint, text_path
from knowledge.model.errors import (
    DamagedStoreError,
    NewerStoreError,
    UnreadableSourceError,
    UnreadableStoreError,
    UnwritableStoreError,
    advice_on,
)
from knowledge.model.records import KnowledgeBase
from knowledge.storage.interface import Records
from knowledge.storage.place import RecordPlace, is_there, open_records

SCHEMA = 1  # raised when what is stored changes its shape or meaning
FOLDER, TABLE = "knowledge", "bases"
UNWRITABLE = "書き込めるフォルダーを --data か環境変数 SENRYAKU_DATA で指定してください。"


class StoredBase(Struct, frozen=True):
    """A base with the text it was read from and the SHA-256 of everything that went into it."""

    strategy: Path
    fingerprints: Mapping[str, str]
    base: KnowledgeBase


class KnowledgeStore:
    """One built base at a place. Nothing is written until a build has succeeded as a whole."""

    def __init__(self, place: RecordPlace, name: str = FOLDER) -> None:
        """`name`: of the plan's own folder there."""
        self._place, self._name = place, name

    def find(self) -> StoredBase | None:
        """What is stored, current or not. None when nothing is, or when it cannot be read any more."""
        if not is_there(self._place, self._name):
            return None
        try:
            record = self._opened().table(TABLE).find(1)
            if record is None or record["schema"] != SCHEMA:
                return None
            return StoredBase(Path(record["strategy"]), record["fingerprints"], from_json(record["base"]))
        except (
            DamagedStoreError,
            NewerStoreError,
            UnreadableStoreError,
            UnwritableStoreError,
            OSError,
            ValueError,
            KeyError,
            TypeError,
        ):
            return None  # what cannot be read is as good as nothing: it is built again

    def open(self, strategy: Path) -> KnowledgeBase:
        """The stored base of this strategy, built again when its text, its data files or the reader changed."""
        stored = self.find()
        text = text_path(strategy).resolve()
        if stored and stored.strategy == text and (not text.exists() or stored.fingerprints == fingerprints(text)):
            return stored.base  # also when the text has gone: what was read from it still answers
        return self.rebuild(strategy)

    def rebuild(self, strategy: Path) -> KnowledgeBase:
        """Reads the strategy and replaces what is stored, or raises and leaves it alone."""
        from knowledge.reading.build import build  # a room of 80 modules, of which a stored base needs none

        return self.put(strategy, build(strategy))

    def put(self, strategy: Path, base: KnowledgeBase) -> KnowledgeBase:
        """Stores what was just read of the strategy."""
        text = text_path(strategy).resolve()
        record = {
            "schema": SCHEMA,
            "strategy": str(text),
            "fingerprints": dict(fingerprints(text)),
            "base": to_json(base),
        }
        try:
            database = self._opened_anyhow()
            database.table(TABLE).write({1: record})
            database.fold_news()  # a base is most of a megabyte: the journal would keep every one ever built
        except (OSError, UnwritableStoreError):
            raise UnwritableStoreError(str(self._place), UNWRITABLE) from None
        return base

    def _opened(self) -> Records:
        return open_records(self._place, self._name, is_counted=False)

    def _opened_anyhow(self) -> Records:
        """What is damaged beyond its kept generations, or of a later version, goes: all of it is built from files."""
        try:
            return self._opened()
        except (DamagedStoreError, NewerStoreError):
            if not isinstance(self._place, Path):
                raise
            for path in (self._place / self._name).glob("[0-9]*"):
                path.unlink()
            return self._opened()


def fingerprints(text: Path) -> Mapping[str, str]:
    """SHA-256 by file name of a text and its data files, absent ones left out, and of the program that reads them."""
    beside = (text.parent / name for name in (CORRECTIONS_FILE, LINKS_FILE, LAYOUT_FILE))
    files = [path for path in (text, *beside) if path.is_file()]
    return {path.name: _fingerprint(path) for path in files} | {"reader": package_fingerprint()}


def _fingerprint(path: Path) -> str:
    """UnreadableSourceError for a file that may not be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise UnreadableSourceError(str(path), advice_on(error)) from None
