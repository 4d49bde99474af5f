"""Plans at run time: opened when they are asked, a few at a time."""

from datetime import date
from pathlib import Path

import pytest

from bot.app.plans import add_plan, held_plans
from bot.app.wiring import open_knowledge
from bot.config.settings import Settings
from bot.values.plans import MOST_OPEN, Knowledge, PlanGoneError, Plans
from knowledge.storage.plans import HeldPlan
from tests.editions import write_edition

pytestmark = pytest.mark.process  # each reads three plans

TODAY = date(2026, 11, 29)
BUSES = "湖上バスの年間利用者数の目標は？"


class Opening:
    """Opens plans for real, and knows which."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.opened: list[str] = []

    def __call__(self, plan: HeldPlan) -> Knowledge:
        self.opened.append(plan.id)
        return open_knowledge(self._settings, plan, records=False)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(data=tmp_path / "var")
    for number in (1, 2, 3):
        add_plan(made, write_edition(tmp_path, number))
    return made


def test_only_the_plans_that_are_asked_are_opened_and_once(settings: Settings) -> None:
    opening = Opening(settings)
    plans = Plans(held_plans(settings), opening)
    assert plans.facts[0].title.startswith("第１期")
    assert opening.opened == []
    plans.answer(BUSES, today=TODAY)
    plans.answer(BUSES, today=TODAY)
    assert opening.opened == ["kakuu-3"]
    plans.answer(f"第1期の{BUSES}", today=TODAY)
    assert opening.opened == ["kakuu-3", "kakuu-1"]


def test_no_more_than_a_few_stay_open(settings: Settings) -> None:
    opening = Opening(settings)
    [plan, *_] = held_plans(settings)
    copies = [HeldPlan(number=n, id=f"copy-{n}", strategy=plan.strategy, key=plan.key) for n in range(2, 3 + MOST_OPEN)]
    plans = Plans(copies, opening)
    for mark in [*plans.labels(), copies[-1].mark, copies[0].mark]:
        plans.of(mark)
    assert opening.opened == [*(copy.id for copy in copies), copies[0].id]


def test_a_plan_that_is_not_held_is_no_other(settings: Settings) -> None:
    plans = Plans(held_plans(settings), Opening(settings))
    with pytest.raises(PlanGoneError):
        plans.of("nobody")
    answer = plans.answer("KPIは？", ("nobody@k2-1",), today=TODAY)
    assert answer.intent != "followup"  # what was shown of it is forgotten
