"""Indicators by how far they have come: in order, within bounds, and of what holds them."""

import re

import pytest

from knowledge.answers.engine import Engine
from knowledge.indicators.current_values import CurrentValues
from knowledge.model.catalog import Catalog
from tests.knowledge.actual_values import ledger_of


@pytest.fixture(scope="module")
def values(catalog: Catalog) -> CurrentValues:
    recorded = (
        ("k1-1", 2023, "4"),  # 100.0%
        ("k3-1", 2023, "62.5"),  # behind its baseline
        ("k3-2", 2022, "3"),  # 40.0%
        ("k3-3", 2023, "40"),  # 25.9%
        ("k3-7", 2023, "705"),  # 91.2%
        ("g4-t1", 2023, "84"),
    )
    return CurrentValues(catalog, ledger_of(catalog, *recorded))


@pytest.mark.parametrize(
    ("question", "found", "first"),
    [
        ("達成率が低いKPI", ["k3-1", "k3-3", "k3-2", "k3-7", "k1-1"], "低い順に、「子育て支援体制が"),
        ("達成率の高いKPIは？", ["k1-1", "k3-7", "k3-2", "k3-3", "k3-1"], "高い順に、「久留米・うきは工業団地"),
        ("達成率50%未満のKPI", ["k3-1", "k3-3", "k3-2"], "進捗が50%未満のものは3件です"),
        ("進捗率が90パーセント以上の指標", ["g4-t1", "k1-1", "k3-7"], "進捗が90%以上のものは3件です"),
        ("進捗が200%を超えるKPI", [], "進捗が200%超のものはありません"),
        ("達成率ワースト3", ["k3-1", "k3-3", "k3-2"], "進捗が低い順に"),
        ("達成率トップ2のKPI", ["k1-1", "k3-7"], "進捗が高い順に"),
        ("進捗が低い順に2件", ["k3-1", "k3-3"], "進捗が低い順に"),
        ("KPIを進捗が悪い順に並べて", ["k3-1", "k3-3", "k3-2", "k3-7", "k1-1"], "進捗が低い順に"),
        ("KPIの達成率の一覧", ["k3-1", "k3-3", "k3-2", "k3-7", "k1-1"], "進捗が低い順に"),
        ("パッケージ3で達成率が低い指標は？", ["k3-1", "k3-3", "k3-2", "k3-7"], "低い順に"),
        ("目標に近いKPI", ["k3-7", "k3-2", "k3-3", "k3-1"], "目標に近い順に、「住宅の購入に伴う転入者数」91.2%"),
        ("あと少しで達成できそうなKPI", ["k3-7", "k3-2", "k3-3", "k3-1"], "目標に達していない4件"),
        ("もう少しで目標に届く指標は？", ["k3-7", "k3-2", "k3-3", "k3-1"], "目標に近い順に"),
        ("達成間近のKPIは", ["k3-7", "k3-2", "k3-3", "k3-1"], "目標に近い順に"),
    ],
)
def test_by_rate_each_is_named_with_it(
    engine: Engine, values: CurrentValues, question: str, found: list[str], first: str
) -> None:
    answer = engine.answer(question, (), values)
    assert [item.id for item in answer.items] == found, answer.text
    assert first in answer.note
    assert all(item.text and "　進捗 " in item.text.split(" → ")[0] for item in answer.items)


def test_a_share_that_is_a_target_is_no_rate(engine: Engine, values: CurrentValues) -> None:
    found = engine.answer("目標値が50%以上のKPIは？", (), values)
    assert found.items
    assert not any(item.text and "進捗" in item.text for item in found.items)


@pytest.mark.parametrize(
    ("question", "found", "first"),
    [
        (
            "パッケージ3の進捗状況は？",
            "k3-1",
            "政策パッケージ3の指標8件の状況は、順調 1件、やや遅れ 1件、遅れ 1件、後退 1件",
        ),
        ("政策パッケージ3の状況は？", "k3-1", "政策パッケージ3の指標8件の状況は"),
        ("パッケージ3はうまくいってる？", "k3-1", "政策パッケージ3の指標8件の状況は"),
        ("パッケージ3は順調？", "k3-1", "政策パッケージ3の指標8件の状況は"),
        ("定住誘導推進事業の進捗状況は？", "k3-7", "住宅の購入に伴う転入者数は705人"),
        ("防災対策事業の進捗は？", "p4-7", "「防災対策事業」に結び付くKPIは、本文に示されていないため"),
    ],
)
def test_how_a_package_or_project_stands_is_said_by_its_kpis(
    engine: Engine, values: CurrentValues, question: str, found: str, first: str
) -> None:
    answer = engine.answer(question, (), values)
    assert answer.items[0].id == found, answer.text
    assert answer.note.startswith(first)


def test_without_values_its_kpis_are_shown_all_the_same(engine: Engine) -> None:
    answer = engine.answer("パッケージ3の進捗状況は？")
    assert answer.note.startswith("政策パッケージ3の指標8件の進捗は、実績が登録されるまで分かりません")
    assert len(answer.items) == 8


@pytest.mark.parametrize(
    ("question", "found", "first"),
    [
        ("一番ひどい事業は？", ["p3-1", "p3-2"], "KPIの進捗が最も低い事業は、「結婚・子育てつよーいみかた事業」"),
        ("一番遅れている事業は？", ["p3-1", "p3-2"], "KPIの進捗が最も低い事業は"),
        ("一番順調な事業は？", ["p1-1"], "KPIの進捗が最も高い事業は"),
        ("遅れている事業を2つ", ["p3-1", "p3-2"], "遅れているKPIのある事業は2件です"),
        ("遅れている事業は？", ["p3-1", "p3-2"], "遅れているKPIのある事業は2件です"),
        ("達成した事業は何件？", ["p1-1"], "目標を達成したKPIのある事業は1件です"),
        ("パッケージ1の遅れている事業", [], "遅れているKPIのある事業はありません"),
    ],
)
def test_projects_are_told_by_their_kpis(
    engine: Engine, values: CurrentValues, question: str, found: list[str], first: str
) -> None:
    answer = engine.answer(question, (), values)
    assert [item.id for item in answer.items] == found, answer.text
    assert answer.note.startswith(first)
    assert all("KPI " in (item.text or "") for item in answer.items)


def test_nothing_is_guessed_of_projects_without_values(engine: Engine) -> None:
    answer = engine.answer("一番遅れている事業は？")
    assert answer.status == "not_found"
    assert "実績未登録" in answer.text


@pytest.mark.parametrize(
    ("question", "unit"), [("割合で示すKPI", "%"), ("人数で示すKPI", "人"), ("件数で測るKPI", "件")]
)
def test_a_unit_that_is_said_by_what_is_counted(engine: Engine, catalog: Catalog, question: str, unit: str) -> None:
    answer = engine.answer(question)
    assert answer.items
    assert {catalog.kpis[item.id].unit for item in answer.items} == {unit}


def test_how_the_projects_stand_is_said_by_the_kpis(engine: Engine, values: CurrentValues) -> None:
    assert engine.answer("事業の進捗状況は？", (), values).note.startswith("計画全体のKPI38件の状況は、")


@pytest.mark.parametrize(
    ("question", "count", "said"),
    [
        (
            "パッケージごとの達成率は？",
            6,
            "政策パッケージ3は順調 1件、やや遅れ 1件、遅れ 1件、後退 1件",
        ),
        ("各基本目標の進捗は？", 5, "基本目標2は実績未登録 3件。基本目標3は実績未登録 1件。基本目標4は達成 1件。"),
    ],
)
def test_each_of_a_kind_is_told_how_its_indicators_stand(
    engine: Engine, values: CurrentValues, question: str, count: int, said: str
) -> None:
    answer = engine.answer(question, (), values)
    assert len(answer.items) == count
    assert said in answer.note


@pytest.mark.parametrize("question", ["待機児童数は目標に近い？", "駅に近い事業", "少し遅れているKPI"])
def test_what_is_near_to_something_else_or_one_alone_is_no_list_by_rate(
    engine: Engine, values: CurrentValues, question: str
) -> None:
    assert "目標に近い順" not in engine.answer(question, (), values).note


@pytest.mark.parametrize(
    "question", ["達成率が低いKPI", "進捗率が一番低い指標は？", "遅れているKPIの達成率の一覧", "遅れているKPI"]
)
def test_a_rate_has_one_word_and_the_year_of_its_value(engine: Engine, values: CurrentValues, question: str) -> None:
    answer = engine.answer(question, (), values)
    assert "達成率" not in answer.text
    assert "進捗率" not in answer.text
    for line in answer.text.splitlines():
        assert not re.search(r"\d%", line) or re.search("(令和|平成).*年度", line), line


def test_a_list_of_what_is_late_shows_by_what_it_is_ordered(engine: Engine, values: CurrentValues) -> None:
    answer = engine.answer("遅れている指標は？", (), values)
    assert answer.table
    heads, cells = answer.table.columns()
    rates = [cells[item.id][heads.index("状態・進捗")] for item in answer.items]
    assert len(rates) > 1
    assert all(rate.endswith("%") for rate in rates)


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("待機児童数と宿泊者数、達成率が高いのは？", ["k2-1", "k3-3"]),
        ("宿泊者数と待機児童数では、進捗が低いのはどっち", ["k3-3", "k2-1"]),
    ],
)
def test_of_two_that_are_named_both_are_told_in_the_order_of_their_rates(
    engine: Engine, catalog: Catalog, question: str, ids: list[str]
) -> None:
    values = CurrentValues(catalog, ledger_of(catalog, ("k3-3", 2023, "36"), ("k2-1", 2023, "40.8")))
    answer = engine.answer(question, (), values)
    assert [item.id for item in answer.items] == ids
    assert "「宿泊者数」88.2%" in answer.note
