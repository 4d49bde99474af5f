"""What is looked up before somebody's three seconds are over has one second for all of it; else it is patient."""

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.app.manifest import make_manifest
from bot.rights.channels import Channels
from bot.sandbox.state.seed import PLANNING, SATO
from bot.slack.deadline import LookUpClient, within_deadline
from bot.slack.slack_time import SlackTime
from tests.patience import PATIENCE_S
from tests.stand_in import Slack


@pytest.fixture
def slack() -> Iterator[Slack]:
    with Slack(make_manifest()) as started:
        yield started


def looking_up(slack: Slack, deadline_s: float = PATIENCE_S) -> LookUpClient:
    given: dict[str, Any] = {"token": slack.bot_token, "base_url": slack.api_url, "timeout": PATIENCE_S}
    single_try = WebClient(**given, retry_handlers=[])
    return LookUpClient(SlackTime(), single_try=single_try, deadline_s=deadline_s, **given)


def test_nothing_is_waited_for_longer_than_its_time_and_no_socket_has_to_give_up_before(slack: Slack) -> None:
    client = looking_up(slack, deadline_s=0.05)
    slack.faults.plan("users.info", "hang")
    with within_deadline(), pytest.raises(TimeoutError):
        client.users_info(user=SATO)


def test_all_questions_of_one_arrival_share_its_time(slack: Slack) -> None:
    client = looking_up(slack, deadline_s=0.05)
    slack.faults.plan("users.info", "hang", times=2)
    with within_deadline():
        for _ in range(2):
            with pytest.raises(TimeoutError):
                client.users_info(user=SATO)
    assert slack.faults.left("users.info") == 1  # nothing is asked when the time is over


def test_what_is_answered_in_time_is_an_answer_and_so_is_a_refusal(slack: Slack) -> None:
    client = looking_up(slack)
    with within_deadline():
        assert client.users_info(user=SATO)["user"]["id"] == SATO
        assert Channels(client).of(SATO) >= {PLANNING}
        slack.faults.plan("users.info", "error", code="user_not_found")
        with pytest.raises(Exception, match="user_not_found"):
            client.users_info(user=SATO)


def test_where_there_is_no_deadline_slack_may_take_its_time(slack: Slack) -> None:
    client = looking_up(slack, deadline_s=0.0)
    slack.faults.plan("users.info", "late", seconds=0.05)
    assert client.users_info(user=SATO)["user"]["id"] == SATO


def test_every_page_is_asked_for_before_the_same_deadline(slack: Slack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.rights.channels.PAGE", 1)
    client = looking_up(slack)
    with within_deadline():
        found = Channels(client).of(SATO)
    monkeypatch.undo()
    assert len(found) > 1
    assert found == Channels(client).of(SATO)
