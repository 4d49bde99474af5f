"""Slack's refusals as one exception."""


class SlackError(Exception):
    """An answer with `ok: false`. `messages` go to response_metadata, `needed` goes with missing_scope."""

    def __init__(
        self,
        error: str,
        *,
        messages: tuple[str, ...] = (),
        needed: str | None = None,
        status: int = 200,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(error)
        self.error = error
        self.messages = messages
        self.needed = needed
        self.status = status
        self.retry_after = retry_after


class CannotPlayError(Exception):
    """A person cannot do that: no such button, a closed modal, a channel that they are not in."""


class NotReachedError(TimeoutError):
    """What was waited for did not come within the deadline."""
