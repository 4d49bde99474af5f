"""Moments as people in Tokyo read them, wherever the machine stands."""

from datetime import UTC, date, datetime

from knowledge.wording.moments import (
    day_text,
    era_day_text,
    moment_text,
    stamp_text,
    tokyo_day,
    weekday_moment_text,
)

LATE_IN_MARCH = datetime(2025, 3, 31, 15, 5, tzinfo=UTC)  # 0:05 on the first of April in Tokyo


def test_a_moment_is_told_by_the_clock_in_tokyo() -> None:
    assert tokyo_day(LATE_IN_MARCH) == date(2025, 4, 1)
    assert day_text(LATE_IN_MARCH) == "2025年4月1日"
    assert moment_text(LATE_IN_MARCH) == "2025年4月1日 0:05"
    assert weekday_moment_text(LATE_IN_MARCH) == "2025年4月1日（火）0:05"
    assert stamp_text(LATE_IN_MARCH) == "2025-04-01 00:05"


def test_a_paper_is_dated_by_the_era() -> None:
    assert era_day_text(date(2024, 6, 3)) == "令和6年6月3日"
    assert era_day_text(date(2019, 12, 1)) == "令和元年12月1日"
    assert era_day_text(date(2019, 5, 1)) == "令和元年5月1日"


def test_a_day_before_an_era_began_belongs_to_the_one_before() -> None:
    assert era_day_text(date(2019, 3, 1)) == "平成31年3月1日"
    assert era_day_text(date(2019, 4, 30)) == "平成31年4月30日"
    assert era_day_text(date(1989, 1, 7)) == "昭和64年1月7日"
    assert era_day_text(date(1920, 1, 1)) == "1920年1月1日"
