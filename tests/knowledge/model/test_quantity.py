"""Printed amounts. Each row is a real cell, of this document or of another city's."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.model.amount_cells import read_number
from knowledge.model.fiscal import FiscalYear
from knowledge.model.quantity import Quantity, is_blank, parse_amount, without_scale
from knowledge.wording.amounts import number_text

AS_PRINTED = [
    # raw, fiscal year, value, unit, comparison, relative to
    ("平成 30 年度 320,975 百万円", 2018, "320975", "百万円", "exactly", None),
    ("令和元年度 75%", 2019, "75", "%", "exactly", None),
    ("平成 30 年度 全国平均から▲2.6", 2018, "-2.6", "", "exactly", "全国平均"),
    ("令和 6 年度 全国平均以上", 2024, "0", "", "at_least", "全国平均"),
    ("令和 6 年度 1,603 人以上", 2024, "1603", "人", "at_least", None),
    ("平成30年度 52人/ha", 2018, "52", "人/ha", "exactly", None),
    ("H28～H30の平均：3,152人", 2018, "3152", "人", "exactly", None),
    ("237,673 人／日", None, "237673", "人／日", "exactly", None),
    ("30万1千人", None, "301000", "人", "exactly", None),
    ("平成 30 年度 39.3 万人", 2018, "39.3", "万人", "exactly", None),
    ("129億円", None, "129", "億円", "exactly", None),
    ("令和 6 年度 6 か所", 2024, "6", "か所", "exactly", None),
    ("令和 6 年度 0 人", 2024, "0", "人", "exactly", None),
    ("約1,200人", None, "1200", "人", "exactly", None),
    ("50％以上", None, "50", "%", "at_least", None),
    ("R6：10件以下", 2024, "10", "件", "at_most", None),
    ("１２．５％（R元）", 2019, "12.5", "%", "exactly", None),
]


@pytest.mark.parametrize(("raw", "year", "value", "unit", "comparison", "relative_to"), AS_PRINTED)
def test_an_amount_keeps_its_number_unit_year_and_bound(
    raw: str, year: int | None, value: str, unit: str, comparison: str, relative_to: str | None
) -> None:
    quantity = read_number(raw)
    assert quantity is not None
    assert quantity.raw == raw
    assert (quantity.fiscal_year, quantity.value, quantity.unit) == (year, Decimal(value), unit)
    assert (quantity.comparison, quantity.relative_to) == (comparison, relative_to)


@pytest.mark.parametrize("raw", ["—", "－", "―", "-", "‐", " ", "", "— "])
def test_a_dash_is_no_value_and_not_zero(raw: str) -> None:
    assert is_blank(raw)
    assert read_number(raw) is None


@pytest.mark.parametrize("raw", ["検討中", "増加", "令和6年度"])
def test_words_without_an_amount_are_none(raw: str) -> None:
    assert read_number(raw) is None


def test_the_year_given_stands_in_only_where_none_is_printed() -> None:
    assert read_number("79%", FiscalYear(2024)) == Quantity("79%", FiscalYear(2024), Decimal(79), "%")
    printed = read_number("令和元年度 79%", FiscalYear(2024))
    assert printed is not None
    assert printed.fiscal_year == 2019


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("全国平均から0.3", "0.3"),
        ("全国平均から＋0.3", "0.3"),
        ("全国平均から▲2.6", "-2.6"),
        ("全国平均より -0.3", "-0.3"),
        ("0.3", "0.3"),
    ],
)
def test_a_difference_may_be_entered_as_it_is_printed(text: str, value: str) -> None:
    assert parse_amount(text, "全国平均") == (Decimal(value), "")
    assert parse_amount("県平均から0.3", "全国平均") is None


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("１，２３４", "1234", ""),
        ("1,234人", "1234", "人"),
        ("▲12.3％", "-12.3", "%"),
        ("△5", "-5", ""),
        ("−2.6", "-2.6", ""),
        ("-0", "0", ""),
        ("39.3 万人", "39.3", "万人"),
        ("30万1千人", "301000", "人"),
        ("3億5千万円", "350000000", "円"),  # no 300,005,000 of 万円
        ("▲1兆2千億円", "-1200000000000", "円"),
        ("2千5百人", "2500", "人"),
        ("三億五千万円", "350000000", "円"),
        ("237,673 人／日", "237673", "人/日"),
        ("+3", "3", ""),
    ],
)
def test_amounts_are_read_as_staff_write_them(text: str, value: str, unit: str) -> None:
    assert parse_amount(text) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "—",
        "約12",
        "12〜15",
        "1,23",
        "1.5E+05",
        "12人くらい3",
        "#N/A",
        "一二",
        "(5)",
        "1.2.3",
        "=1+1",
        "①",
        "1万2千百人",
        "3億2,0000万円",
        "12(人)",
    ],
)
def test_what_is_not_exactly_one_amount_is_not_read(text: str) -> None:
    assert parse_amount(text) is None


@given(st.decimals(-(10**12), 10**12, places=3))
def test_every_amount_reads_back_as_it_is_printed(value: Decimal) -> None:
    assert parse_amount(number_text(value)) == (value, "")


@pytest.mark.parametrize(
    ("unit", "scale", "plain"),
    [
        ("人", 1, "人"),
        ("千人", 1000, "人"),
        ("千万円", 10**7, "円"),  # no thousand
        ("十億円", 10**9, "円"),
        ("兆円", 10**12, "円"),
        ("百万円", 10**6, "円"),
    ],
)
def test_a_unit_says_how_many_are_counted_as_one(unit: str, scale: int, plain: str) -> None:
    assert without_scale(unit) == (scale, plain)
