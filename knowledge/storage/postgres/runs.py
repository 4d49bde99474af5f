"""Replicas: that each is alive, and what they tell one another."""

import logging
import threading
from collections.abc import Callable, Mapping

import psycopg
from psycopg.sql import SQL, Identifier

from knowledge.storage.postgres.connection import Connections
from knowledge.storage.postgres.database import CHANNEL

log = logging.getLogger(__name__)

LOOK_S = 1.0
RELISTEN_S = 1.0
Heard = Callable[[str, str], None]
"""Told a city and a store that has a new version; twice "" where anything may have been missed."""


def beat(connections: Connections, city: str, run: str) -> Mapping[str, int]:
    """Says that this run is alive. The beats of all runs of the city; who says nothing more stands still."""
    with connections.transaction() as connection:
        connection.execute(
            "INSERT INTO runs (city, run, beat) VALUES (%s, %s, 1)"
            " ON CONFLICT (city, run) DO UPDATE SET beat = runs.beat + 1, beaten_at = now()",
            [city, run],
        )
        return dict(connection.execute("SELECT run, beat FROM runs WHERE city = %s", [city]).fetchall())


def forget_run(connections: Connections, city: str, run: str) -> None:
    with connections.transaction() as connection:
        connection.execute("DELETE FROM runs WHERE city = %s AND run = %s", [city, run])


def erase(connections: Connections, city: str) -> int:
    """Every row of the city in every table that has one; how many of them were records."""
    with connections.transaction() as connection:
        gone = 0
        for table, columns in sorted(connections.columns.items()):
            if "city" in columns:
                deleted = connection.execute(SQL("DELETE FROM {} WHERE city = %s").format(Identifier(table)), [city])
                gone += deleted.rowcount if "rest" in columns else 0
    return gone


def listen(connections: Connections, heard: Heard) -> Callable[[], None]:
    """By one connection for all who listen in this process. What is returned ends it."""
    with _LISTENING:
        news = _NEWS.setdefault(connections, _News(connections))
        news.hearers.append(heard)
        if len(news.hearers) == 1:
            news.start()

    def end() -> None:
        with _LISTENING:
            news.hearers.remove(heard)
            if not news.hearers:
                del _NEWS[connections]
                news.end()

    return end


class _News:
    """In a thread of its own, over every outage."""

    def __init__(self, connections: Connections) -> None:
        self.hearers: list[Heard] = []
        self._connections = connections
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._hear, name="news", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def end(self) -> None:
        self._ended.set()
        self._thread.join()

    def _hear(self) -> None:
        while not self._ended.is_set():
            try:
                with self._connections.own() as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    self._tell("", "")
                    while not self._ended.is_set():
                        for notice in connection.notifies(timeout=LOOK_S):
                            city, store, _ = notice.payload.split("\n")
                            self._tell(city, store)
            except psycopg.Error:
                self._ended.wait(RELISTEN_S)
            except Exception:  # the outermost handler of the thread
                log.exception("news of other replicas")
                self._ended.wait(RELISTEN_S)

    def _tell(self, city: str, store: str) -> None:
        for heard in [*self.hearers]:
            try:
                heard(city, store)
            except Exception:  # of one city: the others hear it all the same
                log.exception("news of other replicas")


_NEWS: dict[Connections, _News] = {}
_LISTENING = threading.Lock()
