"""What may have arrived is looked for where it should stand, and never sent twice; what leaves pings nobody."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.delivery.slack_poster import SlackPoster
from bot.digests.slot import Sent
from bot.sandbox.state.seed import EDITORS, GENERAL, PLANNING, SATO
from bot.slack.forms.accepted import without_pings
from bot.slack.outbox import HISTORY_PAGE, Destination, Outbox, TooLateError
from bot.slack.store import BotStore
from bot.views.parts import Message
from tests.bot.digests.slots import claimed
from tests.bot.wire import FakeSlack, Fate, SetClock, Wire

NOW = datetime(2024, 6, 3, tzinfo=UTC)
WORDS = Message("お知らせ", [])


@pytest.fixture
def slack() -> FakeSlack:
    return FakeSlack(SetClock(NOW.timestamp()), rate_limits=False)


@pytest.fixture
def wire(slack: FakeSlack) -> Wire:
    return Wire(slack)


@pytest.fixture
def outbox(wire: Wire, tmp_path: Path) -> Outbox:
    return Outbox(wire, BotStore(tmp_path, lambda: NOW), pause=lambda _: None)


def comes_to(fate: Fate, wire: Wire) -> Callable[[str], None]:
    """The next post, and only that one."""

    def step(where: str) -> None:
        if where == "before chat.postMessage" and wire.sent.count("chat.postMessage") == 0:
            wire.fate = fate
        elif where == "after chat.postMessage":
            wire.fate = "fine"

    return step


def test_whatever_a_builder_forgot_pings_nobody_at_any_depth() -> None:
    text = "<!channel> <!here|@here> <!everyone> <!subteam^S1|@kpi>"
    harmless = text.replace("<!", "&lt;!")
    assert without_pings({"text": text, "blocks": [{"elements": [text, 3, None]}]}) == {
        "text": harmless,
        "blocks": [{"elements": [harmless, 3, None]}],
    }


def test_a_person_a_channel_and_a_date_are_named_as_before() -> None:
    text = "<@U1> <#C1|general> <!date^1717400000^{date}|6月3日> <https://example.jp>"
    assert without_pings(text) == text


@pytest.mark.parametrize("fate", ["lost", "broken"])
def test_a_post_without_a_whole_answer_is_found_among_hundreds_of_replies(
    slack: FakeSlack, wire: Wire, outbox: Outbox, fate: Fate
) -> None:
    """A thread is told from its beginning on."""
    head = outbox.post(Destination(PLANNING), WORDS, "head")
    for number in range(HISTORY_PAGE + 1):
        outbox.send(Destination(PLANNING, head.ts), WORDS, {"key": str(number)})
    wire.sent.clear()
    wire._step = comes_to(fate, wire)
    posted = outbox.post(Destination(PLANNING, head.ts), Message("最後", []), "last")
    assert wire.sent.count("chat.postMessage") == 1
    assert [message.ts for message in slack.platform.workspace.posted(PLANNING) if message.text == "最後"] == [
        posted.ts
    ]


def test_what_went_to_a_person_is_found_in_the_conversation_with_them(
    slack: FakeSlack, wire: Wire, outbox: Outbox
) -> None:
    wire._step = comes_to("lost", wire)
    posted = outbox.post(Destination(SATO), WORDS, "notice")
    assert (posted.channel, wire.sent.count("chat.postMessage")) == (slack.platform.workspace.dm(SATO).id, 1)


def test_a_digest_that_the_version_before_posted_is_found_by_its_mark(wire: Wire, outbox: Outbox) -> None:
    slot = claimed(NOW, channel=PLANNING, parts=2)
    metadata = {"event_type": "senryaku_digest", "event_payload": {"slot": slot.key, "part": 0}}
    head = wire.chat_postMessage(channel=PLANNING, text="月報", metadata=metadata)
    assert SlackPoster(outbox).find(slot, NOW) == (Sent(0, head["ts"]),)


def test_what_it_is_too_late_for_is_not_sent(slack: FakeSlack, wire: Wire, outbox: Outbox) -> None:
    with pytest.raises(TooLateError):
        outbox.send(Destination(PLANNING), WORDS, {"key": "k"}, lambda: False)
    outbox.send(Destination(PLANNING), WORDS, {"key": "k"}, lambda: True)
    assert wire.sent.count("chat.postMessage") == 1


@pytest.mark.parametrize("ping", ["<!channel>", "<!here|@here>", "<!everyone>", f"<!subteam^{EDITORS}|@kpi>"])
def test_no_message_pings_a_crowd(slack: FakeSlack, outbox: Outbox, ping: str) -> None:
    """Whatever a builder forgot to escape."""
    section = {"type": "section", "text": {"type": "mrkdwn", "text": f"{ping} さんへ"}}
    small = {"type": "context", "elements": [{"type": "mrkdwn", "text": f"<@U0SATO> {ping}"}]}
    outbox.send(Destination(GENERAL), Message(f"{ping} 全員へ", [section, small]), {"key": "k"})
    [message] = slack.platform.workspace.posted(GENERAL)
    harmless = ping.replace("<!", "&lt;!")
    assert message.text == f"{harmless} 全員へ"
    assert message.blocks[0]["text"]["text"] == f"{harmless} さんへ"
    assert message.blocks[1]["elements"][0]["text"] == f"<@U0SATO> {harmless}", "one person may be meant"
