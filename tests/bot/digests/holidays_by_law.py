"""Public holidays of 2025–2028, written out by hand from 国民の祝日に関する法律; no package had a part in it.

Fixed days: 1/1, 2/11, 2/23, 4/29, 5/3, 5/4, 5/5, 8/11, 11/3, 11/23. Happy Mondays: second of January, third of July,
third of September, second of October. Equinoxes as announced by (2025–2026) or computed by the National Astronomical
Observatory. A holiday on a Sunday gives the next day that is none (第3条第2項); a day between two is one (第3項).
"""

from datetime import date

HOLIDAYS = {
    2025: """1/1 1/13 2/11 2/23 2/24 3/20 4/29 5/3 5/4 5/5 5/6 7/21 8/11 9/15 9/23 10/13 11/3 11/23 11/24""",
    # 2/24 for Sunday 2/23; 5/6 for Sunday 5/4; 11/24 for Sunday 11/23
    2026: """1/1 1/12 2/11 2/23 3/20 4/29 5/3 5/4 5/5 5/6 7/20 8/11 9/21 9/22 9/23 10/12 11/3 11/23""",
    # 5/6 for Sunday 5/3; 9/22 between 敬老の日 9/21 and 秋分の日 9/23
    2027: """1/1 1/11 2/11 2/23 3/21 3/22 4/29 5/3 5/4 5/5 7/19 8/11 9/20 9/23 10/11 11/3 11/23""",
    # 3/22 for Sunday 3/21
    2028: """1/1 1/10 2/11 2/23 3/20 4/29 5/3 5/4 5/5 7/17 8/11 9/18 9/22 10/9 11/3 11/23""",
}
YEARS = tuple(HOLIDAYS)


def _days(year: int, text: str) -> set[date]:
    return {date(year, *(int(part) for part in word.split("/"))) for word in text.split()}


BY_LAW = frozenset(day for year, text in HOLIDAYS.items() for day in _days(year, text))
CLOSED_WORDS = "1/1 1/2 1/3 12/29 12/30 12/31"
YEAR_ENDS = frozenset(day for year in HOLIDAYS for day in _days(year, CLOSED_WORDS))


def is_open_by_law(day: date) -> bool:
    assert day.year in HOLIDAYS, "the fixture ends here"
    return day.isoweekday() <= 5 and day not in BY_LAW and day not in YEAR_ENDS


# The first, second and last 開庁日 of some months, counted on a wall calendar.
COUNTED = """
2025-01: 6 7 31     # Monday the 6th: 1/4 is a Saturday
2025-02: 3 4 28
2025-05: 1 2 30     # 5/3 to 5/6 closed, 5/31 a Saturday
2025-11: 4 5 28     # 11/1–11/3 closed
2025-12: 1 2 26     # 12/27 and 12/28 a weekend
2026-01: 5 6 30
2026-05: 1 7 29     # 5/2 a Saturday, then holidays to 5/6
2026-08: 3 4 31
2026-12: 1 2 28
2027-01: 4 5 29
2027-05: 6 7 31     # 5/1, 5/2 a weekend
2027-10: 1 4 29
2028-01: 4 5 31
2028-04: 3 4 28     # 4/29 Saturday and holiday
2028-07: 3 4 31
2028-12: 1 4 28
"""
