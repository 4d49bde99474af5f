"""The clock as an argument: everything that asks for the time is given one of these."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from knowledge.model import JST

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    return datetime.now(UTC)


def clock_at(now: datetime | None) -> Clock:
    """A clock that stands still at `now` (aware), for tests and demonstrations; without it, the real one."""
    return (lambda: now) if now else system_clock


def today_in_tokyo(clock: Clock) -> date:
    return clock().astimezone(JST).date()
