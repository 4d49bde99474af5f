"""Headers of several rows that part the values, groups of rows, and tables that go on on another page."""

from pathlib import Path

import pytest

from knowledge.reading.build import build
from tests.knowledge.reading.tables.printed import findings, printed
from tests.knowledge.reading.tables.test_plans import Plan, plan, told, warnings

__all__ = ["plan"]
MEN_AND_WOMEN = ["受診率［男］ 40%@2024 → 45%@2029", "受診率［女］ 50%@2024 → 55%@2029"]


@pytest.mark.parametrize(
    "table",
    [
        "指標\t現状値（R6）\t\t目標値（R11）\t\n\t男\t女\t男\t女\n受診率\t40％\t50％\t45％\t55％",
        "指標\t現状値（R6）\t現状値（R6）\t目標値（R11）\t目標値（R11）\n指標\t男\t女\t男\t女\n受診率\t40％\t50％\t45％\t55％",
        "指標\t単位\t現状値（R6）\t\t目標値（R11）\t\n\t\t男\t女\t男\t女\n受診率\t％\t40\t50\t45\t55",
        "指標\t男\t\t女\t\n\t現状値（R6）\t目標値（R11）\t現状値（R6）\t目標値（R11）\n受診率\t40％\t45％\t50％\t55％",
        "指標\t現状値（男）R6\t現状値（女）R6\t目標値（男）R11\t目標値（女）R11\n受診率\t40％\t50％\t45％\t55％",
        "指標\t区分\t現状値（R6）\t目標値（R11）\n受診率\t男\t40％\t45％\n\t女\t50％\t55％",
        "指標\t\t現状値（R6）\t目標値（R11）\n受診率\t男\t40％\t45％\n\t女\t50％\t55％",
    ],
)
def test_a_part_may_stand_in_the_header_or_beside_the_name(plan: Plan, table: str) -> None:
    base = plan(table)
    assert told(base) == MEN_AND_WOMEN
    assert not warnings(base)


def test_the_whole_beside_a_part_is_the_indicator_itself(plan: Plan) -> None:
    header = "指標\t全体\t\t65歳以上\t\n\t現状（R6）\t目標（R11）\t現状（R6）\t目標（R11）"
    assert told(plan(f"{header}\n外出率\t90％\t95％\t85％\t90％")) == [
        "外出率 90%@2024 → 95%@2029",
        "外出率［65歳以上］ 85%@2024 → 90%@2029",
    ]


@pytest.mark.parametrize(
    "header",
    [
        "現状値（R6）\t目標値（女性）",
        "現状値（全体）\t目標値（女性）",
        "目標値（前期）\t目標値（後期）",
        "現状値（男性）\t目標値（女性）",
    ],
)
def test_a_part_that_not_all_values_have_is_asked_about(header: str) -> None:
    assert printed(f"指標\t{header}\n受診率\t40％\t50％") == []
    assert findings(f"指標\t{header}\n受診率\t40％\t50％")


@pytest.mark.parametrize("label", ["しごと", "ひと", "ふるさと"])
def test_a_group_of_rows_is_no_beginning_of_a_name(label: str) -> None:
    text = f"指標\t現状値（R6）\t目標値（R11）\n{label}\t\t\n新規就業者数\t3人\t20人"
    assert printed(text) == ["新規就業者数 | 3人@2024 | 20人@2029"]
    assert printed(text.replace(label, f"{label}との"))[0].startswith(f"{label}との新規就業者数")


@pytest.mark.parametrize("header", ["現状値\t目標値\t\t\n\tR6\tR7\tR9\tR11", "現状値（R6）\t目標値（R7）\tR9\tR11"])
def test_years_behind_the_first_target_are_targets_of_the_plan(plan: Plan, header: str) -> None:
    base = plan(f"指標\t{header}\n新規就業者数\t3人\t5人\t10人\t20人")
    assert told(base) == ["新規就業者数 3人@2024 → 5人@2025 → 10人@2027 → 20人@2029"]
    spaced = "指標            現状値      目標値\n                  R6          R7      R9      R11"
    assert told(plan(f"{spaced}\n新規就業者数      3人         5人     10人    20人")) == told(base)


def test_a_year_behind_the_target_and_the_plan_is_left_out_and_named(plan: Plan) -> None:
    base = plan("指標\t現状値（R6）\t目標値（R11）\tR16\n新規就業者数\t3人\t20人\t50人")
    assert told(base) == ["新規就業者数 3人@2024 → 20人@2029"]
    assert any(finding.columns == ("R16",) for finding in base.report.findings)


def test_rows_that_go_on_behind_the_head_of_a_page_are_said(plan: Plan) -> None:
    rows = "新規就業者数\t3人\t20人\n\nみなも町基本計画\n12\n\n空き家の戸数\t320戸\t280戸"
    table = f"指標\t現状値（R6）\t目標値（R11）\n{rows}"
    assert any("空き家の戸数" in message and "続き" in message for message in warnings(plan(table)))
    other = table.replace("空き家の戸数\t320戸\t280戸", "年度\t総人口\t世帯数")
    assert not warnings(plan(other))


def test_a_markdown_table_goes_on_behind_a_blank_line(plan: Plan) -> None:
    rows = "| 新規就業者数 | 3人 | 20人 |\n\n| 空き家の戸数 | 320戸 | 280戸 |"
    base = plan(f"| 指標 | 現状値（R6） | 目標値（R11） |\n|---|---|---|\n{rows}")
    assert told(base) == ["新規就業者数 3人@2024 → 20人@2029", "空き家の戸数 320戸@2024 → 280戸@2029"]


def test_a_header_over_two_columns_names_and_parts(tmp_path: Path) -> None:
    """As a merged cell is read; a row that prints one name over both has no part."""
    (tmp_path / "plan.txt").write_text(
        "みどり市総合戦略\n\n計画期間は令和7年度から令和11年度までです。\n\n基本目標1　緑\n\n"
        "指標\t指標\t現状(R5)\t目標(R9)\n解消率\t解消率\t91.3%\t100%\n"
        "体力の割合\t小５男子\t33.8%\t40.0%\n体力の割合\t小５女子\t39.5%\t45.0%\n",
        encoding="utf-8",
    )
    [goal] = build(tmp_path / "plan.txt").goals
    assert [(one.name, one.part) for one in goal.targets] == [
        ("解消率", None),
        ("体力の割合", "小５男子"),
        ("体力の割合", "小５女子"),
    ]


@pytest.mark.parametrize(
    "table",
    [
        "  指標                              現状値                  目標値\n"
        "  やせの人の割合      男性          28.0％（R4）            25.0％（R11）\n"
        "                      女性          9.1％（R4）             8.0％（R11）\n",
        "  指標                              現状値                  目標値\n"
        "  やせの人の割合\n"
        "    男性                            28.0％（R4）            25.0％（R11）\n"
        "    女性                            9.1％（R4）             8.0％（R11）\n",
        "|指標|現状値|目標値|\n|---|---|---|\n"
        "|やせの人の割合（男性）|28.0％（R4）|25.0％（R11）|\n|（女性）|9.1％（R4）|8.0％（R11）|\n",
    ],
)
def test_a_row_that_names_only_a_part_is_of_the_indicator_above(plan: Plan, table: str) -> None:
    base = plan(table)
    names = [one.split(" 28")[0].split(" 9")[0].replace(" 男性", "（男性）") for one in told(base)]
    assert names == ["やせの人の割合（男性）", "やせの人の割合（女性）"]
    assert warnings(base) == []


def test_a_part_behind_an_indicator_of_no_part_keeps_its_own_name(plan: Plan) -> None:
    base = plan("指標\t現状値（R5）\t目標値（R11）\n移住相談件数\t120件\t200件\n市民\t100人\t120人")
    assert [one.split()[0] for one in told(base)] == ["移住相談件数", "市民"]
