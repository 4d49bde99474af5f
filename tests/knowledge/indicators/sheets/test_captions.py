"""What titles, names of sheets, rows that head others and notes on units say of the values below them."""

import pytest

from knowledge.indicators.import_plan import ImportPlan
from knowledge.indicators.sheets.captions import is_own_name, read_caption
from knowledge.model.structs import replace
from tests.knowledge.indicators.sheets.test_remarks import heading
from tests.knowledge.indicators.test_importing import plan_of, read, sheet_of, values

ROWS = ("指標|R8実績", "加工品の売上高|1420")
VALUE = [("k1-1", 8, "1420")]
NARROWING = (
    "令和8年度上半期 ＫＰＩ進捗状況",
    "令和8年度中間報告",
    "令和8年度 第3四半期まで",
    "令和8年度（見込み）",
    "ＫＰＩ（案）",
    "大牟田市の実績",
    "佐賀市",
    "福岡県の実績",
    "東部",
    "連携中枢都市圏 合計",
    "連携中枢都市圏（4市2町）合計",
    "4市2町の実績",
    "R9要求",
    "旧",
    "目標",
)
HARMLESS = (
    "令和8年度 目標・実績一覧",
    "KPI目標管理",
    "第6次総合計画前期基本計画",
    "津市民会館の指標",
    "基本目標1 しごとをつくる",
    "令和8年度 中間評価",
    "実績と見込み",
)
OF_UNITS = ("※単位：千円", "※加工品の売上高の単位は千円", "１ 産業分野（千円）", "【産業（単位：千円）】")


def named(name: str) -> ImportPlan:
    return plan_of(replace(sheet_of(*ROWS), name=name))


@pytest.mark.parametrize("text", NARROWING)
def test_a_title_or_the_name_of_a_sheet_may_hold_all_its_values(text: str) -> None:
    for plan in (read(text, *ROWS), named(text)):
        assert [row.reason for row in plan.doubts] == [f"「{text}」とあります。"]
        assert values(plan.confirm(plan.doubts)) == VALUE


@pytest.mark.parametrize("text", HARMLESS)
def test_a_title_that_speaks_of_something_else_holds_nothing_back(text: str) -> None:
    for plan in (read(text, *ROWS), named(text)):
        assert (values(plan), plan.refused) == (VALUE, ())


def test_a_forecast_in_the_title_is_explained_by_a_column_of_forecasts() -> None:
    assert values(read("令和8年度（見込み）", "指標|R8実績|R9見込み", "加工品の売上高|1420|1500")) == VALUE


@pytest.mark.parametrize("text", ["年次報告（未確定）", "KPI実績（暫定版）"])
def test_a_title_may_say_that_values_are_provisional(text: str) -> None:
    assert [row.draft.provisional for row in read(text, *ROWS).accepted] == [True]


@pytest.mark.parametrize("head", ["＜参考：佐賀市＞", "【東部】", "上半期", "【見込み】"])
def test_a_row_that_stands_alone_heads_the_rows_below_it(head: str) -> None:
    plan = read(*ROWS, head, "子育て満足度指数|3.4")
    assert values(plan) == VALUE


def test_the_next_row_that_stands_alone_ends_it() -> None:
    plan = read(ROWS[0], "＜佐賀市＞", "子育て満足度指数|3.4", "基本目標1", ROWS[1])
    assert (values(plan), [row.cell for row in plan.doubts]) == (VALUE, ["B3"])


@pytest.mark.parametrize("text", OF_UNITS)
def test_a_note_on_another_unit_makes_the_values_doubtful(text: str) -> None:
    plan = read(*ROWS, text) if text.startswith("※") else read(text, *ROWS)
    assert [row.reason for row in plan.doubts] == [f"「{text}」とあります。"]


@pytest.mark.parametrize(
    "text", ["※単位：万円", "※湖上バスの年間利用者数の単位は千人", "※単位未満は四捨五入", "（単位：各指標による）"]
)
def test_a_note_on_the_same_unit_or_none_is_harmless(text: str) -> None:
    assert (values(read(*ROWS, text)), read(*ROWS, text).refused) == (VALUE, ())


@pytest.mark.parametrize(
    "note",
    [
        "注2） 一部見込みを含む",
        "＊令和8年度は9月までの集計",
        "※値は令和7年度のもの",
        "備考：R8は見込",
        "1) 12月末現在",
    ],
)
def test_notes_are_understood_whatever_stands_before_them(note: str) -> None:
    assert [row.reason for row in read(*ROWS, note).doubts] == [f"「{note}」とあります。"]


@pytest.mark.parametrize(
    ("caption", "is_own"),
    [
        ("久留米市", True),
        ("福岡県久留米市の実績", True),
        ("佐賀市", False),
        ("第2期総合戦略", True),
        ("第一期の値", False),
    ],
)
def test_the_city_and_the_plan_by_their_own_names_are_meant(caption: str, is_own: bool) -> None:
    remarks = list(read_caption(caption, heading))
    own = ("久留米市", "第2期久留米市まち・ひと・しごと創生総合戦略")
    assert all(one.is_named and is_own_name(one, own) for one in remarks) is is_own


@pytest.mark.parametrize("rows", [(ROWS[0], "（単位：千円）", ROWS[1]), (*ROWS, "|（単位：千円）")])
def test_a_unit_that_stands_alone_among_the_rows_is_of_them_all(rows: tuple[str, ...]) -> None:
    plan = read(*rows)
    assert [row.reason for row in plan.doubts] == ["「（単位：千円）」とあります。"]
    same = read(*(row.replace("千円", "万円") for row in rows))
    assert (values(same), same.doubts) == (VALUE, ())
