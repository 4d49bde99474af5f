"""The yardstick: a bare Bolt app on Socket Mode that says what it was told, and does nothing else.

Run by the benchmark as a process of its own: python -m tests.bench.echo API_URL BOT_TOKEN APP_TOKEN
"""

import signal
import sys
import threading
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient


def main() -> None:
    api_url, bot_token, app_token = sys.argv[1:]
    app = App(client=WebClient(token=bot_token, base_url=api_url))

    @app.event("app_mention")
    def echo(event: dict[str, Any], client: WebClient) -> None:
        client.chat_postMessage(channel=event["channel"], thread_ts=event["ts"], text=event["text"])

    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    handler = SocketModeHandler(app, app_token)
    handler.connect()  # type: ignore[no-untyped-call]
    stop.wait()
    handler.close()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main()
