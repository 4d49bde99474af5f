"""Fiscal years. 令和6年度 = FiscalYear(2024) = 2024-04-01 up to 2025-04-01.

How people write them is read by `years/`, and nowhere else.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

JST = ZoneInfo("Asia/Tokyo")

# Era → the western year before its first year. Newest first: printing takes the first that has begun.
ERAS = (("令和", "R", 2018), ("平成", "H", 1988), ("昭和", "S", 1925))
FIRST_DAYS = (date(2019, 5, 1), date(1989, 1, 8), date(1926, 12, 25))

OF_NOW = range(1900, 3000)  # calendar years of a moment that may be called now
OF_CLOCKS = range(OF_NOW.start - 1, OF_NOW.stop + 1)  # and of what is written then: Tokyo's New Year is not UTC's


class FiscalYear(int):
    """A Japanese fiscal year by the western year in which it begins (April)."""

    @classmethod
    def of(cls, day: date | datetime) -> "FiscalYear":
        """The fiscal year that a day, or an aware moment seen from Tokyo, falls in."""
        if isinstance(day, datetime):
            day = day.astimezone(JST).date()
        return cls(day.year if day.month >= 4 else day.year - 1)

    @classmethod
    def ended_by(cls, day: date | datetime) -> "FiscalYear":
        """The last one that had ended when this day began."""
        return cls(cls.of(day) - 1)

    @property
    def last_day(self) -> date:
        return date(self + 1, 3, 31)

    @property
    def label(self) -> str:
        """令和6年度; the first year of an era is 元年度."""
        return f"{self.era_year}年度"

    @property
    def short(self) -> str:
        """「R6」, 「R1」 for the first year."""
        return next((f"{letter}{self - before}" for _, letter, before in ERAS if self > before), str(int(self)))

    @property
    def era_year(self) -> str:
        """「令和6」「令和元」."""
        return next((_of_era(self, era, before) for era, _, before in ERAS if self > before), str(int(self)))


def years_as_of(day: date) -> tuple[FiscalYear, ...]:
    """Those whose state a day may show (時点), the likelier first: of 1 April the year that has ended, then its own.

    「令和6年度末（令和7年4月1日住民基本台帳）の人口を30万1千人と設定します」
    """
    return tuple(dict.fromkeys((FiscalYear.of(day - timedelta(days=1)), FiscalYear.of(day))))


def era_year_on(day: date) -> str:
    """「平成31」 of 31 March 2019: the calendar year of a day, in the era that the day falls in."""
    begun = zip(ERAS, FIRST_DAYS, strict=True)
    return next((_of_era(day.year, era, before) for (era, _, before), first in begun if day >= first), str(day.year))


def _of_era(western: int, era: str, before: int) -> str:
    return f"{era}{'元' if western == before + 1 else western - before}"


class Period(Struct, frozen=True):
    """Fiscal years from start to end, both included."""

    start_fiscal_year: FiscalYear
    end_fiscal_year: FiscalYear

    def __contains__(self, year: FiscalYear) -> bool:
        return self.start_fiscal_year <= year <= self.end_fiscal_year

    @property
    def text(self) -> str:
        """「令和2年度〜令和6年度」."""
        return f"{self.start_fiscal_year.label}〜{self.end_fiscal_year.label}"


def near_moment(moment: datetime) -> datetime:
    """Raises ValueError where it has no zone, or lies so far away that there is no year before or after it."""
    if moment.tzinfo is None or moment.year not in OF_CLOCKS:
        raise ValueError(moment)
    return moment
