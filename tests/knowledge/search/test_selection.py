"""Which of the hits come first."""

import pytest

from knowledge.answers.engine import Engine
from knowledge.japanese.vocabulary import load_vocabulary
from knowledge.search.query import QueryReader
from knowledge.search.selection import led_by_project
from knowledge.search.strategy_search import Found

KPI = Found("k1", "kpi", 1.0, 0.9, False)
OWN, OTHER = Found("own", "project", 0.55, 0.5, False), Found("other", "project", 0.6, 0.5, False)
reader = QueryReader(load_vocabulary())


def test_a_project_comes_before_the_indicator_that_measures_it() -> None:
    query = reader.read("商店街をどうにかしたい")
    found = led_by_project(query, [KPI, OTHER, OWN], ("own",), 0.2)
    assert [hit.id for hit in found] == ["own", "k1", "other"]
    assert found[0].score == KPI.score


@pytest.mark.parametrize("question", ["空き店舗は何％？", "商店街のKPI", "目標値は？"])
def test_not_where_the_indicator_is_asked_for(question: str) -> None:
    assert led_by_project(reader.read(question), [KPI, OWN], ("own",), 0.2)[0] == KPI


def test_nor_where_it_is_called_by_its_name() -> None:
    query = reader.read("商店街をどうにかしたい")
    assert led_by_project(query, [KPI, OWN], ("own",), 0.9)[0] == KPI
    assert led_by_project(query, [KPI._replace(named=True), OWN], ("own",), 0.2)[0].id == "k1"


def test_nor_before_a_project_far_behind() -> None:
    assert led_by_project(reader.read("商店街をどうにかしたい"), [KPI, OTHER], (), 0.2)[0] == KPI


def test_a_theme_finds_its_project_and_shows_the_indicator_beside_it(engine: Engine) -> None:
    assert engine.answer("心臓が止まった人のところへ医者が駆けつける").items[0].id == "p4-8"
