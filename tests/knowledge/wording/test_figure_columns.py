"""The commonest year of a column is said once; no cell is read as of a year that is not its own."""

from knowledge.model.catalog import Catalog
from knowledge.wording import Measure
from knowledge.wording.amounts import SAMPLE_MARK, Figure
from knowledge.wording.figure_columns import figure_columns, shared_text
from knowledge.wording.values import ValueView


def rows(catalog: Catalog, *figures: Figure | None) -> list[Measure]:
    indicators = [catalog.indicator(f"k3-{number}") for number in range(1, len(figures) + 1)]
    views = [ValueView(figure=own) if own else None for own in figures]
    return [Measure(indicator=each, view=view) for each, view in zip(indicators, views, strict=True)]


R5 = Figure("48", "人", "令和5年度", "確定値")
R4 = Figure("40", "人", "令和4年度", "確定値")
INVENTED = Figure("48", "人", "令和5年度", SAMPLE_MARK)


def actuals(found: list[Measure]) -> tuple[tuple[str, ...], str]:
    columns = figure_columns(found)
    return columns[0].cells, shared_text(columns)


def test_the_commonest_year_stands_above_and_another_in_its_cell(catalog: Catalog) -> None:
    cells, said = actuals(rows(catalog, R5, R5, R4, None))
    assert cells == ("48人", "48人", "40人（令和4年度・確定値）", "実績未登録")
    assert said == "実績は令和5年度・確定値、目標値は令和6年度、基準値は令和元年度です（異なる場合は併記）。"


def test_where_every_year_is_another_each_cell_says_its_own(catalog: Catalog) -> None:
    cells, said = actuals(rows(catalog, R5, R4))
    assert cells == ("48人（令和5年度・確定値）", "40人（令和4年度・確定値）")
    assert "実績は" not in said


def test_invented_values_are_told_from_others_in_the_same_column(catalog: Catalog) -> None:
    cells, said = actuals(rows(catalog, INVENTED, INVENTED, R5))
    assert cells == ("48人", "48人", "48人（令和5年度・確定値）")
    assert said.startswith("実績は令和5年度・架空の値、")


def test_an_amount_without_a_year_is_never_put_under_one(catalog: Catalog) -> None:
    cells, said = actuals(rows(catalog, R5, R5, Figure("3", "件")))
    assert cells == (R5.text, R5.text, "3件")
    assert "実績は" not in said


def test_where_all_share_it_nothing_more_is_said(catalog: Catalog) -> None:
    assert actuals(rows(catalog, R5, None))[1].endswith("です。")
    assert actuals([])[1] == ""
