"""What time it is by Slack: each of its replies carries a `Date`, whatever the machine's own clock says.

slack_time = SlackTime()
client = DatedClient(slack_time, token=…)  # a WebClient that hears the dates
slack_time.now()                           # None until the first reply
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.config.observer import Observer
from bot.slack.errors import code_of, status_of
from bot.slack.kept_connections import KeptClient
from bot.slack.retries import LOST

NO_REPLY = "no_reply"


class SlackTime:
    """Carried on from the last date by `elapsed`, which counts seconds and never goes back. Thread-safe."""

    def __init__(self, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._elapsed = elapsed
        self._heard: tuple[datetime, float] | None = None

    def hear(self, answer: SlackResponse) -> None:
        if date := date_of(answer):
            self._heard = date, self._elapsed()

    def now(self) -> datetime | None:
        """Behind by as long as the machine has slept since the last reply."""
        if self._heard is None:
            return None
        date, at = self._heard
        return date + timedelta(seconds=self._elapsed() - at)


class DatedClient(KeptClient):
    """Tells the date of each reply that Slack has given, and each call that failed."""

    def __init__(self, slack_time: SlackTime, *, observer: Observer | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.slack_time, self.observer = slack_time, observer or Observer()

    def api_call(self, api_method: str, **options: Any) -> SlackResponse:
        try:
            answer = super().api_call(api_method, **options)
        except SlackApiError as error:
            self.observer.slack_error(code_of(error) or f"http_{status_of(error)}")
            raise
        except LOST:
            self.observer.slack_error(NO_REPLY)
            raise
        self.slack_time.hear(answer)
        return answer


def date_of(answer: SlackResponse) -> datetime | None:
    """To the second. None where a reply has none that can be read."""
    found = [value for name, value in dict(answer.headers or {}).items() if name.lower() == "date"]
    try:
        date = parsedate_to_datetime(str(found[0]))
    except (IndexError, ValueError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
