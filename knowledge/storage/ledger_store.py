"""The ledger of actual values on disk: a TinyDB table to which entries are only ever added.

An id says where an indicator stands in the document (k3-3: package 3, third row), and a row that goes moves those
below it up. So each document keeps the name too: a value belongs to the indicator of its name, whatever id that has
now, and without one it has vanished, and its name stands for the id.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import count
from typing import Any

from knowledge.indicators.ledger import ENTRY_MARK, Draft, Entry, Ledger, entry_to_json
from knowledge.model.base_json import WrongFieldError, reader
from knowledge.model.errors import LedgerConflictError
from knowledge.model.normalize import name_key
from knowledge.model.structs import replace
from knowledge.storage.interface import Records, RecordTable, rewrite_texts
from knowledge.storage.records import Kinds, is_person_id, try_to_read, with_name

TABLE, REWRITTEN = "actuals", "rewritten"
_entry_of = reader(Entry)


def _read_entry(document: Mapping[str, Any]) -> Entry:
    """Beside it the name that its indicator had, of which only a string, or none, can be made anything."""
    if not isinstance(document.get("name", ""), str):
        raise WrongFieldError("name")
    return _entry_of(document)


LEDGER_KINDS: Kinds = {TABLE: lambda document: _read_entry({**document, "id": ""})}


class LedgerStore:
    """Reads and writes the ledger. Every method that writes is all or nothing, and on disk when it returns."""

    def __init__(self, database: Records, strategy: str = "", names: Mapping[str, str] | None = None) -> None:
        """`strategy`: the key of its catalog. Each has a ledger of its own: k1-1 of one is not k1-1 of another.

        `names`: of every indicator by id; None where the ids are all that is known.
        """
        self._database = database
        self._table = database.table(f"{TABLE} {strategy}".rstrip())
        self._names = dict(names or {})
        self._ids = {name_key(name): id for id, name in reversed(self._names.items())}
        self._ledger, self._version, self._read = Ledger(()), -1, 0  # `_read`: the number of the last entry
        self._unreadable = 0
        self._rewritten = database.table(REWRITTEN)
        self._rewritings = self._rewritten.next_id

    def ledger(self) -> Ledger:
        """The ledger as it is now; after a write, of any process, only what is new is read."""
        if self._database.version != self._version:
            with self._database.locked():
                self._take_up()
        ledger, is_partial = self._ledger, self._unreadable > 0 or self._database.has_lost
        if is_partial != ledger.is_partial:
            self._ledger = ledger = Ledger(ledger.entries, is_partial=is_partial)
        return ledger

    def _take_up(self) -> None:
        """Nobody writes meanwhile. The version comes last: whoever sees it sees the ledger that it is of."""
        version = self._database.version
        if version == self._version:  # another thread has done it
            return
        ledger, read = self._ledger, self._read
        is_restored = version < self._version or self._table.next_id <= read  # put back from a copy
        if is_restored or self._rewritten.next_id != self._rewritings:
            ledger, read, self._unreadable = Ledger(()), 0, 0
            self._rewritings = self._rewritten.next_id
        new = self._table.later_than(read)
        entries = [entry for each in new if (entry := self._find_entry(each.doc_id, each)) is not None]
        self._unreadable += len(new) - len(entries)
        self._ledger, self._read = ledger.extended(entries), self._table.next_id - 1
        self._version = version

    def _find_entry(self, number: int, document: Mapping[str, Any]) -> Entry | None:
        """None where it cannot be read."""
        entry, _ = try_to_read({**document, "id": entry_id(number)}, _read_entry)
        if entry is None:
            return None
        name = document.get("name")
        current = self._names.get(entry.indicator, "")
        if not self._names or name is None or current == name or name_key(current) == name_key(name):
            return entry
        return replace(entry, indicator=self._ids.get(name_key(name), name))

    def _document(self, entry: Entry) -> dict[str, Any]:
        return entry_to_json(entry) | {"name": self._names.get(entry.indicator, entry.indicator)}

    def elsewhere(self) -> Mapping[str, int]:
        """Titles of other strategies with the number of their entries."""
        with self._database.locked():
            names = [name for name in self._database.tables() if name.startswith(TABLE) and name != self._table.name]
            return {name.removeprefix(TABLE).strip(): len(self._database.table(name)) for name in sorted(names)}

    def record(self, drafts: Sequence[Draft], units: Mapping[str, str], *, at: datetime) -> tuple[Entry, ...]:
        """Adds all of the drafts or none. `units` are the printed units by indicator id; `at` is aware.

        Raises LedgerConflictError when a value stands that a draft does not name, for instance one that somebody
        recorded meanwhile; also when two drafts are for one point.
        """
        with self._database.locked():
            ledger = self.ledger()
            twice = next((p for p, n in Counter(draft.point for draft in drafts).items() if n > 1), None)
            if twice is not None:
                raise LedgerConflictError(
                    f"{twice.indicator} の{twice.label}の値が2つ以上あります。1つにしてください。"
                )
            ids = self._coming_ids()
            return self._add([ledger.recorded(d, id=next(ids), at=at, unit=units[d.indicator]) for d in drafts])

    def undo(self, id: str, *, by: str, at: datetime, note: str = "") -> Entry:
        """Takes one entry back. Raises UnknownIdError or LedgerConflictError."""
        with self._database.locked():
            undo = self.ledger().undone(id, id=next(self._coming_ids()), by=by, at=at, note=note)
            return self._add([undo])[0]

    def remove_samples(self, *, by: str, at: datetime) -> tuple[Entry, ...]:
        """Takes every invented value back. The entries stay, marked 架空, as everything in the ledger does."""
        with self._database.locked():
            ledger = self.ledger()
            ids = self._coming_ids()
            return self._add([ledger.undone(s.id, id=next(ids), by=by, at=at) for s in ledger.samples()])

    def fold(self) -> None:
        """For a quiet hour; nothing depends on it."""
        self._database.fold_news()

    def _coming_ids(self) -> Iterator[str]:
        return map(entry_id, count(self._table.next_id))

    def _add(self, entries: list[Entry]) -> tuple[Entry, ...]:
        self._table.insert_multiple(map(self._document if self._names else entry_to_json, entries))
        return tuple(entries)


def entries_of(database: Records, strategy: str) -> int:
    """How many stand in the ledger of a strategy, by the key of its catalog."""
    return len(database.table(f"{TABLE} {strategy}".rstrip()))


def forget_recorder(database: Records, who: str, *, instead: str) -> int:
    """Puts `instead` in the place of a name in every ledger of the database; values and moments stay. How many.

    `who`: an id as in 「佐藤 花子（U012ABC）」, or a name as it was typed. No file keeps the name.
    """
    with database.locked():
        changed = 0
        for name in [name for name in database.tables() if name.startswith(TABLE)]:
            table = database.table(name)
            own = database.of_person(name, "by", who)
            unreadable = [document for document in own if not database.is_readable(name, document)]
            for document in unreadable:
                table.update(with_name(document, who, instead), doc_ids=[document.doc_id])
            table.update({"by": instead}, doc_ids=[each.doc_id for each in own if each not in unreadable])
            changed += len(own) + _forget_mentions(table, who, instead)
        if changed:
            database.table(REWRITTEN).insert({"entries": changed})
    database.erase_past()
    return changed


def _forget_mentions(table: RecordTable, who: str, instead: str) -> int:
    """Of an id in what somebody wrote beside a value: 「<@U012ABC> に確認」. A name may be anybody's there."""
    if not is_person_id(who):
        return 0
    mention = re.compile(rf"<@{who}(?:\|[^<>]*)?>|(?<![A-Z0-9]){who}(?![A-Z0-9])")
    return rewrite_texts(table, ("note", "source"), mention, instead)


def entry_id(number: int) -> str:
    """`senryaku kpi undo a17`."""
    return f"{ENTRY_MARK}{number}"
