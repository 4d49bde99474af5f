"""Several replicas on one database, killed while they work: nothing lost, nothing twice, behind a balancer (with the
database ended as well) and over Socket Mode.
"""

import shutil
from contextlib import closing
from pathlib import Path

from bot.app.record_checks import STORES
from bot.sandbox.state.seed import GENERAL, SATO
from knowledge.storage.copying import copy_records
from knowledge.storage.server import server_at
from tests.bench.replicas import Run, run
from tests.e2e.conftest import Program
from tests.postgres import running_cluster
from tests.program import Programs
from tests.stand_in import Slack

QUESTION = "定住誘導推進事業とは？"
ASKED = 6
WITH_SECOND_RETRY_S = 240.0  # what a dead link was handed twice, Slack delivers again after a minute


def test_nothing_is_lost_or_doubled_while_replicas_and_the_database_die(programs: Programs, tmp_path: Path) -> None:
    seen = run(Run(questions=60, slots=12, kill_every_s=6.0, restart_every_s=15.0, seed="suite"), programs, tmp_path)
    assert seen.is_whole, (seen, "".join(seen.log)[-20_000:])
    assert seen.kills
    assert seen.restarts


def test_over_socket_mode_one_of_two_dies_and_every_question_is_answered_once(
    programs: Programs, slack: Slack, started_before: Path, tmp_path: Path
) -> None:
    folders = [shutil.copytree(started_before, tmp_path / name) for name in ("one", "two")]
    with running_cluster() as cluster:
        copy_records(folders[0], server_at(cluster.url), tuple(STORES))
        first, second = (
            Program(programs, slack, folder, "serve", SENRYAKU_DATABASE_URL=cluster.url) for folder in folders
        )
        with closing(first), closing(second):
            for replica in (first, second):
                replica.wait_for_log("serving team=")
            sato = slack.person(SATO)
            asked = [sato.mention(GENERAL, QUESTION).message.ts for _ in range(ASKED)]
            slack.wait_for_post(GENERAL, count=ASKED)
            first.kill()
            asked += [sato.mention(GENERAL, QUESTION).message.ts for _ in range(ASKED)]
            slack.wait_for_post(GENERAL, count=2 * ASKED, timeout=WITH_SECOND_RETRY_S)
            assert second.stop() == 0
    answers = [each.thread_ts for each in slack.posted(GENERAL) if each.thread_ts]
    assert sorted(answers) == sorted(asked)
