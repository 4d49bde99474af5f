"""The plan's own target among other indicators: a row as they are, on every surface, and counted as the lead counts."""

import pytest

from bot.terminal.cards import answer_lines
from bot.views.cards import answer_message
from knowledge.answers.engine import Engine
from knowledge.indicators.current_values import CurrentValues
from knowledge.model.catalog import Catalog
from tests.bot.views.judging import blocks_of
from tests.knowledge.actual_values import ledger_of

LATE = (("population", 2023, "290000"), *((f"k3-{number}", 2023, "1") for number in (1, 2, 4, 6, 7, 8)))


@pytest.fixture
def values(catalog: Catalog) -> CurrentValues:
    return CurrentValues(catalog, ledger_of(catalog, *LATE))


@pytest.mark.parametrize("question", ["実績が登録されている指標はどれ", "令和5年度の実績が登録されている指標はどれ"])
def test_the_table_holds_all_that_the_lead_counts(
    catalog: Catalog, engine: Engine, values: CurrentValues, question: str
) -> None:
    answer = engine.answer(question, (), values)
    assert f"{len(LATE)}件です" in answer.note
    message = answer_message(answer, catalog, values)
    (table,) = blocks_of(message, "data_table")
    assert "令和6年度末の人口" in [row[0]["text"].partition(". ")[2] for row in table["rows"][1:]]
    assert len(table["rows"]) == 1 + len(LATE)
    assert not any("政策パッケージ（6件）" in str(block) for block in message.blocks)


def test_it_is_a_row_in_the_terminal_too(catalog: Catalog, engine: Engine, values: CurrentValues) -> None:
    answer = engine.answer("実績が登録されている指標はどれ", (), values)
    lines = [line.plain for line in answer_lines(catalog, answer, 80, values)]
    assert any(line.startswith(f"{len(LATE)}. 令和6年度末の人口") for line in lines)
    assert "政策パッケージ（6件）" not in lines
