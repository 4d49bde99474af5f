"""Years in lines of their own: the values' above or below only where the table proves it."""

import pytest

from tests.knowledge.reading.tables.printed import findings, printed

HEADER = "指標                       現状値          目標値\n"
YEARS = "                           {}        {}\n"
NAME = "{}\n"
VALUES = "                           {}          {}\n"


def group(years: tuple[str, str], name: str, values: tuple[str, str]) -> str:
    return YEARS.format(*years) + NAME.format(name) + VALUES.format(*values)


def test_years_above_their_values_with_the_name_between_them() -> None:
    text = HEADER + group(("2018 年度", "2024 年度"), "保育士の人数", ("31 人", "40 人"))
    text += group(("2017 年度", "2022 年度"), "遊び場の数", ("4 か所", "6 か所"))
    assert printed(text) == [
        "保育士の人数 | 31 人@2018 | 40 人@2024",
        "遊び場の数 | 4 か所 2017 年度@2018 | 6 か所 2022 年度@2024",
    ]


def test_years_below_their_values() -> None:
    rows = [
        ("保育士の人数", ("31 人", "40 人"), ("2018年度", "2024年度")),
        ("遊び場の数", ("4 所", "6 所"), ("2017年", "2022年")),
    ]
    text = HEADER + "".join(NAME.format(n) + VALUES.format(*v) + YEARS.format(*y) for n, v, y in rows)
    assert printed(text) == ["保育士の人数 | 31 人 2018年度 | 40 人 2024年度", "遊び場の数 | 4 所 2017年 | 6 所 2022年"]


@pytest.mark.parametrize(
    "body",
    [
        # A line of years on both ends: the last one may be that of a value on the next page.
        group(("R1", "R6"), "保育士の人数", ("31 人", "40 人")) + YEARS.format("H30", "R4"),
        # The first value has years below it or none at all.
        NAME.format("保育士の人数") + VALUES.format("31 人", "40 人") + group(("H30", "R4"), "遊び場の数", ("4", "6")),
        # One group has none.
        group(("R1", "R6"), "保育士の人数", ("31 人", "40 人"))
        + NAME.format("遊び場の数")
        + VALUES.format("4 か所", "6 か所")
        + group(("H30", "R4"), "講座の回数", ("8 回", "9 回")),
    ],
)
def test_where_it_is_not_proven_nothing_is_read(body: str) -> None:
    assert printed(HEADER + body) == []
    assert findings(HEADER + body)
