"""Two indicators that are named: their values, changes and rates beside one another, and what does not compare."""

import pytest

from knowledge.answers.engine import Engine
from knowledge.indicators.current_values import CurrentValues
from knowledge.model.catalog import Catalog
from tests.knowledge.actual_values import ledger_of


@pytest.fixture(scope="module")
def values(catalog: Catalog) -> CurrentValues:
    recorded = (
        ("k1-7", 2023, "25.3"),
        ("k1-8", 2020, "85"),
        ("k1-8", 2023, "78"),
        ("k2-1", 2022, "36.0"),
        ("k2-1", 2023, "42.2"),
        ("k2-4", 2021, "30.0"),
        ("k2-4", 2022, "47.8"),
        ("k2-4", 2023, "55.3"),
        ("k2-5", 2022, "7.0"),
        ("k2-5", 2023, "9.0"),
        ("k3-3", 2020, "40"),
        ("k3-3", 2022, "9"),
        ("k3-3", 2023, "12"),
        ("g2-t2", 2023, "560"),
    )
    return CurrentValues(catalog, ledger_of(catalog, *recorded))


TOLD = {
    "宿泊者数とシティプラザの差は？": "を13.1万人上回っています",
    "シティプラザと美術館、来館者が多いのは？": "「久留米シティプラザ来館者数」の実績55.3万人（令和5年度・確定値）は、",
    "美術館とシティプラザ、少ないのはどっち？": "「久留米市美術館入館者数」の実績9.0万人（令和5年度・確定値）は、",
    "宿泊者数と観光客数、どちらが多い？": "「年間観光客数」の実績560万人（令和5年度・確定値）は、「宿泊者数」",
    "宿泊者数とシティプラザの目標の差は？": "の目標値41.0万人（令和6年度）を20.2万人上回っています",
    "宿泊者数とシティプラザ、令和4年度に少なかったのはどっち？": "「宿泊者数」の実績36.0万人（令和4年度・確定値）は、",
    "シティプラザと宿泊者数はどのくらい違う？": "を13.1万人上回っています",
    "宿泊者数と待機児童数の差は？": "を421,988人上回っています",
    "宿泊者数とシティプラザを合わせると？": "を合わせると97.5万人です",
    "宿泊者数と認知度の差は？": "単位が違うため（万人と%）、比べられません",
    "待機児童数と創業融資件数の合計は？": "単位が違うため（人と件）",
    "美術館とシティプラザ、前年度からの伸びが大きいのはどっち？": "伸び幅は「久留米シティプラザ来館者数」、伸び率は",
    "待機児童数と創業融資件数、令和2年度から減り方が大きいのは？": "減少率は「待機児童数」の方が大きく",
    "認知度と宿泊者数、前年度からの伸びが大きいのはどっち？": "令和4年度の実績が登録されていないため、令和5年度と",
    "宿泊者数と美術館、目標に近いのは？": "進捗が高い順に、「宿泊者数」170.6%、「久留米市美術館入館者数」▲35.7%",
    "美術館と宿泊者数、目標から遠いのは？": "進捗が低い順に、「久留米市美術館入館者数」▲35.7%、「宿泊者数」170.6%",
    "宿泊者数と観光客数の目標の合計": "を合わせると666.0万人です",
}


@pytest.mark.parametrize("asked", TOLD)
def test_of_two_that_are_named_both_are_told_with_how_they_stand(
    engine: Engine, values: CurrentValues, asked: str
) -> None:
    answer = engine.answer(asked, (), values)
    assert TOLD[asked] in answer.note, answer.text
    assert len(answer.items) == 2


def test_the_one_that_is_asked_for_stands_first(engine: Engine, values: CurrentValues) -> None:
    for asked, first in (("宿泊者数と観光客数、多いのは？", "g2-t2"), ("宿泊者数と観光客数、少ないのは？", "k2-1")):
        assert engine.answer(asked, (), values).items[0].id == first


def test_of_what_is_not_recorded_the_figures_of_the_plan_are_compared(engine: Engine) -> None:
    note = engine.answer("滞在人口の平日と休日の差は？").note
    assert "実績は登録されていません" in note
    assert "（休日）」の基準値237,672人／日（平成30年度）を1人／日上回っています" in note


def test_the_indicators_farthest_from_their_targets_come_first(engine: Engine, values: CurrentValues) -> None:
    for asked in ("目標まで一番遠い指標は？", "目標から最も離れている指標は？"):
        answer = engine.answer(asked, (), values)
        assert [item.id for item in answer.items[:2]] == ["g2-t2", "k2-5"]
        assert "目標から遠い順に" in answer.note


def test_several_of_a_name_are_told_without_what_shares_a_syllable_with_it(engine: Engine) -> None:
    ids = [item.id for item in engine.answer("転入者数の目標は？").items]
    assert sorted(ids) == ["g2-t1", "k3-7", "k6-2"], ids
