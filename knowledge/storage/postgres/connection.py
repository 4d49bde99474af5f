"""Connections to the server, shared by the threads of a process; what goes wrong there, in words for people.

A connection that was lost is replaced when the next one is asked for: nothing has to be started again.
"""

import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import psycopg
from psycopg import Connection, errors
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg_pool import ConnectionPool, PoolTimeout

from knowledge.model.errors import (
    AmbiguousDatabaseUrlError,
    BadDatabaseUrlError,
    BusyDatabaseError,
    DatabaseDownError,
    FullDatabaseError,
)
from knowledge.storage.postgres.migrations import DATABASE_SCHEMA, migrate

log = logging.getLogger(__name__)
logging.getLogger("psycopg.pool").setLevel(logging.ERROR)  # what it tells of outages is told once, here

MOST_CONNECTIONS = 16  # for a replica's workers: a question holds one for a few milliseconds
WAIT_S = 2.0  # Slack waits three seconds
RECONNECT_S = 4.0  # after which the pool gives up, and begins anew with whoever asks next
LOCK_WAIT_S = 10
CHECK_ADDRESS = (
    "接続先（SENRYAKU_DATABASE_URL）のユーザー名・パスワード・ホスト・ポート・データベース名を確かめてください。"
)
MISADDRESSED = (
    *("authentication failed", "no password supplied", "no pg_hba.conf entry", "does not exist"),
    *("failed to resolve host", "could not translate host name", "invalid port number"),
)
"""What libpq, psycopg and servers that speak English say of an address that leads nowhere."""
_OPTIONS = (
    f"-c search_path={DATABASE_SCHEMA} -c lock_timeout={LOCK_WAIT_S}s -c timezone=UTC -c client_encoding=UTF8 "
    "-c synchronous_commit=on -c default_transaction_isolation=read\\ committed"
)
_SETTINGS: Mapping[str, str | int | None] = {
    "connect_timeout": 2,
    "application_name": "senryaku",
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}


class Connections:
    """The pool, and which thread is in a transaction on which of its connections."""

    def __init__(self, url: str) -> None:
        """Raises BadDatabaseUrlError or AmbiguousDatabaseUrlError. Connects when somebody asks for a connection."""
        try:
            if not url.startswith(("postgresql://", "postgres://")):
                raise BadDatabaseUrlError
            if _is_ambiguous(url):
                raise AmbiguousDatabaseUrlError
            given: dict[str, Any] = dict(conninfo_to_dict(url))
            if not str(given.get("port") or "").replace(",", "").isdecimal() and given.get("port"):
                raise BadDatabaseUrlError  # a password without a host, perhaps
        except psycopg.ProgrammingError:
            raise BadDatabaseUrlError from None  # what it says holds the URL
        options = " ".join(filter(None, [str(given.get("options") or ""), _OPTIONS]))
        self._conninfo = make_conninfo(**{**_SETTINGS, **given, "options": options})
        self.url = url  # with the password: it goes into no text
        self.name = f"{given.get('host') or 'localhost'}:{given.get('port') or 5432}/{given.get('dbname') or ''}"
        self._of_thread = threading.local()
        self._opening = threading.Lock()
        self.columns: Mapping[str, Mapping[str, str]] = {}
        """Of each table, what a field of a record may be kept in: type by name. Known once something was asked."""

    def __repr__(self) -> str:
        return f"Connections({self.name})"

    @cached_property
    def _pool(self) -> ConnectionPool:
        return ConnectionPool(
            self._conninfo,
            kwargs={"autocommit": True, "prepare_threshold": 2},
            min_size=0,
            max_size=MOST_CONNECTIONS,
            open=True,
            check=ConnectionPool.check_connection,
            timeout=WAIT_S,
            max_idle=300.0,
            reconnect_timeout=RECONNECT_S,
            name="records",
        )

    def told(self) -> str:
        """By a connection of its own: the pool would not say why there is none."""
        with self._told(), Connection.connect(self._conninfo) as connection:
            version = connection.info.parameter_status("server_version")
        return f"PostgreSQL {version}（{self.name}）"

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """The one of this thread's transaction, else one on which each statement stands for itself."""
        if (current := self.current) is not None:
            yield current
            return
        with self._told(), self._pooled() as connection:
            yield connection

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Of this thread, begun by whoever asks first and ended when they end: all of it or nothing."""
        if (current := self.current) is not None:
            yield current
            return
        with self._told(), self._pooled() as connection, connection.transaction():
            self._of_thread.connection, self._of_thread.locked = connection, set()
            try:
                yield connection
            finally:
                self._of_thread.connection = None

    @contextmanager
    def apart(self) -> Iterator[Connection]:
        """A connection that has nothing to do with this thread's transaction."""
        with self._told(), self._pooled() as connection:
            yield connection

    @contextmanager
    def own(self) -> Iterator[Connection]:
        """One beside the pool, for as long as the program runs. Raises psycopg.Error."""
        with Connection.connect(self._conninfo, autocommit=True) as connection:
            yield connection

    @property
    def current(self) -> Connection | None:
        """Of the transaction that this thread is in."""
        return getattr(self._of_thread, "connection", None)

    @property
    def locked(self) -> set[str]:
        """What this thread's transaction has locked something of."""
        found: set[str] = self._of_thread.locked
        return found

    def close(self) -> None:
        """Every connection goes; whoever asks for one makes a new pool."""
        if pool := self.__dict__.pop("_pool", None):
            pool.close()

    @contextmanager
    def _pooled(self) -> Iterator[Connection]:
        with self._opening:
            pool = self._pool
        with pool.connection() as connection:
            if not self.columns:
                with self._opening:
                    if applied := migrate(connection):
                        log.info("database %s: %s", self.name, ", ".join(applied))
                    self.columns = _columns(connection)
            yield connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        """The driver's words may hold what stands in the URL: they go nowhere, not even into the log."""
        try:
            yield
        except (errors.LockNotAvailable, errors.DeadlockDetected, errors.SerializationFailure) as error:
            raise BusyDatabaseError from error
        except (errors.DiskFull, errors.ReadOnlySqlTransaction, errors.InsufficientPrivilege) as error:
            log.warning("database %s: %s", self.name, type(error).__name__)
            raise FullDatabaseError from error
        except (psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout) as error:
            log.info("database %s: %s", self.name, type(error).__name__)
            if self._is_misaddressed(error):
                raise DatabaseDownError(self.name, CHECK_ADDRESS) from None
            raise DatabaseDownError(self.name) from None

    def _is_misaddressed(self, error: Exception) -> bool:
        """Whether waiting will not help. What answered before is away: then its name may be unknown meanwhile, too."""
        if self.columns:
            return False
        if isinstance(error, PoolTimeout):  # which does not say why
            try:
                with self.own():
                    return False
            except psycopg.Error as why:
                error = why
        return any(words in str(error) for words in MISADDRESSED)


def _is_ambiguous(url: str) -> bool:
    """Whether the user's part may end at more than one place."""
    _, _, rest = url.partition("://")
    return rest.count("@") > 1 or ("/" in rest.partition("@")[0] and "@" in rest)


def _columns(connection: Connection) -> Mapping[str, Mapping[str, str]]:
    columns: dict[str, dict[str, str]] = {}
    for table, name, kind in connection.execute(
        "SELECT table_name, column_name, data_type FROM information_schema.columns"
        " WHERE table_schema = %s AND is_generated = 'NEVER' ORDER BY table_name, ordinal_position",
        [DATABASE_SCHEMA],
    ):
        columns.setdefault(table, {})[name] = kind
    return columns
