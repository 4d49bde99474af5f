"""Years before and behind the baseline, several indicators in one cell, ranks beside values, labels between rows."""

from pathlib import Path

from knowledge.model.records import KnowledgeBase
from knowledge.reading.build import build
from knowledge.reading.sources.part_rows import rows_of_parts
from knowledge.reading.sources.turned import turned
from knowledge.reading.tables.doubts.of_rows import doubt_of_name

HEAD = """# 第7次 川岸市総合計画

計画期間：令和8年度から令和12年度まで

## 基本目標1 安全に暮らす

### 施策1 火を防ぐ

"""


def read(tmp_path: Path, text: str, name: str = "plan.md") -> KnowledgeBase:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return build(path)


def test_years_before_the_baseline_are_past_and_the_only_one_behind_it_is_the_target(tmp_path: Path) -> None:
    head = "| 《まちの通信簿》 | 単位 | H30 | R5 | 現況R6 | R12 |\n|---|---|---|---|---|---|\n"
    table = f"{head}| 消防団員数 | 人 | 402 | 371 | 366 | 390 |\n"
    [kpi] = read(tmp_path, HEAD + table).packages[0].kpis
    assert kpi.baseline is not None
    printed = [(one.raw, one.fiscal_year) for one in (kpi.baseline, *kpi.interim, kpi.target)]
    assert printed == [("366", 2024), ("390", 2030)]


def test_two_years_behind_the_baseline_out_of_order_are_asked_about(tmp_path: Path) -> None:
    table = "| 指標 | R9 | 現況R6 | R12 |\n|---|---|---|---|\n| 消防団員数 | 371人 | 366人 | 390人 |\n"
    assert not [one for package in read(tmp_path, HEAD + table).packages for one in package.kpis]


def test_points_with_the_same_marks_in_several_cells_are_rows_of_their_own() -> None:
    cells = (
        "(1) 用地",
        "・団地 ・訪問",
        "① 協定の件数\n② 65歳以上の雇用",
        "① 2件\n② ―",
        "① 5年間で8件\n② 10人（累計）",
    )
    assert rows_of_parts(cells) == [
        ("(1) 用地", "・団地 ・訪問", "協定の件数", "2件", "5年間で8件"),
        ("(1) 用地", "・団地 ・訪問", "65歳以上の雇用", "―", "10人（累計）"),
    ]


def test_points_that_are_not_as_many_in_all_cells_stay_together_and_are_no_name() -> None:
    cells = ("① 協定の件数 ② 雇用者数", "① 2件", "① 8件 ② 10人")
    assert rows_of_parts(cells) == [cells]
    assert "いくつもの指標" in doubt_of_name(cells[0])


RANKS = """| 番号 | 施策・指標名 | これまでの状況 | これまでの状況 | これからの目標 | これからの目標 |
| 番号 | 施策・指標名 | 令和6年度【基準】 | 令和6年度【基準】 | 最終（令和12年度） | 最終（令和12年度） |
| 番号 | 施策・指標名 | 値 | 県内順位 | 値 | 県内順位 |
|---|---|---|---|---|---|
| 施策2-1 川を守る | | | | | |
| 101 | 水質の達成率 | 88％ | 7位 | 95％ | 3位 |
| 102 | 清掃の参加者 | 1,210人 | 6位 | 2,000人 | － |
"""


def test_of_three_rows_of_headers_values_are_read_and_ranks_are_none(tmp_path: Path) -> None:
    text = HEAD.split("### ", maxsplit=1)[0] + RANKS
    base = read(tmp_path, text)
    [package] = base.packages
    assert package.name == "川を守る"
    told = [
        (one.name, one.baseline and one.baseline.raw, one.target.raw, one.target.fiscal_year) for one in package.kpis
    ]
    assert told == [("水質の達成率", "88％", "95％", 2030), ("清掃の参加者", "1,210人", "2,000人", 2030)]


def test_a_table_with_an_empty_corner_is_turned_as_one_with_a_word_there() -> None:
    rows = [("", "読書の割合", "貸出冊数"), ("令和6年度（現状）", "68", "31"), ("令和12年度（目標）", "75", "40")]
    assert turned(rows) == [
        ("指標", "令和6年度（現状）", "令和12年度（目標）"),
        ("読書の割合", "68", "75"),
        ("貸出冊数", "31", "40"),
    ]
    assert turned([("", "2020", "2030"), ("現状", "1", "2"), ("目標", "3", "4")]) == []


def test_a_sentence_that_only_points_at_the_one_before_names_no_indicator(tmp_path: Path) -> None:
    text = HEAD + "ごみの量は、令和4年度に712グラムでした。これを令和12年度までに600グラム未満にします。\n"
    base = read(tmp_path, text)
    assert not [one for package in base.packages for one in package.kpis]
    assert any("600グラム" in one.message for one in base.report.findings)


def test_cards_of_words_and_years_over_as_many_values_are_told(tmp_path: Path) -> None:
    text = HEAD + "受診の割合\n\n現状（R4）　R12\n\n➡\n\n41.6者　60者\n"
    assert any("目標と見られる行" in one.message for one in read(tmp_path, text, "plan.txt").report.findings)
