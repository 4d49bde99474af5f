"""Signing in where something else than Slack answers, as a proxy's page does."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from bot.app.services import NOT_SLACK, sign_in, web_client
from bot.config import BotError
from bot.config.slack_settings import SlackSettings


class Page(BaseHTTPRequestHandler):
    def do_POST(self) -> None:  # the name that the library calls
        body = b"<html>Access denied</html>"
        self.send_response(403)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


def test_an_answer_that_is_no_json_is_said_to_be_none_of_slacks() -> None:
    with HTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever).start()
        url = f"http://127.0.0.1:{server.server_port}/api/"
        settings = SlackSettings(bot_token="xoxb-1", api_base_url=url)
        try:
            with pytest.raises(BotError) as told:
                sign_in(web_client(settings, is_repeating=False))
        finally:
            server.shutdown()
    assert told.value.user_message == NOT_SLACK.format(url=url)
