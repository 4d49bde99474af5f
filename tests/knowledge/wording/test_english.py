"""One line in English says what the Japanese below it is: its kind, value and year."""

from knowledge.indicators.current_values import CurrentValues
from knowledge.model.catalog import Catalog
from knowledge.wording.english import english_line
from knowledge.wording.values import EMPTY_VALUES
from tests.knowledge.actual_values import ledger_of


def test_of_one_indicator_its_figures_with_their_years(catalog: Catalog) -> None:
    line = english_line(["kpi"], ["k4-4"], catalog, EMPTY_VALUES)
    assert line == "(KPI: target 90.0%, FY2024; baseline 71.0%, FY2018; no actual value recorded)"


def test_what_is_recorded_is_told_with_its_year(catalog: Catalog) -> None:
    values = CurrentValues(catalog, ledger_of(catalog, ("k4-4", 2022, "86.1")))
    assert "; latest 86.1%, FY2022" in english_line(["kpi"], ["k4-4"], catalog, values)


def test_no_baseline_and_averages_are_said(catalog: Catalog) -> None:
    assert "no baseline printed" in english_line(["kpi"], ["k1-2"], catalog, EMPTY_VALUES)
    averaged = [id for id, one in catalog.indicators.items() if "平均" in one.target.raw and not one.target.relative_to]
    assert averaged
    for id in averaged:
        assert "average to FY" in english_line(["goal_target"], [id], catalog, EMPTY_VALUES)


def test_of_several_records_their_kinds_and_numbers(catalog: Catalog) -> None:
    line = english_line(["project", "project", "kpi"], ["p1-1", "p1-2", "k1-1"], catalog, EMPTY_VALUES)
    assert line == "(2 projects and 1 KPI, below in Japanese)"


def test_one_record_is_named(catalog: Catalog) -> None:
    line = english_line(["project"], ["p4-6"], catalog, EMPTY_VALUES)
    assert line == f"(project: {catalog.projects['p4-6'].name}, below in Japanese)"
