"""Rate limits: one message a second and channel, and the tiers of the other methods."""

import math
from dataclasses import dataclass, field

from bot.sandbox.state.clock import WorkspaceClock
from bot.sandbox.state.errors import SlackError

POSTS_A_SECOND, POST_BURST = 1.0, 5  # Slack: "short bursts over that are tolerated", without a figure
A_MINUTE = 60.0


@dataclass(slots=True)
class Bucket:
    """Fills steadily up to `size`; every call takes one."""

    size: float
    a_second: float
    filled: float
    at: float

    def take(self, now: float) -> float:
        """Seconds to wait, 0 when the call may go on."""
        self.filled = min(self.size, self.filled + (now - self.at) * self.a_second)
        self.at = now
        if self.filled < 1:
            return (1 - self.filled) / self.a_second
        self.filled -= 1
        return 0.0


@dataclass(slots=True)
class Rates:
    """`posts` limits messages by channel; `tiers` limits every other method by its published tier."""

    clock: WorkspaceClock
    posts: bool = True
    tiers: bool = False
    _buckets: dict[str, Bucket] = field(default_factory=dict)

    def post(self, channel: str) -> None:
        if self.posts:
            self._take(f"post {channel}", POST_BURST, POSTS_A_SECOND)

    def method(self, name: str, per_minute: int | None) -> None:
        if self.tiers and per_minute is not None:
            self._take(name, per_minute, per_minute / A_MINUTE)

    def _take(self, key: str, size: float, a_second: float) -> None:
        now = self.clock.now()
        bucket = self._buckets.setdefault(key, Bucket(size=size, a_second=a_second, filled=size, at=now))
        if (wait := bucket.take(now)) > 0:
            raise SlackError("ratelimited", status=429, retry_after=math.ceil(wait))
