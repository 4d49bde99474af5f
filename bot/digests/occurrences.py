"""The moments of a rule. All in Asia/Tokyo; no clock is read here, and the calendar is an argument."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice, takewhile

from bot.config import BotError
from bot.digests.open_days import (
    LONGEST_CLOSURE,
    ONE_DAY,
    IsOpen,
    days_of,
    find_nth_open_day,
    find_open_day_from,
    find_open_day_until,
    is_open_day,
)
from bot.digests.recurrence import MonthDay, Recurrence
from knowledge.model import JST

# A yearly day meets weekends and movable holidays for three years running at most; a calendar leaves no larger gap.
HORIZON = timedelta(days=12 * 366)


class NoSlotError(BotError):
    """A rule whose every day is a closed one, such as 検証月1月の1日 with closed days skipped."""

    def __init__(self, rule: Recurrence) -> None:
        super().__init__("この規則では配信日が一度も来ません。日か、閉庁日の扱いを変えてください。")
        self.rule = rule


def next_fire(rule: Recurrence, after: datetime, is_open: IsOpen = is_open_day) -> datetime:
    """The first slot strictly after an aware moment, in JST. Raises NoSlotError when no year has one."""
    for moment in fires(rule, after, is_open):
        return moment
    raise NoSlotError(rule)


def next_fires(rule: Recurrence, after: datetime, n: int, is_open: IsOpen = is_open_day) -> tuple[datetime, ...]:
    """The next n slots, ascending; fewer (or none) only for a rule that hardly ever meets an open day."""
    return tuple(islice(fires(rule, after, is_open), n))


def due_slots(rule: Recurrence, last: datetime, now: datetime, is_open: IsOpen = is_open_day) -> tuple[datetime, ...]:
    """Every slot after `last` up to and including `now`, ascending. Empty while a clock that went back is behind.

    `last` is the slot settled last, never the moment of the last look: a calendar that moves a slot to before
    that moment would lose it.
    """
    return tuple(takewhile(lambda moment: moment <= now, fires(rule, last, is_open)))


def fires(rule: Recurrence, after: datetime, is_open: IsOpen = is_open_day) -> Iterator[datetime]:
    """Slots strictly after `after`, ascending, each once: days that move onto the same 開庁日 share its slot."""
    if after.tzinfo is None:
        raise ValueError("a slot needs an aware moment to come after")
    local = after.astimezone(JST)
    latest: date | None = None
    for nominal in _nominal_days(rule, _first_nominal(rule, local.date(), is_open), is_open):
        day = _moved(rule, nominal, is_open)
        if day is None or day == latest:
            continue
        latest = day
        moment = datetime.combine(day, rule.at, JST)
        if moment > local:
            yield moment


def moment_to_tell(rule: Recurrence, moment: datetime, is_open: IsOpen = is_open_day) -> datetime:
    """When something that could be told from `moment` on is told: then, or when the quiet hours and days end."""
    local = moment.astimezone(JST)
    is_told = rule.on_closed == "post" or is_open(local.date())
    if is_told and rule.at <= local.time() and (rule.until is None or local.time() <= rule.until):
        return local
    day = local.date() if local.time() < rule.at else local.date() + ONE_DAY
    if rule.on_closed != "post":
        day = find_open_day_from(day, is_open) or day
    return datetime.combine(day, rule.at, JST)


def _first_nominal(rule: Recurrence, today: date, is_open: IsOpen) -> date:
    """Where to begin: no earlier day moves to today or later, because `_moved` keeps the order of days."""
    if rule.on_closed != "next":
        return today
    before = find_open_day_until(today - ONE_DAY, is_open)
    return before + ONE_DAY if before else today - timedelta(days=LONGEST_CLOSURE + 1)


def _moved(rule: Recurrence, day: date, is_open: IsOpen) -> date | None:
    """Where the business-day rule puts a day; None where it is skipped.

    A calendar without any open day in reach leaves the day where it is: better at an odd time than not at all.
    """
    if rule.on_closed == "post" or is_open(day):
        return day
    if rule.on_closed == "skip":
        return None
    find = find_open_day_from if rule.on_closed == "next" else find_open_day_until
    return find(day, is_open) or day


def _nominal_days(rule: Recurrence, start: date, is_open: IsOpen) -> Iterator[date]:
    """The days that the rhythm names, from start on, ascending, before any moving; ends at the horizon."""
    if rule.is_on_change:
        return
    if rule.day is not None and rule.months:
        yield from _month_days(rule.day, rule.months, start, is_open)
        return
    for offset in range(HORIZON.days):
        day = start + offset * ONE_DAY
        if rule.rhythm == "daily" or day.weekday() in rule.weekdays:
            yield day


def _month_days(which: MonthDay, months: tuple[int, ...], start: date, is_open: IsOpen) -> Iterator[date]:
    year, month = start.year, start.month
    while date(year, month, 1) <= start + HORIZON:
        day = _day_in(which, year, month, is_open) if month in months else None
        if day is not None and day >= start:
            yield day
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _day_in(which: MonthDay, year: int, month: int, is_open: IsOpen) -> date | None:
    if which.kind == "business_day":
        return find_nth_open_day(year, month, which.number or 1, is_open)
    days = list(days_of(year, month))
    return days[-1] if which.kind == "last_day" else days[min(which.number or 1, len(days)) - 1]
