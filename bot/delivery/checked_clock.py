"""The time that the bot goes by: the machine's, as long as Slack's agrees; else Slack's, of which admins hear once.

A clock that is set forward must not post tomorrow's digest, and one that is set back must not hold up today's.
Nothing can be posted without Slack, so whenever something can, its time can be asked for: until then, it waits.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from slack_sdk.errors import SlackApiError

from bot.config import Clock
from bot.slack import LOST
from bot.slack.slack_time import SlackTime
from knowledge.wording import tokyo_day

log = logging.getLogger(__name__)

AGREEING = timedelta(minutes=1)  # a date is told to the second, and a reply may be seconds on its way
UNANSWERED_S = 10.0
NONE = timedelta(0)
CLOCK_IS_WRONG = (
    "ボットを動かしているコンピューターの時計が、Slack の時刻より約{length}{direction}。"
    "定期配信は Slack の時刻に合わせて続けています。時刻の自動同期（NTP）を確かめてください。"
)


class CheckedClock:
    """A Clock. `ask` makes Slack answer anything. Until Slack has told a date, the machine's is believed."""

    def __init__(
        self,
        clock: Clock,
        slack_time: SlackTime,
        ask: Callable[[], object],
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._slack_time = slack_time
        self._ask = ask
        self._elapsed = elapsed
        self._known_ahead = NONE
        self._not_before = 0.0

    def __call__(self) -> datetime:
        own, slacks = self._clock(), self._slack_time.now()
        return own if slacks is None or abs(own - slacks) <= AGREEING else slacks

    def is_sure(self, tell: Callable[[str, str], None]) -> bool:
        """Asks Slack when the two have moved apart or together: a jump of the clock, or a machine that has slept.

        `tell` gets words for the admins with a key, the same all day. For one thread.
        """
        if abs(self._ahead() - self._known_ahead) <= AGREEING:
            return True
        if self._elapsed() < self._not_before or not self._asked():
            return False
        self._known_ahead = self._ahead()
        if abs(self._known_ahead) > AGREEING:
            log.warning("clock is %d s ahead of Slack's", self._known_ahead.total_seconds())
            tell(f"clock {tokyo_day(self())}", clock_is_wrong(self._known_ahead))
        return True

    def _ahead(self) -> timedelta:
        slacks = self._slack_time.now()
        return self._clock() - slacks if slacks else NONE

    def _asked(self) -> bool:
        self._not_before = self._elapsed() + UNANSWERED_S
        try:
            self._ask()
        except (SlackApiError, *LOST):
            log.warning("clock has jumped, and Slack cannot be asked")
            return False
        return True


def clock_is_wrong(ahead: timedelta) -> str:
    """`ahead` of Slack's time; negative where it is behind."""
    minutes = round(abs(ahead) / timedelta(minutes=1))
    length = f"{minutes}分" if minutes < 120 else f"{minutes // 60}時間" if minutes < 1440 else f"{minutes // 1440}日"
    return CLOCK_IS_WRONG.format(length=length, direction="進んでいます" if ahead > NONE else "遅れています")
