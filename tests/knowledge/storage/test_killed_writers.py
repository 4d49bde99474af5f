"""kill -9 at random moments: no acknowledged write is lost, no file becomes unreadable."""

import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.storage.database import Database
from knowledge.storage.health import check_database
from tests.patience import PATIENCE_S

KILLS = 300


def stored_in(folder: Path) -> dict[int, tuple[int, int]]:
    return {d.doc_id: (d["writer"], d["number"]) for d in Database(folder).table("actuals")}


@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
def test_after_300_kills_under_4_writers_every_acknowledged_write_is_there(tmp_path: Path) -> None:
    folder, acknowledgements = tmp_path / "actuals", tmp_path / "acknowledged"
    subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.knowledge.storage.killed_writers",
            str(folder),
            str(acknowledgements),
            str(KILLS),
        ],
        check=True,
        timeout=10 * PATIENCE_S,
        cwd=Path(__file__).parents[3],
    )
    assert check_database(folder).problems == ()
    stored = stored_in(folder)
    lines = acknowledgements.read_text().splitlines()
    acknowledged = {int(id): (int(writer), int(number)) for id, writer, number in map(str.split, lines)}
    assert len(acknowledged) == len(lines) > KILLS
    assert {id: stored.get(id) for id in acknowledged} == acknowledged
    # a killed writer leaves at most the one write that it had not yet acknowledged
    assert len(stored) - len(acknowledged) <= KILLS + 4
    assert sorted(stored) == list(range(1, len(stored) + 1))
    newest = max(folder.glob("*.json"))
    newest.write_bytes(newest.read_bytes()[:-100])
    assert stored_in(folder) == stored, "the generation before, and its journals, hold the same"
