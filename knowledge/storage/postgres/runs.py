"""Replicas: that each is alive, and what they tell one another."""

import logging
import threading
from collections.abc import Callable, Mapping

import psycopg

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


def listen(connections: Connections, heard: Heard) -> Callable[[], None]:
    """In a thread of its own, over every outage. What is returned ends it."""
    ended = threading.Event()

    def hear() -> None:
        while not ended.is_set():
            try:
                _hear(connections, heard, ended)
            except psycopg.Error:
                ended.wait(RELISTEN_S)
            except Exception:
                log.exception("news of other replicas")
                ended.wait(RELISTEN_S)

    thread = threading.Thread(target=hear, name="news", daemon=True)
    thread.start()

    def end() -> None:
        ended.set()
        thread.join()

    return end


def _hear(connections: Connections, heard: Heard, ended: threading.Event) -> None:
    with connections.own() as connection:
        connection.execute(f"LISTEN {CHANNEL}")
        heard("", "")
        while not ended.is_set():
            for notice in connection.notifies(timeout=LOOK_S):
                city, store, _ = notice.payload.split("\n")
                heard(city, store)
