"""What leaves for Slack pings nobody, whatever a builder forgot to escape."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.sandbox.state.seed import EDITORS, GENERAL
from bot.slack.outbox import Destination, Outbox
from bot.slack.store import BotStore
from bot.views.parts import Message
from tests.bot.wire import FakeSlack, SetClock, Wire

NOW = datetime(2024, 6, 3, tzinfo=UTC)


@pytest.mark.parametrize("ping", ["<!channel>", "<!here|@here>", "<!everyone>", f"<!subteam^{EDITORS}|@kpi>"])
def test_no_message_pings_a_crowd(tmp_path: Path, ping: str) -> None:
    slack = FakeSlack(SetClock(NOW.timestamp()))
    section = {"type": "section", "text": {"type": "mrkdwn", "text": f"{ping} さんへ"}}
    small = {"type": "context", "elements": [{"type": "mrkdwn", "text": f"<@U0SATO> {ping}"}]}
    outbox = Outbox(Wire(slack), BotStore(tmp_path, lambda: NOW))
    outbox.send(Destination(GENERAL), Message(f"{ping} 全員へ", [section, small]), {"key": "k"})
    [message] = slack.platform.workspace.posted(GENERAL)
    harmless = ping.replace("<!", "&lt;!")
    assert message.text == f"{harmless} 全員へ"
    assert message.blocks[0]["text"]["text"] == f"{harmless} さんへ"
    assert message.blocks[1]["elements"][0]["text"] == f"<@U0SATO> {harmless}", "one person may be meant"
