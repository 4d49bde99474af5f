"""累計: a count that has run since before the plan, or one of the plan's own years that begins at nothing."""

from decimal import Decimal

import pytest

from knowledge.indicators.targets import find_target_kind
from knowledge.wording.amounts import COUNTING
from tests.knowledge.reading.tables.test_plans import Plan, plan, told

__all__ = ["plan"]
HEADER = "指標\t現状値（R5）\t目標値（R11）\n"


@pytest.mark.parametrize(
    ("table", "counting", "begins_at"),
    [
        (f"{HEADER}空き家の登録数（累計）\t44件\t90件", "cumulative", "44"),
        (f"{HEADER}空き家の登録数\t44件（累計）\t90件（累計）", "cumulative", "44"),
        ("指標\t現状値（R5累計）\t目標値（R11累計）\n空き家の登録数\t44件\t90件", "total", "44"),
        (f"{HEADER}空き家の登録数\t44件\t90件（累計）", "cumulative", None),
        ("指標\t現状値（R5）\t目標値（R11累計）\n空き家の登録数\t44件\t90件", "cumulative", None),
        (f"{HEADER}空き家の登録数（5年間の累計）\t44件\t90件", "cumulative", None),
        (f"{HEADER}空き家の登録数（期間累計）\t44件\t90件", "cumulative", None),
    ],
)
def test_the_way_begins_at_a_baseline_that_is_such_a_sum_itself(
    plan: Plan, table: str, counting: str, begins_at: str | None
) -> None:
    [kpi] = plan(table).packages[0].kpis
    assert kpi.counting == counting
    assert kpi.origin == (kpi.baseline if begins_at else None)
    assert find_target_kind(kpi) == ("move" if begins_at else "count_up")
    assert kpi.baseline is not None
    assert (kpi.baseline.value, kpi.better) == (Decimal(44), "higher")


def test_a_sum_below_the_baseline_of_one_year_is_no_fall(plan: Plan) -> None:
    [kpi] = plan(f"{HEADER}相談件数\t120件\t100件（累計）").packages[0].kpis
    assert (kpi.better, find_target_kind(kpi)) == ("higher", "count_up")


def test_a_name_that_says_the_years_gives_them_to_the_target(plan: Plan) -> None:
    assert told(plan(f"{HEADER}起業件数（計画期間の累計）\t3件\t30件")) == [
        "起業件数（計画期間の累計） 3件@2023 → 30件@2025-2029累計"
    ]


def test_no_period_is_claimed_that_nobody_names() -> None:
    assert COUNTING["cumulative"] == "累計"
