"""Which words are a request, and which a question."""

from datetime import date

import pytest

from bot.values.requests import ReviewRequest, UndoRequest, find_request
from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import FiscalYear

TODAY = date(2024, 6, 3)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("令和5年度の検証表", 2023),
        ("令和５年度の検証表を見せてください。", 2023),
        ("R5の検証シート", 2023),
        ("2022年度のKPI検証表は？", 2022),
        ("令和元年度 検証表", 2019),
        ("昨年度の検証表を出して", 2023),
        ("一昨年度の検証表", 2022),
        ("検証表", 2023),
        ("kpi review 2023", 2023),
        ("KPI review --year R4", 2022),
        ("kpi review", 2023),
    ],
)
def test_a_review_is_asked_for_by_command_or_in_words(text: str, year: int) -> None:
    assert find_request(text, TODAY) == ReviewRequest(FiscalYear(year))


def test_once_the_plan_is_over_a_review_without_a_year_is_of_its_last(catalog: Catalog) -> None:
    found = find_request("検証表", date(2027, 6, 3), catalog.strategy.period)
    assert found == ReviewRequest(FiscalYear(2024))


@pytest.mark.parametrize("text", ["kpi undo a17", "KPI　undo　Ａ17"])
def test_an_entry_is_taken_back_by_command(text: str) -> None:
    assert find_request(text, TODAY) == UndoRequest("a17")


@pytest.mark.parametrize(
    "text",
    [
        "検証とは",
        "検証組織とは？",
        "検証表とは何ですか",
        "令和5年度の待機児童数",
        "PDCAの検証",
        "kpi",
        "KPIは？",
        "kpi undo",
    ],
)
def test_everything_else_is_a_question(text: str) -> None:
    assert find_request(text, TODAY) is None
