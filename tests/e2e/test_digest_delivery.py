"""Digests of the running program: posted when due, once, after a restart too, and along with a clock that jumps."""

import os
import threading
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from bot.app.serve import start
from bot.delivery.store import DigestStore
from bot.digests.occurrences import next_fires
from bot.digests.recurrence import Recurrence
from bot.digests.schedule import Schedule
from bot.sandbox.run import clock_of
from bot.sandbox.state.seed import PLANNING, SATO
from knowledge.answers.engine import Engine
from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import JST
from tests.bot.digest_world import schedule
from tests.e2e.conftest import Start, wait_for_faults
from tests.program import Programs
from tests.stand_in import Slack
from tests.world import plans_in, settings_of

MINUTE = timedelta(minutes=1)


def due_a_minute_ago(store: DigestStore, **changes: object) -> Schedule:
    now = datetime.now(JST)
    at = (now - MINUTE).time().replace(second=0, microsecond=0)
    made = {"created_at": now - 5 * MINUTE, "updated_at": now, "since": now - 3 * MINUTE}
    return store.create(
        lambda id: schedule(id, rule=Recurrence(rhythm="daily", at=at, on_closed="post"), **made | changes)
    )


def test_a_due_digest_is_posted_by_the_program_and_never_again_by_its_next_run(
    slack: Slack, start: Start, tmp_path: Path
) -> None:
    store = DigestStore(tmp_path / "var")
    due_a_minute_ago(store)
    program = start()
    program.wait_for_log("digest s1@.* recorded")
    assert program.stop() == 0
    posted = len(slack.posted(PLANNING))
    assert posted == store.slots("s1")[0].parts
    again = start()
    slack.person(SATO).dm("待機児童数の目標値は？")
    again.wait_for_log("outcome=answered")
    assert again.stop() == 0
    assert len(slack.posted(PLANNING)) == posted
    assert slack.refusals == []
    assert slack.bot_token not in program.log


def test_killed_in_the_middle_the_next_run_waits_until_it_can_be_sure(
    slack: Slack, start: Start, tmp_path: Path
) -> None:
    store = DigestStore(tmp_path / "var")
    due_a_minute_ago(store)
    slack.faults.plan("chat.postMessage", "hang")
    program = start()
    wait_for_faults(slack, "chat.postMessage")
    program.kill()
    assert store.slots("s1")[0].state == "claimed"
    assert start().stop() == 0
    assert slack.posted(PLANNING) == []


def test_a_run_from_the_terminal_beside_the_program_is_the_programs(
    slack: Slack, start: Start, programs: Programs, tmp_path: Path
) -> None:
    store = DigestStore(tmp_path / "var")
    later = datetime.now(JST) + timedelta(hours=2)
    store.create(lambda id: schedule(id, since=later, rule=Recurrence(rhythm="daily", at=time(9))))
    program = start()
    environment = {**os.environ, "SENRYAKU_DATA": str(tmp_path / "var")}
    ran = programs.captured("digest", "run", "s1", environment=environment, folder=tmp_path)()
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "2件のメッセージで配信しました" in ran.stdout
    assert program.stop() == 0
    assert len(slack.posted(PLANNING)) == 2


def test_in_the_sandbox_a_jump_of_the_clock_brings_the_digest_within_seconds(
    slack: Slack, catalog: Catalog, engine: Engine, tmp_path: Path
) -> None:
    data = tmp_path / "var"
    stop = start(settings_of(slack), data, plans_in(data, catalog, engine), clock_of(slack))
    now = datetime.now(UTC)
    daily = Recurrence(rhythm="daily", at=time(9), on_closed="post")
    DigestStore(tmp_path / "var").create(lambda id: schedule(id, created_at=now, updated_at=now, since=now, rule=daily))
    slack.platform.clock.advance((next_fires(daily, now, 3)[-1] - now + MINUTE).total_seconds())
    head = slack.wait_for_post(PLANNING)[0]
    assert "朝のKPI" in head.text
    assert _is_watched(), "a system clock set back would stop the digests"
    stop()
    assert not _is_watched()


def _is_watched() -> bool:
    return any(thread.name == "digest watch" for thread in threading.enumerate())
