"""What cards, lists and answers take: one view, live, worded once."""

from fractions import Fraction
from pathlib import Path

import pytest

from bot.blockkit.parts import Values
from bot.progress_settings import ProgressSettings
from bot.values import LedgerValues, sparkline
from knowledge import (
    Catalog,
    CurrentValues,
    Draft,
    FiscalYear,
    LedgerStore,
    UnknownIdError,
    open_database,
    parse_amount,
)
from tests.knowledge.actual_values import AT, ledger_of


def test_it_is_what_the_cards_ask_for(catalog: Catalog) -> None:
    values: Values = LedgerValues(catalog, lambda: None)
    assert values.latest("k3-3") is None
    with pytest.raises(UnknownIdError):
        values.latest("k3-99")


def test_a_view_holds_all_that_a_card_shows(catalog: Catalog) -> None:
    ledger = ledger_of(catalog, ("k3-3", 2022, "48"), ("k3-3", 2023, "40"))
    view = LedgerValues(catalog, lambda: ledger).latest("k3-3")
    assert view is not None
    assert view.text == "40人（令和5年度・確定値）"
    assert view.state == "遅れ"
    assert view.progress == Fraction(14, 54)
    assert view.formula == "(40 − 54) ÷ (0 − 54) = 25.9%"
    assert [year for year, _ in view.history] == [2022, 2023]
    assert view.recorded == "2024年6月3日に企画課が登録"
    assert not view.is_sample


def test_grades_take_the_place_of_states_where_the_settings_say_so(catalog: Catalog) -> None:
    ledger = ledger_of(catalog, ("k3-3", 2023, "40"))
    settings = ProgressSettings(progress_scale="grades")
    view = LedgerValues(catalog, lambda: ledger, settings).latest("k3-3")
    assert view is not None
    assert view.state == "D"


def test_thresholds_are_settings(catalog: Catalog) -> None:
    ledger = ledger_of(catalog, ("k3-3", 2023, "40"))
    settings = ProgressSettings(progress_slightly_late=Fraction(3, 10))
    assert LedgerValues(catalog, lambda: ledger, settings).state("k3-3") == "やや遅れ"


def test_a_value_recorded_elsewhere_is_seen_at_the_next_look(catalog: Catalog, tmp_path: Path) -> None:
    ours, theirs = (LedgerStore(open_database(tmp_path / "actuals")) for _ in range(2))
    values = LedgerValues(catalog, ours.ledger)
    before = values.current
    assert values.text("k3-3") is None
    assert values.current is values.current
    amount = parse_amount("40")
    assert amount is not None
    draft = Draft(indicator="k3-3", fiscal_year=FiscalYear(2023), value=amount[0], by="企画課")
    theirs.record([draft], {"k3-3": "人"}, at=AT)
    assert values.text("k3-3") == "40人（令和5年度・確定値）"
    assert "k3-3" not in before


def test_the_line_of_bars_shows_missing_years(catalog: Catalog) -> None:
    def bars(*recorded: tuple[str, int, str]) -> str:
        return sparkline(CurrentValues(catalog, ledger_of(catalog, *recorded)), "k3-3")

    assert bars() == ""
    assert bars(("k3-3", 2022, "48")) == "▄"
    assert bars(("k3-3", 2020, "50"), ("k3-3", 2021, "48"), ("k3-3", 2023, "40")) == "█▆·▁"
    assert bars(("k3-3", 2020, "5"), ("k3-3", 2021, "5")) == "▄▄"
