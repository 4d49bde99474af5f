"""Staff rotate every April: what fails of a digest whose creator has left is told to those who are still there."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.sandbox.state.seed import ARCHIVED, PLANNING, SATO, SUZUKI, TANAKA
from knowledge.model.catalog import Catalog
from tests.bot.digest_world import MINUTE, MORNING, DigestWorld, schedule

DAY = timedelta(days=1)
LEFT = {SATO: "佐藤 花子"}
SAYS_SO = "担当者の佐藤 花子さんは、在籍していません。"


@pytest.fixture
def world(tmp_path: Path, catalog: Catalog) -> DigestWorld:
    return DigestWorld(tmp_path, catalog, now=MORNING + DAY - timedelta(minutes=5))


def judge(world: DigestWorld) -> None:
    """Editors and admins hear of it once each, and that nobody owns it; who has left is told nothing."""
    for person in (SUZUKI, TANAKA):
        (told,) = world.dms(person)
        assert "朝のKPI" in told
        assert SAYS_SO in told
        assert "引き継ぐ" in told
    assert world.dms(SATO) == []


def test_slots_that_were_missed_are_told_to_editors_and_admins(world: DigestWorld) -> None:
    world.store.add(schedule(editors=(SUZUKI,)))
    world.go_on(world.start(admins=[TANAKA], departed=LEFT), 30 * MINUTE)
    judge(world)


def test_a_digest_that_was_given_up_is_told_to_editors_and_admins(tmp_path: Path, catalog: Catalog) -> None:
    world = DigestWorld(tmp_path, catalog)
    world.store.add(schedule(editors=(SUZUKI,), grace=timedelta(hours=1)))
    run = world.start(admins=[TANAKA, SUZUKI], departed=LEFT)
    run.wire.fate = "down"
    world.go_on(run, timedelta(hours=1, minutes=5), MINUTE)
    run.wire.fate = "fine"
    world.go_on(run, 15 * MINUTE, MINUTE)
    judge(world)


def test_a_lost_channel_is_told_to_editors_and_admins(tmp_path: Path, catalog: Catalog) -> None:
    world = DigestWorld(tmp_path, catalog)
    world.store.add(schedule(editors=(SUZUKI,), channel_id=ARCHIVED))
    world.go_on(world.start(admins=[TANAKA], departed=LEFT), 15 * MINUTE)
    judge(world)


def test_whoever_pressed_the_button_hears_of_its_failure_as_ever(tmp_path: Path, catalog: Catalog) -> None:
    world = DigestWorld(tmp_path, catalog, now=MORNING - 30 * MINUTE)
    world.store.add(schedule(editors=(SUZUKI,), grace=timedelta(minutes=10)))
    run = world.start(admins=[TANAKA], departed=LEFT)
    world.store.ask_now("s1", world.clock(), by=SUZUKI)
    run.wire.fate = "down"
    world.go_on(run, 12 * MINUTE)
    run.wire.fate = "fine"
    world.go_on(run, 10 * MINUTE)
    (told,) = world.dms(SUZUKI)
    assert "在籍" not in told
    assert world.dms(TANAKA) == []


def test_nothing_changes_while_the_creator_is_there(world: DigestWorld) -> None:
    world.store.add(schedule(editors=(SUZUKI,)))
    world.go_on(world.start(admins=[TANAKA]), 30 * MINUTE)
    assert [len(world.dms(person)) for person in (SATO, SUZUKI, TANAKA)] == [1, 0, 0]


def test_where_nobody_is_left_to_change_it_the_channel_reads_it_once(world: DigestWorld) -> None:
    """Those who miss the digest are the ones who will ask for it; a message to nobody is read by nobody."""
    world.store.add(schedule())
    run = world.start(departed=LEFT)
    world.go_on(run, 30 * MINUTE)
    told = [message.text for message in world.posted(PLANNING) if "在籍" in message.text]
    assert len(told) == 1
    assert "朝のKPI" in told[0]
    assert "ボットの管理者を決めるよう" in told[0]
    assert world.store.notices.waiting() == ()


def test_where_nobody_is_left_to_change_it_those_who_may_record_are_told_before_the_channel(world: DigestWorld) -> None:
    world.store.add(schedule())
    world.go_on(world.start(others=[TANAKA], departed=LEFT), 30 * MINUTE)
    (told,) = world.dms(TANAKA)
    assert "変更できる人がいません" in told
    assert not [message for message in world.posted(PLANNING) if "在籍" in message.text]


def test_a_lost_channel_of_which_nobody_can_be_told_is_in_the_log(
    tmp_path: Path, catalog: Catalog, caplog: pytest.LogCaptureFixture
) -> None:
    world = DigestWorld(tmp_path, catalog)
    world.store.add(schedule(channel_id=ARCHIVED))
    world.go_on(world.start(departed=LEFT), 15 * MINUTE)
    assert "nobody may change it: name SENRYAKU_ADMINS" in caplog.text
    assert world.store.notices.waiting() == ()
