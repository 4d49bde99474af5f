"""The rows of a table: what is a value, what is none yet, what is skipped, and what must be asked about."""

from datetime import UTC, date, datetime

import pytest

from knowledge.files.grid import Cell, Row, Sheet
from knowledge.indicators.import_plan import ImportPlan
from knowledge.indicators.importing import plan_import
from knowledge.indicators.ledger import Entry, Ledger, entry_to_json
from knowledge.indicators.sheets.cell_values import read_value
from knowledge.indicators.sheets.column_map import parse_column_map
from knowledge.model.base_json import reader
from knowledge.model.errors import UnreadableTableError
from tests.plans import kakuu

TODAY = date(2027, 4, 10)


def sheet_of(*rows: str) -> Sheet:
    return Sheet("", tuple(Row.of(number, row.split("|")) for number, row in enumerate(rows, start=1)))


def plan_of(*sheets: Sheet, given: str = "") -> ImportPlan:
    columns = parse_column_map(given, TODAY)
    own = (kakuu().strategy.municipality or "", kakuu().strategy.title)
    return plan_import(sheets, kakuu().indicators, Ledger(()), by="企画課", today=TODAY, own=own, columns=columns)


def read(*rows: str, given: str = "") -> ImportPlan:
    return plan_of(sheet_of(*rows), given=given)


def values(plan: ImportPlan) -> list[tuple[str, int, str]]:
    return [(row.indicator.id, row.draft.fiscal_year - 2018, str(row.draft.value)) for row in plan.accepted]


@pytest.mark.parametrize(
    ("text", "value", "unit", "provisional", "marks"),
    [
        ("約3.3", "3.3", "", None, ("約",)),
        ("12500（速報値）", "12500", "", True, ()),
        ("(速報)12,500人", "12500", "人", True, ()),
        ("1,310※", "1310", "", None, ("※",)),
        ("1,310※1", "1310", "", None, ("※1",)),
        ("*91", "91", "", None, ("*",)),
        ("33.1†", "33.1", "", None, ("†",)),
        ("24.8（概数）", "24.8", "", None, ("概数",)),
        ("24.8(速報)※2", "24.8", "", True, ("※2",)),
        ("#33.1人", "33.1", "人", None, ("#",)),
        ("※1,310", "1310", "", None, ("※",)),
        ("1,310人（確定）", "1310", "人", False, ()),
        ("百五十人", "150", "人", None, ()),
        ("二十", "20", "", None, ()),
        ("一万二千三百人", "12300", "人", None, ()),
        ("三十四", "34", "", None, ()),
    ],
)
def test_marks_are_of_the_value_and_kanji_numerals_are_numbers(
    text: str, value: str, unit: str, provisional: bool | None, marks: tuple[str, ...]
) -> None:
    said = read_value(text)
    assert said is not None
    assert (str(said.value), said.unit, said.is_provisional, said.marks) == (value, unit, provisional, marks)


KANJI = {
    "二人": "2人", "六人": "6人", "十人": "10人", "十一件": "11件", "十九": "19", "二十人": "20人", "二十一社": "21社",
    "三十人": "30人", "三十三人": "33人", "三十四": "34", "四十八人": "48人", "九十九件": "99件", "百人": "100人",
    "百一": "101", "百五十人": "150人", "三百十": "310", "三百五十五人": "355人", "七百八十九戸": "789戸",
    "千人": "1000人", "千二百": "1200", "一千三百十人": "1310人", "二千二十件": "2020件", "一万二千三百人": "12300人",
    "三百十万人": "310万人", "四百七十二万人": "472万人", "一億二千万円": "120000000円",
}  # fmt: skip


@pytest.mark.parametrize("written", KANJI)
def test_kanji_numerals_are_the_numbers_that_a_person_reads(written: str) -> None:
    said = read_value(written)
    assert said is not None
    assert f"{said.value}{said.unit}" == KANJI[written]


@pytest.mark.parametrize(
    "text", ["3.3 3.1", "12〜15", "一", "十二三", "①", "約", "※", "1,310/1,400", "TRUE", "1310（R7）"]
)
def test_what_is_not_one_value_is_not_read(text: str) -> None:
    assert read_value(text) is None


@pytest.mark.parametrize(
    "word", ["集計中", "未公表", "調査中", "…", "・・・", "***", "N/A", "－", "（集計中）", "#N/A", "未 定"]
)
def test_a_word_for_no_value_is_listed_and_holds_nothing_back(word: str) -> None:
    plan = read("指標|R7実績", f"加工品の売上高|{word}", "子育て満足度指数|3.3")
    assert (values(plan), plan.refused) == ([("k1-3", 7, "3.3")], ())
    assert [(row.place, row.text) for row in plan.pending] == [("2行目（B2）", f"加工品の売上高「{word}」")]


@pytest.mark.parametrize("name", ["合計", "計", "小計", "小 計（基本目標1）", "総計"])
def test_total_rows_are_skipped_and_listed(name: str) -> None:
    plan = read("指標|R7実績", "合計特殊出生率|1.45", f"{name}|999")
    assert values(plan) == [("g2-t1", 7, "1.45")]
    assert [(row.place, row.why) for row in plan.skipped] == [("3行目", "合計の行")]


def test_a_row_that_cannot_be_read_is_listed_with_its_cell() -> None:
    plan = read("指標|R7実績|R8実績", "加工品の売上高|1310|1420くらいか", "子育て満足度指数|3.3|3.4")
    assert [(row.place, row.cell) for row in plan.refused] == [("2行目", "C2")]
    assert len(plan.accepted) == 3


def test_of_two_values_for_one_year_neither_is_more_certain() -> None:
    plan = read("指標|R7実績", "加工品の売上高|1310", "加工品の売上高|1320", "子育て満足度指数|3.3")
    assert values(plan) == [("k1-3", 7, "3.3")]
    assert [row.place for row in plan.refused] == ["2行目", "3行目"]


@pytest.mark.parametrize(
    "rows",
    [
        ("指標|内訳|R7実績", "加工品の売上高|市全体|集計中", "|うち輸出|1250"),
        ("指標|地域|R7実績", "合計特殊出生率|全国|1.20", "|市|集計中"),
        ("指標|年度|地域|実績値", "合計特殊出生率|R7|全国|1.20", "合計特殊出生率|R7|市|集計中"),
    ],
)
def test_of_several_rows_for_one_indicator_and_year_none_is_chosen(rows: tuple[str, ...]) -> None:
    plan = read(*rows)
    assert plan.accepted == ()
    assert len(plan.refused) == 1


def test_a_row_that_names_a_kind_says_so_of_the_rows_below() -> None:
    plan = read("指標|R7|R8", "【目標】", "加工品の売上高|1300|1400", "【実績】", "子育て満足度指数|3.3|3.4")
    assert values(plan) == [("k1-3", 7, "3.3"), ("k1-3", 8, "3.4")]
    assert [row.why for row in plan.skipped] == ["見出し・注の行", "目標値の行", "見出し・注の行"]
    for heading in ("目標（参考）", "■目標値の推移", "<全国平均>", "県の実績", "見込み"):
        plan = read("指標|R7|R8", "加工品の売上高|1310|1420", heading, "子育て満足度指数|3.3|3.4")
        assert [id for id, _, _ in values(plan)] == ["k1-1", "k1-1"], heading
    plan = read("指標|R7|R8", "目標１　しごと", "加工品の売上高|1310|1420")
    assert len(plan.accepted) == 2  # a goal's name


@pytest.mark.parametrize(
    "rows",
    [
        ("指標|R7|R8|備考", "加工品の売上高|1310|1420|R8は目標値", "子育て満足度指数|3.3|3.4|R8は見込み"),
        ("指標|R7|R8", "加工品の売上高|1310|1420", "子育て満足度指数|3.3|3.4", "※R8は目標値"),
        ("指標|R7|R8（※）", "加工品の売上高|1310|1420", "子育て満足度指数|3.3|3.4", "（※）令和8年度は見込値"),
        ("指標|R8", "加工品の売上高|1420", "※表の数値は目標値"),
        ("指標|R7|R8", "実績", "加工品の売上高|1310|1420", "年次計画", "子育て満足度指数|3.3|3.4"),
        ("今後の見通し", "指標|R7|R8", "加工品の売上高|1310|1420"),
    ],
)
def test_years_alone_are_no_actuals_where_something_speaks_of_other_figures(rows: tuple[str, ...]) -> None:
    with pytest.raises(UnreadableTableError, match="実績値かどうか分かりません"):
        read(*rows)


def test_years_alone_are_no_actuals_where_all_are_the_targets() -> None:
    named = [one for one in kakuu().indicators.values() if one.name in ("加工品の売上高", "子育て満足度指数")]
    rows = [f"{one.name}|{one.target.value}" for one in named]
    plan = read("指標|R8", *rows)
    assert plan.accepted == ()
    assert len(plan.refused) == len(rows) > 1
    assert "目標値と同じ" in plan.refused[0].reason
    assert len(read("指標|R8実績値", *rows).accepted) == len(rows)


@pytest.mark.parametrize("note", ["見込み", "R7実績", "（見込値）", "上半期", "前年度実績"])
def test_a_remark_that_contradicts_the_value_is_asked_about(note: str) -> None:
    plan = read("指標|R8実績|備考|確認", f"加工品の売上高|1420|{note}|", f"子育て満足度指数|3.4|{note}|済")
    assert values(plan) == [("k1-3", 8, "3.4")]
    assert f"備考に「{note}」とあります" in plan.refused[0].reason


def test_a_doubt_is_answered_by_whoever_imports_and_a_mistake_is_not() -> None:
    plan = read("指標|R8実績", "加工品の売上高|14200", "子育て満足度指数|3.4か")
    assert [row.cell for row in plan.doubts] == ["B2"]
    after = plan.confirm(plan.doubts)
    assert (values(after), [row.cell for row in after.refused]) == ([("k1-1", 8, "14200")], ["B3"])
    assert after.accepted[0].confirmed == "14,200万円は基準値 1,200万円の10倍以上です。桁や単位に間違いはありませんか。"
    assert "確認が必要な値 1件、受け付けられない行 1行" in plan.summary


def test_a_doubt_that_the_sheet_itself_confirms_is_kept_with_the_value() -> None:
    [row] = read("指標|R8実績|確認", "加工品の売上高|14200|済").accepted
    assert "10倍以上" in row.confirmed


def test_of_two_values_for_one_year_a_confirmation_takes_neither() -> None:
    plan = read("指標|R8実績", "加工品の売上高|14200", "加工品の売上高|1420")
    assert (plan.accepted, plan.doubts, len(plan.refused)) == ((), (), 2)


def test_a_cell_of_a_doubt_is_named_with_its_sheet_or_without() -> None:
    rows = sheet_of("指標|R8実績", "加工品の売上高|14200").rows
    [doubt] = plan_of(Sheet("実績", rows)).doubts
    assert [doubt.is_at(cell) for cell in ("b2", "Ｂ２", "実績!B2", "別!B2", "B3")] == [True, True, True, False, False]


def test_rows_of_grades_and_reasons_stand_beside_those_of_numbers() -> None:
    rows = ("|目標（修正後）|1300", "|実績|1310", "|乖離|10", "|評価|A", "|理由|好調")
    plan = read("指標|区分|R7", "加工品の売上高" + rows[0], *rows[1:])
    assert (values(plan), plan.refused) == ([("k1-1", 7, "1310")], ())


def test_values_of_each_year_are_not_taken_for_a_count() -> None:
    falling = read("指標|R6実績|R7実績", "進出企業数（累計）|3|2")
    assert falling.accepted == ()
    assert ["年度を追って減っています" in row.reason for row in falling.refused] == [True, True]
    beside = read("指標|R6実績|R7実績|累計", "進出企業数（累計）|1|2|3")
    assert all("累計の列（D列「累計」）がほかにある" in row.reason for row in beside.refused)
    assert len(beside.refused) == 2


def test_names_are_found_with_what_sheets_write_around_them() -> None:
    plan = read(
        "指標|R7実績", "① 加工品の\n売上高（万円）|1310", "・子育て満足度指数 ※2|3.3", "(2) 自治会加入率[％]|70"
    )
    assert [id for id, _, _ in values(plan)] == ["k1-1", "k1-3", "g3-t1"]
    assert (
        read("指標|R7実績", "加工品の売上高（千円）|1310").refused[0].reason
        == "「加工品の売上高（千円）」という指標はありません。「加工品の売上高」（単位は万円）でしょうか。"
    )


@pytest.mark.parametrize(
    ("written", "offered"),
    [
        ("進出企業数", "「進出企業数（累計）」（単位は社）"),
        ("加工品の売上高（累計）", "「加工品の売上高」（単位は万円）"),
        ("湖上バスの利用者数", "「湖上バスの年間利用者数」（単位は人）"),
    ],
)
def test_a_name_that_is_only_alike_is_offered_and_never_taken(written: str, offered: str) -> None:
    plan = read("指標|R7実績", f"{written}|1310")
    assert [row.reason for row in plan.refused] == [f"「{written}」という指標はありません。{offered}でしょうか。"]
    assert "でしょうか" not in read("指標|R7実績", "学校給食の残食率|3").refused[0].reason


@pytest.mark.parametrize(
    "header",
    [
        "指標名（単位）",
        "KPI（単位）",
        "指標名\n［単位］",
        "KPI・単位",
        "指標【単位】",
        "指標 (単位：)",
        "重要業績評価指標（単位）",
    ],
)
def test_names_with_their_units_stand_in_one_column(header: str) -> None:
    plan = read(f"{header}|目標値（R8）|実績値（R8）", "加工品の売上高（万円）|1400|1420", "子育て満足度指数|3.3|3.4")
    assert (values(plan), plan.refused) == ([("k1-1", 8, "1420"), ("k1-3", 8, "3.4")], ())
    below = read("指標名|実績値|", "（単位）|R7|R8", "加工品の売上高（万円）|1310|1420")
    assert values(below) == [("k1-1", 7, "1310"), ("k1-1", 8, "1420")]
    assert "でしょうか" in read(f"{header}|R8実績", "加工品の売上高（千円）|14200").refused[0].reason


def test_a_column_of_units_stays_one() -> None:
    for header in ("指標|単位|R8実績", "指標|（単位）|R8実績", "指標|指標単位|R8実績"):
        assert "単位が違います" in read(header, "加工品の売上高|千円|1420").refused[0].reason, header


def test_a_column_that_only_says_values_is_no_actual_under_a_title_of_targets() -> None:
    with pytest.raises(UnreadableTableError, match="目標値の列だけです"):
        read("目標値一覧", "指標|年度|値", "加工品の売上高|R8|1400")
    assert values(read("実績一覧", "指標|年度|値", "加工品の売上高|R8|1420")) == [("k1-1", 8, "1420")]


def test_units_of_header_column_and_title_are_held_against_the_plan() -> None:
    assert "単位が違います" in read("指標|R7実績（千円）", "加工品の売上高|1310").refused[0].reason
    assert "単位が違います" in read("（単位：千円）", "指標|R7実績", "加工品の売上高|1310").refused[0].reason
    assert "二通り" in read("指標|単位|R7実績", "加工品の売上高|千円|1310万円").refused[0].reason
    assert values(read("指標|単位|R7実績（万円）", "加工品の売上高|－|1310")) == [("k1-1", 7, "1310")]


def test_a_small_r_beside_a_capital_one_is_a_calendar_year() -> None:
    plan = read("指標|年度|実績値", "加工品の売上高|R7 (2025)|1310", "子育て満足度指数|r7 (2025)|3.3")
    assert values(plan) == [("k1-1", 7, "1310")]
    assert "暦年で、年度ではありません" in plan.refused[0].reason


def test_the_year_of_the_baseline_is_not_taken_for_the_values() -> None:
    plan = read("指標|基準値|年度|実績値", "加工品の売上高|1200|R5|1310")
    assert "基準値の年度ではありませんか" in plan.refused[0].reason
    assert values(read("指標|基準値|年度|実績値", "加工品の売上高|1200|R7|1310")) == [("k1-1", 7, "1310")]


def test_a_merged_value_over_two_indicators_or_years_is_refused() -> None:
    over_years, over_rows = (2, 1, 2, 2), (2, 1, 3, 1)
    head = Row.of(1, ["指標", "R7実績", "R8実績"])
    wide = Row(2, {0: Cell("加工品の売上高"), 1: Cell("1310", over_years), 2: Cell("1310", over_years)})
    assert "複数の年度にまたがって" in plan_of(Sheet("", (head, wide))).refused[0].reason
    rows = [
        Row(n, {0: Cell(name), 1: Cell("3", over_rows)}) for n, name in ((2, "加工品の売上高"), (3, "子育て満足度指数"))
    ]
    assert "複数の指標や年度にまたがって" in plan_of(Sheet("", (head, *rows))).refused[0].reason


def test_an_unknown_header_below_ends_the_table() -> None:
    plan = read("指標|R7実績", "加工品の売上高|1310", "", "なまえ|めあて", "子育て満足度指数|3.5")
    assert values(plan) == [("k1-1", 7, "1310")]
    assert "この行から下は読んでいません" in plan.refused[0].reason


def test_the_header_of_a_table_without_values_is_no_title_of_the_next() -> None:
    plan = read("指標|令和6年度|基準値", "加工品の売上高|－|", "指標|基準値|令和6年度", "合計特殊出生率|1.3|1.14")
    assert values(plan) == [("g2-t1", 6, "1.14")]


def test_a_row_with_nothing_but_its_kind_says_nothing_of_the_next() -> None:
    rows = ("指標|区分|R7", "加工品の売上高|実績|1310", "|目標|", "子育て満足度指数|実績|3.3", "|目標|")
    assert values(read(*rows)) == [("k1-1", 7, "1310"), ("k1-3", 7, "3.3")]


def test_the_last_row_of_a_table_is_no_header_of_the_next() -> None:
    rows = ("指標|区分|R7", "加工品の売上高|目標|1300", "|実績|約1310", "指標|R7目標|R8目標", "加工品の売上高|1|2")
    assert values(read(*rows)) == [("k1-1", 7, "1310")]
    assert "数として読めません" in read(*rows[:2], "|実績|13くらい10", *rows[3:]).refused[0].reason
    assert values(read(*rows[:2], "|実績|2000", *rows[3:])) == [("k1-1", 7, "2000")]  # which a year looks like


def test_a_table_that_may_hold_actuals_holds_everything_back() -> None:
    plan = read("指標|R7実績", "加工品の売上高|1310", "", "指標|実績値", "子育て満足度指数|3.5")
    assert "年度が分かりません" in plan.refused[0].reason
    plan = read("指標|R7実績", "加工品の売上高|1310", "", "指標|R8目標", "子育て満足度指数|3.5")
    assert plan.refused == ()
    assert "実績値の列がありません（目標値の列だけです）" in plan.remarks[0]


def test_a_map_answers_what_the_message_asks() -> None:
    rows = ("指標|目標|乙|丙", "加工品の売上高|1200|R7|1310")
    with pytest.raises(UnreadableTableError, match=r"D列「丙」=意味が分からない列.*--map 実績値=D,年度=C "):
        read(*rows)
    assert values(read(*rows, given="実績値=D,年度=C")) == [("k1-1", 7, "1310")]
    assert values(read("指標|実績（甲）|時期", "加工品の売上高|1310|R7", given="実績値=B,年度=C")) == [
        ("k1-1", 7, "1310")
    ]
    assert values(read("指標|実績値", "加工品の売上高|1310", given="年度=令和7年度")) == [("k1-1", 7, "1310")]


def test_what_is_hidden_is_read_and_named() -> None:
    rows = sheet_of("指標|R7実績|R8実績", "加工品の売上高|1310|1420", "子育て満足度指数|3.3|3.4").rows
    hidden = Sheet("実績", (*rows[:2], Row(3, rows[2].cells, True)), True, frozenset((2,)))
    plan = plan_of(hidden)
    assert len(plan.accepted) == 4
    assert list(plan.remarks) == [
        "非表示のシート「実績」も読みました。",
        "非表示の行も読みました（実績 3行目）。",
        "非表示の列も読みました（実績 C列「R8実績」）。",
    ]


def test_grade_and_comment_are_kept_and_stored() -> None:
    plan = read("指標|R7実績|自己評価|外部評価|要因・課題", "加工品の売上高|1310|A|B|新製品が伸びた")
    (draft,) = plan.drafts
    assert (draft.office_grade, draft.office_comment) == ("自己評価: A、外部評価: B", "新製品が伸びた")
    at = datetime(2027, 4, 10, tzinfo=UTC)
    entry = Ledger(()).recorded(draft, id="a1", at=at, unit="万円")
    assert reader(Entry)({**entry_to_json(entry), "id": "a1"}) == entry
    again = plan_import(
        [sheet_of("指標|R7実績", "加工品の売上高|1310")], kakuu().indicators, Ledger((entry,)), by="x", today=TODAY
    )
    assert again.unchanged == 1  # a table without the columns leaves both as they are
