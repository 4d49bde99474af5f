"""Tables in tabs, bars and columns of spaces: which lines are one, and what stands in each row."""

import pytest

from tests.knowledge.reading.tables.printed import findings, printed, tables_of


def test_tabs() -> None:
    assert printed("指標\t単位\t現状値（令和6年度）\t目標値（令和11年度）\n新規就業者数\t人\t－\t5年間で20人") == [
        "新規就業者数 人 | －@2024 | 5年間で20人@2029"
    ]


def test_bars_with_a_ruler_bold_cells_and_breaks() -> None:
    text = (
        "| **重要業績評価指標（KPI）** | 現状値 | 目標値 |\n|:--|--:|---|\n"
        "| 町内の従業者数 | 820人<br>（令和5年度） | **860人**（令和11年度） |"
    )
    assert printed(text) == ["町内の従業者数 | 820人 （令和5年度） | 860人（令和11年度）"]


@pytest.mark.parametrize("bar", ["｜", "│"])
def test_other_bars(bar: str) -> None:
    rows = ["|指標|基準値（R6）|目標値（R11）|", "|進出企業数|2社|8社|"]
    assert printed("\n".join(rows).replace("|", bar)) == ["進出企業数 | 2社@2024 | 8社@2029"]


def test_bars_without_an_outer_one() -> None:
    assert printed("指標 | 基準値（R6） | 目標値（R11）\n進出企業数 | 2社 | 8社") == [
        "進出企業数 | 2社@2024 | 8社@2029"
    ]


SPACED = """
 重要業績評価指標(KPI)          基準値            目標値
 新規就業者数                    3人             20人
                        (2023年度)   (2025~2029年度累計)
 空き家の戸数                  320戸            280戸
                        (2023年度)         (2029年度)

                     11
"""


SPACED_HEADER = " 指標               現状値（R6）      目標値（R11）"


def test_columns_of_spaces_with_a_value_over_its_year() -> None:
    assert printed(SPACED) == [
        "新規就業者数 | 3人 (2023年度) | 20人 (2025~2029年度累計)",
        "空き家の戸数 | 320戸 (2023年度) | 280戸 (2029年度)",
    ]


def test_full_width_spaces_are_columns_too() -> None:
    text = "指標　　　　　　　現状値（R6）　　目標値（R11）\n進出企業数　　　　２社　　　　　　８社"
    assert printed(text) == ["進出企業数 | ２社@2024 | ８社@2029"]


def test_years_in_a_second_line_of_the_header() -> None:
    text = """
 指標               現状値      目標値
                  （R6）     （R11）
 進出企業数             2社        8社
"""
    assert printed(text) == ["進出企業数 | 2社@2024 | 8社@2029"]


def test_a_page_number_is_no_value_and_the_table_goes_on_behind_it() -> None:
    text = """
 指標               現状値（R6）      目標値（R11）
 進出企業数              2社             8社

                   12

 空き家の戸数           320戸           280戸
"""
    assert printed(text) == ["進出企業数 | 2社@2024 | 8社@2029", "空き家の戸数 | 320戸@2024 | 280戸@2029"]


def test_a_table_that_begins_again_on_the_next_page_repeats_its_header() -> None:
    header = "指標\t現状値（R6）\t目標値（R11）"
    text = f"{header}\n進出企業数\t2社\t8社\n\n- 12 -\n\n{header}\n空き家の戸数\t320戸\t280戸"
    assert printed(text) == ["進出企業数 | 2社@2024 | 8社@2029", "空き家の戸数 | 320戸@2024 | 280戸@2029"]


def test_what_stands_between_two_columns_is_not_guessed() -> None:
    text = """
 指標              基準値        目標値
 新規就業者数               12人
"""
    assert printed(text) == []
    assert any("新規就業者数" in message or "目標値" in message for message in findings(text))


def test_a_year_and_a_number_with_wide_gaps_are_no_two_values() -> None:
    text = """
 指標                 基準値                          目標値
 新規就業者数       令和5年度    3人
"""
    assert printed(text) == []
    assert findings(text)


def test_another_table_right_below_ends_the_first() -> None:
    text = (
        "指標\t単位\t現状値（R6）\t目標値（R11）\n進出企業数\t社\t2\t8\n"
        "目標設定の考え方\t出典\t参考年間目標\t関連頁\n毎年度1社の進出\t産業課調べ\t令和8年度：3\t1"
    )
    assert printed(text) == ["進出企業数 社 | 2@2024 | 8@2029"]


def test_another_table_below_whose_header_nobody_knows_is_no_part_of_the_first() -> None:
    other = "会議\t開催日\t場所\n第1回\t5月\t役場\n第2回\t7月\t3階"
    text = f"指標\t現状値（R6）\t目標値（R11）\n進出企業数\t2社\t8社\n\n{other}"
    assert printed(text) == ["進出企業数 | 2社@2024 | 8社@2029"]


def test_two_tables_side_by_side_with_and_without_a_column_before_the_name() -> None:
    wide = "方向性\t指標\t現状\t目標値(R11)\t方向性\t指標\t現状\t目標値(R11)\n"
    rows = "しごと\t進出企業数\t2社(R6)\t8社\tくらし\t路線バスの利用者数\t9,000人(R6)\t10,000人"
    read = ["進出企業数 | 2社(R6) | 8社@2029", "路線バスの利用者数 | 9,000人(R6) | 10,000人@2029"]
    assert printed(wide + rows) == read
    narrow = "指標\t現状\t目標値(R11)\t指標\t現状\t目標値(R11)\n"
    assert printed(narrow + "進出企業数\t2社(R6)\t8社\t路線バスの利用者数\t9,000人(R6)\t10,000人") == read


def test_the_shorter_of_two_tables_side_by_side_ends_with_empty_cells() -> None:
    header = "指標\t現状(R6)\t目標(R11)\t指標\t現状(R6)\t目標(R11)"
    text = f"{header}\n甲の数\t1件\t2件\t乙の数\t3件\t4件\n丙の数\t5件\t6件\t\t\t"
    assert printed(text) == [
        "甲の数 | 1件@2024 | 2件@2029",
        "乙の数 | 3件@2024 | 4件@2029",
        "丙の数 | 5件@2024 | 6件@2029",
    ]


def test_names_first_and_values_later_are_read_where_the_order_proves_it() -> None:
    text = """
 指標               現状値（R6）      目標値（R11）
 進出企業数
 空き家の戸数
                    2社             8社
                  320戸           280戸
"""
    assert printed(text) == ["進出企業数 | 2社@2024 | 8社@2029", "空き家の戸数 | 320戸@2024 | 280戸@2029"]


@pytest.mark.parametrize(
    "values",
    [
        "                    2社             8社",
        "                    2社             8社\n                  320戸          280戸\n               1件     2件",
        "                    2社             8社\n                  320戸",
    ],
)
def test_names_and_values_that_do_not_match_are_a_finding_and_no_value(values: str) -> None:
    text = f"\n{SPACED_HEADER}\n 進出企業数\n 空き家の戸数\n{values}\n"
    assert printed(text) == []
    assert findings(text)
    held = {number for number, row in tables_of(text).rows.items() if row.is_held}
    assert {3, 4, 5} <= held


def test_a_name_over_two_lines_whose_bracket_is_open_goes_on() -> None:
    text = f"{SPACED_HEADER}\n 新規就業者数（農業・     3人             9人\n 漁業の合計）\n"
    assert printed(text) == ["新規就業者数（農業・漁業の合計） | 3人@2024 | 9人@2029"]


def test_a_heading_right_below_a_table_of_spaces_is_no_name() -> None:
    text = f"{SPACED_HEADER}\n 進出企業数              2社             8社\n(2) くらしを守る\n"
    tables = tables_of(text)
    assert 3 not in tables.rows
    assert len(printed(text)) == 1


MERGED = "方向性\t指標\t現状（R6）\t目標（R11）\nしごと\t進出企業数\t2社\t8社\n空き家の戸数\t320戸\t280戸"


def test_a_row_shortened_by_a_merged_label_is_read_where_its_width_proves_it() -> None:
    assert printed(MERGED) == ["進出企業数 | 2社@2024 | 8社@2029", "空き家の戸数 | 320戸@2024 | 280戸@2029"]


def test_a_row_that_may_lack_its_first_or_its_last_cell_is_not_filled() -> None:
    text = (
        "方向性\t指標\t現状（R6）\t目標（R11）\nしごと\t進出企業数\t2社\t8社\n空き家\t店の数\t280戸\nくらし\t路線\t3本"
    )
    assert printed(text) == ["進出企業数 | 2社@2024 | 8社@2029"]
    assert len(findings(text)) == 2


def test_a_merged_name_is_filled_down_where_a_column_tells_its_parts_apart() -> None:
    text = "指標\t内訳\t現状（R6）\t目標（R11）\n若者の転入者数\t男\t10人\t20人\n\t女\t12人\t22人"
    assert printed(text) == ["若者の転入者数[男] | 10人@2024 | 20人@2029", "若者の転入者数[女] | 12人@2024 | 22人@2029"]


def test_values_without_a_name_of_their_own_are_nobody_s() -> None:
    text = "指標\t現状（R6）\t目標（R11）\n若者の転入者数\t10人\t20人\n\t12人\t22人"
    assert printed(text) == []
    assert findings(text)


def test_labels_between_rows_are_no_indicators() -> None:
    text = "指標\t現状（R6）\t目標（R11）\n【しごと】\t\t\n進出企業数\t2社\t8社\n【くらし】\n空き家の戸数\t320戸\t280戸"
    assert printed(text) == ["進出企業数 | 2社@2024 | 8社@2029", "空き家の戸数 | 320戸@2024 | 280戸@2029"]


@pytest.mark.parametrize(
    "rows",
    [
        " 支援センターの\n                   1,200人         1,500人\n 年間利用者数",
        " 支援センターの          1,200人         1,500人\n 年間利用者数",
        " 支援センターの\n 年間利用者数           1,200人         1,500人",
    ],
)
def test_a_name_that_ends_in_a_particle_goes_on_in_the_next_line(rows: str) -> None:
    assert printed(f"{SPACED_HEADER}\n{rows}\n") == ["支援センターの年間利用者数 | 1,200人@2024 | 1,500人@2029"]


def test_a_line_without_values_beside_a_name_is_told() -> None:
    text = f"{SPACED_HEADER}\n 農林水産業\n 就業者数                  3人             9人\n"
    assert any("農林水産業" in message for message in findings(text))


def test_an_aside_below_a_value_belongs_to_it() -> None:
    rows = [
        SPACED_HEADER,
        " 相談の数                  3人             9人",
        f"{' ' * 19}（延べ30日）      （延べ90日）",
    ]
    assert printed("\n".join(rows)) == ["相談の数 | 3人 （延べ30日）@2024 | 9人 （延べ90日）@2029"]


def test_sums_of_rows_are_no_indicators() -> None:
    text = "指標\t現状値（R6）\t目標値（R11）\n甲の数\t3人\t9人\n合計\t3人\t9人"
    assert printed(text) == ["甲の数 | 3人@2024 | 9人@2029"]


def test_names_may_stand_under_an_empty_header() -> None:
    assert printed("\t現状値（R6）\t目標値（R11）\n進出企業数\t2社\t8社") == ["進出企業数 | 2社@2024 | 8社@2029"]


def test_years_and_values_under_one_label() -> None:
    text = "指標\t基準値\t\t目標値\t\n\t年度\t値\t年度\t値\n進出企業数\tR6\t2社\tR11\t8社"
    assert printed(text) == ["進出企業数 | 2社@R6 | 8社@R11"]
    assert findings(text) == []


def test_a_column_of_target_years_at_the_end_of_the_text_is_no_broken_row() -> None:
    assert findings("指標\t基準値\t基準年度\t目標値\t目標年度\n進出企業数\t2社\tR6\t8社\tR11") == []
