"""Several plans in Slack: asked, pressed, recorded, tied to a channel and to a digest."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app.plans import add_plan
from bot.app.wiring import open_plans
from bot.config.settings import Settings
from bot.sandbox.state.records import PostedMessage
from bot.sandbox.state.seed import GENERAL, PLANNING, SATO, SHARED
from bot.values.plans import Plans
from bot.views import ids
from knowledge.storage.plans import PlanStore
from tests.bot.listeners.digest_forms import create, fields, open_form, press
from tests.editions import write_edition, write_other_city
from tests.stand_in import Slack
from tests.world import World, workspace

pytestmark = pytest.mark.process

BUSES = "湖上バスの年間利用者数の目標は？"


class WorldOfPlans(World):
    """The bot on a data folder with several plans."""

    def __init__(self, plans: Plans, data: Path, slack: Slack, **settings: object) -> None:
        self._several = plans
        super().__init__(slack, plans.of(""), data, **settings)

    def _plans(self) -> Plans:
        return self._several

    def forget(self, id: str) -> None:
        """As after `kb remove` and another start."""
        PlanStore(self.data).remove(id)
        self._several = open_plans(Settings(data=self.data))
        self.start()


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With the three plans, and each of them asked before."""
    texts = tmp_path_factory.mktemp("texts")
    settings = Settings(data=texts / "var")
    for folder in (write_edition(texts, 2), write_edition(texts, 3), write_other_city(texts)):
        add_plan(settings, folder)
    plans = open_plans(settings)
    for mark in plans.labels():
        plans.of(mark)
    return settings.data


@pytest.fixture
def world(begun: Path, tmp_path: Path) -> Iterator[WorldOfPlans]:
    settings = Settings(data=shutil.copytree(begun, tmp_path / "var"))
    with workspace() as slack:
        made = WorldOfPlans(open_plans(settings), settings.data, slack, writers=(SATO,), records_channel=PLANNING)
        yield made
        made.close()


def ask(world: World, text: str, thread: str | None = None, channel: str = GENERAL) -> PostedMessage:
    said = world.after(world.person(SATO).mention(channel, text, thread=thread))
    return next(message for message in said if message.channel == channel)


def command(world: World, text: str, channel: str = GENERAL) -> str:
    [answer] = world.after(world.person(SATO).command("/senryaku", text, channel=channel))
    return answer.text


def values_of(world: World, plan: str) -> list[str]:
    ledger = world.services.of_plan(plan).recording.ledger.ledger()
    return [entry.value_text for entry in ledger.state.values()]


def test_an_answer_names_its_plan_and_a_thread_follows_the_indicator(world: World) -> None:
    first = ask(world, BUSES)
    assert first.text.startswith("計画：第３期架空市")
    assert "目標値は15,000人（令和11年度）です。" in first.text
    assert "計画：第３期架空市" in str(first.blocks)
    then = ask(world, "第2期のときの目標は？", thread=first.thread_ts)
    assert then.text.startswith("計画：第２期架空市")
    assert "目標値は13,000人（令和6年度）です。" in then.text
    assert "計画期間は令和7年3月で終わっています。" in then.text
    assert "計画期間は令和7年3月で終わっています。" in str(then.blocks)
    again = ask(world, "今の戦略と比べて", thread=first.thread_ts)
    assert "目標値 13,000人（令和6年度）" in again.text
    assert "目標値 15,000人（令和11年度）" in again.text
    assert "令和6年度）：湖上バスの年間利用者数：" in str(again.blocks)
    assert "令和11年度）：湖上バスの年間利用者数：" in str(again.blocks)


def test_an_indicator_named_anew_is_asked_of_the_plan_in_force(world: World) -> None:
    first = ask(world, BUSES)
    ask(world, "第2期のときの目標は？", thread=first.thread_ts)
    compared = ask(world, "前の計画と比べて", thread=first.thread_ts)
    assert "目標値 13,000人（令和6年度）" in compared.text
    assert "目標値 15,000人（令和11年度）" in compared.text
    ask(world, "第2期のときの目標は？", thread=first.thread_ts)
    anew = ask(world, "加工品の売上高の目標は？", thread=first.thread_ts)
    assert anew.text.startswith("計画：第３期架空市")
    town = ask(world, f"霧ノ里町の{BUSES.replace('湖上バス', '霧ノ里号')}")
    assert ask(world, "加工品の売上高の目標は？", thread=town.thread_ts).text.startswith("計画：霧ノ里町")


def test_a_button_is_of_the_plan_of_its_answer(world: World) -> None:
    for question, value, other in ((BUSES, "15,000人", "13,000人"), (f"第2期の{BUSES}", "13,000人", "15,000人")):
        shown = ask(world, question)
        [opened] = world.after(world.person(SATO).press(shown, ids.HISTORY))
        assert value in opened.text
        assert other not in opened.text


def test_a_value_goes_into_the_ledger_of_the_plan_on_whose_card_it_is_entered(world: World) -> None:
    shown = ask(world, f"霧ノ里町の{BUSES.replace('湖上バス', '霧ノ里号')}")
    world.outcome(world.person(SATO).press(shown, ids.RECORD))
    entered = world.person(SATO).submit({ids.ACTUAL_YEAR: "2025", ids.ACTUAL_VALUE: "12500"})
    assert world.outcome(entered).error is None
    assert (values_of(world, ""), values_of(world, "kakuu-3"), values_of(world, "kirinosato")) == ([], [], ["12,500人"])
    assert "12,500人（令和7年度" in ask(world, "霧ノ里号の年間利用者数の実績は？").text
    world.outcome(world.person(SATO).press(world.modal(), ids.UNDO))
    assert values_of(world, "kirinosato") == []


def test_an_undo_by_command_says_of_which_plan(world: World) -> None:
    assert "どの計画の記録かを" in command(world, "kpi undo a1")
    assert "a1" in command(world, "kpi undo kirinosato@a1")


def test_a_button_of_a_plan_that_has_gone_is_stale_and_shows_no_other_plan(world: WorldOfPlans) -> None:
    shown = ask(world, f"霧ノ里町の{BUSES.replace('湖上バス', '霧ノ里号')}")
    world.forget("kirinosato")
    told = world.after(world.person(SATO).press(shown, ids.HISTORY))
    assert "加えられていません" in " ".join(message.text for message in told)
    assert "15,000人" not in " ".join(message.text for message in told)


def test_a_channel_can_be_tied_to_a_plan(world: World) -> None:
    assert "• kakuu-2　第２期架空市" in command(world, "plan")
    assert "これから「第２期架空市" in command(world, "plan kakuu-2")
    assert "目標値は13,000人（令和6年度）です。" in ask(world, BUSES).text
    assert "目標値は15,000人（令和11年度）です。" in ask(world, BUSES, channel=PLANNING).text
    assert "目標値は15,000人（令和11年度）です。" in ask(world, f"第3期の{BUSES}").text
    assert "という計画はありません" in command(world, "plan nobody")
    command(world, "plan auto")
    assert "目標値は15,000人（令和11年度）です。" in ask(world, BUSES).text


def test_a_digest_is_of_the_plan_that_its_form_says(world: World) -> None:
    open_form(world)
    assert ids.DIGEST_PLAN in fields(world)
    press(world, ids.DIGEST_PLAN, ".")
    world.person(SATO).close()
    schedule = create(world, digest_plan=".", digest_name="前の戦略のまとめ")
    assert schedule.plan == ""
    assert create(world, digest_name="いまの戦略のまとめ").plan == "kakuu-3"
    now = world.clock()
    head = world.services.renderer.messages(schedule, now, None)[0]
    assert "計画：第２期架空市" in head.text
    assert "計画期間は令和7年3月で終わっています。" in head.text
    world.outcome(world.person(SATO).command("/senryaku", "digest list", channel=PLANNING))
    assert "すべての指標・第２期架空市" in str(world.modal().body)


ENDED = "計画期間は令和7年3月で終わっています。"


@pytest.mark.parametrize(
    "text", ["こんにちは", "使い方", "令和5年度の検証表", "第2期の子育ての事業は？", f"第2期の{BUSES}"]
)
def test_wherever_a_plan_is_shown_in_slack_its_past_period_is_said(world: World, text: str) -> None:
    command(world, "plan kakuu-2")
    told = ask(world, text)
    assert told.text.count(ENDED) == 1
    assert str(told.blocks).count(ENDED) == 1
    command(world, "plan kakuu-3")
    assert ENDED not in ask(world, text.replace("第2期の", "").replace("令和5年度", "令和7年度")).text


@pytest.mark.parametrize("action", [ids.DETAIL, ids.HISTORY, ids.MEETING, ids.SOURCE])
def test_what_a_button_shows_says_that_the_period_is_over(world: World, action: str) -> None:
    shown = ask(world, "第2期の湖上バス運行事業")
    [opened] = world.after(world.person(SATO).press(shown, action))
    assert str(opened.blocks).count(ENDED) == 1


def test_the_home_tab_names_the_other_plans(world: World) -> None:
    world.outcome(world.person(SATO).open_home())
    home = world.slack.workspace.home(SATO)
    assert home is not None
    shown = str(home.body)
    assert "第３期架空市" in shown
    assert "ほかに聞ける計画：第２期架空市" in shown


def test_where_other_organisations_read_along_a_thread_stays_with_its_plan_and_tells_no_value(world: World) -> None:
    shown = ask(world, BUSES)
    world.outcome(world.person(SATO).press(shown, ids.RECORD))
    world.outcome(world.person(SATO).submit({ids.ACTUAL_YEAR: "2025", ids.ACTUAL_VALUE: "12500"}))
    first = ask(world, BUSES, channel=SHARED)
    assert "12,500人" not in first.text
    assert "実績未登録" in ask(world, "もっと詳しく", thread=first.thread_ts, channel=SHARED).text
