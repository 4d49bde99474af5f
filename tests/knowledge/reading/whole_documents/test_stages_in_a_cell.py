"""A target with two stages in a cell, whose years a sentence tells once (架空)."""

from pathlib import Path

from knowledge.model.records import KnowledgeBase
from knowledge.reading.build import build

LEGEND = "目標の欄の（前）は令和10年度の中間目標、（後）は令和12年度の最終目標です。"
TEXT = """浜風市教育の計画（第３期）

計画の期間　令和８年度から令和12年度までの５年間

{legend}

基本方針１　豊かな学び

施策の柱（１）　学びの場

・学びの推進校事業

指標	校種・対象	基準	めざす水準	出典・備考
授業が分かる児童生徒の割合	小学校	72.3％ （R6）	（前）75％ （後）78％	学力調査
授業が分かる児童生徒の割合	中学校	61.9％ （R6）	（前）前回調査を上回る （後）70％	学力調査
空調のある体育館の数	小・中学校	０校 （R7）	（前）14校 （後）全ての校	市教委調べ
"""


def read(tmp_path: Path, legend: str) -> KnowledgeBase:
    path = tmp_path / "strategy.txt"
    path.write_text(TEXT.format(legend=legend), encoding="utf-8")
    return build(path)


def test_each_stage_is_a_target_of_the_year_that_the_sentence_tells(tmp_path: Path) -> None:
    kpis = [kpi for one in read(tmp_path, LEGEND).packages for kpi in one.kpis]
    assert [(one.name, one.part, [(t.raw, t.fiscal_year) for t in (*one.interim, one.target)]) for one in kpis] == [
        ("授業が分かる児童生徒の割合", "小学校", [("75％", 2028), ("78％", 2030)]),
        ("授業が分かる児童生徒の割合", "中学校", [("前回調査を上回る", 2028), ("70％", 2030)]),
        ("空調のある体育館の数", "小・中学校", [("14校", 2028), ("全ての校", 2030)]),
    ]


def test_stages_that_nothing_explains_are_told(tmp_path: Path) -> None:
    base = read(tmp_path, "目標は二段で示します。")
    values = [kpi.target.value for one in base.packages for kpi in one.kpis]
    assert not any(values)
    assert sum("読み取れません" in one.message or "言葉のまま" in one.message for one in base.report.findings) >= 2


def test_a_year_with_its_value_in_brackets_is_a_stage_and_all_of_them_is_a_number(tmp_path: Path) -> None:
    path = tmp_path / "strategy.txt"
    rows = "成果目標\t対象\t基準（測定年度）\t目標（中間年度の目安）\n洋式化率 [%]\t小・中\t61.0 (R6)\t95 (R9:80)\n"
    rows += "空調のある部屋 [室]\t小・中\t8 (R6)\t全28室 (R9:14)"
    path.write_text(TEXT.split("指標\t")[0].format(legend="") + rows, encoding="utf-8")
    kpis = [kpi for one in build(path).packages for kpi in one.kpis]
    assert [(one.name, one.unit, [(t.raw, str(t.value)) for t in (*one.interim, one.target)]) for one in kpis] == [
        ("洋式化率", "%", [("80", "80"), ("95", "95")]),
        ("空調のある部屋", "室", [("14", "14"), ("全28室", "28")]),
    ]
