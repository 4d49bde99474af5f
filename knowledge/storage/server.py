"""Records on a PostgreSQL server: one deployment may hold those of several cities, each by itself.

server = server_at("postgresql://senryaku@db/senryaku")      # nothing is asked of it yet
server.of_city("T012ABC").records("actuals", LEDGER_KINDS)   # the first brings its tables up to date
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct

from knowledge.model.errors import NoDatabaseDriverError
from knowledge.storage.interface import Records
from knowledge.storage.records import Kinds

if TYPE_CHECKING:
    from knowledge.storage.postgres.connection import Connections

ONLY_CITY = ""


class Server(Struct, frozen=True):
    """The records of one city. All servers of a process on one database share its connections."""

    connections: "Connections"
    city: str = ONLY_CITY

    def of_city(self, city: str) -> "Server":
        return Server(self.connections, city)

    def records(self, name: str, kinds: Kinds = MappingProxyType({})) -> Records:
        """Of one store. Raises DatabaseDownError or NewerStoreError."""
        from knowledge.storage.postgres.database import PostgresDatabase

        return PostgresDatabase(self.connections, self.city, name, kinds)

    def working_on(self, name: str) -> AbstractContextManager[bool]:
        """Whether this thread has it, which no other of any process then has until the end."""
        from knowledge.storage.postgres.work import row_locked

        return row_locked(self.connections, self.city, name)

    def beat(self, run: str) -> Mapping[str, int]:
        """Says that this run of the program is alive, and hears it of all that ever said so."""
        from knowledge.storage.postgres.runs import beat

        return beat(self.connections, self.city, run)

    def forget_run(self, run: str) -> None:
        from knowledge.storage.postgres.runs import forget_run

        forget_run(self.connections, self.city, run)

    def listen(self, heard: Callable[[str, str], None]) -> Callable[[], None]:
        """Tells of each write, by whichever replica, the city and the store; "" where anything may have been missed.

        What is returned ends it.
        """
        from knowledge.storage.postgres.runs import listen

        return listen(self.connections, heard)

    def bases(self) -> list[str]:
        """The names under which what was read of plans is kept."""
        self.records("knowledge")  # which makes the tables where there are none
        with self.connections.connection() as connection:
            found = connection.execute("SELECT DISTINCT scope FROM bases WHERE city = %s ORDER BY scope", [self.city])
            return [scope for (scope,) in found]

    def erase(self) -> int:
        """All that is kept of the city, as one write; how many records that were."""
        from knowledge.storage.postgres.runs import erase

        self.records("plans")  # which makes the tables where there are none
        return erase(self.connections, self.city)

    def told(self) -> str:
        """What it is and where, in one line. Raises DatabaseDownError with the reason that the server gives."""
        return self.connections.told()

    def __str__(self) -> str:
        """Without the password."""
        return self.connections.name


@cache
def server_at(url: str) -> Server:
    """One for each process. Raises BadDatabaseUrlError or NoDatabaseDriverError, which tell nothing of the URL."""
    try:
        from knowledge.storage.postgres.connection import Connections
    except ImportError as error:
        raise NoDatabaseDriverError from error
    return Server(Connections(url))
