"""Values of one year over a count, counts below their own baseline, days inside the year, forecasts as titles."""

from datetime import date
from decimal import Decimal

import pytest

from knowledge.indicators.ledger import Draft, Ledger
from knowledge.indicators.validation import find_problems
from knowledge.model.errors import UnreadableTableError
from knowledge.model.fiscal import FiscalYear
from knowledge.model.structs import replace
from tests.knowledge.indicators.test_importing import plan_of, read, sheet_of, values
from tests.plans import kakuu

SALES = ("k1-1", 8, "1420")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            ("指標|R7単年度|R8単年度", "進出企業数（累計）|2|3"),
            "見出しに「R7単年度」とあり、年度ごとの値かもしれません。",
        ),
        (("指標|R7実績（単年）|R8実績（単年）", "進出企業数（累計）|2|3"), "見出しに「R7実績（単年）」とあり"),
        (("単年度実績一覧", "指標|R7|R8", "進出企業数（累計）|2|3"), "「単年度実績一覧」とあります。"),
        (("各年度の新規件数", "指標|R7実績|R8実績", "進出企業数（累計）|2|3"), "「各年度の新規件数」とあります。"),
    ],
)
def test_values_of_each_year_over_a_count_are_asked_about(rows: tuple[str, ...], said: str) -> None:
    plan = read(*rows)
    assert plan.accepted == ()
    assert said in plan.refused[0].reason


@pytest.mark.parametrize(
    "rows",
    [
        ("単年度実績一覧", "指標|R8実績", "加工品の売上高|1420"),
        ("指標|R8実績（単年）", "加工品の売上高|1420"),
        ("単年度実績と累計", "指標|R8実績", "加工品の売上高|1420"),
    ],
)
def test_what_is_counted_year_by_year_may_say_so(rows: tuple[str, ...]) -> None:
    assert values(read(*rows)) == [SALES]


def test_a_column_of_counts_under_a_title_of_single_years_needs_no_doubt() -> None:
    plan = read("新規件数の推移", "指標|R8実績（累計）", "進出企業数（累計）|3")
    assert [value for _, _, value in values(plan)] == ["3"]


@pytest.mark.parametrize(("value", "kinds"), [("49", {"falling_count"}), ("50", set()), ("51", set())])
def test_a_count_below_its_own_baseline_is_asked_about(value: str, kinds: set[str]) -> None:
    [count] = [one for one in kakuu().indicators.values() if one.name == "進出企業数（累計）"]
    assert count.target.unit is not None
    baseline = replace(count.target, value=Decimal(50), fiscal_year=None)
    indicator = replace(count, baseline=baseline, target=replace(count.target, value=Decimal(144)))
    draft = Draft(
        indicator=indicator.id, fiscal_year=FiscalYear(2026), as_of=None, value=Decimal(value), unit="",
        provisional=False, note="", source="", by="企画課",
    )  # fmt: skip
    found = find_problems(draft, indicator, Ledger(()), today=date(2027, 4, 10), plan=None)
    assert {one.kind for one in found} == kinds
    assert all(f"累計の指標ですが、基準値 50{indicator.unit}を下回ります。" in one.message for one in found)


INSIDE = (
    "資料：総合政策課（令和8年度は1月末までの集計）",
    "出典：各課調べ（R8は4〜12月分）",
    "更新日：令和9年1月15日",
    "更新日 令和9年1月15日",
    "作成：令和8年10月31日",
    "R8.10.31時点",
    "※令和8年10月1日時点",
    "（令和8年12月現在）",
)
OF_ALL = ("※10月1日時点", "※市内6金融機関のうち3機関分の回答に基づく", "※一部の課は未回答")
NOTHING = (
    "資料：総合政策課",
    "出典：R8年度版統計書",
    "作成：令和9年4月8日",
    "更新日：令和9年4月1日",
    "※令和9年3月31日現在",
    "※各年度4月1日現在",
    "※毎年10月1日現在",
    "※調査期間は令和8年7月1日から7月31日まで",
    "※令和8年5月8日に移行したため",
    "※6機関のうち6機関の回答に基づく",
)


@pytest.mark.parametrize("note", INSIDE)
def test_a_day_inside_a_year_makes_that_years_values_doubtful(note: str) -> None:
    plan = read(note, "指標|R7実績|R8実績", "加工品の売上高|1310|1420")
    assert values(plan) == [("k1-1", 7, "1310")]
    assert [row.reason for row in plan.refused] == [f"「{note}」とあります。"]


@pytest.mark.parametrize("header", ["指標|R7|R8", "指標|R7実績|R8実績"])
@pytest.mark.parametrize("note", [note for note in INSIDE[1:] if note[0] not in "R（"])
def test_a_note_below_with_a_day_inside_a_year_does_too(header: str, note: str) -> None:
    plan = read(header, "加工品の売上高|1310|1420", note)
    assert values(plan) == [("k1-1", 7, "1310")]
    assert [row.reason for row in plan.refused] == [f"「{note}」とあります。"]


@pytest.mark.parametrize("note", OF_ALL)
def test_a_day_without_a_year_or_a_part_of_the_offices_makes_all_values_doubtful(note: str) -> None:
    plan = read("指標|R7実績|R8実績", "加工品の売上高|1310|1420", note)
    assert plan.accepted == ()
    assert {row.reason for row in plan.refused} == {f"「{note}」とあります。"}


@pytest.mark.parametrize("note", NOTHING)
def test_a_day_at_the_end_of_a_year_or_of_a_survey_holds_nothing_back(note: str) -> None:
    assert values(read(note, "指標|R8実績", "加工品の売上高|1420")) == [SALES]
    assert values(read("指標|R8実績", "加工品の売上高|1420", note)) == [SALES]


@pytest.mark.parametrize("title", ["将来推計・シミュレーション", "将来推計", "今後のシミュレーション結果"])
def test_a_forecast_as_title_over_actuals_is_asked_about(title: str) -> None:
    rows = ("指標|R8実績", "加工品の売上高|1420")
    for plan in (read(title, *rows), plan_of(replace(sheet_of(*rows), name=title))):
        assert plan.accepted == ()
        assert plan.refused[0].reason == f"「{title}」とあります。"


@pytest.mark.parametrize("title", ["実績と将来推計", "シミュレーション結果（KPI実績）"])
def test_a_forecast_beside_actuals_is_told_by_the_columns(title: str) -> None:
    assert values(read(title, "指標|R8実績|R9推計", "加工品の売上高|1420|1500")) == [SALES]


def test_the_name_of_a_sheet_tells_the_year_of_values_that_say_they_are_actuals() -> None:
    rows = ("指標|実績値|特記事項", "加工品の売上高|1310|")
    named = [replace(sheet_of(*rows), name=name) for name in ("R7", "R8(4-8月)")]
    plan = plan_of(*named)
    assert values(plan) == [("k1-1", 7, "1310")]
    assert any("年度が分かりません" in row.reason for row in plan.refused)


def test_a_number_of_people_beside_its_share_is_asked_about() -> None:
    share = next(one.name for one in kakuu().indicators.values() if one.unit == "%")
    plan = read("指標|2026年度||", "|実数(a)|母数(b)|a/b(％)", f"{share}|12|40|30.0")
    assert plan.accepted == ()
    assert "割合ではないかもしれません" in plan.refused[0].reason


@pytest.mark.parametrize(("unit", "taken"), [("万円", True), ("百万円", False), ("件（累計）", False)])
def test_a_unit_below_a_word_for_kinds_is_one(unit: str, taken: bool) -> None:
    plan = read("指標|区分|R8実績", f"加工品の売上高|{unit}|1420")
    assert bool(plan.accepted) == taken
    assert bool(plan.refused) != taken


def test_what_another_column_holds_is_confirmed_only_by_naming_its_cell() -> None:
    share = next(one.name for one in kakuu().indicators.values() if one.unit == "%")
    plan = read("指標|2026年度||", "|実数(a)|母数(b)|a/b(％)", f"{share}|12|40|30.0")
    assert plan.doubts
    assert plan.plain_doubts == ()
    assert len(plan.confirm(plan.doubts).accepted) == 1


def test_of_a_year_and_its_sum_the_plan_says_which_is_the_value() -> None:
    header = ("指標|R7実績||R8実績||進捗率", "|単年|累計|単年|累計|")
    rows = (*header, "進出企業数（累計）|2|2|3|5|60%", "加工品の売上高|1310|1310|1420|2730|")
    expected = [("k1-2", 7, "2"), ("k1-2", 8, "5"), ("k1-1", 7, "1310"), ("k1-1", 8, "1420")]
    assert values(read(*rows)) == expected
    with pytest.raises(UnreadableTableError):  # no word says that years alone are actuals
        read("年次計画", *(row.replace("実績", "") for row in rows))


def test_a_sum_beside_one_year_alone_is_still_asked_about() -> None:
    with pytest.raises(UnreadableTableError):
        read("指標|R7実績||R8実績", "|単年|累計|", "加工品の売上高|1310|1310|1420")
