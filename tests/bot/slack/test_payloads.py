"""Payloads become records."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.payloads import question_from_event, shortcut_from
from bot.slack.spoken import as_text, said_in, spoken_text

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


SHARE = {"is_share": True, "is_msg_unfurl": True, "text": "<@U0BOT> 移住支援の事業は？", "fallback": "[1.0] 佐藤: 移住"}
PREVIEW = {"from_url": "https://x.test", "title": "移住", "text": "移住支援の事業"}
UNFOLDED = {"is_msg_unfurl": True, "text": "移住支援の事業は？"}  # by a permalink, which is a link


def rich(*words: str) -> list[dict[str, object]]:
    sections = [{"type": "rich_text_section", "elements": [{"type": "text", "text": each}]} for each in words]
    return [{"type": "rich_text", "elements": sections}]


@pytest.mark.parametrize(
    "own",
    [
        "", "これ", "これ。", "これについて教えてください", "この件、お願いします！", "こちらの内容を確認して",
        "これ なに？", "これはどういうことですか", "↑", "FYI",
        "下記のご質問に回答お願いします", "転送します", "これって？",
    ],
)  # fmt: skip
def test_a_forwarded_message_is_read_where_the_own_words_only_point_at_it(own: str) -> None:
    assert said_in({"text": f"<@U0BOT> {own}", "attachments": [SHARE]}) == "移住支援の事業は？"


@pytest.mark.parametrize(
    "own", ["待機児童数は？", "これに関連するKPIは？", "それより待機児童数は？", "このまちの人口は？"]
)
def test_own_words_that_ask_something_are_the_question(own: str) -> None:
    assert said_in({"text": own, "attachments": [SHARE]}) == own


@pytest.mark.parametrize("own", ["", "これ", "これについて教えて"])
@pytest.mark.parametrize(
    "attachment", [PREVIEW, UNFOLDED, {**SHARE, "is_share": False}, "移住", {}, {"is_share": True}]
)
def test_a_preview_of_a_link_is_nobodys_words(own: str, attachment: object) -> None:
    assert said_in({"text": own, "attachments": [attachment]}) == own


def test_several_forwarded_messages_are_read_one_after_the_other() -> None:
    other = {"is_share": True, "text": "", "message_blocks": [{"message": {"blocks": rich("空き家は？")}}]}
    assert said_in({"text": "", "attachments": [SHARE, PREVIEW, other]}) == "移住支援の事業は？\n空き家は？"


def test_words_that_stand_in_blocks_alone_are_read_without_labels_of_buttons() -> None:
    blocks = [
        {"type": "header", "text": {"type": "plain_text", "text": "お尋ね"}},
        *rich("移住 & 定住", "事業は？"),
        {
            "type": "section",
            "text": {"type": "mrkdwn", "text": "<@U0BOT> <https://x.test|空き家> は？"},
            "accessory": {"type": "button", "text": {"type": "plain_text", "text": "押す"}},
        },
        {
            "type": "context",
            "elements": [{"type": "plain_text", "text": "小さい字"}, {"type": "image", "alt_text": "絵"}],
        },
        {"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "開く"}}]},
    ]
    assert said_in({"text": " ", "blocks": blocks}) == "お尋ね\n移住 & 定住\n事業は？\n空き家 は？\n小さい字"
    assert said_in({"text": "本文", "blocks": blocks}) == "本文"


def test_blocks_may_be_nested_deeper_than_python_likes() -> None:
    inner: list[object] = rich("底")  # type: ignore[assignment]
    for _ in range(5_000):
        inner = [{"type": "rich_text_list", "elements": inner}]
    assert said_in({"text": "", "blocks": inner}) == "底"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["type", "text", "elements", "message", "message_blocks", "is_share", "blocks"]), inner
    ),
    max_leaves=8,
)  # fmt: skip


@given(st.lists(json_values), st.lists(json_values))
def test_whatever_blocks_and_attachments_hold_they_are_read(blocks: list[object], attachments: list[object]) -> None:
    assert isinstance(said_in({"text": "", "blocks": blocks, "attachments": attachments}), str)


@given(st.text())
def test_what_was_said_is_read_from_its_text_alone(said: str) -> None:
    assert spoken_text(as_text(said)) == said.strip()


def test_a_preview_that_comes_later_changes_no_question() -> None:
    message = {**EVENT, "edited": {"ts": "2.0"}, "attachments": [PREVIEW]}
    change = {**EVENT, "subtype": "message_changed", "message": message, "previous_message": EVENT}
    assert question_from_event({"event": change}) is None


def test_a_shortcut_reads_a_message_as_a_mention_does() -> None:
    body = {
        "callback_id": "c",
        "trigger_id": "1",
        "user": {"id": "U1"},
        "message": {"text": "", "attachments": [SHARE]},
    }
    assert shortcut_from(body).text == "移住支援の事業は？"


@pytest.mark.parametrize("bot_id", ["B01", None])
def test_a_reminder_of_slackbot_is_known_as_one(bot_id: str | None) -> None:
    question = question_from_event({"event": {**EVENT, "user": "USLACKBOT", "bot_id": bot_id}})
    assert question is not None
    assert question.is_reminder
