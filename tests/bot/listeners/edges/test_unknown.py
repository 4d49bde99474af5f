"""A view, a shortcut, a command or a menu that the app does not know is acknowledged with a sentence."""

from typing import Any

import pytest

from bot.sandbox.state.deliveries import DeliveryKind
from bot.sandbox.state.records import JsonObject
from bot.sandbox.state.seed import GENERAL, SATO
from bot.views import ids
from tests.stand_in import DeliveryOutcome
from tests.world import World

GONE = "of_an_earlier_version"


def arrives(world: World, kind: DeliveryKind, body: JsonObject) -> DeliveryOutcome:
    return world.outcome(world.slack.platform.dispatcher.deliver(kind, body))


def test_an_unknown_command_is_answered_with_the_one_that_there_is(world: World) -> None:
    known = world.person(SATO).command("/senryaku", "使い方", channel=GENERAL)
    world.outcome(known)
    outcome = arrives(world, "slash_commands", {**known.payload, "command": "/strategy"})
    assert outcome.acknowledged
    assert "「/senryaku」をお使いください。" in outcome.body["text"]


def test_an_unknown_shortcut_says_so_privately(world: World) -> None:
    known = world.person(SATO).shortcut(ids.SEARCH_SHORTCUT)
    world.outcome(known)
    assert arrives(world, "interactive", {**known.payload, "callback_id": GONE}).acknowledged
    [told] = world.slack.posted()
    assert told.channel == world.slack.workspace.dm(SATO).id
    assert "いまのボットにはありません" in told.text


def test_an_unknown_shortcut_on_a_message_says_so_beside_it(world: World) -> None:
    message = world.person(SATO).say(GENERAL, "移住").message
    known = world.person(SATO).message_shortcut(ids.RELATED_SHORTCUT, message)
    world.outcome(known)
    assert arrives(world, "interactive", {**known.payload, "callback_id": GONE}).acknowledged
    told = world.slack.posted(GENERAL)[-1]
    assert (told.only_for, "いまのボットにはありません" in told.text) == (SATO, True)


def test_an_unknown_view_says_in_its_place_that_it_is_old(world: World) -> None:
    world.outcome(world.person(SATO).shortcut(ids.SEARCH_SHORTCUT))
    sent = world.person(SATO).submit({ids.SEARCH_TEXT: "移住"})
    world.outcome(sent)
    outcome = arrives(world, "interactive", {**sent.payload, "view": {**sent.payload["view"], "callback_id": GONE}})
    assert outcome.acknowledged
    assert outcome.body["response_action"] == "update"
    assert "開き直してください" in str(outcome.body["view"])


@pytest.mark.parametrize("value", ["", "移住"])
def test_an_unknown_menu_offers_nothing(world: World, value: str) -> None:
    asked: dict[str, Any] = {"type": "block_suggestion", "action_id": GONE, "block_id": "b", "value": value}
    body = {**asked, "user": {"id": SATO, "team_id": "T0SANDBOX"}, "team": {"id": "T0SANDBOX"}}
    outcome = arrives(world, "interactive", body)
    assert (outcome.acknowledged, outcome.body) == (True, {"options": []})
