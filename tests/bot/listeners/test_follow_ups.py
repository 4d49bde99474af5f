"""A conversation in one thread, the same at every door: each question is about what was just shown."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from bot.api.queries import Queries
from bot.config.clock import clock_at
from bot.sandbox.state.records import PostedMessage
from bot.sandbox.state.seed import GENERAL, SATO
from bot.terminal.batch import batch_answers
from bot.terminal.chat import run_chat
from bot.values.plans import Plans
from knowledge.answers.answer import titles
from knowledge.answers.engine import Engine
from knowledge.answers.understanding.row import row_of
from knowledge.model.catalog import Catalog
from tests.bot.views.judging import seen
from tests.world import World, plans_in

NOON = clock_at(datetime(2024, 6, 3, 3, tzinfo=UTC))
# What is asked, and the id of the record that is shown first; "" for a reply without one.
CONVERSATIONS: Sequence[Sequence[tuple[str, str]]] = [
    [("SDGs", ""), ("ありがとう", ""), ("近い事業を見せて", "p3-8")],
    [
        ("パッケージ3の事業一覧", "p3-1"),
        ("2番目のKPI", "k3-1"),
        ("3番目は？", "k3-4"),
        ("その事業の取組は？", "p3-2"),
    ],
    [("女性活躍促進事業", "p1-10"), ("どのパッケージ？", "pkg1"), ("その事業の原文をそのまま見せて", "p1-10")],
    [("待機児童数", "k3-3"), ("去年は？", "k3-3"), ("どの事業のKPI？", "p3-2"), ("そのKPIの基準値は", "k3-3")],
]


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
    first = thread.ask("高齢者の移動手段を確保する事業")
    shown = [catalog.project(id).name for id in row_of(world.services.store.context(_place(world))).listed]
    assert [block["text"]["text"] for block in first.blocks if block["type"] == "header"] == shown[:1]
    said = seen(list(first.blocks))
    assert f"2. {shown[1]}（政策パッケージ" in said
    assert f"3. {shown[2]}（政策パッケージ" in said
    assert thread.ask("2番目は？").text.startswith(shown[1])


def test_numbers_count_the_list_last_shown_after_one_of_it_was_opened(world: World, catalog: Catalog) -> None:
    thread = Thread(world)
    thread.ask("高齢者の移動手段を確保する事業")
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
    thread.ask("高齢者の移動手段を確保する事業")
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
    kpis = "、".join(f"「{one.title}」" for one in catalog.kpis_of(catalog.project("p1-10")))
    assert thread.ask("それの指標は？").text.startswith(f"KPIは2件です：{kpis}。")


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


def _in_batch(plans: Plans, asked: Sequence[str]) -> list[str]:
    lines = [{"id": at, "q": one, "after": at - 1} for at, one in enumerate(asked)]
    told = batch_answers(plans, [json.dumps(line).encode() for line in lines], NOON)
    return [_first(answer["items"]) for answer in told]


def _over_the_api(plans: Plans, asked: Sequence[str]) -> list[str]:
    queries, context, shown = Queries(plans, NOON), list[str](), list[str]()
    for one in asked:
        answer = queries.ask(one, context)
        context = json.loads(json.dumps(answer["context"]))
        shown.append(_first(answer["items"]))
    return shown


def _first(items: Sequence[Any]) -> str:
    return items[0]["id"] if items else ""


@pytest.mark.parametrize("door", [_in_batch, _over_the_api])
@pytest.mark.parametrize("conversation", CONVERSATIONS)
def test_a_program_is_answered_in_its_thread(
    tmp_path: Path,
    catalog: Catalog,
    engine: Engine,
    door: Callable[[Plans, Sequence[str]], list[str]],
    conversation: Sequence[tuple[str, str]],
) -> None:
    plans = plans_in(tmp_path, catalog, engine)
    assert door(plans, [asked for asked, _ in conversation]) == [shown for _, shown in conversation]


@pytest.mark.parametrize("conversation", CONVERSATIONS)
def test_a_chat_goes_on(
    tmp_path: Path, catalog: Catalog, engine: Engine, conversation: Sequence[tuple[str, str]]
) -> None:
    typed: Iterator[str] = iter([asked for asked, _ in conversation])
    console = Console(file=StringIO(), width=200)

    def read() -> str:
        try:
            return next(typed)
        except StopIteration:
            raise EOFError from None

    run_chat(console, plans_in(tmp_path, catalog, engine), read, NOON, echo=True)
    assert isinstance(console.file, StringIO)
    answers = console.file.getvalue().split("質問> ")[1:]
    assert len(answers) == len(conversation)
    for told, (_, shown) in zip(answers, conversation, strict=True):
        assert name_of(catalog, shown) in told


@pytest.mark.parametrize("conversation", CONVERSATIONS)
def test_a_thread_in_slack_goes_on(world: World, catalog: Catalog, conversation: Sequence[tuple[str, str]]) -> None:
    thread: str | None = None
    for asked, shown in conversation:
        said = world.person(SATO).mention(GENERAL, asked, thread=thread)
        thread = thread or said.message.ts
        [answer] = world.after(said)
        assert name_of(catalog, shown) in seen(list(answer.blocks))


def name_of(catalog: Catalog, id: str) -> str:
    return titles(catalog)[id][1] if id else ""
