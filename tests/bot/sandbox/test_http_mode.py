"""Signed HTTP deliveries to a real Bolt app behind a real server."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.request import BoltRequest

from bot.sandbox.state.seed import GENERAL, SATO
from tests.bot.sandbox.an_app import MANIFEST
from tests.patience import PATIENCE_S
from tests.stand_in import Slack


class Receiver(ThreadingHTTPServer):
    """Hands every request to a Bolt app, or, for `answers`, replies with what was laid out."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.app: App | None = None
        self.answers: list[tuple[int, dict[str, str]]] = []
        self.seen: list[dict[str, str]] = []
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.url = f"http://127.0.0.1:{self.server_address[1]}/slack/events"

    def answer(self, body: str, headers: dict[str, str]) -> tuple[int, dict[str, Any], str]:
        self.seen.append({name.lower(): value for name, value in headers.items()})
        self.may_answer.wait(PATIENCE_S)
        if self.answers:
            status, extra = self.answers.pop(0)
            return status, extra, ""
        if self.app is None:
            return 200, {}, ""
        response = self.app.dispatch(BoltRequest(body=body, headers={**headers}))
        return response.status, response.first_headers(), response.body


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:  # the name that http.server looks for
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        status, headers, text = self.server.answer(body, dict(self.headers.items()))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *args: Any) -> None:  # http.server's own name
        pass


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_bolt_app_takes_the_signature_and_answers(slack: Slack, app: App, receiver: Receiver) -> None:
    @app.event("app_mention")
    def reply(event: dict[str, Any], say: Any) -> None:
        say(text="はい", thread_ts=event["ts"])

    app.command("/senryaku")(lambda ack: ack("調べます"))
    receiver.app = app
    slack.deliver_to(receiver.url)
    slack.person(SATO).mention(GENERAL, "いますか").wait()
    assert slack.wait_for_post(GENERAL)[0].text == "はい"
    assert slack.person(SATO).command("/senryaku", "移住", channel=GENERAL).wait().body["text"] == "調べます"
    assert slack.refusals == []


def test_a_wrong_secret_is_not_believed(slack: Slack, app: App, receiver: Receiver) -> None:
    receiver.app = app
    slack.platform.signing_secret = "another"
    slack.deliver_to(receiver.url)
    delivery = slack.person(SATO).command("/senryaku", "移住", channel=GENERAL)
    assert delivery.wait().error == "dispatch_failed"
    assert slack.refusals[-1].error == "http_error"


def test_retries_come_at_once_after_a_minute_and_after_five(slack: Slack, receiver: Receiver) -> None:
    receiver.answers = [(500, {}), (500, {}), (500, {})]
    slack.deliver_to(receiver.url)
    delivery = slack.person(SATO).mention(GENERAL, "もしもし").deliveries[0]
    slack.wait_for(lambda _: len(delivery.reasons) == 2)
    slack.advance(60)
    slack.wait_for(lambda _: len(delivery.reasons) == 3)
    slack.advance(300)
    assert delivery.wait().acknowledged
    numbers = [(seen.get("x-slack-retry-num"), seen.get("x-slack-retry-reason")) for seen in receiver.seen]
    assert numbers == [(None, None), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]


def test_an_answer_after_three_seconds_is_too_late(slack: Slack, receiver: Receiver) -> None:
    receiver.may_answer.clear()
    slack.deliver_to(receiver.url)
    delivery = slack.person(SATO).command("/senryaku", "移住", channel=GENERAL)
    slack.advance(slack.platform.deadline_s + 0.1)
    assert delivery.wait().error == "operation_timeout"
    receiver.may_answer.set()
    slack.wait_for(lambda w: w.refusals[-1].error == "late_acknowledgement")


def test_no_retry_is_respected(slack: Slack, receiver: Receiver) -> None:
    receiver.answers = [(500, {"x-slack-no-retry": "1"})]
    slack.deliver_to(receiver.url)
    delivery = slack.person(SATO).mention(GENERAL, "もしもし").deliveries[0]
    assert delivery.wait().error == "dispatch_failed"
    assert delivery.attempts == 1


def test_an_app_that_is_not_there_is_a_failed_connection(slack: Slack, receiver: Receiver) -> None:
    slack.deliver_to("http://127.0.0.1:9/nobody")
    assert slack.person(SATO).command("/senryaku", "移住", channel=GENERAL).wait().error == "dispatch_failed"
    assert slack.refusals[-1].error == "connection_failed"


@pytest.mark.parametrize("url", ["https://example.com/slack", "http://192.0.2.1/slack", "ftp://127.0.0.1/"])
def test_no_other_machine_is_ever_spoken_to(url: str) -> None:
    with pytest.raises(ValueError, match="this machine"):
        Slack(MANIFEST, request_url=url)
