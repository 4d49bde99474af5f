"""Threads on recorded values: what a list is a part of is said, and a state asked after another looks wider."""

import pytest

from knowledge.answers.conversation import row_with
from knowledge.answers.engine import Engine
from knowledge.indicators.current_values import CurrentValues
from knowledge.model.catalog import Catalog
from tests.knowledge.actual_values import ledger_of


@pytest.fixture(scope="module")
def values(catalog: Catalog) -> CurrentValues:
    recorded = (
        ("k2-1", 2023, "41.5"),
        ("k2-2", 2023, "390"),
        ("k2-3", 2023, "70"),
        ("k4-2", 2023, "16"),
        ("k4-4", 2023, "72"),
        ("g2-t2", 2021, "590"),
        ("g2-t2", 2023, "612"),
    )
    return CurrentValues(catalog, ledger_of(catalog, *recorded))


def talk(engine: Engine, values: CurrentValues, *questions: str) -> list[tuple[str, list[str]]]:
    row: tuple[str, ...] = ()
    told = []
    for question in questions:
        answer = engine.answer(question, row, values)
        row = row_with(row, answer)
        told.append((answer.text.split("\n")[0], [item.id for item in answer.items]))
    return told


def test_a_part_of_a_list_is_said_to_be_one(engine: Engine, values: CurrentValues) -> None:
    lead, ids = talk(engine, values, "遅れている指標は？", "パッケージ4だけ")[1]
    assert ids == ["k4-4", "k4-2"]
    assert lead.startswith("先にお示しした4件のうち、政策パッケージ4のKPIは2件です")


def test_a_state_after_another_one_is_looked_for_in_what_they_belong_to(engine: Engine, values: CurrentValues) -> None:
    *_, achieved, unrecorded = talk(engine, values, "パッケージ2のKPIは？", "達成したのは？", "未登録は？")
    assert achieved[1] == ["k2-1", "k2-3"]
    assert unrecorded[0].startswith("政策パッケージ2のKPIで実績が未登録のものは")
    assert "k2-4" in unrecorded[1]
    assert not {"k2-1", "k2-2", "k2-3"} & set(unrecorded[1])


def test_others_than_the_first_by_some_order_are_the_next_in_it(engine: Engine, values: CurrentValues) -> None:
    *_, worst, others = talk(engine, values, "パッケージ2のKPIは？", "一番悪いのは？", "他には？")
    assert worst[1] == ["k2-2"]
    assert set(others[1]) == {"k2-3", "k2-1"}


def test_projects_of_a_target_are_said_to_be_those_of_its_goal(engine: Engine, values: CurrentValues) -> None:
    lead, ids = talk(engine, values, "年間観光客数", "関連する事業は？")[1]
    assert lead.startswith(f"基本目標2の事業は{len(ids)}件です")


def test_one_that_stood_so_in_a_year_is_told_with_the_value_of_that_year(engine: Engine, values: CurrentValues) -> None:
    [(lead, ids)] = talk(engine, values, "令和3年度に後退していた指標は？")
    assert ids == ["g2-t2"]
    assert lead.startswith("令和3年度の実績では、")
    assert "実績 590万人（令和3年度・確定値）" in engine.answer("令和3年度に後退していた指標は？", (), values).note


@pytest.mark.parametrize(
    ("asked", "id", "said"),
    [
        ("環状道路の整備率はあと何ポイント？", "k4-4", "目標まであと18.0ポイントです"),
        ("農業都市の認知度はあと何ポイント？", "k1-7", "目標まであとどれだけかは分かりません"),
    ],
)
def test_what_is_left_is_told_of_the_indicator_that_has_all_the_words(
    engine: Engine, values: CurrentValues, asked: str, id: str, said: str
) -> None:
    answer = engine.answer(asked, (), values)
    assert [item.id for item in answer.items] == [id]
    assert said in answer.note
