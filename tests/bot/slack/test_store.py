"""What the bot remembers: once, bounded, for a while, over restarts and beside other processes."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from bot.slack import store as module
from bot.slack.store import BotStore, GivenAnswer, Opinion
from knowledge.model.structs import replace
from knowledge.storage.place import RecordPlace, open_records
from tests.bot.slack.conftest import START, Clock


@pytest.fixture
def store(place: RecordPlace, clock: Clock) -> BotStore:
    return BotStore(place, clock)


def given(key: str, **more: str) -> GivenAnswer:
    return GivenAnswer(key=key, query="質問", asked_by="U1", **more)  # type: ignore[arg-type]


def test_an_event_is_taken_once_under_any_of_its_names(store: BotStore, place: RecordPlace, clock: Clock) -> None:
    assert store.take("Ev1", also=("C1 1.0",))
    assert not store.take("Ev1")
    assert not store.take("Ev2", also=("C1 1.0",))
    assert not BotStore(place, clock).take("Ev1")
    assert store.take("Ev2", also=("C1 2.0",))


def test_unfinished_work_is_listed_oldest_first_until_it_is_finished(
    store: BotStore, place: RecordPlace, clock: Clock
) -> None:
    for number in range(3):
        clock.now += timedelta(seconds=1)
        store.take(f"Ev{number}", body={"event_id": f"Ev{number}", "text": "半分の\ud83d絵文字"})
    store.finish("Ev1")
    assert [body["event_id"] for body in BotStore(place, clock).unfinished()] == ["Ev0", "Ev2"]


def test_a_question_that_is_on_disk_waits_neither_for_answers_nor_for_questions_after_it(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced, sync = list[int](), os.fsync

    def watched(file: int) -> None:
        synced.append(file)
        sync(file)

    store = BotStore(tmp_path, clock)
    store.take("Ev1", body={"event_id": "Ev1"}, is_settled=False)
    monkeypatch.setattr(os, "fsync", watched)
    store.settle("Ev1")
    assert synced
    store.take("Ev2", body={"event_id": "Ev2"}, is_settled=False)
    store.put_answer(given("a"), finished="Ev1")
    synced.clear()
    store.settle("Ev1")
    assert not synced
    store.settle()
    assert synced
    synced.clear()
    store.settle("Ev2")
    assert not synced


def test_a_context_is_forgotten_after_a_month(store: BotStore, clock: Clock) -> None:
    store.remember("C1 1.0", ["p1-1", "k1-1"])
    store.remember("C1 1.0", ["p1-2"])
    assert store.context("C1 1.0") == ("p1-2",)
    assert store.context("C1 2.0") == ()
    clock.now += timedelta(days=31)
    assert store.context("C1 1.0") == ()


def test_answers_are_found_by_key_question_and_place(store: BotStore) -> None:
    store.put_answer(given("a", channel="C1", ts="1.1", question_ts="1.0"))
    store.put_answer(given("b", channel="C2", ts="1.1", question_ts="1.0"))
    for found in (store.find_answer("a"), store.find_answer_to("C1", "1.0"), store.find_answer_at("C1", "1.1")):
        assert found is not None
        assert found.key == "a"
    assert store.find_answer("") is None
    assert store.find_answer_at("C1", "") is None
    store.mark_deleted(given("a", channel="C1", ts="1.1", question_ts="1.0"))
    assert [found.is_deleted for found in [store.find_answer("a")] if found] == [True]


def test_the_last_opinion_of_a_person_on_an_answer_stays(store: BotStore) -> None:
    for rating, user in (("good", "U1"), ("bad", "U1"), ("good", "U2")):
        store.put_opinion(Opinion(answer="a", user=user, rating=rating))
    assert [(opinion.user, opinion.rating) for _, opinion in store.opinions()] == [("U1", "bad"), ("U2", "good")]


def test_tables_stay_bounded_and_lose_their_oldest(
    store: BotStore, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(module.KEPT, "events", replace(module.KEPT["events"], most=50))
    monkeypatch.setattr(module, "PRUNE_EVERY", 10)
    for number in range(100):
        clock.now += timedelta(seconds=1)
        assert store.take(f"Ev{number}")
    assert store.take("Ev0")
    assert not store.take("Ev99")


def test_events_are_forgotten_after_a_day(store: BotStore, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PRUNE_EVERY", 1)
    store.take("Ev1")
    clock.now += timedelta(hours=23)
    assert not store.take("Ev1")
    clock.now += timedelta(hours=2)
    store.take("Ev2")
    assert store.take("Ev1")


def test_a_kind_of_block_is_avoided_once_two_messages_with_it_were_refused(store: BotStore, clock: Clock) -> None:
    store.refused.note(frozenset({"card", "data_table"}), "first")
    store.refused.note(frozenset({"card"}), "first")
    assert store.refused.kinds == frozenset()
    store.refused.note(frozenset({"card"}), "second")
    assert store.refused.kinds == {"card"}


def test_an_avoided_kind_of_block_is_tried_again_after_a_week(store: BotStore, clock: Clock) -> None:
    for message in ("first", "second"):
        store.refused.note(frozenset({"card"}), message)
    clock.now += timedelta(days=8)
    assert store.refused.kinds == frozenset()
    store.refused.note(frozenset({"card"}), "third")
    assert store.refused.kinds == frozenset()


def test_what_the_version_before_kept_of_answers_and_opinions_is_read(place: RecordPlace, clock: Clock) -> None:
    """Each held its moment, and an answer its thread."""
    answer = {"key": "a", "query": "質問", "asked_by": "U1", "at": START.isoformat(), "before": ["p3-12"], "shown": []}
    where = {"channel": "C1", "ts": "2.0", "question_ts": "1.0", "thread_ts": "1.0", "is_deleted": False}
    opinion = {"answer": "a", "user": "U1", "rating": "good", "at": START.isoformat(), "query": "質問", "comment": ""}
    open_records(place, "bot").put(("answers", "a", answer | where), ("opinions", "a U1", opinion))
    store = BotStore(place, clock)
    found = store.find_answer_at("C1", "2.0")
    assert found == store.find_answer("a")
    assert found is not None
    assert (found.before, found.channel, found.ts) == (("p3-12",), "C1", "2.0")
    assert [opinion for _, opinion in store.opinions()] == [Opinion(answer="a", user="U1", rating="good", query="質問")]
