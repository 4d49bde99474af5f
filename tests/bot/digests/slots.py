"""A delivery that somebody has just claimed, for the tests of all that may become of it."""

from datetime import datetime

from bot.digests.slot import Slot


def claimed(
    due: datetime, now: datetime | None = None, *, id: str = "s1", channel: str = "C1", run: str = "a", parts: int = 1
) -> Slot:
    """`now`: when it was claimed, if not when it was due."""
    now = now or due
    return Slot(
        schedule_id=id, due=due, channel_id=channel, run=run, parts=parts, as_of=now, saved_at=now, held_since=now
    )
