"""Tables without rules whose cells have next to no padding: headers, names and units touch. All 架空."""

from pathlib import Path

import pytest

from tests.knowledge.reading.sources.made import pdf_of, read, rows
from tests.knowledge.reading.sources.test_pdf_without_rules import cells, plain

INSETS = ["0pt", "0.5pt", "1pt", "1.5pt", "2pt", "(x: 1pt, y: 4pt)"]
SHIPS = (
    ("指標", "単位", "現状値（令和6年度）", "目標値（令和12年度）"),
    ("船の利用者", "人", "98", "120"),
    ("苗木の配布の数", "件", "200", "300"),
)
STAYS = (
    ("重要業績評価指標（KPI）", "単位", "基準値（R5）", "中間値（R9）", "目標値（R11）"),
    ("古い家に泊まった人の数", "人", "1,098", "1,110", "1,200"),
    ("山の道を歩いた人の割合", "％", "60.5", "62.5", "65.0"),
    ("湯を守る会に入った家", "戸", "41", "45", "50"),
)


@pytest.mark.parametrize("table", [SHIPS, STAYS])
@pytest.mark.parametrize("align", ["left", "center", "right"])
@pytest.mark.parametrize("inset", INSETS)
def test_cells_that_touch_are_parted_by_headers_and_by_the_rows_around_them(
    inset: str, align: str, table: tuple[tuple[str, ...], ...], tmp_path: Path
) -> None:
    more = f"align: {align}, inset: {inset},"
    data = pdf_of(plain(str(len(table[0])), ", ".join(cells(*row) for row in table), more))
    assert rows(tmp_path, data) == list(table)


@pytest.mark.parametrize("align", ["left", "center"])
@pytest.mark.parametrize("inset", ["1.5pt", "2pt"])
def test_a_broken_name_goes_with_its_row_though_the_next_row_is_nearer(inset: str, align: str, tmp_path: Path) -> None:
    names = ("空き家に移り住んだ人の数", "空き家バンクの登録件数", "住み続けたい市民の割合")
    table = [
        ("指標の名前", "基準値", "目標値"),
        *((name, f"{at}20人", f"{at}50人") for at, name in enumerate(names, 1)),
    ]
    data = pdf_of(
        plain("(90pt, 60pt, 60pt)", ", ".join(cells(*row) for row in table), f"align: {align}, inset: {inset},")
    )
    assert rows(tmp_path, data) == table


def test_headers_over_several_columns_each_are_left_alone(tmp_path: Path) -> None:
    head = "[指標], table.cell(colspan: 2)[基準値（令和5年度）], table.cell(colspan: 2)[目標値（令和11年度）],"
    body = "[港に寄る人], [男 1,200], [女 1,100], [男 1,500], [女 1,400]"
    found = rows(tmp_path, pdf_of(plain("5", head + body + ", [山に登る人], [男 200], [女 100], [男 500], [女 400]")))
    assert found[1:] == [
        ("港に寄る人", "男 1,200", "女 1,100", "男 1,500", "女 1,400"),
        ("山に登る人", "男 200", "女 100", "男 500", "女 400"),
    ]
    assert [cell for cell in found[0] if "令和5年度" in cell and "令和11年度" in cell] == []


def test_headers_broken_in_their_years_are_parted_too(tmp_path: Path) -> None:
    table = [
        ("指標の名前", "単位", "基準値（令和6年度）", "中間目標値（令和10年度）", "目標値（令和12年度）"),
        ("船で通う人の数", "人", "98", "110", "1,500（5年間累計）"),
        ("苗木を配った数", "本", "200", "250", "300"),
    ]
    widths = "(70pt, 24pt, 70pt, 74pt, 74pt)"
    data = pdf_of(plain(widths, ", ".join(cells(*row) for row in table), "align: left, inset: (x: 0pt, y: 3pt),"))
    assert rows(tmp_path, data) == table


@pytest.mark.parametrize("heading", ["基本目標2　人を迎える村", "施策1-2　山の道を直す"])
def test_a_heading_in_letters_of_the_table_is_none_of_its_rows(heading: str, tmp_path: Path) -> None:
    table = plain(
        "(2fr, 1fr, 1fr)",
        cells("指標", "基準値", "目標値", "船の利用者", "90人", "120人", "苗木", "3本", "9本"),
        "inset: (x: 0pt, y: 3pt),",
    )
    lines = read(tmp_path, pdf_of(f"#set block(spacing: 6pt)\n{table}\n{heading}\n\n{table}")).lines
    assert [line.text.replace("\u3000", " ") for line in lines if line.text and not line.cells] == [
        heading.replace("\u3000", " ")
    ]
    assert len([line for line in lines if line.cells]) == 6


def test_cells_that_lie_over_one_another_are_not_read(tmp_path: Path) -> None:
    body = "[指標], [基準値], [目標値], [健康寿命], [#box(width: 20pt)[男 79.8年 女 84.2年]], [男 80.5年 女 84.8年]"
    found = rows(tmp_path, pdf_of(plain("(80pt, 60pt, 110pt)", body + ", [船の利用者], [90人], [120人]")))
    assert all("80.5" not in row[1] for row in found)
    assert found[-1] == ("船の利用者", "90人", "120人")
