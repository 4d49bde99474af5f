"""A change of state on its way into the channel: once, soon, in the office's hours, whatever dies meanwhile."""

from datetime import datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.render import DigestRenderer
from bot.digests.recurrence import OnClosed, Recurrence
from bot.digests.result import result_text
from bot.digests.schedule import DigestScope, Schedule, edited, paused, resumed
from bot.sandbox.state.seed import SATO
from bot.values import LedgerValues
from knowledge.indicators.ledger import Ledger
from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import JST
from tests.bot.delivery.test_exactly_once import FATES, settle
from tests.bot.digest_world import MINUTE, DigestWorld, Run, schedule
from tests.bot.wire import Fate
from tests.examples import examples

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
LATE = (("k3-3", "60"), ("k3-4", "0"), ("k1-3", "1"), ("k1-4", "1"), ("k2-1", "1"))


def watching(id: str = "s1", on_closed: OnClosed = "post", **changes: Any) -> Schedule:
    rule = Recurrence(rhythm="on_change", at=time(8, 30), until=time(17, 15), on_closed=on_closed)
    return schedule(id, **{"rule": rule, "scope": DigestScope("all"), **changes})


@pytest.fixture
def world(tmp_path: Path, catalog: Catalog) -> DigestWorld:
    made = DigestWorld(tmp_path, catalog)
    made.store.add(watching())
    return made


def test_a_change_of_state_is_posted_once_within_a_minute(world: DigestWorld) -> None:
    run = world.start()
    world.step(run)
    world.record("k3-3", 2022, "60")
    world.go_on(run, MINUTE)
    [head] = world.headlines()
    assert "待機児童数：実績未登録 － → 後退 ▼" in head
    world.go_on(run, 2 * HOUR, MINUTE)
    assert len(world.posted()) == 1
    assert result_text(world.store.last_slot("s1")).endswith("配信済み")


@pytest.mark.parametrize(("changed", "told"), [("", "いまの計画の変化"), ("k2", "前の計画の変化")])
def test_an_alert_is_of_the_plan_in_whose_ledger_the_state_changed(
    tmp_path: Path, catalog: Catalog, changed: str, told: str
) -> None:
    world = DigestWorld(tmp_path, catalog)
    values = {
        mark: LedgerValues(catalog, lambda mark=mark: world.ledger if mark == changed else Ledger(()))  # type: ignore[misc]
        for mark in ("", "k2")
    }
    world.renderer = DigestRenderer(values.__getitem__, lambda mark: f"計画{mark}")
    world.store.add(watching("s1", name="いまの計画の変化"))
    world.store.add(watching("s2", name="前の計画の変化", plan="k2"))
    run = world.start()
    world.step(run)
    world.record("k3-3", 2022, "60")
    world.go_on(run, 2 * MINUTE)
    [head] = world.headlines()
    assert told in head
    assert f"計画：計画{changed}" in head


def test_thirty_values_at_once_are_one_post(world: DigestWorld) -> None:
    run = world.start()
    for id in list(world.catalog.indicators)[:30]:
        world.record(id, 2022, "0")
    world.go_on(run, 3 * MINUTE)
    assert len(world.headlines()) == 1


def test_a_value_taken_back_within_the_minute_is_not_posted(world: DigestWorld) -> None:
    run = world.start()
    world.record("k3-3", 2022, "60")
    world.go_on(run, 20 * SECOND)
    world.undo("a1")
    world.go_on(run, 10 * MINUTE, MINUTE)
    assert world.posted() == []
    assert world.store.slots("s1") == ()


def test_what_comes_while_one_is_on_its_way_is_told_after_it(world: DigestWorld) -> None:
    run = world.start()
    world.record("k3-3", 2022, "60")
    run.wire.fate = "down"
    world.go_on(run, MINUTE)
    world.record("k3-4", 2022, "0")
    world.undo("a1")
    run.wire.fate = "fine"
    world.go_on(run, 5 * MINUTE)
    first, second = world.headlines()
    assert "待機児童数" in first
    assert "学童保育所の高学年受入実施校区数（総数）" in second
    assert "待機児童数：後退 ▼ → 実績未登録 －。60人（令和4年度・確定値） → 実績未登録" in second


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (datetime(2024, 6, 3, 20, tzinfo=JST), datetime(2024, 6, 4, 8, 30, tzinfo=JST)),
        (datetime(2024, 6, 7, 20, tzinfo=JST), datetime(2024, 6, 10, 8, 30, tzinfo=JST)),
    ],
)
def test_at_night_and_on_closed_days_it_waits(tmp_path: Path, catalog: Catalog, now: datetime, told: datetime) -> None:
    world = DigestWorld(tmp_path, catalog, now=now)
    world.store.add(watching(on_closed="next"))
    run = world.start()
    world.record("k3-3", 2022, "60")
    world.go_on(run, told - now - MINUTE, 10 * MINUTE)
    assert world.posted() == []
    world.go_on(run, 15 * MINUTE, MINUTE)
    assert len(world.headlines()) == 1
    assert world.store.slots("s1")[-1].due == told


def test_after_a_weekend_without_a_run_it_is_told_late_rather_than_never(world: DigestWorld) -> None:
    world.step(world.start())
    world.record("k3-3", 2022, "60")
    world.slack.pass_time(timedelta(days=3).total_seconds())
    world.go_on(world.start(), MINUTE)
    assert len(world.headlines()) == 1
    assert world.dms(SATO) == []


def test_what_was_recorded_in_a_pause_is_not_told(world: DigestWorld) -> None:
    run = world.start()
    world.record("k3-3", 2022, "60")
    world.store.change("s1", lambda held: paused(held, world.clock()))
    world.go_on(run, 5 * MINUTE)
    world.store.change("s1", lambda held: resumed(held, world.clock()))
    world.go_on(run, 5 * MINUTE)
    assert world.posted() == []
    world.record("k3-4", 2022, "0")
    world.go_on(run, MINUTE)
    [head] = world.headlines()
    assert "待機児童数" not in head


def test_a_schedule_that_comes_to_have_days_tells_no_change_that_waited(world: DigestWorld) -> None:
    run = world.start()
    world.record("k3-3", 2022, "60")
    world.go_on(run, 10 * SECOND)
    world.store.change("s1", lambda held: edited(held, world.clock(), rule=Recurrence(rhythm="daily", at=time(12))))
    world.go_on(run, 10 * MINUTE, MINUTE)
    assert world.posted() == []
    world.go_on(run, 4 * HOUR, 10 * MINUTE)
    assert "すべての指標・47件" in world.headlines()[0]


def test_on_demand_it_sends_how_all_stands(world: DigestWorld) -> None:
    run = world.start()
    run.store.ask_now("s1", world.clock(), by=SATO)
    world.go_on(run, MINUTE)
    assert "すべての指標・47件" in world.headlines()[0]


# --- exactly once


def one_alert(data: Path, catalog: Catalog) -> list[str]:
    world = DigestWorld(data, catalog)
    world.store.add(watching())
    world.record("k3-3", 2022, "60")
    run = world.start()
    world.go_on(run, 2 * MINUTE)
    return run.steps


@pytest.mark.process
@pytest.mark.parametrize("fate", ["fine", "lost", "late"])
def test_killed_at_any_step_each_change_is_told_exactly_once(tmp_path: Path, catalog: Catalog, fate: Fate) -> None:
    """Something else is recorded while nobody runs: what was claimed tells of the same as before, the next of that."""
    steps = one_alert(tmp_path / "plain", catalog)
    assert {"before claimed", "after claimed", "after chat.postMessage", "after recorded"} <= set(steps)
    for number in range(1, len(steps) + 1):
        world = DigestWorld(tmp_path / str(number), catalog)
        world.store.add(watching())
        world.record("k3-3", 2022, "60")
        first = world.start()
        first.die_at, first.wire.fate = number, fate
        world.go_on(first, 2 * MINUTE)
        world.record("k3-4", 2022, "0")
        second = world.start()
        world.go_on(second, 5 * MINUTE)
        judge(world, {"k3-3", "k3-4"})


def judge(world: DigestWorld, recorded: set[str]) -> None:
    """Each indicator stands in one headline, each part once, and what was told joins without gap or overlap."""
    assert set(world.parts().values()) <= {1}
    lines = [line for head in world.headlines() for line in head.splitlines() if line.startswith("・")]
    told = [world.catalog.indicator(id).title for id in recorded]
    assert sorted(line.removeprefix("・").rpartition("：")[0] for line in lines) == sorted(told), lines
    slots = world.store.slots("s1")
    assert {slot.state for slot in slots} == {"recorded"}
    edges = [(slot.news.after, slot.news.upto) for slot in slots if slot.news]
    assert all(one[1] == other[0] for one, other in pairwise(edges)), edges


@pytest.mark.process
@examples(40)
@given(st.integers(0, 2**32))
def test_killed_at_random_under_outages_and_a_rival_each_change_is_told_once(
    tmp_path_factory: pytest.TempPathFactory, catalog: Catalog, seed: int
) -> None:
    world, dice = DigestWorld(tmp_path_factory.mktemp("chaos"), catalog, rate_limits=False), Random(seed)
    world.store.add(watching())
    runs: list[Run] = [world.start(), world.start()]
    left = list(LATE)
    for _ in range(dice.randint(10, 40)):
        who = dice.randrange(2)
        if left and dice.random() < 0.3:
            id, value = left.pop()
            world.record(id, 2022, value)
        if runs[who].is_dead or dice.random() < 0.05:
            runs[who] = world.start()
        if dice.random() < 0.4:
            runs[who].die_at = len(runs[who].steps) + dice.randint(1, 12)
        runs[who].wire.fate = dice.choice(FATES)
        for _ in range(dice.randint(1, 4)):
            world.step(runs[who])
        world.slack.pass_time(dice.choice((0.5, 2, 9, 35, 70, 130)))
    for run in runs:
        run.die_at = None
    world.go_on(last := world.start(), MINUTE)
    settle(world, [run for run in runs if not run.is_dead] + [last])
    world.go_on(last, 2 * MINUTE)
    settle(world, [last])
    judge(world, {id for id, _ in LATE} - {id for id, _ in left})
