"""The loop: one process at a time works on a folder, and no mistake, jump or stall ends the digests for good."""

import threading
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path

import pytest

from bot.delivery.loop import DigestLoop
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
def test_steps_go_on_whatever_the_clock_says_and_end_with_the_one_under_way(world: DigestWorld) -> None:
    jumps = cycle([timedelta(), timedelta(days=365), timedelta(days=-1)])
    seen: list[datetime] = []
    stepped = threading.Event()

    def clock() -> datetime:
        seen.append(world.clock() + next(jumps))
        stepped.set()
        return seen[-1]

    loop = DigestLoop(world.start().scheduler, clock, world.data)
    loop.start()
    for _ in range(3):
        stepped.clear()
        loop.look_now()
        assert stepped.wait(PATIENCE_S)
    stepped.clear()
    assert stepped.wait(PATIENCE_S), "by itself, too"
    loop.stop()
    stepped.clear()
    loop.look_now()
    assert len(set(seen)) >= len(["now", "in a year", "yesterday"])
    assert not stepped.is_set()


def test_a_loop_that_never_began_ends_too(world: DigestWorld) -> None:
    loop = loop_of(world, world.start())
    loop.look_now()
    loop.stop()
    other = loop_of(world, world.start())
    other.step()
    assert other._is_working
    other.stop()
