"""The shapes in which cells print their values: each is a number as printed, or words that nobody counts with."""

import pytest

from tests.knowledge.reading.tables.test_plans import Plan, plan, told, warnings

__all__ = ["plan"]
HEADER = "指標\t現状値（R6）\t目標値（R11）"


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        ("約1,150人\t約1,200人", "1150人@2024 → 1200人@2029"),
        ("1,100人\t1,200人以上", "1100人@2024 → 1200人以上@2029"),
        ("△2.4\t△1.2", "-2.4@2024 → -1.2@2029"),
        ("▲5\t▲3", "-5@2024 → -3@2029"),
        ("－\t0", "— → 0@2029"),
        ("0件\t皆増", "0件@2024 → 『皆増』@2029"),
        ("100％\t100％を維持", "100%@2024 → 100%@2029"),
        ("45％\t現状維持", "45%@2024 → 『現状維持』@2029"),
        ("8件\t毎年度10件", "8件@2024 → 10件@2029"),
        ("40件（累計）\t5年間で50件（累計）", "40件@2024 → 50件@2025-2029累計"),
        ("28件\tR8：30件 R10：50件", "28件@2024 → 30件@2026 → 50件@2028"),
        ("40人\t40人→50人", "40人@2024 → 50人@2029"),
        ("\t40人→50人", "40人@2024 → 50人@2029"),
        ("40\t40→45（R9）→50（R11）", "40@2024 → 45@2027 → 50@2029"),
        ("2件\t5件（R7～R11の合計）", "2件@2024 → 5件@2025-2029累計"),
        ("100人\t120～130人", "100人@2024 → 120〜130人@2029"),
        ("-12人\t0人", "-12人@2024 → 0人@2029"),
        ("４．５ ％\t１２ ％", "4.5%@2024 → 12%@2029"),
        ("3.5 人 / 年\t4 人 / 年", "3.5人/年@2024 → 4人/年@2029"),
        ("5 か所\t8 か所", "5か所@2024 → 8か所@2029"),
    ],
)
def test_numbers_are_read_as_printed(plan: Plan, cells: str, read: str) -> None:
    base = plan(f"{HEADER}\n甲の数\t{cells}\n乙の数\t3件\t5件")
    assert told(base)[0] == f"甲の数 {read}"
    assert not warnings(base)


@pytest.mark.parametrize(
    "target",
    [
        "45人→50人",
        "40→45→50",
        "10％増",
        "＋20人",
        "1.300人",
        "12,34人",
        "10/10校",
        "10人に5人",
        "1:3",
        "20（10）",
        "±5人",
    ],
)
def test_what_is_no_single_number_stays_in_words_and_is_said(plan: Plan, target: str) -> None:
    base = plan(f"{HEADER}\n甲の数\t40人\t{target}\n乙の数\t3件\t5件")
    assert told(base)[0] == f"甲の数 40人@2024 → 『{target}』@2029"
    assert any(target in said for said in warnings(base))


def test_a_multiple_of_a_bare_number_is_not_compared_with_it(plan: Plan) -> None:
    base = plan(f"{HEADER}\n甲の数\t100\t2倍\n乙の数\t3件\t5件")
    assert base.packages[0].kpis[0].better == "higher"
    assert any("単位は違う" in said or "単位が違う" in said for said in warnings(base))


@pytest.mark.parametrize("cells", ["男：3人／女：5人\t男：5人／女：8人", "男3人・女5人\t男5人・女8人"])
def test_parts_parted_by_a_stroke(plan: Plan, cells: str) -> None:
    assert told(plan(f"{HEADER}\n委員の数\t{cells}")) == [
        "委員の数［男］ 3人@2024 → 5人@2029",
        "委員の数［女］ 5人@2024 → 8人@2029",
    ]


def test_a_year_before_the_plan_is_no_target_on_its_way(plan: Plan) -> None:
    base = plan(f"{HEADER}\n甲の数\t28件\tR6：30件 R8：50件")
    assert told(base) == ["甲の数 28件@2024 → 50件@2026"]
    assert any("R6：30件" in said for said in warnings(base))


@pytest.mark.parametrize("header", ["現状値→目標値", "現状（R6）⇒目標（R11）", "基準値 → 目標値"])
def test_a_column_of_ways_holds_both_values(plan: Plan, header: str) -> None:
    base = plan(f"指標\t{header}\n甲の数\t40人（R6）→50人（R11）\n乙の数\t－→5件（R11）\n丙の数\t50人")
    assert told(base) == ["甲の数 40人@2024 → 50人@2029", "乙の数 — → 5件@2029"]
    assert any("丙の数" in said for said in warnings(base))


@pytest.mark.parametrize("cells", ["月2\t週1", "年間120人\t月平均10人", "毎週3回\t毎月8回"])
def test_numbers_of_different_spans_of_time_are_not_compared(plan: Plan, cells: str) -> None:
    base = plan(f"{HEADER}\n甲の回数\t{cells}\n乙の数\t3件\t5件")
    [kpi, other] = [kpi for package in base.packages for kpi in package.kpis]
    assert (kpi.has_one_measure, other.has_one_measure) == (False, True)
    assert any("甲の回数" in said and "単位が違うため" in said for said in warnings(base))


@pytest.mark.parametrize("cells", ["月2\t月4", "年2回\t毎年3回", "毎月2回\t3回"])
def test_numbers_of_one_span_of_time_are_compared(plan: Plan, cells: str) -> None:
    base = plan(f"{HEADER}\n甲の回数\t{cells}\n乙の数\t3件\t5件")
    assert not [said for said in warnings(base) if "単位が違うため" in said]
