"""One view of the current values: wording, years, changes, and invented values that never mix with real ones."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from knowledge.indicators.current_values import CurrentValues
from knowledge.indicators.ledger import Draft, Ledger
from knowledge.indicators.points import in_year
from knowledge.model.catalog import Catalog
from knowledge.model.errors import UnknownIdError
from knowledge.model.fiscal import FiscalYear
from knowledge.wording import measures, years_note
from knowledge.wording.values import measure
from tests.knowledge.actual_values import AT, ledger_of

R4, R5 = FiscalYear(2022), FiscalYear(2023)


def test_the_latest_value_is_worded_with_year_and_status(catalog: Catalog) -> None:
    values = CurrentValues(catalog, ledger_of(catalog, ("k3-3", 2022, "48"), ("k3-5", 2022, "-1.3")))
    assert values.text("k3-3") == "48人（令和4年度・確定値）"
    assert values.text("k3-5") == "全国平均から▲1.3（令和4年度・確定値）"
    assert values.text("k3-2") is None
    assert values
    assert not CurrentValues(catalog, ledger_of(catalog))


def test_of_a_mean_over_years_the_mean_is_the_value_and_the_years_own_stands_beside_it(catalog: Catalog) -> None:
    recorded = (("g2-t1", 2020, "3100"), ("g2-t1", 2021, "3200"), ("g2-t1", 2022, "3301"))
    values = CurrentValues(catalog, ledger_of(catalog, *recorded))
    latest = values.latest("g2-t1")
    assert latest is not None
    assert latest.text == "3,200.3人（令和2年度〜令和4年度の平均・確定値）"
    assert latest.own is not None
    assert latest.own.text == "3,301人（令和4年度・確定値）"
    assert measure(catalog.indicator("g2-t1"), values).grounds[0] == (
        "最後の年度の実績",
        "3,301人（令和4年度・確定値）",
    )
    first = values.latest("g2-t1", FiscalYear(2020))
    assert first is not None
    assert first.text == "3,100人（令和2年度・確定値）"


def test_before_the_targets_year_is_over_nothing_is_said_to_be_missed(catalog: Catalog) -> None:
    def standing(at: datetime, id: str = "k3-3", **fields: Any) -> str:
        draft = Draft(indicator=id, fiscal_year=FiscalYear(2024), by="企画課", **{"value": Decimal(16), **fields})
        ledger = Ledger((Ledger(()).recorded(draft, id="a1", at=at, unit=catalog.indicator(id).unit),))
        return CurrentValues(catalog, ledger).standing(id)

    october, june = datetime(2024, 10, 1, tzinfo=UTC), datetime(2025, 6, 3, tzinfo=UTC)
    assert standing(october, provisional=True) == "やや遅れ"
    assert standing(june, provisional=True) == "未達成"
    assert standing(october) == "未達成"  # somebody has said that it is final
    people: dict[str, Any] = {"id": "population", "value": Decimal(300500)}
    assert standing(june, as_of=date(2024, 10, 1), **people) == "算定不可"
    assert standing(june, as_of=date(2025, 3, 31), **people) == "未達成"


def test_a_mean_is_as_certain_as_its_least_certain_year(catalog: Catalog) -> None:
    base = ledger_of(catalog, ("g2-t1", 2020, "3100"))
    draft = Draft(indicator="g2-t1", fiscal_year=FiscalYear(2021), value=Decimal(3200), by="企画課", provisional=True)
    ledger = Ledger((*base.entries, base.recorded(draft, id="a2", at=AT, unit="人")))
    assert CurrentValues(catalog, ledger).text("g2-t1") == "3,150.0人（令和2年度〜令和3年度の平均・速報値）"


def test_without_all_its_years_no_mean_is_shown_for_one(catalog: Catalog) -> None:
    values = CurrentValues(catalog, ledger_of(catalog, ("g2-t1", 2020, "3100"), ("g2-t1", 2022, "3301")))
    assert values.text("g2-t1") == "3,301人（令和4年度・確定値）"
    assert values.standing("g2-t1") == "算定不可"


def test_what_is_counted_over_several_years_says_so(catalog: Catalog) -> None:
    of_two_years = (("k3-3", 2022, "48"), ("k3-2", 2023, "3"), ("k3-1", 2023, "77"))
    indicators = tuple(catalog.indicators.values())
    rows = measures(indicators, CurrentValues(catalog, ledger_of(catalog, *of_two_years)))
    assert years_note(rows) == "実績の年度は指標によって違います（令和4年度 1件、令和5年度 2件）。"
    assert years_note(measures(indicators, CurrentValues(catalog, ledger_of(catalog, ("k3-3", 2022, "48"))))) == ""


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
    assert values.change("k3-3", until=in_year(R5)) is None
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
