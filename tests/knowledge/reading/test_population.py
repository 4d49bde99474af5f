"""人口の目標 in a chapter of its own is what the whole plan aims at, and no measure (架空)."""

from decimal import Decimal
from pathlib import Path

import pytest

from knowledge.model.records import KnowledgeBase
from knowledge.reading.build import build

HEADER = "指標\t基準値（R5）\t目標値（R11）"
GOAL = f"第3章 施策\n\n基本目標1 浜で働く\n\n施策1 磯の手入れ\n\n{HEADER}\n藻場の面積\t2ha\t6ha\n"


def read(tmp_path: Path, head: str, *rows: str) -> KnowledgeBase:
    path = tmp_path / "plan.txt"
    table = "\n".join((HEADER, *rows))
    path.write_text(f"しおみ町総合戦略\n\n第2章 {head}\n\n{table}\n\n{GOAL}", encoding="utf-8")
    return build(path)


@pytest.mark.parametrize("head", ["人口の目標", "めざす人口", "将来人口", "人口の見通し"])
@pytest.mark.parametrize("name", ["総人口", "町の総人口", "令和11年の人口（国勢調査）"])
def test_the_only_indicator_of_a_chapter_on_population_is_of_the_plan(tmp_path: Path, head: str, name: str) -> None:
    base = read(tmp_path, head, f"{name}\t3,100人\t2,800人")
    aim = base.strategy.population_target
    assert aim
    assert aim.baseline
    assert (aim.name, aim.baseline.value, aim.target.value) == (name, Decimal(3100), Decimal(2800))
    assert [one.name for one in base.packages] == ["磯の手入れ"]


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        ("関係人口", ["関係人口\t310人\t800人"]),
        ("人口の目標", ["総人口\t3,100人\t2,800人", "年少人口\t300人\t310人"]),
        ("にぎわいの目標", ["総人口\t3,100人\t2,800人"]),
    ],
)
def test_others_stay_where_they_stand(tmp_path: Path, head: str, rows: list[str]) -> None:
    base = read(tmp_path, head, *rows)
    assert base.strategy.population_target is None
    assert [(one.name, len(one.kpis)) for one in base.packages] == [(head, len(rows)), ("磯の手入れ", 1)]
