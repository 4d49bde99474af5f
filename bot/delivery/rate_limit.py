"""How fast digests may be posted: Slack's limits as a question that is answered at once, never by waiting."""

from collections.abc import Callable

# "chat.postMessage: about 1 message/s/channel, several hundred/min per workspace" (Slack, rate limits). Answers to
# people need the larger part of the second figure.
CHANNEL_S = 1.05
WORKSPACE_S = 0.25
BURST = 4  # messages at once into different channels; the loop looks every second


class RateLimit:
    """`elapsed` counts seconds and never goes back, whatever the clock does. For one thread."""

    def __init__(self, elapsed: Callable[[], float]) -> None:
        self._elapsed = elapsed
        self._free_at: dict[str, float] = {}
        self._all_free_at = 0.0  # when the workspace's allowance is full again, less its burst

    @property
    def is_full(self) -> bool:
        """Nothing more may be posted anywhere for the moment."""
        return self._elapsed() < self._all_free_at - (BURST - 1) * WORKSPACE_S

    def is_free(self, channel: str) -> bool:
        return not self.is_full and self._elapsed() >= self._free_at.get(channel, 0.0)

    def took(self, channel: str) -> None:
        """A message went out, or was tried."""
        now = self._elapsed()
        self._all_free_at = max(self._all_free_at, now) + WORKSPACE_S
        self.hold(channel, CHANNEL_S)

    def hold(self, channel: str, seconds: float) -> None:
        now = self._elapsed()
        if len(self._free_at) > 10_000:
            self._free_at = {name: at for name, at in self._free_at.items() if at > now}
        self._free_at[channel] = max(self._free_at.get(channel, 0.0), now + seconds)

    def hold_all(self, seconds: float) -> None:
        """Slack is away, or refuses everything."""
        self._all_free_at = max(self._all_free_at, self._elapsed() + seconds + (BURST - 1) * WORKSPACE_S)
