"""Schedules, slots, requests and notices on disk."""

from datetime import timedelta

import pytest

from bot.delivery.store import KEPT_SLOTS, DigestStore, ScheduleChangedError, UnknownScheduleError
from bot.digests.schedule import edited
from bot.digests.slot import Slot, recorded, stream_of_now
from bot.sandbox.state.seed import SATO
from knowledge.model.structs import replace
from knowledge.storage.place import RecordPlace
from tests.bot.digest_world import MORNING, schedule

DAY = timedelta(days=1)


def slot(stream: str = "s1", day: int = 0) -> Slot:
    due = MORNING + day * DAY
    return Slot(schedule_id=stream, due=due, channel_id="C1", run="a", parts=1, as_of=due, saved_at=due, held_since=due)


def test_schedules_survive_a_restart_oldest_first(place: RecordPlace) -> None:
    store = DigestStore(place)
    later = store.create(lambda id: schedule(id, created_at=MORNING + DAY))
    first = store.create(lambda id: schedule(id))
    assert (later.id, first.id) == ("s1", "s2")
    assert DigestStore(place).schedules() == (first, later)
    store.delete("s2")
    assert store.create(lambda id: schedule(id)).id == "s3", "an id is never given twice"


def test_what_somebody_else_changed_is_not_overwritten(place: RecordPlace) -> None:
    one, other = DigestStore(place), DigestStore(place)
    read = one.add(schedule())
    changed = other.put(read, edited(read, MORNING, name="別の名前"))
    with pytest.raises(ScheduleChangedError, match="ほかの人が先に変更しました"):
        one.put(read, edited(read, MORNING, name="私の名前"))
    assert one.schedules() == (changed,)
    with pytest.raises(ScheduleChangedError):
        one.add(schedule())


def test_an_unknown_schedule_is_said_to_be_unknown(place: RecordPlace) -> None:
    store = DigestStore(place)
    for call in (store.get, store.delete):
        with pytest.raises(UnknownScheduleError, match="定期配信「s9」はありません"):
            call("s9")
    with pytest.raises(UnknownScheduleError):
        store.put(schedule("s9"), schedule("s9"))


def test_a_slot_is_swapped_only_where_the_old_one_stands(place: RecordPlace) -> None:
    one, other = DigestStore(place), DigestStore(place)
    first = slot()
    assert one.swap(None, first)
    assert not other.swap(None, slot())
    done = recorded(first, MORNING)
    assert other.swap(first, done)
    assert not one.swap(first, replace(first, parts=2))
    assert one.slots("s1") == (done,)


def test_looking_at_schedules_costs_nothing_while_only_slots_change(place: RecordPlace) -> None:
    store = DigestStore(place)
    store.add(schedule())
    before, listed = store.version, store.schedules()
    store.swap(None, slot())
    assert store.version == before
    assert store.schedules() is listed


def test_old_slots_go_but_the_unsettled_and_the_last_ones_stay(place: RecordPlace) -> None:
    store = DigestStore(place)
    waiting = slot(day=0)
    store.swap(None, waiting)
    for day in range(1, 3 * KEPT_SLOTS):
        fresh = slot(day=day)
        store.swap(None, fresh)
        store.swap(fresh, recorded(fresh, fresh.due))
        assert store.last_as_of("s1") == fresh.as_of, "from when on slots are owed"
    kept = store.slots("s1")
    assert kept[0] == waiting
    assert KEPT_SLOTS <= len(kept) <= 2 * KEPT_SLOTS
    assert kept[-1].due == MORNING + (3 * KEPT_SLOTS - 1) * DAY
    assert store.last_as_of("s1") == kept[-1].as_of
    assert store.last_as_of("s1", kept[-1].as_of) == kept[-2].as_of


def test_a_digest_on_demand_is_the_last_result_but_nothing_to_compare_a_regular_one_with(place: RecordPlace) -> None:
    store = DigestStore(place)
    regular, asked = recorded(slot(), MORNING), recorded(slot(stream_of_now("s1"), 1), MORNING + DAY)
    store.swap(None, regular)
    store.swap(None, asked)
    assert store.last_slot("s1") == asked
    assert store.last_as_of("s1") == regular.as_of
    assert store.last_as_of("s1", by_hand=True) == asked.as_of
    assert store.last_slot("s2") is None


def test_where_only_digests_on_demand_were_posted_the_next_is_compared_with_the_last_of_them(
    place: RecordPlace,
) -> None:
    store = DigestStore(place)
    for day in range(2):
        store.swap(None, recorded(slot(stream_of_now("s1"), day), MORNING + day * DAY))
    first, second = store.slots(stream_of_now("s1"))
    assert store.last_as_of("s1") == store.last_as_of("s1", by_hand=True) == second.as_of
    assert store.last_as_of("s1", second.as_of, by_hand=True) == first.as_of


def test_deleting_takes_slots_and_requests_along(place: RecordPlace) -> None:
    store = DigestStore(place)
    store.add(schedule())
    store.swap(None, slot())
    store.ask_now("s1", MORNING, by=SATO)
    store.delete("s1")
    assert (store.slots("s1"), store.requests(), store.slot(slot().key)) == ((), (), None)
    assert not store.swap(slot(), recorded(slot(), MORNING)), "a delivery under way ends"


def test_a_channel_that_gets_another_id_keeps_its_schedules(place: RecordPlace) -> None:
    store = DigestStore(place)
    store.add(schedule("s1", channel_id="C1"))
    store.add(schedule("s2", channel_id="C2"))
    store.rename_channel("C1", "C3")
    assert [each.channel_id for each in store.schedules()] == ["C3", "C2"]
