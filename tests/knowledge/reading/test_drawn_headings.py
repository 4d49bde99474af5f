"""Headings that a plan draws: in a box, within brackets as a whole, as a row of a table that is one cell across."""

from pathlib import Path

import pytest

from knowledge.model.catalog import Catalog
from knowledge.reading.blocks import heading
from knowledge.reading.build import build
from knowledge.reading.layout import shipped_layout
from knowledge.reading.source import Line

TABLE = "指標\t現状値（R5）\t目標値（R11）\n{}\t10か所\t12か所\n\n"
OPENING = "みどり市総合戦略\n\n計画期間は令和7年度から令和11年度までです。\n\n"
BOX = "┌────────────┐\n│ {}　　　　　　　主担当：{} │\n└────────────┘\n"


def homes(folder: Path, text: str) -> dict[str, str]:
    """Of each indicator the measure, or else the goal, that it hangs on."""
    (folder / "plan.txt").write_text(OPENING + text, encoding="utf-8")
    catalog = Catalog(build(folder / "plan.txt"))
    found = {kpi.name: catalog.package_of_kpi(kpi) for kpi in catalog.kpis.values()}
    of_goals = {target.name: goal.name for goal in catalog.base.goals for target in goal.targets}
    return {name: package.name if package else "" for name, package in found.items()} | of_goals


def test_a_box_is_drawn_around_a_heading(tmp_path: Path) -> None:
    text = "政策1　水と緑\n\n" + "".join(
        BOX.format(f"施策1-{n}　{name}", "公園課") + f"{name}を進めます。\n\n{TABLE.format(what)}"
        for n, (name, what) in enumerate([("公園", "遊具"), ("街路樹", "苗木")], start=1)
    )
    assert homes(tmp_path, text) == {"遊具": "公園", "苗木": "街路樹"}


@pytest.mark.parametrize(("opening", "closing"), [("＜", "＞"), ("【", "】"), ("《", "》"), ("〔", "〕"), ("［", "］")])
def test_brackets_hold_the_whole_of_a_heading(tmp_path: Path, opening: str, closing: str) -> None:
    text = "".join(
        f"{opening}基本目標{n}　{name}{closing}\n\n１　成果目標\n{TABLE.format(what)}"
        for n, name, what in [("Ⅰ", "緑をふやす", "緑地"), ("Ⅱ", "水を守る", "泉")]
    )
    assert homes(tmp_path, text) == {"緑地": "緑をふやす", "泉": "水を守る"}


def test_a_row_of_one_cell_over_a_table_heads_it(tmp_path: Path) -> None:
    text = "基本目標1　緑をふやす\n\n" + "".join(
        f"（{n}）{name}\t\t\n{TABLE.format(what)}" for n, name, what in [(1, "公園", "遊具"), (2, "街路樹", "苗木")]
    )
    assert homes(tmp_path, text) == {"遊具": "公園", "苗木": "街路樹"}


@pytest.mark.parametrize(
    ("cells", "head"),
    [
        (("（1）公園", "（1）公園", "（1）公園"), "公園"),  # as Word and PDF give a merged cell
        (("（1）公園", "", ""), "公園"),
        (("（1）公園", "10か所", ""), None),
        (("公園", "", ""), None),
        (("", "（1）公園", ""), None),
    ],
)
def test_only_what_is_numbered_or_named_heads_a_table_from_within(cells: tuple[str, ...], head: str | None) -> None:
    found = heading(shipped_layout(), Line(1, "\t".join(cells), "", cells=cells))
    assert (found and found.text) == head


def test_a_box_that_opens_with_words_is_read_as_text(tmp_path: Path) -> None:
    """「┌ 指標　創業件数」: no card whose border is a line of its own."""
    (tmp_path / "plan.txt").write_text(
        OPENING + "基本目標1　働く\n\n┌ 指標　創業件数\n│ 現状　8件（令和5年度）\n└ 目標　12件（令和11年度）\n",
        encoding="utf-8",
    )
    lines = [passage.text for passage in Catalog(build(tmp_path / "plan.txt")).base.passages]
    assert any("創業件数" in line for line in lines)
