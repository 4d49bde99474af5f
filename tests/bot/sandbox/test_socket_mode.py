"""A real Bolt app over real WebSockets."""

import threading
from contextlib import ExitStack
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web import WebClient
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect as dial

from bot.sandbox.state.seed import GENERAL, PLANNING, SATO
from tests.bot.sandbox.conftest import Connect
from tests.patience import PATIENCE_S
from tests.stand_in import Slack


def test_a_mention_is_answered_in_its_thread(slack: Slack, app: App, connect: Connect) -> None:
    @app.event("app_mention")
    def reply(event: dict[str, Any], say: Any) -> None:
        say(text=f"受け取りました: {event['text']}", thread_ts=event["ts"])

    connect(app)
    said = slack.person(SATO).mention(GENERAL, "移住の<事業>は？")
    (answer,) = slack.wait_for_post(GENERAL)
    assert answer.thread_ts == said.message.ts
    assert answer.text == "受け取りました: <@U0SENRYAKU> 移住の&lt;事業&gt;は？"
    assert [outcome.acknowledged for outcome in said.wait()] == [True]
    assert slack.refusals == []


def test_a_direct_message_arrives_as_message_im_and_own_messages_are_told_apart(
    slack: Slack, app: App, connect: Connect
) -> None:
    heard: list[dict[str, Any]] = []

    @app.event("message")
    def reply(event: dict[str, Any], say: Any) -> None:
        heard.append(event)
        say("はい")

    connect(app)
    slack.person(SATO).dm("こんにちは").wait()
    slack.wait_for_post()
    assert [event["channel_type"] for event in heard] == ["im"]


def test_an_unacknowledged_event_comes_again_at_once_after_one_and_after_five_minutes(
    slack: Slack, client: WebClient
) -> None:
    tries: list[tuple[int | None, str | None]] = []

    def remember(_: SocketModeClient, request: Any) -> None:
        tries.append((request.retry_attempt, request.retry_reason))
        slack.workspace.note("test", "try")

    with _bare_client(slack, client, remember):
        delivery = slack.person(SATO).mention(GENERAL, "聞こえますか").deliveries[0]
        for seen, wait in enumerate((0, 60, 300, 0), 1):
            slack.wait_for(lambda _, seen=seen: len(tries) >= seen)  # type: ignore[misc]
            slack.advance(slack.platform.deadline_s + wait)
        assert delivery.wait().error == "operation_timeout"
    assert [attempt for attempt, _ in tries] == [0, 1, 2, 3]
    assert {reason for _, reason in tries[1:]} == {"timeout"}
    assert delivery.reasons == ["timeout"] * 4


class _bare_client:  # noqa: N801  # reads as a verb where it is used
    """A Socket Mode client without Bolt, that acknowledges only what its listener acknowledges."""

    def __init__(self, slack: Slack, client: WebClient, listener: Any) -> None:
        self.client = SocketModeClient(app_token=slack.app_token, web_client=client)
        self.client.socket_mode_request_listeners.append(listener)
        self._slack = slack

    def __enter__(self) -> SocketModeClient:
        self.client.connect()
        self._slack.wait_connected()
        return self.client

    def __exit__(self, *_: object) -> None:
        self.client.close()


def test_a_late_acknowledgement_is_refused_and_the_retry_counts(slack: Slack, client: WebClient) -> None:
    first: list[Any] = []

    def late(_: SocketModeClient, request: Any) -> None:
        first.append(request)
        if len(first) == 2:
            for each in first:
                bare.send_socket_mode_response(SocketModeResponse(envelope_id=each.envelope_id))
        slack.workspace.note("test", "try")

    with _bare_client(slack, client, late) as bare:
        delivery = slack.person(SATO).mention(GENERAL, "急いで").deliveries[0]
        slack.wait_for(lambda _: first)
        slack.advance(slack.platform.deadline_s + 0.5)
        assert delivery.wait().acknowledged
    slack.wait_for(lambda w: [r for r in w.refusals if r.error == "late_acknowledgement"])
    assert delivery.reasons == ["timeout"]


def test_a_command_without_acknowledgement_shows_operation_timeout_and_is_not_repeated(
    slack: Slack, app: App, connect: Connect
) -> None:
    connect(app)
    delivery = slack.person(SATO).command("/senryaku", "移住", channel=GENERAL)
    slack.advance(slack.platform.deadline_s + 0.1)
    assert delivery.wait().error == "operation_timeout"
    assert delivery.attempts == 1


def test_the_app_reconnects_on_a_warning_and_both_links_overlap(slack: Slack, app: App, connect: Connect) -> None:
    @app.event("app_mention")
    def reply(say: Any) -> None:
        say("はい")

    connect(app)
    (old,) = slack.socket.links
    slack.links.disconnect("warning")
    slack.wait_for(lambda _: slack.socket.links and old not in slack.socket.links, timeout=PATIENCE_S)
    slack.person(SATO).mention(GENERAL, "まだいますか").wait()
    assert len(slack.wait_for_post(GENERAL)) == 1


def test_payloads_go_to_any_of_several_links(slack: Slack, client: WebClient) -> None:
    got: list[str] = []
    both = threading.Barrier(3, timeout=PATIENCE_S)

    def listener(name: str) -> Any:
        def remember(own: SocketModeClient, request: Any) -> None:
            got.append(name)
            own.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id))
            both.wait()

        return remember

    with _bare_client(slack, client, listener("a")), _bare_client(slack, client, listener("b")):
        slack.wait_connected(2)
        slack.person(SATO).mention(GENERAL, "一つ目")
        slack.person(SATO).mention(PLANNING, "二つ目")
        both.wait()
    assert sorted(got) == ["a", "b"]


def _address(slack: Slack) -> str:
    answer = WebClient(base_url=slack.api_url).apps_connections_open(app_token=slack.app_token)
    return str(answer["url"])


def test_an_eleventh_link_is_turned_away(slack: Slack) -> None:
    with ExitStack() as links:
        greetings = [links.enter_context(dial(_address(slack), proxy=None)).recv(timeout=PATIENCE_S) for _ in range(11)]
    assert ['"hello"' in str(greeting) for greeting in greetings] == [True] * 10 + [False]
    assert "too_many_websockets" in str(greetings[10])


def test_a_ticket_opens_one_link_only(slack: Slack) -> None:
    address = _address(slack)
    with dial(address, proxy=None) as link:
        link.recv(timeout=PATIENCE_S)
    with pytest.raises(InvalidStatus), dial(address, proxy=None):
        pass


def test_missing_scope_or_subscription_keeps_an_event_from_the_app(slack: Slack) -> None:
    slack.scopes.discard("app_mentions:read")
    assert slack.person(SATO).mention(GENERAL, "もしもし").deliveries == ()
    assert [(r.where, r.error) for r in slack.refusals] == [("event", "missing_scope")]
    slack.platform.events.discard("message.im")
    assert slack.person(SATO).dm("もしもし").deliveries == ()
