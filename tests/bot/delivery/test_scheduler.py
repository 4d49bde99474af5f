"""The scheduler as a whole, over the stand-in's web application: what channels and people get to see, and when."""

from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from bot.delivery.store import UnknownScheduleError
from bot.digests.recurrence import Recurrence
from bot.digests.result import result_text
from bot.digests.schedule import DigestScope, edited, paused, resumed
from bot.digests.slot import slot_key, stream_of_now
from bot.sandbox.state.seed import GENERAL, PLANNING, SUZUKI, TANAKA
from bot.slack.store import BotStore
from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import JST
from tests.bot.digest_world import MINUTE, MORNING, DigestWorld, schedule

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


@pytest.fixture
def world(tmp_path: Path, catalog: Catalog) -> DigestWorld:
    return DigestWorld(tmp_path, catalog)


def test_a_due_digest_stands_in_the_channel_with_its_thread(world: DigestWorld) -> None:
    world.store.add(schedule())
    run = world.start()
    world.go_on(run, MINUTE)
    head, *thread = world.posted(PLANNING)
    assert head.thread_ts is None
    assert {message.thread_ts for message in thread} == {head.ts}
    assert max(world.parts().values()) == 1
    (slot,) = world.store.slots("s1")
    assert (slot.state, slot.due, slot.parts) == ("recorded", MORNING, 1 + len(thread))
    assert result_text(slot) == "2024年6月3日 9:00 配信済み"
    world.go_on(run, timedelta(hours=1), MINUTE)
    assert len(world.posted()) == slot.parts


def test_nothing_is_posted_before_its_time(tmp_path: Path, catalog: Catalog) -> None:
    world = DigestWorld(tmp_path, catalog, now=MORNING - SECOND)
    world.store.add(schedule())
    run = world.start()
    world.step(run)
    assert world.posted() == []
    world.slack.pass_time(1)
    world.step(run)
    assert world.posted() != []


def test_a_schedule_made_while_the_loop_runs_is_noticed_at_the_next_step(world: DigestWorld) -> None:
    run = world.start()
    world.step(run)
    world.store.add(schedule())
    world.step(run)
    assert world.headlines() != []


def test_the_second_digest_tells_what_changed_since_the_first(world: DigestWorld) -> None:
    world.store.add(schedule())
    run = world.start()
    world.go_on(run, MINUTE)
    world.record("g1-t1", 2023, "80000")
    world.go_on(run, DAY + MINUTE, timedelta(minutes=10))
    first, second = world.headlines()
    assert "はじめての配信です" in first
    assert "前回（2024年6月3日）から：新たな遅れ・悪化 1件" in second
    assert (
        "労働者数（雇用保険適用者数）：実績未登録 － → 後退 ▼、進捗 ▲42.6%。実績未登録 → 80,000人（令和5年度・確定値）"
        in second
    )


def test_without_a_change_there_is_one_line_or_silence(world: DigestWorld) -> None:
    world.store.add(schedule("loud"))
    world.store.add(schedule("quiet", channel_id=GENERAL, on_no_change="silent"))
    run = world.start()
    world.go_on(run, DAY + MINUTE, timedelta(minutes=1))
    assert "前回（2024年6月3日）から変わりはありません" in world.headlines(PLANNING)[1]
    assert len(world.headlines(GENERAL)) == 1
    silent = world.store.slots("quiet")[-1]
    assert (silent.state, silent.parts) == ("recorded", 0)
    assert result_text(silent).endswith("変わりがないため、送信なし")


def test_a_digest_on_demand_is_posted_once_and_takes_nothing_from_the_regular_one(world: DigestWorld) -> None:
    world.store.add(schedule())
    run = world.start()
    world.go_on(run, MINUTE)
    world.record("g1-t1", 2023, "80000")
    request = run.store.ask_now("s1", world.clock(), by=SUZUKI)
    assert run.store.ask_now("s1", world.clock(), by=SUZUKI) == request, "a second press in the same second"
    world.go_on(run, MINUTE)
    world.go_on(run, DAY + MINUTE, timedelta(minutes=10))
    heads = world.headlines()
    assert len(heads) == 3
    assert "実績未登録 → 80,000人" in heads[1]
    assert "実績未登録 → 80,000人" in heads[2]
    assert world.store.slot(slot_key(stream_of_now("s1"), request.at)) is not None
    assert world.store.requests() == ()


def test_a_digest_on_demand_is_compared_with_the_one_on_demand_before(world: DigestWorld) -> None:
    world.store.add(paused(schedule(), MORNING))
    run = world.start()
    for year, value in ((2022, "95000"), (2023, "80000"), (0, "")):
        run.store.ask_now("s1", world.clock(), by=SUZUKI)
        world.go_on(run, MINUTE)
        if value:
            world.record("g1-t1", year, value)
        world.slack.pass_time(60)
    first, second, third = world.headlines()
    assert "はじめての配信です" in first
    assert "はじめての配信です" not in second + third
    assert "前回（2024年6月3日）から：新たな遅れ・悪化なし、値が変わった指標 1件" in second
    assert "労働者数（雇用保険適用者数）：達成 ◎ → 後退 ▼" in third


def test_a_paused_schedule_posts_on_demand_only(world: DigestWorld) -> None:
    world.store.add(paused(schedule(), MORNING))
    run = world.start()
    world.go_on(run, DAY, timedelta(hours=1))
    assert world.posted() == []
    run.store.ask_now("s1", world.clock(), by=SUZUKI)
    world.go_on(run, MINUTE)
    assert len(world.headlines()) == 1
    with pytest.raises(UnknownScheduleError):
        run.store.ask_now("s2", world.clock(), by=SUZUKI)


def test_what_fell_into_a_pause_is_not_caught_up(world: DigestWorld) -> None:
    world.store.add(paused(schedule(), MORNING - MINUTE))
    run = world.start()
    world.go_on(run, timedelta(hours=2), timedelta(minutes=10))
    world.store.change("s1", lambda held: resumed(held, world.clock()))
    world.go_on(run, timedelta(hours=2), timedelta(minutes=10))
    assert world.posted() == []
    world.go_on(run, DAY, timedelta(minutes=10))
    assert len(world.headlines()) == 1


def test_paused_between_claim_and_headline_it_is_not_begun_and_nobody_is_told(world: DigestWorld) -> None:
    world.store.add(schedule())
    run = world.start()
    run.wire.fate = "down"
    world.step(run)
    world.store.change("s1", lambda held: paused(held, world.clock()))
    run.wire.fate = "fine"
    world.go_on(run, timedelta(hours=1), timedelta(minutes=1))
    assert world.posted() == []
    (slot,) = world.store.slots("s1")
    assert (slot.state, slot.note) == ("skipped", "一時停止されたため、送りませんでした。")


def test_a_person_as_the_target_gets_it_as_a_direct_message(world: DigestWorld) -> None:
    world.store.add(schedule(channel_id=TANAKA))
    run = world.start()
    run.wire.fate = "lost"
    world.step(run)
    run.wire.fate = "fine"
    world.go_on(run, timedelta(minutes=20), timedelta(seconds=10))
    assert max(world.parts().values()) == 1
    assert "朝のKPI" in world.dms(TANAKA)[0]


def test_a_look_at_many_schedules_is_spread_over_steps_and_keeps_their_order(
    world: DigestWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.due.LOOKS_A_STEP", 3)
    for number in range(10):
        world.store.add(schedule(f"s{number}"))
    run = world.start()
    world.go_on(run, timedelta(minutes=1), SECOND)
    order = [message.metadata["event_payload"]["slot"][:2] for message in world.posted(PLANNING) if message.metadata]
    assert list(dict.fromkeys(order)) == [f"s{number}" for number in range(10)]


def test_a_schedule_that_must_wait_does_not_hold_up_the_others(world: DigestWorld) -> None:
    """Three into one channel, one into another: each channel gets one message a second."""
    for number in range(3):
        world.store.add(schedule(f"s{number}"))
    world.store.add(schedule("other", channel_id=GENERAL))
    run = world.start()
    world.step(run)
    assert len(world.posted(PLANNING)) == 1
    assert len(world.posted(GENERAL)) == 1


@pytest.mark.process
def test_no_channel_gets_more_than_a_message_a_second_and_slack_never_complains(world: DigestWorld) -> None:
    for number in range(12):
        world.store.add(schedule(f"s{number:02}", scope=DigestScope("all")))
    run = world.start()
    world.go_on(run, timedelta(minutes=4), timedelta(seconds=0.5))
    assert [slot.state for n in range(12) for slot in world.store.slots(f"s{n:02}")] == ["recorded"] * 12
    assert world.slack.platform.workspace.refusals == []
    heads = [message.metadata for message in world.posted(PLANNING) if message.thread_ts is None]
    assert [head["event_payload"]["slot"].partition("@")[0] for head in heads if head] == [
        f"s{n:02}" for n in range(12)
    ]


def test_a_scope_that_the_plan_no_longer_has_says_so(world: DigestWorld) -> None:
    world.store.add(schedule("s1", scope=DigestScope("package", ("pkg9",))))
    world.store.add(schedule("s2", channel_id=GENERAL))
    run = world.start()
    world.go_on(run, MINUTE)
    assert len(world.headlines(GENERAL)) == 1
    assert "いまの計画にありません" in world.headlines(PLANNING)[0]


def test_a_deleted_schedule_posts_nothing_more(world: DigestWorld) -> None:
    world.store.add(schedule(scope=DigestScope("all")))
    run = world.start()
    world.step(run)
    world.store.delete("s1")
    before = len(world.posted())
    world.go_on(run, MINUTE)
    assert len(world.posted()) == before
    assert world.store.schedules() == ()
    assert world.store.slots("s1") == ()


def test_a_changed_scope_does_not_change_a_digest_that_has_begun(world: DigestWorld) -> None:
    world.store.add(schedule(scope=DigestScope("all")))
    run = world.start()
    world.step(run)
    (slot,) = world.store.slots("s1")
    world.store.change(
        "s1", lambda held: edited(held, world.clock(), scope=DigestScope("goal", ("g1",)), channel_id=GENERAL)
    )
    world.go_on(run, MINUTE)
    assert len(world.posted(PLANNING)) == slot.parts
    assert world.posted(GENERAL) == []


def test_a_workspace_without_the_new_blocks_gets_plain_ones(world: DigestWorld) -> None:
    world.slack.platform.workspace.has_new_blocks = False
    world.store.add(schedule())
    world.go_on(world.start(), MINUTE)
    assert world.store.slots("s1")[0].state == "recorded"
    assert BotStore(world.data, world.clock).refused.kinds == frozenset()
    assert len(world.headlines()) == 1


def test_a_reminder_gets_shorter_and_stops_when_nothing_is_missing(tmp_path: Path, catalog: Catalog) -> None:
    world = DigestWorld(tmp_path, catalog)
    weekly = Recurrence(rhythm="weekly", at=time(9), weekdays=(0,))
    world.store.add(schedule(rule=weekly, scope=DigestScope("reminder")))
    run = world.start()
    left = list(catalog.indicators)
    for _ in range(4):
        world.go_on(run, timedelta(minutes=3))
        for id in left[:16]:
            world.record(id, 2023, "1")
        del left[:16]
        world.slack.pass_time((timedelta(days=7) - timedelta(minutes=3)).total_seconds())
    counts = [head.split("（あと")[1].split("件")[0] for head in world.headlines()]
    assert counts == ["47", "31", "15"]
    assert [slot.parts for slot in world.store.slots("s1")][3:] == [0]


def test_a_reminder_is_silent_from_august_to_march(tmp_path: Path, catalog: Catalog) -> None:
    world = DigestWorld(tmp_path, catalog, now=datetime(2024, 7, 30, 9, tzinfo=JST))
    world.store.add(schedule(scope=DigestScope("reminder")))
    run = world.start()
    world.go_on(run, timedelta(days=4), timedelta(minutes=30))
    assert len(world.headlines()) == 2
