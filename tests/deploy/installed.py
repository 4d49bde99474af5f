"""The program as an installation holds it: from the files that are handed over, not from this folder."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

RUN = "import sys; sys.path.insert(0, sys.argv.pop(1)); from bot.terminal.cli import main; main()"


def wheel_of(source: Path, out: Path) -> Path:
    """Built without a network by what `requirements.lock` holds for it."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(out)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    [made] = out.glob("*.whl")
    return made


def unpacked(wheel: Path, folder: Path) -> Path:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run_installed(folder: Path, data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """In the folder of the data, which holds no `.env` and none of our files."""
    outer = {name: value for name, value in os.environ.items() if not name.startswith(("SENRYAKU_", "SLACK_"))}
    return subprocess.run(
        [sys.executable, "-c", RUN, str(folder), *arguments],
        cwd=data,
        env={**outer, "SENRYAKU_DATA": str(data), "PYTHONDONTWRITEBYTECODE": "1"},
        text=True,
        capture_output=True,
        check=False,
    )
