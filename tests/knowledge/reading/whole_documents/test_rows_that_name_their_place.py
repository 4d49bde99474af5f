"""Lists of indicators in which each row names its goal or its measure, by a number or a level of its own (架空)."""

from pathlib import Path

from knowledge.model.records import KnowledgeBase
from knowledge.reading.build import build

BY_NUMBER = """# 入江市総合戦略

計画期間は令和7年度から令和11年度までとします。

## 第1部 目標と取組

### 基本目標A ― 働く場をふやす

#### 具体的施策 (1) 港の仕事

- 朝市の運営

#### 具体的施策 (2) 山の仕事

- 間伐の支援

### 基本目標B ― 住まいをととのえる

#### 具体的施策 (3) 空き家の活用

- 相談窓口の設置

## 別表 指標の一覧

| 区分 | 数え方の別 | 指標 | 策定時 | 目標 (R11) | 出典 |
|:--|:-:|:--|--:|--:|:--|
| **基本目標A** | 単 | 水揚げ額 | 71億円 (R5) | ~~80億円~~ 85億円 | 統計書 |
| | 単 | 新規就業者数 | 12人 (R5) | 20人 | 同上 |
| 施策(1) | 積 | 朝市の新規出店数 | – | 30店 | 商工課 |
| 施策(2) | 末 | 認定林業者数 | 6人 (R5) | 9人 | 農林課 |
| **基本目標B** | 単 | 転入者数 | 310人 (R5) | 350人 | 住民台帳 |
| 施策(3) | 積 | 空き家の成約数 | 4件 (R5) | 25件 | 住宅課 |
| ~~施策(3)~~ | ~~単~~ | ~~相談会の回数~~ | ~~5回 (R5)~~ | 廃止 | 住宅課 |
"""
BY_LEVEL = """入江市総合戦略　管理表

計画期間：R7（2025）～R11（2029）

基本目標1　働く場をふやす

階層\t名称\t指標\t単位\t策定時（R5）\t目標（R11）\t担当
目標\t働く場をふやす\t水揚げ額\t億円\t71\t85\t水産課
施策\t1-1 港の仕事\t朝市の来場者数\t人\t3,100\t4,000\t商工課
施策\t1-2 山の仕事\t間伐面積\tha\t40\t55\t農林課
"""


def read(tmp_path: Path, text: str, name: str) -> KnowledgeBase:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return build(path)


def placed(base: KnowledgeBase) -> dict[str, list[str]]:
    goals = {goal.name: [one.name for one in goal.targets] for goal in base.goals}
    return goals | {package.name: [one.name for one in package.kpis] for package in base.packages}


def test_rows_go_to_the_goals_and_measures_whose_numbers_they_print(tmp_path: Path) -> None:
    assert placed(read(tmp_path, BY_NUMBER, "plan.md")) == {
        "働く場をふやす": ["水揚げ額", "新規就業者数"],
        "住まいをととのえる": ["転入者数"],
        "港の仕事": ["朝市の新規出店数"],
        "山の仕事": ["認定林業者数"],
        "空き家の活用": ["空き家の成約数"],
    }


def test_a_column_says_which_values_add_up(tmp_path: Path) -> None:
    base = read(tmp_path, BY_NUMBER, "plan.md")
    countings = {one.name: one.counting for package in base.packages for one in package.kpis}
    assert countings == {"朝市の新規出店数": "cumulative", "認定林業者数": "single", "空き家の成約数": "cumulative"}


def test_what_is_struck_is_no_value_and_a_struck_row_is_told(tmp_path: Path) -> None:
    base = read(tmp_path, BY_NUMBER, "plan.md")
    assert base.goals[0].targets[0].target.raw == "85億円"
    assert any("相談会の回数" in one.message and "取り消された" in one.message for one in base.report.findings)


def test_a_column_of_levels_tells_rows_of_the_goal_from_those_of_measures(tmp_path: Path) -> None:
    assert placed(read(tmp_path, BY_LEVEL, "plan.txt")) == {
        "働く場をふやす": ["水揚げ額"],
        "港の仕事": ["朝市の来場者数"],
        "山の仕事": ["間伐面積"],
    }
