"""Steps of workflows, and links to the city's site."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from bot.app.registrations import plan_meant
from bot.features.asking import LEFT_OUT
from bot.features.workflow_steps import NO_STEP_QUESTION
from bot.rights.table import BY_STANDING, VALUES_KEPT_BACK
from bot.sandbox.state.records import PostedMessage
from bot.sandbox.state.seed import GENERAL, GUEST, OUTSIDER, PLANNING, SATO, SHARED
from bot.views import ids
from knowledge.indicators import Draft
from knowledge.model import FiscalYear
from knowledge.storage import LedgerStore
from tests.bot.listeners.conftest import MakeWorld
from tests.stand_in import CannotSimulateError
from tests.stand_in.platform import StepRun
from tests.world import SITE, World

QUESTION = "定住誘導推進事業とは？"
KPI = "久留米・うきは工業団地立地件数の実績は？"


def ran(world: World, step: str, **inputs: str) -> StepRun:
    """How the step has ended."""
    run, delivery = world.slack.run_step(step, inputs)
    assert delivery.wait().acknowledged
    world.settle()
    ended = world.slack.whole.step_runs[run.id]
    assert ended.is_over
    return ended


def record(world: World) -> None:
    """A 架空 value."""
    ledger: LedgerStore = world.services.usual.recording.ledger
    made = Draft(indicator="k1-1", fiscal_year=FiscalYear(2023), value=Decimal(3), by="U1", sample=True)
    ledger.record([made], {"k1-1": "件"}, at=datetime(2024, 6, 3, tzinfo=UTC))


# 戦略に聞く


def test_a_step_answers_with_what_the_bot_would_say(world: World) -> None:
    ended = ran(world, ids.ASK_STEP, question=QUESTION, user=SATO, channel=PLANNING)
    assert ended.outputs is not None
    assert ended.outputs["status"] == "answered"
    assert ended.outputs["answer"].startswith("定住誘導推進事業")
    assert world.slack.posted() == []


@pytest.mark.parametrize(("channel", "shows"), [(PLANNING, True), (SHARED, False), ("", False)])
def test_recorded_values_are_told_only_where_it_is_known_that_they_may_be_seen(
    world: World, channel: str, shows: bool
) -> None:
    record(world)
    place = {"channel": channel} if channel else {}
    outputs = ran(world, ids.ASK_STEP, question=KPI, user=SATO, **place).outputs
    assert outputs is not None
    assert ("3件" in outputs["answer"].replace(" ", "")) is shows
    assert (LEFT_OUT in outputs["answer"]) is not shows


@pytest.mark.parametrize(("user", "standing"), [(GUEST, "guest"), (OUTSIDER, "external")])
def test_whoever_is_not_answered_ends_the_step_with_the_sentence_for_them(
    world: World, user: str, standing: str
) -> None:
    ended = ran(world, ids.ASK_STEP, question=QUESTION, user=user)
    assert ended.error == BY_STANDING["guest" if standing == "guest" else "external"]


def test_a_step_without_a_question_ends_with_what_to_do(world: World) -> None:
    assert ran(world, ids.ASK_STEP, question=" ", user=SATO).error == NO_STEP_QUESTION


def test_what_nobody_foresaw_ends_the_step_with_a_number(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.engine.trouble = ZeroDivisionError("geheim")
    ended = ran(world, ids.ASK_STEP, question=QUESTION, user=SATO)
    assert "受付番号" in ended.error
    assert "geheim" not in ended.error


def test_a_step_that_slack_tells_of_twice_is_done_once(world: World) -> None:
    run, delivery = world.slack.run_step(ids.ASK_STEP, {"question": QUESTION, "user": SATO})
    delivery.wait()
    world.slack.platform.dispatcher.deliver("events_api", delivery.payload).wait()
    world.settle()
    assert len(world.engine.asked) == 1
    assert world.slack.refusals == []
    assert world.slack.whole.step_runs[run.id].outputs


def test_a_token_of_a_step_that_has_run_out_is_not_the_bots(world: World) -> None:
    """Else the program would take it for the end of its own, and stop."""
    world.engine.may_answer.clear()
    run, delivery = world.slack.run_step(ids.ASK_STEP, {"question": QUESTION, "user": SATO})
    delivery.wait()
    world.slack.whole.step_tokens.clear()
    world.engine.may_answer.set()
    world.settle()
    assert world.slack.whole.step_runs[run.id].outputs
    assert not world.services.installation.is_lost


def test_a_step_that_is_over_already_is_no_trouble(world: World) -> None:
    world.slack.faults.plan("functions.completeSuccess", "error", code="execution_not_in_running_state")
    _, delivery = world.slack.run_step(ids.ASK_STEP, {"question": QUESTION, "user": SATO})
    delivery.wait()
    world.settle()
    assert world.slack.posted() == []


def test_no_words_pass_from_a_step_into_the_log(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    _, delivery = world.slack.run_step(ids.ASK_STEP, {"question": "秘密の定住誘導推進事業", "user": SATO})
    delivery.wait()
    world.settle()
    [line] = [one.getMessage() for one in caplog.records if one.name == "bot.interactions"]
    assert line.startswith(f"{ids.ASK_STEP} user={SATO} ")
    assert "秘密" not in caplog.text
    assert delivery.payload["event"]["bot_access_token"] not in caplog.text


def test_the_stand_in_runs_only_declared_steps_with_their_inputs(world: World) -> None:
    for step, inputs in (("other", {}), (ids.ASK_STEP, {"user": SATO}), (ids.DIGEST_STEP, {"x": "y"})):
        with pytest.raises(CannotSimulateError):
            world.slack.run_step(step, inputs)


# KPI のまとめを送る


def test_a_digest_is_posted_once_with_its_tables_in_the_thread(world: World) -> None:
    record(world)
    ended = ran(world, ids.DIGEST_STEP, channel=PLANNING, user=SATO)
    head, *thread = world.slack.posted(PLANNING)
    assert ended.outputs == {"message_ts": head.ts}
    assert "KPI のまとめ" in head.text
    assert thread
    assert {one.thread_ts for one in thread} == {head.ts}
    assert world.services.schedules.schedules() == ()
    assert world.slack.refusals == []


@pytest.mark.parametrize(("channel", "user"), [(SHARED, SATO), (PLANNING, GUEST), ("C0NOWHERE", SATO)])
def test_nothing_is_posted_where_or_by_whom_it_may_not_be(world: World, channel: str, user: str) -> None:
    ended = ran(world, ids.DIGEST_STEP, channel=channel, user=user)
    assert ended.error.endswith("。")
    assert ended.error != VALUES_KEPT_BACK or channel == SHARED
    assert world.slack.posted() == []


# Links


@pytest.fixture
def linked(make_world: MakeWorld) -> World:
    return make_world(site_url=f"https://{SITE}/strategy")


def shared(world: World, text: str, channel: str = PLANNING, user: str = SATO) -> PostedMessage:
    """The message as it stands after the bot has heard of its links."""
    said = world.person(user).say(channel, text)
    for delivery in said.deliveries:
        delivery.wait()
    world.settle()
    found = world.now(said.message)
    assert found is not None
    return found


def test_a_link_to_a_record_unfolds_to_its_card(linked: World) -> None:
    url = f"https://{SITE}/strategy/projects/p3-12.html"
    message = shared(linked, f"これです {url}?x=1 と https://{SITE}/strategy/kpis/k1-1.html と https://example.jp/")
    assert [one["from_url"] for one in message.attachments] == [
        f"{url}?x=1",
        f"https://{SITE}/strategy/kpis/k1-1.html",
    ]
    assert "定住誘導推進事業" in str(message.attachments[0]["blocks"])
    assert "工業団地立地件数" in str(message.attachments[1]["blocks"])
    assert linked.slack.refusals == []
    assert linked.slack.posted() == []


@pytest.mark.parametrize("path", ["", "/", "/strategy/projects/p9-99.html", "/other/projects/p3-12.html"])
def test_any_other_page_of_the_domain_stays_as_it_is(linked: World, path: str) -> None:
    assert shared(linked, f"https://{SITE}{path}").attachments == ()


@pytest.mark.parametrize("user", [GUEST, OUTSIDER])
def test_who_is_not_answered_gets_no_cards_and_no_word(linked: World, user: str) -> None:
    channel = next(
        one.id for one in linked.slack.workspace.channels.values() if user in one.members and one.kind != "im"
    )
    message = shared(linked, f"https://{SITE}/strategy/projects/p3-12.html", channel, user)
    assert message.attachments == ()
    assert linked.slack.posted() == []


@pytest.mark.parametrize(("channel", "shows"), [(PLANNING, True), (SHARED, False)])
def test_a_card_shows_recorded_values_only_where_they_may_be_seen(linked: World, channel: str, shows: bool) -> None:
    record(linked)
    message = shared(linked, f"https://{SITE}/strategy/kpis/k1-1.html", channel)
    assert ("実績未登録" in str(message.attachments)) is not shows


def test_a_message_that_is_gone_is_no_trouble(linked: World, caplog: pytest.LogCaptureFixture) -> None:
    linked.slack.faults.plan("chat.unfurl", "error", code="cannot_find_message")
    message = shared(linked, f"https://{SITE}/strategy/projects/p3-12.html", GENERAL)
    assert message.attachments == ()
    assert "Traceback" not in caplog.text
    assert linked.slack.posted() == []


def test_a_button_on_an_unfolded_card_opens_the_record(linked: World) -> None:
    message = shared(linked, f"https://{SITE}/strategy/projects/p3-12.html")
    buttons = [
        element
        for block in message.attachments[0]["blocks"]
        for element in block.get("elements", [])
        if element.get("type") == "button" and ids.action_of(element["action_id"]) == ids.DETAIL
    ]
    for button in buttons:
        assert ids.decode(button["value"]).record == "p3-12"
    assert plan_meant({"actions": buttons[:1]}, linked.services) == ""
