"""Slack says too late who somebody is, or what a channel is: no form waits for it, and nothing is written meanwhile."""

import pytest

from bot.sandbox.state.seed import EDITORS, GENERAL, PLANNING, SATO
from bot.views import ids
from tests.bot.listeners.conftest import MakeWorld
from tests.bot.listeners.digest_forms import open_form
from tests.patience import PATIENCE_S
from tests.world import World

UNKNOWN = "ご利用いただける方かどうかを確かめられませんでした。"
LOOK_UPS_S = 1


@pytest.fixture
def world(make_world: MakeWorld) -> World:
    return make_world(writer_group=EDITORS)


def anew(world: World, monkeypatch: pytest.MonkeyPatch, deadline_s: float) -> None:
    """The program as it runs, but knowing nobody."""
    monkeypatch.setattr("bot.app.services.LOOK_UPS_S", deadline_s)
    world.start(writer_group=EDITORS)


def anew_with_late(method: str, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    anew(world, monkeypatch, LOOK_UPS_S)
    world.slack.faults.plan(method, "late", times=9, seconds=PATIENCE_S)


def open_actual(world: World) -> None:
    said = world.after(world.person(SATO).mention(GENERAL, "待機児童数の目標値は？"))
    answer = next(message for message in said if message.channel == GENERAL)
    world.after(world.person(SATO).press(answer, ids.RECORD))


@pytest.mark.parametrize("method", ["users.info", "usergroups.users.list"])
def test_a_value_is_refused_in_the_form_and_not_recorded(
    world: World, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    open_actual(world)
    anew_with_late(method, world, monkeypatch)
    outcome = world.outcome(world.person(SATO).submit({ids.ACTUAL_YEAR: "2022", ids.ACTUAL_VALUE: "48"}))
    assert outcome.acknowledged
    assert UNKNOWN in outcome.field_errors[ids.ACTUAL_VALUE]
    assert world.services.usual.recording.ledger.ledger().entries == ()
    assert world.slack.workspace.modal(SATO) is not None
    world.slack.faults.clear()
    anew(world, monkeypatch, PATIENCE_S)
    outcome = world.outcome(world.person(SATO).submit({ids.ACTUAL_YEAR: "2022", ids.ACTUAL_VALUE: "48"}))
    assert outcome.field_errors == {}
    assert len(world.services.usual.recording.ledger.ledger().entries) == 1


@pytest.mark.parametrize("method", ["users.info", "conversations.info", "users.conversations"])
def test_a_digest_is_refused_in_the_form_and_not_saved(
    world: World, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    open_form(world)
    private = next(each.id for each in world.slack.workspace.channels.values() if each.kind == "private")
    channel = private if method == "users.conversations" else PLANNING
    anew_with_late(method, world, monkeypatch)
    choices = {ids.DIGEST_NAME: "月報", ids.DIGEST_CHANNEL: channel}
    outcome = world.outcome(world.person(SATO).submit(choices))
    assert "確かめられませんでした" in str(outcome.field_errors)
    assert world.services.usual.digests.store.schedules() == ()


@pytest.mark.parametrize("text", ["digest", "digest list"])
def test_a_form_that_may_not_be_opened_is_refused_with_a_sentence(
    world: World, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    anew_with_late("users.info", world, monkeypatch)
    [told] = world.after(world.person(SATO).command("/senryaku", text, channel=PLANNING))
    assert UNKNOWN in told.text
    assert world.slack.workspace.modal(SATO) is None


def test_a_form_opens_without_what_slack_does_not_say(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    anew_with_late("conversations.info", world, monkeypatch)
    assert world.services.permissions.standing(SATO) == "staff"  # known from now on
    assert open_form(world) is not None


def test_a_question_typed_into_a_form_is_not_lost(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.outcome(world.person(SATO).shortcut(ids.SEARCH_SHORTCUT))
    anew_with_late("users.info", world, monkeypatch)
    outcome = world.outcome(world.person(SATO).submit({ids.SEARCH_TEXT: "MICEとは"}))
    assert UNKNOWN in outcome.field_errors[ids.SEARCH_TEXT]


def test_a_select_offers_nothing_to_nobody_knows_whom(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.outcome(world.person(SATO).shortcut(ids.SEARCH_SHORTCUT))
    anew_with_late("users.info", world, monkeypatch)
    outcome = world.outcome(world.person(SATO).suggest(world.modal(), ids.SEARCH_PICK, "たいき"))
    assert outcome.acknowledged
    assert outcome.options == ()
