"""What Slack is told of the app, what the trial workspace offers, and what is registered are the same things."""

import ast
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import BoltRequest

import bot.sandbox
from bot.app.manifest import AGENT_EVENTS, EVENTS, manifest
from bot.app.registrations import COMMAND, register
from bot.listeners import actions, events
from bot.sandbox.page.menu import SENRYAKU, Shortcut
from bot.sandbox.state.seed import SATO
from bot.views import ids
from knowledge.model.catalog import Catalog
from knowledge.wording import EMPTY_VALUES
from tests.bot.listeners.desk_world import World
from tests.bot.views.everything import views_of

Registered = list[tuple[str, Any, Callable[..., None]]]


class Registrations:
    """Takes them as a Bolt app does, and keeps them in order."""

    def __init__(self) -> None:
        self.all: Registered = []

    def __getattr__(self, kind: str) -> Callable[[Any], Callable[[Callable[..., None]], None]]:
        return lambda key: lambda listener: self.all.append((kind, key, listener))

    def of(self, kind: str) -> list[Any]:
        return [key for known, key, _ in self.all if known == kind]

    def listener(self, kind: str, name: str) -> Callable[..., None]:
        """The first that fits, as Bolt chooses."""
        return next(
            listener
            for known, key, listener in self.all
            if known == kind and (key.search(name) if isinstance(key, re.Pattern) else key == name)
        )


@pytest.fixture
def registered() -> Registrations:
    made = Registrations()
    register(made)  # type: ignore[arg-type]  # it asks for these five words of an app, and for nothing else
    return made


def test_the_command_is_the_same_in_manifest_menu_and_app(registered: Registrations) -> None:
    [told] = manifest()["features"]["slash_commands"]
    [offered] = SENRYAKU.commands
    assert told["command"] == offered.name == COMMAND
    assert registered.of("command") == [COMMAND]


def test_shortcuts_are_the_same_in_manifest_menu_and_app(registered: Registrations) -> None:
    told = manifest()["features"]["shortcuts"]
    for kind, offered, callback in (
        ("global", SENRYAKU.shortcuts, ids.SEARCH_SHORTCUT),
        ("message", SENRYAKU.message_shortcuts, ids.RELATED_SHORTCUT),
    ):
        names = {Shortcut(callback_id=one["callback_id"], name=one["name"]) for one in told if one["type"] == kind}
        assert names == set(offered)
        assert callback in {shortcut.callback_id for shortcut in offered}
    assert set(registered.of("shortcut")) == {one["callback_id"] for one in told}


def test_every_event_of_the_manifest_has_a_listener_of_its_own(registered: Registrations) -> None:
    own = {*EVENTS, *AGENT_EVENTS} - {"app_context_changed"}  # Slack sends it to every agent app; we need none of it
    for event in own:
        assert registered.listener("event", event.partition(".")[0]) is not events.ignored, event
    assert registered.listener("event", "app_context_changed") is events.ignored


def test_every_action_is_registered_before_the_one_for_all_others(registered: Registrations) -> None:
    for action in ids.ACTIONS:
        assert registered.listener("action", action) is not actions.ignored, action
        assert registered.listener("action", ids.numbered(action, 7)) is registered.listener("action", action)
    assert registered.listener("action", "of_long_ago") is actions.ignored


def test_every_modal_that_can_be_sent_off_is_registered(registered: Registrations, catalog: Catalog) -> None:
    made = [view for view in views_of(catalog, EMPTY_VALUES, "語") if view["type"] == "modal"]
    sent = {view["callback_id"] for view in made if view.get("submit")}
    assert sent - set(registered.of("view")) <= {ids.ACTUAL_MODAL}


def test_every_menu_that_asks_for_its_options_is_answered(registered: Registrations, catalog: Catalog) -> None:
    asking = {
        element["action_id"]
        for view in views_of(catalog, EMPTY_VALUES, "語")
        for block in view["blocks"]
        for element in [block.get("element") or {}]
        if element.get("type") in ("external_select", "multi_external_select")
    }
    assert asking == set(registered.of("options"))


def test_every_listener_is_acknowledged_through_the_app(world: World, registered: Registrations) -> None:
    """Whatever arrives under a registered name is acknowledged, also when it is odd: Slack would show an error."""
    user, team = {"id": SATO, "team_id": "T0SANDBOX"}, {"id": "T0SANDBOX"}
    form = {"id": "V1", "type": "modal", "state": {"values": {}}, "private_metadata": ids.encode(ids.Value())}
    bodies: dict[str, dict[str, Any]] = {}
    for action in ids.ACTIONS:
        pressed = {"action_id": action, "block_id": "b", "type": "button", "value": "odd"}
        bodies[action] = {"type": "block_actions", "actions": [pressed], "trigger_id": f"t-{action}"}
    for callback in registered.of("view"):
        bodies[callback] = {"type": "view_submission", "view": {**form, "callback_id": callback}}
    for name, body in bodies.items():
        request = BoltRequest(mode="socket_mode", body={**body, "user": user, "team": team})
        assert world.app.dispatch(request).status == 200, name
        world.settle()
        world.slack.advance(2)  # what was told in a direct message does not hold up what is told next


def test_the_stand_in_takes_its_words_from_its_own_menu() -> None:
    """The sandbox may not import the bot, so its ids are written there once more: in menu.py and nowhere else."""
    folder = Path(bot.sandbox.__file__).parent
    for path in folder.rglob("*.py"):
        texts = {node.value for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Constant)}
        assert path.name == "menu.py" or not texts & {ids.SEARCH_SHORTCUT, ids.RELATED_SHORTCUT, COMMAND}, path


def test_the_examples_offered_in_the_trial_workspace_are_answered(world: World) -> None:
    for question in SENRYAKU.examples:
        assert world.engine.answer(question).status == "answered", question
