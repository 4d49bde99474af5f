"""A list of the measures with their works behind leaders, and a table further on that names them (架空)."""

from pathlib import Path

from knowledge.model.records import KnowledgeBase
from knowledge.reading.build import build

TEXT = """ほたる町 地方創生 第３期総合戦略

計画期間 令和７年度～令和11年度

１ 戦略の体系

基本目標１ 海で働く

①船員の育成 …… 船の学校の開設、乗船体験の受入れ

②水産物の販路 …… 直売所の改修

数値目標：水揚げ高 基準値 31.2億円（令和５年） 目標値 36億円（令和10年）

基本目標２ 浜に集う

①祭りを核とした観光 …… 夏祭りの通年化

②応援する人の輪 …… ほたる会員の募集

数値目標：宿泊者数 基準値 8,400人（令和６年） 目標値 9,900人（令和11年）

２ 指標の一覧

施策	重要業績評価指標（ＫＰＩ）	単位	基準値 令和６年度	目標値 令和11年度	備考
①船員の育成	新規の船員数	人	3	9
①船員の育成	船の学校の生徒数	人	－	20
②水産物の販路	直売所の販売額	百万円	120	150
①祭りを核とした観光	祭りの日の宿泊者数	人	640	900	{remark}
②応援する人の輪	会員数	人	210	800
"""


def read(tmp_path: Path, remark: str) -> KnowledgeBase:
    path = tmp_path / "strategy.txt"
    path.write_text(TEXT.format(remark=remark), encoding="utf-8")
    return build(path)


def test_what_stands_behind_leaders_is_no_part_of_the_name_and_the_last_line_is_of_the_goal(tmp_path: Path) -> None:
    base = read(tmp_path, "")
    assert [(goal.name, [one.name for one in goal.targets]) for goal in base.goals] == [
        ("海で働く", ["水揚げ高"]),
        ("浜に集う", ["宿泊者数"]),
    ]
    assert [(one.name, [kpi.name for kpi in one.kpis]) for one in base.packages] == [
        ("船員の育成", ["新規の船員数", "船の学校の生徒数"]),
        ("水産物の販路", ["直売所の販売額"]),
        ("祭りを核とした観光", ["祭りの日の宿泊者数"]),
        ("応援する人の輪", ["会員数"]),
    ]
    assert any("乗船体験の受入れ" in passage.text for passage in base.passages) or any(
        "乗船体験の受入れ" in one.text for one in base.packages
    )


def test_a_remark_may_say_that_a_value_is_of_another_year_than_its_column(tmp_path: Path) -> None:
    def year(remark: str) -> tuple[int | None, list[str]]:
        base = read(tmp_path, remark)
        one = next(kpi for package in base.packages for kpi in package.kpis if kpi.name == "祭りの日の宿泊者数")
        assert one.baseline is not None
        told = [finding.message for finding in base.report.findings if "除いて読みました" in finding.message]
        return one.baseline.fiscal_year, told

    assert year("R6は大雪のためR4値") == (2022, [])
    assert year("令和6年度は中止のため、令和5年度の実績を再掲")[0] == 2024  # two clauses: told, and not taken apart
    assert year("R6は中止のためR5の値を採用") == (2023, [])
    assert year("R6は速報値")[0] == 2024
