"""HTTP mode: signed requests to the app's own server on this machine."""

import hashlib
import hmac
import http.client
import json
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode, urlsplit

from bot.sandbox.state.deliveries import Attempt
from bot.sandbox.state.platform import Platform
from bot.sandbox.state.records import JsonObject

GIVE_UP_AFTER = 3  # deadlines in real time, when that of the sandbox's own clock has long passed
_HOSTS = ("127.0.0.1", "localhost", "::1")
_WORKERS = 32


def signed_headers(secret: str, body: str) -> dict[str, str]:
    """By real time: apps compare the timestamp with their own clock, which does not jump along."""
    stamp = str(int(time.time()))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"x-slack-request-timestamp": stamp, "x-slack-signature": f"v0={digest}"}


class HttpMode:
    """A transport. Events, commands and interactivity all go to one request URL, as Bolt expects them."""

    def __init__(self, platform: Platform, request_url: str) -> None:
        parts = urlsplit(request_url)
        if parts.scheme != "http" or parts.hostname not in _HOSTS:
            raise ValueError("the sandbox only talks to this machine: http://127.0.0.1:PORT/…")
        self._platform = platform
        self._host, self._port = parts.hostname, parts.port or 80
        self._path = parts.path or "/"
        self._workers = ThreadPoolExecutor(max_workers=_WORKERS, thread_name_prefix="sandbox-http")

    def send(self, attempt: Attempt) -> None:
        self._workers.submit(self._request, attempt)

    def stop(self) -> None:
        self._workers.shutdown(wait=True, cancel_futures=True)

    def _request(self, attempt: Attempt) -> None:
        timeout_s = GIVE_UP_AFTER * self._platform.deadline_s
        connection = http.client.HTTPConnection(self._host, self._port, timeout=timeout_s)
        body, headers = _body(attempt)
        headers |= signed_headers(self._platform.signing_secret, body) | _retry_headers(attempt)
        try:
            connection.request("POST", self._path, body.encode(), headers)
            response = connection.getresponse()
            self._judge(attempt, response, response.read().decode())
        except TimeoutError:
            self._platform.dispatcher.failed(attempt.envelope_id, "http_timeout")
        except (OSError, http.client.HTTPException):
            self._platform.dispatcher.failed(attempt.envelope_id, "connection_failed")
        finally:
            connection.close()

    def _judge(self, attempt: Attempt, response: http.client.HTTPResponse, text: str) -> None:
        dispatcher = self._platform.dispatcher
        if 200 <= response.status < 300:
            dispatcher.acknowledged(attempt.envelope_id, _answer(response, text))
        else:
            no_retry = response.getheader("x-slack-no-retry") == "1"
            dispatcher.failed(attempt.envelope_id, "http_error", no_retry=no_retry)


def _body(attempt: Attempt) -> tuple[str, dict[str, str]]:
    payload = attempt.delivery.payload
    form = {"content-type": "application/x-www-form-urlencoded"}
    match attempt.delivery.kind:
        case "events_api":
            return json.dumps(payload, ensure_ascii=False), {"content-type": "application/json"}
        case "slash_commands":
            return urlencode(payload), form
        case "interactive":
            return urlencode({"payload": json.dumps(payload, ensure_ascii=False)}), form


def _retry_headers(attempt: Attempt) -> dict[str, str]:
    if attempt.number == 0:
        return {}
    reason = "http_timeout" if attempt.reason == "timeout" else attempt.reason or ""
    return {"x-slack-retry-num": str(attempt.number), "x-slack-retry-reason": reason}


def _answer(response: http.client.HTTPResponse, text: str) -> JsonObject:
    if not text:
        return {}
    if (response.getheader("content-type") or "").startswith("application/json"):
        sent = json.loads(text)
        return sent if isinstance(sent, dict) else {}
    return {"text": text}
