"""The README and docs/: every command runs as printed, every link leads somewhere, what is shown is what comes.

In a block of `console` a line with `$` is typed at the top of the clone, one after the other with the data that the
ones before have left. A line with `#` is an administrator's on a server; it is looked at here, and run by
`python -m tests.deploy.as_root`.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from bot.terminal.commands import COMMANDS
from tests.e2e.conftest import Program
from tests.program import Programs
from tests.stand_in import Slack
from tests.world import is_foreign, tokens_of

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
DOCUMENTS = (README, *sorted((ROOT / "docs").glob("*.md")))
NEWCOMERS = ("start.md", "README.md")  # no start before, no settings until the README says so
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OPENS = "make run"  # stays open until the 「終了」 that `shell` types
STAYS = {"serve": r"serving team=", "mcp": r"listening on"}  # what a command says once it is up
OF_THE_PROGRAM = re.compile(r"make run ARGS=(.+)")
NOT_RUN = (OPENS, "make test", "make bundle", "make extras")  # has a test of its own, holds this one, need a network
MOST_LINES, MOST_BYTES = 150, 100_000
ADMINISTRATORS = {
    *("apt-get", "python3", "install", "useradd", "userdel", "rm", "ls", "sh", "systemctl", "journalctl", "docker"),
    *("runuser", "sed"),
    *("senryaku", "/opt/senryaku/bin/senryaku", "/opt/senryaku/bin/pip"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A command and the first lines of what comes of it, "" where nothing is shown."""

    command: str
    output: str


def blocks(document: Path, kind: str) -> list[str]:
    return [text for named, text in BLOCK.findall(document.read_text(encoding="utf-8")) if named == kind]


def typed(document: Path, prompt: str) -> Iterator[Shown]:
    for block in blocks(document, "console"):
        for part in re.split(r"^(?=[$#] )", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            if command.startswith(prompt):
                yield Shown(command.removeprefix(prompt).strip(), output)


def in_text(document: Path) -> list[str]:
    """What stands between backticks outside of blocks."""
    return re.findall(r"`([^`\n]+)`", BLOCK.sub("", document.read_text(encoding="utf-8")))


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """As typed at the top of the clone, with the environment of this test run in place of .venv."""
    make = f"make INSTALLED= TOOLS= BIN={Path(sys.executable).parent}"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "ARGS"))}
    return subprocess.run(
        re.sub(r"\bmake\b", make, command, count=1),
        shell=True,
        cwd=folder,
        env={name: value for name, value in environment.items() if not is_foreign(name)},
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


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """This folder as somebody has fetched it: without settings and records; what is written there is thrown away."""
    for path in ROOT.iterdir():
        if path.name not in (".env", ".git", "var", "build"):
            (tmp_path / path.name).symlink_to(path)
    return tmp_path


def environment_of_nobody() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not is_foreign(name)}


@pytest.fixture(scope="module")
def ask_for_help(programs: Programs, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    folder = tmp_path_factory.mktemp("helped")

    @cache
    def told(words: str) -> str:
        started = programs.captured(*words.split(), "--help", environment=environment_of_nobody(), folder=folder)
        ran = started()
        assert (ran.returncode, ran.stderr) == (0, ""), words
        return ran.stdout

    return told


def assert_ours(words: list[str], ask_for_help: Callable[[str], str]) -> None:
    """A command of ours with options of its own."""
    if words[:1] == ["--data"]:
        words = words[2:]
    if words in (["--version"], ["--help"]):
        return
    help_page, named = ask_for_help(words[0]), words[0]
    if "コマンド …" in help_page.partition("\n")[0] and len(words) > 1 and not words[1].startswith("-"):
        if re.search(rf"^  {re.escape(words[1])} ", help_page, re.MULTILINE):
            named = " ".join(words[:2])
        else:
            assert words[0] == "gaps", words  # which is a command itself
    help_page = ask_for_help(named)
    for option in words:
        if option.startswith("--"):
            assert option in help_page, words


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_the_commands_of_a_document_run_in_its_order(
    document: Path, clone: Path, programs: Programs, slack: Slack, started_before: Path
) -> None:
    if document.name not in NEWCOMERS:
        shutil.copytree(started_before, clone / "var")
    text = document.read_text(encoding="utf-8")
    tokens = "".join(f"{name}={value}\n" for name, value in tokens_of(slack).items())
    named_at = text.find("\nSLACK_BOT_TOKEN=") if document.name in NEWCOMERS else 0
    for shown in typed(document, "$ "):
        if 0 <= named_at < text.index(f"$ {shown.command}") and not (clone / ".env").exists():
            (clone / ".env").write_text(tokens, encoding="utf-8")
        if shown.command in NOT_RUN:
            continue
        if not OF_THE_PROGRAM.match(shown.command):
            ran = shell(shown.command, clone)
            assert ran.returncode == 0, (shown.command, ran.stderr)
            continue
        arguments = arguments_of(shown.command)
        if arguments[0] in STAYS:
            program = Program(programs, slack, clone / "var", *arguments)
            program.wait_for_log(STAYS[arguments[0]])
            assert program.stop() == 0, shown.command
            program.close()
            continue
        ran = programs.captured(*arguments, environment=environment_of_nobody(), folder=clone)()
        assert ran.returncode == 0, (shown.command, ran.stdout, ran.stderr)
        assert ran.stdout or ran.stderr, shown.command
        assert ran.stdout.startswith(shown.output), shown.command


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_a_command_named_in_the_text_is_one_of_ours(document: Path, ask_for_help: Callable[[str], str]) -> None:
    for named in in_text(document):
        in_make = OF_THE_PROGRAM.fullmatch(named)
        if "…" in named or "=" in named.removeprefix("make run ARGS="):
            continue  # a line of a log, a setting
        words = arguments_of(named) if in_make else named.removeprefix("senryaku ").split()
        if words and words[0] in COMMANDS:
            assert_ours(words, ask_for_help)


@pytest.mark.process
def test_the_first_command_opens_the_trial_until_somebody_types_the_end(clone: Path) -> None:
    ran = shell(OPENS, clone)
    assert (ran.returncode, ran.stdout) == (0, ""), ran.stderr
    assert re.search(r"http://127\.0\.0\.1:\d+ ", ran.stderr)


def test_what_is_not_run_is_a_target_of_the_makefile() -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    for document in DOCUMENTS:
        named = {shown.command for shown in typed(document, "$ ")} | {*in_text(document)}
        for command in named:
            if re.fullmatch(r"make [a-z]+", command):
                assert command.removeprefix("make ") in targets, (document.name, command)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_an_administrators_commands_name_what_is_there(document: Path, ask_for_help: Callable[[str], str]) -> None:
    deployed = {path.name for path in (ROOT / "docs" / "deploy").iterdir()}
    for shown in typed(document, "# "):
        words = shlex.split(shown.command)
        assert words[0] in ADMINISTRATORS, shown.command
        if ">" in words:
            deployed.add(Path(words[-1]).name)
        for word in words:
            name = Path(word).name
            if word.startswith("docs/") or word == "requirements.lock":
                assert (ROOT / word).is_file(), shown.command
            if name.endswith((".service", ".timer", ".sh")):
                assert name in deployed, shown.command
        if words[0].endswith("senryaku"):
            assert_ours(words[1:], ask_for_help)
        if words[:2] == ["docker", "compose"]:
            assert_of_compose(words[2:], ask_for_help)


def assert_of_compose(words: list[str], ask_for_help: Callable[[str], str]) -> None:
    file = "compose.yaml"
    if words[0] == "--file":
        _, file, *words = words
    services = (ROOT / file).read_text(encoding="utf-8")
    if words[0] in ("run", "exec"):
        service, *rest = [word for word in words[1:] if word not in ("-T", "--rm")]
        assert f"\n  {service}:\n" in services, words
        assert_ours(rest[1:] if words[0] == "exec" else rest, ask_for_help)


def test_what_an_assistant_is_told_to_start_is_ours(ask_for_help: Callable[[str], str]) -> None:
    [shown] = blocks(ROOT / "docs" / "programs.md", "json")
    [server] = json.loads(shown)["mcpServers"].values()
    assert server["command"].endswith("/.venv/bin/senryaku")
    assert_ours(server["args"], ask_for_help)
    assert server["args"][-1] == "mcp"


def test_every_link_leads_somewhere() -> None:
    for document in (*DOCUMENTS, ROOT / "CONTRIBUTING.md"):
        for to in re.findall(r"\]\((?!https?:)([^)]+)\)", document.read_text(encoding="utf-8")):
            path, _, anchor = to.partition("#")
            target = document.parent / path if path else document
            assert target.exists(), (document.name, to)
            if anchor:
                assert anchor in {_anchor(head) for head in _heads(target)}, (document.name, to)


def _heads(document: Path) -> list[str]:
    return re.findall(r"^#+ (.+)$", BLOCK.sub("", document.read_text(encoding="utf-8")), re.MULTILINE)


def _anchor(head: str) -> str:
    """As GitHub makes it of a heading."""
    return re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-")


def test_the_readme_is_short_and_shows_the_program_as_it_is() -> None:
    text = README.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MOST_LINES
    [[description, name]] = re.findall(r"!\[(.+)\]\((.+)\)", text)
    assert len(description) > 20
    picture = ROOT / name
    assert picture.stat().st_size < MOST_BYTES
    with Image.open(picture) as opened:
        assert opened.width > 1000


def test_the_newest_release_of_the_changelog_is_this_one() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    coming, newest, *_ = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert coming == "次の版"
    assert re.fullmatch(rf"{re.escape(version)}（\d{{4}}-\d\d-\d\d）", newest)


def test_every_document_is_named_in_the_readme_or_in_one_that_is() -> None:
    told = "".join(path.read_text(encoding="utf-8") for path in (*DOCUMENTS, ROOT / "CONTRIBUTING.md"))
    for document in DOCUMENTS[1:]:
        assert document.name in told


@pytest.mark.process
def test_python_shown_for_engineers_runs() -> None:
    [code] = blocks(ROOT / "docs" / "architecture.md", "python")
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, text=True, capture_output=True, check=True)
    assert "'1'" in ran.stdout


def test_no_file_names_a_registry_or_a_machine() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, text=True, capture_output=True, check=True).stdout
    named = re.compile(r"pypi\.|index-url\s*=|--index-url|(?<![\w.])/(?:home|root|work|Users)/\w")
    for name in listed.split("\0"):
        path = ROOT / name
        if not path.is_file() or path == Path(__file__) or path.suffix in (".woff2", ".png", ".xz"):
            continue
        assert not named.search(path.read_text(encoding="utf-8", errors="ignore")), name
