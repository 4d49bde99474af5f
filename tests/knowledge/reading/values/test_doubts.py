"""Values that could be read, and that do not agree with what stands around them (架空): told, and never claimed."""

from pathlib import Path

import pytest

from knowledge.reading.build import build

PERIOD = "計画期間：令和6年度から令和10年度まで"
HEAD = f"第2期 みぎわ町総合戦略\n{PERIOD}\n\n基本目標1 住み続けられるまち\n施策1 定住の促進\n\n"
COLUMNS = "指標\t単位\t基準値（R4）\t目標値（R10）\n"
RIGHT = "相談の件数\t件\t20\t30\n"


def read(folder: Path, text: str) -> tuple[list[str], list[str]]:
    path = folder / "plan.txt"
    path.write_text(HEAD + text, encoding="utf-8")
    base = build(path)
    kpis = [kpi for package in base.packages for kpi in package.kpis]
    told = [f"{one.message} {one.span.first_line if one.span else ''}" for one in base.report.findings]
    return [kpi.name for kpi in kpis], [one for one in told if "ため" in one and "取り込みません" in one]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("商工観光課\t\t12\t15", "指標の名前でない語"),
        ("120人\t\t12\t15", "指標の名前でない語"),
        ("現状値\t\t12\t15", "指標の名前でない語"),
        ("における参加\t人\t12\t15", "名前の一部"),
        ("（市の支援によるもの）\t件\t12\t15", "名前の一部"),
        ("うち女性\t人\t12\t15", "内訳や参考"),
        ("女性\t人\t12\t15", "内訳や参考"),
        ("（参考）全国平均\t件\t12\t15", "内訳や参考"),
        ("間伐の面積\t人\t12\t15", "互いに合わない"),
        ("講座の受講者数\t\t12人\t15ha", "互いに合わない"),
        ("講座の受講者数\t人\t12\t1,600", "桁が離れすぎている"),
        ("講座の受講者数\t人\t12\t2028", "桁が離れすぎている"),
        ("講座の受講者数\t人\t150\t2028", "年と見られる数"),
        ("講座の受講者数\t人\t12（R11）\t15（R10）", "年度が順に並ばない"),
    ],
)
def test_a_row_that_does_not_agree_is_told_with_its_line(tmp_path: Path, row: str, why: str) -> None:
    names, told = read(tmp_path, f"{COLUMNS}{RIGHT}{row}\n")
    assert names == ["相談の件数"]
    [one] = told
    assert why in one
    assert one.endswith(" 9")


@pytest.mark.parametrize(
    "row",
    [
        "講座の受講者数\t千人\t12\t15",
        "出荷の額\t百万円\t98\t120",
        "自殺死亡率（人口10万人当たり）\t人\t12\t10",
        "面積当たりの収穫の量\tkg\t12\t15",
        "講座の受講者数\t人\t1,900\t2028",
        "うちどくの参加者数\t人\t12\t15",
        "全国大会の出場者数\t人\t12\t15",
        "放課後の居場所\tか所\t3\t5",
    ],
)
def test_a_row_that_agrees_is_read(tmp_path: Path, row: str) -> None:
    names, told = read(tmp_path, f"{COLUMNS}{RIGHT}{row}\n")
    assert names == ["相談の件数", row.split("\t")[0]]
    assert not told


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ("米の\tt\t1,234\t1,350\n輸出\tt\t1,234\t1,350", "隣の行と値がすべて同じ"),
        ("米の輸出\tt\t12\t13\n米の輸出\tt\t15\t19", "同じ名前で違う値"),
    ],
)
def test_rows_that_contradict_each_other_are_both_doubted(tmp_path: Path, rows: str, why: str) -> None:
    names, told = read(tmp_path, f"{COLUMNS}{RIGHT}{rows}\n")
    assert names == ["相談の件数"]
    assert len([one for one in told if why in one]) == 2


def test_small_values_may_be_the_same_in_two_rows(tmp_path: Path) -> None:
    assert read(tmp_path, f"{COLUMNS}橋の点検\t％\t50\t100\n道の点検\t％\t50\t100\n")[0] == ["橋の点検", "道の点検"]


@pytest.mark.parametrize(
    ("header", "row", "why"),
    [
        ("目標\tKPI\t基準（R4）\tR8", "目標１ うみ\t受講者数\t12\t15", "名前より前にあり"),
        ("指標\t基準値（R4）\t目標値（うみ型）（R10）", "受講者数\t12\t15", "「うみ型」が何を言うか"),
        ("指標\t基準値（R4）\tうみ型\t目標値（R10）", "受講者数\t12\t13\t15", "「うみ型」の数が何の値か"),
    ],
)
def test_a_header_that_is_not_understood_holds_the_table_back(tmp_path: Path, header: str, row: str, why: str) -> None:
    names, told = read(tmp_path, f"{header}\n{row}\n")
    assert names == []
    assert any(why in one and "layout.toml" in one for one in told)
