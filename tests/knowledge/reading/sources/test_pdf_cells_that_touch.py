"""Tables without rules whose cells have next to no padding: headers, names and units touch. All 架空."""

from pathlib import Path

import pytest

from tests.knowledge.reading.sources.made import pdf_of, rows
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
