"""Which headings an answer cites for a place, where no prose stands between a heading and its table."""

from pathlib import Path

from knowledge.model.catalog import Catalog
from knowledge.reading.build import build

ROWS = "指標\t現状値（R5）\t目標値（R11）\n{}\t10か所\t12か所\n"
PLAN = (
    "みどり市総合戦略（令和7年度～令和11年度）\n\n第1章　基本的な考え方\n考え方です。\n\n第2章　施策の展開\n"
    f"基本目標1　緑\n{ROWS.format('緑地')}施策1　公園\n{ROWS.format('遊具')}施策2　街路樹\n木を植えます。\n"
    f"{ROWS.format('苗木')}基本目標2　水\n{ROWS.format('泉')}"
)


def test_a_place_is_cited_with_the_headings_over_it_not_with_those_of_the_prose_before(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text(PLAN, encoding="utf-8")
    catalog = Catalog(build(plan))
    found = {one.name: catalog.headings(one.span) for one in catalog.indicators.values()}
    assert found == {
        "緑地": ("第2章 施策の展開", "緑"),
        "遊具": ("第2章 施策の展開", "緑", "公園"),
        "苗木": ("第2章 施策の展開", "基本目標1 緑", "施策2 街路樹"),
        "泉": ("水",),
    }
