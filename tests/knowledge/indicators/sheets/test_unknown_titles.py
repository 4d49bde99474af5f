"""Columns that name years alone are actuals only where no title speaks of something that is not understood."""

import pytest

from knowledge.model.structs import replace
from tests.knowledge.indicators.test_importing import plan_of, read, sheet_of, values

ROWS = ("指標|R7|R8", "加工品の売上高|1310|1420")
VALUES = [("k1-1", 7, "1310"), ("k1-1", 8, "1420")]
UNKNOWN = (
    "マイルストーン一覧",
    "KPIの年度別設定値",
    "達成すべき水準",
    "シミュレーション結果",
    "実績に基づくシミュレーション",
    "成長シナリオ",
    "高位ケース",
)
EXPLAINED = (
    "令和8年度 KPI一覧",
    "KPI 進捗管理表",
    "第3期総合戦略　検証資料",
    "令和8年度 外部検証会議 資料1",
    "指標の推移",
    "加工品の売上高について",
    "作成：産業部商工課",
    "産業振興課",
    "基本目標1　しごとをつくる",
    "Sheet1",
    "表１",
    "シミュレーション結果（KPI実績）",
    "令和8年度 KPI実績報告書",
)


@pytest.mark.parametrize("title", UNKNOWN)
def test_a_title_that_is_not_understood_is_quoted_and_asked_about(title: str) -> None:
    for plan in (read(title, *ROWS), plan_of(replace(sheet_of(*ROWS), name=title))):
        assert {row.reason for row in plan.doubts} == {
            f"「{title}」とあり、年度だけの見出しの列が実績値かどうか分かりません。"
        }
        assert (values(plan), values(plan.confirm(plan.doubts))) == ([], VALUES)


@pytest.mark.parametrize("title", EXPLAINED)
def test_a_title_that_is_explained_altogether_or_says_actuals_holds_nothing_back(title: str) -> None:
    for plan in (read(title, *ROWS), plan_of(replace(sheet_of(*ROWS), name=title))):
        assert (values(plan), plan.refused) == (VALUES, ())


@pytest.mark.parametrize("header", ["指標|R7実績|R8実績", "指標|R7|R8"])
def test_the_header_or_a_note_that_says_actuals_needs_no_title(header: str) -> None:
    note = () if "実績" in header else ("※R8は実績",)
    assert values(read("マイルストーン一覧", header, ROWS[1], *note)) == VALUES


def test_a_heading_row_on_figures_is_asked_about_for_the_rows_below_it() -> None:
    plan = read(*ROWS, "到達すべき水準", "子育て満足度指数|3.3|3.4")
    assert (values(plan), [row.cell for row in plan.doubts]) == (VALUES, ["B4", "C4"])


def test_a_column_that_says_a_value_and_nothing_more_is_as_uncertain_as_a_year() -> None:
    assert [row.cell for row in read("達成すべき水準", "指標|年度|値", "加工品の売上高|R8|1420").doubts] == ["C3"]
