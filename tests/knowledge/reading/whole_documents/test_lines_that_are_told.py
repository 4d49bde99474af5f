"""What becomes no indicator is told with its line: names that wrap, sentences, targets in words (架空)."""

from pathlib import Path

from knowledge.model.records import KnowledgeBase
from knowledge.reading.build import build

WRAPPED = """潮風市 第２次総合計画
前期基本計画
令和７年度 ▶ 令和12年度
政策１ 子どもが育つまち
施策１－１ 誕生を支える
■ まちづくり指標
№ 指標名                 現状値 めざそう値 めざそう値 方向
                   単位 （R5）  （R9） （R12）
① 訪問を受けた家庭の数       戸     21    40    50 ↗
② 地域で子どもを育てたいと考える親の
  割合               ％   51.4  56.0  60.0 ↗
■ 主な事業と概算事業費 （単位：百万円）
事業名                        R7   R8   R9 担当課
家庭訪問事業                     12   14   15 こども課
施策１－２ 学びを支える
■ まちづくり指標
№ 指標名                 現状値 めざそう値 めざそう値 方向
                   単位 （R5）  （R9） （R12）
③ 図書室の一人当たりの年間
  貸出冊数             冊   32.0  36.0  40.0 ↗
■ 主な事業と概算事業費 （単位：百万円）
事業名                        R7   R8   R9 担当課
図書室の改修事業                   22   24   25 学校課
"""
SENTENCES = """ひかり町総合戦略

計画の期間は、令和７年度から令和11年度までの５年間とします。

基本目標１　仕事をつくる

町内で生まれる雇用を、５年間で累計80人分とすることを数値目標とします（令和元～５年度の実績は累計54人）。

(1) 海の仕事

「帰りたい」と答えた若者は23.0％でした。これを35％とします。奨励金の交付は年６件程度で、年11件を目標とします。

(2) 子どもの場

保育所の待機児童は引き続きゼロとします。出生数は年間30人の維持を数値目標とします。
"""
LIST = """# そら村 未来の計画

> 計画期間は2025年4月から2029年3月まで。

## 柱A　山に生きる

### A-1　木を使う

- **KPI**
  - 年間の製材量：520㎥［2023］ → 700㎥［2028］
  - 狩猟免許の保持者：31人［2024］ → 減らさない
  - オンライン診療：未実施 → 実施［2027］
- **仕事**
  - 木の駅の運営
  - 集会所の木質化

### A-2　足をのこす

- **KPI**
  - バスの利用者：870人［2023］ → 900人［2028］
- **仕事**
  - 予約バスの運行
"""


def read(tmp_path: Path, text: str, name: str = "strategy.txt") -> KnowledgeBase:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return build(path)


def told_lines(base: KnowledgeBase) -> set[int]:
    spans = [one.span for one in base.report.findings if one.severity == "warning" and one.span]
    return {line for span in spans for line in range(span.first_line, span.last_line + 1)}


def test_names_that_wrap_over_their_values_are_no_measures_and_each_row_is_told(tmp_path: Path) -> None:
    base = read(tmp_path, WRAPPED)
    assert [(one.name, [project.name for project in one.projects]) for one in base.packages] == [
        ("誕生を支える", ["家庭訪問事業"]),
        ("学びを支える", ["図書室の改修事業"]),
    ]
    assert not any(one.kpis for one in base.packages)
    assert {9, 11, 20} <= told_lines(base)
    assert base.strategy.period is not None
    assert base.strategy.period.end_fiscal_year == 2030


def test_where_sentences_alone_state_targets_each_that_aims_at_a_number_is_told(tmp_path: Path) -> None:
    base = read(tmp_path, SENTENCES)
    lines = [
        at for at, line in enumerate(SENTENCES.splitlines(), start=1) if line.startswith(("町内", "「帰り", "保育"))
    ]
    assert set(lines) <= told_lines(base)
    assert 3 not in told_lines(base)  # the years of the plan are no target


def test_a_target_in_words_beside_ways_is_told_and_labels_of_a_list_head_it(tmp_path: Path) -> None:
    base = read(tmp_path, LIST, "plan.md")
    found = [(one.name, [kpi.name for kpi in one.kpis], [each.name for each in one.projects]) for one in base.packages]
    assert found == [
        ("木を使う", ["年間の製材量"], ["木の駅の運営", "集会所の木質化"]),
        ("足をのこす", ["バスの利用者"], ["予約バスの運行"]),
    ]
    assert base.packages[0].kpis[0].target.unit in ("㎥", "m3")
    assert {11, 12} <= told_lines(base)


def test_values_planned_for_several_years_are_told_where_nothing_heads_them(tmp_path: Path) -> None:
    text = """港北市行革プラン

計画期間    令和７年度 ～ 令和10年度

改革１    稼ぐ

  取組No.１    命名権の導入
   実施計画         2025        2026        2027        2028
   管理指標    導入施設数（施設）
       直近値 2023    未導入
       計画値         －          3           5            6
"""
    base = read(tmp_path, text)
    assert 11 in told_lines(base)


def test_a_table_whose_word_for_names_is_torn_is_told_as_one_of_indicators(tmp_path: Path) -> None:
    rows = "まちづくり指\tいま\t５年後\n標\t\t\n講座の参加者\t86人\t150人\n"
    text = f"みらい町総合計画（令和７年度～令和11年度）\n\n政策１ つながる\n\n{rows}"
    base = read(tmp_path, text)
    assert {5, 6, 7} & told_lines(base)
    assert any("指標の表は" in one.message for one in base.report.findings if one.severity == "warning")
