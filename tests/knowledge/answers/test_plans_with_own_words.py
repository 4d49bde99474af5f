"""A plan of goals that hold measures, and one without measures: asked in the plan's own words."""

from pathlib import Path

import pytest

from knowledge.answers.engine import Engine
from knowledge.japanese.vocabulary import load_phrases, load_vocabulary
from knowledge.model.catalog import Catalog
from knowledge.reading.build import build
from knowledge.wording.names import package_word, title

OUTLINES = Path(__file__).parents[1] / "reading" / "outlines"


def engine_of(name: str) -> Engine:
    [path] = OUTLINES.glob(f"{name}*")
    return Engine(Catalog(build(path)), load_phrases(OUTLINES), load_vocabulary())


@pytest.fixture(scope="module")
def measures() -> Engine:
    return engine_of("f01")


@pytest.fixture(scope="module")
def policies() -> Engine:
    return engine_of("policies")


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("基本目標1の施策は？", ["pkg1", "pkg2"]),
        ("基本目標1のKPI", ["k1-1", "k2-1"]),
        ("基本目標1の事業", ["p1-1", "p1-2"]),
        ("事業の一覧", ["p1-1", "p1-2"]),
        ("KPIは何件？", ["k1-1", "k2-1", "k3-1"]),
        ("施策2のKPI", ["k2-1"]),
    ],
)
def test_what_belongs_together_in_print_is_found_together(measures: Engine, question: str, ids: list[str]) -> None:
    answer = measures.answer(question)
    assert (answer.status, [item.id for item in answer.items]) == ("answered", ids)


def test_a_number_that_two_goals_use_is_asked_back(measures: Engine) -> None:
    answer = measures.answer("施策1の事業は？")
    assert (answer.status, [item.id for item in answer.items]) == ("candidates", ["pkg1", "pkg3"])


def test_the_goal_tells_which_of_them_is_meant(measures: Engine) -> None:
    assert measures.answer("基本目標2の施策1").items[0].id == "pkg3"


def test_a_measure_without_projects_says_so(measures: Engine) -> None:
    answer = measures.answer("施策2の事業は？")
    assert (answer.status, answer.items) == ("not_found", ())
    assert "「施策2 企業を迎える」に事業の記載はありません" in answer.text


@pytest.mark.parametrize("question", ["施策1-2の事業は？", "施策１－２の事業"])
def test_a_measure_is_named_by_both_of_its_numbers(policies: Engine, question: str) -> None:
    assert [item.id for item in policies.answer(question).items] == ["p2-1"]


def test_a_policy_has_the_projects_of_its_measures(policies: Engine) -> None:
    assert [item.id for item in policies.answer("政策1の事業").items] == ["p1-1", "p1-2", "p2-1"]


@pytest.mark.parametrize(
    ("question", "missing"), [("数値目標は？", "数値目標"), ("KPIの一覧", "KPI"), ("事業は", "事業")]
)
def test_kinds_that_a_plan_lacks_are_said_to_be_missing(question: str, missing: str) -> None:
    answer = engine_of("f13").answer(question)
    assert answer.status == "not_found"
    assert f"に{missing}" in answer.text
    assert "記載はありません" in answer.text


def test_a_passage_answers_where_there_is_nothing_else() -> None:
    assert [item.kind for item in engine_of("f13").answer("災害への備えは？").items] == ["passage"]


def test_records_bear_the_plan_s_own_words(measures: Engine, policies: Engine) -> None:
    assert package_word(measures.catalog) == "施策"
    assert title(measures.catalog.base.packages[2]) == "施策1 子育てを支える"
    assert title(policies.catalog.base.packages[0]) == "施策1-1 学校教育の充実"
    assert title(engine_of("f13").catalog.base.goals[0]) == "まちづくり目標1 住みやすいまち"


@pytest.mark.parametrize("question", ["ラーメンの事業は？", "移住の事業を教えて"])
def test_what_the_plan_does_not_speak_of_is_not_all_there_is(measures: Engine, question: str) -> None:
    answer = measures.answer(question)
    assert (answer.status, answer.items) == ("not_found", ())


def test_a_number_is_asked_in_kana_of_a_plan_without_phrases(measures: Engine) -> None:
    answer = measures.answer("KPIはいくつありますか")
    assert answer.lead == "KPIは3件です：「新規就業者数」、「進出企業数」、「ひろばの利用者数」。"


def test_from_when_to_when_the_plan_lasts_is_printed(measures: Engine) -> None:
    assert "令和7年度から令和11年度まで" in measures.answer("計画期間はいつからいつまで？").text


def test_the_value_of_an_indicator_that_is_not_named_in_full_says_whose_it_is(measures: Engine) -> None:
    assert measures.answer("従業者の目標値は？").text.startswith("町内の従業者数の目標値は860人（令和11年度）です。")
