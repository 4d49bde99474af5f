"""What is asked of Slack before somebody's three seconds are over: all of it together gets one second.

with within_deadline():    # from the arrival on
    permissions.check(…)   # its client gives up in time
"""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.slack.slack_time import DatedClient, SlackTime

_begun: ContextVar[float | None] = ContextVar("begun", default=None)


@contextmanager
def within_deadline() -> Iterator[None]:
    """For this thread: what it leaves to others may take its time."""
    token = _begun.set(time.monotonic())
    try:
        yield
    finally:
        _begun.reset(token)


class LookUpClient(DatedClient):
    """As patient as its options; before a deadline it leaves behind what is not answered in time, with TimeoutError.

    A timeout of the socket is not enough: it begins anew with each byte, and finding the address of a name knows none.
    """

    def __init__(self, slack_time: SlackTime, *, single_try: WebClient, deadline_s: float, **options: Any) -> None:
        """`single_try` asks before a deadline: it repeats nothing."""
        super().__init__(slack_time, **options)
        self._single_try, self._deadline_s = single_try, deadline_s

    def api_call(self, api_method: str, **options: Any) -> SlackResponse:
        begun = _begun.get()
        if begun is None:
            return super().api_call(api_method, **options)
        left_s = begun + self._deadline_s - time.monotonic()
        if left_s <= 0:
            raise TimeoutError
        asked: Future[SlackResponse] = Future()

        def ask() -> None:
            try:
                asked.set_result(self._single_try.api_call(api_method, **options))
            except Exception as error:  # noqa: BLE001  # whoever waits gets it
                asked.set_exception(error)

        threading.Thread(target=ask, name="look-up", daemon=True).start()
        return asked.result(left_s)
