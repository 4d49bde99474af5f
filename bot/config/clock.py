"""The clock as an argument: everything that asks for the time is given one of these."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    return datetime.now(UTC)


def clock_at(now: datetime | None) -> Clock:
    """A clock that stands still at `now` (aware), for tests and demonstrations; without it, the real one."""
    return (lambda: now) if now else system_clock
