"""A PostgreSQL server of the tests' own: made in a temporary folder, on loopback, gone with the session.

What the server does with fsync is left as it is: what is tested is what an office would run.
"""

import getpass
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import pytest

from knowledge.storage.place import RecordPlace
from knowledge.storage.server import Server, server_at
from tests.patience import PATIENCE_S

PASSWORD = "himitsu-no-kagi"
MISSING = "PostgreSQL のサーバー（Debian では postgresql）がないため、飛ばしました。"
NO_DRIVER = "psycopg がないため、飛ばしました。"
MADE_ANYHOW = ("nobody", "postgres")  # the server refuses to be run by root


def binaries() -> Path | None:
    """The folder of the newest server that is installed."""
    on_path = shutil.which("initdb")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return Path(on_path).resolve().parent if on_path else found[-1].parent if found else None


@dataclass
class Cluster:
    """`restart` and `kill` may be called as often as one likes: clients come back by themselves."""

    folder: Path
    bin: Path
    port: int
    user: str = ""  # of the system, where this process is run by root
    settings: tuple[str, ...] = ()
    _server: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return f"postgresql://senryaku:{PASSWORD}@127.0.0.1:{self.port}/postgres"

    def make(self) -> None:
        password = self.folder / "password"
        password.write_text(PASSWORD)
        if self.user:
            account = pwd.getpwnam(self.user)
            for path in (self.folder, password):
                os.chown(path, account.pw_uid, account.pw_gid)
        subprocess.run(
            [
                *(f"{self.bin}/initdb", "-D", f"{self.folder}/data", "-U", "senryaku", "-A", "scram-sha-256"),
                *("--pwfile", str(password), "-E", "UTF8", "--locale", "C", "--no-instructions"),
            ],
            check=True,
            capture_output=True,
            user=self.user or None,
            extra_groups=[] if self.user else None,
        )

    def start(self) -> None:
        options = ["listen_addresses=127.0.0.1", f"unix_socket_directories={self.folder}", *self.settings]
        with (self.folder / "log").open("ab") as log:
            self._server = subprocess.Popen(
                [
                    *(f"{self.bin}/postgres", "-D", f"{self.folder}/data", "-p", str(self.port)),
                    *(part for option in options for part in ("-c", option)),
                ],
                stdout=log,
                stderr=log,
                user=self.user or None,
                extra_groups=[] if self.user else None,
            )
        wait_for(self._is_up, "PostgreSQL does not start")

    def stop(self, signal: str = "INT") -> None:
        """INT ends it at once and in order; QUIT as if it had crashed."""
        if self._server:
            subprocess.run(["kill", f"-{signal}", str(self._server.pid)], check=True)
            self._server.wait(PATIENCE_S)
            self._server = None

    def restart(self, signal: str = "INT") -> None:
        self.stop(signal)
        self.start()

    def _is_up(self) -> bool:
        ready = [f"{self.bin}/pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(ready, check=False).returncode == 0


def wait_for(is_so: Callable[[], bool], what: str, patience_s: float = PATIENCE_S) -> None:
    ends_at = time.monotonic() + patience_s
    while not is_so():
        assert time.monotonic() < ends_at, what
        time.sleep(0.02)


@contextmanager
def running_cluster(*settings: str) -> Iterator[Cluster]:
    """Skips where there is nothing to run."""
    bin = binaries()
    if bin is None:
        pytest.skip(MISSING)
    pytest.importorskip("psycopg_pool", reason=NO_DRIVER)
    is_root = getpass.getuser() == "root" or os.geteuid() == 0
    user = next((name for name in reversed(MADE_ANYHOW) if _is_known(name)), "") if is_root else ""
    folder = Path(tempfile.mkdtemp(prefix="senryaku-pg-"))
    cluster = Cluster(folder=folder, bin=bin, port=_free_port(), user=user, settings=settings)
    try:
        cluster.make()
        cluster.start()
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _is_known(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as bound:
        port: int = bound.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """One for all tests of a session: each has a city of its own there."""
    with running_cluster() as running:
        yield running
        server_at(running.url).connections.close()


@pytest.fixture
def server(cluster: Cluster) -> Server:
    """The records of a city that is not there yet."""
    return server_at(cluster.url).of_city(uuid4().hex)


def server_of_its_own(cluster: Cluster) -> Server:
    """A database where nothing is yet, not even what all cities share."""
    name = f"own_{uuid4().hex}"
    with server_at(cluster.url).connections.own() as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return server_at(cluster.url.removesuffix("postgres") + name)


def address(place: RecordPlace) -> str:
    """For another process, which finds the place by `place_at`."""
    return str(place) if isinstance(place, Path) else f"{place.connections.url}#{place.city}"


def place_at(address: str) -> RecordPlace:
    url, _, city = address.rpartition("#")
    return server_at(url).of_city(city) if url else Path(address)


@pytest.fixture(params=["folder", pytest.param("postgresql", marks=pytest.mark.process)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> RecordPlace:
    """Where a store's records are: what holds of it holds at both."""
    found: RecordPlace = tmp_path if request.param == "folder" else request.getfixturevalue("server")
    return found
