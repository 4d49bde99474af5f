"""Buttons under an answer in a channel."""

from decimal import Decimal
from typing import Any

import pytest

from bot.listeners.actions import ACTIONS
from bot.listeners.digest_actions import DIGEST_ACTIONS
from bot.sandbox.state.records import PostedMessage
from bot.sandbox.state.seed import GENERAL, GUEST, PLANNING, SATO, SUZUKI
from bot.views import ids
from knowledge.answers.understanding.row import row_of
from knowledge.indicators import Draft
from knowledge.model import FiscalYear
from tests.bot.listeners.conftest import MakeWorld
from tests.stand_in import Delivery
from tests.world import World

QUESTION = "定住誘導推進事業とは？"


@pytest.fixture
def answer(world: World) -> PostedMessage:
    [answer] = world.after(world.person(SATO).mention(GENERAL, QUESTION))
    return answer


def test_every_action_that_a_builder_makes_is_registered() -> None:
    assert ACTIONS.keys() | DIGEST_ACTIONS.keys() == ids.ACTION_IDS


@pytest.mark.parametrize("action", [ids.DETAIL, ids.HISTORY])
def test_what_is_opened_for_everybody_lands_in_the_thread(world: World, answer: PostedMessage, action: str) -> None:
    [opened] = world.after(world.person(SUZUKI).press(answer, action))
    assert (opened.thread_ts, opened.only_for) == (answer.thread_ts, None)
    assert "定住誘導推進事業" in opened.text


def test_the_source_is_quoted_for_who_asked(world: World, answer: PostedMessage) -> None:
    [quoted] = world.after(world.person(SUZUKI).press(answer, ids.SOURCE))
    assert quoted.only_for == SUZUKI
    assert "行" in quoted.text


def test_why_tells_who_asked_what_matched(world: World, answer: PostedMessage) -> None:
    [why] = world.after(world.person(SUZUKI).press(answer, ids.WHY))
    assert why.only_for == SUZUKI
    assert "なぜこの答えになったか" in why.text
    assert "一致した言葉 定住、誘導、推進（確からしさ" in why.text
    assert "次点：" in why.text


def test_why_of_a_count_says_that_it_was_counted(world: World) -> None:
    draft = Draft(indicator="k3-3", fiscal_year=FiscalYear(2022), value=Decimal(48), by="企画課")
    world.services.usual.recording.ledger.record([draft], {"k3-3": "人"}, at=world.clock())
    [counted] = world.after(world.person(SUZUKI).mention(GENERAL, "達成したKPIはいくつ？"))
    [why] = world.after(world.person(SUZUKI).press(counted, ids.WHY))
    assert "数えてお答えしました" in why.text
    assert "ご挨拶" not in why.text


def test_what_was_opened_last_is_what_the_next_question_is_about(world: World) -> None:
    [several] = world.after(world.person(SATO).mention(GENERAL, "移住支援の事業は？"))
    second = [element for element in _cards(several) if element["action_id"] == ids.OPEN][1]
    block = next(card["block_id"] for card in _carousel(several)["elements"] if second in card["actions"])
    world.after(world.person(SATO).press(several, ids.OPEN, block_id=block))
    world.after(world.person(SATO).mention(GENERAL, "KPIは？", thread=several.thread_ts))
    assert row_of(world.engine.asked[-1][1]).shown == ids.decode(second["value"]).records


def _cards(message: PostedMessage) -> list[dict[str, str]]:
    return [action for card in _carousel(message)["elements"] for action in card["actions"]]


def _carousel(message: PostedMessage) -> dict[str, Any]:
    return next(block for block in message.blocks if block["type"] == "carousel")


def test_only_the_asker_deletes_an_answer(world: World, answer: PostedMessage) -> None:
    [told] = world.after(_forged_press(world, answer, SUZUKI))
    assert told.only_for == SUZUKI
    assert "本人だけ" in told.text
    assert world.now(answer) is not None
    assert world.after(world.person(SATO).press(answer, ids.DELETE)) == []
    assert world.now(answer) is None


def _settled_press(world: World, answer: PostedMessage) -> dict[str, Any]:
    """The payload of a press whose own answer has been given: what is said next is said to something else."""
    own = world.person(SATO).press(answer, ids.WHY)
    world.after(own)
    return dict(own.payload)


def _forged_press(world: World, answer: PostedMessage, user: str) -> Delivery:
    """The button is not shown to others; a payload can still name them."""
    payload = _settled_press(world, answer)
    delete = next(e for b in answer.blocks for e in b.get("elements", ()) if e.get("action_id") == ids.DELETE)
    payload["user"] = {**payload["user"], "id": user}
    payload["actions"] = [{**payload["actions"][0], "action_id": ids.DELETE, "value": delete["value"]}]
    payload.pop("response_url")
    return world.slack.platform.dispatcher.deliver("interactive", payload)


def test_an_opinion_counts_at_once_and_the_last_one_stays(world: World, answer: PostedMessage) -> None:
    [thanks] = world.after(world.person(SUZUKI).feedback(answer, positive=True))
    assert thanks.only_for == SUZUKI
    world.outcome(world.person(SUZUKI).feedback(answer, positive=False))
    world.outcome(world.person(SUZUKI).submit({ids.FEEDBACK_COMMENT: "対象者を知りたかった"}))
    world.outcome(world.person(SATO).feedback(answer, positive=True))
    kept = {(o.user, o.rating, o.comment, o.query) for _, o in world.services.store.opinions()}
    assert kept == {(SUZUKI, "bad", "対象者を知りたかった", QUESTION), (SATO, "good", "", QUESTION)}


def test_a_good_opinion_can_have_a_comment_too(world: World, answer: PostedMessage) -> None:
    [thanks] = world.after(world.person(SUZUKI).feedback(answer, positive=True))
    world.outcome(world.person(SUZUKI).press(thanks, ids.COMMENT))
    world.outcome(world.person(SUZUKI).submit({ids.FEEDBACK_COMMENT: "すぐ分かりました"}))
    [(_, kept)] = world.services.store.opinions()
    assert (kept.user, kept.rating, kept.comment, kept.query) == (SUZUKI, "good", "すぐ分かりました", QUESTION)


def test_without_an_office_channel_the_printed_address_is_named(world: World, answer: PostedMessage) -> None:
    [told] = world.after(world.person(SUZUKI).press(answer, ids.ASK_OFFICE))
    assert told.only_for == SUZUKI
    assert "電話" in told.text


def test_a_question_goes_to_the_office_with_consent_only(make_world: MakeWorld) -> None:
    world = make_world(office_channel=PLANNING)
    [answer] = world.after(world.person(SATO).mention(GENERAL, QUESTION))
    world.outcome(world.person(SUZUKI).press(answer, ids.ASK_OFFICE))
    refused = world.outcome(world.person(SUZUKI).submit({ids.OFFICE_QUESTION: "対象は？ <!channel>"}))
    assert refused.error == "client_errors" or list(refused.field_errors) == [ids.OFFICE_CONSENT]
    sent = world.after(world.person(SUZUKI).submit({ids.OFFICE_CONSENT: ["yes"]}))
    [request] = [message for message in sent if message.channel == PLANNING]
    assert f"<@{SUZUKI}>" in str(request.blocks)
    assert "対象は？" in request.text
    assert "<!channel" not in request.text + str(request.blocks)


@pytest.mark.parametrize("code", ["not_in_channel", "channel_not_found", "is_archived", "message_limit_exceeded"])
def test_an_office_channel_that_takes_nothing_is_no_matter_of_the_asker(
    make_world: MakeWorld, caplog: pytest.LogCaptureFixture, code: str
) -> None:
    world = make_world(office_channel=PLANNING)
    [answer] = world.after(world.person(SATO).mention(GENERAL, QUESTION))
    world.outcome(world.person(SUZUKI).press(answer, ids.ASK_OFFICE))
    world.slack.faults.plan("chat.postMessage", "error", code=code)
    form = {ids.OFFICE_QUESTION: "対象は？", ids.OFFICE_CONSENT: ["yes"]}
    [told] = world.after(world.person(SUZUKI).submit(form))
    assert "管理者にお知らせください" in told.text
    assert "/invite" not in told.text
    assert f"SENRYAKU_OFFICE_CHANNEL の {PLANNING}" in caplog.text


def test_a_guest_in_the_channel_can_press_nothing(world: World, answer: PostedMessage) -> None:
    [told] = world.after(world.person(GUEST).press(answer, ids.DETAIL))
    assert told.only_for == GUEST
    assert "職員の方" in told.text


def test_a_button_of_an_earlier_version_says_what_to_do(world: World, answer: PostedMessage) -> None:
    payload = _settled_press(world, answer)
    for value in ("0|gone", "1|p99-1|"):
        payload["actions"] = [{**payload["actions"][0], "action_id": ids.OPEN, "value": value}]
        [told] = world.after(world.slack.platform.dispatcher.deliver("interactive", payload))
        assert "もう一度質問してください" in told.text


def test_an_unknown_action_is_acknowledged(world: World, answer: PostedMessage) -> None:
    payload = _settled_press(world, answer)
    payload["actions"] = [{**payload["actions"][0], "action_id": "of_long_ago"}]
    assert world.outcome(world.slack.platform.dispatcher.deliver("interactive", payload)).acknowledged
