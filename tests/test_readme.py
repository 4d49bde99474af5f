"""Every command of the README runs as printed, and what it shows is what the program says."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ (.+)$", README, re.MULTILINE)
OPENS = "make run"  # stays open until the 「終了」 that `shell` types
ITSELF = "make test"  # this test is part of it; .ci/run runs it in a fresh clone


def shell(command: str, data: Path) -> subprocess.CompletedProcess[str]:
    """As typed at the top of the clone, with the environment of this test run in place of .venv."""
    make = f"make STAMP= BIN={Path(sys.executable).parent}"
    outer = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "SENRYAKU_"))}
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


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.mark.parametrize("command", [command for command in dict.fromkeys(COMMANDS) if command not in (OPENS, ITSELF)])
def test_a_command_of_the_readme_runs_as_printed(command: str, data: Path) -> None:
    ran = shell(command, data)
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stderr
    assert ran.stdout


def test_the_first_command_opens_the_trial_until_somebody_types_the_end(data: Path) -> None:
    ran = shell(OPENS, data)
    assert (ran.returncode, ran.stdout) == (0, "")
    assert re.search(r"http://127\.0\.0\.1:\d+ ", ran.stderr)


@pytest.mark.parametrize("command", re.findall(r"`make run ARGS='?([a-z]+(?: [a-z]+)?)", README))
def test_a_command_named_in_the_text_is_one_of_ours(command: str, data: Path) -> None:
    ran = shell(f"make run ARGS='{command} --help'", data)  # some of them stay open until they are stopped
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stderr
    assert ran.stdout


def test_the_answer_shown_is_the_one_printed(data: Path) -> None:
    [(command, shown)] = re.findall(r"```console\n\$ (make run ARGS='ask [^\n]+')\n(.+?)```", README, re.DOTALL)[:1]
    assert shell(command, data).stdout.startswith(shown)


def test_the_two_commands_of_the_start_are_there() -> None:
    assert {OPENS, ITSELF} <= set(COMMANDS)


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
