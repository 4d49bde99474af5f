"""A table whose header nobody knows is said with its lines: it would be prose without a word."""

import pytest

from tests.knowledge.reading.tables.test_plans import Plan, plan, told

__all__ = ["plan"]

ROWS = """架空の港の利用者数              人          9              15
架空の市の出店数                店          41             60
"""


def said(made: Plan, table: str) -> list[tuple[str, int]]:
    base = made(table)
    assert told(base) == []
    found = base.report.findings
    return [
        (one.severity, one.span.last_line - one.span.first_line) for one in found if one.span and "表" in one.message
    ]


def test_columns_of_spaces(plan: Plan) -> None:
    header = "名称                            数え方      はじめ         おわり"
    assert said(plan, f"施策1 港\n\n{header}\n{ROWS}") == [("warning", 2)]


def test_cells_with_a_column_of_units(plan: Plan) -> None:
    table = "名称\t単位\tはじめ\tおわり\n架空の港の利用者数\t人\t9\t15\n架空の市の出店数\t店\t41\t60"
    assert said(plan, table) == [("warning", 2)]


@pytest.mark.parametrize(
    "lines",
    [
        "架空の港をつくります。  架空の市をひらきます。  架空の道をひろげます。\n",
        "名称    数え方    はじめ    おわり\n",
        f"指標                            単位        基準値（R6）   目標値（R11）\n{ROWS}",
    ],
)
def test_sentences_a_header_alone_and_a_table_that_is_read_are_not(plan: Plan, lines: str) -> None:
    assert not [one for one in plan(lines).report.findings if "表の列が" in one.message]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_header_in_one_line_over_cells_one_on_each_is_said_with_all_of_them(plan: Plan, gap: str) -> None:
    cells = [
        "1の取組 架空の港の利用者数 人",
        "14",
        "(24年度)",
        "22",
        "(25年度)",
        "架空の市の面積",
        "ha",
        "21.7",
        "28.0",
    ]
    base = plan(gap.join(["主な取組 指標名 単位 現状 目標", *cells]))
    assert told(base) == []
    [span] = [one.span for one in base.report.findings if "目標と見られる行" in one.message]
    assert span
    assert span.last_line - span.first_line >= (len(cells) - 1) * len(gap)


def test_an_appendix_of_indicators_is_not_the_last_measure(plan: Plan) -> None:
    """「別表　KPI一覧」 right behind it."""
    table = "指標\t基準値（R6）\t目標値（R11）\n{}\t3人\t5人\n"
    base = plan(f"{table.format('架空の港の利用者数')}\n別表　KPI一覧\n{table.format('架空の市の出店数')}")
    assert [[kpi.name for kpi in one.kpis] for one in base.packages] == [["架空の港の利用者数"], ["架空の市の出店数"]]
