"""Headers as real sheets write them: what each column is taken for, and which tables are asked about."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.files.grid import Row, Sheet
from knowledge.indicators.sheets.column_map import ColumnMap, parse_column_map
from knowledge.indicators.sheets.header_words import read_heading
from knowledge.indicators.sheets.sheet_words import LABELS, role_of_word
from knowledge.indicators.sheets.table_columns import Table, read_table
from knowledge.indicators.sheets.tables import find_tables
from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.errors import UnreadableMapError
from knowledge.model.fiscal import FiscalYear

TODAY = date(2024, 6, 3)
NAMES = ("待機児童数", "宿泊者数")
known: Callable[[str], bool] = NAMES.__contains__


def tables_of(*rows: str, given: str = "") -> list[Table]:
    sheet = Sheet("", tuple(Row.of(n, row.split("|")) for n, row in enumerate(rows, start=1)))
    told = parse_column_map(given, TODAY)
    return [read_table(raw, known, FiscalYear.of(TODAY), told) for raw in find_tables(sheet, TODAY, known)]


def table_of(*rows: str, given: str = "") -> Table:
    (table,) = tables_of(*rows, given=given)
    return table


def values(table: Table) -> list[tuple[int, int | None]]:
    return [(one.index, one.year and int(one.year)) for one in table.values]


@given(st.permutations(["ID", "指標", "年度", "実績値", "単位", "区分", "備考"]))
def test_columns_are_found_in_any_order(names: list[str]) -> None:
    table = table_of("|".join(names))
    assert table.doubt == ""
    assert {one.role: names[one.index] for one in table.taken} == {
        "id": "ID",
        "name": "指標",
        "fiscal_year": "年度",
        "value": "実績値",
        "unit": "単位",
        "status": "区分",
        "note": "備考",
    }


def test_a_title_above_and_odd_spelling_do_not_hide_the_header() -> None:
    table = table_of(
        "令和5年度 KPI実績一覧||", "||（単位：各指標による）", "重要業績評価指標 (KPI)|対象年度|実 績 値", "a|R5|1"
    )
    assert (table.raw.header_row, table.doubt, len(table.raw.rows)) == (3, "", 1)


def test_a_year_in_the_header_takes_the_place_of_a_column() -> None:
    table = table_of("ID|令和4年度実績|R5実績値（速報）|令和6年度目標値")
    assert [(v.index, v.year, v.provisional) for v in table.values] == [(1, 2022, False), (2, 2023, True)]
    assert [one.column.text for one in table.left_out] == ["令和6年度目標値"]


def test_a_header_of_two_rows_is_read_as_one() -> None:
    table = table_of("ID|指標|令和5年度|令和5年度|令和5年度", "ID|指標|実績値|区分|備考", "k1-1|a|3|確定|")
    assert (table.name, table.id, set(table.attributes), values(table)) == (1, 0, {"status", "note"}, [(2, 2023)])
    assert len(table.raw.rows) == 1


def test_a_title_right_above_a_header_of_two_rows_takes_no_part_in_it() -> None:
    table = table_of(
        "KPI 進捗管理表||||",
        "指標名|令和4年度||令和5年度|",
        "指標名|実績値|区分|実績値|区分",
        "待機児童数|48||40|",
    )
    assert values(table) == [(1, 2022), (3, 2023)]


def test_the_kind_over_the_years_is_read_like_the_years_over_the_kind() -> None:
    """The shape of a yearly report, as CSV: a merged label stands over its first column alone."""
    table = table_of(
        "指標|基準値|実績値||目標値",
        "|令和元年度|令和4年度|令和5年度|令和6年度",
        "待機児童数|54|48|40|0",
    )
    assert values(table) == [(2, 2022), (3, 2023)]
    assert [f"{one.column.text}: {one.label}" for one in table.left_out] == [
        "基準値／令和元年度: 基準値・現状値",
        "目標値／令和6年度: 目標値",
    ]


def test_three_header_rows_are_read_as_one() -> None:
    table = table_of(
        "指標|進捗||||",
        "|令和4年度|||令和5年度|",
        "|目標|実績|達成率|目標|実績",
        "待機児童数|50|48|96%|45|40",
    )
    assert values(table) == [(2, 2022), (5, 2023)]


@pytest.mark.parametrize(
    "word",
    [
        "目標",
        "基準",
        "現状",
        "計画",
        "見込",
        "前年比",
        "達成率",
        "当初",
        "目安",
        "予定",
        "上半期",
        "全国平均",
        "増減",
        "5年間計",
        "3か年平均",
        "予算",
    ],
)
def test_a_word_of_another_kind_rules_a_column_out_wherever_it_stands(word: str) -> None:
    for header in (
        [f"指標|R4実績|R5実績（{word}）"],
        [f"指標|R4|R5 {word}"],
        [f"指標||{word}", "|R4実績|R5実績"],
        ["指標|R4実績|R5実績", f"||{word}"],
        [f"指標|実績値|{word}", "|R4|R5"],
    ):
        table = table_of(*header, "待機児童数|48|40")
        assert [at for at, _ in values(table)] == [1], header
        assert [one.index for one in table.left_out] == [2], header


def test_a_word_that_is_not_known_leaves_a_column_out_and_is_shown() -> None:
    table = table_of("指標|R4実績|R5実績（甲案）", "待機児童数|48|40")
    assert values(table) == [(1, 2022)]
    assert [one.label for one in table.left_out] == ["「甲案」の意味が分からない列"]


def test_what_is_quoted_of_a_column_stands_in_it() -> None:
    table = table_of("指標|R4実績|R5 (4〜12月)", "待機児童数|48|40")
    assert [one.label for one in table.left_out] == ["意味が分からない列"]


@pytest.mark.parametrize(
    ("spelling", "year"),
    [
        ("2023年度(R5)", 2023),
        ("令和5年度（2023年度）", 2023),
        ("R5 (2023)", 2023),
        ("H31/R1", 2019),
        ("平成31年度（令和元年度）", 2019),
        ("2023", 2023),
        ("R5\n（2023）", 2023),
        ("５年度", 2023),
        ("ＦＹ２０２３", 2023),
        ("二〇二三年度", 2023),
        ("R6.3末", 2023),
        ("2024-3-31", 2023),
        ("令和6年3月31日現在", 2023),
    ],
)
def test_a_header_names_its_year_in_any_spelling(spelling: str, year: int) -> None:
    assert values(table_of(f"指標|{spelling}", "待機児童数|40")) == [(1, year)]
    assert values(table_of(f"指標|{spelling}実績", "待機児童数|40")) == [(1, year)]


@pytest.mark.parametrize(
    "spelling", ["令和5年", "2023年", "R6.4.1", "R5.9末", "2024-3-30", "R4・R5", "前年度", "昨年度"]
)
def test_what_is_not_one_fiscal_year_heads_no_actuals(spelling: str) -> None:
    assert table_of(f"指標|R4実績|{spelling}実績", "待機児童数|48|40").values[0].index == 1
    assert "実績値" in table_of(f"指標|{spelling}実績", "待機児童数|40").doubt


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (["ID|年度"], "実績値の列が見つかりません"),
        (["ID|実績値"], "年度が分かりません"),
        (["ID|令和5年度|令和5年度実績|令和5年度確定値"], "令和5年度の実績値の列が二つ以上あります"),
        (["指標|実績値|実績値|年度"], "実績値の列が二つ以上あります"),
        (["指標|年度|基準値|実績値|年度"], "年度の列が二つ以上あり"),
        (["指標|評価年度|実績値"], "年度が分かりません"),
        (["指標|R4|R5|R6|R7", "待機児童数|48|40|30|20"], "まだ来ていない年度の値"),
        (["目標値一覧||", "指標|R4|R5", "待機児童数|48|40"], "目標値の列だけです"),
        (["上段：目標値、下段：実績値", "指標|R4|R5", "待機児童数|48|40"], "とありますが、どれが上段で"),
        (["指標|R6目標|R5現状", "待機児童数|0|54"], "目標値、基準値・現状値の列だけです"),
    ],
)
def test_a_table_that_may_mean_one_or_another_is_asked_about(rows: list[str], why: str) -> None:
    assert why in table_of(*rows).doubt


@pytest.mark.parametrize("row", ["年度|実績値", "a|b|c", "", "指標"])
def test_what_names_no_indicators_is_no_table(row: str) -> None:
    assert tables_of(row) == []


def test_a_column_of_names_is_known_by_what_it_holds() -> None:
    table = table_of("番号|めあて|R4実績", "1|待機児童数|48")
    assert (table.name, values(table)) == (1, [(2, 2022)])


def test_of_two_year_columns_the_one_beside_the_value_is_its_own() -> None:
    for header, year in (("指標|策定時|年度|実績値|年度", 4), ("指標|年度|策定時|年度|実績値", 3)):
        table = table_of(header)
        assert (table.doubt, table.year and table.year.index) == ("", year)


def test_tables_below_and_beside_each_other_are_read_each_by_its_own_header() -> None:
    below = tables_of("指標|R4実績", "待機児童数|48", "", "指標|R4目標|R5実績", "待機児童数|45|40")
    assert [values(one) for one in below] == [[(1, 2022)], [(2, 2023)]]
    assert [[row.number for row in one.raw.rows if row.cells] for one in below] == [[2], [5]]
    beside = tables_of("指標|R4実績||No.|指標|R4目標|R5実績", "待機児童数|48||1|宿泊者数|45|40")
    assert [(one.name, values(one)) for one in beside] == [(0, [(1, 2022)]), (4, [(6, 2023)])]


def test_a_map_answers_what_a_header_does_not_say() -> None:
    rows = ("指標|甲|乙", "待機児童数|R5|40")
    assert table_of(*rows, "", given="実績値=C,年度=B").doubt == ""
    table = table_of("指標|R4|R5|R6|R7", "待機児童数|48|40|30|20", given="R4=B,R5=C")
    assert (table.doubt, values(table)) == ("", [(1, 2022), (2, 2023)])
    table = table_of("指標|実績値", "待機児童数|40", given="年度=R5")
    assert (table.doubt, table.given_year) == ("", 2023)


@pytest.mark.parametrize("text", ["実績値", "実績値=", "実績値=1", "ふしぎ=B", "実績値:B"])
def test_a_map_that_is_not_understood_says_how_to_write_it(text: str) -> None:
    with pytest.raises(UnreadableMapError, match="実績値=H,年度=G"):
        parse_column_map(text, TODAY)


def test_no_map_is_none() -> None:
    assert not parse_column_map("", TODAY)
    assert parse_column_map("実績値=AB、年度＝C", TODAY) == ColumnMap({"fiscal_year": 2}, {27: None})
    assert parse_column_map("実績値＝ａｂ，年度＝Ｃ", TODAY) == ColumnMap({"fiscal_year": 2}, {27: None})


# The words


def test_there_are_many_header_words_each_with_one_meaning() -> None:
    data = read_toml(VOCABULARY / "sheet_words.toml")
    words = [(word, role) for part in ("taken", "left_out") for role, some in data[part].items() for word in some]
    assert len(words) > 400
    assert {role for _, role in words} <= set(LABELS)
    wrong = [(word, role, role_of_word(word)) for word, role in words if role_of_word(word) != role]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "role", "rest"),
    [
        ("ＫＰＩ項目", "name", ""),
        ("R7\n実績", "value", ""),
        ("目標値に対する達成率", "rate", "に対する"),
        ("今後の方向性", "comment", ""),
        ("所管課", "division", ""),
        ("実績（見込）", "plan", ""),
        ("びこう", None, "びこう"),
        ("実績値 (A)", "value", ""),
        ("達成率（A/B）", "rate", ""),
    ],
)
def test_a_header_is_cut_into_known_words(text: str, role: str | None, rest: str) -> None:
    heading = read_heading(text, TODAY)
    assert (heading.role, heading.rest) == (role, rest)
