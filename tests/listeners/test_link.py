"""Liveness is told by the age of the last ping, not by a link that says it is connected."""

from collections.abc import Iterator

import pytest

from bot import link as module
from bot.http_server import HttpServer
from bot.link import SocketLink
from tests.listeners.desk_world import World


@pytest.fixture
def link(world: World) -> Iterator[SocketLink]:
    started = SocketLink(world.app, world.slack.app_token).start()
    world.slack.wait_connected()
    yield started
    started.close()


def test_a_connected_link_without_pongs_is_not_healthy(
    world: World, link: SocketLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    health = HttpServer(world.services, host="127.0.0.1", port=0, beside=link)
    assert link.health()["ok"] is True
    assert health.health()["ok"] is True
    monkeypatch.setattr(module, "STALE_AFTER_S", -1.0)  # every pong is too old
    assert link._handler.client.is_connected()
    assert health.health()["ok"] is False
    assert link.failure() == ""


def test_a_link_that_stays_silent_ends_the_program_with_a_reason(
    world: World, link: SocketLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "STALE_AFTER_S", -1.0)
    monkeypatch.setattr(module, "GIVE_UP_AFTER_S", -1.0)
    assert "起動し直しても続くとき" in link.failure()


def test_a_lost_installation_is_not_healthy(world: World, link: SocketLink) -> None:
    world.services.installation.lose("外されました。")
    assert HttpServer(world.services, host="127.0.0.1", port=0, beside=link).health()["ok"] is False
