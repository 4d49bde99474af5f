"""What a cell prints, and the only thing that may be read from it. Kinds as met in plans; all figures are invented."""

from decimal import Decimal

import pytest

from knowledge.model.amount_cells import CellContext, HeaderYears, PartAmounts, read_amounts, read_header_years
from knowledge.model.fiscal import FiscalYear, Period
from knowledge.model.quantity import Quantity, YearSpan

PLAN = Period(FiscalYear(2026), FiscalYear(2029))
R11 = FiscalYear(2029)


def read(cell: str, unit: str = "", name: str = "") -> tuple[PartAmounts, ...]:
    return read_amounts(cell, CellContext(year=R11, plan=PLAN, unit=unit, name=name))


def one(cell: str, unit: str = "", name: str = "") -> Quantity:
    [part] = read(cell, unit, name)
    assert part.part is None
    [quantity] = part.quantities
    return quantity


@pytest.mark.parametrize(
    ("cell", "unit", "value", "shown_unit", "comparison"),
    [
        ("120", "人", "120", "人", "exactly"),
        ("１，２００", "人", "1200", "人", "exactly"),
        ("令和 6 年度 1,603 人以上", "", "1603", "人", "at_least"),
        ("7,125千円", "", "7125", "千円", "exactly"),
        ("7,125", "千円／人", "7125", "千円／人", "exactly"),
        ("237,673 人／日", "", "237673", "人／日", "exactly"),
        ("30万1千人", "", "301000", "人", "exactly"),
        ("年間1.2万人", "", "1.2", "万人", "exactly"),
        ("±0人", "", "0", "人", "exactly"),
        ("±０（令和12年度）", "人", "0", "人", "exactly"),
        ("約50", "人", "50", "人", "exactly"),
        ("50程度", "人", "50", "人", "exactly"),
        ("毎年100人以上", "人", "100", "人", "at_least"),
        ("100人/年", "", "100", "人/年", "exactly"),
        ("100%維持", "%", "100", "%", "keep"),
        ("90％以上を維持", "", "90", "%", "at_least"),
        ("300戸以下(R11)", "", "300", "戸", "at_most"),
        ("第3位以内", "", "3", "位", "at_most"),
        ("ゼロ", "人", "0", "人", "exactly"),
        ("(120)", "人", "120", "人", "exactly"),
        ("120*", "人", "120", "人", "exactly"),
        ("120²人", "", "120", "人", "exactly"),
        ("120※1", "人", "120", "人", "exactly"),
        ("120 m²", "", "120", "m²", "exactly"),
        ("▲5.2", "%", "-5.2", "%", "exactly"),
        ("−5", "%", "-5", "%", "exactly"),
        ("百五十人", "", "150", "人", "exactly"),
        ("百五十ha", "", "150", "ha", "exactly"),
        ("二百ヘクタール以上", "", "200", "ヘクタール", "at_least"),
        ("1.22（全国1.20）", "", "1.22", "", "exactly"),
        ("年12人（延べ40日）", "人", "12", "人", "exactly"),
        ("12.3（R5）\n（県 11.0）", "%", "12.3", "%", "exactly"),
        ("計 30人", "", "30", "人", "exactly"),
        ("3億5千万円", "", "350000000", "円", "exactly"),
        ("1億2,345万6,789円", "", "123456789", "円", "exactly"),
        ("3億円", "", "3", "億円", "exactly"),
        ("1,603人以上／年", "", "1603", "人", "at_least"),
        ("【R5】12件", "", "12", "件", "exactly"),
        ("45.6％（市民意識調査）", "", "45.6", "%", "exactly"),
        ("年平均▲5人", "", "-5", "人", "exactly"),
        ("2000", "人", "2000", "人", "exactly"),
    ],
)
def test_one_number_is_read_as_it_is_printed(
    cell: str, unit: str, value: str, shown_unit: str, comparison: str
) -> None:
    read = one(cell, unit)
    assert (read.value, read.unit, read.comparison) == (Decimal(value), shown_unit, comparison)


@pytest.mark.parametrize(
    "cell",
    [
        "全国平均並み（2040年）",
        "前年度を上回る",
        "減少",
        "倍増",
        "○",
        "実施",
        "策定済み",
        "検討→実施",
        "毎年度",
        "集計中",
        "現状維持",
        "一定の成果",
        "十分",
        "A評価",
    ],
)
def test_words_are_kept_as_they_are_and_without_a_doubt(cell: str) -> None:
    [part] = read(cell)
    assert [(quantity.raw, quantity.value, quantity.comparison) for quantity in part.quantities] == [
        (cell, None, "words")
    ]
    assert not part.doubt


@pytest.mark.parametrize(
    "cell",
    [
        "1万2千百人",
        "2千百人",
        "1千百万円",
        "±5人",
        "1年かけて撮影し各校へ配布",
        "3.3 3.1",
        "12/15",
        "1,00",
        "①",
        "小6 88.4％ 中3 87.0％",
        "65歳以上 12.3%",
        "第2期計画策定",
        "3年連続",
        "3期",
        "12月",
        "20人増",
        "0増",
        "10数件",
        "3億5千人",
        "20(10)",
        "5団体(+3団体)",
        "5隻増",
        "3拠点減",
        "2割減",
        "+50人",
        "－ 5件",
        "R6-5",
        "R6比110%",
        "1,000（R6比）",
        "3→5",
        "42.1％（R6年度）→50％",
        "2000",
        "前回より 3人",
        "市 12.3 県 11.0",
        "目標12 実績10",
        "12½",
        "2024〜2029",
    ],
)
def test_digits_that_are_not_surely_the_value_are_words_with_a_doubt(cell: str) -> None:
    [part] = read(cell)
    assert [quantity.value for quantity in part.quantities] == [None]
    assert cell[:40] in part.doubt


@pytest.mark.parametrize("cell", ["", "－", "—", "ー", "令和6年度 － ％", "－人", "― 件"])
def test_a_dash_is_no_value_also_with_a_year_and_a_unit(cell: str) -> None:
    assert read(cell, "人") == (PartAmounts(None, ()),)


@pytest.mark.parametrize(
    ("cell", "first", "last", "basis"),
    [
        ("5年間で20人", 2025, 2029, "cumulative"),
        ("4年間で20人", 2026, 2029, "cumulative"),
        ("5か年累計20人", 2025, 2029, "cumulative"),
        ("延べ20人（5年間）", 2025, 2029, "cumulative"),
        ("期間中20人", 2026, 2029, "cumulative"),
        ("20（2022～24累計）", 2022, 2024, "cumulative"),
        ("20人（2020-2024累計）", 2020, 2024, "cumulative"),
        ("20人（2022–2024年度平均）", 2022, 2024, "mean"),
        ("20（2026～29累計）", 2026, 2029, "cumulative"),
        ("20人（H28～30累計）", 2016, 2018, "cumulative"),  # of the same era, not 2030
        ("20人（平成25～29年平均）", 2013, 2017, "mean"),
        ("20人（平成30～4年度平均）", 2018, 2022, "mean"),
        ("20人\n(2025~2029年度累計)", 2025, 2029, "cumulative"),
        ("令和7〜11年度の累計 20人", 2025, 2029, "cumulative"),
        ("20人（H30～R4累計）", 2018, 2022, "cumulative"),
        ("20（令和8～11年度平均）", 2026, 2029, "mean"),
        ("年平均20人", 2026, 2029, "mean"),
        ("H28～H30の平均：20人", 2016, 2018, "mean"),
        ("20人（R6年度までの5年間の平均）", 2020, 2024, "mean"),
        ("20人（令和8年度から令和11年度までの累計）", 2026, 2029, "cumulative"),
        ("20人（5年間の合計人数）", 2025, 2029, "cumulative"),
        ("20人（令和6年度からの累計）", 2024, 2029, "cumulative"),
        ("20人（R7からの5年間累計）", 2025, 2029, "cumulative"),
        ("20人（令和8年度以降の合計）", 2026, 2029, "cumulative"),
    ],
)
def test_an_amount_of_several_years_says_which_and_how(cell: str, first: int, last: int, basis: str) -> None:
    read = one(cell, "人")
    assert read.years == YearSpan(FiscalYear(first), FiscalYear(last), "mean" if basis == "mean" else "cumulative")
    assert (read.value, read.unit, read.fiscal_year) == (Decimal(20), "人", last)


def test_years_that_nobody_names_are_not_invented() -> None:
    [part] = read_amounts("5年間で20人", CellContext())
    assert [quantity.value for quantity in part.quantities] == [None]
    assert part.doubt
    [mean] = read_amounts("年平均20人", CellContext(year=FiscalYear(2024)))
    assert mean.quantities[0].years is None


@pytest.mark.parametrize(
    ("cell", "year"),
    [
        ("20人（R9からの累計）", None),
        ("20人（R9からの5年間累計）", 2031),
        ("20人（R9からの5年間累計）", 2029),
        ("20人（R9からの累計）", 2026),
    ],
)
def test_a_sum_that_does_not_end_in_the_year_of_the_value_stays_in_words(cell: str, year: int | None) -> None:
    [part] = read_amounts(cell, CellContext(year=FiscalYear(year) if year else None))
    is_read = year == 2031
    assert [one.value is not None for one in part.quantities] == [is_read]
    assert [one.fiscal_year for one in part.quantities] == [year]
    assert bool(part.doubt) is not is_read


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("令和6年度 小 88.4％ 中 87.0％", [("小", "88.4", 2024), ("中", "87.0", 2024)]),
        ("小 88.4 中 87.0", [("小", "88.4", 2029), ("中", "87.0", 2029)]),
        ("小学校88.4%中学校87.0%", [("小学校", "88.4", 2029), ("中学校", "87.0", 2029)]),
        ("男性：30% 女性：80%", [("男性", "30", 2029), ("女性", "80", 2029)]),
        ("男 30、女 80（R10）", [("男", "30", 2028), ("女", "80", 2028)]),
        ("令和7年度（保育所） 3人 令和6年度（放課後） 26人", [("保育所", "3", 2025), ("放課後", "26", 2024)]),
        ("（小）88.4（中）87.0", [("小", "88.4", 2029), ("中", "87.0", 2029)]),
        ("3人（保育所）26人（放課後）", [("保育所", "3", 2029), ("放課後", "26", 2029)]),
        ("30人（小 12人、中 18人）", [(None, "30", 2029), ("小", "12", 2029), ("中", "18", 2029)]),
        ("合計30人 (男12人 女18人)", [(None, "30", 2029), ("男", "12", 2029), ("女", "18", 2029)]),
        ("計30人 男12人 女18人", [(None, "30", 2029), ("男", "12", 2029), ("女", "18", 2029)]),
        ("A地区 3件　B地区 5件", [("A地区", "3", 2029), ("B地区", "5", 2029)]),
    ],
)
def test_a_cell_of_several_parts_is_one_amount_for_each(cell: str, parts: list[tuple[str | None, str, int]]) -> None:
    read_parts = [(each.part, str(each.quantities[0].value), each.quantities[0].fiscal_year) for each in read(cell)]
    assert read_parts == parts


@pytest.mark.parametrize(
    "cell",
    [
        "H30：32.5、R1：33.0",
        "32.5（H30） 33.0（R1）",
        "R1 33.0%\nH30 32.5%",
        "中間値32.5%（H30）最終値33.0%（R1）",
        "2018年度 32.5／2019年度 33.0",
    ],
)
def test_several_years_of_one_thing_are_its_values_oldest_first(cell: str) -> None:
    [part] = read(cell)
    assert [(str(quantity.value), quantity.fiscal_year) for quantity in part.quantities] == [
        ("32.5", 2018),
        ("33.0", 2019),
    ]


@pytest.mark.parametrize(
    ("cell", "to", "value", "unit"),
    [
        ("令和6年度比＋11.2％", "令和6年度", "11.2", "%"),
        ("R6比11.2％減", "R6", "-11.2", "%"),
        ("前年度比3%増", "前年度", "3", "%"),
        ("基準値から10%減", "基準値", "-10", "%"),
        ("全国平均から▲2.6", "全国平均", "-2.6", ""),
        ("県平均+2.0ポイント", "県平均", "2.0", "ポイント"),
    ],
)
def test_a_difference_says_from_what(cell: str, to: str, value: str, unit: str) -> None:
    read = one(cell, "千円／人")
    assert (read.relative_to, read.value, read.unit) == (to, Decimal(value), unit)


def test_a_printed_plus_is_a_level_only_of_what_may_be_negative() -> None:
    assert one("+50人", name="社会増減数").value == 50
    assert one("+50人", name="移住者数").value is None


@pytest.mark.parametrize(
    ("cell", "value", "upper"), [("10〜15%", 10, 15), ("10％～15％", 10, 15), ("12人~15人", 12, 15), ("5-8", 5, 8)]
)
def test_a_range_has_two_ends(cell: str, value: int, upper: int) -> None:
    read = one(cell)
    assert (read.value, read.upper) == (Decimal(value), Decimal(upper))
    assert read.comparison == "between"


def test_a_calendar_year_stays_one() -> None:
    assert one("41人（令和5年）").is_calendar
    assert not one("41人（令和5年度）").is_calendar
    assert one("41人", name="刑法犯の件数（暦年）").is_calendar
    assert one("41人（2024～28年累計）").is_calendar


@pytest.mark.parametrize("cell", ["令和6年 3.5人", "2024年 3.5人", "R6 3.5人", "令和6年 3.5人（全国 4.1）"])
def test_a_number_behind_a_year_is_no_day_of_it(cell: str) -> None:
    assert (one(cell).value, one(cell).fiscal_year) == (Decimal("3.5"), 2024)


@pytest.mark.parametrize("cell", ["年12人（延べ40日）", "約50人", "1.22（全国1.20）", "毎年2校", "女性30%以上", "3位"])
def test_what_says_more_than_the_number_is_shown_verbatim(cell: str) -> None:
    read = one(cell)
    assert read.is_verbatim
    assert read.raw == cell


@pytest.mark.parametrize(
    ("header", "read"),
    [
        ("目標値（令和11年度）", HeaderYears(R11)),
        ("目標値（2025～2029年度累計）", HeaderYears(R11, YearSpan(FiscalYear(2025), R11, "cumulative"))),
        ("5年間累計", HeaderYears(R11, YearSpan(FiscalYear(2025), R11, "cumulative"))),
        ("目標値\n(R8～R11の平均)", HeaderYears(R11, YearSpan(FiscalYear(2026), R11, "mean"))),
        ("目標（令和11年）", HeaderYears(R11, is_calendar=True)),
        ("現状値", HeaderYears()),
        ("目標値（令和8年度からの累計）", HeaderYears(R11, YearSpan(FiscalYear(2026), R11, "cumulative"))),
        (
            "目標（R10、R8からの累計）",
            HeaderYears(FiscalYear(2028), YearSpan(FiscalYear(2026), FiscalYear(2028), "cumulative")),
        ),
        ("累計の目標（R8以降）", HeaderYears(R11, YearSpan(FiscalYear(2026), R11, "cumulative"))),
    ],
)
def test_a_header_says_of_which_years_its_cells_are(header: str, read: HeaderYears) -> None:
    assert read_header_years(header, PLAN) == read


def test_the_years_of_the_header_are_those_of_a_cell_without_its_own() -> None:
    span = YearSpan(FiscalYear(2025), R11, "cumulative")
    context = CellContext(year=R11, years=span, plan=PLAN)
    assert read_amounts("20人", context)[0].quantities[0].years == span
    assert read_amounts("20人（R10）", context)[0].quantities[0].years is None


@pytest.mark.parametrize(
    ("cell", "year"),
    [
        ("8,904人（R2国調）", 2020),
        ("58.3％（平成30年住宅・土地統計調査）", 2018),
        ("412店（経済センサス R3）", 2021),
        ("71.2％（令和元年度 市民意識調査）", 2019),
        ("30億円（R5年度決算）", 2023),
    ],
)
def test_a_year_beside_the_source_is_that_of_the_value_whatever_the_header_says(cell: str, year: int) -> None:
    [part] = read_amounts(cell, CellContext(year=FiscalYear(2022)))
    assert (part.quantities[0].fiscal_year, part.doubt) == (year, "")


@pytest.mark.parametrize(
    "cell", ["12か所（R3開設分を含む）", "30人（平成30年以降）", "81％（R2 5歳児健診）", "6校（R元全国調査）"]
)
def test_a_year_that_may_be_of_something_else_is_said(cell: str) -> None:
    [part] = read_amounts(cell, CellContext(year=FiscalYear(2022)))
    assert part.quantities[0].fiscal_year == 2022
    assert cell in part.doubt
    [undated] = read_amounts(cell, CellContext())
    assert (undated.quantities[0].fiscal_year, undated.doubt) == (None, "")
