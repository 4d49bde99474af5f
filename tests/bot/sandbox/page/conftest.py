"""Headless Chromium in front of a started workspace."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from bot.sandbox.page.files import pages
from tests.bot.sandbox.an_app import MANIFEST
from tests.bot.sandbox.conftest import connected
from tests.bot.sandbox.page.fixture_app import fixture_app
from tests.patience import PATIENCE_S
from tests.stand_in import Slack

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

    from tests.bot.sandbox.page.screen import Screen


@pytest.fixture
def slack() -> Iterator[Slack]:
    with Slack(MANIFEST, deadline_s=PATIENCE_S, pages=pages()) as started:
        yield started


@pytest.fixture
def bot(slack: Slack, client: WebClient) -> Iterator[App]:
    app = fixture_app(client)
    with connected(slack, app):
        yield app


@pytest.fixture
def screen(browser: "Chrome", slack: Slack, bot: App) -> "Iterator[Screen]":
    """The page with the bot behind it. Whatever a test does, the browser must have had nothing to complain of."""
    from tests.bot.sandbox.page.screen import Screen

    seen = Screen(browser, slack)
    seen.device(1440, 900)
    seen.complaints()
    seen.open()
    yield seen
    assert [line for line in seen.complaints() if "status of 409" not in line] == []
    seen.close()
