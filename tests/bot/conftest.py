"""The command in-process: exit code, standard output, standard error."""

import io
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.terminal.cli import main


@dataclass(frozen=True, slots=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def is_one_line(self) -> bool:
        """What goes wrong is said in one sentence."""
        return self.err.count("\n") == 1 and self.err.endswith("。\n")


Run = Callable[..., Ran]


@pytest.fixture
def first_start() -> None:
    """For tests of what happens where nobody has started the program before: `run` puts nothing there."""


@pytest.fixture
def run(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    started_before: Path,
) -> Run:
    """`run("ask", "質問", stdin=…)`, with a data folder of its own and no settings from outside."""
    data_folder = tmp_path / "var"
    untouched = [] if "first_start" in request.fixturenames else [data_folder]
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("SENRYAKU_DATA", str(data_folder))

    def call(*arguments: str, stdin: str | bytes = "") -> Ran:
        while untouched:
            shutil.copytree(started_before, untouched.pop(), dirs_exist_ok=True)
        data = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
        with pytest.raises(SystemExit) as exited:
            main(list(arguments))
        captured = capsys.readouterr()
        return Ran(int(exited.value.code or 0), captured.out, captured.err)

    return call
