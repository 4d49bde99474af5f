"""What a replica is at: a row that it has locked, and that nobody waits for."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from psycopg import Error

from knowledge.storage.postgres.connection import Connections


@contextmanager
def row_locked(connections: Connections, city: str, name: str) -> Iterator[bool]:
    """No for whoever is not the first. Its own connection holds the row, whatever is committed meanwhile.

    Where the server drops it in between, the work is not undone: what it has written down says how far it came.
    """
    with connections.apart() as connection:
        connection.execute("INSERT INTO work (city, name) VALUES (%s, %s) ON CONFLICT DO NOTHING", [city, name])
        connection.execute("BEGIN")
        free = "SELECT 1 FROM work WHERE city = %s AND name = %s FOR UPDATE SKIP LOCKED"
        is_ours = connection.execute(free, [city, name]).fetchone() is not None
        try:
            yield is_ours
        finally:
            with suppress(Error):
                if is_ours:
                    connection.execute("DELETE FROM work WHERE city = %s AND name = %s", [city, name])
                connection.execute("COMMIT")
