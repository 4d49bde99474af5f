"""A workbook of a plan: one list of indicators with its goal and measure in merged cells, one of projects (架空)."""

import io
from pathlib import Path

import pytest
from openpyxl import Workbook

from knowledge.model.records import KnowledgeBase
from knowledge.reading.build import build
from knowledge.reading.sources.pieces import PlacedCell, filled_table

GOALS = {"基本目標１ 港の仕事をつくる": "１－１ 漁業の担い手", "基本目標２ 人の流れをつくる": "２－１ 移住の促進"}
HEADERS = {
    "each year": (
        ["番号", "基本目標", "施策", "指標", "単位", "現状値", "現状年度", *["目標値"] * 3, "所管課"],
        ["", "", "", "", "", "", "", "R7", "R9", "R11", ""],
    ),
    "only one row": (
        ["No.", "基本目標", "施策名", "KPI", "単位", "基準値", "基準年度", "R7目標", "R9目標", "R11目標", "担当"],
        [],
    ),
}
GOAL_LABELS = ("【数値目標】", "数値目標", "成果目標")


def made(folder: Path, header: tuple[list[str], list[str]], label: str, caption: list[str]) -> KnowledgeBase:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["第2期架空町総合戦略 指標の一覧"])
    sheet.append([])
    rows: list[list[str | int]] = [[*own] for own in (caption, *header) if own]
    for n, (goal, measure) in enumerate(GOALS.items()):
        rows.append(["", goal, label, f"市内の数{n}", "人", 21480 + n, "R5", "－", "－", 21800 + n, "企画課"])
        rows.append(["", goal, measure, f"研修の参加者数{n}", "人", 22, "R5", 24, 26, 32 + n, "産業課"])
    for row in rows:
        sheet.append(row)
    top = 3 + bool(caption)
    if header[1]:
        for column in (1, 2, 3, 4, 5, 6, 7, 11):
            sheet.merge_cells(start_row=top, end_row=top + 1, start_column=column, end_column=column)
    projects = book.create_sheet("事業")
    projects.append(["No.", "基本目標", "施策", "事業名", "事業の内容"])
    for n, (goal, measure) in enumerate(GOALS.items()):
        projects.append([n, goal, measure, f"架空支援事業{n}", "支援します。"])
    path = folder / "plan.xlsx"
    out = io.BytesIO()
    book.save(out)
    path.write_bytes(out.getvalue())
    return build(path)


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
@pytest.mark.parametrize("label", GOAL_LABELS)
@pytest.mark.parametrize("caption", [["計画期間：令和7年度～令和11年度", *[""] * 9, "令和7年3月"], []])
def test_a_list_of_indicators_makes_goals_measures_and_their_rows(
    tmp_path: Path, header: tuple[list[str], list[str]], label: str, caption: list[str]
) -> None:
    base = made(tmp_path, header, label, caption)
    assert [(goal.name, [one.name for one in goal.targets]) for goal in base.goals] == [
        ("港の仕事をつくる", ["市内の数0"]),
        ("人の流れをつくる", ["市内の数1"]),
    ]
    assert [one.name for one in base.packages] == ["漁業の担い手", "移住の促進"]
    kpis = [kpi for one in base.packages for kpi in one.kpis]
    assert [(kpi.name, str(kpi.baseline and kpi.baseline.value)) for kpi in kpis] == [
        ("研修の参加者数0", "22"),
        ("研修の参加者数1", "22"),
    ]
    assert [[one.fiscal_year for one in (*kpi.interim, kpi.target)] for kpi in kpis] == [[2025, 2027, 2029]] * 2
    assert [[project.name for project in one.projects] for one in base.packages] == [
        ["架空支援事業0"],
        ["架空支援事業1"],
    ]


@pytest.mark.parametrize("rest", ["輸出量", "（市の支援を受けたもの）"])
def test_a_name_in_two_cells_beside_merged_values_is_one(tmp_path: Path, rest: str) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["架空市総合戦略（令和7年度～令和11年度）"],
        [],
        ["基本目標１ しごとを興す"],
        ["施策１－１ 農業"],
        ["主な事業", "KPI", "単位", "現状値（R5）", "目標値（R11）"],
        ["輸出の試行事業", "いちごの", "kg", 12, 80],
        ["ハウスの整備事業", rest, None, None, None],
        ["研修事業", "新規就農者数", "人", 3, 9],
    ):
        sheet.append(row)
    for column in "CDE":
        sheet.merge_cells(f"{column}6:{column}7")
    path = tmp_path / "plan.xlsx"
    book.save(path)
    base = build(path)  # two projects stand beside it, too: whose values they are is not known
    assert [kpi.name for package in base.packages for kpi in package.kpis] == ["新規就農者数"]
    assert sum("どちらの行の値か分からない" in one.message for one in base.report.findings) == 2
    sheet["A6"], sheet["A7"] = None, None
    book.save(path)
    assert [kpi.name for package in build(path).packages for kpi in package.kpis] == [f"いちごの{rest}", "新規就農者数"]


def test_two_whole_names_beside_merged_cells_are_two() -> None:
    head = [PlacedCell(0, at, text) for at, text in enumerate(("項目", "内容", "担当課"))]
    rows = [
        PlacedCell(1, 0, "朝市"),
        PlacedCell(1, 1, "支えます。", 2),
        PlacedCell(1, 2, "商工課", 2),
        PlacedCell(2, 0, "夜市"),
    ]
    assert [row.cells[0] for row in filled_table([*head, *rows]).rows] == ["項目", "朝市", "夜市"]
