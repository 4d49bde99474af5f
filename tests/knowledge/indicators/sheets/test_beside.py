"""Cells beside a value that narrow it make it doubtful and are quoted; those that say nothing of it do not."""

import pytest

from knowledge.indicators.import_plan import ImportPlan
from tests.knowledge.indicators.test_importing import read, values

NARROWING_COLUMNS = (
    ("月", "9月"),
    ("四半期", "第2四半期"),
    ("地区", "東部"),
    ("校区", "荘島校区"),
    ("性別", "女性"),
    ("対象", "市外"),
    ("施設", "Aホール"),
    ("範囲", "圏域"),
    ("集計時点", "R8.9末"),
    ("集計期間", "4〜9月"),
    ("自治体", "佐賀市"),
    ("市町村名", "大牟田市"),
    ("確定/見込", "見込"),
    ("集計", "累計"),
    ("数え方", "累積"),
)
WHOLE_COLUMNS = (
    ("月", "年間"),
    ("四半期", "通期"),
    ("地区", "全市"),
    ("対象", "全市民"),
    ("集計時点", "R9.3末"),
    ("集計期間", "4月〜翌3月"),
    ("確定/見込", "確定"),
    ("集計", "単年"),
    ("担当課", "東部支所"),
    ("コード", "A-9"),
    ("様式", "様式第2号"),
    ("備考", "4月〜翌3月の集計"),
)
NARROWING_NOTES = (
    "概算",
    "隔年調査のため前回値を記載",
    "R7年度調査",
    "4〜9月分",
    "目標値を転記",
    "前年度値を仮置き",
    "令和8年1〜12月",
    "県推計",
    "上半期のみ",
    "R9.1末時点",
    "参考値",
    "他課照会中",
    "12月末現在",
    "見込値",
    "R7の値（R8は未集計）",
    "東部地域のみ",
    "市外を含む",
    "仮の値",
    "累計",
    "単位：千円",
    "R7実績を記載",
)
HARMLESS_NOTES = (
    "広報を強めた",
    "決算見込みによる",
    "R9は見込み",
    "令和9年3月末時点",
    "R8の値",
    "前年度より増加した",
    "目標を上回った",
    "速報値から確定値に変更",
    "R9.3末時点",
    "単位：万円",
    "単年度",
    "R8実績を記載",
    "－",
)


def noted(note: str) -> ImportPlan:
    return read("指標|R8実績|備考", f"加工品の売上高|1420|{note}")


@pytest.mark.parametrize(("header", "cell"), NARROWING_COLUMNS)
def test_a_further_column_that_narrows_a_value_makes_it_doubtful(header: str, cell: str) -> None:
    plan = read(f"年度|{header}|指標|実績値", f"R8|{cell}|加工品の売上高|1420")
    assert [(row.cell, row.reason) for row in plan.doubts] == [("D2", f"「{header}」の列に「{cell}」とあります。")]
    assert values(plan.confirm(plan.doubts)) == [("k1-1", 8, "1420")]


@pytest.mark.parametrize(("header", "cell"), WHOLE_COLUMNS)
def test_a_further_column_that_says_the_whole_or_something_else_is_harmless(header: str, cell: str) -> None:
    plan = read(f"年度|{header}|指標|実績値", f"R8|{cell}|加工品の売上高|1420")
    assert (values(plan), plan.refused) == ([("k1-1", 8, "1420")], ())


@pytest.mark.parametrize("note", NARROWING_NOTES)
def test_words_anywhere_in_a_note_narrow_its_values(note: str) -> None:
    assert [row.reason for row in noted(note).doubts] == [f"備考に「{note}」とあります。"]


@pytest.mark.parametrize("note", HARMLESS_NOTES)
def test_a_note_on_something_else_holds_nothing_back(note: str) -> None:
    assert (values(noted(note)), noted(note).refused) == ([("k1-1", 8, "1420")], ())


@pytest.mark.parametrize(
    "comment",
    [
        "令和8年度は集計前のため令和7年度実績を記載",
        "集計が遅れ、R7の実績値を掲載した",
        "見込み",
        "12月末現在",
        "R8は4〜12月の値である",
    ],
)
def test_a_comment_that_speaks_of_the_figure_itself_narrows_it(comment: str) -> None:
    plan = read("指標|R8実績|要因分析", f"加工品の売上高|1420|{comment}")
    assert [row.reason for row in plan.doubts] == [f"「要因分析」に「{comment}」とあります。"]


@pytest.mark.parametrize(
    "comment",
    [
        "令和7年度の実績を上回った",
        "計画どおり進んだ。上半期は落ち込んだ",
        "R9は目標の達成を見込む",
        "推計人口の減少による",
        "東部地域の店舗が増えた",
    ],
)
def test_a_comment_on_how_things_went_holds_nothing_back(comment: str) -> None:
    plan = read("指標|R8実績|要因分析", f"加工品の売上高|1420|{comment}")
    assert (values(plan), plan.refused) == ([("k1-1", 8, "1420")], ())


@pytest.mark.parametrize("note", ["速報", "速報値", "暫定値", "未確定", "R8は速報値"])
def test_a_note_may_say_that_a_value_is_provisional(note: str) -> None:
    assert [row.draft.provisional for row in noted(note).accepted] == [True]


@pytest.mark.parametrize(
    ("header", "row", "text"),
    [
        ("指標||R8実績", "加工品の売上高|女性|1420", "女性"),
        ("指標|R8実績|", "加工品の売上高|1420|※9月末", "※9月末"),
        ("指標|R8実績|", "加工品の売上高|1420|見込み", "見込み"),
        ("指標|R8実績", "加工品の売上高|1420|||※令和8年度は見込値", "※令和8年度は見込値"),
    ],
)
def test_cells_without_a_header_narrow_as_well(header: str, row: str, text: str) -> None:
    assert [row.reason for row in read(header, row).doubts] == [f"「{text}」とあります。"]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("指標||R8実績", "加工品の売上高|万円|1420"),
        ("指標||R8実績", "加工品の売上高|全市|1420"),
        ("指標||R8実績", "加工品の売上高|産業課|1420"),
        ("指標|R8実績|", "加工品の売上高|1420|※令和9年3月末"),
        ("指標|R8実績", "加工品の売上高|1420||※R9は見込み"),
    ],
)
def test_units_the_whole_and_offices_without_a_header_are_harmless(header: str, row: str) -> None:
    assert (values(read(header, row)), read(header, row).refused) == ([("k1-1", 8, "1420")], ())
