"""Wherever a button stands, it does something there, and does not only say that it cannot."""

import logging
from collections.abc import Iterator

import pytest

from bot.sandbox.events.elements import FoundElement, elements
from bot.sandbox.state.records import PostedMessage, View
from bot.sandbox.state.seed import EDITORS, GENERAL, PLANNING, SATO
from bot.views import ids
from tests.bot.listeners.conftest import MakeWorld
from tests.world import World

QUESTIONS = (
    "定住誘導推進事業とは？", "待機児童数の目標値は？", "KPIの一覧", "移住支援の事業は？", "推進について",
    "令和5年度の検証表", "政策パッケージ3とは？", "お昼ごはんは？",
)  # fmt: skip
LEFT_TO_OTHERS = {
    ids.FULL_TEXT,
    ids.DELETE,
    ids.FEEDBACK,
    ids.UNDO,
    ids.SHARE,
    ids.PRINT,
    ids.REVIEW_SHEET,
}  # files once
MOST_BROUGHT = 12
Place = PostedMessage | View


@pytest.fixture
def world(make_world: MakeWorld) -> World:
    rights = {"writer_group": EDITORS, "admin_group": EDITORS}
    return make_world(office_channel=PLANNING, **rights)


def in_a_direct_conversation(world: World) -> Iterator[Place]:
    for question in QUESTIONS:
        yield from world.after(world.person(SATO).dm(question))


def in_private(world: World) -> Iterator[Place]:
    for question in QUESTIONS:
        yield from world.after(world.person(SATO).command("/senryaku", question, channel=GENERAL))


def in_a_modal(world: World) -> Iterator[Place]:
    for question in QUESTIONS:
        world.outcome(world.person(SATO).shortcut(ids.SEARCH_SHORTCUT))
        world.outcome(world.person(SATO).submit({ids.SEARCH_TEXT: question}))
        yield world.modal()


def in_the_home(world: World) -> Iterator[Place]:
    world.outcome(world.person(SATO).open_home())
    home = world.slack.workspace.home(SATO)
    assert home is not None
    yield home


PLACES = {place.__name__: place for place in (in_a_direct_conversation, in_private, in_a_modal, in_the_home)}


def pressable(place: Place) -> list[FoundElement]:
    blocks = place.body["blocks"] if isinstance(place, View) else list(place.blocks)
    found = [each for each in elements(blocks) if each.kind in ("button", "static_select", "overflow")]
    return [each for each in found if ids.action_of(each.action_id) not in LEFT_TO_OTHERS]


def press(world: World, place: Place, found: FoundElement) -> list[PostedMessage]:
    """What it brings as messages."""
    if isinstance(place, View) and place.kind == "modal":  # the press before has put another in its place
        world.slack.workspace.put(place)
        world.slack.workspace.set_modals(SATO, (place.id,))
    choice = choice_of(found)
    brought = world.after(world.person(SATO).press(place, found.action_id, choice, block_id=found.block_id))
    world.slack.advance(2)
    return [message for message in brought if message.blocks]


def choice_of(found: FoundElement) -> object:
    options = found.element.get("options")
    return options[0]["value"] if options else None


@pytest.mark.parametrize("name", PLACES)
def test_every_button_does_something_where_it_stands(world: World, caplog: pytest.LogCaptureFixture, name: str) -> None:
    caplog.set_level(logging.INFO, "bot.interactions")
    pressed, places = 0, list(PLACES[name](world))
    for place in [*places]:
        for found in pressable(place):
            places += press(world, place, found)
            pressed += 1
    for place in places[-MOST_BROUGHT:]:
        for found in pressable(place):
            press(world, place, found)
    done = [record.getMessage() for record in caplog.records if record.name == "bot.interactions"]
    assert pressed > 5
    assert [line for line in done if "Error" in line] == []


@pytest.mark.parametrize("name", ["in_a_direct_conversation", "in_a_modal", "in_the_home"])
def test_sharing_is_offered_where_there_is_a_channel_alone(world: World, name: str) -> None:
    for place in PLACES[name](world):
        assert ids.SHARE not in str(place)
    [private] = world.after(world.person(SATO).command("/senryaku", QUESTIONS[0], channel=GENERAL))
    assert ids.SHARE in str(private.blocks)
    [direct] = world.after(
        world.person(SATO).command("/senryaku", QUESTIONS[0], channel=world.slack.workspace.dm(SATO).id)
    )
    assert ids.SHARE not in str(direct.blocks)


def test_what_is_for_everybody_is_not_offered_in_a_conversation_that_may_be_of_others(world: World) -> None:
    sato, own = world.person(SATO), world.slack.workspace.dm(SATO).id
    [said] = world.after(sato.dm(QUESTIONS[0]))
    [private] = world.after(sato.command("/senryaku", QUESTIONS[0], channel=GENERAL))
    [direct] = world.after(sato.command("/senryaku", QUESTIONS[0], channel=own))
    assert [ids.MEETING in str(each.blocks) for each in (said, private, direct)] == [True, True, False]
