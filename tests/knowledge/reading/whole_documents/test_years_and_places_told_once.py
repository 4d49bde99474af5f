"""Years that a sentence tells for all, notes that tell another, labels between rows of spaces, header rows not read."""

from pathlib import Path

import pytest

from knowledge.model.records import KnowledgeBase
from knowledge.reading.build import build
from knowledge.reading.source import Line
from knowledge.reading.tables.cells import Cut
from knowledge.reading.tables.header import read_heading_of_column
from knowledge.reading.tables.header_rows import TableHeader
from knowledge.reading.tables.whole_rows import WholeRow


def read(tmp_path: Path, text: str, name: str = "plan.md") -> KnowledgeBase:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return build(path)


TOLD = """# 第3期 湖畔市総合戦略

（計画期間：2025–2029年度。{sentence}）

## 基本目標1 湖と生きる

### 施策1 漁を続ける

| 指標 | 基準 | 目標 |
|---|---|---|
| 漁業経営体数 | 41経営体 | 45経営体 |
| 直売所の売上高[^1] | 1.2億円 | 1.5億円 |

[^1]: 基準は2022年度の決算による。
"""


@pytest.mark.parametrize(
    "sentence",
    [
        "数値の年次は、注のない限り基準＝2024年度、目標＝2029年度",
        "基準の時点は、特に記載のないものは令和6年度です。目標値の時点は、令和11年度です。",
    ],
)
def test_a_sentence_tells_the_years_of_all_but_what_bears_the_mark_of_a_note(tmp_path: Path, sentence: str) -> None:
    kpis = {
        one.name: one for package in read(tmp_path, TOLD.format(sentence=sentence)).packages for one in package.kpis
    }
    told = kpis["漁業経営体数"]
    assert told.baseline is not None
    assert (told.baseline.fiscal_year, told.target.fiscal_year) == (2024, 2029)
    noted = kpis["直売所の売上高[^1]"].baseline
    assert noted is not None
    assert noted.fiscal_year is None


EDITIONS = """　　 第３期　港南市総合戦略　　指標一覧

　　 期間：令和７年度 ～ 令和11年度

基本目標Ａ　働く

                                                 第２期（終了）                第３期
指　　標                             単位   Ｒ６目標  Ｒ６実績  達成        起点値      到達値
                                                        (見込)  状況          Ｒ６        Ｒ11
市内の従業者数                        人       9,100     9,040   ×          9,040       9,200
Ａ１　工場を継ぐ
 後継者の決まった企業                 社          30        24   ×             24          50
 技能塾の修了生                       人          20        26   ○             26          60
 共同受注の会                         回          12        13   ○            終了        終了
"""


def test_rows_below_a_coded_label_are_of_its_measure_and_values_of_the_plan_before_are_none(tmp_path: Path) -> None:
    base = read(tmp_path, EDITIONS, "plan.txt")
    assert [one.name for one in base.goals[0].targets] == ["市内の従業者数"]
    [package] = base.packages
    assert (package.name, [one.name for one in package.kpis]) == (
        "工場を継ぐ",
        ["後継者の決まった企業", "技能塾の修了生"],
    )
    first = package.kpis[0]
    assert first.baseline is not None
    assert [(str(one.value), one.fiscal_year) for one in (first.baseline, first.target)] == [("24", 2024), ("50", 2029)]
    assert any("共同受注の会" in one.message and "指標でなくなる" in one.message for one in base.report.findings)


def test_a_row_that_repeats_words_of_its_header_is_a_row_of_the_header_that_was_not_read() -> None:
    line = Line(1, "番号｜名称｜目標", "番号｜名称｜目標")
    cells = ("番号", "名称", "目標")
    headings = tuple(read_heading_of_column(cell, {}) for cell in cells)
    header = TableHeader((Cut(line, "cells", cells),), headings, start=0, end=1)
    assert header.says_again(WholeRow((line,), ("番号", "名称", "2029")))
    assert not header.says_again(WholeRow((line,), ("1", "直した橋の数", "目標")))


VIEWS = """小川町 創生ビジョン

対象期間　令和7年度～令和11年度

視点Ⅰ　しごとが湧く
  ■到達点　町内総生産　214億円(R4) ⇒ 230億円(R11)

視点Ⅱ　人がめぐる
  ■到達点　社会増減　▲38人(R4) ⇒ ▲20人(R11)
"""


def test_a_view_with_targets_of_its_own_is_a_goal_and_the_word_before_a_name_is_none_of_it(tmp_path: Path) -> None:
    base = read(tmp_path, VIEWS, "plan.txt")
    assert {one.name: [kpi.name for kpi in one.targets] for one in base.goals} == {
        "しごとが湧く": ["町内総生産"],
        "人がめぐる": ["社会増減"],
    }


def test_leaders_behind_a_name_are_none_of_it(tmp_path: Path) -> None:
    text = (
        "# 森町環境計画\n\n計画期間 2026年度～2035年度\n\n## 基本目標1 捨てない\n\n### 施策1 へらす\n\n"
        "- リサイクル率 … 19.7%（2024年度）→ 2035年度 25〜28%\n"
    )
    [package] = read(tmp_path, text).packages
    assert [one.name for one in package.kpis] == ["リサイクル率"]
