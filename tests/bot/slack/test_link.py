"""A link is told by what it answers, not by being open; what is cut, silent or turned away is built anew in time."""

import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from bot.app.http_mode import HttpServer
from bot.config import BotError
from bot.config.clock import system_clock
from bot.features import Installation, Jobs
from bot.sandbox.state.seed import GENERAL, SATO
from bot.slack import BotStore, Outbox
from bot.slack import socket_mode as module
from bot.slack.job_queue import JobQueue
from bot.slack.link import Link, TurnedAwayError, _connected, opening_client
from bot.slack.socket_mode import SocketModeConnection
from tests.bot.sandbox.an_app import MANIFEST
from tests.patience import PATIENCE_S
from tests.stand_in import Slack

NEVER_S = 3600.0


@pytest.fixture
def slack() -> Iterator[Slack]:
    with Slack(MANIFEST, deadline_s=PATIENCE_S) as started:
        yield started


@pytest.fixture
def app(slack: Slack) -> App:
    return App(client=WebClient(token=slack.bot_token, base_url=slack.api_url, timeout=PATIENCE_S))


@pytest.fixture
def connection(app: App, slack: Slack) -> Iterator[SocketModeConnection]:
    started = SocketModeConnection(app, slack.app_token).start()
    slack.wait_connected()
    yield started
    started.close()


@pytest.fixture
def link(app: App, slack: Slack) -> Iterator[Link]:
    opened = Link(opening_client(app.client), slack.app_token)
    yield opened
    opened.close()


def health_beside(connection: SocketModeConnection, tmp_path: Path, installation: Installation | None = None) -> bool:
    """As /healthz tells it."""
    outbox = Outbox(WebClient(), BotStore(tmp_path / "var", system_clock))
    jobs = Jobs(JobQueue(workers=1, length=1), outbox, installation or Installation())
    return bool(HttpServer(jobs.health, host="127.0.0.1", port=0, beside=connection).health()["ok"])


def eventually(is_so: Callable[[], object]) -> None:
    deadline = threading.Event()
    timer = threading.Timer(PATIENCE_S, deadline.set)
    timer.start()
    try:
        while not is_so():
            assert not deadline.wait(0.01), "it never came to that"
    finally:
        timer.cancel()


def after(links: tuple[str, ...], slack: Slack) -> None:
    """Until none of them is left and another is there."""
    slack.wait_for(lambda _: slack.socket.links and not set(links) & set(slack.socket.links))


def in_no_time(monkeypatch: pytest.MonkeyPatch, **seconds: float) -> None:
    for name, value in seconds.items():
        monkeypatch.setattr(module, name, value)


def test_a_link_that_greets_and_never_answers_is_not_healthy_and_replaced_until_one_does(
    app: App, slack: Slack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_no_time(monkeypatch, PING_EVERY_S=0.01, STALE_AFTER_S=0.1, FIRST_PAUSE_S=0.01, LONGEST_PAUSE_S=0.01)
    slack.whole.answers_pings = False
    connection = SocketModeConnection(app, slack.app_token).start()
    try:
        for _ in range(2):
            after(slack.socket.links, slack)
        eventually(lambda: not health_beside(connection, tmp_path))
        assert connection.failure() == ""
        in_no_time(monkeypatch, STALE_AFTER_S=PATIENCE_S)
        slack.whole.answers_pings = True
        age = connection.ping_age()
        eventually(lambda: connection.ping_age() < age)
        assert health_beside(connection, tmp_path)
    finally:
        connection.close()


def test_links_that_only_greet_end_the_program_with_a_reason(
    app: App, slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_no_time(monkeypatch, PING_EVERY_S=0.01, STALE_AFTER_S=0.02, FIRST_PAUSE_S=0.01)
    slack.whole.answers_pings = False
    connection = SocketModeConnection(app, slack.app_token).start()
    in_no_time(monkeypatch, GIVE_UP_AFTER_S=0.2)
    try:
        eventually(connection.failure)
        assert "起動し直しても続くとき" in connection.failure()
    finally:
        connection.close()


def test_a_cut_link_is_replaced_at_once_and_not_at_the_next_ping(
    slack: Slack, connection: SocketModeConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_no_time(monkeypatch, PING_EVERY_S=NEVER_S)
    for _ in range(2):
        eventually(lambda: connection._link is not None and connection._link.answered_at)
        links = slack.socket.links
        slack.links.drop()
        after(links, slack)
    eventually(lambda: connection.health()["ok"])


def test_an_unforeseen_error_while_a_link_is_renewed_is_not_the_end_of_it(
    slack: Slack, connection: SocketModeConnection, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    failures = [RuntimeError("can't start new thread"), ImportError("python-socks is required")]

    def opened(client: WebClient, app_token: str) -> Link:
        if failures:
            raise failures.pop()
        return Link(client, app_token)

    in_no_time(monkeypatch, FIRST_PAUSE_S=0.01)
    monkeypatch.setattr(module, "Link", opened)
    links = slack.socket.links
    slack.links.drop()
    after(links, slack)
    assert not failures
    assert "can't start new thread" in caplog.text


def test_a_link_through_a_socks_proxy_says_that_there_is_none(app: App, slack: Slack) -> None:
    client = opening_client(app.client)
    client.proxy = "socks5h://proxy.example.jp:1080"
    with pytest.raises(OSError, match="SOCKS"):
        _connected("wss://slack.example.jp/link", client)


def test_a_ping_that_cannot_be_sent_is_the_end_of_the_link(link: Link) -> None:
    assert not link.is_over
    link.close()
    link.ping()
    assert link.is_over


def test_an_acknowledgement_may_be_longer_than_two_bytes_can_count(link: Link) -> None:
    link.send({"envelope_id": "nobody's", "payload": {"text": "あ" * 70_000}})
    link.ping()
    eventually(lambda: link.answered_at)


def test_a_link_that_is_turned_away_is_none(app: App, slack: Slack) -> None:
    client = opening_client(app.client)
    links = [Link(client, slack.app_token) for _ in range(10)]
    with pytest.raises(TurnedAwayError, match="too_many_websockets"):
        Link(client, slack.app_token)
    for link in links:
        link.close()


def test_a_lost_installation_is_not_healthy(connection: SocketModeConnection, tmp_path: Path) -> None:
    assert health_beside(connection, tmp_path)
    lost = Installation()
    lost.lose("外されました。")
    assert not health_beside(connection, tmp_path, lost)


def test_what_went_wrong_before_any_listener_is_logged_and_left_to_come_again(
    app: App, slack: Slack, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise OSError("disk full")

    app.use(broken)
    app.error(_raising)
    connection = SocketModeConnection(app, slack.app_token).start()
    slack.wait_connected()
    delivery = slack.person(SATO).command("/senryaku", "移住", channel=GENERAL)
    eventually(lambda: "disk full" in caplog.text)
    slack.advance(slack.platform.deadline_s + 0.1)
    assert delivery.wait().error == "operation_timeout"
    connection.close()


def _raising(error: Exception) -> None:
    raise error


# The start


def test_a_limited_start_says_once_why_it_waits_and_ends_when_it_is_told_to(
    app: App, slack: Slack, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    in_no_time(monkeypatch, USUAL_WAIT_S=0.01)
    slack.faults.plan("apps.connections.open", "ratelimited", times=3, retry_after=0)
    slack.faults.plan("apps.connections.open", "ratelimited", retry_after=int(NEVER_S))
    stop = threading.Event()
    connection = SocketModeConnection(app, slack.app_token)
    with caplog.at_level(logging.WARNING):
        starting = threading.Thread(target=connection.start, args=(stop,), daemon=True)
        starting.start()
        eventually(lambda: not slack.faults.left("apps.connections.open"))
        stop.set()
        starting.join(PATIENCE_S)
        assert not starting.is_alive()
        connection.close()
    assert connection.health()["ok"] is False
    assert [record.getMessage() for record in caplog.records if "制限" in record.getMessage()] == [
        "Slack が接続の回数を制限しているため、0.01 秒待ってからつなぎます。"
    ]


def test_the_start_outlives_a_bad_moment_of_slacks(app: App, slack: Slack, monkeypatch: pytest.MonkeyPatch) -> None:
    in_no_time(monkeypatch, FIRST_PAUSE_S=0.01)
    slack.faults.plan("apps.connections.open", "server_error")
    slack.faults.plan("apps.connections.open", "lose_reply")
    connection = SocketModeConnection(app, slack.app_token).start()
    slack.wait_connected()
    connection.close()


def test_a_start_while_slack_is_not_well_is_waited_out(
    app: App, slack: Slack, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    in_no_time(monkeypatch, FIRST_PAUSE_S=0.01, LONGEST_PAUSE_S=0.01)
    slack.faults.plan("apps.connections.open", "unavailable", times=6)
    connection = SocketModeConnection(app, slack.app_token).start()
    slack.wait_connected()
    connection.close()
    assert caplog.text.count("つながるまで試し続けます") == 1


def test_a_start_while_slack_is_not_well_is_given_up_in_the_end_and_blames_no_token(
    app: App, slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_no_time(monkeypatch, FIRST_PAUSE_S=0.01, LONGEST_PAUSE_S=0.01)
    slack.faults.plan("apps.connections.open", "error", times=100_000, code="internal_error")
    connection = SocketModeConnection(app, slack.app_token)
    with ThreadPoolExecutor() as pool:
        starting = pool.submit(connection.start)
        eventually(lambda: connection._not_well)
        in_no_time(monkeypatch, GIVE_UP_AFTER_S=0.0)
        with pytest.raises(BotError, match="Slack の側で不具合") as told:
            starting.result(PATIENCE_S)
    assert "internal_error" in str(told.value)
    assert "SLACK_APP_TOKEN" not in str(told.value)


@pytest.mark.parametrize(("kind", "times"), [("lose_reply", 3), ("error", 1)])
def test_a_start_that_comes_to_nothing_says_so(
    app: App, slack: Slack, monkeypatch: pytest.MonkeyPatch, kind: str, times: int
) -> None:
    in_no_time(monkeypatch, FIRST_PAUSE_S=0.01)
    slack.faults.plan("apps.connections.open", kind, times=times, code="invalid_auth")  # type: ignore[arg-type]
    connection = SocketModeConnection(app, slack.app_token)
    with pytest.raises(BotError, match="Socket Mode でつながりません") as told:
        connection.start()
    assert ("SLACK_APP_TOKEN" in str(told.value)) == (kind == "error")
    assert not slack.faults.left("apps.connections.open")


def test_several_of_a_channel_are_acknowledged_when_what_they_wrote_is_on_disk(app: App, slack: Slack) -> None:
    came, on_disk, settled = threading.Semaphore(0), threading.Event(), list[None]()

    @app.event("app_mention")
    def taken() -> None:
        came.release()

    def settle() -> None:
        assert on_disk.wait(PATIENCE_S)
        settled.append(None)

    connection = SocketModeConnection(app, slack.app_token, settle=settle).start()
    try:
        slack.wait_connected()
        said = [slack.person(SATO).mention(GENERAL, f"質問{number}") for number in range(4)]
        assert came.acquire(timeout=PATIENCE_S)
        eventually(lambda: [*map(len, connection._lanes.values())] == [len(said)])
        assert not any(delivery.settled_at for one in said for delivery in one.deliveries)
        on_disk.set()
        assert all(one.wait(PATIENCE_S)[0].acknowledged for one in said)
        assert len(settled) == 2
    finally:
        on_disk.set()
        connection.close()
