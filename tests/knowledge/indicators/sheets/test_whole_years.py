"""The figure of a whole year: behind its quarters or months, on the year's last day, under the name of a sheet."""

from datetime import date
from decimal import Decimal

import pytest

from knowledge.files.grid import Sheet
from knowledge.indicators.import_plan import ImportPlan
from knowledge.indicators.importing import plan_import
from knowledge.indicators.ledger import Ledger
from knowledge.indicators.sheets.captions import without_own_names
from knowledge.model.errors import UnreadableTableError
from knowledge.model.structs import replace
from tests.knowledge.indicators.test_importing import plan_of, read, sheet_of, values
from tests.plans import kakuu

SALES, INDEX, BUS = "k1-1", "k1-3", "k2-1"
QUARTERS = "指標|単位|第1四半期|第2四半期|第3四半期|第4四半期|年間"
MONTHS = "指標|" + "|".join(f"{(month + 3) % 12 + 1}月" for month in range(12)) + "|年度計|年度末"


def named(name: str, *rows: str) -> Sheet:
    return replace(sheet_of(*rows), name=name)


def test_a_year_is_taken_where_its_quarters_add_up_to_it() -> None:
    plan = plan_of(named("R8", "四半期報告", QUARTERS, "加工品の売上高|万円|300|400|420|300|1420"))
    assert values(plan) == [(SALES, 8, "1420")]


def test_of_a_state_the_last_quarter_is_the_years() -> None:
    plan = plan_of(
        named("R8", QUARTERS, "加工品の売上高|万円|300|400|420|300|1420", "子育て満足度指数|－|3|3.1|3.3|3.4|3.4")
    )
    assert values(plan) == [(SALES, 8, "1420"), (INDEX, 8, "3.4")]


def test_what_neither_the_sum_nor_the_last_part_proves_is_asked_about() -> None:
    plan = plan_of(
        named("R8", QUARTERS, "加工品の売上高|万円|300|400|420|300|1420", "子育て満足度指数|－|3|3.1|3.3|3.2|3.4")
    )
    assert values(plan) == [(SALES, 8, "1420")]
    assert [row.reason for row in plan.doubts] == [
        "「3.4」は、月や四半期の値を足しても、最後の値を見ても確かめられません。"
    ]


def test_a_year_of_which_a_part_is_empty_is_none_yet() -> None:
    begun = named("R8", QUARTERS, "加工品の売上高|万円|300|400|||700")
    with pytest.raises(UnreadableTableError, match="実績値の列がありません"):
        plan_of(begun)
    whole = named("R7", QUARTERS, "加工品の売上高|万円|300|400|410|200|1310", "子育て満足度指数|－|3|3.1|||3.1")
    plan = plan_of(whole, begun)
    assert values(plan) == [(SALES, 7, "1310")]
    assert [row.text for row in plan.pending] == ["子育て満足度指数「年度の途中」"]


def test_a_dash_in_a_quarter_is_no_open_quarter_and_leaves_the_year_to_be_confirmed() -> None:
    rows = (QUARTERS.replace("年間", "年間計／年度末"), "加工品の売上高|万円|300|400|420|300|1420")
    plan = plan_of(named("R8", *rows, "子育て満足度指数|－|－|3.4|－|－|3.4"))
    assert (values(plan), [row.indicator for row in plan.doubts]) == ([(SALES, 8, "1420")], ["子育て満足度指数"])


def test_of_a_sum_and_the_state_at_the_end_of_twelve_months_the_one_that_is_there_is_taken() -> None:
    sums, states = "|".join(["1000"] * 11 + ["1800"]), "|".join(["3"] * 11 + ["3.4"])
    plan = plan_of(
        named("令和8年度", MONTHS, f"湖上バスの年間利用者数|{sums}|12800|－", f"子育て満足度指数|{states}|－|3.4")
    )
    assert values(plan) == [(BUS, 8, "12800"), (INDEX, 8, "3.4")]


def test_a_title_tells_the_year_of_quarters_only_when_it_is_over() -> None:
    row = "加工品の売上高|万円|300|400|420|300|1420"
    assert values(read("令和8年度　進行管理報告", QUARTERS, row)) == [(SALES, 8, "1420")]
    with pytest.raises(UnreadableTableError, match="年度が分かりません"):
        read("令和9年度　進行管理報告", QUARTERS, row)


def test_a_title_that_says_of_which_year_the_actuals_are_is_their_year() -> None:
    rows = ("指標|実績値", "加工品の売上高|1420")
    assert values(read("令和8年度実績の一覧（令和9年4月1日）", *rows)) == [(SALES, 8, "1420")]
    for title in ("令和8年度の施策評価", "令和8年度実績と令和9年度の予定"):
        with pytest.raises(UnreadableTableError, match="年度が分かりません"):
            read(title, *rows)


@pytest.mark.parametrize("day", ["R8.3.31現在", "2026/3/31", "令和8年3月末", "令和8年3月31日時点"])
def test_the_last_day_of_a_fiscal_year_shows_the_state_of_that_year(day: str) -> None:
    assert values(read(f"指標|{day}|R8.9.30現在", "加工品の売上高|1310|700")) == [(SALES, 7, "1310")]


def test_a_value_that_a_month_will_bring_is_none_yet() -> None:
    plan = read("指標|R7実績|R8実績", "加工品の売上高|1310|11月確定")
    assert (values(plan), plan.refused) == ([(SALES, 7, "1310")], ())


def under_the_plans_name(title: str) -> ImportPlan:
    own = ("架空市", "架空市 第2次まちづくり計画（案）")
    sheet = sheet_of(title, "指標|R7|R8", "加工品の売上高|1310|1420")
    return plan_import((sheet,), kakuu().indicators, Ledger(()), by="企画課", today=date(2027, 4, 10), own=own)


@pytest.mark.parametrize("title", ["架空市第2次まちづくり計画　指標の推移", "まちづくり計画 数値目標の進み具合"])
def test_the_plan_is_called_a_plan_and_its_numbers_are_actuals_all_the_same(title: str) -> None:
    assert [year for _, year, _ in values(under_the_plans_name(title))] == [7, 8]


@pytest.mark.parametrize("title", ["生産計画の一覧", "水まちづくり計画", "計画"])
def test_another_plan_in_the_title_is_still_asked_about(title: str) -> None:
    with pytest.raises(UnreadableTableError, match="実績値かどうか分かりません"):
        under_the_plans_name(title)


def test_of_a_name_within_a_longer_one_nothing_is_taken_away() -> None:
    assert without_own_names(("架空市民の暮らし",), ("架空市",)) == ("架空市民の暮らし",)


def test_a_state_beside_its_growth_is_asked_about() -> None:
    rows = ("指標|R7||R8|", "|単年|累計|単年|累計")
    assert values(read(*rows, "湖上バスの年間利用者数|12500|12500|12800|25300")) == [
        (BUS, 7, "12500"),
        (BUS, 8, "12800"),
    ]
    grown = read(*rows, "湖上バスの年間利用者数|2|12500|3|12503")
    assert (grown.accepted, len(grown.doubts), grown.plain_doubts) == ((), 2, ())
    assert all("増えた数か、そのときの数か分かりません" in row.reason for row in grown.doubts)


def test_a_value_in_another_multiple_of_its_unit_is_turned_into_it_and_asked_about() -> None:
    plan = read("指標|単位|R8実績", "加工品の売上高|千円|14,200")
    assert plan.accepted == ()
    [doubt] = plan.doubts
    assert "「14,200千円」を計画の単位に直し、1,420万円とします" in doubt.reason
    [row] = plan.confirm(plan.doubts).accepted
    assert (row.draft.value, row.draft.unit) == (Decimal(1420), "万円")
