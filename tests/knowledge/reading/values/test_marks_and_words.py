"""Small print of tables and lists: a year to compare with, a dash in place of a part, a number before a name, KGI."""

import pytest

from knowledge.reading.headings import find_heading
from knowledge.reading.layout import shipped_layout
from tests.knowledge.reading.tables.test_plans import Plan, plan, told, warnings

__all__ = ["plan"]


@pytest.mark.parametrize(
    "words",
    [
        "令和6年度を上回る",
        "R6年度実績を上回る",
        "令和５年度以上",
        "令和6年度末の水準を維持",
        "令和4年度（実績）より減少",
        "R6並み",
    ],
)
def test_a_year_to_compare_with_is_not_the_year_of_the_target(plan: Plan, words: str) -> None:
    base = plan(f"指標\t基準値（R6）\t目標値（R11）\n架空の港の利用者数\t22人\t{words}")
    assert told(base) == [f"架空の港の利用者数 22人@2024 → 『{words}』@2029"]
    assert not warnings(base)


@pytest.mark.parametrize("words", ["令和9年度に完了", "R9までに策定", "令和9年度から実施"])
def test_a_year_by_which_something_is_done_is(plan: Plan, words: str) -> None:
    base = plan(f"指標\t基準値（R6）\t目標値（R11）\n架空の港の計画\t－\t{words}")
    assert told(base) == [f"架空の港の計画 — → 『{words}』@2027"]


def test_a_dash_in_the_column_of_parts_is_no_part(plan: Plan) -> None:
    rows = "架空の社員数\t男\t3人\t5人\n\t女\t4人\t6人\n架空の出店数\t－\t9店\t12店"
    base = plan(f"指標\t区分\t基準値（R6）\t目標値（R11）\n{rows}")
    assert [kpi.part for kpi in base.packages[0].kpis] == ["男", "女", None]


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("・01 架空朝市事業：ひらきます。", "架空朝市事業"),
        ("・０２　架空桟橋事業", "架空桟橋事業"),
        ("・3 歳児健診事業", "3 歳児健診事業"),
    ],
)
def test_a_number_of_the_list_is_no_part_of_a_name(plan: Plan, printed: str, name: str) -> None:
    base = plan(f"【主な事業】\n{printed}\n・架空の道事業：直します。")
    assert [one.name for one in base.packages[0].projects] == [name, "架空の道事業"]


@pytest.mark.parametrize("head", ["KGI", "計画全体の目標（KGI）", "【KGI】"])
def test_indicators_of_the_whole_plan_stand_above_its_goals(plan: Plan, head: str) -> None:
    table = "指標\t基準値（R6）\t目標値（R11）\n架空の{}\t9人\t12人\n"
    base = plan(
        f"第2章 目標\n\n{head}\n{table.format('人口')}\n基本目標1 港\n\n施策1-1 市\n【KPI】\n{table.format('客')}"
    )
    found = [(one.goal, kpi.name) for one in base.packages for kpi in one.kpis]
    assert found == [(None, "架空の人口"), (1, "架空の客")]


def test_a_word_that_only_the_text_tells_is_said_with_what_it_became(plan: Plan) -> None:
    table = "指標\t基準値（R6）\t目標値（R11）\n架空の客{0}\t9人\t12人\n"
    part = f"VISION {{0}} 架空の港{{0}}\n戦略1 架空の市{{0}}\n【KPI】\n{table}"
    base = plan("".join(part.format(at) for at in (1, 2)))
    assert [goal.name for goal in base.goals] == ["架空の港1", "架空の港2"]
    assert any("「VISION」の付く見出しを、並び方から目標の見出し" in one.message for one in base.report.findings)


def test_an_appendix_is_one_only_where_it_lists() -> None:
    heads = [
        find_heading(text, shipped_layout()) for text in ("別表1　KPI一覧", "資料　施策一覧表（再掲）", "別表のとおり")
    ]
    assert [head.style if head else "" for head in heads] == ["annex", "annex", ""]
