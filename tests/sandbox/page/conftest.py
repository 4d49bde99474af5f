"""Headless Chromium in front of a started workspace. Without a browser these tests are skipped, and say so."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.sandbox import Slack
from bot.sandbox.page import pages
from tests.sandbox.page.fixture_app import fixture_app

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

    from tests.sandbox.page.screen import Screen

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1440,900",
    "--lang=ja",
)
BROWSERS, DRIVERS = ("chromium", "chromium-browser", "google-chrome"), ("chromedriver", "chromium.chromedriver")


def _program(names: tuple[str, ...]) -> str | None:
    return next((path for name in names if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Chrome"]:
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium がないため、画面の検査を飛ばします")
    chromium, driver = _program(BROWSERS), _program(DRIVERS)
    if chromium is None or driver is None:
        pytest.skip("Chromium と chromedriver がないため、画面の検査を飛ばします")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    profile: Path = tmp_path_factory.mktemp("profile")
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "SEVERE"})
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.lower() in ("http_proxy", "https_proxy", "all_proxy"):
                patch.delenv(name)  # the driver listens on this machine
        started = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    try:
        yield started
    finally:
        started.quit()


@pytest.fixture
def slack() -> Iterator[Slack]:
    with Slack(pages=pages()) as started:
        yield started


@pytest.fixture
def bot(slack: Slack, client: WebClient) -> Iterator[App]:
    app = fixture_app(client)
    handler = SocketModeHandler(app, app_token=slack.app_token)
    handler.connect()  # type: ignore[no-untyped-call]
    slack.wait_connected()
    yield app
    handler.close()  # type: ignore[no-untyped-call]


@pytest.fixture
def screen(browser: "Chrome", slack: Slack, bot: App) -> "Iterator[Screen]":
    """The page with the bot behind it. Whatever a test does, the browser must have had nothing to complain of."""
    from tests.sandbox.page.screen import Screen

    seen = Screen(browser, slack)
    seen.device(1440, 900)
    seen.complaints()
    seen.open()
    yield seen
    assert [line for line in seen.complaints() if "status of 409" not in line] == []
    browser.get("about:blank")
