"""A conversation in one thread: each question is about what was just shown."""

import re

from bot.sandbox.state.records import PostedMessage
from bot.sandbox.state.seed import GENERAL, SATO
from knowledge.answers.understanding.row import row_of
from knowledge.model.catalog import Catalog
from tests.bot.views.judging import seen
from tests.world import World


class Thread:
    """Asks in one thread of the channel."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._ts: str | None = None

    def ask(self, text: str) -> PostedMessage:
        said = self._world.person(SATO).mention(GENERAL, text, thread=self._ts)
        self._ts = self._ts or said.message.ts
        [answer] = self._world.after(said)
        return answer


def test_a_thread_goes_from_a_project_to_its_kpi_its_target_and_on(world: World, catalog: Catalog) -> None:
    thread = Thread(world)
    thread.ask("定住誘導推進事業とは？")
    kpi = thread.ask("KPIは？")
    assert kpi.text.startswith("住宅の購入に伴う転入者数")
    assert "目標値 710人（令和6年度）" in thread.ask("その目標値は？").text
    assert "住宅の購入に伴う転入者数" in thread.ask("もっと詳しく").text


def test_the_second_of_several_and_others_beside_them(world: World, catalog: Catalog) -> None:
    thread = Thread(world)
    thread.ask("移住支援の事業は？")
    shown = row_of(world.services.store.context(_place(world))).listed
    second = thread.ask("2番目は？")
    assert second.text.startswith(catalog.project(shown[1]).name)
    others = thread.ask("他には？")
    assert not others.text.startswith(catalog.project(shown[1]).name)
    assert catalog.project(shown[1]).name not in [
        block["text"]["text"] for block in others.blocks if block["type"] == "header"
    ]


def test_behind_a_clear_hit_the_others_have_the_numbers_they_are_asked_for_by(world: World, catalog: Catalog) -> None:
    thread = Thread(world)
    first = thread.ask("音楽によるまちずくり推進事業")
    shown = [catalog.project(id).name for id in row_of(world.services.store.context(_place(world))).listed]
    assert [block["text"]["text"] for block in first.blocks if block["type"] == "header"] == shown[:1]
    said = seen(list(first.blocks))
    assert f"2. {shown[1]}（政策パッケージ" in said
    assert f"3. {shown[2]}（政策パッケージ" in said
    assert thread.ask("2番目は？").text.startswith(shown[1])


def test_numbers_count_the_list_last_shown_after_one_of_it_was_opened(world: World, catalog: Catalog) -> None:
    thread = Thread(world)
    thread.ask("音楽によるまちずくり推進事業")
    shown = row_of(world.services.store.context(_place(world))).listed
    names = [catalog.project(id).name for id in shown]
    assert len(names) > 2
    assert thread.ask("2番目は？").text.startswith(names[1])
    assert thread.ask("3番目は？").text.startswith(names[2])
    thread.ask("ありがとう")
    assert thread.ask("1番").text.startswith(names[0])
    assert f"先にお見せした一覧は{len(names)}件です。" in thread.ask("99番目は？").text
    assert thread.ask("2").text.startswith(names[1])


def test_a_new_list_is_what_numbers_count(world: World, catalog: Catalog) -> None:
    thread = Thread(world)
    thread.ask("音楽によるまちずくり推進事業")
    thread.ask("2番目は？")
    thread.ask("政策パッケージ5のKPI")
    assert thread.ask("2番目は？").text.startswith(catalog.indicator("k5-2").title)


def test_a_thread_that_an_earlier_release_kept_goes_on(world: World, catalog: Catalog) -> None:
    thread = Thread(world)
    thread.ask("ありがとう")
    world.services.store.remember(_place(world), ["p3-12", "p3-1"])  # as it was kept: the ids last shown alone
    assert thread.ask("2番目は？").text.startswith(catalog.project("p3-1").name)
    assert thread.ask("1番目は？").text.startswith(catalog.project("p3-12").name)


def test_what_a_refusal_offers_can_be_asked_for(world: World, catalog: Catalog) -> None:
    thread = Thread(world)
    refused = thread.ask("SDGs")
    near = catalog.project(row_of(world.services.store.context(_place(world))).listed[0]).name
    assert near in seen(list(refused.blocks))
    thread.ask("ありがとう")
    assert thread.ask("近い事業を見せて").text.startswith(near)


def test_after_a_clear_hit_a_question_is_about_that_one(world: World, catalog: Catalog) -> None:
    thread = Thread(world)
    thread.ask("女性活躍の事業")
    assert len(row_of(world.services.store.context(_place(world))).listed) > 1
    kpis = "".join(f"「{one.title}」" for one in catalog.kpis_of(catalog.project("p1-10")))
    assert thread.ask("それの指標は？").text.startswith(f"KPIは、{kpis}の2件です。")


def _place(world: World) -> str:
    """The conversation that the bot has answered in last."""
    last = world.slack.posted(GENERAL)[-1]
    return f"{GENERAL} {last.thread_ts}"


def test_the_examples_named_in_the_help_are_answered(world: World) -> None:
    told = world.engine.answer("ヘルプ").text
    examples = re.findall(r"「([^」]+)」", told)
    assert len(examples) >= 3
    for example in examples:
        assert world.engine.answer(example).status == "answered", example
