"""Indicators that stand in lines as cards: a name, and its values behind words of the document's own (架空)."""

from pathlib import Path

from knowledge.model.records import Indicator, KnowledgeBase
from knowledge.reading.build import build

STAGES = """入江村ビジョン

このビジョンは令和7年度から令和16年度までを計画期間とします。
「いま」は令和5年度の値、「5年後」は令和11年度、「10年後」は令和16年度の値をいいます。

とびら1　港がにぎわう村

[ねがい①]　朝市を育てる

　めざそう値　朝市の出店者の登録者数
　　　いま　34組　　5年後　40組　　10年後　45組

とびら2　山が元気な村

[ねがい②]　森を守る

　めざそう値　間伐の面積
　　　いま　3.5ha　　5年後　5ha　　10年後　8ha
"""
POINTS = """入江町 移住プラン
=================

> 期間／令和6年4月〜令和11年3月

このプランの到達点
------------------

* **町外の登録者数**
    * いま → 820人（令和5年度）
    * ゴール → 3,000人（令和10年度）
* **移住者の数**
    * いま → 12人（令和5年度）
    * ゴール → 30人（令和10年度）

戦術その1：知ってもらう
-----------------------

### 作戦1-1　仲間を増やす

* 住民票の発行数
    * いま → 0枚
    * 中間（令和8年度） → 300枚
    * ゴール（令和10年度） → 600枚
    * 数え方 → 発行開始からの累計
* 転出率
    * いま → 28%（令和5年度までの3年間）
    * ゴール → 15%以下（令和10年度までの3年間）

戦術その2：住んでもらう
-----------------------

### 作戦2-1　空き家を動かす

* 相談の満足度
    * いま → —（未実施）
    * ゴール → 4.2点（令和10年度）
"""
WAYS = """入江市総合戦略

入江市（架空）｜対象 2026年度〜2030年度

WAKU 1｜若者が挑む

挑戦の学校プロジェクト

学校の卒業者数

2024年度　2030年度

118人　▶　150人

新しい店の数

2021-2025　2026-2030

4店　▶　12店

WAKU 2｜暮らしを楽しむ

海辺の庭プロジェクト

庭の来園者数

2024年度末　2030年度末

15万人　▶　30万人

庭の応援団

2024年度　2030年度

新規　▶　60人
"""


def read(tmp_path: Path, text: str, name: str = "plan.txt") -> KnowledgeBase:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return build(tmp_path / name)


def shown(base: KnowledgeBase) -> list[str]:
    goals = [one for goal in base.goals for one in goal.targets]
    return [_shown(one) for one in (*goals, *(one for package in base.packages for one in package.kpis))]


def _shown(one: Indicator) -> str:
    begun = f"{one.baseline.raw}@{one.baseline.fiscal_year}" if one.baseline else "－"
    steps = [f"{step.raw}@{step.fiscal_year}" for step in (*one.interim, one.target)]
    return " → ".join([f"{one.name} {begun}", *steps])


def test_words_whose_years_a_sentence_tells_head_values(tmp_path: Path) -> None:
    base = read(tmp_path, STAGES)
    assert shown(base) == [
        "朝市の出店者の登録者数 34組@2023 → 40組@2029 → 45組@2034",
        "間伐の面積 3.5ha@2023 → 5ha@2029 → 8ha@2034",
    ]
    assert [package.name for package in base.packages] == ["朝市を育てる", "森を守る"]


def test_points_below_a_name_say_where_it_stands_and_where_it_goes(tmp_path: Path) -> None:
    base = read(tmp_path, POINTS, "plan.md")
    assert set(shown(base)) >= {
        "町外の登録者数 820人（令和5年度）@2023 → 3,000人（令和10年度）@2028",
        "住民票の発行数 0枚@None → 300枚@2026 → 600枚@2028",
    }
    kpis = {one.name: one for package in base.packages for one in package.kpis}
    assert kpis["住民票の発行数"].counting == "cumulative"
    assert kpis["転出率"].counting == "single"  # a share is no sum of three years
    assert kpis["相談の満足度"].baseline is None or kpis["相談の満足度"].baseline.value is None


def test_values_that_no_name_takes_are_told(tmp_path: Path) -> None:
    alone = POINTS.replace("* **町外の登録者数**", "* **町外の仲間**").replace("* **移住者の数**", "")
    told = [one.message for one in read(tmp_path, alone, "plan.md").report.findings]
    assert any("3,000人" in one or "820人" in one or "30人" in one for one in told)


def test_years_may_stand_between_a_name_and_its_way(tmp_path: Path) -> None:
    base = read(tmp_path, WAYS)
    assert {one.split(" → ")[0]: one for one in shown(base)}.keys() >= {"学校の卒業者数 118人@2024"}
    told = " ".join(one.message for one in base.report.findings)
    assert "新規　▶　60人" in told
