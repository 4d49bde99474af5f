"""The 開庁日 calendar against the law, by hand, for 2025–2028."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digests.open_days import (
    LONGEST_CLOSURE,
    days_of,
    find_nth_open_day,
    find_open_day_from,
    find_open_day_until,
    is_open_day,
)
from tests.bot.digests.holidays_by_law import COUNTED, YEARS, is_open_by_law

MONTHS = [(year, month) for year in YEARS for month in range(1, 13)]
COUNTED_MONTHS = [line.partition("#")[0].split() for line in COUNTED.strip().splitlines()]


def never(_: date) -> bool:
    return False


def test_every_day_of_four_years_agrees_with_the_law() -> None:
    days = [day for year, month in MONTHS for day in days_of(year, month)]
    assert len(days) == 1461
    assert [day for day in days if is_open_day(day) != is_open_by_law(day)] == []


@pytest.mark.parametrize(("year", "month"), MONTHS)
def test_the_nth_open_day_is_the_nth_entry_of_the_months_list(year: int, month: int) -> None:
    open_days = [day for day in days_of(year, month) if is_open_by_law(day)]
    found = [find_nth_open_day(year, month, n, is_open_day) for n in range(1, len(open_days) + 1)]
    assert found == open_days


@pytest.mark.parametrize("words", COUNTED_MONTHS, ids=lambda words: words[0].rstrip(":"))
def test_first_second_and_last_open_day_as_counted_on_a_wall_calendar(words: list[str]) -> None:
    year, month = (int(part) for part in words[0].rstrip(":").split("-"))
    first, second, last = (date(year, month, int(word)) for word in words[1:])
    assert find_nth_open_day(year, month, 1, is_open_day) == first
    assert find_nth_open_day(year, month, 2, is_open_day) == second
    assert find_nth_open_day(year, month, 31, is_open_day) == last


def test_the_bridging_holiday_of_september_2026_is_closed() -> None:
    assert find_open_day_from(date(2026, 9, 19), is_open_day) == date(2026, 9, 24)
    assert find_open_day_until(date(2026, 9, 23), is_open_day) == date(2026, 9, 18)


def test_the_year_end_is_closed_on_working_days_too() -> None:
    assert find_open_day_from(date(2026, 12, 29), is_open_day) == date(2027, 1, 4)
    assert find_open_day_until(date(2028, 1, 3), is_open_day) == date(2027, 12, 28)


def test_the_ten_days_of_2019_are_crossed() -> None:
    assert find_open_day_from(date(2019, 4, 27), is_open_day) == date(2019, 5, 7)


def test_a_calendar_that_never_opens_ends_the_search() -> None:
    assert find_open_day_from(date(2026, 4, 1), never) is None
    assert find_open_day_until(date(2026, 4, 1), never) is None
    assert find_nth_open_day(2026, 4, 1, never) is None


@given(st.dates(date(2025, 1, 10), date(2028, 12, 20)))
def test_neighbours_are_open_and_have_only_closed_days_between(day: date) -> None:
    after, before = find_open_day_from(day, is_open_day), find_open_day_until(day, is_open_day)
    assert after is not None
    assert before is not None
    assert before <= day <= after <= day + timedelta(days=LONGEST_CLOSURE)
    between = [before + timedelta(days=n) for n in range(1, (after - before).days)]
    assert not any(is_open_by_law(each) for each in between)
