"""Sentences as an officer reads them: nothing told twice, nothing called what it is not."""

from datetime import date

import pytest

from knowledge.answers.engine import Engine
from knowledge.indicators.current_values import CurrentValues
from knowledge.model.catalog import Catalog
from tests.knowledge.actual_values import ledger_of

TODAY = date(2026, 11, 29)


@pytest.fixture(scope="module")
def values(catalog: Catalog) -> CurrentValues:
    recorded = [(id, year, str(number)) for id in catalog.kpis for year, number in ((2023, 3), (2024, 4))]
    return CurrentValues(catalog, ledger_of(catalog, *recorded))


def test_of_several_the_target_alone_is_said_for_their_rows_have_the_rest(
    engine: Engine, values: CurrentValues
) -> None:
    note = engine.answer("目標値は？", ("k2-1", "k2-3"), values).note
    assert note.split("\n") == [
        "宿泊者数の目標値は41.0万人（令和6年度）です。",
        "MICE 開催支援件数の目標値は68件（令和6年度）です。",
    ]


def test_what_is_recorded_of_a_year_is_counted_plainly(engine: Engine, values: CurrentValues, catalog: Catalog) -> None:
    note = engine.answer("令和5年度のKPIの実績一覧", (), values).note
    assert note == "計画全体のKPI38件のうち、令和5年度の実績が登録されているものは38件です。"
    few = CurrentValues(catalog, ledger_of(catalog, ("k3-3", 2024, "16")))
    assert "（全38件。実績の登録は1件）" in engine.answer("達成していないKPIは？", (), few).note
    assert "実績が登録されているもの" not in engine.answer("達成していないKPIは？", (), values).note


def test_the_most_moved_is_told_in_one_sentence(engine: Engine, values: CurrentValues) -> None:
    note = engine.answer("一番伸びたKPI", (), values).note
    assert note.count("。") == 1
    assert note.endswith("です（比べた指標 37件）。")


@pytest.mark.parametrize("question", ["なぜ遅れているの？", "なんで達成できなかった？"])
def test_why_it_is_late_is_not_in_the_plan(engine: Engine, values: CurrentValues, question: str) -> None:
    answer = engine.answer(question, ("k3-3",), values)
    assert (answer.status, answer.note) == ("not_found", "「待機児童数」の理由や根拠は、本文に示されていません。")


def test_another_plan_of_the_city_is_not_this_one(engine: Engine) -> None:
    answer = engine.answer("人口ビジョンとは")
    assert [item.kind for item in answer.items] == ["passage"]
    assert engine.answer("総合戦略とは").items[0].kind == "strategy"


def test_what_is_tied_to_an_indicator_does_not_belong_to_it(engine: Engine) -> None:
    lead = engine.answer("子育て支援の事業を教えて").lead
    assert lead.startswith("「子育て支援体制が充実したと感じる市民の割合」に関連する事業は2件です：")


def test_a_count_asked_in_english_promises_nothing_below(engine: Engine) -> None:
    note = engine.answer("How many KPIs are there?").note
    assert note.startswith("KPIは38件です。")
    assert "below" not in note


def test_examples_are_parted_and_end(engine: Engine) -> None:
    note = engine.answer("何ができますか", today=TODAY).note
    assert "」「" not in note
    assert "」。実績の登録、" in note
