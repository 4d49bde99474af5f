"""Notes above and under tables: what they say reaches the values they speak of, or is a finding."""

from pathlib import Path

import pytest

from knowledge.reading.build import build
from tests.knowledge.reading.tables.test_plans import BEFORE, Plan, plan, told, warnings

__all__ = ["plan"]
BARE = "指標\t単位\t現状値（令和5年度）\t目標値（令和11年度）\n講座の受講者数\t人\t30\t400\n相談件数\t件\t50\t700"
DATED = "指標\t現状値\t目標値\n講座の受講者数\t30人（R5）\t400人（R11）"


@pytest.mark.parametrize(
    ("note", "first"),
    [
        ("※目標値は令和7年度から令和11年度までの累計", "講座の受講者数 30人@2023 → 400人@2025-2029累計"),
        ("※ 目標値は、5年間の累計です。", "講座の受講者数 30人@2023 → 400人@2025-2029累計"),
        ("（注）目標値は計画期間中の累計値", "講座の受講者数 30人@2023 → 400人@2025-2029累計"),
        ("注1：目標値：R7～R11の合計", "講座の受講者数 30人@2023 → 400人@2029"),
        ("※いずれも5年間の平均", "講座の受講者数 30人@2019-2023平均 → 400人@2025-2029平均"),
        ("※現状値及び目標値は５か年の平均値", "講座の受講者数 30人@2019-2023平均 → 400人@2025-2029平均"),
        ("※講座の受講者数の目標値は５年間の累計", "講座の受講者数 30人@2023 → 400人@2025-2029累計"),
        ("※数値は暦年", "講座の受講者数 30人@2023（暦年） → 400人@2029（暦年）"),
        ("※数値は各年度末", "講座の受講者数 30人@2023 → 400人@2029"),
        ("※講座は市民大学を含む。", "講座の受講者数 30人@2023 → 400人@2029"),
        ("※相談件数の目標値は5年間の累計", "講座の受講者数 30人@2023 → 400人@2029"),
    ],
)
@pytest.mark.parametrize("order", ["{table}\n{note}", "{table}\n\n{note}", "{note}\n{table}"])
def test_a_note_on_years_reaches_the_values_it_names(plan: Plan, note: str, first: str, order: str) -> None:
    base = plan(order.format(table=BARE, note=note))
    assert told(base)[0] == first
    assert len(warnings(base)) == (1 if note.startswith("注1") else 0)


@pytest.mark.parametrize("gap", ["", "\n"])
@pytest.mark.parametrize("last", ["※ 目標値は、5年間の累計です。", "（単位：人）"])
def test_a_note_may_be_the_last_line_of_a_document(tmp_path: Path, gap: str, last: str) -> None:
    path = tmp_path / "strategy.txt"
    path.write_text(BEFORE.format(7, 5) + f"{BARE}\n{gap}{last}", encoding="utf-8")
    assert len(told(build(path))) == 2


def test_a_note_on_a_year_dates_the_values_that_have_none(plan: Plan) -> None:
    base = plan("指標\t現状値\t目標値（R11）\n受講者数\t30人\t40人\n相談件数\t5件\t7件\n※現状値は令和4年度の実績")
    assert told(base) == ["受講者数 30人@2022 → 40人@2029", "相談件数 5件@2022 → 7件@2029"]


def test_a_note_on_years_counts_beside_a_year_in_the_cell(plan: Plan) -> None:
    base = plan(f"{DATED}\n※目標値は5年間の累計")
    assert told(base) == ["講座の受講者数 30人@2023 → 400人@2025-2029累計"]


@pytest.mark.parametrize(
    "note",
    [
        "※一部の値は5年間の累計",
        "※現状値は令和4年度",
        "※3 目標値は5年間の累計",
        "※目標値は令和7年度から毎年度見直す国の計画の累計",
        "（単位：人、件）",
    ],
)
def test_a_note_that_cannot_be_placed_is_a_finding(plan: Plan, note: str) -> None:
    base = plan(f"指標\t現状値（R5）\t目標値（R11）\n受講者数\t30\t400\n相談数\t5\t7\n{note}")
    assert told(base) == ["受講者数 30@2023 → 400@2029", "相談数 5@2023 → 7@2029"]
    assert [note[:12] in one and "受講者数" in one for one in warnings(base)] == [True]


def test_a_marked_note_speaks_of_the_marked_alone(plan: Plan) -> None:
    table = "指標\t現状値（R5）\t目標値（R11）\n受講者数※1\t30人\t400人\n相談件数\t5件\t7件"
    base = plan(f"{table}\n※1 目標値は5年間の累計")
    assert [one.split(" → ")[1] for one in told(base)] == ["400人@2025-2029累計", "7件@2029"]


@pytest.mark.parametrize("caption", ["（単位：千人）", "単位：千人", "［単位　千人］", "※単位：千人"])
@pytest.mark.parametrize("order", ["{caption}\n{table}", "{table}\n{caption}", "{table}\n\n{caption}"])
def test_a_caption_gives_the_unit_of_values_without_one(plan: Plan, caption: str, order: str) -> None:
    table = "指標\t現状値（R5）\t目標値（R11）\n来訪者数\t1,200\t1,500\n再訪者の割合\t30％\t35％"
    assert told(plan(order.format(table=table, caption=caption))) == [
        "来訪者数 1200千人@2023 → 1500千人@2029",
        "再訪者の割合 30%@2023 → 35%@2029",
    ]


@pytest.mark.parametrize(
    "title",
    [
        "【数値目標】（単位：千人）",
        "■KPI　（単位：千人）\n",
        "**数値目標（単位：千人）**\n\n※市の調べ",
        "数値目標 [単位 千人]",
    ],
)
def test_a_caption_behind_the_title_of_a_table_gives_the_unit_too(plan: Plan, title: str) -> None:
    table = "指標\t現状値（R5）\t目標値（R11）\n来訪者数\t1,200\t1,500\n再訪者の割合\t30％\t35％"
    assert told(plan(f"{title}\n{table}")) == [
        "来訪者数 1200千人@2023 → 1500千人@2029",
        "再訪者の割合 30%@2023 → 35%@2029",
    ]
    assert any("（単位：人・％）" in said for said in warnings(plan(f"数値目標（単位：人・％）\n{table}")))


def test_a_caption_over_columns_of_spaces_is_of_all_of_them(plan: Plan) -> None:
    table = """                                        （単位：千人）
指標              現状値（R5）      目標値（R11）
来訪者数          1,200             1,500
宿泊者数          86                110
"""
    assert told(plan(table)) == ["来訪者数 1200千人@2023 → 1500千人@2029", "宿泊者数 86千人@2023 → 110千人@2029"]


def test_a_unit_in_the_corner_is_of_the_whole_table(plan: Plan) -> None:
    table = "指標（単位：千人）\t現状値（R5）\t目標値（R11）\n来訪者数\t1,200\t1,500"
    assert told(plan(table)) == ["来訪者数 1200千人@2023 → 1500千人@2029"]


def test_a_caption_between_two_tables_is_of_the_one_below(plan: Plan) -> None:
    table = "指標\t現状値（R5）\t目標値（R11）\n{0}\t1,200\t1,500"
    both = f"{table.format('来訪者数')}\n（単位：千人）\n{table.format('宿泊者数')}\n（単位：億人）"
    assert told(plan(both)) == ["来訪者数 1200@2023 → 1500@2029", "宿泊者数 1200千人@2023 → 1500千人@2029"]


@pytest.mark.parametrize("header", ["目標値（累計）", "目標値（R11）累計", "最終目標（累計）"])
def test_a_header_or_a_cell_that_says_cumulative_makes_the_indicator_so(plan: Plan, header: str) -> None:
    base = plan(f"指標\t現状値（R5）\t{header}\n受講者数\t30人\t400人")
    assert [kpi.counting for package in base.packages for kpi in package.kpis] == ["cumulative"]
    cell = plan("指標\t現状値（R5）\t目標値（R11）\n受講者数\t30人\t400人（累計）")
    assert [kpi.counting for package in cell.packages for kpi in package.kpis] == ["cumulative"]


@pytest.mark.parametrize(
    ("remark", "read_as"),
    [
        ("基準値は令和４年", "3@2022（暦年） → 20@2029"),
        ("国の調査、基準値は令和４年度調査", "3@2022 → 20@2029"),
        ("５か年累計", "3@2023 → 20@2025-2029累計"),
        ("暦年", "3@2023（暦年） → 20@2029（暦年）"),
        ("新しい事業", "3@2023 → 20@2029"),
        ("単年度", "3@2023 → 20@2029"),
    ],
)
def test_a_remark_of_a_row_is_of_its_values(plan: Plan, remark: str, read_as: str) -> None:
    head = "指標\t現状値（R5）\t目標値（R11）\t備考"
    base = plan(f"{head}\n研修の参加者数\t3\t20\t{remark}\n講座の数\t4\t5\t")
    assert told(base) == [f"研修の参加者数 {read_as}", "講座の数 4@2023 → 5@2029"]
    assert not warnings(base)


def test_a_remark_with_a_year_that_is_not_understood_is_told(plan: Plan) -> None:
    remark = "基準値は令和４年度の半年分を倍にした"
    base = plan(f"指標\t現状値（R5）\t目標値（R11）\t備考\n研修の参加者数\t3\t20\t{remark}")
    assert any("どの値のことか分からない" in one for one in warnings(base))
