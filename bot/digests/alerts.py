"""What a schedule on changes of state tells, and when: a function of the ledger and of what has been told. Pure.

A state is told once it became one of TOLD_STATES; also where such a state goes away because its value was corrected or
taken back, for it may have been told. Compared are the ledger as of the last alert and as it is now, so that a slip put
right before anybody was told leaves no trace, and thirty imported values make one alert.
"""

from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta

from msgspec import Struct

from bot.digests.content import Digest, IndicatorChange, indicator_change, ranked_measures
from bot.digests.occurrences import moment_to_tell
from bot.digests.open_days import IsOpen, is_open_day
from bot.digests.schedule import DigestScope, Schedule
from bot.digests.scope import in_scope, scope_label
from bot.digests.slot import News, Slot
from knowledge.indicators import CurrentValues
from knowledge.indicators.progress import State

TOLD_STATES: frozenset[State] = frozenset({"達成", "遅れ", "後退", "未達成"})
# Who mistypes mends it at once, and who enters one value enters the next: told together, yet within a minute.
SETTLING, LONGEST_SETTLING = timedelta(seconds=30), timedelta(seconds=50)

ValuesUntil = Callable[[int], CurrentValues]
"""As they were when the entry of this number had been written."""


class Alert(Struct, frozen=True):
    """`due`: whole seconds."""

    news: News
    due: datetime


def find_alert(
    schedule: Schedule,
    slots: Collection[Slot],
    values: CurrentValues,
    until: ValuesUntil,
    now: datetime,
    is_open: IsOpen = is_open_day,
) -> Alert | None:
    """What there is to tell, as far as is known; None for nothing. `slots` are the schedule's, all settled."""
    after = _told_until(schedule, slots, values, now)
    new = [entry for entry in values.ledger.entries if entry.number > after]
    if not new:
        return None
    told = {change.indicator.id for change in told_changes(schedule.scope, values, until(after))}
    recorded = {entry.indicator: entry.at for entry in new if entry.indicator in told}  # the last of each
    if not recorded:
        return None
    settled = min(max(recorded.values()) + SETTLING, min(recorded.values()) + LONGEST_SETTLING)
    due = moment_to_tell(schedule.rule, settled.replace(microsecond=0) + timedelta(seconds=1), is_open)
    return Alert(News(after, values.ledger.last_number, schedule.plan), due.astimezone(UTC))


def told_changes(scope: DigestScope, now: CurrentValues, then: CurrentValues) -> tuple[IndicatorChange, ...]:
    """In printed order."""
    ids = (id for id in now.catalog.indicators if now.entries(id) != then.entries(id))
    watched = in_scope(scope, now, None)
    changes = (indicator_change(now, then, id) for id in ids if id in watched)
    return tuple(change for change in changes if _is_told(now, then, change))


def make_alert(schedule: Schedule, now: CurrentValues, then: CurrentValues, as_of: datetime) -> Digest:
    """Silent where there is nothing to tell."""
    changes = told_changes(schedule.scope, now, then)
    return Digest(
        name=schedule.name,
        kind="alert" if changes else "silent",
        scope=schedule.scope,
        label=scope_label(schedule.scope, now.catalog),
        as_of=as_of,
        before=None,
        changes=changes,
        ranked=ranked_measures(now, {change.indicator.id for change in changes}),
        is_partial=now.is_partial,
    )


def _is_told(now: CurrentValues, then: CurrentValues, change: IndicatorChange) -> bool:
    id = change.indicator.id
    before, state = then.progress(id).state, now.progress(id).state
    return before != state and (state in TOLD_STATES or (before in TOLD_STATES and change.is_taken_back))


def _told_until(schedule: Schedule, slots: Collection[Slot], values: CurrentValues, now: datetime) -> int:
    """The number of the last entry that is not to be told of. What a clock gone wrong has put aside is."""
    entries = values.ledger.entries
    first = next((place for place, entry in enumerate(entries) if entry.at > schedule.since), len(entries))
    numbers = [entries[first - 1].number if first else 0]
    own = (slot for slot in slots if slot.news and slot.news.plan == schedule.plan and slot.is_settled)
    return max([*numbers, *(slot.news.upto for slot in own if slot.news and _has_ended(slot, now))])


def _has_ended(slot: Slot, now: datetime) -> bool:
    return slot.state == "recorded" or slot.saved_at <= now
