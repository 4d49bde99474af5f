"""What belongs to a goal is what the plan prints under it; ties that are our own are told, and told once."""

from collections.abc import Mapping

import pytest

from knowledge.answers.engine import Engine
from knowledge.indicators.current_values import CurrentValues
from knowledge.model.catalog import Catalog
from knowledge.wording.record_cards import OWN_LINKS
from tests.knowledge.actual_values import ledger_of


@pytest.fixture(scope="module")
def values(catalog: Catalog) -> CurrentValues:
    """Everything is recorded as it was at the start."""
    known = [
        (id, one.baseline) for id, one in catalog.indicators.items() if one.baseline and not one.target.relative_to
    ]
    return CurrentValues(catalog, ledger_of(catalog, *((id, 2023, str(amount.number)) for id, amount in known)))


@pytest.fixture(scope="module")
def under_goals(catalog: Catalog) -> Mapping[int, list[str]]:
    return {goal.number: [target.id for target in goal.targets] for goal in catalog.base.goals}


@pytest.mark.parametrize(
    "asked", ["KPI", "KPIは何件？", "指標は何件？", "指標の状況は？", "KPIの進捗は？", "数値目標は？"]
)
def test_however_the_indicators_of_a_goal_are_asked_for_they_are_those_printed_under_it(
    engine: Engine, values: CurrentValues, under_goals: Mapping[int, list[str]], asked: str
) -> None:
    for number, printed in under_goals.items():
        answer = engine.answer(f"基本目標{number}の{asked}", (), values)
        assert sorted(item.id for item in answer.items) == sorted(printed)
        assert OWN_LINKS not in answer.text
        assert len(printed) == 1 or f"{len(printed)}件" in answer.note


def test_how_each_goal_stands_counts_no_indicator_twice(
    engine: Engine, values: CurrentValues, under_goals: Mapping[int, list[str]]
) -> None:
    note = engine.answer("基本目標ごとの達成状況", (), values).note
    counted = [int("".join(filter(str.isdecimal, part.split(" ")[-1]))) for part in note.split("件")[:-1]]
    assert sum(counted) == sum(map(len, under_goals.values()))
    assert engine.answer("各基本目標のKPIの数", (), values).note == (
        "数値目標は、基本目標1が1件、基本目標2が3件、基本目標3が1件、基本目標4が1件、基本目標5が2件です。"
    )


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("基本目標5の事業のKPIは？", "基本目標5の事業のKPIは12件です"),
        ("基本目標1の事業に紐づくKPIは何件？", "基本目標1の事業のKPIは8件です"),
        ("基本目標5の事業のKPIの達成状況は？", "基本目標5の事業のKPI12件の状況は"),
        ("女性活躍促進事業のKPIは？", "「女性活躍促進事業」のKPIは2件です"),
        ("女性活躍促進事業の達成状況", "「女性活躍促進事業」のKPI2件の状況は"),
        ("基本的方向6のKPIは？", "基本的方向⑥のKPIは4件です"),
        ("基本的方向6の達成状況", "基本的方向⑥の指標4件の状況は"),
        ("基本的方向ごとのKPIの数", "KPIは、"),
        ("待機児童数はどの基本目標？", ""),
    ],
)
def test_what_hangs_on_our_own_ties_says_so_once(
    engine: Engine, values: CurrentValues, question: str, told: str
) -> None:
    answer = engine.answer(question, (), values)
    assert answer.note.startswith(told)
    assert (answer.tie, answer.text.count(OWN_LINKS)) == (OWN_LINKS, 1)


@pytest.mark.parametrize("question", ["政策パッケージ1のKPIは？", "遅れているKPI", "KPI一覧", "基本目標5の事業は？"])
def test_what_the_plan_prints_together_is_told_without_it(engine: Engine, values: CurrentValues, question: str) -> None:
    assert not engine.answer(question, (), values).tie
