"""Questions that name another plan, where only one is held."""

from datetime import date
from pathlib import Path

import pytest

from bot.values.plans import Plans
from knowledge.answers.engine import Engine
from knowledge.model.catalog import Catalog
from tests.world import plans_in

TODAY = date(2026, 11, 29)


@pytest.fixture
def plans(tmp_path: Path, catalog: Catalog, engine: Engine) -> Plans:
    return plans_in(tmp_path, catalog, engine)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("第2期と第1期の違いは？", "第1期"),
        ("第2期と第3期を比べて", "第3期"),
        ("第1期と第2期の待機児童数は？", "第1期"),
        ("前の計画との違いは？", "前の計画"),
        ("第3期は？", "第3期"),
        ("第1期の成果は？", "第1期"),
        ("総合戦略の第4期は？", "第4期"),
        ("第5期は？", "第5期"),
        ("第1期の計画期間は", "第1期の計画"),
    ],
)
def test_it_is_said_that_another_plan_is_not_held_and_which_one_is(plans: Plans, question: str, said: str) -> None:
    answer, knowledge = plans.asked(question, today=TODAY)
    assert answer.query == question
    assert answer.status in ("answered", "not_found")
    first = answer.note.split("\n")[0]
    assert first.startswith(f"「{said}」にあたる計画は加えられていません。")
    assert f"「{knowledge.plan.label}」だけです。" in first


def test_what_the_text_tells_of_another_plan_is_shown_as_it_is(plans: Plans) -> None:
    answer, _ = plans.asked("第1期は？", today=TODAY)
    assert (answer.status, answer.items[0].kind) == ("answered", "passage")
    assert "加えられていません" not in answer.note
