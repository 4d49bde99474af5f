"""A machine's clock that is wrong: nothing early, nothing twice, nothing missed, and the admins hear of it once."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from bot.delivery.checked_clock import clock_is_wrong
from bot.digests.slot import IN_FLIGHT
from bot.sandbox.state.seed import PLANNING, SATO, SUZUKI
from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import JST
from tests.bot.digest_world import MINUTE, MORNING, DigestWorld, schedule

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
JUMPS = (DAY, -DAY, 100 * DAY, 365 * DAY, -365 * DAY, 2 * MINUTE, timedelta(hours=9))


@pytest.fixture
def world(tmp_path: Path, catalog: Catalog) -> DigestWorld:
    world = DigestWorld(tmp_path, catalog, now=MORNING - 2 * MINUTE, checks_clock=True)
    world.store.add(schedule())
    return world


def due_days(world: DigestWorld) -> list[int]:
    """The days of June whose headline stands, each as often as it stands there."""
    slots = {slot.key: slot.due.astimezone(JST).day for slot in world.store.slots("s1")}
    return sorted(slots[key] for (key, part), times in world.parts().items() for _ in range(times) if part == 0)


@pytest.mark.parametrize("jump", JUMPS, ids=str)
@pytest.mark.parametrize("minutes", [-1, 1], ids=["over the slot", "after it"])
def test_a_clock_that_jumps_for_five_minutes_neither_brings_a_digest_forward_nor_holds_one_up(
    world: DigestWorld, jump: timedelta, minutes: int
) -> None:
    run = world.start(admins=[SUZUKI])
    run.wire.auth_test()  # as a start does
    world.go_on(run, (2 + minutes) * MINUTE)
    world.clock_error = jump
    world.go_on(run, 5 * MINUTE)
    posted_at = {float(message.ts) for message in world.posted(PLANNING)}
    assert all(0 <= at - MORNING.timestamp() < 60 for at in posted_at)
    assert due_days(world) == [3]
    world.clock_error = timedelta()
    world.go_on(run, DAY + 10 * MINUTE, 5 * MINUTE)
    assert due_days(world) == [3, 4]
    assert set(world.parts().values()) == {1}
    assert world.dms(SATO) == [], "nothing was missed"
    assert world.dms(SUZUKI) == [clock_is_wrong(jump)]


def test_a_clock_that_was_wrong_from_the_start_is_put_right_by_the_first_reply(world: DigestWorld) -> None:
    world.clock_error = DAY
    run = world.start(admins=[SUZUKI])
    run.wire.auth_test()
    world.go_on(run, MINUTE)
    assert world.posted(PLANNING) == []
    world.go_on(run, 2 * DAY, 5 * MINUTE)
    assert due_days(world) == [3, 4]
    assert world.dms(SUZUKI) == [clock_is_wrong(DAY)]


def test_while_slack_cannot_be_asked_a_clock_that_jumped_is_not_believed(world: DigestWorld) -> None:
    run = world.start(admins=[SUZUKI])
    run.wire.auth_test()
    world.go_on(run, MINUTE)
    world.clock_error, run.wire.fate = DAY, "down"
    world.go_on(run, 30 * SECOND)
    assert world.store.slots("s1") == ()
    assert len(run.wire.sent) <= 1 + 30 / 10 + 1, "nor is Slack asked every second"
    run.wire.fate = "fine"
    world.go_on(run, 2 * MINUTE)
    assert due_days(world) == [3]


def test_a_machine_that_slept_asks_once_and_goes_on_by_its_own_clock(world: DigestWorld) -> None:
    """While it sleeps, what counts seconds stands still, and its clock does not."""
    run = world.start(admins=[SUZUKI])
    run.wire.auth_test()
    world.go_on(run, SECOND)
    told, _ = run.wire.slack_time._heard or (world.clock(), 0.0)
    run.wire.slack_time._heard = told - DAY, world.time.now()
    world.go_on(run, MINUTE)
    assert Counter(run.wire.sent)["auth.test"] == 2
    assert world.dms(SUZUKI) == []


@pytest.mark.parametrize("jump", [timedelta(seconds=55), timedelta(minutes=2), DAY], ids=str)
@pytest.mark.parametrize("is_checked", [True, False])
def test_what_may_be_on_its_way_is_waited_for_whatever_the_clock_says(
    tmp_path: Path, catalog: Catalog, jump: timedelta, is_checked: bool
) -> None:
    world = DigestWorld(tmp_path, catalog, checks_clock=is_checked)
    world.store.add(schedule())
    run = world.start()
    run.wire.auth_test()
    run.wire.fate = "late"
    world.step(run)
    run.wire.fate, asked = "fine", world.time.now()
    world.clock_error = jump
    while "conversations.history" not in run.wire.sent:
        world.step(run)
        world.slack.pass_time(1)
    assert world.time.now() - asked >= IN_FLIGHT.total_seconds() - 1
    world.go_on(run, 5 * MINUTE)
    assert Counter(world.parts().values()).keys() == {1}


@pytest.mark.process
def test_a_hundred_days_and_back_leave_todays_record_where_it_was(tmp_path: Path, catalog: Catalog) -> None:
    """Even of a clock that nobody checks: what was skipped does not push out what was posted."""
    world = DigestWorld(tmp_path, catalog)
    world.store.add(schedule())
    run = world.start()
    world.go_on(run, MINUTE)
    for _ in range(3):
        world.clock_error = 100 * DAY
        world.go_on(run, 5 * MINUTE, 10 * SECOND)
        world.clock_error = timedelta()
        world.go_on(run, 5 * MINUTE, 10 * SECOND)
    assert set(world.parts().values()) == {1}
    world.go_on(run, 2 * DAY, 5 * MINUTE)
    states = [slot.state for slot in world.store.slots("s1") if slot.due < world.clock()]
    assert states == ["recorded"] * 3


@pytest.mark.process
def test_what_was_posted_long_ago_is_not_owed_again_by_a_clock_that_goes_back_a_year(
    tmp_path: Path, catalog: Catalog
) -> None:
    world = DigestWorld(tmp_path, catalog)
    world.store.add(schedule())
    run = world.start()
    world.go_on(run, 100 * DAY, timedelta(hours=1))
    posted = len(world.posted(PLANNING))
    assert world.store.forgotten_until("s1")
    world.clock_error = -90 * DAY
    world.go_on(world.start(), 5 * MINUTE)
    assert len(world.posted(PLANNING)) == posted
    assert set(world.parts().values()) == {1}
