"""Columns typed with spaces that do not meet their headers: a row with a value for every column leaves no other way."""

import pytest

from tests.knowledge.reading.tables.printed import findings, printed

# All plans here are invented (架空).


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        (
            "指標名　　現状値（R6）　成り行き値（R12）　目標値（R12）　単位\n"
            "相談できる人がいる町民の割合　　71.5　　69.0　　76.0　　％\n"
            "活動の参加者数　　2,310　　2,050　　2,600　　人",
            ["相談できる人がいる町民の割合 ％ | 71.5@2024 | 76.0@2030", "活動の参加者数 人 | 2,310@2024 | 2,600@2030"],
        ),
        (
            "KPI 単位 基準値（R4） すう勢値（R10） 目標値（R10）\n森の学校の参加者数  人  410  380  600",
            ["森の学校の参加者数 人 | 410@2022 | 600@2028"],
        ),
        (
            "指標　　　　　現状（Ｒ５）　中間目標（Ｒ８）　目標（Ｒ11）\n"
            "削減できた作業の時間（時間／年）　1,150　2,400　4,200\n"
            "売却した土地の額（百万円）　－　90　150",
            [
                "削減できた作業の時間（時間／年） | 1,150@2023 | 2,400@2026 | 4,200@2029",
                "売却した土地の額（百万円） | － | 90@2026 | 150@2029".replace("| － |", "| －@2023 |"),
            ],
        ),
        (
            "           KPI           単位   基準値(R6)  目標値(R11)\n"
            "茶畑の持ち主を募る口数           口     146       400\n"
            "受け入れた若者のうち再び訪れた人の割合       ％     28.0      50.0",
            [
                "茶畑の持ち主を募る口数 口 | 146@2024 | 400@2029",
                "受け入れた若者のうち再び訪れた人の割合 ％ | 28.0@2024 | 50.0@2029",
            ],
        ),
        (
            "KGI            単位   Baseline（R5）   Target（R9）\n来庁する人の数   万人   23.4     18.0",
            ["来庁する人の数 万人 | 23.4@2023 | 18.0@2027"],
        ),
    ],
)
def test_as_many_values_as_columns_are_read_in_order(table: str, rows: list[str]) -> None:
    assert printed(table) == rows
    assert not findings(table)


@pytest.mark.parametrize(
    "table",
    [
        "項目　　　　　　　　　　　　　　　区分　　策定時　　　目標　　　出典\n"
        "　　　　　　　　　　　　　　　　　　　　（R4年度）（R17年度）\n"
        "朝食をとる人の割合　　　20～30歳代男性　　58.2％　　70％　　①\n"
        "　　　　　　　　　　　　20～30歳代女性　　67.9％　　80％　　①",
        "指標                区分           基準値（R4）    目標値（R17）\n"
        "朝食をとる人の割合    20～30歳代男性  58.2％  70％\n"
        "                      20～30歳代女性  67.9％  80％",
    ],
)
def test_a_row_that_is_set_in_is_a_further_part_of_the_name_above(table: str) -> None:
    assert printed(table) == [
        "朝食をとる人の割合[20～30歳代男性] | 58.2％@2022 | 70％@2035",
        "朝食をとる人の割合[20～30歳代女性] | 67.9％@2022 | 80％@2035",
    ]


@pytest.mark.parametrize(
    "row",
    ["就業者数　　120　　150　　80　　60", "就業者数　　R5 120　　150", "就業者数　　120　　担い手　　60"],
)
def test_a_row_with_another_number_of_values_is_not_put_in_order(row: str) -> None:
    table = "指標名　　基準値（R5）　中間目標（R8）　目標値（R11）\n" + row
    assert not [one for one in printed(table) if "120@2023" in one and "60@2029" in one] or findings(table)


@pytest.mark.parametrize(
    ("above", "below", "name"),
    [
        ("まちに愛着がある", "市民の割合", "まちに愛着がある市民の割合"),
        ("温室効果ガスの部門別", "排出量（年間）", "温室効果ガスの部門別排出量（年間）"),
    ],
)
def test_a_line_without_which_a_name_counts_nothing_is_its_rest(above: str, below: str, name: str) -> None:
    table = f"   KPI                    基準（R5）     目標（R11）\n   {above}         71.2           80\n   {below}\n"
    assert printed(table) == [f"{name} | 71.2@2023 | 80@2029"]


def test_a_line_below_a_name_that_counts_is_no_part_of_it() -> None:
    table = "   KPI              基準（R5）     目標（R11）\n   出生数             71           80\n   健康寿命の年齢\n"
    assert printed(table) == ["出生数 | 71@2023 | 80@2029"]


def test_a_second_header_row_repeats_what_is_merged_over_both() -> None:
    table = (
        "成果指標\t\t\t\t\t\n指標名\t区分\t単位\t策定時\t目標値\t目標値\n指標名\t区分\t単位\tR6\tR12（中間）\tR17（最終）\n"
        "健診を受けた人の割合\t男性\t％\t36.4\t48.0\t60.0\n健診を受けた人の割合\t女性\t％\t44.9\t53.0\t延伸"
    )
    assert printed(table) == [
        "健診を受けた人の割合[男性] ％ | 36.4@2024 | 48.0@2030 | 60.0@2035",
        "健診を受けた人の割合[女性] ％ | 44.9@2024 | 53.0@2030 | 延伸@2035",
    ]
