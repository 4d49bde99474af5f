"""The units of systemd: they are well formed, shut in, and run commands of ours on the folder that is theirs."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.program import Programs

FOLDER = Path(__file__).parents[2] / "docs" / "deploy"
UNITS = sorted([*FOLDER.glob("*.service"), *FOLDER.glob("*.timer")])
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
INSTALLED = "/opt/senryaku/bin/senryaku"
MOST_EXPOSED = "15"  # of 100; what is left is the network, without which there is no Slack
needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze がないため、systemd の設定の検査を飛ばします"
)


@needs_systemd
@pytest.mark.process
def test_systemd_finds_nothing_wrong(tmp_path: Path) -> None:
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace(INSTALLED, sys.executable)  # which is there
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    command = ["systemd-analyze", "verify", "--recursive-errors=no", *(str(tmp_path / unit.name) for unit in UNITS)]
    ran = subprocess.run(command, text=True, capture_output=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


@needs_systemd
@pytest.mark.process
@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_service_is_shut_in(unit: Path) -> None:
    command = ["systemd-analyze", "security", "--offline=true", f"--threshold={MOST_EXPOSED}", "--no-pager", str(unit)]
    ran = subprocess.run(command, text=True, capture_output=True, check=False)
    assert ran.returncode == 0, ran.stdout[-200:]


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_service_runs_a_command_of_ours_on_its_own_folder(unit: Path, programs: Programs, tmp_path: Path) -> None:
    text = unit.read_text(encoding="utf-8")
    [[data, command]] = re.findall(rf"{INSTALLED} --data (\S+) (\w+)", text)
    own = re.findall(r"^StateDirectory=(.+)$", text, re.MULTILINE)[0].split()
    assert Path(data).parent.relative_to("/var/lib").as_posix() in own  # `restore` puts another folder in its place
    ran = programs.captured(command, "--help", environment={}, folder=tmp_path)()
    assert (ran.returncode, ran.stderr) == (0, "")
    assert command in ran.stdout
