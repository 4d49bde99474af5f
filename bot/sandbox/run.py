"""The sandbox from start to end: the workspace, the bot, the page in a browser, until somebody stops it."""

import threading
import webbrowser
from collections.abc import Callable
from datetime import UTC, datetime

from bot.sandbox.menu import SENRYAKU, Menu
from bot.sandbox.page import pages
from bot.sandbox.server import Slack

Stop = Callable[[], None]
StartBot = Callable[[Slack], Stop]


def clock_of(slack: Slack) -> Callable[[], datetime]:
    """The workspace's clock for a bot that is to jump along with it. Aware, in UTC."""
    return lambda: datetime.fromtimestamp(slack.platform.clock.now(), UTC)


def run_sandbox(
    port: int,
    open_browser: bool,
    start_bot: StartBot,
    *,
    menu: Menu = SENRYAKU,
    ready: Callable[[str], None] = lambda address: None,
    stopped: threading.Event | None = None,
) -> None:
    """Blocks until Ctrl+C or until `stopped` is set. Port 0 takes any free one; `ready` is told the address.

    `start_bot` connects the bot to `slack.api_url` with `slack.bot_token` and `slack.app_token` and returns what
    stops it. Raises OSError when the port is in use, and whatever `start_bot` raises; nothing is running then.
    """
    with Slack(port=port, pages=pages(menu)) as slack:
        stop = start_bot(slack)
        try:
            ready(slack.url)
            if open_browser:
                webbrowser.open(slack.url)
            (stopped or threading.Event()).wait()
        except KeyboardInterrupt:
            return
        finally:
            stop()
