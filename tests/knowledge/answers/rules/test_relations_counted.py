"""How many one kind has of another, in either direction; what several have, and what they have in common."""

import pytest

from knowledge.answers.answer import Answer
from knowledge.answers.engine import Engine
from knowledge.model.catalog import Catalog


def _ids(answer: Answer) -> set[str]:
    return {item.id for item in answer.items}


@pytest.mark.parametrize("question", ["方向が2つ以上の事業は？", "2つ以上の方向を持つ事業は？"])
def test_projects_with_several_directions_are_no_directions_with_several_projects(
    engine: Engine, catalog: Catalog, question: str
) -> None:
    expected = {one.id for one in catalog.originals() if len(set(one.search_directions)) >= 2}
    assert _ids(engine.answer(question)) == expected


def test_directions_with_several_projects_are_no_projects(engine: Engine, catalog: Catalog) -> None:
    expected = {f"d{n}" for n in catalog.directions if len(catalog.projects_of_direction(n)) >= 4}
    assert _ids(engine.answer("事業が4件以上の方向は？")) == expected


@pytest.mark.parametrize(
    "said", ["KPIが3件しかない", "KPIが3件だけの", "KPIが三つしかない", "KPIが3件ある", "KPIが3つだけある"]
)
def test_only_so_many_are_exactly_so_many_and_lack_nothing(engine: Engine, catalog: Catalog, said: str) -> None:
    expected = {one.id for one in catalog.base.packages if len(one.kpis) == 3}
    assert _ids(engine.answer(f"{said}パッケージは何件？")) == expected


def test_projects_with_one_kpi_alone_are_no_kpis_without_a_baseline(engine: Engine, catalog: Catalog) -> None:
    answer = engine.answer("KPIが1件しかない事業は？")
    expected = {one.id for one in catalog.originals() if len(catalog.kpis_of(one)) == 1}
    assert _ids(answer) == expected
    assert f"{len(expected)}件です" in answer.lead


@pytest.mark.parametrize(
    "question",
    ["パッケージ3とパッケージ2の両方に載っている事業は？", "パッケージ2と3に共通する事業は何件？"],
)
def test_what_both_have_is_neither_of_them_alone(engine: Engine, catalog: Catalog, question: str) -> None:
    answer = engine.answer(question)
    expected = {one.reprint_of for one in catalog.packages[3].projects if (one.reprint_of or "").startswith("p2-")}
    assert _ids(answer) == expected
    assert f"両方に当てはまる事業は{len(expected)}件" in answer.lead


def test_what_is_in_both_of_two_kinds_is_counted(engine: Engine) -> None:
    answer = engine.answer("方向⑩とパッケージ4、両方に入る事業は何件？")
    assert answer.lead.startswith("基本的方向⑩と政策パッケージ4の両方に当てはまる事業は5件です")


@pytest.mark.parametrize("question", ["方向10とパッケージ4の事業は？", "パッケージ4と方向10の事業"])
def test_projects_of_two_owners_are_told_of_each_in_whatever_order(engine: Engine, question: str) -> None:
    answer = engine.answer(question)
    assert "基本的方向⑩が11件" in answer.lead
    assert "政策パッケージ4が10件" in answer.lead
    assert "重なりを除くと16件" in answer.lead


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("六つの箱それぞれの指標数", "政策パッケージ1が10件、政策パッケージ2が6件、政策パッケージ3が8件"),
        ("13の方向それぞれの事業数は？", "基本的方向①が3件"),
        ("五つの目標それぞれの数値目標の数", "基本目標1が1件、基本目標2が3件"),
        ("パッケージ4とパッケージ5の指標の数の差は？", "差は5件です。"),
    ],
)
def test_the_number_of_each_is_told_whatever_word_it_has(engine: Engine, question: str, said: str) -> None:
    assert said in engine.answer(question).lead


def test_as_many_as_there_are_names_none_of_them(engine: Engine, catalog: Catalog) -> None:
    assert _ids(engine.answer("13の基本的方向は？")) == {f"d{n}" for n in catalog.directions}
    assert _ids(engine.answer("13番目の方向は？")) == {"d13"}


def test_a_number_with_a_kind_before_it_is_none_of_the_kind_behind(engine: Engine) -> None:
    assert _ids(engine.answer("方向1のパッケージを全部")) == {"pkg1"}
