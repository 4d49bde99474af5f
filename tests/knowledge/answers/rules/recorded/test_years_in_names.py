"""The name of an indicator claims no year that the value behind it is not of."""

import pytest

from knowledge.answers.engine import Engine
from knowledge.indicators.current_values import CurrentValues
from knowledge.model.catalog import Catalog
from knowledge.wording.record_cards import card_of
from tests.knowledge.actual_values import ledger_of

QUESTIONS = ["人口の実績は？", "人口は？", "人口は30万人を切った？", "人口は目標を達成した？"]


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize(("year", "is_named"), [(2023, False), (2024, True)])
def test_a_population_is_named_by_its_year_only_where_the_value_is_of_it(
    engine: Engine, catalog: Catalog, question: str, year: int, is_named: bool
) -> None:
    values = CurrentValues(catalog, ledger_of(catalog, ("population", year, "310030")))
    first = engine.answer(question, (), values).note.splitlines()[0]
    assert ("令和6年度末の人口" in first) is is_named
    assert "人口" in first


def test_of_the_population_no_way_is_told_that_the_plan_does_not_print(catalog: Catalog) -> None:
    assert "ことが目標" not in str(card_of(catalog.indicator("population"), catalog))
