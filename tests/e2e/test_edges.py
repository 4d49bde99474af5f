"""`senryaku serve` at Slack's edges, over real WebSockets and by HTTP: order, refusals, words in unusual places."""

import pytest

from bot.sandbox.state.records import PostedMessage
from bot.sandbox.state.seed import GENERAL, PLANNING, SATO, SUZUKI
from bot.views import ids
from tests.e2e.conftest import Program, Start
from tests.stand_in import Slack

QUESTION = "定住誘導推進事業とは？"
MODES = {"socket": ("serve",), "http": ("serve", "--http", "--port", "0")}


@pytest.fixture(params=MODES)
def program(request: pytest.FixtureRequest, start: Start) -> Program:
    return start(*MODES[request.param])


def ended(program: Program, done: int) -> None:
    """That many pieces of work are done."""
    program.wait_for_log(rf"(?s)(?:outcome=.*){{{done}}}")


def posted(slack: Slack, channel: str) -> list[str]:
    return [message.text.split("\n")[0] for message in slack.posted(channel)]


def test_an_edit_that_comes_before_its_question_is_answered_once(slack: Slack, program: Program) -> None:
    sato = slack.person(SATO)
    with slack.out_of_order():
        said = sato.mention(GENERAL, QUESTION)
        sato.edit(said.message, "MICEとは")
    slack.wait_for_post(GENERAL)
    with slack.out_of_order():
        sato.edit(said.message, "待機児童数の目標値は？")
        sato.edit(said.message, QUESTION)
    ended(program, 2)
    assert program.stop() == 0
    [answer] = slack.posted(GENERAL)
    assert answer.text.startswith("定住誘導推進事業")


def test_an_answer_that_a_response_url_refuses_is_shown_beside_the_command(slack: Slack, program: Program) -> None:
    for count, code in enumerate(("expired_url", "used_url", "no_active_hooks"), start=1):
        slack.faults.plan("response_url", "error", code=code)
        slack.person(SATO).command("/senryaku", QUESTION, channel=PLANNING)
        slack.wait_for_post(PLANNING, count=count)
    slack.faults.plan("response_url", "server_error")
    slack.person(SATO).command("/senryaku", QUESTION, channel=PLANNING)
    slack.wait_for_post(PLANNING, count=4)
    assert program.stop() == 0
    assert {message.only_for for message in slack.posted(PLANNING)} == {SATO}
    assert set(posted(slack, PLANNING)) == {"定住誘導推進事業"}


def test_what_a_post_is_refused_for_is_said_in_words(slack: Slack, program: Program) -> None:
    told = {
        "thread_not_found": "スレッドに返信できません",
        "cannot_reply_to_message": "スレッドに返信できません",
        "message_limit_exceeded": "上限に達しています",
        "team_access_not_granted": "管理者にお知らせください",
        "msg_too_long": "絞ってお尋ねください",
        "channel_not_found": "/invite @senryaku",
    }
    for count, (code, words) in enumerate(told.items(), start=1):
        slack.faults.plan("chat.postMessage", "error", code=code)
        slack.person(SATO).mention(GENERAL, QUESTION)
        [*_, sentence] = slack.wait_for_post(GENERAL, count=count)
        assert (sentence.only_for, words in sentence.text) == (SATO, True), code
    assert program.stop() == 0
    assert "Traceback" not in program.log


def test_a_kind_of_block_that_is_not_there_yet_takes_no_other_with_it(slack: Slack, program: Program) -> None:
    slack.workspace.refused_blocks = frozenset({"data_table"})
    for count, question in enumerate(("KPIの一覧", "目標2のKPI一覧", "移住支援の事業は？", "KPIの一覧"), start=1):
        slack.person(SATO).mention(GENERAL, question)
        slack.wait_for_post(GENERAL, count=count)
    assert program.stop() == 0
    kinds = [{block["type"] for block in message.blocks} for message in slack.posted(GENERAL)]
    assert "carousel" in kinds[2]
    assert not any("data_table" in each for each in kinds)
    assert [refusal.error for refusal in slack.refusals].count("invalid_blocks") == 2


def test_what_is_forwarded_or_reminded_is_read_and_a_preview_is_not(slack: Slack, program: Program) -> None:
    written = slack.person(SUZUKI).say(PLANNING, QUESTION).message
    sato = slack.person(SATO)
    forwarded = sato.forward(slack.workspace.dm(SATO).id, written, "これについて教えてください").message
    [answer] = slack.wait_for_post(forwarded.channel)
    assert answer.text.startswith("定住誘導推進事業")
    sato.unfold(forwarded, "待機児童数の目標値は？")
    said = sato.mention(GENERAL, "MICEとは")
    slack.wait_for_post(GENERAL)
    body = said.deliveries[-1].payload
    event = {**body["event"], "user": "USLACKBOT", "bot_id": "B01", "ts": "1700000003.000100"}
    slack.platform.dispatcher.deliver("events_api", {**body, "event_id": "EvReminder", "event": event}).wait()
    [_, told] = slack.wait_for_post(GENERAL, count=2)
    assert program.stop() == 0
    assert "/senryaku digest" in told.text
    assert len(slack.posted(forwarded.channel)) == 1
    assert slack.refusals == []


def test_what_the_app_does_not_know_is_acknowledged_with_a_sentence(slack: Slack, program: Program) -> None:
    sato, deliver = slack.person(SATO), slack.platform.dispatcher.deliver
    command = sato.command("/senryaku", QUESTION, channel=PLANNING)
    shortcut = sato.shortcut(ids.SEARCH_SHORTCUT)
    slack.wait_for(lambda workspace: workspace.modal(SATO))
    sent = sato.submit({ids.SEARCH_TEXT: "移住"})
    assert sent.wait().acknowledged
    other = deliver("slash_commands", {**command.payload, "command": "/strategy"}).wait()
    assert "/senryaku" in other.body["text"]
    view = {**sent.payload["view"], "callback_id": "gone"}
    assert "開き直してください" in str(deliver("interactive", {**sent.payload, "view": view}).wait().body)
    assert deliver("interactive", {**shortcut.payload, "callback_id": "gone"}).wait().acknowledged
    [told] = slack.wait_for_post(slack.workspace.dm(SATO).id)
    assert "いまのボットにはありません" in told.text
    modal = slack.wait_for(lambda workspace: workspace.modal(SATO))
    assert ids.SHARE not in str(modal.body)
    assert program.stop() == 0


def test_in_a_direct_conversation_nothing_is_offered_or_advised_that_needs_a_channel(
    slack: Slack, program: Program
) -> None:
    direct = slack.person(SATO).dm(QUESTION).message.channel
    [answer] = slack.wait_for_post(direct)
    assert ids.SHARE not in str(answer.blocks)
    slack.faults.plan("chat.postMessage", "error", code="channel_not_found")
    slack.person(SATO).dm(QUESTION)
    told: PostedMessage = slack.wait_for_post(direct, count=2)[-1]
    assert program.stop() == 0
    assert "/invite" not in told.text
