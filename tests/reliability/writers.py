"""Four writers of one database, killed with -9 at random moments: is every acknowledged write there, and once?"""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from knowledge.storage.database import Database
from knowledge.storage.health import check_database
from tests.patience import PATIENCE_S
from tests.reliability.row import Row, Trial

ROOT = Path(__file__).parents[2]
SECONDS_A_KILL = 2  # at most, on a busy machine


@dataclass(frozen=True, slots=True)
class Aftermath:
    """By id: writer and number of the entry. `noted` in the order of acknowledgement, doubles included."""

    noted: tuple[tuple[int, tuple[int, int]], ...]
    stored: dict[int, tuple[int, int]]
    problems: tuple[str, ...]

    @property
    def lost(self) -> int:
        return sum(self.stored.get(id) != entry for id, entry in self.noted)

    @property
    def doubled(self) -> int:
        """Ids given twice, and entries stored twice."""
        ids, entries = {id for id, _ in self.noted}, set(self.stored.values())
        return len(self.noted) - len(ids) + len(self.stored) - len(entries)


def kill_writers(folder: Path, kills: int) -> Aftermath:
    """`folder`/actuals is the database that they write to."""
    database, acknowledged = folder / "actuals", folder / "acknowledged"
    program = "tests.reliability.killed_writers"
    subprocess.run(
        [sys.executable, "-m", program, str(database), str(acknowledged), str(kills)],
        check=True,
        timeout=max(10 * PATIENCE_S, SECONDS_A_KILL * kills),
        cwd=ROOT,
    )
    lines = (tuple(map(int, line.split())) for line in acknowledged.read_text().splitlines())
    noted = tuple((id, (writer, number)) for id, writer, number in lines)
    return Aftermath(noted, stored_in(database), check_database(database).problems)


def stored_in(database: Path) -> dict[int, tuple[int, int]]:
    return {d.doc_id: (d["writer"], d["number"]) for d in Database(database).table("actuals")}


def _writers(kills: int) -> Row:
    with TemporaryDirectory() as folder:
        after = kill_writers(Path(folder), kills)
    return Row(
        what="記録中の強制終了（4つのプロセス）",
        runs=1,
        kills=kills,
        inputs=len(after.noted),
        lost=after.lost,
        doubled=after.doubled,
        exceptions=len(after.problems),
    )


TRIALS = (Trial("writers", 300, _writers),)
