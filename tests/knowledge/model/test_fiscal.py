"""Fiscal years: eras, their borders, and the day a year ends in Tokyo."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.model.fiscal import FiscalYear, find_fiscal_years, kanji_number


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
    ],
)
def test_years_are_found_in_order(text: str, years: list[int]) -> None:
    assert find_fiscal_years(text) == years


def test_the_first_year_of_an_era_is_printed_as_gannen() -> None:
    assert [FiscalYear(year).label for year in (2018, 2019, 2024)] == ["平成30年度", "令和元年度", "令和6年度"]


def test_march_31_in_tokyo_still_counts_to_the_old_fiscal_year() -> None:
    assert FiscalYear.of(date(2025, 3, 31)) == 2024
    assert FiscalYear.of(datetime(2025, 3, 31, 14, 59, tzinfo=UTC)) == 2024


def test_fifteen_hours_utc_on_march_31_is_already_april_in_tokyo() -> None:
    assert FiscalYear.of(datetime(2025, 3, 31, 15, 0, tzinfo=UTC)).label == "令和7年度"


@given(st.integers(1926, 2100))
def test_a_label_reads_back_as_the_same_year(year: int) -> None:
    assert find_fiscal_years(FiscalYear(year).label) == [year]


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_every_day_lies_within_its_fiscal_year(day: date) -> None:
    year = FiscalYear.of(day)
    assert year.first_day <= day <= year.last_day


@pytest.mark.parametrize(
    ("text", "number"), [("二", 2), ("十", 10), ("十一", 11), ("二十三", 23), ("３０", 30), ("元", 1)]
)
def test_numbers_written_in_kanji(text: str, number: int) -> None:
    assert kanji_number(text) == number


@pytest.mark.parametrize("text", ["", "百", "十十", "二三十", "①", "人"])
def test_what_is_no_small_number_is_none(text: str) -> None:
    assert kanji_number(text) is None
