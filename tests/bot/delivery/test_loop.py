"""The loop: one process at a time works on a folder, and no mistake, jump or stall ends the digests for good."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.delivery.loop import STALLED_S, DigestLoop
from bot.sandbox.state.seed import GENERAL
from knowledge.model.catalog import Catalog
from tests.bot.digest_world import DigestWorld, Run, schedule
from tests.patience import PATIENCE_S


@pytest.fixture
def world(tmp_path: Path, catalog: Catalog) -> DigestWorld:
    return DigestWorld(tmp_path, catalog)


def loop_of(world: DigestWorld, run: Run) -> DigestLoop:
    return DigestLoop(run.scheduler, world.clock, world.data)


def test_of_two_processes_one_works_and_the_other_takes_over_when_it_ends(world: DigestWorld) -> None:
    world.store.add(schedule())
    one, other = world.start(), world.start()
    first, second = loop_of(world, one), loop_of(world, other)
    first.step()
    assert one.wire.sent != []
    world.store.add(schedule("s2", channel_id=GENERAL))  # which nobody has claimed
    second.step()
    assert other.wire.sent == []
    first.stop()
    for _ in range(20):
        world.slack.pass_time(30)
        second.step()
    assert set(world.parts().values()) == {1}
    assert world.store.slots("s1")[0].state == "recorded"
    second.stop()


def test_what_another_process_did_meanwhile_is_seen_when_the_folder_is_ours_again(world: DigestWorld) -> None:
    world.store.add(schedule())
    waiting = world.start()
    working, patient = loop_of(world, world.start()), loop_of(world, waiting)
    for _ in range(5):
        working.step()
        patient.step()
        world.slack.pass_time(2)
    working.stop()
    for _ in range(5):
        patient.step()
        world.slack.pass_time(100)
    assert "chat.postMessage" not in waiting.wire.sent
    patient.stop()


def test_a_step_that_fails_is_not_the_last(world: DigestWorld, caplog: pytest.LogCaptureFixture) -> None:
    world.store.add(schedule())
    run, times = world.start(), iter([ValueError("no time")])

    def clock() -> datetime:
        for error in times:
            raise error
        return world.clock()

    loop = DigestLoop(run.scheduler, clock, world.data)
    loop.step()
    assert "step failed" in caplog.text
    loop.step()
    assert world.headlines() != []
    loop.stop()


@pytest.mark.process
def test_a_system_clock_set_back_does_not_stop_the_loop(world: DigestWorld) -> None:
    """APScheduler would sleep for as long as the clock was set back."""
    stepped, seconds = threading.Event(), [0.0]

    def clock() -> datetime:
        stepped.set()
        return world.clock()

    loop = DigestLoop(world.start().scheduler, clock, world.data, elapsed=lambda: seconds[0])
    loop.start()
    assert stepped.wait(PATIENCE_S)
    loop._job.modify(next_run_time=datetime.now(UTC) + timedelta(hours=1))
    stepped.clear()
    loop.resume_if_stalled()
    assert not stepped.is_set(), "not while steps come as they should"
    seconds[0] += STALLED_S + 1
    loop.resume_if_stalled()
    assert stepped.wait(PATIENCE_S)
    loop.stop()


@pytest.mark.process
def test_a_system_clock_set_forward_by_a_year_neither_stalls_the_loop_nor_its_end(world: DigestWorld) -> None:
    """APScheduler would first work off every second of that year, for minutes."""
    stepped = threading.Event()

    def clock() -> datetime:
        stepped.set()
        return world.clock()

    loop = DigestLoop(world.start().scheduler, clock, world.data)
    loop.start()
    assert stepped.wait(PATIENCE_S)
    loop._job.modify(next_run_time=datetime.now(UTC) - timedelta(days=365))
    stepped.clear()
    assert stepped.wait(PATIENCE_S)
    loop.stop()
