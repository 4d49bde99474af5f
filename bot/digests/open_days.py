"""開庁日, the days a city office is open. Everything that needs them takes `IsOpen` as an argument:
a holiday law, and the package that knows it, may change while schedules live on."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import jpholiday

IsOpen = Callable[[date], bool]

ONE_DAY = timedelta(days=1)
# Days on which public offices rest by law besides holidays (地方自治法 第4条の2: 12月29日から1月3日).
YEAR_END = frozenset({(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)})
# The longest run of closed days so far was ten (4/27–5/6 in 2019). Beyond this a calendar is taken for broken.
LONGEST_CLOSURE = 60


def is_open_day(day: date) -> bool:
    """A working day that is no public holiday and not in 12/29–1/3."""
    return day.weekday() < 5 and (day.month, day.day) not in YEAR_END and not jpholiday.is_holiday(day)


def find_open_day_from(day: date, is_open: IsOpen) -> date | None:
    """The day itself or the first open one after it; None when LONGEST_CLOSURE days do not have one."""
    return _find_open_day(day, ONE_DAY, is_open)


def find_open_day_until(day: date, is_open: IsOpen) -> date | None:
    """The day itself or the last open one before it; None when LONGEST_CLOSURE days do not have one."""
    return _find_open_day(day, -ONE_DAY, is_open)


def find_nth_open_day(year: int, month: int, n: int, is_open: IsOpen) -> date | None:
    """第n開庁日 (n from 1). A month with fewer has its last one instead; None when it has none at all."""
    found: date | None = None
    for day in days_of(year, month):
        if is_open(day):
            found, n = day, n - 1
            if n == 0:
                break
    return found


def days_of(year: int, month: int) -> Iterator[date]:
    day = date(year, month, 1)
    while day.month == month:
        yield day
        day += ONE_DAY


def _find_open_day(day: date, step: timedelta, is_open: IsOpen) -> date | None:
    for _ in range(LONGEST_CLOSURE + 1):
        if is_open(day):
            return day
        day += step
    return None
