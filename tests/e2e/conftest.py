"""The real program as a process of its own, against the stand-in over real HTTP and real WebSockets."""

import os
import re
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.patience import PATIENCE_S
from tests.program import Programs
from tests.stand_in import NotReachedError, Slack
from tests.world import is_foreign, tokens_of

_PORT = re.compile(r"listening on [\d.]+:(\d+)")


class Program:
    """`senryaku …`, running, with the tokens of `slack` or without any. What it logs is kept line by line."""

    def __init__(self, programs: Programs, slack: Slack | None, data: Path, *arguments: str, **settings: str) -> None:
        keep = {name: value for name, value in os.environ.items() if not is_foreign(name)}
        environment = {**keep, **(tokens_of(slack) if slack else {}), "SENRYAKU_DATA": str(data), **settings}
        (stdin, typed), (said, stderr) = os.pipe(), os.pipe()
        with Path(os.devnull).open("w") as nowhere:
            files = (stdin, nowhere.fileno(), stderr)
            self.process = programs.start(*arguments, environment=environment, folder=data.parent, files=files)
        os.close(stdin)
        os.close(stderr)
        self.stdin = os.fdopen(typed, "w", encoding="utf-8")
        self._stderr = os.fdopen(said, encoding="utf-8")
        self.lines: list[str] = []
        self._came = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self._stderr:
            with self._came:
                self.lines.append(line)
                self._came.notify_all()
        with self._came:
            self._came.notify_all()

    @property
    def log(self) -> str:
        return "".join(self.lines)

    def wait_for_log(self, pattern: str, timeout: float = PATIENCE_S) -> re.Match[str]:
        with self._came:
            found = self._came.wait_for(lambda: re.search(pattern, self.log), timeout)
        if not found:
            raise NotReachedError(f"{pattern} not logged:\n{self.log}")
        return found

    def port(self) -> int:
        return int(self.wait_for_log(_PORT.pattern)[1])

    def stop(self) -> int:
        """SIGTERM; the exit code."""
        return self.end_by(signal.SIGTERM)

    def end_by(self, number: signal.Signals) -> int:
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.ended()

    def type(self, words: str) -> None:
        """Into its standard input, which stays open."""
        self.stdin.write(words)
        self.stdin.flush()

    def ended(self) -> int:
        """The exit code, once it has ended by itself."""
        code = self.process.wait(PATIENCE_S)
        self._reader.join(PATIENCE_S)
        return code

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(PATIENCE_S)

    def close(self) -> None:
        """A test that failed half-way leaves nothing running."""
        self.kill()
        self.stdin.close()
        self._reader.join(PATIENCE_S)
        self._stderr.close()


Start = Callable[..., Program]


@pytest.fixture
def launch(programs: Programs, slack: Slack, tmp_path: Path, started_before: Path) -> Iterator[Start]:
    """`launch("serve", …, SETTING=…)` waits for nothing."""
    data = shutil.copytree(started_before, tmp_path / "var")
    with ExitStack() as stack:

        def launched(*arguments: str, **settings: str) -> Program:
            program = Program(programs, slack, data, *(arguments or ("serve",)), **settings)
            stack.callback(program.close)
            return program

        yield launched


@pytest.fixture
def start(slack: Slack, launch: Start) -> Start:
    """The same; Slack can reach the program when it returns."""

    def started(*arguments: str, **settings: str) -> Program:
        program = launch(*arguments, **settings)
        if "--http" in arguments:
            slack.deliver_to(f"http://127.0.0.1:{program.port()}/slack/events")
        else:
            program.wait_for_log("serving team=")
            slack.wait_connected()
        return program

    return started


def wait_for_faults(slack: Slack, method: str, left: int = 0) -> None:
    """Until every planned fault of `method` has happened, or all but the last ones."""
    until = time.monotonic() + PATIENCE_S
    while slack.faults.left(method) > left:
        assert time.monotonic() < until, f"{method} was not called"
        threading.Event().wait(0.01)
