"""Three replicas behind a balancer, killed while they work, and their database too: nothing lost, nothing twice."""

from pathlib import Path

from tests.bench.replicas import Run, run
from tests.program import Programs


def test_nothing_is_lost_or_doubled_while_replicas_and_the_database_die(programs: Programs, tmp_path: Path) -> None:
    seen = run(Run(questions=60, slots=12, kill_every_s=6.0, restart_every_s=15.0, seed="suite"), programs, tmp_path)
    assert seen.is_whole, (seen, "".join(seen.log)[-20_000:])
    assert seen.kills
    assert seen.restarts
