"""A WebClient whose calls share connections: most of a call to Slack is opening one, and TLS on it.

client = KeptClient(token=…)   # as a WebClient; through a proxy it goes by urllib, one connection a call
"""

import http.client
import select
import socket
import ssl
import time
import weakref
from functools import cached_property
from io import BytesIO
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, getproxies, proxy_bypass

from slack_sdk import WebClient

MOST_IDLE_S = 20.0  # a firewall forgets a silent connection after some minutes, and tells nobody
MOST_IDLE = 8
_FIRST_REFUSAL = 300
_ANSWERS_AT_ONCE = getattr(socket, "TCP_QUICKACK", None)
"""A server that sends head and body apart waits with the body until we have acknowledged the head: 40 ms, else."""


class KeptClient(WebClient):
    """Thread-safe. It raises what urllib raises, and repeats nothing by itself."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._idle: list[tuple[http.client.HTTPConnection, float]] = []
        weakref.finalize(self, _close, self._idle)
        base = urlsplit(self.base_url)
        is_proxied = bool(self.proxy) or (base.scheme in getproxies() and not proxy_bypass(base.netloc))
        self._kept_scheme = "" if is_proxied else base.scheme
        self._kept_host = base.netloc

    def _perform_urllib_http_request_internal(self, url: str, req: Request) -> dict[str, Any]:
        address = urlsplit(url)
        if (address.scheme, address.netloc) != (self._kept_scheme, self._kept_host):
            return super()._perform_urllib_http_request_internal(url, req)
        path = f"{address.path}?{address.query}" if address.query else address.path
        connection = self._idle_connection() or self._new_connection()
        try:
            status, headers, body = _answered(connection, path, req)
        except BaseException:
            connection.close()
            raise
        if connection.sock is not None and len(self._idle) < MOST_IDLE:
            self._idle.append((connection, time.monotonic()))
        else:
            connection.close()
        if status >= _FIRST_REFUSAL:
            raise HTTPError(url, status, http.client.responses.get(status, ""), headers, BytesIO(body))
        return {"status": status, "headers": headers, "body": body.decode(headers.get_content_charset() or "utf-8")}

    def _idle_connection(self) -> http.client.HTTPConnection | None:
        """One that Slack has not closed; what would be read of it now is its end."""
        while self._idle:
            try:
                connection, since = self._idle.pop()
            except IndexError:  # another thread was quicker
                return None
            if time.monotonic() - since < MOST_IDLE_S and connection.sock and not _is_readable(connection.sock):
                return connection
            connection.close()
        return None

    def _new_connection(self) -> http.client.HTTPConnection:
        if self._kept_scheme == "https":
            return http.client.HTTPSConnection(self._kept_host, timeout=self.timeout, context=self._context)
        return http.client.HTTPConnection(self._kept_host, timeout=self.timeout)

    @cached_property
    def _context(self) -> ssl.SSLContext:
        """Once: it reads the certificates of all authorities."""
        return self.ssl or ssl.create_default_context()


def _answered(
    connection: http.client.HTTPConnection, path: str, request: Request
) -> tuple[int, http.client.HTTPMessage, bytes]:
    try:
        connection.request(request.get_method(), path, request.data, dict(request.header_items()))
    except OSError as error:
        raise URLError(error) from error
    if _ANSWERS_AT_ONCE is not None and connection.sock:
        connection.sock.setsockopt(socket.IPPROTO_TCP, _ANSWERS_AT_ONCE, 1)
    answer = connection.getresponse()
    body = answer.read()
    if answer.will_close:
        connection.close()
    return answer.status, answer.headers, body


def _close(connections: list[tuple[http.client.HTTPConnection, float]]) -> None:
    for connection, _ in connections:
        connection.close()


def _is_readable(connected: socket.socket) -> bool:
    return bool(select.select([connected], [], [], 0)[0])
