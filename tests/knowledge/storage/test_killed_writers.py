"""kill -9 at random moments: no acknowledged write is lost, no file becomes unreadable."""

import sys
from pathlib import Path

import pytest

from tests.reliability.writers import kill_writers, stored_in

KILLS = 100  # `make reliability` does many more


@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
def test_after_kills_under_4_writers_every_acknowledged_write_is_there(tmp_path: Path) -> None:
    after = kill_writers(tmp_path, KILLS)
    assert (after.problems, after.lost, after.doubled) == ((), 0, 0)
    assert len(after.noted) > KILLS
    # a killed writer leaves at most the one write that it had not yet acknowledged
    assert len(after.stored) - len(after.noted) <= KILLS + 4
    assert sorted(after.stored) == list(range(1, len(after.stored) + 1))
    newest = max((tmp_path / "actuals").glob("*.json"))
    newest.write_bytes(newest.read_bytes()[:-100])
    assert stored_in(tmp_path / "actuals") == after.stored, "the generation before, and its journals, hold the same"
