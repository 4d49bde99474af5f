"""A started workspace, and real Bolt apps connected to it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from bot.sandbox import Slack as ServedSlack
from bot.slack.socket_mode import SocketModeConnection
from tests.bot.sandbox.an_app import MANIFEST
from tests.patience import PATIENCE_S
from tests.stand_in import Slack

Connect = Callable[[App], None]


@contextmanager
def connected(slack: ServedSlack, app: App) -> Iterator[None]:
    """By Socket Mode, as the bot connects."""
    connection = SocketModeConnection(app, slack.platform.app_token).start()
    try:
        slack.platform.workspace.wait_for(lambda _: slack.socket.links)
        yield
    finally:
        connection.close()


@pytest.fixture
def slack() -> Iterator[Slack]:
    with Slack(MANIFEST, deadline_s=PATIENCE_S) as started:
        yield started


@pytest.fixture
def client(slack: Slack) -> WebClient:
    return WebClient(token=slack.bot_token, base_url=slack.api_url, timeout=PATIENCE_S)


@pytest.fixture
def app(slack: Slack, client: WebClient) -> App:
    return App(client=client, signing_secret=slack.signing_secret)


@pytest.fixture
def connect(slack: Slack) -> Iterator[Connect]:
    """Connects a Bolt app by Socket Mode, and closes it at the end."""
    with ExitStack() as stack:
        yield lambda app: stack.enter_context(connected(slack, app))
