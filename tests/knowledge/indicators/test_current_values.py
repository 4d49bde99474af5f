"""One view of the current values: wording, years, changes, and invented values that never mix with real ones."""

import pytest

from knowledge.indicators.current_values import CurrentValues
from knowledge.model.catalog import Catalog
from knowledge.model.errors import UnknownIdError
from knowledge.model.fiscal import FiscalYear
from tests.knowledge.actual_values import ledger_of

R4, R5 = FiscalYear(2022), FiscalYear(2023)


def test_the_latest_value_is_worded_with_year_and_status(catalog: Catalog) -> None:
    values = CurrentValues(catalog, ledger_of(catalog, ("k3-3", 2022, "48"), ("k3-5", 2022, "-1.3")))
    assert values.text("k3-3") == "48人（令和4年度・確定値）"
    assert values.text("k3-5") == "全国平均から▲1.3（令和4年度・確定値）"
    assert values.text("k3-2") is None
    assert values
    assert not CurrentValues(catalog, ledger_of(catalog))


def test_an_invented_value_says_so_wherever_it_is_worded(catalog: Catalog) -> None:
    values = CurrentValues(catalog, ledger_of(catalog, ("k3-3", 2022, "48"), ("k3-3", 2023, "40"), sample=True))
    assert values.text("k3-3") == "40人（令和5年度・架空の値）"
    change = values.change("k3-3")
    assert change is not None
    assert change.text.endswith("（8人減、▲16.7%・架空の値）")


def test_one_real_value_hides_all_invented_ones_of_its_indicator(catalog: Catalog) -> None:
    invented = ledger_of(catalog, ("k3-3", 2022, "48"), ("k3-3", 2023, "40"), ("k3-2", 2023, "3"), sample=True)
    values = CurrentValues(catalog, ledger_of(catalog, ("k3-3", 2021, "50"), base=invented))
    assert values.text("k3-3") == "50人（令和3年度・確定値）"
    assert [entry.sample for entry in values.entries("k3-3")] == [False]
    assert values.progress("k3-3").year == 2021
    assert values.text("k3-2") == "3か所（令和5年度・架空の値）"


def test_a_change_needs_both_years(catalog: Catalog) -> None:
    values = CurrentValues(
        catalog, ledger_of(catalog, ("k3-3", 2021, "50"), ("k3-3", 2023, "40"), ("k3-3", 2024, "40"))
    )
    assert values.change("k3-3", R5) is None
    latest = values.change("k3-3")
    assert latest is not None
    assert latest.text == "令和5年度 40人 → 令和6年度 40人（増減なし）"
    assert values.change("k3-2") is None


def test_a_percentage_changes_by_points(catalog: Catalog) -> None:
    values = CurrentValues(catalog, ledger_of(catalog, ("k3-1", 2022, "76"), ("k3-1", 2023, "77.5")))
    change = values.change("k3-1")
    assert change is not None
    assert change.text == "令和4年度 76% → 令和5年度 77.5%（1.5ポイント増）"


def test_what_rose_from_zero_has_no_ratio(catalog: Catalog) -> None:
    values = CurrentValues(catalog, ledger_of(catalog, ("k3-3", 2022, "0"), ("k3-3", 2023, "4")))
    change = values.change("k3-3")
    assert change is not None
    assert change.ratio is None
    assert change.text.endswith("（4人増）")


def test_an_unknown_indicator_is_refused_with_near_ones(catalog: Catalog) -> None:
    with pytest.raises(UnknownIdError, match="近いもの"):
        CurrentValues(catalog, ledger_of(catalog)).progress("k3-33")
