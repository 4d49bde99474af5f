"""What is printed a second time, and what is taken out of a list or left out of it, in other words than the plan's."""

import pytest

from knowledge.answers.engine import Engine

REPRINTED = {"p2-3", "p2-4", "p2-5", "p2-6", "p3-7"}
IN_PACKAGE_3 = {"p2-3", "p2-4", "p2-5"}


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("もう一回登場する事業を挙げて", REPRINTED),
        ("二度、掲載されている事業はどれ", REPRINTED),
        ("よその箱から流用している事業は", REPRINTED),
        ("二つの束にまたがる事業の一覧", REPRINTED),
        ("再掲扱いのやつだけ抜いて", REPRINTED),
        ("重複している事業のみ抜いてください", REPRINTED),
        ("パッケージ3で再掲になってるの、どれでした？件数を重複させたくない", IN_PACKAGE_3),
        ("子育ての箱の事業で、よそのパッケージの使い回しはどれ", IN_PACKAGE_3),
    ],
)
def test_a_reprint_is_said_in_many_words(engine: Engine, question: str, ids: set[str]) -> None:
    assert {item.id for item in engine.answer(question).items} == ids


@pytest.mark.parametrize("question", ["再掲を抜いた事業の一覧", "重複を抜くと事業は正味何件"])
def test_what_is_left_out_is_not_taken_out(engine: Engine, question: str) -> None:
    answer = engine.answer(question)
    assert len(answer.items) == len(engine.catalog.projects) - len(REPRINTED)
    assert "再掲を除いた事業は40件" in answer.lead


def test_reprints_that_are_denied_are_still_left_out(engine: Engine) -> None:
    assert not REPRINTED & {item.id for item in engine.answer("再掲されていない事業はどれ").items}


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("歴史ルートづくり事業は二度出てきますが、本家はどのパッケージ？", {"pkg2", "pkg3"}),
        ("音楽によるまちづくり推進事業はどのパッケージに再掲されていますか", {"pkg3"}),
        ("方向10の事業でパッケージ4以外のもの", {"p3-3", "p3-8", "p3-13", "p5-2", "p6-1", "p6-3"}),
    ],
)
def test_the_home_of_a_reprint_is_told_where_it_is_asked_for(engine: Engine, question: str, ids: set[str]) -> None:
    assert {item.id for item in engine.answer(question).items} == ids


def test_a_box_that_is_built_is_no_package(engine: Engine) -> None:
    kinds = {item.kind for item in engine.answer("バイオ産業振興事業で建てるハコの名前は").items}
    assert "package" not in kinds
