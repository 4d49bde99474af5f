"""A refusal is true of the sheet it speaks of, and says what to write for this very sheet."""

import pytest

from knowledge.files.grid import LONGEST_CELL
from knowledge.model.errors import UnreadableTableError
from tests.knowledge.indicators.test_importing import read, values

SALES, INDEX = ("k1-1", 8, "1420"), ("k1-3", 8, "3.4")


def refusal(*rows: str) -> str:
    with pytest.raises(UnreadableTableError) as error:
        read(*rows)
    return str(error.value)


def test_a_subtotal_in_front_of_the_names_is_no_second_row_of_an_indicator() -> None:
    plan = read(
        "部局|指標|R8実績",
        "産業部|加工品の売上高|1420",
        "小計||1420",
        "福祉部|子育て満足度指数|3.4",
        "合計||9",
    )
    assert (values(plan), plan.refused) == ([SALES, INDEX], ())
    assert {row.why for row in plan.skipped} == {"合計の行"}


def test_a_total_behind_the_name_is_still_asked_about() -> None:
    plan = read("指標|内訳|R8実績", "加工品の売上高|東部|500", "|計|1420")
    assert plan.accepted == ()


def test_a_day_is_no_value_of_the_present_state() -> None:
    said = refusal("指標|R7.4.1現在|R8.10.1現在", "加工品の売上高|1310|1420")
    assert "B列「R7.4.1現在」=年度を一つに決められない列" in said
    assert "基準値" not in said


def test_a_plan_over_years_is_no_group_of_indicators() -> None:
    said = refusal("指標|第2期総合戦略||第3期総合戦略|", "|R5|R6|R7|R8", "加工品の売上高|1|2|1310|1420")
    assert "D列「第3期総合戦略／R7」=「第3期総合戦略」の何の値か分からない列" in said
    assert "施策・分類" not in said


@pytest.mark.parametrize(
    ("rows", "example"),
    [
        (("見通し", "指標|R7|R8", "加工品の売上高|1310|1420"), "--map R7=B,R8=C "),
        (("指標|目標|乙|丙", "加工品の売上高|1200|R7|1310"), "--map 実績値=D,年度=C "),
        (("指標|実績値", "加工品の売上高|1310"), "--map 実績値=B,年度=令和○年度 "),
    ],
)
def test_a_refusal_names_the_columns_that_may_hold_actuals(rows: tuple[str, ...], example: str) -> None:
    assert f"実績値がこの列なら、{example}で列を指定" in refusal(*rows)


def test_a_word_beside_a_value_under_a_year_alone_is_of_its_row() -> None:
    plan = read("指標|R8|状況", "加工品の売上高|1420|見込", "子育て満足度指数|3.4|確定")
    assert (values(plan), plan.refused) == ([INDEX], ())
    assert [(row.text, row.why) for row in plan.skipped] == [("加工品の売上高", "計画・見込みの行")]


@pytest.mark.parametrize("piece", ["R5/", "1", "(", "令和", "第2期", "単位：", "・"])
def test_a_cell_that_holds_a_book_is_read_by_its_beginning_and_named(piece: str) -> None:
    plan = read("指標|R8実績|備考", f"加工品の売上高|1420|{piece * 30_000}")
    assert "長い文章は、先頭の1,000文字だけを読みました（C2）。" in plan.remarks
    assert all(len(row.draft.note) <= LONGEST_CELL for row in plan.accepted)


@pytest.mark.parametrize(
    ("rows", "candidates", "given"),
    [
        (
            ("指標|R8（男性）|R8（女性）", "加工品の売上高|1310|1420"),
            "B列「R8（男性）」1310／C列「R8（女性）」1420",
            "R8=列",
        ),
        (
            ("指標|男性|女性|全体", "子育て満足度指数|33.1%|28.9%|30.9%"),
            "B列「男性」33.1%／C列「女性」28.9%／D列「全体」30.9%",
            "実績値=列,年度=令和○年度",
        ),
        (
            ("指標|甲|乙", "加工品の売上高|1310年点|1420"),
            "B列「甲」1310年点／C列「乙」1420",
            "実績値=列,年度=令和○年度",
        ),
    ],
)
def test_of_several_columns_that_may_hold_actuals_none_is_offered_but_all_are_shown(
    rows: tuple[str, ...], candidates: str, given: str
) -> None:
    said = refusal(*rows)
    assert f"実績値の列の候補は {candidates} です。この中から選び、--map {given} の形で列を指定" in said
    assert "実績値がこの列なら" not in said


@pytest.mark.parametrize(
    "title",
    ["見通し", "目標値一覧", "達成すべき水準", "対前年増減", "記入例", "福岡県全体の状況", "KPI一覧（1〜12月）"],
)
def test_what_a_title_says_is_asked_about_whatever_is_said_of_the_columns(title: str) -> None:
    plan = read(title, "指標|R7|R8", "加工品の売上高|1310|1420", given="R7=B,R8=C")
    assert plan.accepted == ()
    assert {row.reason for row in plan.doubts} == {f"「{title}」とあります。"}


@pytest.mark.parametrize("title", ["KPI一覧", "令和8年度 実績", "総合政策課"])
def test_a_title_that_says_nothing_else_holds_nothing_back_from_the_columns_given(title: str) -> None:
    plan = read(title, "指標|甲|乙", "加工品の売上高|1310|1420", given="R7=B,R8=C")
    assert values(plan) == [("k1-1", 7, "1310"), SALES]
