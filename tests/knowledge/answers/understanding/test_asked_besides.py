"""Two things asked of one record are both answered; and how many people the plan itself aims at."""

import pytest

from knowledge.answers.engine import Engine


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("製造品出荷額等の目標値と、どのパッケージのKPIか", ["k1-3", "pkg1"]),
        ("防災対策事業は何番の方向で、どのパッケージ？", ["d11", "pkg4"]),
        ("待機児童数はどのパッケージですか", ["pkg3"]),
    ],
)
def test_what_is_asked_besides_is_answered_too(engine: Engine, question: str, ids: list[str]) -> None:
    assert [item.id for item in engine.answer(question).items] == ids


@pytest.mark.parametrize(
    "question",
    [
        "人口の目標は第1期が30万5千人でしたよね。今回は何人ですか",
        "人口は30万5千人を維持するのが目標でしたっけ、今期の数字は",
    ],
)
def test_the_aim_of_the_former_plan_is_not_that_of_this_one(engine: Engine, question: str) -> None:
    [item] = engine.answer(question).items
    assert item.kind == "strategy"


def test_the_aim_of_the_former_plan_is_told_where_it_is_asked_for(engine: Engine) -> None:
    [item] = engine.answer("第1期の人口の目標は何人だった？").items
    assert item.kind == "passage"
    assert "30万5千人" in (item.text or "")


def test_a_figure_that_is_only_aimed_at_is_not_asked_for(engine: Engine) -> None:
    items = engine.answer("待機児童数、あれを目指すのはどの事業ですか").items
    assert {item.kind for item in items} == {"project"}
