"""The sandbox from start to end: the workspace, the bot, the page in a browser, until somebody stops it."""

import threading
import webbrowser
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from starlette.routing import BaseRoute

from bot.sandbox.page.files import pages
from bot.sandbox.server import Slack
from bot.sandbox.state.clock import WorkspaceClock
from bot.sandbox.state.manifest import Manifest, parse_manifest
from bot.sandbox.state.platform import Platform

Stop = Callable[[], None]
StartBot = Callable[[Slack], Stop]
USUAL_PORT = 8787
PAUSE_S = 1.5  # a bot that looks at the clock once a second does what is due


def clock_of(slack: Slack) -> Callable[[], datetime]:
    """The workspace's clock for a bot that is to jump along with it. Aware, in UTC."""
    return lambda: datetime.fromtimestamp(slack.platform.clock.now(), UTC)


def run_sandbox(
    manifest: Mapping[str, Any],
    port: int | None,
    open_browser: bool,
    start_bot: StartBot,
    *,
    examples: Sequence[str] = (),
    whole: Sequence[str] = (),
    now: datetime | None = None,
    ready: Callable[[str], None] = lambda address: None,
    stopped: threading.Event | None = None,
) -> None:
    """Blocks until Ctrl+C or until `stopped` is set; `ready` is told the address.

    Port 0 takes any free one, None the usual one and, where that is in use, any free one.
    `examples` are questions that the page offers to begin with, `whole` words that it keeps on one line.
    `start_bot` connects the bot to `slack.api_url` with the tokens of its platform, and returns what
    stops it. Raises OSError when the given port is in use, and whatever `start_bot` raises; nothing is running then.
    """
    slack = _started(parse_manifest(manifest), port, pages(examples, whole), now)
    try:
        stop = start_bot(slack)
        try:
            ready(slack.url)
            if open_browser:
                open_page(slack.url)
            (stopped or threading.Event()).wait()
        except KeyboardInterrupt:
            return
        finally:
            stop()
    finally:
        slack.stop()


def _started(app: Manifest, port: int | None, routes: Sequence[BaseRoute], now: datetime | None) -> Slack:
    def at(wanted: int) -> Slack:
        clock = WorkspaceClock(now.timestamp() if now else None)
        slack = Slack(Platform(app=app, clock=clock, pause_s=PAUSE_S), port=wanted, pages=routes)
        slack.start()
        return slack

    try:
        return at(USUAL_PORT if port is None else port)
    except OSError:
        if port is not None:
            raise
    return at(0)


def open_page(address: str) -> bool:
    """Whether a browser with a window took it. A browser of the terminal would take the terminal instead."""
    try:
        browser = webbrowser.get()
        return type(browser) is not webbrowser.GenericBrowser and browser.open(address)
    except webbrowser.Error:
        return False
