"""Labels set over several columns of spaces: at their start or over their middle; 実数 beside 割合."""

import pytest

from tests.knowledge.reading.tables.printed import findings, printed
from tests.knowledge.reading.tables.test_plans import Plan, plan, told

__all__ = ["plan"]

AT_THE_MIDDLE = """                                 現状                              目標
  指標                    令和4年度    令和5年度      令和7年度   令和9年度   令和11年度
"""
AT_THE_START = """                          基準値                      目標値
  成果指標                令和4年度    令和5年度      令和7年度   令和9年度   令和11年度
"""


@pytest.mark.parametrize("header", [AT_THE_MIDDLE, AT_THE_START])
def test_the_latest_of_the_baselines_under_one_label_is_the_baseline(header: str) -> None:
    text = f"{header}  移住相談件数            100件        120件          140件       160件       200件\n"
    assert printed(text) == ["移住相談件数 | 120件@2023 | 140件@2025 | 160件@2027 | 200件@2029"]


def test_columns_that_fit_two_labels_alike_are_not_shared_out() -> None:
    text = (
        "                             現状             目標\n"
        "  指標               R5                R9                R11\n"
        "  相談件数           100件             120件             130件\n"
    )
    assert printed(text) == []
    assert findings(text)


NUMBERS = [
    "  指標                      単位     現状値（R5）              目標値（R11）\n"
    "                                     実数      割合            実数      割合\n"
    "  がん検診の受診者          人       1,204     32.1％          1,500     40.0％\n",
    "  指標                   現状値（R5）                    目標値（R11）\n"
    "                      実数        割合               実数        割合\n"
    "  がん検診の受診者   1,204人      32.1％            1,500人      40.0％\n",
    "|指標|現状値（R5）||目標値（R11）||\n|---|---|---|---|---|\n||実数|割合|実数|割合|\n"
    "|がん検診の受診者|1,204人|32.1％|1,500人|40.0％|\n",
]


@pytest.mark.parametrize("table", NUMBERS)
def test_a_number_beside_its_share_is_two_parts_of_an_indicator(plan: Plan, table: str) -> None:
    assert told(plan(table)) == [
        "がん検診の受診者［実数］ 1204人@2023 → 1500人@2029",
        "がん検診の受診者［割合］ 32.1%@2023 → 40.0%@2029",
    ]


def test_the_unit_of_people_is_none_of_their_share(plan: Plan) -> None:
    header = "指標\t単位\t現状値（R5）\t\t目標値（R11）\t\n\t\t実数\t割合\t実数\t割合"
    table = f"{header}\n健診の受診者\t人\t1,204\t32.1\t1,500\t40.0"
    assert told(plan(table)) == [
        "健診の受診者［実数］ 1204人@2023 → 1500人@2029",
        "健診の受診者［割合］ 32.1@2023 → 40.0@2029",
    ]
