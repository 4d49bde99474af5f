"""Fiscal years: eras, their borders, and the day a year ends in Tokyo."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.model.errors import UnreadableYearError
from knowledge.model.fiscal import FiscalYear
from knowledge.model.years.fields import parse_day, parse_fiscal_year
from knowledge.model.years.said import find_fiscal_years

TODAY = date(2024, 6, 3)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("令和6年度", [2024]),
        ("令和元年度", [2019]),
        ("平成31年度", [2019]),
        ("令和 元 年度から令和 六 年度", [2019, 2024]),
        ("H28~H30の平均", [2016, 2018]),
        ("R1:75.0%", [2019]),
        ("昭和63年度", [1988]),
        ("2018年度", [2018]),
        ("移住者3人", []),
        ("3,000 件（R6）", [2024]),
    ],
)
def test_years_are_found_in_order(text: str, years: list[int]) -> None:
    assert find_fiscal_years(text) == years


def test_the_first_year_of_an_era_is_printed_as_gannen() -> None:
    assert [FiscalYear(year).label for year in (2018, 2019, 2024)] == ["平成30年度", "令和元年度", "令和6年度"]


def test_march_31_in_tokyo_still_counts_to_the_old_fiscal_year() -> None:
    assert FiscalYear.of(date(2025, 3, 31)) == 2024
    assert FiscalYear.of(datetime(2025, 3, 31, 14, 59, tzinfo=UTC)) == 2024


def test_the_year_that_has_ended_is_the_one_before() -> None:
    assert FiscalYear.ended_by(date(2024, 3, 31)) == 2022
    assert FiscalYear.ended_by(date(2024, 4, 1)) == 2023


def test_fifteen_hours_utc_on_march_31_is_already_april_in_tokyo() -> None:
    assert FiscalYear.of(datetime(2025, 3, 31, 15, 0, tzinfo=UTC)).label == "令和7年度"


@given(st.integers(1926, 2100))
def test_a_label_reads_back_as_the_same_year(year: int) -> None:
    assert find_fiscal_years(FiscalYear(year).label) == [year]


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_every_day_lies_within_its_fiscal_year(day: date) -> None:
    year = FiscalYear.of(day)
    assert date(year, 4, 1) <= day <= year.last_day


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("令和5年度", 2023),
        ("令和元年度", 2019),
        ("平成31年度", 2019),
        ("Ｒ５", 2023),
        ("R5年度", 2023),
        ("２０２３", 2023),
        ("2023年度", 2023),
        ("2023-04-01", 2023),
        ("2024/3/31", 2023),
        ("45017", 2023),  # 2023-04-01 as a serial number
        ("令和五年度", 2023),
    ],
)
def test_a_fiscal_year_is_read_however_it_is_written(text: str, year: int) -> None:
    assert parse_fiscal_year(text, TODAY) == year


@pytest.mark.parametrize("text", ["", "5", "2023年", "令和5年", "令和5年3月末", "2022年度〜2023年度", "12345"])
def test_what_is_not_a_fiscal_year_is_not_guessed(text: str) -> None:
    with pytest.raises(UnreadableYearError):
        parse_fiscal_year(text, TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "2024-04-01",
        "2024/4/1",
        "2024.4.1",
        "２０２４年４月１日",
        "令和6年4月1日",
        "R6.4.1",
        "45383",
        "2024-04-01 00:00:00",
    ],
)
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert parse_day(text) == date(2024, 4, 1)


@pytest.mark.parametrize("text", ["", "2024-13-01", "2024-02-30", "4月1日", "R6", "1234"])
def test_what_is_not_a_day_is_not_guessed(text: str) -> None:
    assert parse_day(text) is None


@given(st.integers(1950, 2100).map(FiscalYear))
def test_a_field_reads_every_year_as_it_is_printed(year: FiscalYear) -> None:
    assert parse_fiscal_year(year.label, TODAY) == year
