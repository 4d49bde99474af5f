"""When Slack refuses, loses, waits: one answer all the same, or a sentence that says what to do."""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.app.manifest import OPTIONAL_SCOPES
from bot.app.serve import resume_questions, warm
from bot.blockkit.shape import Violation
from bot.config.errors import BotError
from bot.config.slack_settings import SlackSettings
from bot.features.jobs import Handled
from bot.sandbox.api.web_api import RESPONSE_URL
from bot.sandbox.events import content
from bot.sandbox.state.errors import SlackError
from bot.sandbox.state.records import PostedMessage
from bot.sandbox.state.seed import EDITORS, GENERAL, PLANNING, SATO, SUZUKI, TANAKA
from bot.slack.error_texts import ERROR_TEXTS, FAULTS
from bot.slack.errors import DEAD_TOKEN, UNCERTAIN, NoReplyError
from bot.slack.forms.refused_blocks import BLOCKS_REFUSED
from bot.slack.payloads import Origin
from bot.views import ids
from knowledge.answers.engine import Engine
from knowledge.japanese.vocabulary import load_phrases, load_vocabulary
from knowledge.model.catalog import Catalog
from knowledge.model.errors import DatabaseDownError
from knowledge.model.prepared import Prepared
from tests.bot.listeners.conftest import MakeWorld
from tests.patience import PATIENCE_S
from tests.stand_in.documented_errors import documented_errors
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


def refusals_of_blocks(world: World) -> int:
    return len([refusal for refusal in world.slack.refusals if refusal.error == "invalid_blocks"])


def kinds_in(message: PostedMessage) -> set[str]:
    return {block["type"] for block in message.blocks}


CARDS, TABLE = "移住支援の事業は？", "KPIの一覧"


def test_a_workspace_without_new_blocks_gets_the_answer_in_old_ones_and_is_remembered(world: World) -> None:
    world.slack.workspace.has_new_blocks = False
    [answer] = world.after(world.person(SATO).mention(GENERAL, CARDS))
    assert kinds_in(answer) <= {"section", "context", "actions", "divider", "header"}
    world.after(world.person(SATO).mention(GENERAL, "観光の事業は？"))
    refused = refusals_of_blocks(world)
    world.start()
    world.after(world.person(SATO).mention(GENERAL, CARDS))
    assert refusals_of_blocks(world) == refused
    world.clock.ahead = timedelta(days=8)
    world.slack.workspace.has_new_blocks = True
    [new] = world.after(world.person(SATO).mention(GENERAL, CARDS))
    assert "carousel" in kinds_in(new)


def test_one_kind_of_block_that_is_refused_takes_no_other_with_it(world: World) -> None:
    world.slack.workspace.refused_blocks = frozenset({"data_table"})
    sato = world.person(SATO)
    for question in (TABLE, "目標2のKPI一覧"):
        [table] = world.after(sato.mention(GENERAL, question))
        assert "data_table" not in kinds_in(table)
        assert "context_actions" in kinds_in(table)
    assert world.services.store.refused.kinds == {"data_table"}
    before = refusals_of_blocks(world)
    assert "carousel" in kinds_in(world.after(sato.mention(GENERAL, CARDS))[0])
    assert "data_table" not in kinds_in(world.after(sato.mention(GENERAL, TABLE))[0])
    assert refusals_of_blocks(world) == before


def test_a_message_that_is_refused_again_and_again_condemns_nothing(world: World) -> None:
    for who in (SATO, SUZUKI, SATO):
        world.slack.faults.plan("chat.postMessage", "error", code="invalid_blocks")
        [plain] = world.after(world.person(who).mention(GENERAL, TABLE))
        assert "data_table" not in kinds_in(plain)
    [table] = world.after(world.person(SATO).mention(GENERAL, TABLE))
    assert "data_table" in kinds_in(table)
    assert world.services.store.refused.kinds == frozenset()


def name_no_block(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack refuses, and points at nothing."""

    def refuse_without_pointers(violations: Iterable[Violation], error: str | None = None) -> None:
        if list(violations):
            raise SlackError(error or "invalid_blocks")

    monkeypatch.setattr(content, "refuse", refuse_without_pointers)


def test_where_slack_points_at_no_block_only_the_kind_whose_absence_helped_is_condemned(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    name_no_block(monkeypatch)
    world.slack.workspace.refused_blocks = frozenset({"data_table"})
    for question in (TABLE, "目標2のKPI一覧"):
        [table] = world.after(world.person(SATO).mention(GENERAL, question))
        assert "data_table" not in kinds_in(table)
        assert "context_actions" in kinds_in(table)
    assert world.services.store.refused.kinds == {"data_table"}


def test_where_slack_points_at_no_block_and_no_single_kind_is_to_blame_none_is_condemned(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    name_no_block(monkeypatch)
    world.slack.workspace.refused_blocks = frozenset({"data_table", "context_actions"})
    for question in (TABLE, "目標2のKPI一覧"):
        [table] = world.after(world.person(SATO).mention(GENERAL, question))
        assert not kinds_in(table) & {"data_table", "context_actions"}
        assert table.blocks
    assert world.services.store.refused.kinds == frozenset()


def test_an_answer_that_is_too_long_in_blocks_condemns_nothing(world: World) -> None:
    for question in (TABLE, "目標2のKPI一覧", CARDS):
        world.slack.faults.plan("chat.postMessage", "error", code="msg_blocks_too_long")
        assert len(world.after(world.person(SATO).mention(GENERAL, question))) == 1
    assert world.services.store.refused.kinds == frozenset()


def test_private_answers_and_edits_fall_back_as_well(world: World) -> None:
    world.slack.workspace.has_new_blocks = False
    [private] = world.after(world.person(SATO).command("/senryaku", "移住支援の事業は？", channel=GENERAL))
    assert private.only_for == SATO
    assert "定住誘導推進事業" in str(private.blocks)


# Scopes that an administrator may leave out


def test_without_the_optional_scopes_questions_are_answered_all_the_same(world: World) -> None:
    world.slack.scopes.difference_update(OPTIONAL_SCOPES)
    sato = world.person(SATO)
    [answer] = world.after(sato.mention(GENERAL, QUESTION))
    assert answer.only_for is None
    assert len(world.after(sato.dm(QUESTION))) == 1
    assert world.after(sato.open_messages_tab()) == []
    [meeting] = world.after(sato.press(answer, ids.MEETING))
    [told] = world.after(sato.press(meeting, ids.PRINT))
    assert "files:write" in told.text


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


def told_of(world: World, code: str) -> PostedMessage:
    times = 1 if code in ERROR_TEXTS.keys() - UNCERTAIN else 3
    world.slack.faults.plan("chat.postMessage", "error", code=code, times=times)
    [told] = world.after(world.person(SATO).mention(GENERAL, QUESTION))
    world.slack.faults.clear()
    return told


@pytest.mark.parametrize("codes", ["troubles", "faults"])
def test_whatever_slack_answers_to_a_post_is_told_to_the_person_alone(world: World, codes: str) -> None:
    """But where blocks are refused, which are sent in another form, and a dead token, with which nothing is told."""
    known = ERROR_TEXTS.keys() if codes == "troubles" else FAULTS
    for code in sorted(known & documented_errors()["chat.postMessage"] - DEAD_TOKEN - BLOCKS_REFUSED):
        told = told_of(world, code)
        assert told.only_for == SATO, code
        assert told.text.endswith("。"), code
        assert ("受付番号" in told.text) == (codes == "faults"), code


@pytest.mark.parametrize("code", ["channel_not_found", "not_in_channel"])
def test_nobody_is_advised_to_invite_the_bot_into_a_direct_conversation(world: World, code: str) -> None:
    world.slack.faults.plan("chat.postMessage", "error", code=code)
    [told] = world.after(world.person(SATO).dm(QUESTION))
    assert "/invite" not in told.text
    assert "ボットから送れません" in told.text


def test_a_refused_answer_to_a_command_is_shown_beside_it_as_it_was(world: World) -> None:
    sato = world.person(SATO)
    [answer] = world.after(sato.command("/senryaku", QUESTION, channel=GENERAL))
    for code in sorted(documented_errors()[RESPONSE_URL] - BLOCKS_REFUSED):
        world.slack.faults.plan("response_url", "error", code=code)
        [again] = world.after(sato.command("/senryaku", QUESTION, channel=GENERAL))
        assert (again.only_for, again.channel, again.text) == (SATO, GENERAL, answer.text), code
        assert again.blocks, code


@pytest.mark.parametrize("kind", ["server_error", "unavailable"])
def test_an_answer_to_a_command_that_slack_fails_to_take_is_shown_beside_it(world: World, kind: str) -> None:
    world.slack.faults.plan("response_url", kind)  # type: ignore[arg-type]
    [answer] = world.after(world.person(SATO).command("/senryaku", QUESTION, channel=GENERAL))
    assert (answer.only_for, "定住誘導推進事業" in answer.text) == (SATO, True)


def test_where_both_ways_are_refused_the_person_hears_why_in_a_direct_message(world: World) -> None:
    world.slack.faults.plan("response_url", "error", code="expired_url", times=2)
    world.slack.faults.plan("chat.postEphemeral", "error", code="not_in_channel", times=2)
    [told] = world.after(world.person(SATO).command("/senryaku", QUESTION, channel=GENERAL))
    assert told.channel.startswith("D")
    assert "30分" in told.text


def test_a_response_url_of_half_an_hour_ago_is_still_answered(world: World) -> None:
    [answer] = world.after(world.person(SATO).command("/senryaku", QUESTION, channel=GENERAL))
    pressed = world.person(SATO).press(answer, ids.WHY)
    url = pressed.payload["response_url"].rpartition("/")[2]
    world.after(pressed)
    with world.slack.workspace.lock:
        for _ in range(4):
            world.slack.platform.once.use_response_url(url)
    late = world.slack.platform.dispatcher.deliver("interactive", {**pressed.payload, "trigger_id": "1.2.late"})
    [again] = world.after(late)
    assert again.only_for == SATO
    assert "used_url" in [refusal.error for refusal in world.slack.refusals]


def test_a_press_in_a_form_that_slack_refuses_is_told_in_words(world: World) -> None:
    sato = world.person(SATO)
    for code in sorted(documented_errors()["views.open"] & ERROR_TEXTS.keys() - DEAD_TOKEN - {"ratelimited"}):
        world.slack.faults.plan("views.open", "error", code=code)
        [told] = world.after(sato.shortcut(ids.SEARCH_SHORTCUT))
        assert told.text.endswith("。"), code
        assert "受付番号" not in told.text, code


def test_the_stand_in_plays_no_error_that_slack_does_not_document(world: World) -> None:
    with pytest.raises(ValueError, match=r"views\.open"):
        world.slack.faults.plan("views.open", "error", code="not_in_channel")


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
    world.slack.whole.token_error = "token_revoked"
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
    settings = SlackSettings(bot_token="xoxb-secret", signing_secret="geheim")
    assert "secret'" not in repr(settings) + str(settings)
    assert "geheim" not in repr(vars(settings))


@pytest.mark.process
def test_nobody_waits_for_what_the_first_question_of_a_script_would_make(
    catalog: Catalog, strategy_folder: Path, tmp_path: Path
) -> None:
    def opened() -> tuple[Engine, Prepared]:
        prepared = Prepared(tmp_path / "prepared", "k")
        return Engine(catalog, load_phrases(strategy_folder), load_vocabulary(), prepared=prepared), prepared

    engine, prepared = opened()
    warm(engine, date(2024, 6, 3))
    engine.prepare()
    prepared.save()
    engine, prepared = opened()
    for question in ("いじゅうしえん", "What is the population target?"):
        engine.answer(question)
    assert not prepared.is_new


def test_a_loss_of_which_nobody_can_be_told_is_said_in_the_log(
    make_world: MakeWorld, caplog: pytest.LogCaptureFixture
) -> None:
    world = make_world(admins=(), writers=())
    (world.data / "actuals" / "000001.journal.damaged").touch()
    world.services.maintenance.step()
    world.settle()
    (said,) = [each.getMessage() for each in caplog.records if "SENRYAKU_ADMINS" in each.getMessage()]
    assert "実績（actuals）の一部が" in said
    assert world.services.notices.waiting() == ()


def test_a_loss_is_told_to_those_who_may_record_where_no_administrator_is_named(make_world: MakeWorld) -> None:
    world = make_world(admins=(), writers=(TANAKA,))
    (world.data / "actuals" / "000001.journal.damaged").touch()
    world.services.maintenance.step()
    world.settle()
    (told,) = world.services.notices.waiting()
    assert told.user == TANAKA
    assert "実績（actuals）の一部が" in told.text


@pytest.mark.parametrize(
    ("error", "is_settled"),
    [(BotError("できません。"), True), (NoReplyError(), False), (DatabaseDownError("db:5432/senryaku"), False)],
)
def test_whoever_met_an_outage_is_told_so_and_answered_later(world: World, error: Exception, is_settled: bool) -> None:
    def work() -> Handled:
        raise error

    assert world.services.jobs.do(Origin(kind="message", user="U0SATO", channel="C0GENERAL"), work) is is_settled
    assert [message.only_for for message in world.slack.posted()] == ["U0SATO"]
