import pytest

from knowledge.model.fiscal import FiscalYear
from knowledge.model.years.said import find_fiscal_years
from knowledge.model.years.spans import said_once, short_spans, spelt_out


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("令和8~11年度", 2026, 2029),
        ("令和8年度から11年度", 2026, 2029),
        ("H28~30累計", 2016, 2018),
        ("平成30~4年度", 2018, 2022),
        ("令和元~3年度", 2019, 2021),
        ("2022~24", 2022, 2024),
        ("1998~02年度", 1998, 2002),
        ("(2020-2024)", 2020, 2024),
    ],
)
def test_a_span_told_short_names_both_of_its_years(text: str, first: int, last: int) -> None:
    assert find_fiscal_years(spelt_out(text)) == [FiscalYear(first), FiscalYear(last)]
    assert len(short_spans(text)) == 1


@pytest.mark.parametrize("text", ["令和7年度から3年間", "令和7年4月~9月", "2020-2024", "R6~7.5%", "令和7~11月"])
def test_what_is_no_span_of_years_stays_as_it_is(text: str) -> None:
    assert short_spans(text) == []


def test_a_western_year_behind_one_of_an_era_says_it_twice() -> None:
    assert said_once("令和8(2026)年度~令和12年度(2030)") == "令和8年度~令和12年度"
