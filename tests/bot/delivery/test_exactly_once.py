"""Exactly once: killed at each step, at random with rivals and outages, and as real processes with kill -9."""

import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.render import file_name
from bot.delivery.store import DigestStore
from bot.digests.schedule import DigestScope
from bot.digests.slot import News
from bot.sandbox.state.seed import GENERAL, PLANNING, SECRET
from knowledge.model.catalog import Catalog
from tests.bot.delivery.killed_digests import ALERT_STEPS, FILE_STEPS, KILLED_FROM_OUTSIDE, STEPS
from tests.bot.digest_world import MINUTE, MORNING, DigestWorld, Run, schedule
from tests.bot.wire import Fate
from tests.examples import examples
from tests.patience import PATIENCE_S
from tests.reliability.digests import JUMPS, jumping
from tests.world import workspace

pytestmark = pytest.mark.process
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
FATES: tuple[Fate, ...] = ("fine", "fine", "fine", "lost", "late", "down", "dropped", "broken", "busy", "error")
WELL_AGAIN = timedelta(minutes=45)  # the longest wait, a take-over and a look into the history


def one_delivery(data: Path, catalog: Catalog) -> list[str]:
    world = DigestWorld(data, catalog)
    world.store.add(schedule())
    run = world.start()
    world.go_on(run, MINUTE)
    return run.steps


def settle(world: DigestWorld, runs: list[Run]) -> None:
    """All is well from here on: until every delivery has ended, at most WELL_AGAIN, and a little longer."""
    until = world.clock() + WELL_AGAIN
    for run in runs:
        run.wire.fate = "fine"
    while world.clock() < until:
        for run in runs:
            world.step(run)
        world.slack.pass_time(20)
        if all(slot.is_settled for each in world.store.schedules() for slot in world.store.slots(each.id)):
            until = min(until, world.clock() + 2 * MINUTE)


def judge(world: DigestWorld) -> None:
    """Nothing is lost, nothing is doubled, of every schedule and every slot."""
    doubled = {part: times for part, times in world.parts().items() if times != 1}
    assert not doubled
    standing = set(world.parts())
    for each in world.store.schedules():
        slots = world.store.slots(each.id)
        days = (world.clock() - MORNING) // DAY + 1
        assert [slot.due for slot in slots] == [MORNING + n * DAY for n in range(days)]
        for slot in slots:
            assert slot.state == "recorded", slot
            assert slot.parts > 1 or slot.before, slot
            assert {(slot.key, part) for part in range(slot.parts)} <= standing
    assert len(standing) == sum(slot.parts for each in world.store.schedules() for slot in world.store.slots(each.id))


@pytest.mark.parametrize("fate", ["fine", "lost", "late"])
def test_killed_at_any_step_the_digest_stands_exactly_once(tmp_path: Path, catalog: Catalog, fate: Fate) -> None:
    steps = one_delivery(tmp_path / "plain", catalog)
    assert {"before claimed", "after claimed", "before chat.postMessage", "after chat.postMessage"} <= set(steps)
    for number in range(1, len(steps) + 1):
        world = DigestWorld(tmp_path / str(number), catalog)
        world.store.add(schedule())
        first = world.start()
        first.die_at, first.wire.fate = number, fate
        world.go_on(first, MINUTE)
        world.slack.pass_time(3)
        settle(world, [world.start()])
        judge(world)


def chaos(world: DigestWorld, dice: Random) -> None:
    """Some minutes around nine o'clock with two processes that die, start again and meet a Slack that is not well."""
    channels = [PLANNING, GENERAL, SECRET][: dice.randint(1, 3)]
    scopes = [DigestScope("goal", ("g1",)), DigestScope("package", ("pkg3",)), DigestScope("goal", ("g2",))]
    for number, channel in enumerate(channels):
        world.store.add(schedule(f"s{number}", channel_id=channel, scope=scopes[number]))
    world.record("g1-t1", 2022, "80000")
    runs = [world.start(), world.start()]
    for _ in range(dice.randint(10, 40)):
        who = dice.randrange(2)
        if runs[who].is_dead or dice.random() < 0.05:
            runs[who] = world.start()
        if dice.random() < 0.4:
            runs[who].die_at = len(runs[who].steps) + dice.randint(1, 12)
        runs[who].wire.fate = dice.choice(FATES)
        for _ in range(dice.randint(1, 4)):
            world.step(runs[who])
        world.slack.pass_time(dice.choice((0.5, 2, 9, 35, 70, 130, 400)))
    for run in runs:
        run.die_at = None
    settle(world, [run for run in runs if not run.is_dead] + [world.start()])


@examples(40)
@given(st.integers(0, 2**32))
def test_killed_at_random_under_outages_and_a_rival_nothing_is_lost_or_doubled(
    tmp_path_factory: pytest.TempPathFactory, catalog: Catalog, seed: int
) -> None:
    world = DigestWorld(tmp_path_factory.mktemp("chaos"), catalog, rate_limits=False)
    chaos(world, Random(seed))
    judge(world)


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
def test_real_processes_killed_with_9_over_http_lose_and_double_nothing(tmp_path: Path, strategy_folder: Path) -> None:
    with workspace(rate_limits=False) as slack:
        subprocess.run(
            [
                sys.executable,
                "-m",
                "tests.bot.delivery.killed_digests",
                str(tmp_path),
                slack.api_url,
                slack.bot_token,
                str(strategy_folder),
            ],
            check=True,
            timeout=10 * PATIENCE_S,
            cwd=Path(__file__).parents[3],
        )
        files = Counter((one.thread_ts, slack.workspace.uploads[id].name) for one in slack.posted() for id in one.files)
        payloads = [message.metadata["event_payload"] for message in slack.posted() if message.metadata]
    standing = Counter((payload["slot"], payload["part"]) for payload in payloads)
    runs = sorted(tmp_path.glob("run*"))
    assert len(runs) == STEPS + KILLED_FROM_OUTSIDE
    slots = [slot for run in runs for slot in DigestStore(run).slots(run.name)]
    assert [(slot.state, slot.due) for slot in slots] == [("recorded", MORNING)] * len(runs)
    changes = [slot for run in tmp_path.glob("alert*") for slot in DigestStore(run).slots(run.name)]
    assert [(slot.state, slot.parts, slot.news) for slot in changes] == [("recorded", 1, News(0, 1))] * ALERT_STEPS
    with_file = [slot for run in tmp_path.glob("file*") for slot in DigestStore(run).slots(run.name)]
    assert [(slot.state, slot.parts, len(slot.sent)) for slot in with_file] == [("recorded", 3, 3)] * FILE_STEPS
    assert files == Counter({(slot.sent[0].ts, file_name(slot)): 1 for slot in with_file})
    messages = [(slot.key, part) for slot in (*slots, *changes, *with_file) for part in range(slot.parts)]
    assert standing == Counter(messages) - Counter((slot.key, slot.parts - 1) for slot in with_file)
    assert len({slot.run for slot in slots}) > 1


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
@pytest.mark.parametrize("name", ["clock+1d", "clock-1y"])
def test_real_processes_whose_clock_jumps_post_nothing_early_late_or_twice(name: str) -> None:
    row = jumping(*JUMPS[name])(2)
    assert (row.kills, row.lost, row.doubled) == (2, 0, 0)
    assert row.inputs >= 2
