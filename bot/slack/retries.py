"""When a call to Slack may be repeated: when it certainly was not carried out, or where twice does no harm."""

import errno
import socket
import ssl
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.http_retry.handler import RetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState

TIMES = 3  # slack_sdk counts attempts over all handlers together
LOST = (OSError, HTTPException, UnicodeDecodeError)
"""What a call raises whose answer never came, or was cut in the middle of a character. OSError holds URLError,
timeouts and cut connections."""

ONCE_ONLY = frozenset(
    {"chat.postMessage", "chat.postEphemeral", "chat.scheduleMessage", "files.completeUploadExternal"}
)
"""Methods that would show something twice. `Outbox` repeats the first one itself, after a look into the history."""

OF_A_TRIGGER = frozenset({"views.open", "views.push"})
"""Methods that a person waits for with a trigger, which lives three seconds."""
_LONGEST_FOR_A_TRIGGER_S = 1

_NEVER_LEFT = frozenset({errno.ECONNREFUSED, errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN})


def never_left(error: Exception) -> bool:
    """No connection came about, so Slack cannot have seen the request."""
    if not isinstance(error, URLError) or isinstance(error, HTTPError):
        return False
    reason = error.reason
    if isinstance(reason, (socket.gaierror, ssl.SSLCertVerificationError)):
        return True
    return isinstance(reason, OSError) and reason.errno in _NEVER_LEFT


def _method(request: HttpRequest) -> str:
    return urlsplit(request.url).path.rpartition("/")[2]


def _is_repeatable(request: HttpRequest) -> bool:
    return "/api/" in urlsplit(request.url).path and _method(request) not in ONCE_ONLY


class RateLimitRetry(RateLimitErrorRetryHandler):
    """Waits as long as Slack asks for (429), unless nothing would be left to open by then."""

    def _can_retry(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if response is None or response.status_code != 429:
            return False
        return _method(request) not in OF_A_TRIGGER or _wait_s(response) <= _LONGEST_FOR_A_TRIGGER_S


def _wait_s(response: HttpResponse) -> int:
    """Retry-After; Slack names it whenever it limits."""
    named = [value for name, value in response.headers.items() if name.lower() == "retry-after"]
    return int(named[0][0]) if named else 0


def retry_after_s(error: SlackApiError) -> int | None:
    """How long Slack wants to be left alone; None where it does not say."""
    headers = {str(name).lower(): value for name, value in dict(getattr(error.response, "headers", {}) or {}).items()}
    named = str(headers.get("retry-after", ""))
    return int(named) if named.isdecimal() else None


class ServerErrorRetry(RetryHandler):
    """Lost connections and 5xx. What may show something twice is repeated only when it never left."""

    def _can_retry(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if response is not None:
            return response.status_code >= 500 and _is_repeatable(request)  # Slack may have done the work all the same
        return isinstance(error, LOST) and (never_left(error) or _is_repeatable(request))


def retry_handlers() -> list[RetryHandler]:
    """For a WebClient or WebhookClient; each client wants its own list."""
    return [RateLimitRetry(max_retry_count=TIMES), ServerErrorRetry(max_retry_count=TIMES)]
