"""What is worse stands before what is better, whether or not the plan prints where it began."""

from knowledge.indicators.current_values import CurrentValues
from knowledge.model.catalog import Catalog
from knowledge.wording.values import measures, worst_first
from tests.knowledge.actual_values import ledger_of


def ranked(catalog: Catalog, *values: tuple[str, int, str]) -> list[str]:
    now = CurrentValues(catalog, ledger_of(catalog, *values))
    return [own.indicator.id for own in worst_first(measures([catalog.indicator(id) for id, *_ in values], now))]


def test_without_a_baseline_the_part_of_the_target_that_is_reached_decides(catalog: Catalog) -> None:
    """架空の値: the population has no baseline, and 86 % of its target; the others are at ▲5 %, 20 % and 90 %."""
    values = [("k1-6", 2024, "60"), ("population", 2024, "258860"), ("k2-2", 2024, "390"), ("k2-1", 2024, "39.64")]
    assert catalog.indicator("population").baseline is None
    assert ranked(catalog, *values)[:3] == ["k2-2", "k2-1", "population"]


def test_the_state_comes_before_how_far_it_is(catalog: Catalog) -> None:
    """やや遅れ at 20 % of the way is less than 未達成 at 90 %."""
    assert ranked(catalog, ("k3-3", 2020, "52"), ("k2-1", 2024, "40.9")) == ["k2-1", "k3-3"]
