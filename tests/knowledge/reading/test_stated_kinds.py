"""Kinds of targets as plans state them, from the text to the record: bounds, ranks, references, years before values."""

from pathlib import Path

import pytest

from knowledge.model.quantity import Quantity
from knowledge.model.records import Indicator, KnowledgeBase
from knowledge.reading.build import build

PLAN = """第2期 みぎわ町総合戦略
計画期間：令和6年度から令和10年度まで

基本目標1 住み続けられるまち
施策1 定住の促進
"""


def read(tmp_path: Path, part: str) -> KnowledgeBase:
    path = tmp_path / "plan.txt"
    path.write_text(PLAN + part, encoding="utf-8")
    return build(path)


def table(tmp_path: Path, *rows: str) -> dict[str, Indicator]:
    return indicators(read(tmp_path, "\n".join(("指標\t基準値（R4）\t目標値（R10）", *rows)) + "\n"))


def indicators(base: KnowledgeBase) -> dict[str, Indicator]:
    of_goals = [one for goal in base.goals for one in goal.targets]
    return {one.name: one for one in [*of_goals, *(kpi for package in base.packages for kpi in package.kpis)]}


def messages(base: KnowledgeBase) -> list[str]:
    return [one.message for one in base.report.findings]


def shown(quantity: Quantity | None) -> str:
    return f"{quantity.value}{quantity.unit} {quantity.fiscal_year} {quantity.comparison}" if quantity else "なし"


@pytest.mark.parametrize(
    ("row", "better", "target"),
    [
        ("若者の転出超過数\t△120人\t△60人以内", "higher", "-60人 2028 at_least"),
        ("社会減の人数\t▲30人\t▲10人", "higher", "-10人 2028 exactly"),
        ("収支の赤字\t−80万円\t−20万円", "higher", "-20万円 2028 exactly"),
        ("待機の人数\t30人\t10人以内", "lower", "10人 2028 at_most"),
        ("魅力度の順位\t県内9位\t県内5位以内", "lower", "5位 2028 at_most"),
    ],
)
def test_which_way_is_good(tmp_path: Path, row: str, better: str, target: str) -> None:
    [found] = table(tmp_path, row).values()
    assert (found.better, shown(found.target)) == (better, target)


@pytest.mark.parametrize("row", ["転出超過数\t△95人\t△50人以下", "ごみの増減率\t▲1.2％\t▲2.0％以上"])
def test_a_bound_of_a_negative_number_that_contradicts_its_baseline_is_a_finding(tmp_path: Path, row: str) -> None:
    base = read(tmp_path, f"指標\t基準値（R4）\t目標値（R10）\n{row}\n出生数\t4人\t5人\n")
    assert list(indicators(base)) == ["出生数"]
    assert any("どちら向きの目標か分かりません" in message for message in messages(base))


def test_a_rank_that_was_reached_is_no_bound_and_fewer_is_better_for_a_target_in_words(tmp_path: Path) -> None:
    [found] = table(tmp_path, "幸福度ランキング\t310位\t100位台").values()
    assert found.baseline
    assert found.baseline.comparison == "exactly"
    assert (found.better, found.is_way_known, found.target.raw) == ("lower", True, "100位台")


def test_a_unit_beside_other_words_in_brackets(tmp_path: Path) -> None:
    [found] = table(tmp_path, "空き店舗登録（累計・件）\t14\t40").values()
    assert (found.unit, found.counting) == ("件", "cumulative")


def test_the_cell_of_the_target_may_say_that_it_is_a_sum(tmp_path: Path) -> None:
    found = table(tmp_path, "移住者数\t6人\t45人（累計）", "相談者数\t6人\t45人")
    assert [one.counting for one in found.values()] == ["cumulative", "single"]


@pytest.mark.parametrize("mark", ["同左", "〃", "↑"])
def test_a_reference_to_another_cell_is_a_finding_of_its_row(tmp_path: Path, mark: str) -> None:
    base = read(
        tmp_path, f"指標\t基準値（R4）\t目標値（R10）\n出生数\t4人\t{mark}\n婚姻数\t2組\t3組\n冊数\t9冊\t{mark}\n"
    )
    assert list(indicators(base)) == ["婚姻数"]
    assert sum(f"「{mark}」を読み取れません" in message for message in messages(base)) == 2


@pytest.mark.parametrize(
    ("line", "name", "baseline"),
    [
        ("回収箱の数　R元：21か所　→　R10：30か所", "回収箱の数", "21か所 2019 exactly"),
        ("１人１日のごみ量　R元：920g　→　R10：830g", "１人１日のごみ量", "920g 2019 exactly"),
        ("相談の件数　令和元年度 35件 → 令和10年度 40件", "相談の件数", "35件 2019 exactly"),
        ("起業の件数：年間35件（R4） → 年間80件（R10）", "起業の件数", "35件 2022 exactly"),
        ("来館者の数：35人（R元） → 80人（R10）", "来館者の数", "35人 2019 exactly"),
    ],
)
def test_years_and_words_in_front_of_values_of_an_arrow(tmp_path: Path, line: str, name: str, baseline: str) -> None:
    [found] = indicators(read(tmp_path, f"【成果指標】\n○{line}\n")).values()
    assert (found.name, shown(found.baseline)) == (name, baseline)


def test_a_header_whose_words_stand_one_space_apart(tmp_path: Path) -> None:
    part = """  KPI                    基準値（令和元年度） 目標値（令和10年度）
  空き店舗率             18.5％               15.0％
  創業者数               15人                 100人
- 4 -
"""
    found = indicators(read(tmp_path, part))
    assert [shown(one.baseline) for one in found.values()] == ["18.5% 2019 exactly", "15人 2019 exactly"]
    assert [shown(one.target) for one in found.values()] == ["15.0% 2028 exactly", "100人 2028 exactly"]


def test_years_in_columns_of_their_own_under_a_header_of_two_rows(tmp_path: Path) -> None:
    header = "指標\t現状\t\t目標\t\n\t年度\t数値\t年度\t数値\n"
    part = header + "ごみの量\tR3\t962g\tR9\t900g\n団体の数\tR4\t23団体\tR10\t30団体\n"
    found = indicators(read(tmp_path, part))
    assert [shown(one.baseline) for one in found.values()] == ["962g 2021 exactly", "23団体 2022 exactly"]
    assert [shown(one.target) for one in found.values()] == ["900g 2027 exactly", "30団体 2028 exactly"]


def test_the_target_after_a_revision_is_the_one_that_holds(tmp_path: Path) -> None:
    part = "| 指標 | 基準値（H30） | 変更前 | 変更後 |\n|---|---|---|---|\n| 会員数 | 0人 | 1,000人 | 2,500人 |\n"
    assert [one.target.value for one in indicators(read(tmp_path, part)).values()] == [2500]
