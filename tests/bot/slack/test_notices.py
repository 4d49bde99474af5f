"""What is told once: whatever waits comes once, and what a press brought about is not brought about again."""

from datetime import timedelta

import pytest

from bot.config.errors import BotError
from bot.slack.errors import NoReplyError
from bot.slack.notices import DONE_LIFE, TOLD_LIFE, Notice, NoticeStore
from bot.slack.store import BotStore
from knowledge.model.structs import replace
from knowledge.storage.interface import Records
from knowledge.storage.place import RecordPlace, open_records
from tests.bot.slack.conftest import Clock

LOST = Notice(key="lost s1", user="U1", text="送れません。")
REFUSAL = "すでに共有されています。"


@pytest.fixture
def database(place: RecordPlace) -> Records:
    return open_records(place, "deliveries")


@pytest.fixture
def notices(database: Records, clock: Clock) -> NoticeStore:
    return NoticeStore(database, clock)


def no_reply(_: bool) -> None:
    raise NoReplyError


def refused(_: bool) -> None:
    raise BotError("投稿できません。")


def test_what_was_told_is_not_told_again(notices: NoticeStore, place: RecordPlace, clock: Clock) -> None:
    notices.put(LOST)
    notices.put(replace(LOST, text="送れなくなりました。"))
    assert [each.text for each in notices.waiting()] == ["送れなくなりました。"]
    notices.told(LOST)
    notices.put(LOST)
    assert NoticeStore(open_records(place, "deliveries"), clock).waiting() == ()


def test_what_was_told_is_forgotten_only_long_after_anybody_would_have_told_it_again(
    notices: NoticeStore, database: Records, clock: Clock
) -> None:
    """A loss that lasts is looked at every day, for years; of a thousand lost posts nobody speaks any more."""
    current = Notice(key="loss bot 1", user="U1", text="読めません。")
    for number in range(50):
        notices.told(replace(LOST, key=f"lost s{number}"))
    notices.told(current)
    for _ in range(3):
        for _ in range(TOLD_LIFE.days // 2):
            clock.now += timedelta(days=1, hours=1)
            notices.put(current)
            notices.expire()
        assert notices.waiting() == ()
    assert [told["key"] for told in database.table("told")] == [current.key]


def test_what_an_earlier_version_told_is_kept_from_now_on_like_all_else(
    notices: NoticeStore, database: Records, clock: Clock
) -> None:
    database.put(("told", LOST.name, {"key": LOST.key}))
    notices.expire()
    clock.now += TOLD_LIFE - timedelta(days=1)
    notices.expire()
    notices.put(LOST)
    assert notices.waiting() == ()
    clock.now += TOLD_LIFE + timedelta(days=1)
    notices.expire()
    assert len(database.table("told")) == 0


def test_what_never_waited_can_be_told_as_well(notices: NoticeStore) -> None:
    notices.told(LOST)
    notices.put(LOST)
    assert notices.waiting() == ()


def test_what_is_done_is_refused_for_a_day(notices: NoticeStore, clock: Clock) -> None:
    assert notices.once("share a C1", lambda may_be_done: may_be_done, refusal=REFUSAL) is False
    with pytest.raises(BotError, match=REFUSAL):
        notices.once("share a C1", lambda _: None, refusal=REFUSAL)
    clock.now += DONE_LIFE + timedelta(seconds=1)
    assert notices.once("share a C1", lambda may_be_done: may_be_done, refusal=REFUSAL) is False


def test_what_came_to_nothing_can_be_done_again(notices: NoticeStore) -> None:
    with pytest.raises(BotError, match="投稿できません"):
        notices.once("share a C1", refused, refusal=REFUSAL)
    assert notices.once("share a C1", lambda may_be_done: may_be_done, refusal=REFUSAL) is False


def test_who_does_again_what_got_no_reply_is_told_so(notices: NoticeStore) -> None:
    for _ in range(2):
        with pytest.raises(NoReplyError):
            notices.once("share a C1", no_reply, refusal=REFUSAL)
    assert notices.once("share a C1", lambda may_be_done: may_be_done, refusal=REFUSAL) is True


# A data folder of the version before


def test_notices_that_the_version_before_left_are_told_once(notices: NoticeStore, database: Records) -> None:
    """They had no `entry`."""
    old = {"key": LOST.key, "user": LOST.user, "text": LOST.text, "tried": True}
    database.put(("notices", "lost s1 U1", old), ("told", "lost s2 U1", {"key": "lost s2"}))
    notices.put(replace(LOST, key="lost s2"))
    assert notices.waiting() == (replace(LOST, tried=True),)


def test_what_the_version_before_had_shared_or_saved_is_refused(place: RecordPlace, clock: Clock) -> None:
    """It kept such keys among the events; one of an unclear end with a second key alone."""
    before = BotStore(place, clock)
    for key in ("share a C1", "share a C1 unsure", "share b C1 unsure"):
        assert before.take(key)
    notices = NoticeStore(open_records(place, "deliveries"), clock, BotStore(place, clock).has_taken)
    with pytest.raises(BotError, match=REFUSAL):
        notices.once("share a C1", lambda _: None, refusal=REFUSAL)
    assert notices.once("share b C1", lambda may_be_done: may_be_done, refusal=REFUSAL) is True
