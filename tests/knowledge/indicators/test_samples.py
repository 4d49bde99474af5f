"""Invented values: the same every time, plausible, of every state, and never beside real ones."""

from datetime import date

from knowledge.indicators.current_values import CurrentValues
from knowledge.indicators.ledger import Ledger
from knowledge.indicators.samples import sample_drafts
from knowledge.indicators.validation import find_problems
from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import FiscalYear
from tests.knowledge.actual_values import ledger_of

R5 = FiscalYear(2023)
EMPTY = Ledger(())


def test_the_same_plan_gets_the_same_values(catalog: Catalog) -> None:
    assert sample_drafts(catalog, EMPTY, until=R5, by="a") == sample_drafts(catalog, EMPTY, until=R5, by="a")


def test_every_one_is_marked(catalog: Catalog) -> None:
    drafts = sample_drafts(catalog, EMPTY, until=R5, by="a")
    assert {draft.indicator for draft in drafts} == set(catalog.indicators)
    assert all(draft.sample and "架空の値" in draft.note and draft.source == "架空の値" for draft in drafts)


def test_they_pass_our_own_checks(catalog: Catalog) -> None:
    for draft in sample_drafts(catalog, EMPTY, until=R5, by="a"):
        problems = find_problems(
            draft, catalog.indicator(draft.indicator), EMPTY, today=date(2024, 6, 3), plan=catalog.strategy.period
        )
        assert not [problem for problem in problems if problem.needs == "mending"], draft


def test_no_year_outside_the_plan(catalog: Catalog) -> None:
    years = {draft.fiscal_year for draft in sample_drafts(catalog, EMPTY, until=FiscalYear(2030), by="a")}
    assert years == {FiscalYear(year) for year in range(2020, 2025)}
    assert sample_drafts(catalog, EMPTY, until=FiscalYear(2019), by="a") == ()


def test_what_is_counted_up_never_falls(catalog: Catalog) -> None:
    by_kpi: dict[str, list[object]] = {}
    for draft in sample_drafts(catalog, EMPTY, until=R5, by="a"):
        if catalog.indicator(draft.indicator).counting == "cumulative":
            by_kpi.setdefault(draft.indicator, []).append(draft.value)
    assert by_kpi
    assert all(series == sorted(series) for series in by_kpi.values())  # type: ignore[type-var]


def test_an_indicator_with_a_real_value_gets_none(catalog: Catalog) -> None:
    drafts = sample_drafts(catalog, ledger_of(catalog, ("k3-3", 2021, "50")), until=R5, by="a")
    assert "k3-3" not in {draft.indicator for draft in drafts}


def test_a_demonstration_shows_every_kind_of_state(catalog: Catalog) -> None:
    drafts = sample_drafts(catalog, EMPTY, until=R5, by="a")
    ledger = ledger_of(catalog, *((d.indicator, d.fiscal_year, str(d.value)) for d in drafts), sample=True)
    values = CurrentValues(catalog, ledger)
    states = {values.progress(id, R5).state for id in catalog.indicators}
    assert states >= {"達成", "順調", "やや遅れ", "遅れ", "後退", "実績未登録"}
