"""What to do next about a slot, so that its digest is posted exactly once. Pure: the rim acts and asks again.

The rim's loop: decide, act, store what slot.py makes of the outcome, decide again. It may die between any two
of these. Four things make that safe, and they are the rim's to keep:

- records are swapped in by compare and set, and a decision is made about the record as it stands in the store;
- `Claim`, `Hold`, `Settle`, `Skip` and `GiveUp` are stored under the `now` they were decided with: a clock that is
  set right in between must not date the mistake of a wrong one as sound;
- a post is sent within FRESH of the decision (a process that stood still for longer decides again) and with
  REQUEST_TIMEOUT, and carries the slot's key and part in its metadata. So it has arrived, or never will, IN_FLIGHT
  after another run has taken the slot over, which is when that run asks the history. The rim counts
  these seconds by a clock that never goes back.

Not covered is a machine suspended between the last look at the time and the sending; the lock on the data folder,
which a process holds and its death drops, closes it.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from msgspec import Struct

from bot.digests.occurrences import due_slots
from bot.digests.open_days import IsOpen, is_open_day
from bot.digests.recurrence import Recurrence
from bot.digests.slot import LEASE, Slot
from knowledge.wording.moments import moment_text

# How far before its due time a slot's messages are searched: as far as the clock may have been wrong when it posted.
HISTORY_MARGIN = timedelta(days=7)


class Claim(Struct, frozen=True):
    """Store a new slot in place of nothing, or of the slot that was skipped by a clock gone wrong."""


class Hold(Struct, frozen=True):
    """Store `held(…)`: take over the slot of a run that died, or stamp an own one with a clock that went back."""


class Post(Struct, frozen=True):
    """Send this part now; then store `posted`, `refused`, `unclear` or, for a channel that is gone, `failed`."""

    part: int


class AskHistory(Struct, frozen=True):
    """Read the channel (and the headline's thread) from `oldest` on; then store `found_in_history` or `unanswered`."""

    oldest: datetime


class Settle(Struct, frozen=True):
    """All parts stand: store `recorded`."""


class Skip(Struct, frozen=True):
    """Too late to begin: store `skipped` with the note and tell the owner."""

    note: str


class Wait(Struct, frozen=True):
    """Nothing before this moment."""

    until: datetime


class GiveUp(Struct, frozen=True):
    """Too late to go on: store `failed` with the note and tell the owner."""

    note: str


class Done(Struct, frozen=True):
    """Settled."""


Decision = Claim | Hold | Post | AskHistory | Settle | Skip | Wait | GiveUp | Done


def decide(slot: Slot | None, *, due: datetime, grace: timedelta, run: str, now: datetime) -> Decision:
    """`slot` is the record as it stands in the store; `run` is the asking process's own."""
    if slot is None:
        return _begin(due, grace, now)
    if slot.is_settled:
        return _reopen(slot, due, grace, now)
    if slot.run != run:
        is_alive = slot.saved_at <= now < slot.saved_at + LEASE
        return Wait(slot.saved_at + LEASE) if is_alive else Hold()
    if now < slot.saved_at:  # the clock went back: every deadline in the record is off, so stamp it anew
        return Hold()
    if slot.retry_at and now < slot.retry_at:
        return Wait(slot.retry_at)
    return _go_on(slot, grace, now)


def owed_slots(
    rule: Recurrence, slots: Collection[Slot], since: datetime, now: datetime, is_open: IsOpen = is_open_day
) -> tuple[datetime, ...]:
    """The due times to decide about, ascending, and to be worked in that order: what is unsettled and what is new.

    `slots` are the schedule's records (the old settled ones may be gone, but not the last), `since` is from when on
    it owes slots. Only a slot settled between its due time and now counts as the last. What a clock gone wrong has
    settled comes up again, and `decide` sees by the record whether it had been posted.
    """
    last = max([since, *(slot.due for slot in slots if slot.is_settled and slot.due <= slot.saved_at <= now)])
    unsettled = {slot.due for slot in slots if not slot.is_settled}
    return tuple(sorted(unsettled.union(due_slots(rule, last, now, is_open))))


def _begin(due: datetime, grace: timedelta, now: datetime) -> Decision:
    if now < due:
        return Wait(due)
    if now <= due + grace:
        return Claim()
    return Skip(
        f"{moment_text(due)} の定期配信は、予定から{_length(grace)}を過ぎても動けなかったため、送りませんでした。"
    )


def _reopen(slot: Slot, due: datetime, grace: timedelta, now: datetime) -> Decision:
    """A slot put aside in the future was put aside by a clock that has since gone back."""
    if slot.state == "recorded" or slot.saved_at <= now:
        return Done()
    return _begin(due, grace, now) if slot.state == "skipped" else Hold()


def _go_on(slot: Slot, grace: timedelta, now: datetime) -> Decision:
    """Own slot, its time has come. What has begun to appear is finished; what has not is not begun too late."""
    last_moment = max(slot.held_since, slot.due) + grace
    if slot.in_doubt:
        if slot.unanswered and now > last_moment:
            return GiveUp(
                f"{moment_text(slot.due)} の定期配信が届いたかどうかを、Slack に確かめられませんでした。"
                "チャンネルを見て、届いていなければ「今すぐ配信」で送ってください。"
            )
        return AskHistory(slot.due - HISTORY_MARGIN)
    if slot.next_part is None:
        return Settle()
    if not slot.sent and now < slot.due:  # claimed or failed by a clock that ran ahead
        return Wait(slot.due)
    if now > (last_moment if slot.sent else slot.due + grace):
        what = "詳細を最後まで" if slot.sent else ""
        return GiveUp(f"{moment_text(slot.due)} の定期配信は、{_length(grace)}のあいだ試しても{what}送れませんでした。")
    return Post(slot.next_part)


def _length(span: timedelta) -> str:
    """12時間, 1時間30分, 45分."""
    hours, minutes = divmod(int(span.total_seconds()) // 60, 60)
    return (f"{hours}時間" if hours else "") + (f"{minutes}分" if minutes or not hours else "")
