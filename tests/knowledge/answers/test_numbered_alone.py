"""A record that is named by its printed number and nothing else."""

from datetime import date

import pytest

from knowledge.answers import Answer
from tests.plans import engine_of

PLAN = """ぎんが市総合戦略

ぎんが市

基本目標1 働く

施策1-1 商いを支える

商店を支えます。

KPI\t基準値（令和5年度）\t目標値（令和11年度）
創業件数\t8件\t12件

基本目標2 育てる

施策2-1 産み育てる

産前から支えます。

KPI\t基準値（令和5年度）\t目標値（令和11年度）
利用件数\t5件\t9件
"""


def asked(plan: str, question: str) -> Answer:
    return engine_of(plan).answer(question, today=date(2027, 4, 1))


@pytest.mark.parametrize(
    ("question", "titles"),
    [
        ("基本目標2は？", ["育てる"]),
        ("施策1-1は？", ["商いを支える"]),
        ("施策2-1について", ["産み育てる"]),
        ("施策2-1のKPI", ["利用件数"]),
    ],
)
def test_it_is_shown(question: str, titles: list[str]) -> None:
    assert [item.title for item in asked(PLAN, question).items] == titles


@pytest.mark.parametrize(
    "question", ["待機児童数について", "待機児童数について教えて", "待機児童数に関して教えてください。"]
)
def test_a_name_and_that_it_is_about_it_is_the_name_alone(question: str) -> None:
    plan = PLAN.replace("利用件数", "待機児童数")
    assert [item.title for item in asked(plan, question).items] == ["待機児童数"]


ROMAN = PLAN.replace("施策1-1", "施策Ⅰ－1").replace("施策2-1", "施策Ⅱ－1")
DOTTED = PLAN.replace("施策1-1", "施策1.1").replace("施策2-1", "施策2.1")
TENTH = PLAN.replace("施策1-1", "施策2.10").replace("施策2-1", "施策2.1")


@pytest.mark.parametrize(
    ("question", "titles"),
    [
        ("施策Ⅱ－1のKPIは？", ["利用件数"]),
        ("施策Ⅱ-1について", ["産み育てる"]),
        ("施策2-1について", ["産み育てる"]),
        ("施策２ー１KPI", ["利用件数"]),
        ("施策II-1は？", ["産み育てる"]),
        ("施策2.1のKPIは？", ["利用件数"]),
    ],
)
@pytest.mark.parametrize("plan", [PLAN, ROMAN, DOTTED, TENTH])
def test_roman_and_arabic_numbers_and_any_dash_or_dot_are_one(question: str, titles: list[str], plan: str) -> None:
    assert [item.title for item in asked(plan, question).items] == titles


@pytest.mark.parametrize(
    "question", ["施策2.10のKPIは？", "施策2-10のKPIは？", "施策2.10の目標は？", "施策2.10について"]
)
def test_the_tenth_is_not_the_first_and_its_number_is_no_goals(question: str) -> None:
    told = asked(TENTH, question).text
    assert "産み育てる" not in told
    assert "利用件数" not in told
    assert "10はありません" not in told


def test_a_number_that_there_is_not_is_said_as_asked_beside_those_printed() -> None:
    assert asked(ROMAN, "施策Ⅰ－7のKPIは？").text.startswith(
        "施策1-7はありません。ぎんが市総合戦略の施策はⅠ-1からⅡ-1までです。"
    )
    without_goal = ROMAN.replace("基本目標2 育てる\n\n", "")
    told = asked(without_goal, "基本目標Ⅱの数値目標は？").text
    assert "「施策Ⅱ-1 産み育てる」はあります。" in told


def test_a_measure_without_projects_is_said_to_have_none_and_no_line_with_a_1_is_quoted() -> None:
    for plan in (PLAN, ROMAN):
        assert "事業の記載はありません" in asked(plan, "施策Ⅰ-1の事業一覧").text


@pytest.mark.parametrize(
    "question", ["基本目標1と基本目標2を比べて", "基本目標1と2の違いは？", "基本目標1と2の概要", "基本目標1、基本目標2"]
)
def test_several_of_a_kind_are_all_shown(question: str) -> None:
    assert [item.title for item in asked(PLAN, question).items] == ["働く", "育てる"]
