"""Payloads that Slack never sends, over the real WebSocket: each is acknowledged, told in one line, and outlived."""

import re
from typing import Any

import pytest

from bot.sandbox.state.seed import GENERAL, SATO
from tests.e2e.conftest import Start
from tests.stand_in import Slack

DEEP = 400  # far beyond any real block, and within what both ends can read


def _nested(depth: int) -> dict[str, Any]:
    inner: dict[str, Any] = {}
    for _ in range(depth):
        inner = {"elements": inner}
    return inner


ODD: dict[str, tuple[str, Any]] = {
    "an event without event": ("events_api", {"type": "event_callback", "team_id": "T0SANDBOX"}),
    "an event that is text": ("events_api", {"type": "event_callback", "event": "app_mention"}),
    "an event that is a list": ("events_api", {"type": "event_callback", "event": [{"type": "app_mention"}]}),
    "an event of no type": ("events_api", {"type": "event_callback", "event": {}}),
    "an event with numbers for texts": (
        "events_api",
        {"type": "event_callback", "event_id": 7, "event": {"type": "app_mention", "user": 1, "text": 2, "channel": 3}},
    ),
    "a payload that is a list": ("events_api", [1, 2, 3]),
    "a payload that is text": ("interactive", "block_actions"),
    "a payload that is null": ("slash_commands", None),
    "a payload that is a number": ("events_api", 12),
    "an empty payload": ("interactive", {}),
    "an unknown kind of payload": ("interactive", {"type": "never_heard_of", "user": {"id": SATO}}),
    "actions that are no list": ("interactive", {"type": "block_actions", "actions": "delete", "user": [SATO]}),
    "a view that is text": ("interactive", {"type": "view_submission", "view": "digest", "user": {"id": SATO}}),
    "a command that is a list": ("slash_commands", {"command": ["/senryaku"], "text": {"a": 1}, "user_id": 5}),
    "an unknown kind of envelope": ("never_heard_of", {"type": "event_callback"}),
    "blocks nested deep": (
        "events_api",
        {"type": "event_callback", "event": {"type": "app_mention", "blocks": _nested(DEEP)}},
    ),
}


@pytest.fixture
def told() -> re.Pattern[str]:
    return re.compile(r"(?:payload of an odd shape refused|Unhandled request)[^\n]*\n")


def test_no_odd_payload_stops_the_bot_and_each_is_acknowledged_in_one_line(
    slack: Slack, start: Start, told: re.Pattern[str]
) -> None:
    program = start()
    for count, (name, (kind, payload)) in enumerate(ODD.items(), start=1):
        delivery = slack.platform.dispatcher.deliver(kind, payload)  # type: ignore[arg-type]
        assert delivery.wait().acknowledged, name
        program.wait_for_log(f"(?s)(?:{told.pattern}.*){{{count}}}")
    slack.person(SATO).mention(GENERAL, "定住誘導推進事業とは？")
    assert slack.wait_for_post(GENERAL)
    assert program.stop() == 0
    assert len(told.findall(program.log)) == len(ODD)
    assert "Traceback" not in program.log
    assert slack.refusals == []
