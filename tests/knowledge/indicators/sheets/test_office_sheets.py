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
    "かっこの中は目標": (
        (
            "（　）内は目標値",
            "指標|R7|R8",
            "加工品の売上高|1,310（1,300）|(1400)",
            "子育て満足度指数|3.3|3.4",
            "|(3.2)|(3.3)",
        ),
        [(SALES, 7, "1310"), (INDEX, 7, "3.3"), (INDEX, 8, "3.4")],
    ),
    "括弧書きは計画値（表の下）": (
        ("指標|R7実績|R8実績", "加工品の売上高|1310[1300]|1420[1400]", "", "※ 括弧書きは計画値を示す。"),
        [(SALES, 7, "1310"), (SALES, 8, "1420")],
    ),
    "上段と下段": (
        (
            "（上段：目標値　下段：実績値）",
            "指標|R7|R8",
            "基本目標1 しごと",
            "加工品の売上高|1300|1400",
            "|1310|",
            "子育て満足度指数|3.2|3.3",
            "|3.3|3.4",
        ),
        [(SALES, 7, "1310"), (INDEX, 7, "3.3"), (INDEX, 8, "3.4")],
    ),
    "上段は実績で下段は目標": (
        ("指標|R7|R8", "加工品の売上高|1310|1420", "|1300|1400", "各年度の上段が実績、下段が目標"),
        [(SALES, 7, "1310"), (SALES, 8, "1420")],
    ),
    "一つのセルの二行": (
        ("上段は計画、下段は実績", "指標|R7|R8", "加工品の売上高|1300\n1310|1400\n1420"),
        [(SALES, 7, "1310"), (SALES, 8, "1420")],
    ),
    "指標が列": (
        (
            "KPI実績一覧",
            "年度|加工品の売上高（万円）|子育て満足度指数",
            "R7|1310|3.3",
            "R8|1,420|集計中",
            "R11目標|2000|4.0",
        ),
        [(SALES, 7, "1310"), (SALES, 8, "1420"), (INDEX, 7, "3.3")],
    ),
    "指標が列、その下に目標と実績": (
        (
            "|加工品の売上高||子育て満足度指数|",
            "年度|目標|実績|目標|実績",
            "R7|1300|1310|3.2|3.3",
            "R8|1400|1420|3.3|3.4",
        ),
        [(SALES, 7, "1310"), (SALES, 8, "1420"), (INDEX, 7, "3.3"), (INDEX, 8, "3.4")],
    ),
    "指標が列、行に目標と実績": (
        ("年度|区分|加工品の売上高|備考", "R7|目標|1300|", "|実績|1310|新製品", "R8|目標|1400|", "|実績|1420|"),
        [(SALES, 7, "1310"), (SALES, 8, "1420")],
    ),
    "指標が列の表と縦の表": (
        ("指標|R7実績", "進出企業数（累計）|3", "", "年度|加工品の売上高|子育て満足度指数", "R8|1420|3.4"),
        [(FIRMS, 7, "3"), (SALES, 8, "1420"), (INDEX, 8, "3.4")],
    ),
    "予算と決算": (
        ("事業名|KPI|R8予算額|R8決算見込|R8実績|R9計画", "加工支援|加工品の売上高|5000|4800|1420|1600"),
        [(SALES, 8, "1420")],
    ),
}
REFUSED: dict[str, tuple[str, ...]] = {
    "上段と下段が揃わない": (
        "（上段：目標値　下段：実績値）",
        "指標|R7|R8",
        "加工品の売上高|1300|1400",
        "子育て満足度指数|3.2|3.3",
        "|3.3|3.4",
    ),
    "見えない区別": ("※赤字は目標値", "指標|R7実績|R8実績", "加工品の売上高|1310|1400"),
    "印による区別": ("指標|R7実績|R8実績", "加工品の売上高|1310|1400*", "*は目標値"),
    "速報の補正前だけ": ("指標|R8実績（速報の補正前）", "加工品の売上高|1410"),
    "表題のかっこの中が実績": ("KPI一覧　（　）内は実績", "指標|R7|R8", "加工品の売上高|1300（1310）|1400"),
    "かっこ内は実績": ("指標|R7|R8", "加工品の売上高|1300（1310）|1400", "※かっこ内は実績"),
    "かっこの中が実績": ("（ ）内は実績値", "指標|R7|R8", "加工品の売上高|1300（1310）|1400（1420）"),
    "年度別目標の一覧": ("KPI年度別目標一覧", "指標名|令和7年度|令和8年度", "加工品の売上高|1300|1400"),
    "一つのセルに二つの値": ("指標|R7実績（目標）", "加工品の売上高|1,310（1,300）"),
    "年度の途中": ("指標|令和8年度||", "|目標|12月末実績|年度末見込", "加工品の売上高|1400|1100|1420"),
    "前年度と当該年度": ("令和8年度実績報告", "指標|前年度|当該年度|増減", "加工品の売上高|1310|1420|110"),
    "指標が列で、知らない見出しがある": ("年度|加工品の売上高|謎の指標", "R7|1310|3.3"),
    "指標が列で、目標値の表": ("目標値の推移", "年度|加工品の売上高|子育て満足度指数", "R7|1310|3.3"),
    "指標が列で、注に見込み": ("年度|加工品の売上高|子育て満足度指数", "R7|1310|3.3", "R8|1420|3.4", "※R8は見込み"),
    "指標が列で、見出しの行が目標": ("年度|加工品の売上高|子育て満足度指数", "【目標】", "R7|1310|3.3"),
    "指標が列で、目標と実績の二段": ("年度|加工品の売上高", "【目標】", "R7|1300", "【実績】", "R7|1310"),
    "指標が列で、備考に見込み": ("年度|加工品の売上高|備考", "R7|1310|", "R8|1420|見込値"),
    "指標が列で、年が暦年": ("年|加工品の売上高|子育て満足度指数", "2025年|1310|3.3"),
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


def test_a_map_says_which_of_the_indicators_across_hold_actuals() -> None:
    plan = read("年度|加工品の売上高|謎の指標", "R7|1310|3.3", given="実績値=B,年度=A")
    assert (values(plan), plan.refused) == ([(SALES, 7, "1310")], ())


def test_places_in_a_table_of_indicators_across_are_those_that_a_person_sees() -> None:
    plan = read("年度|加工品の売上高|子育て満足度指数", "R7|1310|3.3か", "R11目標|2000|4.0")
    assert [(row.place, row.cell) for row in plan.accepted] == [("B列", "B2")]
    assert [(row.place, row.cell) for row in plan.refused] == [("C列", "C2")]
    assert [one.place for one in plan.tables[0].left_out] == ["3行目「R11目標」"]


def test_a_provisional_value_stands_where_the_final_one_is_missing_and_is_marked() -> None:
    plan = read("指標|R8速報値|R8確定値", "加工品の売上高|1410|1420", "子育て満足度指数|3.4|")
    assert [(row.draft.indicator, row.draft.provisional) for row in plan.accepted] == [(SALES, False), (INDEX, True)]
    assert [one.label for one in plan.tables[0].left_out] == ["訂正・確定前の値"]


def test_a_correction_that_is_missing_is_asked_about() -> None:
    plan = read("指標|R8実績（訂正前）|R8実績（訂正後）", "加工品の売上高|1410|1420", "子育て満足度指数|3.4|")
    assert [row.reason for row in plan.refused] == ["訂正後の値が空欄で、B列「R8実績（訂正前）」にだけ値があります。"]


def test_what_a_remark_on_reading_changed_is_said() -> None:
    plan = read("（ ）内は目標値", "指標|R7|R8", "加工品の売上高|1,310（1,300）|(1400)")
    assert plan.remarks == (
        "2行目の見出しの表: 「（ ）内は目標値」とあるため、かっこの中の数は目標値として取り込みません"
        "（B3「1,310（1,300）」、C3「(1400)」）。",
    )
    plan = read("指標|R7実績", "加工品の売上高|1310", "※赤字は速報値")
    assert "「※赤字は速報値」とありますが、色や書式、印による区別は読み取りません。" in plan.remarks[0]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (("指標|R8実績|R8実績（訂正後）", "加工品の売上高|1410|1420"), "B列「R8実績」とC列「R8実績（訂正後）」"),
        (("指標|種別|R8", "加工品の売上高|目標|1400", "子育て満足度指数|甲|3.4"), "B列「種別」の「甲」"),
        (REFUSED["指標が列で、知らない見出しがある"], "1行目に指標の名前があります: A列「年度」=年度、B列.*--map"),
        (("加工品の売上高|1310", "子育て満足度指数|3.3"), "1行目に指標の名前と値がありますが、その上に見出しの行が"),
        (REFUSED["見えない区別"], "「※赤字は目標値」とあり"),
        (REFUSED["上段と下段が揃わない"], "「（上段：目標値 下段：実績値）」とありますが"),
    ],
)
def test_a_refusal_names_what_is_not_clear(rows: tuple[str, ...], told: str) -> None:
    with pytest.raises(UnreadableTableError, match=told):
        read(*rows)


@pytest.mark.parametrize(
    ("rows", "how"),
    [
        (("指標|種別|R8", "加工品の売上高|目標|1400", "子育て満足度指数|甲|3.4"), "「実績」「目標」と書いた列を加えて"),
        (("指標|R8|R8", "加工品の売上高|1400|1420"), "見出しを「令和8年度実績」「令和8年度目標」のように書くか"),
    ],
)
def test_a_refusal_says_first_what_to_write_in_the_sheet(rows: tuple[str, ...], how: str) -> None:
    with pytest.raises(UnreadableTableError) as raised:
        read(*rows)
    assert how in str(raised.value)
    assert str(raised.value).index(how) < str(raised.value).index("--map")


def test_two_rows_of_an_indicator_are_to_say_which_is_which() -> None:
    plan = read("指標|R7|R8", "加工品の売上高|1300|1400", "|1310|1420")
    assert "行ごとに「目標」「実績」と書いた列を加えてください" in plan.refused[0].reason


def test_counts_beside_planned_counts_are_no_values_of_a_year() -> None:
    plan = read("指標|累計||当初想定（累計）|", "|R7|R8|R7|R8", "進出企業数（累計）|2|3|3|4")
    assert (values(plan), plan.refused) == ([(FIRMS, 7, "2"), (FIRMS, 8, "3")], ())


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


CAPTIONS = (
    "表2　前年度からの伸び",
    "表　県内他市の平均",
    "表　年次ロードマップ",
    "表　KPI設定水準",
    "ベンチマーク（隣の市）",
    "指標の伸び率",
    "順位の推移",
    "人口千人当たり",
    "※各欄は前年度の数値",
)


@pytest.mark.parametrize("caption", CAPTIONS)
def test_years_alone_under_a_title_of_other_figures_are_no_actuals(caption: str) -> None:
    with pytest.raises(UnreadableTableError):
        read(caption, "指標|R7|R8", "加工品の売上高|1310|1420", "子育て満足度指数|3.3|3.4")


@pytest.mark.parametrize("note", ["※いずれも前年度末時点", "※数値は県全体のもの", "※R8は推定"])
def test_years_alone_over_a_remark_on_other_figures_are_no_actuals(note: str) -> None:
    with pytest.raises(UnreadableTableError, match="とあり"):
        read("指標|R7|R8", "加工品の売上高|1310|1420", "子育て満足度指数|3.3|3.4", note)


def test_the_title_of_a_further_table_counts_for_it_alone() -> None:
    plan = read(
        "KPI実績の推移", "指標|R7|R8", "加工品の売上高|1310|1420",
        "表2　前年度からの伸び", "指標|R7|R8", "子育て満足度指数|103|98",
    )  # fmt: skip
    assert values(plan) == [(SALES, 7, "1310"), (SALES, 8, "1420")]
    assert "「表2 前年度からの伸び」" in plan.refused[0].reason.replace("　", " ")
