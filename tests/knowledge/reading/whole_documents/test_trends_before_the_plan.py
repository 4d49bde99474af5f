"""A list of indicators at the end, with the years before the plan as a trend and the number of each measure (架空)."""

from pathlib import Path

from knowledge.model.records import KnowledgeBase
from knowledge.reading.build import build

TEXT = """# 第2次 たまの市総合計画 後期基本計画（2024～2028年度）

# 第1章 安全と安心

## 1-1 防災

### 主要事業

* 1-1-A 避難計画の作成支援事業

## 1-2 防犯

### 主要事業

* 1-2-A 通学路の点検事業

# 第2章 産業

## 2-1 商業

### 主要事業

* 2-1-A 承継の相談事業

# 資料編

## 資料1 施策の成果指標一覧

| コード | 成果指標 | 単位 | R元 | R2 | R3 | R4 | {last} | 出典 |
|:--|:--|--:|--:|--:|--:|--:|--:|:--|
| 1-1-① | 計画の作成率 | ％ | … | 3.1 | 8.4 | 15.9 | 60 | 福祉課調べ |
| 1-2-① | 事故の件数 | 件 | 228 | 190 | 177 | － | 150 | 警察署 |
| 2-1-① | 承継の件数（計画期間累計） | 件 | － | － | － | － | 25 | 商工課調べ |
"""


def read(tmp_path: Path, last: str) -> KnowledgeBase:
    path = tmp_path / "plan.md"
    text = TEXT.format(last=last)
    if "|" in last:
        text = text.replace("|:--|:--|--:|", "|:--|:--|--:|--:|")
        for cell in ("60", "150", "25"):
            text = text.replace(f"| {cell} |", f"| 20 | {cell} |")
    path.write_text(text, encoding="utf-8")
    return build(path)


def test_the_latest_year_before_the_plan_is_the_baseline_of_the_measure_that_the_code_names(tmp_path: Path) -> None:
    base = read(tmp_path, "R10目標")
    found = [
        (one.name, kpi.name, kpi.baseline and (kpi.baseline.raw, kpi.baseline.fiscal_year), kpi.target.fiscal_year)
        for one in base.packages
        for kpi in one.kpis
    ]
    assert found == [
        ("防災", "計画の作成率", ("15.9", 2022), 2028),
        ("防犯", "事故の件数", ("177", 2021), 2028),
        ("商業", "承継の件数（計画期間累計）", None, 2028),
    ]
    told = [one.message for one in base.report.findings]
    assert "計画より前の年度の列「R4」を基準値としました" in told


def test_years_without_a_word_that_reach_into_the_plan_are_asked_about(tmp_path: Path) -> None:
    base = read(tmp_path, "R6 | R10目標")
    assert not any(one.kpis for one in base.packages)
