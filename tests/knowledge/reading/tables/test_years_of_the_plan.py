"""Columns headed by years alone, and by the edition of a plan: which are this plan's targets."""

import pytest

from tests.knowledge.reading.tables.printed import printed
from tests.knowledge.reading.tables.test_plans import Plan, plan, told, warnings

__all__ = ["plan"]


@pytest.mark.parametrize(
    ("header", "first"),
    [
        ("現状（R5）\tR7\tR8\tR11", "44→47→56"),
        ("現状値\t令和7年度\t令和8年度\t令和11年度", "44→47→56"),
        ("基準値（R5）\tR6\tR7\tR11", "47→56"),
    ],
)
def test_years_of_the_plan_behind_the_baseline_are_targets(plan: Plan, header: str, first: str) -> None:
    base = plan(f"指標名\t単位\t{header}\n健診の受診率\t％\t41.2\t44\t47\t56")
    [kpi] = base.packages[0].kpis
    assert "→".join(str(one.value) for one in kpi.targets) == first
    assert kpi.target.fiscal_year == 2029
    assert not warnings(base)


@pytest.mark.parametrize("column", ["最新値（R6）", "中間値（R4）", "令和6年度目標", "R6"])
def test_years_before_the_plan_are_no_targets_of_it_and_are_named(plan: Plan, column: str) -> None:
    base = plan(f"指標名\t単位\t現状値（R2）\t{column}\t目標値（R11）\n健診の受診率\t％\t41.2\t44\t56")
    [kpi] = base.packages[0].kpis
    assert [one.value for one in kpi.targets] == [56]
    assert any(finding.columns == (column,) for finding in base.report.findings)


@pytest.mark.parametrize(
    "header",
    ["現状（R5）\tR7\tR11\tR12", "現状（R5）\tR2\tR3\tR4", "現状（R8）\tR7\tR8\tR9", "R6\t現状（R5）\tR8\tR11"],
)
def test_other_years_are_asked_about(plan: Plan, header: str) -> None:
    base = plan(f"指標名\t単位\t{header}\n健診の受診率\t％\t41.2\t44\t47\t56")
    assert told(base) == []
    assert any("何の値か分からない" in one for one in warnings(base))


def test_a_target_of_a_year_that_only_points_elsewhere_is_said_and_the_others_are_read(plan: Plan) -> None:
    base = plan("指標名\t現状（R5）\tR7\tR8\tR11\n貸出の冊数\t21冊\t22冊\t〃\t24冊")
    assert told(base) == ["貸出の冊数 21冊@2023 → 22冊@2025 → 24冊@2029"]
    assert warnings(base) == ["指標「貸出の冊数」の「R8」の目標「〃」を読み取れません"]


def test_the_target_of_the_plan_before_is_not_this_ones(plan: Plan) -> None:
    base = plan(
        "指標\t第２期目標（R6）\t第２期実績（R5）\t達成率\t第３期目標（R11）\nＵターン者数\t50人\t41人\t82％\t60人"
    )
    assert told(base) == ["Ｕターン者数 41人@2023 → 60人@2029"]
    assert not warnings(base)


def test_a_name_longer_than_its_column_is_parted_from_its_value() -> None:
    table = (
        "  指標名                      現状値(R5)    目標値(R11)\n"
        "  英語が好きだと答えた生徒の割合 46.2%      56%"
    )  # fmt: skip
    assert printed(table) == ["英語が好きだと答えた生徒の割合 | 46.2%@2023 | 56%@2029"]


def test_a_table_with_a_baseline_and_a_target_that_names_no_indicator_is_warned_of(plan: Plan) -> None:
    base = plan("見たい姿\t現状値（R5）\t目標値（R11）\n明るさ\t3\t5")
    assert told(base) == []
    assert any("読み取れなかった指標の表" in one for one in warnings(base))


def test_the_name_may_be_headed_by_what_it_shows(plan: Plan) -> None:
    assert told(plan("めざす姿の成果指標名\t現状値（R5）\t目標値（R11）\n出生数\t41人\t50人")) == [
        "出生数 41人@2023 → 50人@2029"
    ]
