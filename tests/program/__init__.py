"""`senryaku` as a process of its own, without a second of imports at each start.

One process has imported everything and forks; what it forks is the program with its own pipes, environment, folder,
signals and exit code, and ends as any interpreter does. test_documents starts some from the shell.
"""

import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

ROOT = Path(__file__).parents[2]
PATIENCE_S = 90.0
Ended = Callable[[], subprocess.CompletedProcess[str]]


class Program:
    """One that runs, in the shape of `subprocess.Popen`."""

    def __init__(self, told: int) -> None:
        self._told = os.fdopen(told, "rb", buffering=0)
        self.pid = int(self._told.readline())
        self.returncode: int | None = None

    def wait(self, timeout: float | None = None) -> int:
        """The exit code; the negative number of the signal that killed it."""
        if self.returncode is None:
            if not select.select([self._told], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(f"program {self.pid}", timeout or 0)
            self.returncode = int(self._told.readline())
            self._told.close()
        return self.returncode

    def poll(self) -> int | None:
        try:
            return self.wait(0)
        except subprocess.TimeoutExpired:
            return None

    def send_signal(self, number: signal.Signals) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


class Programs:
    def __init__(self, door: socket.socket) -> None:
        self._door = door

    def start(
        self, *arguments: str, environment: Mapping[str, str], folder: Path, files: tuple[int, int, int]
    ) -> Program:
        """`files`: what is to be its standard input, output and error; they stay open here."""
        told, tells = os.pipe()
        asked = {"arguments": arguments, "environment": dict(environment), "folder": str(folder)}
        socket.send_fds(self._door, [json.dumps(asked).encode()], [*files, tells])
        os.close(tells)
        return Program(told)

    def captured(
        self, *arguments: str, environment: Mapping[str, str], folder: Path, output: int | None = None
    ) -> Ended:
        """Started, with nothing to read; what is returned waits for its end. `output`: a file to write to instead."""
        out, err = TemporaryFile(), TemporaryFile()  # noqa: SIM115  # `_written` closes them
        with Path(os.devnull).open() as nothing:
            files = (nothing.fileno(), out.fileno() if output is None else output, err.fileno())
            program = self.start(*arguments, environment=environment, folder=folder, files=files)

        def ended() -> subprocess.CompletedProcess[str]:
            code = program.wait(PATIENCE_S)
            return subprocess.CompletedProcess(arguments, code, _written(out), _written(err))

        return ended


def _written(file: IO[bytes]) -> str:
    with file:
        file.seek(0)
        return file.read().decode()


@contextmanager
def started_programs() -> Iterator[Programs]:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = [sys.executable, "-m", "tests.program.forking", str(theirs.fileno())]
    one_thread = {"OPENBLAS_NUM_THREADS": "1"}  # a fork takes only the thread that forks along
    settings = {**os.environ, **one_thread}
    with ours, subprocess.Popen(command, pass_fds=[theirs.fileno()], cwd=ROOT, env=settings) as server:
        theirs.close()
        try:
            yield Programs(ours)
        finally:
            ours.close()  # else it is waited for without an end, also by whoever fails
            server.wait()
