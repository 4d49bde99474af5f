"""Ways whose years stand in brackets before their values (架空)."""

from pathlib import Path

import pytest

from knowledge.reading.build import build

TEXT = """入江市総合戦略

計画期間　令和７年度～令和11年度

基本目標１　働く場をふやす

施策１－１　港の仕事

◎ＫＰＩ
　朝市の来場者数　　　　　{0}1,200人　⇒　{1}1,500人
　新しく開いた店　　　　　{0} 4店　⇒　{2}20店
"""


@pytest.mark.parametrize("years", [("【R5】", "【R11】", "【R7～R11累計】"), ("［R5］", "［R11］", "［R7～R11累計］")])
def test_years_in_brackets_before_values_are_theirs(tmp_path: Path, years: tuple[str, ...]) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(TEXT.format(*years), encoding="utf-8")
    kpis = [kpi for one in build(path).packages for kpi in one.kpis]
    assert [f"{one.name} {one.baseline and one.baseline.fiscal_year} {one.target.value}" for one in kpis] == [
        "朝市の来場者数 2023 1500",
        "新しく開いた店 2023 20",
    ]
    assert [one.counting for one in kpis] == ["single", "cumulative"]
