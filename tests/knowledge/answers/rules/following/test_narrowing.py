"""A list is narrowed by whose, of which kind and of what theme its records are, and nothing from outside is told."""

import pytest

from knowledge.answers.conversation import row_with
from knowledge.answers.engine import Engine
from knowledge.indicators.current_values import CurrentValues
from knowledge.model.catalog import Catalog
from tests.knowledge.actual_values import ledger_of

OF_TOURISM = ["p2-1", "p2-2", "p5-1", "p5-3", "p6-2", "p6-3"]


@pytest.fixture(scope="module")
def values(catalog: Catalog) -> CurrentValues:
    late = (("k2-4", "50"), ("k3-3", "50"), ("k3-4", "33"), ("g4-t1", "79.0"))
    achieved = (("k2-1", "41.5"), ("k1-1", "4"))
    return CurrentValues(catalog, ledger_of(catalog, *((id, 2023, value) for id, value in (*late, *achieved))))


def _talk(engine: Engine, values: CurrentValues, *asked: str) -> list[tuple[str, list[str]]]:
    row: tuple[str, ...] = ()
    told = []
    for text in asked:
        answer = engine.answer(text, row, values)
        row = row_with(row, answer)
        told.append((answer.text.split("\n")[0], [item.id for item in answer.items]))
    return told


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        (["東部だけ"], ["p5-1", "p5-3"]),
        (["パッケージ2に限ると？"], ["p2-1", "p2-2"]),
        (["パッケージ2は除いて"], ["p5-1", "p5-3", "p6-2", "p6-3"]),
        (["東部だけ", "西部は？"], ["p6-2", "p6-3"]),
        (["パッケージ5だけ", "パッケージ2は？"], ["p2-1", "p2-2"]),
        (["パッケージ6に絞って"], ["p6-2", "p6-3"]),
    ],
)
def test_only_what_was_shown_is_told_again(
    engine: Engine, values: CurrentValues, asked: list[str], left: list[str]
) -> None:
    lead, ids = _talk(engine, values, "観光の事業一覧", *asked)[-1]
    assert ids == left
    assert lead.startswith("先にお示しした6件のうち、")


@pytest.mark.parametrize(
    "asked", [["パッケージ4だけ"], ["東部だけ", "パッケージ4は？"], ["このうちパッケージ3のものは？"]]
)
def test_none_of_so_many_is_no_reason_to_look_elsewhere(
    engine: Engine, values: CurrentValues, asked: list[str]
) -> None:
    lead, ids = _talk(engine, values, "観光の事業一覧", *asked)[-1]
    assert ids == []
    assert lead.startswith("先にお示しした6件のうち、政策パッケージ")
    assert lead.endswith("の事業はありません。")


def test_after_none_the_list_is_what_it_was(engine: Engine, values: CurrentValues) -> None:
    *_, counted = _talk(engine, values, "観光の事業一覧", "パッケージ4だけ", "何件？")
    assert counted[0] == "先にお示しした一覧は6件です。"


def test_a_list_of_kpis_and_targets_is_narrowed_to_either(engine: Engine, values: CurrentValues) -> None:
    late, kpis, none, counted = _talk(engine, values, "遅れている指標は？", "KPIだけ", "基本目標4だけ", "何件？")
    assert set(late[1]) == {*kpis[1], "g4-t1"}
    assert all(id.startswith("k") for id in kpis[1])
    assert none == ("先にお示しした3件のうち、基本目標4のKPIはありません。", [])
    assert counted[0] == "先にお示しした一覧は3件です。"


def test_what_was_counted_may_be_narrowed(engine: Engine, values: CurrentValues, catalog: Catalog) -> None:
    *_, narrowed, again = _talk(engine, values, "KPIは何件？", "パッケージ3だけ", "再掲は？")
    assert narrowed[1] == [kpi.id for kpi in catalog.packages[3].kpis]
    assert again[1] == ["p2-3", "p2-4", "p2-5"]


@pytest.mark.parametrize("first", [["達成した指標は？", "パッケージ2だけ"], ["パッケージ2の達成した指標は？"]])
def test_another_state_is_asked_of_the_same_package(engine: Engine, values: CurrentValues, first: list[str]) -> None:
    *_, achieved, late = _talk(engine, values, *first, "じゃあ遅れているのは？")
    assert achieved[1] == ["k2-1"]
    assert late[1] == ["k2-4"]
    assert late[0].startswith("政策パッケージ2の")


def test_the_state_is_replaced_where_one_is_left_and_the_question_is_of_several(
    engine: Engine, values: CurrentValues
) -> None:
    *_, unrecorded = _talk(engine, values, "パッケージ2の事業", "KPIだけ", "達成したのは？", "じゃあ未登録は？")
    assert set(unrecorded[1]) == {"k2-2", "k2-3", "k2-5", "k2-6"}
    *_, checked = _talk(engine, values, "パッケージ2の達成した指標は？", "達成した？")
    assert checked[1] == ["k2-1"]


def test_others_are_those_that_were_left_out(engine: Engine, values: CurrentValues) -> None:
    late, some, others = _talk(engine, values, "遅れている指標は？", "パッケージ3だけ", "他には？")
    assert set(others[1]) == set(late[1]) - set(some[1])
    assert others[0].startswith("先にお示しした4件のうち、ほかの")


def test_of_one_indicator_another_kind_is_none(engine: Engine, values: CurrentValues) -> None:
    *_, none = _talk(engine, values, "基本目標3の指標は？", "KPIだけ")
    assert none == ("先にお示しした1件のうち、KPIはありません。", [])


def test_another_package_is_asked_for_the_same_state(engine: Engine, values: CurrentValues) -> None:
    *_, late, none = _talk(engine, values, "パッケージ2の遅れている指標は？", "パッケージ3は？", "パッケージ6は？")
    assert set(late[1]) == {"k3-3", "k3-4"}
    assert none[0].startswith("政策パッケージ6の指標で遅れているものはありません")


def test_another_state_after_a_list_of_the_plan_is_asked_of_the_plan(engine: Engine, values: CurrentValues) -> None:
    *_, late = _talk(engine, values, "達成した指標は？", "じゃあ遅れているのは？")
    assert set(late[1]) == {"k2-4", "k3-3", "k3-4", "g4-t1"}


@pytest.mark.parametrize("asked", ["その中で一番KPIが多いのは？", "KPIが最も多いのは？"])
def test_the_most_members_are_looked_for_among_those_shown(engine: Engine, values: CurrentValues, asked: str) -> None:
    _, most, counted = _talk(engine, values, "KPIが6件以下のパッケージは？", asked, "何件？")
    assert most[1] == ["pkg2"]
    assert most[0].startswith("先にお示しした3件のうち、KPIが最も多いのは、政策パッケージ2（6件）です")
    assert counted[0] == "先にお示しした一覧は3件です。"


def test_the_most_of_numbers_that_were_told_is_that_of_the_same_members(engine: Engine, values: CurrentValues) -> None:
    asked = ("パッケージごとのKPIの数は？", "一番多いのは？"), ("事業が10件以上のパッケージは？", "一番多いのは？")
    assert [_talk(engine, values, *one)[-1][1] for one in asked] == [["pkg1"], ["pkg3"]]


def test_a_question_of_its_own_is_not_narrowed(engine: Engine, values: CurrentValues, catalog: Catalog) -> None:
    *_, kpis, projects, whole = _talk(
        engine, values, "観光の事業一覧", "パッケージ3のKPIは？", "パッケージ4の事業一覧", "KPIが一番多いパッケージは？"
    )
    assert kpis[1] == [kpi.id for kpi in catalog.packages[3].kpis]
    assert len(projects[1]) == len(catalog.packages[4].projects)
    assert whole[1] == ["pkg1"]


def test_reprints_are_those_of_the_package_that_was_shown(engine: Engine, values: CurrentValues) -> None:
    for first in ("パッケージ3の事業一覧", "パッケージ3について"):
        assert _talk(engine, values, first, "再掲は？")[-1][1] == ["p2-3", "p2-4", "p2-5"]
