"""Fiscal years and the eras they are printed in. 令和6年度 = FiscalYear(2024) = 2024-04-01 up to 2025-04-01."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

JST = ZoneInfo("Asia/Tokyo")

# Era → the western year before its first year. Newest first: printing takes the first that has begun.
ERAS = (("令和", "R", 2018), ("平成", "H", 1988), ("昭和", "S", 1925))
_FIRST_YEAR = {name: year for kanji, letter, year in ERAS for name in (kanji, letter)}

_KANJI_DIGITS = {char: str(value) for value, char in enumerate("〇一二三四五六七八九")}
ERA_YEAR = re.compile(r"(?P<era>令和|平成|昭和|[RHS])\s*\.?\s*(?P<year>元|\d{1,2}|[〇一二三四五六七八九十]{1,3})")
WESTERN_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?=\s*年|/|\b|$)")


class FiscalYear(int):
    """A Japanese fiscal year by the western year in which it begins (April)."""

    @classmethod
    def from_era(cls, era: str, year: int) -> "FiscalYear":
        """`("令和", 6)` or `("R", 6)` → FiscalYear(2024). 平成31年度 equals 令和元年度."""
        return cls(_FIRST_YEAR[era] + year)

    @classmethod
    def of(cls, day: date | datetime) -> "FiscalYear":
        """The fiscal year that a day, or an aware moment seen from Tokyo, falls in."""
        if isinstance(day, datetime):
            day = day.astimezone(JST).date()
        return cls(day.year if day.month >= 4 else day.year - 1)

    @property
    def first_day(self) -> date:
        return date(self, 4, 1)

    @property
    def last_day(self) -> date:
        return date(self + 1, 3, 31)

    @property
    def label(self) -> str:
        """令和6年度; the first year of an era is 元年度."""
        return f"{self.era_year}年度"

    @property
    def era_year(self) -> str:
        """「令和6」「令和元」."""
        for era, _, before in ERAS:
            if self > before:
                year = self - before
                return f"{era}{'元' if year == 1 else year}"
        return str(int(self))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(cls, core_schema.int_schema())


@dataclass(frozen=True, slots=True)
class Period:
    """Fiscal years from start to end, both included."""

    start_fiscal_year: FiscalYear
    end_fiscal_year: FiscalYear


def kanji_number(text: str) -> int | None:
    """「二」「十一」「二十三」「３０」「元」 → int; None for anything else. Up to 99, as headings and eras need."""
    if text == "元":
        return 1
    if text.isdecimal():
        return int(text)
    if not text or any(char not in _KANJI_DIGITS and char != "十" for char in text):
        return None
    if "十" not in text:
        return int("".join(_KANJI_DIGITS[char] for char in text))
    tens, _, ones = text.partition("十")
    if "十" in ones or len(tens) > 1 or len(ones) > 1:
        return None
    return int(_KANJI_DIGITS.get(tens, "1")) * 10 + int(_KANJI_DIGITS.get(ones, "0"))


def find_fiscal_years(text: str) -> list[FiscalYear]:
    """Every year named in NFKC text, in order: 「H28～H30の平均」 → [2016, 2018]; 「2018年度」 → [2018]."""
    found: list[tuple[int, FiscalYear]] = []
    for match in ERA_YEAR.finditer(text):
        year = kanji_number(match["year"])
        if year is not None:
            found.append((match.start(), FiscalYear.from_era(match["era"], year)))
    found += [(match.start(), FiscalYear(match["year"])) for match in WESTERN_YEAR.finditer(text)]
    return [year for _, year in sorted(found)]
