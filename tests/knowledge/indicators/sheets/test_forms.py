"""Forms of one indicator each (個票): the name stands above a table of years that names none."""

import pytest

from knowledge.model.errors import UnreadableTableError
from tests.knowledge.indicators.test_importing import plan_of, read, sheet_of, values

SALES, FIRMS = "k1-1", "k1-2"
ACROSS = (
    "|年度|R5（基準）|R7|R8|R11".lstrip("|"),
    "目標値||1300|1400|2000",
    "実績値|1200|1310|1420|",
    "達成率||101%|101%|",
)
DOWN = ("年度|目標|実績|達成率", "令和7年度|1300|1310|101%", "令和8年度|1400|1420|101%", "令和9年度|1500||")
WANTED = [(SALES, 7, "1310"), (SALES, 8, "1420")]


@pytest.mark.parametrize("table", [ACROSS, DOWN, ("区分|R7|R8", "目標|1300|1400", "実績|1310|1420")])
@pytest.mark.parametrize(
    "head",
    [
        ("KPI評価シート", "指標名|加工品の売上高", "単位|万円", "担当課|産業課", ""),
        ("指標|加工品の売上高|単位|万円",),
        ("令和8年度 事務事業評価シート", "", "担当課|産業課|KPI|加工品の売上高", ""),
    ],
)
def test_the_name_above_the_table_is_that_of_its_rows(head: tuple[str, ...], table: tuple[str, ...]) -> None:
    plan = read(*head, *table, "", "評価|B", "課題|担い手が足りない")
    assert (values(plan), plan.refused) == (WANTED, ())
    assert any("「加工品の売上高」を、その下の表の指標として読みました" in remark for remark in plan.remarks)


def test_the_unit_of_the_form_is_that_of_its_values() -> None:
    plan = read("指標|加工品の売上高|単位|百万円", *DOWN)
    assert values(plan) == []
    assert [("百万円" in row.reason) for row in plan.refused] == [True, True]


def test_each_sheet_of_a_workbook_is_a_form() -> None:
    firms = ("指標名|進出企業数（累計）", "年度|目標|実績", "R7|2|2", "R8|4|3")
    plan = plan_of(sheet_of("指標名|加工品の売上高", *DOWN), sheet_of(*firms))
    assert sorted(values(plan)) == sorted([*WANTED, (FIRMS, 7, "2"), (FIRMS, 8, "3")])


@pytest.mark.parametrize(
    "rows",
    [
        ("指標名|加工品の売上高", "指標名|進出企業数（累計）", *DOWN),
        ("指標名|加工品の売上高", "年度|目標|見込", "R7|1300|1310"),
        ("指標名|加工品の売上高", "区分|R7|R8", "目標|1300|1400"),
        ("指標名|知らない指標", *DOWN),
    ],
)
def test_a_form_that_names_several_or_none_or_has_no_actuals_gives_no_value(rows: tuple[str, ...]) -> None:
    try:
        plan = read(*rows)
    except UnreadableTableError:
        return
    assert values(plan) == []
    assert plan.refused or plan.skipped
