"""The moments of rules: examples from real calendars, and properties that hold for any rule and any calendar."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digests.occurrences import NoSlotError, due_slots, next_fire, next_fires
from bot.digests.open_days import IsOpen, days_of, is_open_day
from bot.digests.recurrence import ALL_WEEK, MonthDay, OnClosed, Recurrence
from knowledge.model.fiscal import JST
from tests.bot.digests.holidays_by_law import is_open_by_law
from tests.bot.digests.recurrences import calendars, moments, rules
from tests.examples import examples

NINE = time(9)
MONTHLY = tuple(range(1, 13))


def jst(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=JST)


def monthly(day: MonthDay, on_closed: OnClosed = "post") -> Recurrence:
    return Recurrence(rhythm="monthly", at=NINE, day=day, on_closed=on_closed)


def dates(rule: Recurrence, after: datetime, n: int) -> list[str]:
    return [f"{moment:%m-%d}" for moment in next_fires(rule, after, n)]


def test_a_slot_that_is_now_is_not_after_now() -> None:
    rule = Recurrence(rhythm="daily", at=NINE, on_closed="post")
    assert next_fire(rule, jst(2026, 4, 1, 9)) == jst(2026, 4, 2, 9)
    assert next_fire(rule, jst(2026, 4, 1, 9) - timedelta(microseconds=1)) == jst(2026, 4, 1, 9)


def test_midnight_in_tokyo_is_counted_in_tokyo() -> None:
    # 2026-03-31T15:00Z is 4月1日 0:00, already the new fiscal year.
    rule = Recurrence(rhythm="fiscal_year_start", at=time(0), day=MonthDay("day", 1), on_closed="post")
    assert next_fire(rule, datetime(2026, 3, 31, 14, 59, tzinfo=UTC)) == jst(2026, 4, 1)
    assert next_fire(rule, datetime(2026, 3, 31, 15, tzinfo=UTC)) == jst(2027, 4, 1)


def test_the_31st_becomes_the_last_day_of_shorter_months() -> None:
    found = dates(monthly(MonthDay("day", 31)), jst(2026, 1, 1), 6)
    assert found == ["01-31", "02-28", "03-31", "04-30", "05-31", "06-30"]


def test_leap_years_have_their_29th() -> None:
    rule = Recurrence(rhythm="review_month", at=NINE, day=MonthDay("day", 29), review_month=2, on_closed="post")
    assert [moment.date() for moment in next_fires(rule, jst(2026, 1, 1), 3)] == [
        date(2026, 2, 28),
        date(2027, 2, 28),
        date(2028, 2, 29),
    ]


def test_the_last_open_day_of_the_month_is_the_last_day_moved_back() -> None:
    found = dates(monthly(MonthDay("last_day"), "previous"), jst(2026, 1, 1), 5)
    assert found == ["01-30", "02-27", "03-31", "04-30", "05-29"]
    assert dates(monthly(MonthDay("last_day"), "previous"), jst(2026, 12, 1), 1) == ["12-28"]


def test_a_day_moved_back_is_found_from_the_month_before() -> None:
    # 2027-05-01 is a Saturday, so the slot of May falls in April.
    rule = monthly(MonthDay("day", 1), "previous")
    assert next_fire(rule, jst(2027, 4, 30, 8)) == jst(2027, 4, 30, 9)
    assert next_fire(rule, jst(2027, 4, 30, 9)) == jst(2027, 6, 1, 9)


def test_a_day_moved_forward_is_found_from_within_the_closure() -> None:
    # 2026-05-03 to 05-06 are holidays; asked on the 5th, the slot of the 3rd is still to come.
    assert next_fire(monthly(MonthDay("day", 3), "next"), jst(2026, 5, 5, 12)) == jst(2026, 5, 7, 9)


def test_quarters_begin_in_april_july_october_and_january() -> None:
    rule = Recurrence(rhythm="quarterly", at=NINE, day=MonthDay("business_day", 1))
    assert dates(rule, jst(2026, 4, 1, 9), 4) == ["07-01", "10-01", "01-04", "04-01"]


def test_weekdays_that_move_onto_each_other_share_a_slot() -> None:
    # 敬老の日 21, the day between 22, 秋分の日 23: Monday, Tuesday and Wednesday all move to Thursday the 24th.
    rule = Recurrence(rhythm="weekly", at=NINE, weekdays=(0, 1, 2, 3), on_closed="next")
    assert dates(rule, jst(2026, 9, 17, 9), 3) == ["09-24", "09-28", "09-29"]


def test_a_rule_that_only_meets_closed_days_says_so() -> None:
    rule = Recurrence(rhythm="review_month", at=NINE, day=MonthDay("day", 1), review_month=1, on_closed="skip")
    with pytest.raises(NoSlotError) as raised:
        next_fire(rule, jst(2026, 1, 1))
    assert "配信日が一度も来ません" in raised.value.user_message
    assert next_fires(rule, jst(2026, 1, 1), 3) == ()


def test_a_moment_without_a_zone_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="aware"):
        next_fire(Recurrence(rhythm="daily", at=NINE), datetime(2026, 4, 1))  # noqa: DTZ001  the mistake itself


@given(rules(), moments, calendars())
def test_the_next_slot_is_strictly_later_in_jst_and_at_its_time(
    rule: Recurrence, after: datetime, is_open: IsOpen
) -> None:
    for moment in next_fires(rule, after, 3, is_open):
        assert moment > after
        assert moment.tzinfo is JST
        assert moment.time() == rule.at


@given(rules(on_closed=("post", "next", "previous")), moments, calendars())
def test_a_rule_that_skips_nothing_always_has_a_next_slot(rule: Recurrence, after: datetime, is_open: IsOpen) -> None:
    assert next_fire(rule, after, is_open) > after


@given(rules(), moments, calendars(), st.integers(1, 12))
def test_asking_one_by_one_gives_the_same_slots_as_asking_at_once(
    rule: Recurrence, after: datetime, is_open: IsOpen, n: int
) -> None:
    slots = next_fires(rule, after, n, is_open)
    moment = after
    for slot in slots:
        moment = next_fire(rule, moment, is_open)
        assert moment == slot


@given(rules(), moments, calendars(), st.timedeltas(timedelta(0), timedelta(days=200)))
def test_where_one_begins_to_ask_changes_no_slot(
    rule: Recurrence, after: datetime, is_open: IsOpen, later: timedelta
) -> None:
    seen = due_slots(rule, after, after + timedelta(days=400), is_open)
    from_later = due_slots(rule, after + later, after + timedelta(days=400), is_open)
    assert from_later == tuple(slot for slot in seen if slot > after + later)


def named_days(rule: Recurrence, first: date, last: date, is_open: IsOpen) -> list[date]:
    """The days a rhythm names, by looking at every day: an independent second way."""
    found = []
    for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
        month = list(days_of(day.year, day.month))
        if rule.day is None:
            is_named = day.weekday() in (rule.weekdays or ALL_WEEK)
        elif day.month not in rule.months:
            is_named = False
        elif rule.day.kind == "business_day":
            is_named = day in [each for each in month if is_open(each)][: rule.day.number][-1:]
        else:
            is_named = day.day == min(rule.day.number or 31, len(month))
        if is_named:
            found.append(day)
    return found


@examples(60)
@given(rules(), calendars())
def test_moving_neither_doubles_nor_loses_a_slot(rule: Recurrence, is_open: IsOpen) -> None:
    def target(day: date) -> date | None:
        step = timedelta(days=-1 if rule.on_closed == "previous" else 1)
        while rule.on_closed != "post" and not is_open(day):
            if rule.on_closed == "skip":
                return None
            day += step
        return day

    first, last = date(2025, 6, 1), date(2026, 8, 31)
    named = named_days(rule, first - timedelta(days=70), last + timedelta(days=70), is_open)
    expected = {day for day in map(target, named) if day and first <= day <= last}
    midnight = datetime.combine(first, time(0), JST) - timedelta(microseconds=1)
    slots = due_slots(rule, midnight, datetime.combine(last, time(23, 59), JST), is_open)
    assert all(earlier < later for earlier, later in pairwise(slots))
    assert [slot.date() for slot in slots] == sorted(expected)


@given(rules(), moments, calendars())
def test_only_a_rule_that_posts_anyway_meets_a_closed_day(rule: Recurrence, after: datetime, is_open: IsOpen) -> None:
    for slot in next_fires(rule, after, 5, is_open):
        assert rule.on_closed == "post" or is_open(slot.date())


@pytest.mark.parametrize("n", range(1, 16))
def test_the_nth_open_day_of_48_months_agrees_with_the_hand_made_calendar(n: int) -> None:
    slots = due_slots(monthly(MonthDay("business_day", n), "next"), jst(2025, 1, 1), jst(2028, 12, 31, 23))
    expected = [
        [day for day in days_of(year, month) if is_open_by_law(day)][n - 1]
        for year in range(2025, 2029)
        for month in MONTHLY
    ]
    assert [slot.date() for slot in slots] == expected


@given(rules(), moments, st.lists(st.timedeltas(timedelta(days=-40), timedelta(days=90)), max_size=12))
def test_a_jumping_clock_neither_doubles_nor_loses_a_slot(
    rule: Recurrence, start: datetime, jumps: list[timedelta]
) -> None:
    now = last = start
    settled: list[datetime] = []
    for jump in jumps:
        now += jump
        for slot in due_slots(rule, last, now):
            settled.append(slot)
            last = slot
    assert settled == list(due_slots(rule, start, max([start, *settled])))
    assert not due_slots(rule, last, last - timedelta(days=1))


@given(rules(), moments, calendars(), calendars())
def test_slots_stay_in_order_when_the_calendar_changes_between_two_looks(
    rule: Recurrence, start: datetime, before: IsOpen, after: IsOpen
) -> None:
    last = max(due_slots(rule, start, start + timedelta(days=60), before), default=start)
    later = due_slots(rule, last, last + timedelta(days=60), after)
    assert all(slot > last for slot in later)
    # No look at the clock lies between: whatever the new calendar puts after the last slot is still owed.
    assert later == tuple(slot for slot in due_slots(rule, start, last + timedelta(days=60), after) if slot > last)


@given(moments)
def test_two_packages_that_agree_give_the_same_moments(after: datetime) -> None:
    rule = Recurrence(rhythm="weekly", at=NINE, weekdays=(0, 4), on_closed="previous")
    inside = min(max(after, jst(2025, 1, 10)), jst(2028, 11, 1))
    assert next_fires(rule, inside, 4, is_open_day) == next_fires(rule, inside, 4, is_open_by_law)
