"""The scheduler in trouble: lost channels, outages, full disks, wrong clocks, days without a run."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.delivery.render import DigestRenderer
from bot.digests.result import has_trouble, result_text
from bot.digests.schedule import DigestScope, Schedule, edited, resumed
from bot.digests.slot import News
from bot.sandbox.state.seed import ARCHIVED, FOREIGN, GENERAL, PLANNING, SATO, SECRET, SUZUKI
from bot.values.current import LedgerValues
from bot.views.parts import Message
from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import JST
from knowledge.model.structs import replace
from tests.bot.digest_world import MINUTE, MORNING, DigestWorld, schedule
from tests.bot.wire import Fate

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


@pytest.fixture
def world(tmp_path: Path, catalog: Catalog) -> DigestWorld:
    return DigestWorld(tmp_path, catalog)


@pytest.mark.parametrize(
    ("channel", "reason"), [(ARCHIVED, "アーカイブ"), (FOREIGN, "/invite"), ("C0NOWHERE", "見つかりません")]
)
def test_a_lost_channel_pauses_the_schedule_and_owner_and_admins_hear_of_it_once(
    world: DigestWorld, channel: str, reason: str
) -> None:
    world.store.add(schedule(channel_id=channel))
    run = world.start(admins=[SUZUKI, SATO])
    world.go_on(run, DAY * 2, timedelta(minutes=15))
    next_run = world.start(admins=[SUZUKI, SATO])
    world.go_on(next_run, DAY, timedelta(minutes=15))
    next_run.store.ask_now("s1", world.clock(), by=SATO)  # which fails as well
    world.go_on(next_run, DAY, timedelta(minutes=15))
    assert world.store.get("s1").paused
    assert world.store.requests() == ()
    for person in (SATO, SUZUKI):
        (told,) = world.dms(person)
        assert "朝のKPI" in told
        assert reason in told
        assert "一時停止" in told
    (slot,) = world.store.slots("s1")
    assert slot.state == "failed"
    assert has_trouble(slot)
    assert reason in result_text(slot)


def test_a_channel_lost_in_the_middle_of_a_thread_pauses_too(world: DigestWorld) -> None:
    world.store.add(schedule(scope=DigestScope("all")))
    run = world.start()
    world.step(run)
    workspace = world.slack.platform.workspace
    workspace.put(replace(workspace.channels[PLANNING], is_archived=True))
    world.go_on(run, MINUTE)
    assert world.store.get("s1").paused
    assert len(world.dms(SATO)) == 1


def test_a_channel_that_is_lost_after_the_schedule_was_sent_elsewhere_alarms_nobody(world: DigestWorld) -> None:
    world.store.add(schedule(scope=DigestScope("all")))
    run = world.start()
    world.step(run)
    workspace = world.slack.platform.workspace
    workspace.put(replace(workspace.channels[PLANNING], is_archived=True))
    world.store.change("s1", lambda held: edited(held, world.clock(), channel_id=GENERAL))
    world.go_on(run, MINUTE)
    assert not world.store.get("s1").paused
    assert world.dms(SATO) == []


def test_a_lost_channel_that_was_resumed_and_is_still_lost_is_told_again(world: DigestWorld) -> None:
    world.store.add(schedule(channel_id=ARCHIVED))
    run = world.start()
    world.go_on(run, timedelta(hours=1), MINUTE)
    world.store.change("s1", lambda held: resumed(held, world.clock()))
    world.go_on(run, DAY, 5 * MINUTE)
    assert len(world.dms(SATO)) == 2


@pytest.mark.parametrize("fate", ["busy", "down", "error", "dropped", "lost"])
def test_through_an_outage_of_an_hour_the_digest_comes_once_and_late(world: DigestWorld, fate: Fate) -> None:
    world.store.add(schedule())
    run = world.start()
    run.wire.fate = fate
    world.go_on(run, timedelta(hours=1), timedelta(seconds=30))
    (slot,) = world.store.slots("s1")
    assert not slot.is_settled
    assert has_trouble(slot)
    assert "再試行中（Slack" in result_text(slot)
    assert len(run.wire.sent) < 40, "backed off"
    run.wire.fate = "fine"
    world.go_on(run, timedelta(minutes=30), timedelta(seconds=10))
    assert set(world.parts().values()) == {1}
    assert len(world.headlines()) == 1
    assert world.store.slots("s1")[0].state == "recorded"


def test_slack_is_not_asked_again_before_it_said_so(world: DigestWorld) -> None:
    world.store.add(schedule())
    run = world.start()
    run.wire.fate = "busy"
    world.step(run)
    sent = len(run.wire.sent)
    world.slack.pass_time(19)
    world.step(run)
    assert len(run.wire.sent) == sent


def test_an_outage_longer_than_the_grace_ends_with_a_word_to_the_owner(world: DigestWorld) -> None:
    world.store.add(schedule(grace=timedelta(hours=2)))
    run = world.start()
    run.wire.fate = "down"
    world.go_on(run, timedelta(hours=2, minutes=30), timedelta(minutes=1))
    run.wire.fate = "fine"
    world.go_on(run, timedelta(minutes=30), timedelta(minutes=1))
    (slot,) = world.store.slots("s1")
    assert slot.state == "failed"
    assert world.headlines() == []
    (told,) = world.dms(SATO)
    assert "2時間のあいだ試しても送れませんでした" in told


def test_a_table_that_may_not_be_sent_is_left_out_and_that_is_said_once(world: DigestWorld) -> None:
    world.store.add(schedule(attaches=True))
    world.slack.platform.scopes = world.slack.platform.scopes - {"files:write"}
    run = world.start()
    world.go_on(run, 2 * MINUTE)
    (slot,) = world.store.slots("s1")
    assert (slot.state, slot.parts, has_trouble(slot)) == ("recorded", 2, False)
    assert set(world.parts().values()) == {1}
    assert run.wire.sent.count("files.getUploadURLExternal") == 1
    world.record("g1-t1", 2022, "83000")
    world.go_on(run, DAY + 30 * MINUTE, 5 * MINUTE)
    assert run.wire.sent.count("files.getUploadURLExternal") == 2
    assert len(world.headlines()) == 2
    (told,) = world.dms(SATO)
    assert "表（Excel）を付けずに送りました" in told
    assert "files:write" in told


def test_a_token_that_was_revoked_for_an_hour_costs_nothing_but_the_hour(world: DigestWorld) -> None:
    world.store.add(schedule())
    world.store.add(schedule("s2", channel_id=GENERAL))
    run = world.start()
    world.slack.platform.token_error = "token_revoked"
    world.go_on(run, timedelta(hours=1), timedelta(seconds=10))
    assert "SLACK_BOT_TOKEN" in result_text(world.store.last_slot("s1"))
    assert len(run.wire.sent) < 60
    world.slack.platform.token_error = None
    world.go_on(run, timedelta(minutes=30), timedelta(seconds=10))
    assert len(world.headlines()) == len(world.headlines(GENERAL)) == 1


def test_where_the_history_may_not_be_read_a_doubt_ends_with_a_word_to_the_owner_not_with_a_second_post(
    world: DigestWorld,
) -> None:
    world.store.add(schedule(grace=timedelta(hours=1)))
    run = world.start()
    run.wire.fate = "lost"
    world.step(run)
    run.wire.fate = "fine"
    world.slack.platform.scopes.discard("channels:history")
    world.go_on(run, timedelta(hours=2), timedelta(minutes=1))
    (slot,) = world.store.slots("s1")
    assert slot.state == "failed"
    assert len(world.headlines()) == 1
    (told,) = world.dms(SATO)
    assert "届いたかどうかを、Slack に確かめられませんでした" in told


def test_a_doubt_about_an_unreadable_history_ends_once_the_scope_is_there(world: DigestWorld) -> None:
    world.store.add(schedule())
    run = world.start()
    run.wire.fate = "lost"
    world.step(run)
    run.wire.fate = "fine"
    world.slack.platform.scopes.discard("channels:history")
    world.go_on(run, timedelta(minutes=30), timedelta(minutes=1))
    assert "channels:history" in result_text(world.store.last_slot("s1"))
    world.slack.platform.scopes.add("channels:history")
    world.go_on(run, timedelta(minutes=30), timedelta(seconds=20))
    assert set(world.parts().values()) == {1}
    assert world.store.slots("s1")[0].state == "recorded"


def test_the_headline_is_found_far_back_in_a_busy_channel(world: DigestWorld) -> None:
    world.store.add(schedule())
    run = world.start()
    run.wire.fate = "lost"
    world.step(run)
    run.wire.fate = "fine"
    for number in range(450):
        world.slack.say(PLANNING, SUZUKI, f"雑談 {number}")
    world.go_on(run, timedelta(minutes=10), timedelta(seconds=20))
    assert set(world.parts().values()) == {1}
    assert run.wire.sent.count("conversations.history") >= 3
    assert world.store.slots("s1")[0].state == "recorded"


def test_a_slot_missed_within_the_grace_is_caught_up_once(tmp_path: Path, catalog: Catalog) -> None:
    world = DigestWorld(tmp_path, catalog, now=MORNING + timedelta(hours=11, minutes=59))
    world.store.add(schedule())
    world.go_on(world.start(), timedelta(minutes=1))
    assert len(world.headlines()) == 1
    assert world.dms(SATO) == []


def test_slots_missed_for_days_are_told_in_one_message_and_only_the_last_is_caught_up(
    tmp_path: Path, catalog: Catalog
) -> None:
    world = DigestWorld(tmp_path, catalog, now=MORNING + 10 * DAY + timedelta(hours=1))
    world.store.add(schedule())
    world.go_on(world.start(), timedelta(minutes=2))
    assert [slot.state for slot in world.store.slots("s1")] == ["skipped"] * 10 + ["recorded"]
    assert len(world.headlines()) == 1
    (told,) = world.dms(SATO)
    assert "12時間を過ぎても動けなかったため、送りませんでした" in told
    assert "ほかに9回" in told


def test_within_a_long_grace_several_missed_slots_become_one_digest(tmp_path: Path, catalog: Catalog) -> None:
    world = DigestWorld(tmp_path, catalog, now=MORNING + 3 * DAY)
    world.store.add(schedule(grace=timedelta(days=7)))
    world.go_on(world.start(), timedelta(minutes=2))
    assert [slot.state for slot in world.store.slots("s1")] == ["skipped"] * 3 + ["recorded"]
    assert len(world.headlines()) == 1
    assert world.dms(SATO) == []


@pytest.mark.parametrize(
    "step", ["before claimed", "before posted", "after posted", "before recorded", "after chat.postMessage"]
)
def test_a_disk_that_is_full_for_a_moment_neither_loses_nor_doubles(world: DigestWorld, step: str) -> None:
    world.store.add(schedule())
    run = world.start()
    run.fail_at = step
    world.go_on(run, timedelta(minutes=10))
    assert run.fail_at == ""
    assert set(world.parts().values()) == {1}
    (slot,) = world.store.slots("s1")
    assert (slot.state, slot.parts) == ("recorded", len(world.posted()))


def test_a_clock_that_goes_back_and_forth_neither_loses_nor_doubles(world: DigestWorld) -> None:
    world.store.add(schedule())
    run = world.start()
    world.go_on(run, MINUTE)
    world.clock_error += 3 * DAY
    world.go_on(run, MINUTE)
    world.clock_error -= 3 * DAY
    world.go_on(run, 4 * DAY + MINUTE, timedelta(minutes=20))
    states = [(slot.due.astimezone(JST).day, slot.state) for slot in world.store.slots("s1")]
    assert states == [(3, "recorded"), (4, "recorded"), (5, "recorded"), (6, "recorded"), (7, "recorded")]
    assert set(world.parts().values()) == {1}


def test_while_slack_cannot_be_reached_one_digest_asks_for_all(world: DigestWorld) -> None:
    for number, channel in enumerate((PLANNING, GENERAL, SECRET)):
        world.store.add(schedule(f"s{number}", channel_id=channel))
    run = world.start()
    run.wire.fate = "down"
    for _ in range(5):
        world.step(run)
    assert run.wire.sent == ["chat.postMessage"]


class StallingMaker(DigestRenderer):
    """The process stands still, and others go on, when the digest is asked for to be sent."""

    def __init__(self, values: LedgerValues, meanwhile: Callable[[], None]) -> None:
        super().__init__(lambda _: values)
        self._meanwhile = iter([lambda: None, meanwhile])  # it is asked for at the claim first

    def messages(
        self, schedule: Schedule, as_of: datetime, before: datetime | None, news: News | None = None
    ) -> list[Message]:
        next(self._meanwhile, lambda: None)()
        return super().messages(schedule, as_of, before)


def test_a_process_that_stood_still_between_deciding_and_sending_does_not_send(world: DigestWorld) -> None:
    world.store.add(schedule())
    rival = world.start()
    world.renderer = StallingMaker(
        LedgerValues(world.catalog, lambda: world.ledger), lambda: world.go_on(rival, 10 * MINUTE)
    )
    stalled = world.start()
    world.step(stalled)
    assert "chat.postMessage" in rival.wire.sent
    world.go_on(stalled, 10 * MINUTE)
    assert set(world.parts().values()) == {1}
    assert "chat.postMessage" not in stalled.wire.sent


def test_a_process_that_stands_still_right_before_sending_does_not_send_either(world: DigestWorld) -> None:
    world.store.add(schedule(channel_id=SATO))
    rival, stalled = world.start(), world.start()
    stalled.meanwhile["after conversations.open"] = lambda: world.go_on(rival, 10 * MINUTE)
    world.step(stalled)
    world.go_on(stalled, 10 * MINUTE)
    assert set(world.parts().values()) == {1}
    assert "chat.postMessage" not in stalled.wire.sent
