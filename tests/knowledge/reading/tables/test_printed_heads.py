"""Headers as they are set: words widened by spaces, 数値目標 over values, names that end in brackets below."""

import pytest

from tests.knowledge.reading.tables.printed import findings, printed, tables_of
from tests.knowledge.reading.tables.test_plans import Plan, plan, told, warnings

__all__ = ["plan"]


@pytest.mark.parametrize(
    ("name", "begun", "target"),
    [
        ("指　　標", "現状値", "目標値"),
        ("指　　　標　　　名", "基　　準　　値", "目　　標　　値"),
        ("指    標", "現    状", "目    標"),
        ("成果指標", "現　　況", "目　標　値"),
    ],
)
def test_a_word_widened_by_spaces_heads_one_column(plan: Plan, name: str, begun: str, target: str) -> None:
    base = plan(
        f"  {name:<22}          {begun:<10}           {target}\n"
        "                                     （令和6年度）             （令和11年度）\n"
        "  こどもの居場所の数                 7か所                     15か所\n"
        "  読書が好きな児童の割合             61.3％                    増加\n"
    )
    assert told(base) == [
        "こどもの居場所の数 7か所@2024 → 15か所@2029",
        "読書が好きな児童の割合 61.3%@2024 → 『増加』@2029",
    ]


def test_letters_that_are_no_word_of_headers_stay_cells() -> None:
    header = "  指標            小    中    現状値（R6）    目標値（R11）"
    row = "  出生数          ○    ○    41人            50人"
    tables = tables_of(f"{header}\n{row}\n")
    assert {column for one in tables.findings for column in one.columns} == {"小", "中"}


@pytest.mark.parametrize("line", ["（小５）", "(小学校５年生)", "（住民基本台帳による）"])
def test_a_line_in_brackets_is_of_the_name_above_it(plan: Plan, line: str) -> None:
    base = plan(
        "  指標                        現状値（R5）      目標値（R11）\n"
        f"  朝食を毎日食べる割合        72.4％            80.0％\n  {line}\n"
        "  地域の行事に出る割合        65.9％            75.0％\n  （中２）\n"
    )
    assert told(base) == [
        f"朝食を毎日食べる割合{line} 72.4%@2023 → 80.0%@2029",
        "地域の行事に出る割合（中２） 65.9%@2023 → 75.0%@2029",
    ]
    assert warnings(base) == []


@pytest.mark.parametrize(
    "text",
    [
        "|指標|数値目標（R11）|\n|---|---|\n|出生数|50人|\n|転入者数|30人|",
        "  指標                 数値目標（R11）\n  出生数               50人\n  転入者数             30人",
        "KPI\t数値目標（令和11年度）\n出生数\t50人\n転入者数\t30人",
    ],
)
def test_a_numerical_target_heads_values_where_no_other_column_does(text: str) -> None:
    assert printed(text) == ["出生数 | 列なし | 50人@2029", "転入者数 | 列なし | 30人@2029"]


@pytest.mark.parametrize("word", ["数値目標", "KPI", "成果目標"])
def test_the_same_word_over_two_columns_of_a_page_heads_no_table(word: str) -> None:
    text = f" {word}                                    {word}\n  出生数                                   転入者数\n"
    assert printed(text) == []
    assert findings(text) == []


@pytest.mark.parametrize("title", ["漁業の振興の指標\t\t\t", "\t".join(["漁業の振興の指標"] * 4)])
def test_a_title_over_the_whole_table_is_no_word_of_its_columns(plan: Plan, title: str) -> None:
    base = plan(f"{title}\n指標\t単位\t現在\t目標（令和11年度）\n漁獲量\tt\t128（令和６年度）\t300")
    assert told(base) == ["漁獲量 128t@2024 → 300t@2029"]
    assert not warnings(base)


def test_a_target_merged_over_all_years_is_one(plan: Plan) -> None:
    many = "\t".join(["15,000（令和7～11年度累計）"] * 3)
    base = plan(f"指標（単位）\t現状値（R6）\tR7\tR9\tR11\n利用者数（人）\t－\t{many}\n講座の数（件）\t4\t5\t6\t7")
    assert [len(one.interim) for one in base.packages[0].kpis] == [0, 2]


def test_a_header_may_say_that_units_stand_behind_the_names(plan: Plan) -> None:
    rows = "受診率（％）\t38.6\t50.0\n修了者数（累計） [人]\t4\t9\n講座の数（累計）\t1\t2"
    base = plan(f"成果指標（単位）\t現状値（R6）\t目標値（R11）\n{rows}")
    assert told(base) == [
        "受診率 38.6%@2024 → 50.0%@2029",
        "修了者数（累計） 4人@2024 → 9人@2029",
        "講座の数（累計） 1@2024 → 2@2029",
    ]
