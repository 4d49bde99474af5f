"""Remarks and captions that say of values what they are besides make those values doubtful, and no others."""

from datetime import date
from functools import partial

import pytest

from knowledge.indicators.sheets.header_words import read_heading
from knowledge.indicators.sheets.remarks import read_remark
from tests.knowledge.indicators.test_importing import read, values

ROWS = ("加工品の売上高|1310|1420", "子育て満足度指数|3.3|3.4")
HEADERS = ("指標|R7|R8", "指標|R7実績|R8実績")
heading = partial(read_heading, today=date(2027, 4, 10))

OF_ONE_YEAR = (
    "R8欄は令和7年度の実績を再掲",
    "※R8欄は令和7年度の実績を再掲",
    "※R8は暫定的に計画と同数を置いている",
    "※R8の値は前年度の値を据え置き",
    "※令和8年度の実績値は令和9年1月〜3月の集計",
    "※R8は4月から12月までの値",
    "注1）R8は見込みを含む",
    "（注）R8は目標値を記載している。",
    "※R8は9月末現在の数値",
    "※R8は前年同期の値",
)
OF_ALL = (
    "※1〜12月の集計",
    "※１～12月の集計",
    "※暦年で集計",
    "※調査対象は西部地域のみ",
    "※数値は福岡県全体のもの",
    "※いずれも前年度末時点",
    "※数値はいずれも見込値である。",
    "※議決前の案",
)
CAPTIONS = (
    "久留米市（西部地域）",
    "表1 西部地域のKPI",
    "北野校区の状況",
    "KPI実績（暦年）",
    "KPI一覧（1〜12月）",
    "R8実績（4〜12月）",
    "県内他市の平均",
    "福岡県全体の状況",
)
NOTHING = (
    "注）端数処理のため合計が一致しない",
    "※令和8年度は令和9年3月末時点",
    "※令和9年3月31日現在",
    "※達成率は目標値に対する実績の割合",
    "※R8目標は計画値",
    "※基準値は令和5年度の値",
    "※R8は国勢調査による",
    "※実績は前年度から増加した",
    "※R8実績は目標を上回った",
    "※集計期間は4月〜翌3月",
    "※（再掲）",
    "※R9は見込み",
    "※指標は地域の実情に応じて設定",
)
TITLES = (
    "令和8年度 KPI実績一覧",
    "（令和9年3月31日現在 総合政策課）",
    "第3章 持続可能な地域",
    "基本目標3 安心して暮らせる地域をつくる",
    "KPI一覧（4月〜翌3月）",
    "各地区の状況",
    "市内全地域の実績",
    "地域経済の状況",
    "令和8年度（令和8年4月〜令和9年3月）実績",
    "地域づくりの推進",
)


@pytest.mark.parametrize("header", HEADERS[1:])
@pytest.mark.parametrize("remark", OF_ONE_YEAR)
def test_a_remark_on_a_year_makes_its_values_doubtful_and_is_quoted(header: str, remark: str) -> None:
    for plan in (read(header, *ROWS, remark), read("KPI一覧", header, *ROWS, "", remark), read(remark, header, *ROWS)):
        assert [year for _, year, _ in values(plan)] == [7, 7]
        assert [row.cell for row in plan.doubts] == [row.cell for row in plan.refused]
        assert {row.reason for row in plan.refused} == {f"「{remark}」とあります。"}


@pytest.mark.parametrize("remark", [*OF_ALL, *CAPTIONS])
def test_a_remark_or_caption_on_all_values_holds_them_all(remark: str) -> None:
    plan = read(remark, HEADERS[1], *ROWS)
    assert (plan.accepted, len(plan.doubts)) == ((), 4)
    assert {row.reason for row in plan.refused} == {f"「{remark}」とあります。"}
    assert len(plan.confirm(plan.doubts).accepted) == 4


@pytest.mark.parametrize("remark", OF_ALL)
def test_a_remark_below_the_values_counts_as_one_above(remark: str) -> None:
    assert read(HEADERS[1], *ROWS, remark).accepted == ()


@pytest.mark.parametrize("remark", ["R8欄は令和7年度の実績を再掲", "※1〜12月の集計", "久留米市（西部地域）"])
def test_values_under_years_alone_are_doubted_as_well(remark: str) -> None:
    """Where no word of targets or plans has the whole table asked about."""
    plan = read("KPI一覧", HEADERS[0], *ROWS, remark) if remark[0] in "※R" else read(remark, HEADERS[0], *ROWS)
    assert {row.reason for row in plan.refused} == {f"「{remark}」とあります。"}


@pytest.mark.parametrize("remark", NOTHING)
def test_a_remark_on_something_else_holds_nothing_back(remark: str) -> None:
    plan = read(HEADERS[1], *ROWS, remark)
    assert (len(plan.accepted), plan.refused) == (4, ())


@pytest.mark.parametrize("title", TITLES)
def test_a_title_is_no_remark(title: str) -> None:
    plan = read(title, HEADERS[1], *ROWS)
    assert (len(plan.accepted), plan.refused) == (4, ())


def test_a_remark_that_names_an_indicator_is_of_that_alone() -> None:
    plan = read(HEADERS[1], *ROWS, "※加工品の売上高は暦年の集計")
    assert [id for id, _, _ in values(plan)] == ["k1-3", "k1-3"]


def test_the_figures_of_a_place_are_right_where_the_indicator_is_its_own() -> None:
    [remark] = read_remark("久留米市（西部地域）", heading, is_caption=True)
    assert (remark.place, remark.is_of(None, "西部地域のバス利用者数"), remark.is_of(None, "人口")) == (
        "西部地域",
        False,
        True,
    )


def test_a_remark_may_say_that_values_are_provisional() -> None:
    plan = read(HEADERS[1], *ROWS, "※R8は速報値であり、確定値は令和9年9月に公表予定。")
    assert [row.draft.provisional for row in plan.accepted] == [False, True, False, True]


def test_what_somebody_says_of_the_columns_stands_above_remarks() -> None:
    plan = read(HEADERS[1], *ROWS, "※暦年で集計", given="R7=B,R8=C")
    assert (len(plan.accepted), plan.refused) == (4, ())
