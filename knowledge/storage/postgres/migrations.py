"""Numbered SQL files, applied once each, by one process at a time."""

from pathlib import Path
from typing import LiteralString

from psycopg import Connection
from psycopg.sql import SQL

from knowledge.model.errors import NewerDatabaseError

DATABASE_SCHEMA: LiteralString = "senryaku"
SQL_FILES = Path(__file__).parent / "sql"
MIGRATION_LOCK = 0x73656E7279616B75  # of ours alone: the letters of the program's name
_BEGIN: LiteralString = f"""
    CREATE SCHEMA IF NOT EXISTS {DATABASE_SCHEMA};
    CREATE TABLE IF NOT EXISTS {DATABASE_SCHEMA}.migrations (
        number integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now()
    )
"""


def migrations() -> dict[int, str]:
    """The names of the files by their numbers, rising."""
    names = sorted(path.name for path in SQL_FILES.glob("*.sql"))
    return {int(name.partition("_")[0]): name for name in names}


def migrate(connection: Connection) -> list[str]:
    """What was applied: each file in one transaction with all others. Raises NewerDatabaseError.

    Where nothing is to be done nothing is locked, and a role that may create nothing will do.
    """
    known = migrations()
    if _applied(connection) == set(known):
        return []
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [MIGRATION_LOCK])
        connection.execute(_BEGIN)
        applied = _applied(connection)
        if applied - set(known):
            raise NewerDatabaseError
        new = [name for number, name in known.items() if number not in applied]
        for name in new:
            text = (SQL_FILES / name).read_text("utf-8")
            connection.execute(SQL(text))
            number = int(name.partition("_")[0])
            connection.execute(
                f"INSERT INTO {DATABASE_SCHEMA}.migrations (number, name) VALUES (%s, %s)", [number, name]
            )
        return new


def _applied(connection: Connection) -> set[int]:
    is_there = connection.execute("SELECT to_regclass(%s) IS NOT NULL", [f"{DATABASE_SCHEMA}.migrations"]).fetchone()
    if not is_there or not is_there[0]:
        return set()
    return {number for (number,) in connection.execute(f"SELECT number FROM {DATABASE_SCHEMA}.migrations")}
