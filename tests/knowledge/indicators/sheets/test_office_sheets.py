"""Sheets as a city's planning office makes them: each gives exactly its actuals, or is refused in words."""

import pytest

from knowledge.model.errors import UnreadableTableError
from tests.knowledge.indicators.test_importing import read, values

SALES, FIRMS, INDEX, BUS = "k1-1", "k1-2", "k1-3", "k2-1"

READ: dict[str, tuple[tuple[str, ...], list[tuple[str, int, str]]]] = {
    "進捗管理シート": (
        (
            "令和8年度　第3期総合戦略　進捗管理シート",
            "||||||||（令和9年4月1日現在）",
            "基本目標|KPI|単位|基準値|目標値||実績値||達成率|評価|担当課",
            "|||R5|R7|R8|R7|R8|R8||",
            "1 しごと|加工品の売上高|万円|1200|1300|1400|1310|1420|101.4%|A|産業課",
            "2 ひと|子育て満足度指数|－|3.2|3.3|3.3|3.3|3.4|103%|A|子ども課",
        ),
        [(SALES, 7, "1310"), (SALES, 8, "1420"), (INDEX, 7, "3.3"), (INDEX, 8, "3.4")],
    ),
    "庁内照会の回答": (
        (
            "照会様式1　KPI実績調査（回答期限：令和9年4月20日）",
            "No.|指標名|単位|前回回答（R7実績）|今回回答（R8実績）|備考",
            "1|加工品の売上高|万円|1310|1420|",
            "2|湖上バスの年間利用者数|人|12500|12,800|速報",
        ),
        [(SALES, 8, "1420"), (BUS, 8, "12800")],
    ),
    "三つ組の列（年度と値）": (
        (
            "KPI|単位|基準値||実績値||目標値|",
            "||年度|値|年度|値|年度|値",
            "加工品の売上高|万円|R5|1200|R8|1420|R11|2000",
        ),
        [(SALES, 8, "1420")],
    ),
    "市と県": (
        ("|市||県|", "指標|R7実績|R8実績|R7実績|R8実績", "子育て満足度指数|3.3|3.4|3.0|3.1"),
        [(INDEX, 7, "3.3"), (INDEX, 8, "3.4")],
    ),
    "目標の一覧と実績の一覧": (
        (
            "令和8年度 目標値一覧",
            "指標名|R7|R8",
            "加工品の売上高|1300|1400",
            "",
            "令和8年度 実績値一覧",
            "指標名|R7|R8",
            "加工品の売上高|1310|1420",
        ),
        [(SALES, 7, "1310"), (SALES, 8, "1420")],
    ),
    "四半期と年間": (
        ("指標|R8実績||||", "|第1四半期|第2四半期|第3四半期|第4四半期|年間", "湖上バスの年間利用者数|1|2|3|4|12800"),
        [(BUS, 8, "12800")],
    ),
    "A÷B": (
        ("KPI|R8 実績値 (A)|R8 目標値 (B)|達成率 (A/B)", "加工品の売上高|1420|1400|101%"),
        [(SALES, 8, "1420")],
    ),
    "修正前と修正後": (
        ("指標|R8実績（修正前）|R8実績（修正後）", "加工品の売上高|1410|1420"),
        [(SALES, 8, "1420")],
    ),
    "新旧が年度の下": (
        ("指標|R7実績||R8実績|", "|旧|新|旧|新", "加工品の売上高|1300|1310|1410|1420"),
        [(SALES, 7, "1310"), (SALES, 8, "1420")],
    ),
    "速報値と確定値の列": (
        ("指標|年度|速報値|確定値", "加工品の売上高|R7|1300|1310", "加工品の売上高|R8|1420|集計中"),
        [(SALES, 7, "1310"), (SALES, 8, "1420")],
    ),
    "PとAの行": (
        ("指標||R7|R8", "加工品の売上高|P|1300|1400", "|A|1310|1420", "子育て満足度指数|P|3.2|3.3", "|A|3.3|3.4"),
        [(SALES, 7, "1310"), (SALES, 8, "1420"), (INDEX, 7, "3.3"), (INDEX, 8, "3.4")],
    ),
    "計と実の行": (
        ("指標|種別|R7|R8", "加工品の売上高|計|1300|1400", "|実|1310|1420"),
        [(SALES, 7, "1310"), (SALES, 8, "1420")],
    ),
    "予算と決算": (
        ("事業名|KPI|R8予算額|R8決算見込|R8実績|R9計画", "加工支援|加工品の売上高|5000|4800|1420|1600"),
        [(SALES, 8, "1420")],
    ),
}
REFUSED: dict[str, tuple[str, ...]] = {
    "上段と下段": ("（上段：目標値　下段：実績値）", "指標|R7|R8", "加工品の売上高|1300|1400", "|1310|"),
    "年度別目標の一覧": ("KPI年度別目標一覧", "指標名|令和7年度|令和8年度", "加工品の売上高|1300|1400"),
    "一つのセルに二つの値": ("指標|R7実績（目標）", "加工品の売上高|1,310（1,300）"),
    "年度の途中": ("指標|令和8年度||", "|目標|12月末実績|年度末見込", "加工品の売上高|1400|1100|1420"),
    "前年度と当該年度": ("令和8年度実績報告", "指標|前年度|当該年度|増減", "加工品の売上高|1310|1420|110"),
    "指標が列": ("年度|加工品の売上高|子育て満足度指数", "R7|1310|3.3"),
    "うち書きの行": ("指標|内訳|R8実績", "湖上バスの年間利用者数|合計|集計中", "|うち市外|12300"),
    "単年の値と累計": ("指標|R7|R8|累計", "進出企業数（累計）|1|2|3"),
    "策定時と目標の年度だけ": ("指標|R5|R8|R11", "加工品の売上高|1200|1420|2000"),
    "修正前の値だけ": ("指標|R8実績（修正前）", "加工品の売上高|1410"),
    "印のない値と修正後": ("指標|R8実績|R8実績（修正後）", "加工品の売上高|1410|1420"),
    "実績と言わない修正前と修正後": ("指標|年度|修正前|修正後", "加工品の売上高|R8|1410|1420"),
    "修正前が二つ": ("指標|R8実績（旧）|R8実績（修正前）|R8実績（新）", "加工品の売上高|1400|1410|1420"),
    "意味の分からない同じ年度の実績": ("指標|R8実績|R8実績（甲案）", "加工品の売上高|1410|1420"),
    "意味の分からない行の区分": ("指標|種別|R8", "加工品の売上高|目標|1400", "子育て満足度指数|甲|3.4"),
    "割合が小数": ("指標|単位|R8実績", "避難に時間がかかる世帯の割合|%|0.175"),
    "別の単位": ("指標|R8実績(百万円)", "加工品の売上高|14.2"),
}


@pytest.mark.parametrize("name", READ)
def test_a_sheet_of_an_office_gives_exactly_its_actuals(name: str) -> None:
    rows, wanted = READ[name]
    plan = read(*rows)
    assert (sorted(values(plan)), plan.refused) == (sorted(wanted), ())


def test_a_provisional_value_stands_where_the_final_one_is_missing_and_is_marked() -> None:
    plan = read("指標|R8速報値|R8確定値", "加工品の売上高|1410|1420", "子育て満足度指数|3.4|")
    assert [(row.draft.indicator, row.draft.provisional) for row in plan.accepted] == [(SALES, False), (INDEX, True)]
    assert [one.label for one in plan.tables[0].left_out] == ["訂正・確定前の値"]


def test_a_correction_that_is_missing_is_asked_about() -> None:
    plan = read("指標|R8実績（訂正前）|R8実績（訂正後）", "加工品の売上高|1410|1420", "子育て満足度指数|3.4|")
    assert [row.reason for row in plan.refused] == ["訂正後の値が空欄で、B列「R8実績（訂正前）」にだけ値があります。"]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (("指標|R8実績|R8実績（訂正後）", "加工品の売上高|1410|1420"), "B列「R8実績」とC列「R8実績（訂正後）」"),
        (("指標|種別|R8", "加工品の売上高|目標|1400", "子育て満足度指数|甲|3.4"), "B列「種別」の「甲」"),
    ],
)
def test_a_refusal_names_what_is_not_clear(rows: tuple[str, ...], told: str) -> None:
    with pytest.raises(UnreadableTableError, match=told):
        read(*rows)


@pytest.mark.parametrize("name", REFUSED)
def test_a_sheet_that_may_mean_one_or_another_is_refused_in_words(name: str) -> None:
    plan, said = None, ""
    try:
        plan = read(*REFUSED[name])
    except UnreadableTableError as error:
        said = str(error)
    reasons = [said] if plan is None else [row.reason for row in plan.refused]
    assert plan is None or plan.accepted == ()
    assert reasons
    assert all(reason.endswith(("。", "）。")) for reason in reasons)
