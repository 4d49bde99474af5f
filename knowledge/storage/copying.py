"""All records from one place to another that holds none: counted, compared by checksum, all of it or nothing.

copied = copy_records(data, server)        # a RecordCount for each table
"""

import hashlib
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from shutil import rmtree
from typing import Any

from msgspec import Struct

from knowledge.model.errors import CopiedOtherwiseError, NotEmptyPlaceError
from knowledge.storage.health import databases
from knowledge.storage.interface import Records
from knowledge.storage.knowledge_store import FOLDER
from knowledge.storage.place import RecordPlace, is_there, open_records
from knowledge.storage.plans import PLANS
from knowledge.storage.restoring import keep_out_bots
from knowledge.storage.store_files import sync_folder, written_to

MANY_RECORDS = 1_000  # a write
MADE_AGAIN = "prepared"  # whatever lies there
COUNTED_TABLES = frozenset({"actuals", "rewritten", "ids", "plans", "taught", "bases", "readers"})
"""Tables whose numbers are given one by one; elsewhere a number is made of the record's key."""


class RecordCount(Struct, frozen=True):
    """Of a table of a store. `checksum`: the same for the same records under the same numbers."""

    store: str
    table: str
    count: int
    last_id: int
    checksum: str


def copy_records(source: RecordPlace, target: RecordPlace, stores: Sequence[str]) -> tuple[RecordCount, ...]:
    """`stores`: their names; what was read of plans goes along. Others wait for as long as it takes.

    No bot may work on a folder that records are copied from: what it writes later would be missing.

    Raises NotEmptyPlaceError, CopiedOtherwiseError, and what opening, reading and writing do; then nothing is changed.
    """
    names = [*stores, *_bases(source)]
    if _holds_anything(target, [*stores, *_bases(target)]):
        raise NotEmptyPlaceError(str(target))
    with ExitStack() as stack:
        if isinstance(source, Path):
            keep_out_bots(source, stack)
        if isinstance(target, Path):
            return _into_folder(source, target, names)
        return _into_server(source, target, names)


def _into_server(source: RecordPlace, target: RecordPlace, names: Sequence[str]) -> tuple[RecordCount, ...]:
    with ExitStack() as stack:
        writers = {name: _opened(target, name) for name in names}
        for name in names:
            stack.enter_context(writers[name].locked())
        return _copied(source, writers, stack)


def _into_folder(source: RecordPlace, target: Path, names: Sequence[str]) -> tuple[RecordCount, ...]:
    """Made beside it, and put there by one rename once all of it is on disk."""
    target = target.resolve()
    with written_to(target), ExitStack() as stack:
        target.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{target.name}.copying-", dir=target.parent))
        stack.callback(rmtree, made, ignore_errors=True)
        counts = _copied(source, {name: _opened(made, name) for name in names}, stack)
        if target.exists():
            rmtree(target / MADE_AGAIN, ignore_errors=True)
            target.rmdir()
        made.rename(target)
        sync_folder(target.parent)
    return counts


def _holds_anything(place: RecordPlace, names: Iterable[str]) -> bool:
    if isinstance(place, Path):
        return place.exists() and any(path.name != MADE_AGAIN for path in place.iterdir())
    held = {name: tables for name in names if (tables := _tables(place.records(name)))}
    if held.get(PLANS) == {PLANS} and len([*place.records(PLANS).table(PLANS)]) == 1:
        del held[PLANS]  # the first plan, which the program notes by itself when it is first asked
    return bool(held.keys() - {FOLDER})


def _opened(place: RecordPlace, name: str) -> Records:
    return open_records(place, name, is_counted=name.partition("-")[0] != FOLDER)


def _copied(source: RecordPlace, writers: Mapping[str, Records], stack: ExitStack) -> tuple[RecordCount, ...]:
    """In one moment of the source, and compared before anybody sees it."""
    readers = {name: _opened(source, name) for name in writers if is_there(source, name)}
    for name in sorted(readers):
        stack.enter_context(readers[name].locked())
    for name, records in readers.items():
        for table in sorted(_tables(records)):
            _copy_table(records, writers[name], table)
    given = tuple(_counts(readers))
    if given != tuple(_counts({name: writers[name] for name in readers})):
        raise CopiedOtherwiseError
    return given


def _copy_table(source: Records, target: Records, table: str) -> None:
    documents = [*source.table(table)]
    for start in range(0, len(documents), MANY_RECORDS):
        target.table(table).write({each.doc_id: dict(each) for each in documents[start : start + MANY_RECORDS]})
    if _is_counted(table):
        target.table(table).write({}, last_id=source.table(table).next_id - 1)


def _counts(stores: Mapping[str, Records]) -> Iterator[RecordCount]:
    for store, records in sorted(stores.items()):
        for name in sorted(_tables(records)):
            table = records.table(name)
            lines = [_line(each.doc_id, each) for each in table]
            last_id = table.next_id - 1 if _is_counted(name) else 0
            yield RecordCount(store, name, len(lines), last_id, _digest(sorted(lines)))


def _line(number: int, document: Mapping[str, Any]) -> str:
    return json.dumps([number, document], sort_keys=True, separators=(",", ":"))


def _digest(lines: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line.encode() + b"\n")
    return digest.hexdigest()


def _tables(records: Records) -> set[str]:
    """Also those that are empty now, and have given numbers."""
    return {*records.tables(), *filter(_is_counted, records.counted())}


def _is_counted(table: str) -> bool:
    return table.partition(" ")[0] in COUNTED_TABLES


def _bases(place: RecordPlace) -> list[str]:
    if isinstance(place, Path):
        return [path.name for path in databases(place) if path.name.partition("-")[0] == FOLDER]
    return place.bases()
