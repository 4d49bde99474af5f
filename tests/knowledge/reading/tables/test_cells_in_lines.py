"""Tables whose cells stand one on each line, as copying out of a PDF gives them: read where one order alone fits."""

import pytest

from tests.knowledge.reading.tables.printed import findings, printed, tables_of

BOTH = ["新規就業者数 | 3人@2024 | 20人@2029", "空き家の戸数 | 320戸@2024 | 280戸@2029"]


def lines(text: str) -> str:
    return text.replace("/", "\n")


@pytest.mark.parametrize(
    "text",
    [
        "指標/基準値（令和6年度）/目標値（令和11年度）/新規就業者数/空き家の戸数/3人/320戸/20人/280戸",
        "指標/基準値（R6）/目標値（R11）/新規就業者数/3人/20人/空き家の戸数/320戸/280戸",
        "指標/基準値（R6）/目標値（R11）/新規就業者数/空き家の戸数/3人/20人/320戸/280戸",
        "ＫＰＩ/現状値/（R6）/目標値/（R11）/新規就業者数/空き家の戸数/3人/320戸/20人/280戸",
        "指標/新規就業者数/空き家の戸数/基準値（R6）/3人/320戸/目標値（R11）/20人/280戸",
        "指標/新規就業者数/空き家の戸数//基準値（R6）/3人/320戸//目標値（R11）/20人/280戸",
        "指標 基準値（R6） 目標値（R11）/新規就業者数 3人 20人/空き家の戸数 320戸 280戸",
        "指標 基準値（令和 6 年度） 目標値（令和 11 年度）/新規就業者数 3 人 20 人/空き家の戸数 320 戸 280 戸",
        "指標 基準値（R6） 目標値（R11）/新規就業者数/空き家の戸数/3人 20人/320戸 280戸",
        "指標 基準値（R6） 目標値（R11）/新規就業者数/空き家の戸数/3人/320戸/20人/280戸",
        "基準値（R6）/目標値（R11）/新規就業者数/空き家の戸数/3人/320戸/20人/280戸",
        "指標/基準値（R6）/目標値（R11）/担当課/新規就業者数/3人/20人/産業課/空き家の戸数/320戸/280戸/建設課",
    ],
)
def test_rows_columns_and_names_first(text: str) -> None:
    read = [row.replace("3 人", "3人").replace("20 人", "20人") for row in printed(lines(text))]
    assert [row.replace(" 戸", "戸") for row in read] == [row.replace(" 戸", "戸") for row in BOTH]
    assert not findings(lines(text))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (
            "指標/単位/基準値（R6）/目標値（R11）/新規就業者数/人/3/20/満足度/％/45.2/上昇",
            ["新規就業者数 人 | 3@2024 | 20@2029", "満足度 ％ | 45.2@2024 | 上昇@2029"],
        ),
        (
            "指標 単位 基準値（R6） 目標値（R11）/新規就業者数 人 3 20/満足度 ％ － 50",
            ["新規就業者数 人 | 3@2024 | 20@2029", "満足度 ％ | －@2024 | 50@2029"],
        ),
        (
            "指標/基準値/目標値/新規就業者数/3人/（R6）/20人/（R11）/空き家の戸数/320戸/（R5）/280戸/（R11）",
            ["新規就業者数 | 3人（R6） | 20人（R11）", "空き家の戸数 | 320戸（R5） | 280戸（R11）"],
        ),
        (
            "指標 基準値 目標値/新規就業者数 令和5年度 3人 令和11年度 20人",
            ["新規就業者数 | 令和5年度 3人 | 令和11年度 20人"],
        ),
        (
            "指標/基準値（R5）/中間目標（R9）/目標値（R11）/満足度/待機者数/3.1点/40人/3.2点/20人/3.5点/0人",
            ["満足度 | 3.1点@2023 | 3.2点@2027 | 3.5点@2029", "待機者数 | 40人@2023 | 20人@2027 | 0人@2029"],
        ),
        (
            "指 標 名/65歳以上の就業者数/現 状/409人(R5)/目 標/725人(R11)",
            ["65歳以上の就業者数 | 409人(R5) | 725人(R11)"],
        ),
    ],
)
def test_units_years_and_words_in_lines(text: str, read: list[str]) -> None:
    assert printed(lines(text)) == read
    assert not findings(lines(text))


def test_blank_lines_tell_columns_of_one_unit_from_rows() -> None:
    headed = "指標/基準値（R6）/目標値（R11）//満足度/認知度//45.2％/30.1％//50％/40％"
    assert printed(lines(headed)) == []  # two rows and two columns: the blank lines may stand between either
    three = headed.replace("認知度", "認知度/利用率").replace("30.1％", "30.1％/9％").replace("40％", "40％/12％")
    assert printed(lines(three)) == [
        "満足度 | 45.2％@2024 | 50％@2029",
        "認知度 | 30.1％@2024 | 40％@2029",
        "利用率 | 9％@2024 | 12％@2029",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "指標/基準値（R6）/目標値（R11）/満足度/認知度/45.2％/30.1％/50％/40％",  # two orders fit
        "指標/基準値（R6）/目標値（R11）/甲の数/乙の数/丙の数/3人/320戸/20人/280戸/5社",
        "指標/基準値（R6）/目標値（R11）/空き家バンクに登録した/家の戸数/乙の数/320戸/3人/280戸/20人",
        "指標/基準値（R6）/目標値（R11）/しごと/甲の数/3人/20人/くらし/乙の数/320戸/280戸",
        "指標/基準値（R6）/目標値（R11）/3人/20人/320戸/280戸/甲の数/乙の数",
        "指標/甲の数/乙の数/基準値（R6）/3人/目標値（R11）/20人/280戸",
        "指標/甲の数/基準値（R6）/3人/320戸/目標値（R11）/20人/280戸",
    ],
)
def test_where_no_order_or_several_fit_nothing_is_read_and_that_is_said(text: str) -> None:
    assert printed(lines(text)) == []
    assert findings(lines(text))
    assert all(row.is_held for row in tables_of(lines(text)).rows.values())


def test_a_page_number_and_the_text_behind_are_no_cells() -> None:
    text = "指標/基準値（R6）/目標値（R11）/新規就業者数/3人/20人//12//空き家の戸数/320戸/280戸"
    assert printed(lines(f"{text}//2 くらし//路線バスを守ります。")) == BOTH


def test_words_of_a_header_in_a_list_begin_no_table() -> None:
    assert tables_of(lines("KPI/目標値/・新規就業者を20人にします/・空き家を減らします")).rows == {}
