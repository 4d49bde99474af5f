"""What a plan says in passing: its own period, where no passage is headed with it, and yen that an indicator counts."""

import pytest

from knowledge.answers.engine import Engine
from knowledge.japanese.vocabulary import load_phrases, load_vocabulary
from knowledge.model.catalog import Catalog
from knowledge.reading.build import build

PLAN = """第3期かすみ村総合戦略（架空）

かすみ村

本戦略は、国の方針を踏まえ、令和8年度から令和12年度までの5か年に村が取り組む事柄を示すものである。

基本目標1 浜のしごとを育てる

施策1-1 漁業の再生

・漁業体験の研修事業
　浜で研修を行います。

指標\t基準値（R6）\t目標値（R12）
水揚げ金額\t17.8億円\t21.0億円
新規漁業就業者数\t3人\t9人
"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    path = tmp_path_factory.mktemp("plan") / "strategy.txt"
    path.write_text(PLAN, encoding="utf-8")
    return Engine(Catalog(build(path)), load_phrases(path.parent), load_vocabulary())


@pytest.mark.parametrize("question", ["計画期間は？", "この計画はいつからいつまで？", "計画の対象期間を教えて"])
def test_the_period_of_the_plan_is_told(engine: Engine, question: str) -> None:
    answer = engine.answer(question)
    assert answer.status == "answered"
    assert answer.lead.startswith("計画期間は令和8年度から令和12年度まで")


@pytest.mark.parametrize("question", ["空き家の計画はいつまで", "雪祭りの期間は？"])
def test_the_period_of_anything_else_is_not_the_plans(engine: Engine, question: str) -> None:
    assert engine.answer(question).status == "not_found"


@pytest.mark.parametrize("question", ["水揚げ金額はいくら？", "水揚げ金額はいくらにする？"])
def test_an_indicator_that_counts_yen_tells_how_much(engine: Engine, question: str) -> None:
    answer = engine.answer(question)
    assert (answer.status, [item.title for item in answer.items]) == ("answered", ["水揚げ金額"])


def test_money_of_a_project_is_not_held(engine: Engine) -> None:
    assert engine.answer("漁業体験の研修の補助金はいくら？").status == "not_found"
