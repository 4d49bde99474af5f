"""Columns that say of each row whether it is a sum, and on which side of its target it should be (架空)."""

from pathlib import Path

from knowledge.reading.build import build

TEXT = """なぎさ町　第３期総合戦略

計画期間	令和７年度～令和11年度

基本目標１　仕事を太くする

施策	指標	単位	累／単	現状（R5）	目標（R9）	目標（R11）	条件	担当
ア 人手をつなぐ	説明会から就職した人	人	累	12	15	30		産業課
ア 人手をつなぐ	休業した店の割合	％	単	4.4	4.0	3.5	以下	産業課
イ 町を売る	町の魅力度	位	単	512	450	400	以内	企画課
イ 町を売る	市の来場者	万人	単	18.4	20.0	25.0以上		観光課
"""


def test_a_sum_is_counted_as_one_and_a_bound_is_of_the_targets(tmp_path: Path) -> None:
    path = tmp_path / "strategy.txt"
    path.write_text(TEXT, encoding="utf-8")
    base = build(path)
    kpis = {kpi.name: kpi for one in base.packages for kpi in one.kpis}
    assert {name: one.counting for name, one in kpis.items()} == {
        "説明会から就職した人": "cumulative",
        "休業した店の割合": "single",
        "町の魅力度": "single",
        "市の来場者": "single",
    }
    closed = kpis["休業した店の割合"]
    assert [one.comparison for one in (*closed.interim, closed.target)] == ["at_most", "at_most"]
    assert kpis["市の来場者"].target.raw == "25.0以上"
    told = [one.message for one in base.report.findings]
    assert any("説明会から就職した人" in message and "累計" in message for message in told)  # since when is not said
