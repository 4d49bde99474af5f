"""Every command of the README runs as printed, and what it shows is what the program says."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.program import Programs

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ (.+)$", README, re.MULTILINE)
OPENS = "make run"  # stays open until the 「終了」 that `shell` types
Started = Callable[..., subprocess.CompletedProcess[str]]
OF_THE_PROGRAM = re.compile(r"make run ARGS=(.+)")


def shell(command: str, data: Path) -> subprocess.CompletedProcess[str]:
    """As typed at the top of the clone, with the environment of this test run in place of .venv."""
    make = f"make INSTALLED= TOOLS= BIN={Path(sys.executable).parent}"
    outer = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "ARGS", "SENRYAKU_"))}
    environment = {**outer, "SENRYAKU_DATA": str(data)}  # not a sub-make of `make test`, which would announce itself
    return subprocess.run(
        command.replace("make", make, 1),
        shell=True,
        cwd=ROOT,
        env=environment,
        input="終了\n",
        text=True,
        capture_output=True,
        check=False,
    )


def arguments_of(command: str) -> list[str]:
    """What the shell and then make's shell hand to the program."""
    found = OF_THE_PROGRAM.fullmatch(command)
    assert found, command
    [quoted] = shlex.split(found[1])
    return shlex.split(quoted)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture
def program(data: Path, programs: Programs) -> Started:
    """At the top of the clone, with the data that the commands before have left: a command may need it."""
    outer = {name: value for name, value in os.environ.items() if not name.startswith("SENRYAKU_")}
    environment = {**outer, "SENRYAKU_DATA": str(data)}
    return lambda *arguments: programs.captured(*arguments, environment=environment, folder=ROOT)()


@pytest.mark.parametrize("command", [command for command in dict.fromkeys(COMMANDS) if OF_THE_PROGRAM.match(command)])
def test_a_command_of_the_readme_runs_as_printed(command: str, program: Started) -> None:
    ran = program(*arguments_of(command))
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stderr
    assert ran.stdout


@pytest.mark.process
def test_the_first_command_opens_the_trial_until_somebody_types_the_end(data: Path) -> None:
    ran = shell(OPENS, data)
    assert (ran.returncode, ran.stdout) == (0, ""), ran.stderr
    assert re.search(r"http://127\.0\.0\.1:\d+ ", ran.stderr)


@pytest.mark.parametrize("command", re.findall(r"`make run ARGS='?([a-z]+(?: [a-z]+)?)", README))
def test_a_command_named_in_the_text_is_one_of_ours(command: str, program: Started) -> None:
    ran = program(*command.split(), "--help")  # some of them stay open until they are stopped
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stderr
    assert ran.stdout


@pytest.mark.process
def test_the_answer_shown_is_the_one_printed(data: Path) -> None:
    [(command, shown)] = re.findall(r"```console\n\$ (make run ARGS='ask [^\n]+')\n(.+?)```", README, re.DOTALL)[:1]
    ran = shell(command, data)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith(shown)


def test_what_is_typed_otherwise_is_a_target_of_the_makefile() -> None:
    """.ci/run runs `make test` in a fresh clone; it, `make check` and the like hold this test and are not run here."""
    others = [command for command in COMMANDS if not OF_THE_PROGRAM.match(command)]
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert {OPENS, "make test"} <= set(others) <= {f"make {target}" for target in targets}


@pytest.mark.process
def test_python_shown_for_engineers_runs() -> None:
    [code] = re.findall(r"```python\n(.+?)```", README, re.DOTALL)
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, text=True, capture_output=True, check=True)
    assert "'1'" in ran.stdout


def test_no_file_names_a_registry_or_a_machine() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, text=True, capture_output=True, check=True).stdout
    named = re.compile(r"pypi\.|index-url\s*=|--index-url|(?<![\w.])/(?:home|root|work|Users)/\w")
    for name in listed.split("\0"):
        path = ROOT / name
        if not path.is_file() or path == Path(__file__) or path.suffix in (".woff2", ".png"):
            continue
        assert not named.search(path.read_text(encoding="utf-8", errors="ignore")), name
