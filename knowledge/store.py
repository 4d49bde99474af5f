"""The built knowledge base on disk, so that a start need not read the strategy again. TinyDB is imported only here.

`KnowledgeStore` is all that others see: how and where a base lies on disk can change behind it.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tinydb import TinyDB
from tinydb.storages import Storage

from knowledge.build import CORRECTIONS_FILE, LINKS_FILE, build, from_json, text_path, to_json
from knowledge.errors import UnreadableSourceError, UnwritableStoreError, advice_on
from knowledge.model import KnowledgeBase

SCHEMA = 1  # raised when what is stored changes its shape or meaning
FILE = "knowledge.json"
UNWRITABLE = "書き込めるフォルダーを --data か環境変数 SENRYAKU_DATA で指定してください。"


@dataclass(frozen=True, slots=True)
class StoredBase:
    """A base with the text it was read from and the SHA-256 of everything that went into it."""

    strategy: Path
    fingerprints: Mapping[str, str]
    base: KnowledgeBase


class KnowledgeStore:
    """One built base under a data folder. Nothing is written until a build has succeeded as a whole."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE

    def find(self) -> StoredBase | None:
        """What is stored, current or not. None when nothing is, or when it cannot be read any more."""
        if not self.path.exists():
            return None
        try:
            with TinyDB(self.path, storage=_AtomicJson) as db:
                [record] = db.all()
            if record["schema"] != SCHEMA:
                return None
            return StoredBase(Path(record["strategy"]), record["fingerprints"], from_json(record["base"]))
        except (OSError, ValueError, KeyError, TypeError):  # a damaged copy is as good as none: it is built again
            return None

    def open(self, strategy: Path) -> KnowledgeBase:
        """The stored base of this strategy, built again when its text, its data files or the reader changed."""
        stored = self.find()
        text = text_path(strategy).resolve()
        if stored and stored.strategy == text and (not text.exists() or stored.fingerprints == fingerprints(text)):
            return stored.base  # also when the text has gone: what was read from it still answers
        return self.rebuild(strategy)

    def rebuild(self, strategy: Path) -> KnowledgeBase:
        """Reads the strategy and replaces what is stored, or raises and leaves it alone."""
        base = build(strategy)
        text = text_path(strategy).resolve()
        record = {
            "schema": SCHEMA,
            "strategy": str(text),
            "fingerprints": dict(fingerprints(text)),
            "base": to_json(base),
        }
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with TinyDB(self.path, storage=_AtomicJson) as db:
                db.storage.write({db.default_table_name: {"1": record}})
        except OSError:
            raise UnwritableStoreError(str(self.path.parent), UNWRITABLE) from None
        return base


def fingerprints(text: Path) -> Mapping[str, str]:
    """SHA-256 by file name of a text and its data files, absent ones left out, and of the code that reads them."""
    files = [path for path in (text, text.parent / CORRECTIONS_FILE, text.parent / LINKS_FILE) if path.is_file()]
    reader = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        reader.update(path.read_bytes())
    return {path.name: _fingerprint(path) for path in files} | {"reader": reader.hexdigest()}


def _fingerprint(path: Path) -> str:
    """UnreadableSourceError for a file that may not be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise UnreadableSourceError(str(path), advice_on(error)) from None


class _AtomicJson(Storage):
    """The whole database as one JSON file, replaced in one step: a reader sees the old or the new, never half."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> dict[str, dict[str, Any]] | None:
        return json.loads(self._path.read_bytes()) if self._path.exists() else None

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        new = self._path.with_name(f"{self._path.name}.{os.getpid()}.new")
        try:
            with new.open("w", encoding="utf-8") as file:
                json.dump(data, file, ensure_ascii=False, separators=(",", ":"))
                file.flush()
                os.fsync(file.fileno())
            new.replace(self._path)
        finally:
            new.unlink(missing_ok=True)
