"""What editors teach, kept at either place: numbered, by strategy, taken back."""

from datetime import UTC, datetime

import pytest

from bot.config import BotError
from bot.values.taught import GONE_ALREADY, TaughtEntry, TaughtStore
from knowledge.storage.place import RecordPlace

AT = datetime(2024, 6, 3, tzinfo=UTC)


def word(text: str, by: str = "佐藤") -> TaughtEntry:
    return TaughtEntry(kind="word", by=by, part="facet", name="target", word=text)


def test_lessons_of_one_strategy_are_none_of_another(place: RecordPlace) -> None:
    here, there = TaughtStore(place, "第2期"), TaughtStore(place, "第3期")
    assert (here.teach(word("ゴール値"), AT), there.teach(word("ゴール値"), AT)) == (1, 2)
    example = TaughtEntry(kind="example", by="佐藤", question="いつまで？", means=("計画期間", "目標年度"))
    here.teach(example, AT)
    assert TaughtStore(place, "第2期").numbered() == {1: word("ゴール値"), 3: example}
    assert there.lessons() == (word("ゴール値"),)


def test_what_is_taken_back_is_gone_for_everybody_and_its_number_is_not_given_again(place: RecordPlace) -> None:
    one, other = TaughtStore(place), TaughtStore(place)
    one.teach(word("一"), AT)
    number = other.teach(word("二"), AT)
    version = one.version
    assert one.take_back() == word("二")
    assert other.version > version
    with pytest.raises(BotError, match=GONE_ALREADY.format(number=number)[:10]):
        other.take_back(number)
    with pytest.raises(BotError, match="すでに加えられています"):
        other.teach(word("一"), AT)
    assert other.teach(word("三"), AT) == number + 1


def test_a_name_is_forgotten_and_what_was_taught_stays(place: RecordPlace) -> None:
    store = TaughtStore(place)
    store.teach(word("一", by="U012ABC"), AT)
    store.teach(word("二"), AT)
    assert store.forget_person("U012ABC") == 1
    assert [(each.word, each.by) for each in store.lessons()] == [("一", "削除済み"), ("二", "佐藤")]
