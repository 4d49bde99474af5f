"""Slack's refusals as one exception."""

from dataclasses import KW_ONLY, dataclass


@dataclass(eq=False)
class SlackError(Exception):
    """An answer with `ok: false`. `messages` go to response_metadata, `needed` goes with missing_scope."""

    error: str
    _: KW_ONLY
    messages: tuple[str, ...] = ()
    needed: str | None = None
    status: int = 200
    retry_after: int | None = None


class CannotSimulateError(Exception):
    """A person cannot do that: no such button, a closed modal, a channel that they are not in."""


class NotReachedError(TimeoutError):
    """What was waited for did not come within the deadline."""
