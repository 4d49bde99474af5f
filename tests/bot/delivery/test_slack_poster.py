"""A file of a digest: sent to Slack first, and shared only while it is early enough."""

from pathlib import Path

import pytest
from slack_sdk import WebClient

from bot.app.manifest import make_manifest
from bot.delivery.outcome import Arrived, Refused
from bot.delivery.slack_poster import SlackPoster
from bot.sandbox.state.seed import PLANNING
from bot.slack.outbox import Outbox
from bot.slack.store import BotStore
from bot.slack.uploads import File
from knowledge.model.structs import replace
from tests.bot.digest_world import MORNING
from tests.bot.digests.slots import claimed
from tests.patience import PATIENCE_S
from tests.stand_in import Slack


@pytest.mark.process
def test_a_file_that_took_too_long_to_send_is_shared_with_nobody(tmp_path: Path) -> None:
    slot = replace(claimed(MORNING, channel=PLANNING, parts=2), attaches=True)
    file = File(name="a.xlsx", title="一覧表", content=b"rows")
    with Slack(make_manifest(), deadline_s=PATIENCE_S) as slack:
        client = WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        poster = SlackPoster(Outbox(client, BotStore(tmp_path, lambda: MORNING)))
        assert isinstance(poster.post(slot, 1, file, lambda: False), Refused)
        assert slack.workspace.posted() == []
        assert isinstance(poster.post(slot, 1, file, lambda: True), Arrived)
        assert len(slack.workspace.posted(PLANNING)) == 1
