"""Exactly once: killed at every step, at any two steps, and at random with two processes and a wrong clock."""

import json
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.digests.decide import AskHistory, Claim, Done, GiveUp, Hold, Post, Settle, Skip, Wait, decide
from bot.digests.slot import (
    FRESH,
    IN_FLIGHT,
    LEASE,
    LONGEST_WAIT,
    REQUEST_TIMEOUT,
    Sent,
    Slot,
    backoff,
    failed,
    found_in_history,
    held,
    parse_slot,
    posted,
    recorded,
    refused,
    skipped,
    slot_key,
    slot_to_json,
    unanswered,
    unclear,
)
from knowledge.model.fiscal import JST
from tests.bot.digests.simulation import FATES, GRACE, PARTS, Fate, Process, World, process
from tests.bot.digests.slots import claimed
from tests.examples import examples

DUE = datetime(2026, 4, 1, 9, tzinfo=JST)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
WHOLE = [(slot_key("s1", DUE), part) for part in range(PARTS)]


def fresh(now: datetime = DUE, parts: int = 1) -> Slot:
    return claimed(DUE, now, parts=parts)


def decided(slot: Slot | None, now: datetime, run: str = "a") -> object:
    return decide(slot, due=DUE, grace=GRACE, run=run, now=now)


# --- one decision at a time


def test_a_slot_is_claimed_when_it_is_due_and_until_its_grace_ends() -> None:
    assert decided(None, DUE - SECOND) == Wait(DUE)
    assert decided(None, DUE) == Claim()
    assert decided(None, DUE + GRACE) == Claim()
    assert decided(None, DUE + GRACE + SECOND) == Skip(
        "2026年4月1日 9:00 の定期配信は、予定から12時間を過ぎても動けなかったため、送りませんでした。"
    )


def test_own_fresh_claim_posts_and_then_records() -> None:
    slot = fresh()
    assert decided(slot, DUE) == Post(0)
    assert decided(posted(slot, Sent(0, "1.0"), DUE), DUE) == Settle()
    assert decided(recorded(slot, DUE), DUE) == Done()


def test_a_silent_digest_is_recorded_without_a_message() -> None:
    assert decided(fresh(parts=0), DUE) == Settle()


def test_the_claim_of_a_dead_run_is_taken_over_and_asked_about_before_anything_is_posted() -> None:
    slot = fresh()
    assert decided(slot, DUE + SECOND, run="b") == Wait(DUE + LEASE)
    assert decided(slot, DUE + LEASE, run="b") == Hold()
    taken = held(slot, "b", DUE + LEASE)
    assert decided(taken, DUE + LEASE, run="b") == Wait(DUE + LEASE + IN_FLIGHT)
    later = DUE + LEASE + IN_FLIGHT
    assert isinstance(decided(taken, later, run="b"), AskHistory)
    assert decided(found_in_history(taken, [], later), later, run="b") == Post(0)
    assert decided(found_in_history(taken, [Sent(0, "1.0")], later), later, run="b") == Settle()


def test_a_run_whose_message_may_still_be_under_way_is_not_taken_for_dead() -> None:
    slot = unclear(fresh(), DUE)
    assert isinstance(decided(slot, DUE + IN_FLIGHT), AskHistory), "it asks itself what became of it"
    assert decided(slot, DUE + IN_FLIGHT, run="b") == Wait(DUE + LEASE)


def test_a_message_has_arrived_or_never_will_before_anybody_looks_for_it() -> None:
    assert FRESH + REQUEST_TIMEOUT < IN_FLIGHT


def test_a_refused_post_waits_as_long_as_slack_says_or_longer() -> None:
    assert decided(refused(fresh(), DUE, 90 * SECOND), DUE) == Wait(DUE + 90 * SECOND)
    assert decided(refused(fresh(), DUE), DUE) == Wait(DUE + 30 * SECOND)


def test_a_post_without_an_answer_is_never_simply_repeated() -> None:
    slot = unclear(fresh(), DUE)
    assert decided(slot, DUE) == Wait(DUE + IN_FLIGHT)
    assert isinstance(decided(slot, DUE + IN_FLIGHT), AskHistory)


def test_a_delivery_that_could_not_begin_is_given_up_when_its_grace_ends() -> None:
    decision = decided(refused(fresh(), DUE), DUE + GRACE + SECOND)
    assert decision == GiveUp("2026年4月1日 9:00 の定期配信は、12時間のあいだ試しても送れませんでした。")


def test_a_thread_that_has_begun_is_finished_even_after_the_grace() -> None:
    slot = posted(fresh(parts=2), Sent(0, "1.0"), DUE)
    late = DUE + 2 * GRACE
    back = found_in_history(held(slot, "b", late), [Sent(0, "1.0")], late + IN_FLIGHT)
    assert decided(back, late + IN_FLIGHT, run="b") == Post(1)


def test_a_doubt_that_slack_never_answers_ends_with_a_word_to_the_owner() -> None:
    slot = unanswered(unclear(fresh(), DUE), DUE + IN_FLIGHT)
    assert isinstance(decided(slot, DUE + GRACE), AskHistory)
    decision = decided(slot, DUE + GRACE + SECOND)
    assert isinstance(decision, GiveUp)
    assert "確かめられませんでした" in decision.note


def test_what_a_wrong_clock_put_aside_is_taken_up_again() -> None:
    ahead = DUE + timedelta(days=3)
    assert decided(skipped(fresh(ahead), "遅い", ahead), DUE) == Claim()
    assert decided(skipped(fresh(ahead), "遅い", ahead), DUE - MINUTE) == Wait(DUE)
    assert decided(failed(fresh(), "遅い", ahead), DUE) == Hold()
    assert decided(recorded(fresh(), ahead), DUE) == Done()


@pytest.mark.parametrize("run", ["a", "b"])
def test_what_a_wrong_clock_claimed_too_early_is_not_posted_before_its_time(run: str) -> None:
    """By the run that claimed it, once its clock is right again, or by another that takes it over."""
    claim = fresh(DUE)
    early = DUE - timedelta(hours=3)
    assert decided(claim, early, run) == Hold()
    taken = held(claim, run, early)
    if run != claim.run:
        taken = found_in_history(taken, [], early + IN_FLIGHT)
    assert decided(taken, early + IN_FLIGHT, run) == Wait(DUE)
    assert decided(taken, DUE, run) == Post(0)


def test_a_wait_set_by_a_wrong_clock_does_not_last_for_years() -> None:
    ahead = refused(fresh(), DUE + timedelta(days=900))
    assert decided(ahead, DUE) == Hold()
    assert decided(held(ahead, "a", DUE), DUE) == Post(0)
    assert decided(ahead, DUE, run="b") == Hold()


def test_waits_double_up_to_a_quarter_of_an_hour() -> None:
    assert [backoff(n) // SECOND for n in (1, 2, 3, 5, 6, 1000)] == [30, 60, 120, 480, 900, 900]
    assert backoff(1000) == LONGEST_WAIT


def test_a_slot_is_named_by_its_utc_time_whatever_zone_it_comes_in() -> None:
    assert slot_key("s1", DUE) == "s1@2026-04-01T00:00:00Z"
    stored = posted(fresh(parts=2), Sent(0, "1.0"), DUE)
    assert parse_slot(json.loads(json.dumps(slot_to_json(stored)))) == stored
    assert parse_slot(slot_to_json(stored)).key == stored.key


def test_a_delivery_that_an_earlier_version_began_ends_in_the_layout_it_had() -> None:
    stored = slot_to_json(fresh())
    del stored["layout"]
    assert parse_slot(stored).layout == "sections"


# --- killed at a step


def run_on(world: World, processes: list[Process], span: timedelta) -> None:
    """Everything is well from here: steps and time alternate."""
    end = world.elapsed + span
    while world.elapsed < end:
        for each in processes:
            next(is_idle for is_idle in each if is_idle)
        world.pass_time(min(65 * SECOND, end - world.elapsed))


def steps_of_a_delivery() -> int:
    world = World(elapsed=MINUTE)
    working = process(world, "a")
    for step in count(1):
        next(working)
        if any(slot.is_settled for slot in world.store.values()):
            return step
    raise AssertionError


STEPS = steps_of_a_delivery()


def killed_at(*steps: int, restart_after: timedelta, fate: Fate = 0) -> World:
    world = World(elapsed=MINUTE, fate=fate)
    for life, step in enumerate(steps):
        working = process(world, f"life {life}")
        for _ in range(step):
            next(working)
        working.close()
        world.pass_time(restart_after)
    world.fate = 0
    run_on(world, [process(world, "last")], 30 * MINUTE)
    return world


@pytest.mark.parametrize("fate", FATES)
@pytest.mark.parametrize("step", range(STEPS + 1))
def test_killed_at_any_step_the_digest_stands_exactly_once(step: int, fate: Fate) -> None:
    world = killed_at(step, restart_after=SECOND, fate=fate)
    assert world.channel == WHOLE
    assert [slot.state for slot in world.store.values()] == ["recorded"]


def test_killed_at_any_two_steps_the_digest_stands_exactly_once() -> None:
    for first in range(STEPS + 1):
        for second in range(STEPS + 1):
            world = killed_at(first, second, restart_after=5 * MINUTE)
            assert world.channel == WHOLE, (first, second)


@pytest.mark.parametrize("step", range(STEPS))
def test_restarted_after_the_grace_what_has_begun_is_finished_and_the_rest_is_told(step: int) -> None:
    world = killed_at(step, restart_after=GRACE + MINUTE)
    (slot,) = world.store.values()
    if world.channel:
        assert (world.channel, slot.state) == (WHOLE, "recorded")
    else:
        assert slot.state in ("skipped", "failed")
        assert slot.note.endswith("送りませんでした。") or slot.note.endswith("送れませんでした。")


# --- at random

SPANS = st.sampled_from([SECOND, 9 * SECOND, 15 * SECOND, 45 * SECOND, 130 * SECOND, 30 * MINUTE, 5 * 60 * MINUTE])
JUMPS = st.sampled_from([timedelta(days=-2), timedelta(hours=-1), timedelta(hours=1), timedelta(days=2)])
WHO = st.integers(0, 1)
Event = tuple[Any, ...]  # its kind, then whatever that kind needs
step_op = st.tuples(st.just("step"), WHO, st.sampled_from(FATES), st.booleans(), st.sampled_from([1, 1, 2, 3, 6]))
ops = st.one_of(
    step_op,
    step_op,
    step_op,
    st.tuples(st.just("crash"), WHO),
    st.tuples(st.just("pass"), SPANS),
    st.tuples(st.just("jump"), JUMPS),
    st.tuples(st.just("morning")),
)


class Story:
    """Two processes on one data folder, and whatever happens to them."""

    def __init__(self) -> None:
        self.world = World()
        self.runs = count()
        self.processes = [self.start(), self.start()]

    def start(self) -> Process:
        return process(self.world, f"run {next(self.runs)}")

    def crash(self, who: int) -> None:
        self.processes[who].close()
        self.world.about_to_send.clear()
        self.processes[who] = self.start()

    def step(self, who: int, fate: Fate, history_answers: bool, times: int) -> None:
        self.world.fate, self.world.history_answers = fate, history_answers
        for _ in range(times):
            next(self.processes[who])
            assert self.world.doubled() == []


def told(script: list[Event]) -> Story:
    story = Story()
    for kind, *rest in script:
        if kind == "step":
            story.step(*rest)
        elif kind == "crash":
            story.crash(*rest)
        elif kind == "morning":
            story.world.pass_time((DUE - story.world.now) % timedelta(days=1))
        elif kind == "pass":
            story.world.pass_time(*rest)
        else:
            story.world.set_clock(*rest)
    return story


DAYS = timedelta(days=2)


@examples(100)
@example(
    [("pass", 130 * SECOND), ("step", 0, "lost", True, 6), ("jump", -DAYS), ("step", 0, 20, True, 2), ("jump", DAYS)]
)
@example(
    [("jump", DAYS), ("pass", 330 * MINUTE), ("step", 0, 35, True, 8), ("jump", -DAYS), ("pass", 24 * 60 * MINUTE)]
)
@given(st.lists(ops, min_size=10, max_size=80))
def test_through_crashes_outages_rivals_and_wrong_clocks_nothing_is_lost_or_doubled(script: list[Event]) -> None:
    story = told(script)
    world = story.world
    world.fate, world.history_answers = 0, True
    well_since = world.now
    run_on(world, story.processes, 40 * MINUTE)
    assert world.doubled() == []
    for slot in world.store.values():
        standing = [message for message in world.channel if message[0] == slot.key]
        assert slot.state != "recorded" or len(standing) == PARTS
        assert slot.state != "skipped" or not standing
        if slot.due > world.now:
            continue  # of a clock that ran ahead; it will come up again
        assert slot.is_settled, "unfinished, though all has been well for long enough"
        if slot.state != "recorded":
            assert slot.note
            assert slot.due + GRACE < well_since + 40 * MINUTE, "given up, though all was well within the grace"
    # Whatever is due has a record: nothing was passed over in silence.
    days = (DUE + timedelta(days=n) for n in range((world.now - DUE).days + 1))
    assert all(slot_key("s1", day) in world.store for day in days)
