"""A record that is named by its printed number and nothing else."""

from datetime import date
from pathlib import Path

import pytest

from knowledge.answers import Engine
from knowledge.japanese.vocabulary import Phrases, load_vocabulary
from knowledge.model.catalog import Catalog
from knowledge.reading import build

PLAN = """ぎんが市総合戦略

ぎんが市

基本目標1 働く

施策1-1 商いを支える

商店を支えます。

KPI\t基準値（令和5年度）\t目標値（令和11年度）
創業件数\t8件\t12件

基本目標2 育てる

施策2-1 産み育てる

産前から支えます。

KPI\t基準値（令和5年度）\t目標値（令和11年度）
利用件数\t5件\t9件
"""


@pytest.mark.parametrize(
    ("question", "titles"),
    [
        ("基本目標2は？", ["育てる"]),
        ("施策1-1は？", ["商いを支える"]),
        ("施策2-1について", ["産み育てる"]),
        ("施策2-1のKPI", ["利用件数"]),
    ],
)
def test_it_is_shown(tmp_path: Path, question: str, titles: list[str]) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, encoding="utf-8")
    engine = Engine(Catalog(build(path)), Phrases({}, {}), load_vocabulary())
    answer = engine.answer(question, today=date(2027, 4, 1))
    assert [item.title for item in answer.items] == titles
