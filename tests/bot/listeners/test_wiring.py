"""What Slack is told of the app, what the trial workspace offers, and what is registered are the same things."""

import ast
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import BoltRequest

import bot.sandbox
from bot.app.manifest import NAME, STEP_EVENTS, make_manifest
from bot.app.registrations import BOT_NAME, COMMAND, EVERY_OTHER, register
from bot.listeners import actions
from bot.sandbox.state.seed import SATO
from bot.views import ids
from knowledge.model.catalog import Catalog
from knowledge.wording.values import EMPTY_VALUES
from tests.bot.views.everything import views_of
from tests.world import World

Registered = list[tuple[str, Any, Callable[..., None]]]


class Registrations:
    """Takes them as a Bolt app does, and keeps them in order."""

    def __init__(self) -> None:
        self.all: Registered = []

    def __getattr__(self, kind: str) -> Callable[[Any], Callable[[Callable[..., None]], None]]:
        return lambda key: lambda listener: self.all.append((kind, key, listener))

    def of(self, kind: str) -> list[Any]:
        """Besides the one for whatever else arrives."""
        return [key for known, key, _ in self.all if known == kind and key is not EVERY_OTHER]

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
    register(made)  # type: ignore[arg-type]  # it asks for these six words of an app, and for nothing else
    return made


DECLARED = make_manifest(has_agent=True, has_steps=True, site="intra.example.jp")


def test_the_manifest_declares_the_command_that_is_registered(registered: Registrations) -> None:
    assert [one["command"] for one in DECLARED["features"]["slash_commands"]] == registered.of("command")


def test_the_manifest_declares_the_shortcuts_that_are_registered(registered: Registrations) -> None:
    told = [(one["type"], one["callback_id"]) for one in DECLARED["features"]["shortcuts"]]
    assert told == [("global", ids.SEARCH_SHORTCUT), ("message", ids.RELATED_SHORTCUT)]
    assert [callback for _, callback in told] == registered.of("shortcut")


def test_the_manifest_subscribes_to_the_events_that_have_a_listener_and_to_no_others(
    registered: Registrations,
) -> None:
    subscribed = DECLARED["settings"]["event_subscriptions"]["bot_events"]
    named = [event for event in registered.of("event") if isinstance(event, str)]
    assert sorted({event.partition(".")[0] for event in subscribed}) == sorted([*named, *STEP_EVENTS])


def test_the_manifest_declares_the_steps_that_are_registered(registered: Registrations) -> None:
    assert list(DECLARED["functions"]) == registered.of("function")


def test_whatever_is_asked_for_has_a_listener() -> None:
    subscribed = DECLARED["settings"]["event_subscriptions"]["bot_events"]
    assert set(make_manifest()["settings"]["event_subscriptions"]["bot_events"]) <= set(subscribed)


def test_what_needs_interactivity_finds_it_switched_on(registered: Registrations) -> None:
    """Buttons, modals, shortcuts and menus that ask for options arrive only then; by HTTP options have an address."""
    assert all(registered.of(kind) for kind in ("action", "view", "shortcut", "options"))
    assert DECLARED["settings"]["interactivity"] == {"is_enabled": True}
    address = "https://bot.example.jp/slack/events"
    by_http = make_manifest(request_url=address)["settings"]["interactivity"]
    assert by_http == {"is_enabled": True, "request_url": address, "message_menu_options_url": address}


def test_every_action_is_registered_before_the_one_for_all_others(registered: Registrations) -> None:
    for action in ids.ACTION_IDS:
        assert registered.listener("action", action) is not actions.ignored, action
        assert registered.listener("action", ids.numbered(action, 7)) is registered.listener("action", action)
    assert registered.listener("action", "of_long_ago") is actions.ignored


def test_every_modal_that_can_be_sent_off_is_registered_and_no_other(
    registered: Registrations, catalog: Catalog
) -> None:
    made = [view for view in views_of(catalog, EMPTY_VALUES, "語") if view["type"] == "modal"]
    sent = {view["callback_id"] for view in made if view.get("submit")}
    assert sent == set(registered.of("view"))


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
    form = {"id": "V1", "type": "modal", "state": {"values": {}}, "private_metadata": ids.encode(ids.ButtonValue())}
    bodies: dict[str, dict[str, Any]] = {}
    for action in ids.ACTION_IDS:
        pressed = {"action_id": action, "block_id": "b", "type": "button", "value": "odd"}
        bodies[action] = {"type": "block_actions", "actions": [pressed], "trigger_id": f"t-{action}"}
    for callback in registered.of("view"):
        bodies[callback] = {"type": "view_submission", "view": {**form, "callback_id": callback}}
    for name, body in bodies.items():
        request = BoltRequest(mode="socket_mode", body={**body, "user": user, "team": team})
        assert world.app.dispatch(request).status == 200, name
        world.settle()
        world.slack.advance(2)  # what was told in a direct message does not hold up what is told next


def test_the_stand_in_has_no_words_of_the_bot() -> None:
    """It learns them from the manifest that it is handed, as Slack does."""
    folder = Path(bot.sandbox.__file__).parent
    for path in folder.rglob("*.py"):
        texts = {node.value for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Constant)}
        assert not texts & {ids.SEARCH_SHORTCUT, ids.RELATED_SHORTCUT, COMMAND, NAME, BOT_NAME}, path
