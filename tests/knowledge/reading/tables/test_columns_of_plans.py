"""Which column is which: by the words of headers, and by cells where these leave it open."""

import pytest

from tests.knowledge.reading.tables.printed import findings, printed, tables_of
from tests.knowledge.reading.tables.test_plans import Plan, plan, told, warnings

__all__ = ["plan"]


@pytest.mark.parametrize(
    "baseline",
    [
        "基準値（R6）", "現状値（R6）", "現状（R6）", "策定時（R6）", "計画策定時（R6）", "当初値（R6）", "現況（R6）",
        "現況値\u3000R6",
        "R6実績", "実績値（R6）", "令和6年度実績", "基準（令和６年度）", "R6", "令和6年度", "2024年度",
        "令和6(2024)年度", "直近値（R6）", "現状値【R6】", "R6（現状）", "初期値（R6）",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "target", ["目標値（R11）", "最終目標（R11）", "R11目標", "目標（令和11年度末）", "目指す値（R11）"]
)
def test_words_for_baseline_and_target(baseline: str, target: str) -> None:
    text = f"指標\t{baseline}\t{target}\n進出企業数\t2社\t8社"
    assert printed(text) == ["進出企業数 | 2社@2024 | 8社@2029"]


@pytest.mark.parametrize(
    "name",
    [
        "指標",
        "成果指標",
        "KPI",
        "重要業績評価指標（ＫＰＩ）",
        "基本目標指標",
        "数値目標",
        "項目",
        "評価指標名",
        "指 標 名",
    ],
)
def test_words_for_the_name(name: str) -> None:
    assert printed(f"{name}\t当初値（R6）\t令和11年度\n進出企業数\t2社\t8社") == ["進出企業数 | 2社@2024 | 8社@2029"]


def test_a_numerical_target_may_head_the_values() -> None:
    assert printed("指標\t現状値（R6）\t数値目標（R11）\n進出企業数\t2社\t8社") == ["進出企業数 | 2社@2024 | 8社@2029"]


def test_columns_with_a_unit_and_others_that_are_no_values() -> None:
    header = "No.\t担当課\t指標\t目標値（R11）\t単位\t目標設定の考え方\t備考\t現状値（R6）"
    row = "1\t産業課\t進出企業数\t8\t社\t毎年1社\t商工会と\t2"
    assert printed(f"{header}\n{row}") == ["進出企業数 社 | 2@2024 | 8@2029"]


def test_targets_of_each_year_before_the_last() -> None:
    text = "指標\t基準値（基準年）\tR8\tR9\tR10\t最終目標（目標年）\n進出企業数\t2社（R6）\t3社\t4社\t6社\t8社（R11）"
    assert printed(text) == ["進出企業数 | 2社（R6） | 3社@2026 | 4社@2027 | 6社@2028 | 8社（R11）"]


@pytest.mark.parametrize(
    ("headers", "read"),
    [
        ("現状値（R6）\t中間目標（R9）\t最終目標（R11）", "2@2024 | 5@2027 | 8@2029"),
        ("現状値\t中間目標\t最終目標", "2 | 5 | 8"),
        ("現状値\t中間目標値\t目標値", "2 | 5 | 8"),
        ("現状値（R6）\t目標値（R9）\t目標値（R11）", "2@2024 | 5@2027 | 8@2029"),
    ],
)
def test_interim_targets(headers: str, read: str) -> None:
    assert printed(f"指標\t{headers}\n進出企業数\t2\t5\t8") == [f"進出企業数 | {read}"]


def test_a_header_of_two_rows_whose_label_spans_columns() -> None:
    text = "指標\t単位\t現状値\t目標値\t\n\t\tR6\tR9\tR11\n進出企業数\t社\t2\t5\t8"
    assert printed(text) == ["進出企業数 社 | 2@2024 | 5@2027 | 8@2029"]
    markdown = "| 指標 | 現状値 | 目標値 | |\n|---|---|---|---|\n| | R6 | R9 | R11 |\n| 進出企業数 | 2社 | 5社 | 8社 |"
    assert printed(markdown) == ["進出企業数 | 2社@2024 | 5社@2027 | 8社@2029"]


def test_a_label_row_over_the_header() -> None:
    text = "\t現状値\t目標値\n重要業績評価指標\tR6\tR11\n進出企業数\t2社\t8社"
    assert printed(text) == ["進出企業数 | 2社@2024 | 8社@2029"]


def test_columns_of_years_beside_the_values() -> None:
    for header, row in (
        ("指標\t基準値\t基準年度\t目標値\t目標年度", "進出企業数\t2社\tR6\t8社\tR11"),
        ("指標\t基準年度\t基準値\t目標年度\t目標値", "進出企業数\tR6\t2社\tR11\t8社"),
        ("指標\t現状値\t年度\t目標値\t年度", "進出企業数\t2社\tR6\t8社\tR11"),
    ):
        assert printed(f"{header}\n{row}") == ["進出企業数 | 2社@R6 | 8社@R11"]


@pytest.mark.parametrize(
    ("header", "row", "read"),
    [
        ("指標\t現状値\t時点\t目標値（R11）", "2社\tR5\t8社", "2社@R5 | 8社@2029"),
        ("指標\t時点\t現状値\t目標値", "令和6年10月\t2社\t8社", "2社@令和6年10月 | 8社"),
        ("指標\t基準年度\t基準値\t目標値", "R5\t2社\t8社", "2社@R5 | 8社"),
        ("指標\t現状値（R6）\t目標値\t達成時期", "2社\t8社\tR9", "2社@2024 | 8社@R9"),
        ("指標\t現状値\t目標値\t達成年度", "2社\t8社\t令和9年度", "2社 | 8社@令和9年度"),
        ("指標\t現状値\t時点\t目標値\t時点", "2社\tR5\t8社\tR10", "2社@R5 | 8社@R10"),
        ("指標\t現状値（R6）\t目標値（R11）\t達成時期", "2社\t8社\t中期", "2社@2024 | 8社@2029"),
    ],
)
def test_a_column_of_years_says_whose_they_are(header: str, row: str, read: str) -> None:
    assert printed(f"{header}\n進出企業数\t{row}") == [f"進出企業数 | {read}"]
    assert not findings(f"{header}\n進出企業数\t{row}")


@pytest.mark.parametrize(
    "column",
    [
        "成り行き値（R11）", "すう勢値", "趨勢値（R11）", "推計値（R11）", "目安", "目安値（R9）", "見込値（R6）",
        "全国平均（R6）", "参考値", "目標の方向", "目指す方向性", "算出方法", "出典", "所管課",
        "備考", "中間値", "中間", "（参考）R16",
    ],
)  # fmt: skip
def test_a_column_beside_the_target_is_neither_it_nor_the_baseline_and_is_named(column: str) -> None:
    for header, row in (
        (f"指標\t現状値（R6）\t{column}\t目標値（R11）", "進出企業数\t2社\t5社\t8社"),
        (f"指標\t現状値（R6）\t目標値（R11）\t{column}", "進出企業数\t2社\t8社\t5社"),
    ):
        assert printed(f"{header}\n{row}") == ["進出企業数 | 2社@2024 | 8社@2029"]
        assert [one.columns for one in tables_of(f"{header}\n{row}").findings] == [(column,)]


def test_one_column_of_years_for_two_of_values_is_a_question() -> None:
    text = "指標\t現状値\t目標値\t年度\n進出企業数\t2社\t8社\tR11"
    assert printed(text) == []
    assert "どの値の年度か" in findings(text)[0]


def test_an_unknown_column_of_amounts_beside_a_target_is_a_question_that_says_what_to_do() -> None:
    text = "指標\t当初の姿\t目標値（R11）\n進出企業数\t2社\t8社"
    assert printed(text) == []
    [message] = findings(text)
    assert "当初の姿" in message
    assert 'layout.toml の [columns] に「"当初の姿" = "baseline"」' in message
    assert printed(text, {"当初の姿": "baseline"}) == ["進出企業数 | 2社 | 8社@2029"]
    assert printed(text, {"当初の姿": "ignore"}) == ["進出企業数 | 列なし | 8社@2029"]


@pytest.mark.parametrize(
    "header",
    [
        "指標\tR5\tR6\t目標値（R11）",
        "指標\tR6\tR11\tR12",
        "指標\tR6\tR11",
        "指標\t計画値（R8）\t目標値（R11）",
        "指標\t現状値（R6）\t目標値\t目標値",
        "指標\t現状値\t現状値\t目標値",
        "指標\t現状値（R11）\t目標値（R6）",
    ],
)
def test_what_headers_leave_open_is_asked_and_not_read(header: str) -> None:
    cells = "\t".join(str(at) for at in range(header.count("\t")))
    assert printed(f"{header}\n進出企業数\t{cells}") == []
    assert findings(f"{header}\n進出企業数\t{cells}")


def test_of_several_baselines_one_is_taken_and_the_other_named() -> None:
    tables = tables_of("指標\t現状値（R4）\t現状値（R6）\t目標値（R11）\n進出企業数\t1社\t2社\t8社")
    assert printed("指標\t現状値（R4）\t現状値（R6）\t目標値（R11）\n進出企業数\t1社\t2社\t8社") == [
        "進出企業数 | 2社@2024 | 8社@2029"
    ]
    assert "現状値（R4）" in tables.findings[0].message


def test_a_baseline_of_a_year_of_the_plan_beside_another_is_asked_about(plan: Plan) -> None:
    """「目標値」 set over the middle of R7, R9, R11 leaves R7 below 「現状値」."""
    base = plan("指標\t現状値\t\t目標値\t\n\tR6\tR7\tR9\tR11\n進出企業数\t2社\t3社\t5社\t8社")
    assert told(base) == []
    assert any("現状値 R7" in said for said in warnings(base))


def test_a_column_headed_as_target_in_which_few_cells_are_values_is_no_target() -> None:
    text = (
        "指標\t現状値\t目標\n進出企業数\t2社\t活力のあるまちにすること\n空き家\t3戸\t安らぎのある暮らし\n人口\t5人\t8人"
    )
    assert printed(text) == []
    assert "3 欄のうち 1 欄" in findings(text)[0]


def test_a_target_in_words_is_one_where_most_are_of_that_kind() -> None:
    text = "指標\t現状値（R6）\t目標値\n健康寿命\t72.1\t前年度を上回る\n不登校の割合\t4.2\t減少\n満足度\t3.2\t上昇"
    assert len(printed(text)) == 3


def test_a_unit_in_the_header_and_notes_on_it() -> None:
    [line] = printed("指標※1\t現状値（人）※2\t目標値（人）\n新規就業者数\t3\t20")
    assert line == "新規就業者数 | 3 | 20"
    [row] = [
        row for row in tables_of("指標\t現状値（人）\t目標値（人）\n新規就業者数\t3\t20").rows.values() if row.entries
    ]
    assert row.entries[0].target.heading.unit == "人"


def test_a_table_of_years_alone_under_a_weak_word_is_no_indicator_table() -> None:
    tables = tables_of("項目\t令和2年\t令和7年\n総人口\t9,800人\t9,200人")
    assert not tables.rows
    assert not tables.findings


@pytest.mark.parametrize("head", ["施策", "具体的施策", "基本施策"])
def test_a_column_of_measures_that_is_not_read_is_warned_of(head: str) -> None:
    text = f"{head}\tKPI\t現状値（R5）\t目標値（R11）\n\t事業承継の成立件数\t6件\t10件\n1-2\t新規就農者数\t7人\t45人"
    assert any(f"「{head}」で分けられた指標を分けて読めない" in finding for finding in findings(text))


def test_rows_of_projects_between_those_of_indicators_take_no_value(plan: Plan) -> None:
    head = "施策\t種別\t名称\t単位\t基準値（R6）\t目標値（R11）\t内容"
    rows = [
        "1-1 海の恵み\t指標\t漁の日数\t日\t120\t150\t",
        "1-1 海の恵み\t事業\t船の貸出し\t\t\t\t若い漁師に船を貸す。",
    ]
    base = plan("\n".join([head, *rows, "1-1 海の恵み\t指標\t船の数\t隻\t12\t15\t"]))
    assert told(base) == ["漁の日数 120日@2024 → 150日@2029", "船の数 12隻@2024 → 15隻@2029"]


def test_text_beside_a_table_of_spaces_is_no_column_of_it(plan: Plan) -> None:
    text = (
        "    （１）森のなりわい                        ＜成果指標＞\n"
        "                                                                   R6       R11\n"
        "    ■ 主な取組                               素材の生産量          4,120    6,000\n"
        "    ・作業班                                    （㎥）\n"
    )
    base = plan(text)
    assert told(base) == []
    assert any("隣の段の文か" in one for one in warnings(base))


def test_targets_on_the_way_count_in_the_unit_of_the_last_and_tell_which_way_is_good(plan: Plan) -> None:
    """「4.2km」 is what there was, and 0.5 to 2.5 are counted anew."""
    head = "指標\t現状値（R5）\tR7\tR9\t目標値（R11）"
    base = plan(f"{head}\n林道の延長（累計）\t4.2km\t0.5\t1.5\t2.5km\n間伐の面積\t85ha\t90\t95\t110ha")
    kpis = [kpi for package in base.packages for kpi in package.kpis]
    assert [[one.unit for one in kpi.interim] for kpi in kpis] == [["km", "km"], ["ha", "ha"]]
    assert [kpi.better for kpi in kpis] == ["higher", "higher"]
