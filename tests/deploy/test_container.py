"""The Dockerfile and the compose files, as far as they can be tried where no container engine is."""

import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from bot.config.settings_table import settings_table
from tests.deploy.installed import run_installed, unpacked, wheel_of

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
_, BUILT, RUNNING = DOCKERFILE.replace("\\\n", " ").split("\nFROM ")
COMPOSE = sorted(ROOT.glob("compose*.yaml"))
HARDENED = ("read_only: true", "cap_drop: [ALL]", 'security_opt: ["no-new-privileges:true"]', "tmpfs: [/tmp")
PORT = "8080"


def copied() -> list[str]:
    """What the first stage takes from this folder."""
    return [name for given in re.findall(r"^COPY (.+) \S+$", BUILT, re.MULTILINE) for name in given.split()]


def test_nothing_is_sent_to_the_engine_but_what_is_copied() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if not line.startswith("#")]
    assert rules[0] == "*"
    assert {line.removeprefix("!") for line in rules[1:] if line.startswith("!")} == set(copied())


@pytest.mark.process
def test_what_is_copied_is_enough_to_install_and_answer(tmp_path: Path) -> None:
    source, data = tmp_path / "source", tmp_path / "data"
    source.mkdir()
    data.mkdir()
    for name in copied():
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, source)
    installed = unpacked(wheel_of(source, tmp_path / "dist"), tmp_path / "installed")
    before = {path: path.stat().st_mtime_ns for path in installed.rglob("*")}
    answered = run_installed(installed, data, "ask", "待機児童数の目標値は？")
    assert (answered.returncode, answered.stderr) == (0, "")
    assert "待機児童数" in answered.stdout
    sheet = run_installed(installed, data, "sheet", "p3-12", "-o", str(tmp_path / "sheet.pdf"))
    assert (sheet.returncode, (tmp_path / "sheet.pdf").read_bytes()[:5]) == (0, b"%PDF-")
    assert {path: path.stat().st_mtime_ns for path in installed.rglob("*")} == before  # its root is read-only


def test_what_only_builds_is_taken_out_again() -> None:
    """By the lock file's own word on who needs what."""
    entries = re.split(r"\n(?=\S)", (ROOT / "requirements.lock").read_text(encoding="utf-8"))
    builds = {"hatchling"}
    for entry in entries:
        needed_by = set(re.findall(r"^    # (?:via )?(?:  )?([a-z][\w-]+)", entry, re.MULTILINE)) - {"via"}
        if needed_by == {"hatchling"}:
            builds.add(entry.partition("==")[0])
    extras = (ROOT / "requirements-extras.lock").read_text(encoding="utf-8")
    builds -= set(re.findall(r"^([\w-]+)==", extras, re.MULTILINE))
    [taken] = re.findall(r"pip uninstall --yes (.+)", BUILT)
    assert set(taken.split()) == {*builds, "pip"}
    [running] = re.findall(r"apt-get install .*?recommends (.+?) &&", RUNNING)
    assert running.split() == ["ca-certificates", "python3"]


def test_it_runs_as_nobody_special_and_keeps_its_data_in_the_volume() -> None:
    settings = dict(re.findall(r"(\w+)=(\S+)", re.findall(r"^ENV (.+)$", RUNNING, re.MULTILINE)[0]))
    [[user, group]] = re.findall(r"^USER (\d+):(\d+)$", RUNNING, re.MULTILINE)
    assert f"useradd --system --uid {user} " in RUNNING
    assert f"groupadd --system --gid {group} " in RUNNING
    assert "find / -xdev -type f -perm /6000 -exec chmod a-s {} +" in RUNNING  # none of Debian's makes anybody root
    [volume] = re.findall(r"^VOLUME (.+)$", RUNNING, re.MULTILINE)
    assert Path(settings["SENRYAKU_DATA"]).parent == Path(volume)  # `restore` puts one folder in place of another
    assert settings["SENRYAKU_HEALTH_PORT"] == PORT
    assert f"EXPOSE {PORT}" in RUNNING


@contextmanager
def answering(status: int) -> Iterator[int]:
    class Health(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name that the library calls
            self.send_response(status if self.path == "/healthz" else 404)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Health) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def health_check(port: int) -> int:
    [command] = re.findall(r'CMD \["python3", "-c", "(.+?)"\]', RUNNING)
    code = command.replace(PORT, str(port))
    proxied = {"http_proxy": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9"}
    return subprocess.run([sys.executable, "-c", code], env=proxied, capture_output=True, check=False).returncode


def test_the_health_check_fails_for_a_bot_that_is_not_well_or_not_there() -> None:
    with answering(200) as port:
        assert health_check(port) == 0
    assert health_check(port) == 1
    with answering(503) as port:
        assert health_check(port) == 1


@pytest.mark.parametrize("file", COMPOSE, ids=lambda file: file.name)
def test_the_bot_may_write_its_data_and_nothing_else(file: Path) -> None:
    services = re.split(r"\n(?=  \w+:\n)", file.read_text(encoding="utf-8").partition("services:")[2])
    ours = [service for service in services if "image: senryaku\n" in service]
    assert len(ours) == 1
    assert [word for word in HARDENED if word not in ours[0]] == []
    assert "/data" in ours[0]


def test_settings_are_named_as_the_program_reads_them() -> None:
    known = {row.name for row in settings_table()}
    files = [ROOT / "Dockerfile", *COMPOSE, *(ROOT / "docs" / "deploy").iterdir()]
    for file in files:
        named = set(re.findall(r"\b(?:SENRYAKU|SLACK)_[A-Z_]+", file.read_text(encoding="utf-8")))
        assert named <= known, file.name
