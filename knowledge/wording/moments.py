"""Days and moments in words, always as a clock in Tokyo shows them."""

from datetime import date, datetime, time

from knowledge.model.fiscal import JST, era_year_on

WEEKDAY_NAMES = "月火水木金土日"


def tokyo_day(at: datetime) -> date:
    """The day it is in Tokyo at an aware moment."""
    return at.astimezone(JST).date()


def day_text(day: date) -> str:
    """「2024年6月3日」; of an aware moment its day in Tokyo."""
    there = tokyo_day(day) if isinstance(day, datetime) else day
    return f"{there.year}年{there.month}月{there.day}日"


def era_day_text(day: date) -> str:
    """「令和6年6月3日」「平成31年3月1日」, as papers are dated."""
    return f"{era_year_on(day)}年{day.month}月{day.day}日"


def time_text(at: datetime | time) -> str:
    """「9:05」; of an aware moment as it is in Tokyo."""
    there = at.astimezone(JST) if isinstance(at, datetime) else at
    return f"{there.hour}:{there.minute:02}"


def moment_text(at: datetime) -> str:
    """「2024年6月3日 9:05」."""
    return f"{day_text(at)} {time_text(at)}"


def weekday_moment_text(at: datetime) -> str:
    """「2024年6月3日（月）9:05」, where it matters which day of the week it is."""
    return f"{day_text(at)}（{WEEKDAY_NAMES[tokyo_day(at).weekday()]}）{time_text(at)}"


def stamp_text(at: datetime) -> str:
    """「2024-06-03 09:05」, in columns."""
    return f"{at.astimezone(JST):%Y-%m-%d %H:%M}"
