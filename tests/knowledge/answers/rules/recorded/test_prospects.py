"""Whether a target will be reached is foretold by nobody; how it stands by now is."""

import pytest

from knowledge.answers.engine import Engine
from knowledge.indicators.current_values import CurrentValues
from knowledge.model.catalog import Catalog
from tests.knowledge.actual_values import ledger_of


@pytest.mark.parametrize(
    "asked",
    [
        "ドクターカーは目標に届きそう？",
        "ドクターカーの生存率は目標を達成できそうですか",
        "環状道路の整備率は達成する見込み？",
    ],
)
def test_how_it_stands_is_told_in_place_of_a_forecast(engine: Engine, catalog: Catalog, asked: str) -> None:
    values = CurrentValues(catalog, ledger_of(catalog, ("k4-8", 2023, "19.5"), ("k4-4", 2023, "84.1")))
    note = engine.answer(asked, (), values).note
    assert note.startswith("これから達成するかどうかは、予測していません。")
    assert "状態は「やや遅れ」（令和5年度・確定値）です。" in note


@pytest.mark.parametrize("asked", ["目標に届きそう？", "達成できそう？"])
def test_in_a_thread_it_is_of_what_was_shown(engine: Engine, catalog: Catalog, asked: str) -> None:
    values = CurrentValues(catalog, ledger_of(catalog, ("k4-4", 2023, "80.2")))
    assert "環状道路" in engine.answer(asked, ("k4-4",), values).note


@pytest.mark.parametrize("asked", ["実績の入れ方", "実績を登録したい", "実績の登録方法は？"])
def test_who_wants_to_record_is_told_how(engine: Engine, asked: str) -> None:
    answer = engine.answer(asked)
    assert not answer.items
    assert "kpi record" in answer.text
