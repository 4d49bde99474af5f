"""What cards, lists and answers take: one view, live, worded once."""

import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from bot.app.wiring import open_ledger, open_values
from bot.config.progress_settings import ProgressSettings
from bot.config.settings import read_settings
from bot.terminal.batch import batch_answers
from bot.terminal.cards import answer_lines
from bot.values.current import LedgerValues
from bot.values.plans import Plans
from knowledge.answers.engine import Engine
from knowledge.indicators.current_values import CurrentValues
from knowledge.indicators.ledger import Draft
from knowledge.model.catalog import Catalog
from knowledge.model.errors import UnknownIdError
from knowledge.model.fiscal import FiscalYear
from knowledge.model.quantity import parse_amount
from knowledge.model.structs import replace
from knowledge.storage.database import Database
from knowledge.storage.ledger_store import LedgerStore
from knowledge.wording import Values
from tests.knowledge.actual_values import AT, ledger_of
from tests.world import knowledge_in


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
    assert view.recorded == "2024年6月3日 企画課"
    assert not view.is_sample


def test_grades_take_the_place_of_states_where_the_settings_say_so(catalog: Catalog) -> None:
    ledger = ledger_of(catalog, ("k3-3", 2023, "40"))
    settings = ProgressSettings(progress_scale="grades")
    view = LedgerValues(catalog, lambda: ledger, settings).latest("k3-3")
    assert view is not None
    assert view.state == "D"


def test_answers_and_histories_show_the_grades_too(catalog: Catalog, engine: Engine) -> None:
    settings = ProgressSettings(progress_scale="grades")
    values = CurrentValues(catalog, ledger_of(catalog, ("k3-3", 2023, "40")), settings.thresholds())
    answer = engine.answer("遅れているKPI", (), values)
    assert "状態 D、進捗 25.9%" in answer.text
    shown = "\n".join(line.plain for line in answer_lines(catalog, answer, 80, values))
    assert re.search(r"^状態 D、進捗 25.9%", shown, re.MULTILINE)
    assert re.search(r"理由 +令和5年度の見込み 80.0%に対して", shown)
    assert "状態は「D」（令和5年度・確定値）です。" in engine.answer("待機児童数は遅れている？", (), values).text


def test_thresholds_are_settings(catalog: Catalog) -> None:
    ledger = ledger_of(catalog, ("k3-3", 2023, "40"))
    settings = ProgressSettings(progress_slightly_late=Fraction(3, 10))
    assert LedgerValues(catalog, lambda: ledger, settings).current.standing("k3-3") == "やや遅れ"


def test_a_value_recorded_elsewhere_is_seen_at_the_next_look(catalog: Catalog, tmp_path: Path) -> None:
    ours, theirs = (LedgerStore(Database(tmp_path / "actuals")) for _ in range(2))
    values = LedgerValues(catalog, ours.ledger)
    before = values.current
    assert values.current.text("k3-3") is None
    assert values.current is values.current
    amount = parse_amount("40")
    assert amount is not None
    draft = Draft(indicator="k3-3", fiscal_year=FiscalYear(2023), value=amount[0], by="企画課")
    theirs.record([draft], {"k3-3": "人"}, at=AT)
    assert values.current.text("k3-3") == "40人（令和5年度・確定値）"
    assert before.latest("k3-3") is None


def test_the_terminals_cards_show_state_and_formula_where_values_are_given(catalog: Catalog, engine: Engine) -> None:
    values = LedgerValues(catalog, lambda: ledger_of(catalog, ("k3-3", 2023, "40"))).current
    asked = engine.answer("待機児童数", (), values)
    card = "\n".join(line.plain for line in answer_lines(catalog, asked, 80, values))
    assert card.startswith("待機児童数は40人（令和5年度・確定値）、目標値は0人（令和6年度）、")
    assert "遅れ ▽" in card
    assert "(40 − 54) ÷ (0 − 54) = 25.9%" in card
    listed = engine.answer("パッケージ3のKPI", (), values)
    rows = "\n".join(line.plain for line in answer_lines(catalog, listed, 80, values))
    assert "遅れ ▽　40人 → 目標値 0人" in rows


def test_a_stream_of_questions_is_answered_from_the_values(catalog: Catalog, engine: Engine, tmp_path: Path) -> None:
    ledger = ledger_of(catalog, ("k3-3", 2023, "40"))
    knowledge = replace(knowledge_in(tmp_path, catalog, engine), values=LedgerValues(catalog, lambda: ledger))
    (answer,) = batch_answers(Plans.only(knowledge), ['{"id": "q", "q": "遅れているKPI"}'.encode()], lambda: AT)
    assert [item["id"] for item in answer["items"]] == ["k3-3"]


def test_a_first_value_is_seen_by_a_program_that_started_without_any(catalog: Catalog, tmp_path: Path) -> None:
    settings = read_settings(data=tmp_path)
    values = open_values(settings, catalog)
    assert values.latest("k3-3") is None
    assert not (settings.data / "actuals").exists()
    draft = Draft(indicator="k3-3", fiscal_year=FiscalYear(2023), value=Decimal(40), by="企画課")
    open_ledger(settings, catalog).record([draft], {"k3-3": "人"}, at=AT)
    assert values.current.text("k3-3") == "40人（令和5年度・確定値）"
    assert '"name":"待機児童数"' in next((settings.data / "actuals").glob("*.journal")).read_text()  # ids can move
