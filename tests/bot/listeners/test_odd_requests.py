"""Requests that Slack never sends, over sockets: an error status and one log line, never a traceback."""

import json
import logging
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest

from bot.app.http_mode import HttpServer
from bot.app.registrations import build_app
from bot.app.services import sign_in
from bot.slack.shapes import odd_field
from tests.patience import PATIENCE_S
from tests.stand_in.http_mode import signed_headers
from tests.world import World

SECRET = "a secret"
CLOSED = "nothing whole was sent"  # later, and of the connection: whoever has had an answer may send another request
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def server(world: World) -> Iterator[HttpServer]:
    services, identity = world.services, sign_in(world.services.outbox.client)
    with ThreadPoolExecutor(max_workers=2) as executor:
        app = build_app(services, authorize=lambda **_: identity, executor=executor, signing_secret=SECRET)
        started = HttpServer(services.jobs.health, host="127.0.0.1", port=0, app=app, send_s=0.5).start()
        yield started
        started.close()


def answer_to(server: HttpServer, sent: bytes) -> bytes:
    """What comes back until the connection closes."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE_S) as connection:
        connection.sendall(sent)
        parts = list(iter(lambda: connection.recv(65_536), b""))
    return b"".join(parts)


def status(server: HttpServer, body: str, headers: dict[str, str], *, form: bool = False) -> int:
    kind = FORM if form else "application/json"
    fields = {"host": "x", "connection": "close", "content-type": kind, **headers}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode("latin-1")
    length = f"content-length: {len(body.encode())}\r\n".encode()
    answer = answer_to(server, b"POST /slack/events HTTP/1.1\r\n" + head + length + b"\r\n" + body.encode())
    return int(answer.split(b" ", 2)[1])


DEEP = "[" * 100_000
UNREADABLE = {
    "no JSON": "{",
    "no object": "[1]",
    "nothing": "",
    "a number": "5",
    "100,000 lists within each other": DEEP,
    "the same in an object": '{"event": ' + DEEP + "]" * 100_000 + "}",
}


@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE)
def test_what_is_no_payload_is_refused(server: HttpServer, body: str, caplog: pytest.LogCaptureFixture) -> None:
    assert status(server, body, signed_headers(SECRET, body)) in (400, 401)
    assert_one_line(caplog)


SIGNATURES = {
    "a moment that is no number": {"x-slack-request-timestamp": "gestern"},
    "a moment of 5,000 digits": {"x-slack-request-timestamp": "1" * 5_000},
    "a moment before all": {"x-slack-request-timestamp": "-1"},
    "a moment in other digits": {"x-slack-request-timestamp": "\xb2"},
    "no ASCII in the signature": {"x-slack-signature": "v0=\xe4\xf6"},
    "nothing in the signature": {"x-slack-signature": ""},
}


@pytest.mark.parametrize("changed", SIGNATURES.values(), ids=SIGNATURES)
def test_a_signature_that_is_none_is_refused(
    server: HttpServer, changed: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    body = '{"type": "event_callback", "event": {"type": "app_mention"}}'
    assert status(server, body, signed_headers(SECRET, body) | changed) == 401
    assert not [record for record in caplog.records if record.exc_info]


PRESS = {"type": "block_actions", "user": {"id": "U0SATO"}, "actions": [{"action_id": "open"}], "trigger_id": "1"}
ASKED = {"type": "app_mention", "user": "U0SATO", "channel": "C0", "ts": "1.0", "text": "移住"}
ODD_EVENTS: dict[str, object] = {
    "no event": {"type": "event_callback"},
    "an event that is a text": {"type": "event_callback", "event": "app_mention"},
    "an event without a type": {"type": "event_callback", "event": {}},
    "a type that is a list": {"type": ["event_callback"]},
    "a channel that is a number": {"type": "event_callback", "event": ASKED | {"channel": 5}},
    "a text that is an object": {"type": "event_callback", "event": ASKED | {"text": {}}},
    "no moment": {"type": "event_callback", "event": {**ASKED, "ts": None}},
    "a change that is a list": {"type": "event_callback", "event": ASKED | {"message": []}},
}
ODD_PRESSES: dict[str, object] = {
    "no actions": {**PRESS, "actions": []},
    "actions that are texts": {**PRESS, "actions": ["open"]},
    "a person that is a text": {**PRESS, "user": "U0SATO"},
    "no person": {name: value for name, value in PRESS.items() if name != "user"},
    "a view that is a list": {**PRESS, "view": [1]},
    "fields that are a text": {
        "type": "view_submission",
        "user": {"id": "U"},
        "view": {"id": "V", "type": "modal", "callback_id": "c", "state": {"values": ""}},
    },
}


@pytest.mark.parametrize("payload", ODD_EVENTS.values(), ids=ODD_EVENTS)
def test_an_event_of_an_odd_shape_is_refused(
    server: HttpServer, payload: object, caplog: pytest.LogCaptureFixture
) -> None:
    body = json.dumps(payload)
    assert status(server, body, signed_headers(SECRET, body)) == 400
    assert_one_line(caplog)


@pytest.mark.parametrize("payload", ODD_PRESSES.values(), ids=ODD_PRESSES)
def test_a_press_of_an_odd_shape_is_refused(
    server: HttpServer, payload: object, caplog: pytest.LogCaptureFixture
) -> None:
    body = urlencode({"payload": json.dumps(payload)})
    assert status(server, body, signed_headers(SECRET, body), form=True) == 400
    assert_one_line(caplog)


def assert_one_line(caplog: pytest.LogCaptureFixture) -> None:
    told = [record for record in caplog.records if record.levelno >= logging.WARNING and CLOSED not in record.msg]
    assert len(told) == 1
    assert not told[0].exc_info
    assert "\n" not in told[0].getMessage()


UNFINISHED = {
    "nothing": b"",
    "half a line": b"POST /slack",
    "half of the headers": b"POST /slack/events HTTP/1.1\r\nhost: x\r\n",
    "half of the body": b'POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-length: 50\r\n\r\n{"type',
}


@pytest.mark.parametrize("sent", UNFINISHED.values(), ids=UNFINISHED)
def test_a_request_that_is_not_finished_in_time_is_closed(
    server: HttpServer, sent: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    started = time.monotonic()
    answer_to(server, sent)
    assert time.monotonic() - started < PATIENCE_S
    assert "nothing whole was sent" in caplog.text
    assert not [record for record in caplog.records if record.exc_info]


@pytest.mark.parametrize("length", ["1000001", "9" * 5_000, "-1", "x", "1e3"])
def test_a_body_larger_than_any_payload_is_not_read(server: HttpServer, length: str) -> None:
    head = f"POST /slack/events HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n"
    assert answer_to(server, head.encode()).split(b" ", 2)[1] in (b"413", b"400")


def test_a_body_of_unknown_length_is_not_read(server: HttpServer) -> None:
    head = b"POST /slack/events HTTP/1.1\r\nhost: x\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n"
    assert b"413" in answer_to(server, head)[:20]


def post(fields: str, body: str = "") -> str:
    return f"POST /slack/events HTTP/1.1\r\nhost: x\r\n{fields}\r\n{body}"


BODY = '{"type": "event_callback"}'
NO_REQUESTS = {
    "no HTTP": ("\x16\x03\x01\x02\r\n\r\n", 400),
    "a path that is not there": ("GET /admin HTTP/1.1\r\nhost: x\r\n\r\n", 404),
    "a path in other letters": ("GET /%E3%81%82%0a HTTP/1.1\r\nhost: x\r\n\r\n", 404),
    "another method": ("PUT /healthz HTTP/1.1\r\nhost: x\r\n\r\n", 405),
    "a look at what is only sent": ("HEAD /slack/events HTTP/1.1\r\nhost: x\r\n\r\n", 405),
    "another protocol": (post("connection: upgrade\r\nupgrade: websocket\r\n").replace("POST", "GET"), 405),
    "two lengths": (post("content-length: 5\r\ncontent-length: 6\r\n", "hello"), 400),
    "pieces that are none": (post("transfer-encoding: chunked\r\n", "zz\r\nhello\r\n0\r\n\r\n"), 400),
    "a length and pieces": (post("content-length: 2\r\ntransfer-encoding: chunked\r\n", "2\r\n{}\r\n0\r\n\r\n"), 413),
    "a field of 100 kB": (post(f"x-a: {'a' * 100_000}\r\ncontent-length: {len(BODY)}\r\n", BODY), 401),
    "a signature of somebody else": (
        post(f"content-length: {len(BODY)}\r\nx-slack-request-timestamp: 1\r\nx-slack-signature: v0=0\r\n", BODY),
        401,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("sent", "expected"), NO_REQUESTS.values(), ids=NO_REQUESTS)
def test_what_is_no_request_of_slack_is_refused_in_one_line(
    server: HttpServer, sent: str, expected: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "uvicorn.error")  # which the local workspace keeps quiet
    assert int(answer_to(server, sent.encode()).split(b" ", 2)[1]) == expected
    assert_one_line(caplog)
    assert "event_callback" not in caplog.text


def test_what_slack_sends_is_of_the_shapes_that_are_relied_on() -> None:
    assert odd_field({"type": "event_callback", "event": ASKED}) == ""
    assert odd_field(PRESS) == ""
    assert odd_field({"type": "event_callback", "event": {"type": "channel_created", "channel": {"id": "C"}}}) == ""
    assert odd_field({"command": "/senryaku", "user_id": "U", "channel_id": "C", "trigger_id": "1", "text": ""}) == ""
    assert odd_field({"ssl_check": "1", "token": "x"}) == ""
