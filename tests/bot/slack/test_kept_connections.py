"""Calls share connections, and a connection that has ended is none."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import takewhile
from urllib.error import URLError

import pytest
from slack_sdk.errors import SlackApiError

from bot.slack import kept_connections
from bot.slack.kept_connections import KeptClient
from bot.slack.retries import never_left

FINE = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{"ok":true}'
BUSY = b"HTTP/1.1 429 Too Many\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n"


class Server:
    """Answers requests over as many connections as are opened, and counts both."""

    def __init__(self, reply: bytes, most_of_a_connection: int) -> None:
        self.connections = self.requests = 0
        self._reply, self._most = reply, most_of_a_connection
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/api/"
        self.closed = threading.Semaphore(0)
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connected, _ = self._socket.accept()
                self.connections += 1
                with connected:
                    self._serve(connected)
                self.closed.release()

    def _serve(self, connected: socket.socket) -> None:
        file = connected.makefile("rb")
        for _ in range(self._most):
            head = list(takewhile(bytes.strip, iter(file.readline, b"")))
            if not head:
                break
            size = next((int(line.split(b":")[1]) for line in head if line.lower().startswith(b"content-length")), 0)
            file.read(size)
            self.requests += 1
            connected.sendall(self._reply)
        file.close()

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


@contextmanager
def serving(reply: bytes = FINE, most_of_a_connection: int = 100) -> Iterator[Server]:
    server = Server(reply, most_of_a_connection)
    try:
        yield server
    finally:
        server.close()


def test_calls_one_after_the_other_go_over_one_connection() -> None:
    with serving() as server:
        client = KeptClient(token="t", base_url=server.url)
        for _ in range(5):
            assert client.api_test()["ok"]
        assert (server.connections, server.requests) == (1, 5)
        del client


def test_a_connection_that_was_closed_meanwhile_is_not_used_again() -> None:
    with serving(most_of_a_connection=1) as server:
        client = KeptClient(token="t", base_url=server.url)
        for _ in range(3):
            assert client.api_test()["ok"]
            assert server.closed.acquire(timeout=10)
        assert (server.connections, server.requests) == (3, 3)
        del client


def test_one_that_was_silent_for_long_is_not_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_connections, "MOST_IDLE_S", 0.0)
    with serving() as server:
        client = KeptClient(token="t", base_url=server.url)
        for _ in range(2):
            assert client.api_test()["ok"]
        assert (server.connections, server.requests) == (2, 2)
        del client


def test_a_refusal_is_told_as_urllib_tells_it() -> None:
    with serving(BUSY) as server:
        client = KeptClient(token="t", base_url=server.url, retry_handlers=[])
        with pytest.raises(SlackApiError) as refused:
            client.api_test()
        assert refused.value.response.status_code == 429
        assert refused.value.response.headers["Retry-After"] == "7"
        del client


def test_where_nobody_listens_it_is_certain_that_nothing_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(URLError) as lost:
        KeptClient(token="t", base_url=f"http://127.0.0.1:{port}/api/", retry_handlers=[]).api_test()
    assert never_left(lost.value)
