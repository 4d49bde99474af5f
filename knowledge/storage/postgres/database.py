"""The records of one store of one city on the server: `Records` by SQL.

database = PostgresDatabase(connections, "T012ABC", "deliveries", DELIVERY_KINDS)
with database.locked("s1"):          # nobody else is at this key, or at everything
    database.put(("slots", key, record))
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from psycopg import Connection
from psycopg.sql import SQL, Composed, Identifier

from knowledge.storage.interface import Document, Records, TableChange, number_of
from knowledge.storage.postgres.connection import Connections
from knowledge.storage.postgres.table import ROW_HEAD, PostgresTable, TablePlace
from knowledge.storage.records import Kinds

CHANNEL = "senryaku"
"""On which a new version is told: city, store and version, a line each."""
BASES = "knowledge"
TABLES: Mapping[str, frozenset[str]] = {
    "bot": frozenset({"events", "answers", "contexts", "opinions", "workspace", "announcements"}),
    "deliveries": frozenset({"slots", "streams", "requests", "notices", "done", "told"}),
    "digests": frozenset({"schedules", "ids"}),
    "actuals": frozenset({"actuals", "rewritten"}),
    "plans": frozenset({"plans", "chosen", "channels"}),
    "taught": frozenset({"taught"}),
    BASES: frozenset({"bases"}),
}
VERSIONED = frozenset({"digests", "actuals", "plans", "taught", "readers", "installations"})
"""Kept in memory until they change. The others are written with every question: nobody waits there for a version."""
OTHER_RECORDS = "records"


class PostgresDatabase(Records):
    """Several threads may share one; a transaction belongs to its thread, and reaches over all stores of the server."""

    def __init__(self, connections: Connections, city: str, store: str, kinds: Kinds) -> None:
        """Raises DatabaseDownError."""
        super().__init__(kinds)
        self.city, self._store = city, store
        self._connections = connections
        self._group = BASES if store.partition("-")[0] == BASES else store
        self._made: dict[str, PostgresTable] = {}
        with self.reading():  # which brings the tables up to date
            self._columns = {
                table: {name: kind for name, kind in columns.items() if name not in ROW_HEAD}
                for table, columns in connections.columns.items()
            }

    def table(self, name: str) -> PostgresTable:
        if name not in self._made:
            self._made[name] = PostgresTable(self, name, self._place_of(name))
        return self._made[name]

    def _place_of(self, name: str) -> TablePlace:
        first, _, rest = name.partition(" ")
        if first not in TABLES.get(self._group, ()):
            return TablePlace(OTHER_RECORDS, f"{self._store}/{name}", self._columns[OTHER_RECORDS])
        return TablePlace(first, self._store if self._group == BASES else rest, self._columns[first])

    def tables(self) -> set[str]:
        own = [
            SQL("SELECT DISTINCT {} AS name, scope FROM {} WHERE city = %(city)s").format(table, Identifier(table))
            for table in sorted({*TABLES.get(self._group, ()), OTHER_RECORDS})
        ]
        return self._named(SQL(" UNION ALL ").join(own))

    def counted(self) -> set[str]:
        return self._named(SQL("SELECT records AS name, scope FROM counters WHERE city = %(city)s"))

    def _named(self, query: SQL | Composed) -> set[str]:
        """As the store knows its tables."""
        with self.reading() as connection:
            found = connection.execute(query, {"city": self.city}).fetchall()
        return {name for table, scope in found if (name := self._name_of(table, scope)) is not None}

    def _name_of(self, table: str, scope: str) -> str | None:
        """None for one of another store."""
        if table == OTHER_RECORDS:
            return scope.removeprefix(f"{self._store}/") if scope.startswith(f"{self._store}/") else None
        if table not in TABLES.get(self._group, ()):
            return None
        if self._group == BASES:
            return table if scope == self._store else None
        return f"{table} {scope}".rstrip()

    @property
    def version(self) -> int:
        if self._group not in VERSIONED:
            return 0
        with self.reading() as connection:
            found = connection.execute(
                "SELECT version FROM versions WHERE city = %s AND store = %s", [self.city, self._store]
            ).fetchone()
        return int(found[0]) if found else 0

    def put(self, *changes: TableChange, is_settled: bool = True) -> None:
        if changes:
            with self.writing() as connection:
                for table, key, record in changes:
                    self.table(table).put(connection, number_of(key), record)

    def settle(self) -> None:
        """Every write was when its transaction ended."""

    def find_all(self, table: str, keys: Sequence[str]) -> list[Document]:
        found = self.table(table).numbered(map(number_of, keys)) if keys else []
        return [document for document in found if self.is_readable(table, document)]

    def matching(self, table: str, fields: Mapping[str, str]) -> list[Document]:
        return [document for document in self.table(table).having(fields) if self.is_readable(table, document)]

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self._connections.connection() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with self._connections.transaction() as connection:
            yield connection
            if self._group in VERSIONED:
                self._tell_version(connection)

    def _tell_version(self, connection: Connection) -> None:
        connection.execute(
            "WITH risen AS (INSERT INTO versions (city, store, version) VALUES (%s, %s, nextval('versions_given'))"
            " ON CONFLICT (city, store) DO UPDATE SET version = nextval('versions_given') RETURNING version)"
            " SELECT pg_notify(%s, %s::text || version) FROM risen",
            [self.city, self._store, CHANNEL, f"{self.city}\n{self._store}\n"],
        )

    @contextmanager
    def locked(self, *keys: str) -> Iterator[None]:
        """One transaction, kept as a whole or not at all; within another one of the thread, a part of that."""
        with self._connections.transaction() as connection:
            whole, known = f"{self.city}\n{self._store}", self._connections.locked
            if whole not in known:
                _lock(connection, f"pg_advisory_xact_lock{'_shared' if keys else ''}", [whole])
                known.add(whole)
            if new := {f"{whole}\n{key}" for key in keys} - known:
                _lock(connection, "pg_advisory_xact_lock", sorted(new))
                known |= new
            yield

    def drop_table(self, name: str) -> None:
        with self.writing() as connection:
            self.table(name).clear(connection)

    def erase_past(self) -> None:
        """The server's own vacuum does, and its log is written over."""

    def fold_news(self) -> None:
        """There is nothing to fold."""


def _lock(connection: Connection, how: str, names: Sequence[str]) -> None:
    asked = ", ".join([f"{how}(hashtextextended(%s, 0))"] * len(names))
    fit = [name.encode("utf-8", "replace").decode().replace("\0", "�") for name in names]
    connection.execute(f"SELECT {asked}", fit)
