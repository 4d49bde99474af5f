"""Rows that go over two lines: names with years beneath them, years that may be of the row above or below."""

from pathlib import Path

import pytest

from knowledge.reading.build import build
from tests.knowledge.reading.tables.test_plans import Plan, plan, told, warnings

__all__ = ["plan"]


def test_a_name_with_its_years_beneath_the_second_line_is_one_indicator(plan: Plan) -> None:
    table = """  指標                          現状値            目標値
  林業の新規就業者数（森林組      6人             40人
  合を含む。）                 （令和5年度）     （令和7～11年度累計）
  再就職者の割合                 31.0％           36.0％
  （60～64歳）                 （令和4年度）     （令和11年度）
  認定事業者数                   21者             23者
                                （令和5年度）     （令和11年度）
"""
    base = plan(table)
    assert told(base) == [
        "林業の新規就業者数（森林組合を含む。） 6人@2023 → 40人@2025-2029累計",
        "再就職者の割合（60～64歳） 31.0%@2022 → 36.0%@2029",
        "認定事業者数 21者@2023 → 23者@2029",
    ]
    assert warnings(base) == []


def test_a_name_that_goes_on_with_a_particle_is_joined(plan: Plan) -> None:
    table = """  指標                        現状値（R5）      目標値（R11）
  相談件数                    3 件              5 件
  学校給食の献立に採用
  された地場産品の品目数      12 品目           30 品目
"""
    base = plan(table)
    assert told(base)[1] == "学校給食の献立に採用された地場産品の品目数 12品目@2023 → 30品目@2029"


def test_a_scale_in_the_cell_keeps_the_unit_of_its_column(plan: Plan) -> None:
    base = plan("指標\t単位\t現状値（R5）\t目標値（R11）\nアプリの登録数\t件\t1.2万\t2万")
    assert told(base) == ["アプリの登録数 1.2万件@2023 → 2万件@2029"]


def test_a_dash_before_an_arrow_is_a_target_without_a_baseline(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    points = "- 会員数：－ → 300人（R11）\n- 店舗数　R元：12店 → R11：15店\n\n【具体的な取組】\n- 朝市事業\n"
    front = (
        "# みなも町総合戦略\n\n## 計画期間\n\n令和7年度から令和11年度まで\n\n## 第2章 施策\n\n### 基本目標1 活気\n\n"
    )
    path.write_text(f"{front}#### （1）商店街\n\n【KPI】\n{points}", encoding="utf-8")
    assert told(build(path)) == ["会員数 — → 300人@2029", "店舗数 12店@2019 → 15店@2029"]


def test_words_in_brackets_below_a_value_say_how_it_counts(plan: Plan) -> None:
    base = plan("""  指標                          基準値            目標値
  婚姻数                        74件              80件
                                （2019年度）      （令和11年度）
  健診の受診率                  98.9％            100％
                                （R5）            （毎年度）
  相談会の参加者数              41人              300人
                                （R5）            （計画期間累計）
""")
    assert told(base) == [
        "婚姻数 74件@2019 → 80件@2029",
        "健診の受診率 98.9%@2023 → 100%@2029",
        "相談会の参加者数 41人@2023 → 300人@2025-2029累計",
    ]
    assert warnings(base) == []


def test_a_unit_with_a_note_below_the_name_is_its_rest(plan: Plan) -> None:
    base = plan("""  指標                                 現状値（R5）      目標値（R11）
  庁舎から出る二酸化炭素の量           14,320            8,600
  （t-CO2）※1
  リサイクルに回すごみの量（t）        120               150
  ※1　学校を含む。
""")
    assert [(kpi.name, kpi.unit) for package in base.packages for kpi in package.kpis] == [
        ("庁舎から出る二酸化炭素の量（t-CO2）", "t-CO2"),
        ("リサイクルに回すごみの量（t）", "t"),
    ]
    assert warnings(base) == []


@pytest.mark.parametrize("name", ["住み続けたいと思う市民の", "就業者数（農業・林業を"])
def test_a_name_that_breaks_off_is_said(plan: Plan, name: str) -> None:
    base = plan(f"指標\t現状値（R5）\t目標値（R11）\n{name}\t30人\t40人\n相談件数\t5件\t7件")
    assert [one for one in warnings(base) if name in one and "途中" in one]
    assert not [one for one in warnings(base) if "相談件数" in one]


HEAD = "指標\t単位\t現状値（R5）\t目標値（R11）\n"


@pytest.mark.parametrize(
    "torn",
    [
        "バスの1便当たり利用者\t人/\t\t\n数\t便\t4.2\t5.3",
        "バスの1便当たり利用\t人/\t\t\n者数\t便\t4.2\t5.3",
        "バスの利用者\t\t\t\n数\t人\t42\t53",
        "率\t％\t42\t53",
    ],
)
def test_half_a_name_is_told_and_gives_no_indicator(plan: Plan, torn: str) -> None:
    assert told(plan(HEAD + torn)) == []
    base = plan(f"{HEAD}{torn}\n会員数\t人\t10\t20")
    assert told(base) == ["会員数 10人@2023 → 20人@2029"]
    half = torn.split("\n")[-1].split("\t")[0]
    assert [f"「{half}」" in one for one in warnings(base)] == [True]


def test_a_name_without_values_takes_nothing_from_the_row_below(plan: Plan) -> None:
    base = plan(f"{HEAD}しごと\t\t\t\n会員数\t人\t10\t20\n山\tha\t3\t4")
    assert told(base) == ["会員数 10人@2023 → 20人@2029", "山 3ha@2023 → 4ha@2029"]
    assert warnings(base) == []
