"""Liveness is told by the age of the last ping, not by a connection that says it is connected."""

import logging
import threading
from collections.abc import Iterator

import pytest

from bot.app.http_mode import HttpServer
from bot.slack import socket_mode as module
from bot.slack.socket_mode import SocketModeConnection
from tests.patience import PATIENCE_S
from tests.world import World


@pytest.fixture
def connection(world: World) -> Iterator[SocketModeConnection]:
    started = SocketModeConnection(world.app, world.slack.app_token).start()
    world.slack.wait_connected()
    yield started
    started.close()


def test_a_connected_link_without_pongs_is_not_healthy(
    world: World, connection: SocketModeConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    health = HttpServer(world.services.jobs, host="127.0.0.1", port=0, beside=connection)
    assert connection.health()["ok"] is True
    assert health.health()["ok"] is True
    monkeypatch.setattr(module, "STALE_AFTER_S", -1.0)  # every pong is too old
    assert connection._handler.client.is_connected()
    assert health.health()["ok"] is False
    assert connection.failure() == ""


def test_a_link_that_stays_silent_ends_the_program_with_a_reason(
    world: World, connection: SocketModeConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "STALE_AFTER_S", -1.0)
    monkeypatch.setattr(module, "GIVE_UP_AFTER_S", -1.0)
    assert "起動し直しても続くとき" in connection.failure()


def test_a_lost_installation_is_not_healthy(world: World, connection: SocketModeConnection) -> None:
    world.services.installation.lose("外されました。")
    assert HttpServer(world.services.jobs, host="127.0.0.1", port=0, beside=connection).health()["ok"] is False


class _Begins(logging.Handler):
    """Holds slack_sdk's receiver where it has seen a session and not yet begun on it, until that is to end."""

    def __init__(self, connection: SocketModeConnection) -> None:
        super().__init__(logging.INFO)
        self._client = connection._handler.client
        self.is_there = threading.Event()

    def emit(self, record: logging.LogRecord) -> None:
        if "Starting to receive" in record.getMessage():
            self.is_there.set()
            while not self._client.current_session_state.terminated:
                threading.Event().wait(0.001)


def test_a_link_that_has_just_begun_closes_too(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """slack_sdk's receiver takes an end back that comes as it begins, and close() waited for it for ever."""
    connection = SocketModeConnection(world.app, world.slack.app_token)
    logger = connection._handler.client.logger
    begins = _Begins(connection)
    with caplog.at_level(logging.INFO, logger.name):
        logger.addHandler(begins)
        try:
            connection.start()
            assert begins.is_there.wait(PATIENCE_S)
            closing = threading.Thread(target=connection.close, daemon=True)
            closing.start()
            closing.join(PATIENCE_S)
            assert not closing.is_alive()
        finally:
            logger.removeHandler(begins)
