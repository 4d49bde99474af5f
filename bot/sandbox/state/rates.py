"""The rate limit of posting: one message a second and channel."""

import math

from msgspec import Struct, field

from bot.sandbox.state.clock import WorkspaceClock
from bot.sandbox.state.errors import SlackError

POSTS_A_SECOND, POST_BURST = 1.0, 5  # Slack: "short bursts over that are tolerated", without a figure


class Rates(Struct):
    """`posts`: whether messages are limited. Each channel has a bucket that fills steadily; every post takes one."""

    clock: WorkspaceClock
    posts: bool = True
    _buckets: dict[str, tuple[float, float]] = field(default_factory=dict)  # by channel: how full, and when

    def post(self, channel: str) -> None:
        if not self.posts:
            return
        now = self.clock.now()
        filled, at = self._buckets.get(channel, (POST_BURST, now))
        filled = min(POST_BURST, filled + (now - at) * POSTS_A_SECOND)
        is_free = filled >= 1
        self._buckets[channel] = filled - is_free, now
        if not is_free:
            raise SlackError("ratelimited", status=429, retry_after=math.ceil((1 - filled) / POSTS_A_SECOND))
