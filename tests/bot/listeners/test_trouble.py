"""When Slack refuses, loses, waits: one answer all the same, or a sentence that says what to do."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.app.serve import resume_questions, warm
from bot.config.errors import BotError
from bot.config.slack_settings import SlackSettings
from bot.sandbox.state.seed import EDITORS, GENERAL, PLANNING, SATO, SUZUKI, TANAKA
from bot.slack.payloads import Origin
from bot.views import ids
from knowledge.answers.engine import Engine
from knowledge.japanese.vocabulary import load_phrases, load_vocabulary
from knowledge.model.catalog import Catalog
from tests.bot.listeners.conftest import MakeWorld
from tests.patience import PATIENCE_S
from tests.world import World

QUESTION = "定住誘導推進事業とは？"


@pytest.mark.parametrize("kind", ["lose_reply", "server_error", "unavailable", "ratelimited"])
def test_an_answer_whose_sending_failed_is_posted_exactly_once(world: World, kind: str) -> None:
    world.slack.faults.plan("chat.postMessage", kind)  # type: ignore[arg-type]
    assert len(world.after(world.person(SATO).mention(GENERAL, QUESTION))) == 1


def test_two_lost_replies_in_a_row_still_make_one_answer(world: World) -> None:
    world.slack.faults.plan("chat.postMessage", "lose_reply")
    world.slack.faults.plan("conversations.replies", "lose_reply", times=2)
    assert len(world.after(world.person(SATO).mention(GENERAL, QUESTION))) == 1


def test_a_direct_message_is_looked_for_in_the_conversation(world: World) -> None:
    world.slack.faults.plan("chat.postMessage", "lose_reply")
    assert len(world.after(world.person(SATO).dm(QUESTION))) == 1


def test_what_cannot_be_looked_for_is_not_sent_again(world: World) -> None:
    world.slack.scopes.difference_update({"channels:history", "groups:history"})
    world.slack.faults.plan("chat.postMessage", "lose_reply")
    said = world.after(world.person(SATO).mention(GENERAL, QUESTION))
    assert len([message for message in said if message.only_for is None]) == 1


def test_a_question_left_open_is_answered_after_a_restart_and_only_once(world: World) -> None:
    world.slack.faults.plan("chat.postMessage", "server_error", times=3)
    said = world.person(SATO).mention(GENERAL, QUESTION)
    [told] = world.after(said)
    assert told.only_for == SATO
    world.start()
    resume_questions(world.app, world.services.store, world.clock)
    again = world.after(world.slack.platform.dispatcher.settled("events_api", ""))
    assert [message.thread_ts for message in again] == [said.message.ts]
    assert world.services.store.unfinished() == []


def test_a_question_of_hours_ago_is_not_answered_after_a_restart(world: World) -> None:
    world.slack.faults.plan("chat.postMessage", "server_error", times=3)
    world.after(world.person(SATO).mention(GENERAL, QUESTION))
    world.clock.ahead = timedelta(hours=2)
    world.start()
    resume_questions(world.app, world.services.store, world.clock)
    assert world.after(world.slack.platform.dispatcher.settled("events_api", "")) == []
    assert world.services.store.unfinished() == []


def test_while_the_queue_is_full_slack_keeps_the_question(make_world: MakeWorld) -> None:
    world = make_world(queue_length=1, workers=1)
    world.engine.may_answer.clear()
    first = world.person(SATO).mention(GENERAL, QUESTION)
    assert world.engine.is_at_work.wait(PATIENCE_S)  # acknowledged is not yet queued
    second = world.person(SUZUKI).mention(GENERAL, "MICEとは")
    [delivery] = second.deliveries
    world.slack.wait_for(lambda _: delivery.reasons == ["http_error"] * 2)  # the second time at once
    world.engine.may_answer.set()
    world.after(first)
    world.slack.advance(60)  # the third time; a further jump would be over before it is acknowledged
    assert world.outcome(second).acknowledged
    assert len(world.slack.posted(GENERAL)) == 2


def test_a_question_is_acknowledged_while_every_worker_waits(make_world: MakeWorld) -> None:
    world = make_world(workers=1)
    world.engine.may_answer.clear()
    first = world.person(SATO).mention(GENERAL, QUESTION)
    second = world.person(SUZUKI).mention(PLANNING, QUESTION)
    assert second.wait()[0].acknowledged
    assert world.slack.posted() == []
    world.engine.may_answer.set()
    world.outcome(first)
    world.outcome(second)
    assert len(world.slack.posted()) == 2


# Old workspaces


@pytest.mark.parametrize(("retry_after", "is_opened"), [(1, True), (600, False)])
def test_a_modal_is_not_waited_for_longer_than_its_trigger_lives(
    world: World, retry_after: int, is_opened: bool
) -> None:
    world.slack.faults.plan("views.open", "ratelimited", retry_after=retry_after)
    world.outcome(world.person(SATO).shortcut(ids.SEARCH_SHORTCUT))
    world.settle()
    assert (world.slack.workspace.modal(SATO) is not None) == is_opened
    told = [message.text for message in world.slack.posted()]
    assert is_opened or "混み合っている" in told[0]


def test_a_workspace_without_new_blocks_gets_the_answer_in_old_ones_and_is_remembered(world: World) -> None:
    world.slack.workspace.has_new_blocks = False
    [answer] = world.after(world.person(SATO).mention(GENERAL, "移住支援の事業は？"))
    assert {block["type"] for block in answer.blocks} <= {"section", "context", "actions", "divider", "header"}
    assert len([r for r in world.slack.refusals if r.error == "invalid_blocks"]) == 1
    world.start()
    world.after(world.person(SATO).mention(GENERAL, "移住支援の事業は？"))
    assert len([r for r in world.slack.refusals if r.error == "invalid_blocks"]) == 1
    world.clock.ahead = timedelta(days=8)
    world.slack.workspace.has_new_blocks = True
    [new] = world.after(world.person(SATO).mention(GENERAL, "移住支援の事業は？"))
    assert "carousel" in {block["type"] for block in new.blocks}


def test_private_answers_and_edits_fall_back_as_well(world: World) -> None:
    world.slack.workspace.has_new_blocks = False
    [private] = world.after(world.person(SATO).command("/senryaku", "移住支援の事業は？", channel=GENERAL))
    assert private.only_for == SATO
    assert "定住誘導推進事業" in str(private.blocks)


# Sentences for people and operators


def test_a_missing_scope_is_named_in_the_log_and_not_to_the_person(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.slack.faults.plan("chat.postMessage", "error", code="missing_scope")
    [told] = world.after(world.person(SATO).mention(GENERAL, QUESTION))
    assert "管理者" in told.text
    assert "senryaku doctor" in caplog.text


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("not_in_channel", "/invite @senryaku"),
        ("channel_not_found", "/invite @senryaku"),
        ("is_archived", "アーカイブされているため"),
        ("restricted_action", "投稿の権限"),
        ("ratelimited", "1分ほど待って"),
    ],
)
def test_what_stands_in_the_way_is_told_to_the_person_with_what_to_do(world: World, code: str, word: str) -> None:
    world.slack.faults.plan("chat.postMessage", "error", code=code)
    [told] = world.after(world.person(SATO).mention(GENERAL, QUESTION))
    assert told.only_for == SATO
    assert word in told.text


@pytest.mark.parametrize("code", ["token_revoked", "token_expired", "account_inactive", "invalid_auth"])
def test_a_dead_token_stops_the_program_with_what_to_do(
    world: World, caplog: pytest.LogCaptureFixture, code: str
) -> None:
    world.slack.faults.plan("chat.postMessage", "error", code=code)
    world.after(world.person(SATO).mention(GENERAL, QUESTION))
    assert code in world.services.installation.reason
    assert "再インストール" in world.services.installation.reason
    assert world.services.installation.reason in caplog.text


def test_a_revoked_token_ends_the_installation_with_a_sentence(world: World) -> None:
    world.after(world.person(SATO).mention(GENERAL, QUESTION))
    world.slack.platform.token_error = "token_revoked"
    assert world.after(world.person(SATO).mention(GENERAL, QUESTION)) == []
    assert "SLACK_BOT_TOKEN" in world.services.installation.reason


@pytest.mark.parametrize("kind", ["app_uninstalled", "tokens_revoked"])
def test_an_uninstalled_app_stops(world: World, kind: str) -> None:
    world.outcome(world.slack.emit(kind, {"type": kind, "tokens": {"bot": ["U0SENRYAKU"]}}))
    assert world.services.installation.is_lost


def test_user_tokens_are_none_of_ours(world: World) -> None:
    world.outcome(world.slack.emit("tokens_revoked", {"type": "tokens_revoked", "tokens": {"oauth": ["U0SATO"]}}))
    assert not world.services.installation.is_lost


def test_an_unforeseen_error_gets_a_number_for_both_sides(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.engine.trouble = RuntimeError("boom")
    [told] = world.after(world.person(SATO).mention(GENERAL, QUESTION))
    number = told.text.partition("受付番号 ")[2][:8]
    assert told.only_for == SATO
    assert f"incident {number}" in caplog.text
    assert "boom" in caplog.text


# Housekeeping events


def test_answers_are_found_under_a_channels_new_id(world: World) -> None:
    world.after(world.person(SATO).mention(GENERAL, QUESTION))
    event = {"type": "channel_id_changed", "old_channel_id": GENERAL, "new_channel_id": "C0NEW"}
    world.outcome(world.slack.emit("channel_id_changed", event))
    [answer] = world.slack.posted(GENERAL)
    assert world.services.store.find_answer_at("C0NEW", answer.ts) is not None
    assert world.services.store.context(f"C0NEW {answer.thread_ts}") == ("p3-12",)


def test_who_may_write_follows_the_user_group_at_once(make_world: MakeWorld) -> None:
    world = make_world(writer_group=EDITORS, writers=("U0GUEST",))
    permissions = world.services.permissions
    permissions.check("record", Origin(kind="test", user=SATO))
    for nobody in (TANAKA, "U0GUEST"):
        with pytest.raises(BotError):
            permissions.check("record", Origin(kind="test", user=nobody))
    world.outcome(world.slack.set_group_members(EDITORS, (TANAKA,)))
    permissions.check("record", Origin(kind="test", user=TANAKA))
    with pytest.raises(BotError):
        permissions.check("record", Origin(kind="test", user=SATO))


def test_nobody_may_write_while_the_group_cannot_be_read(make_world: MakeWorld) -> None:
    world = make_world(writer_group=EDITORS)
    world.slack.scopes.discard("usergroups:read")
    with pytest.raises(BotError):
        world.services.permissions.check("record", Origin(kind="test", user=SATO))


def test_events_that_nobody_needs_are_acknowledged(world: World) -> None:
    assert world.outcome(world.slack.emit("app_context_changed", {"type": "app_context_changed"})).acknowledged


def test_settings_never_show_a_secret() -> None:
    settings = SlackSettings.model_validate({"bot_token": "xoxb-secret", "signing_secret": "geheim"})
    assert "secret'" not in repr(settings) + str(settings)
    assert "geheim" not in repr(settings.model_dump())


@pytest.mark.process
def test_nobody_waits_for_what_the_first_question_has_to_read(catalog: Catalog, strategy_folder: Path) -> None:
    engine = Engine(catalog, load_phrases(strategy_folder), load_vocabulary())
    before = set(vars(engine.reader))
    warm(engine, date(2024, 6, 3))
    learned = set(vars(engine.reader))
    for question in ("いじゅうしえん", "R5R5R5R5"):
        engine.answer(question)
    assert before < learned == set(vars(engine.reader))


def test_a_loss_of_which_nobody_can_be_told_is_said_in_the_log(
    make_world: MakeWorld, caplog: pytest.LogCaptureFixture
) -> None:
    world = make_world(admins=(), writers=())
    (world.data / "actuals" / "000001.journal.damaged").touch()
    world.services.upkeep.step()
    world.settle()
    (said,) = [each.getMessage() for each in caplog.records if "SENRYAKU_ADMINS" in each.getMessage()]
    assert "実績（actuals）の一部が" in said
    assert world.services.notices.waiting() == ()


def test_a_loss_is_told_to_those_who_may_record_where_no_administrator_is_named(make_world: MakeWorld) -> None:
    world = make_world(admins=(), writers=(TANAKA,))
    (world.data / "actuals" / "000001.journal.damaged").touch()
    world.services.upkeep.step()
    world.settle()
    (told,) = world.services.notices.waiting()
    assert told.user == TANAKA
    assert "実績（actuals）の一部が" in told.text
