"""One table of records of one city: a `RecordTable` on the server."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from typing import Any, Protocol

from msgspec import Struct
from psycopg import Connection
from psycopg.sql import SQL, Composed, Identifier

from knowledge.storage.interface import Document
from knowledge.storage.postgres.rows import from_row, to_row

ROW_HEAD = ("city", "scope", "number", "position", "rest")
"""What every table has, beside the fields of its records."""
MANY = 1_000  # rows a statement


class TablePlace(Struct, frozen=True):
    """Where the records of a table stand: in which table of the server, under which scope; `columns`: type by name."""

    table: str
    scope: str
    columns: Mapping[str, str]


class Writing(Protocol):
    """What a table asks of its database."""

    city: str

    def reading(self) -> AbstractContextManager[Connection]: ...

    def writing(self) -> AbstractContextManager[Connection]:
        """A transaction after which the version of the store has risen."""


class PostgresTable:
    def __init__(self, database: Writing, name: str, place: TablePlace) -> None:
        self.name = name
        self._database, self._place = database, place
        self._key = [database.city, place.scope]

    @property
    def next_id(self) -> int:
        with self._database.reading() as connection:
            found = connection.execute(
                "SELECT last FROM counters WHERE city = %s AND records = %s AND scope = %s", self._counter
            ).fetchone()
        return found[0] + 1 if found else 1

    def __iter__(self) -> Iterator[Document]:
        return iter(self.select())

    def __len__(self) -> int:
        query = SQL("SELECT count(*) FROM {} WHERE city = %s AND scope = %s").format(self._name)
        with self._database.reading() as connection:
            (count,) = connection.execute(query, self._key).fetchone() or (0,)
        return int(count)

    def later_than(self, id: int) -> list[Document]:
        return self.select(SQL("number > %s"), [id], order="number")

    def find(self, id: int) -> Document | None:
        return next(iter(self.select(SQL("number = %s"), [id])), None)

    def select(
        self, where: SQL | Composed | None = None, given: Sequence[Any] = (), *, order: str = "position"
    ) -> list[Document]:
        """Those that fit, rising."""
        query = self._selecting + (SQL(" AND ") + where if where else SQL("")) + SQL(" ORDER BY ") + Identifier(order)
        with self._database.reading() as connection:
            rows = connection.execute(query, [*self._key, *given]).fetchall()
        return [Document(from_row(row[1:], self._place.columns), row[0]) for row in rows]

    def having(self, fields: Mapping[str, str]) -> list[Document]:
        """Those with these texts in these columns."""
        where = SQL(" AND ").join(SQL("{} = %s").format(Identifier(name)) for name in fields)
        return self.select(where, [*fields.values()])

    def numbered(self, ids: Iterable[int]) -> list[Document]:
        return self.select(SQL("number = ANY(%s)"), [[*ids]])

    def insert(self, document: Mapping[str, Any]) -> int:
        return self.insert_multiple([document])[0]

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        given = [*documents]
        if not given:
            return []
        with self._database.writing() as connection:
            first = self._counted(connection, len(given)) + 1
            numbers = [*range(first, first + len(given))]
            self._write(connection, dict(zip(numbers, given, strict=True)))
        return numbers

    def write(self, documents: Mapping[int, Mapping[str, Any]], last_id: int = 0) -> None:
        with self._database.writing() as connection:
            self._write(connection, documents)
            self._counted(connection, 0, at_least=max([last_id, *documents]) if documents else last_id)

    def put(self, connection: Connection, id: int, document: Mapping[str, Any] | None) -> None:
        """Under a number that is made of a key, and so is never counted."""
        if document is None:
            self._remove(connection, [id])
        else:
            self._write(connection, {id: document})

    def update(self, fields: Mapping[str, Any], *, doc_ids: Iterable[int]) -> list[int]:
        ids = [*doc_ids]
        if not ids:
            return []
        with self._database.writing() as connection:
            found = {each.doc_id: {**each, **fields} for each in self.numbered(ids)}
            self._write(connection, found)
        return [*found]

    def remove(self, *, doc_ids: Iterable[int]) -> list[int]:
        ids = [*doc_ids]
        if ids:
            with self._database.writing() as connection:
                self._remove(connection, ids)
        return ids

    def clear(self, connection: Connection) -> None:
        connection.execute(SQL("DELETE FROM {} WHERE city = %s AND scope = %s").format(self._name), self._key)

    # How it is said in SQL.

    @cached_property
    def _name(self) -> Identifier:
        return Identifier(self._place.table)

    @cached_property
    def _selecting(self) -> Composed:
        return SQL("SELECT {} FROM {} WHERE city = %s AND scope = %s").format(
            SQL(", ").join(map(Identifier, ["number", *self._place.columns, "rest"])), self._name
        )

    @cached_property
    def _upserting(self) -> Composed:
        own = [*self._place.columns, "rest"]
        names = SQL(", ").join(map(Identifier, ["city", "scope", "number", *own]))
        values = SQL(", ").join([SQL("%s")] * (3 + len(own)))
        changed = SQL(", ").join(SQL("{0} = EXCLUDED.{0}").format(Identifier(name)) for name in own)
        return SQL("INSERT INTO {} ({}) VALUES ({}) ON CONFLICT (city, scope, number) DO UPDATE SET {}").format(
            self._name, names, values, changed
        )

    @property
    def _counter(self) -> list[str]:
        return [self._database.city, self._place.table, self._place.scope]

    def _counted(self, connection: Connection, more: int, *, at_least: int = 0) -> int:
        """The last number before these; the counter is ours until the transaction ends."""
        (last,) = connection.execute(
            "INSERT INTO counters (city, records, scope, last) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (city, records, scope) DO UPDATE SET last = greatest(counters.last + %s, %s) RETURNING last",
            [*self._counter, max(more, at_least), more, at_least],
        ).fetchone() or (0,)
        return int(last) - more

    def _write(self, connection: Connection, documents: Mapping[int, Mapping[str, Any]]) -> None:
        rows = [[*self._key, id, *to_row(each, self._place.columns)] for id, each in documents.items()]
        if len(rows) == 1:
            connection.execute(self._upserting, rows[0])
        elif rows:
            with connection.cursor() as cursor:
                cursor.executemany(self._upserting, rows)

    def _remove(self, connection: Connection, ids: Sequence[int]) -> None:
        query = SQL("DELETE FROM {} WHERE city = %s AND scope = %s AND number = ANY(%s)").format(self._name)
        for start in range(0, len(ids), MANY):
            connection.execute(query, [*self._key, [*ids[start : start + MANY]]])
