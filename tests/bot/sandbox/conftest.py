"""A started workspace, and real Bolt apps connected to it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.sandbox import Slack
from tests.bot.sandbox.an_app import MANIFEST

Connect = Callable[[App], SocketModeHandler]


@pytest.fixture
def slack() -> Iterator[Slack]:
    with Slack(MANIFEST) as started:
        yield started


@pytest.fixture
def client(slack: Slack) -> WebClient:
    return WebClient(token=slack.bot_token, base_url=slack.api_url, timeout=5)


@pytest.fixture
def app(slack: Slack, client: WebClient) -> App:
    return App(client=client, signing_secret=slack.signing_secret)


@pytest.fixture
def connect(slack: Slack) -> Iterator[Connect]:
    """Connects a Bolt app by Socket Mode, and closes it at the end."""
    with ExitStack() as stack:

        def connected(app: App) -> SocketModeHandler:
            handler = SocketModeHandler(app, app_token=slack.app_token)
            stack.callback(handler.close)
            handler.connect()  # type: ignore[no-untyped-call]
            slack.wait_connected()
            return handler

        yield connected
