"""Payloads become records."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.payloads import question_from_event, spoken_text

EVENT = {"type": "app_mention", "user": "U1", "channel": "C1", "ts": "1.0", "text": "<@U0BOT> 質問"}


@pytest.mark.parametrize(
    ("sent", "spoken"),
    [
        ("<@U0SENRYAKU> 移住の事業は？", "移住の事業は？"),
        ("<@U0SENRYAKU>　<@W1|bot>: 移住", "移住"),
        ("移住 <@U0SUZUKI|鈴木> さん", "移住 鈴木 さん"),
        ("<#C1|全体連絡> で <!channel> と <!subteam^S1|@kpi>", "全体連絡 で  と @kpi"),
        ("<https://x.test/a?b|この頁> と <https://x.test>", "この頁 と"),
        ("R&amp;D &lt;3 &amp;lt;", "R&D <3 &lt;"),
        ("  ", ""),
    ],
)
def test_words_are_what_the_person_wrote(sent: str, spoken: str) -> None:
    assert spoken_text(sent) == spoken


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert isinstance(spoken_text(text), str)


@pytest.mark.parametrize(
    "change",
    [
        {"bot_id": "B1"},
        {"subtype": "channel_join"},
        {"subtype": "bot_message"},
        {"user": None},
        {"subtype": "message_changed", "message": {**EVENT, "edited": {"ts": "2"}}, "previous_message": EVENT},
        {"subtype": "message_changed", "message": {**EVENT, "bot_id": "B1"}, "previous_message": {"text": ""}},
        {"subtype": "message_changed"},
    ],
)
def test_nobody_asks_by(change: dict[str, object]) -> None:
    assert question_from_event({"event": {**EVENT, **change}}) is None


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast"])
def test_a_question_may_come_with_a_file_or_to_the_channel_as_well(subtype: str) -> None:
    question = question_from_event({"event": {**EVENT, "subtype": subtype}, "event_id": "Ev1"})
    assert question is not None
    assert (question.text, question.key, question.place) == ("質問", "Ev1", "C1 1.0")


def test_a_change_is_another_question_in_the_same_place() -> None:
    event = {**EVENT, "edited": {"user": "U1", "ts": "2.0"}}
    question = question_from_event({"event": event})
    assert question is not None
    assert (question.place, question.reply_thread) == ("C1 1.0 2.0", "1.0")
