"""Columns of tab stops: the year of each value in a column of its own that no word heads (架空)."""

from pathlib import Path

from knowledge.model.records import KnowledgeBase
from knowledge.reading.build import build

BEFORE = """はまゆう市こども計画

計画期間：令和７年度から令和11年度

Ⅰ　生まれる前から支える

１．相談と見守り

【目標指標】

指標	策定時		目標		備考
"""
BEHIND = """
２．遊び場

【目標指標】

指標	策定時		目標		備考
遊び場の数	3か所	(R6)	8か所	(R11)

第６章　前計画の評価

指標	R元	目標(R6)	実績(R5)
講座の参加者数	412人	500人	466人
"""


def read(tmp_path: Path, *rows: str) -> KnowledgeBase:
    path = tmp_path / "strategy.txt"
    path.write_text(BEFORE + "\n".join(rows) + "\n" + BEHIND, encoding="utf-8")
    return build(path)


def values(base: KnowledgeBase) -> list[tuple[str, int | None, int | None]]:
    return [
        (kpi.name, kpi.baseline.fiscal_year if kpi.baseline else None, kpi.target.fiscal_year)
        for package in base.packages
        for kpi in package.kpis
    ]


def test_the_years_beside_the_values_are_theirs_also_where_no_row_has_a_remark(tmp_path: Path) -> None:
    base = read(
        tmp_path,
        "面談の実施率	91.4％	(R5)	100％	(R11)",
        "訪問の実施率	84.7％	(R4)	98％以上	(R10)	※1",
        "進学率	95.2％	(R5)	96％	(R11)	市全体99.0％(R5)",
    )
    assert values(base) == [
        ("面談の実施率", 2023, 2029),
        ("訪問の実施率", 2022, 2028),
        ("進学率", 2023, 2029),
        ("遊び場の数", 2024, 2029),
    ]
    told = [one.message for one in base.report.findings]
    assert not any("令和6年度としました" in message for message in told)  # the year of the plan before is not ours


def test_a_value_with_a_year_of_the_plan_that_no_row_took_is_told(tmp_path: Path) -> None:
    base = read(
        tmp_path,
        "教室の参加者数	延べ640人	(R5)	延べ900人	(R9)	※2",
        "",
        "延べ1,300人　(R11)",
        "",
        "※2　二段です。",
    )
    told = [one.message for one in base.report.findings if one.severity == "warning"]
    assert any("延べ1,300人" in message for message in told)
