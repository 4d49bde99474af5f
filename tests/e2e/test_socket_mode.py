"""`senryaku serve` over Socket Mode: every surface once, and what goes wrong between two machines."""

import pytest

from bot.sandbox.state.records import PostedMessage
from bot.sandbox.state.seed import GENERAL, PLANNING, SATO, SUZUKI
from bot.views import ids
from tests.e2e.conftest import Start, wait_for_faults
from tests.patience import PATIENCE_S
from tests.stand_in import Slack

QUESTION = "定住誘導推進事業とは？"
AT_ONCE = 60


def test_every_surface_is_served_and_slack_finds_nothing_wrong(slack: Slack, start: Start) -> None:
    program = start()
    sato = slack.person(SATO)

    said = sato.mention(GENERAL, QUESTION)
    [answer] = slack.wait_for_post(GENERAL)
    assert answer.thread_ts == said.message.ts

    dm = sato.dm("待機児童数の目標値は？").message.channel
    assert "待機児童数" in slack.wait_for_post(dm)[0].text

    sato.command("/senryaku", "MICEとは", channel=PLANNING)
    [private] = slack.wait_for_post(PLANNING)
    assert private.only_for == SATO
    sato.press(private, ids.SHARE)
    shared = slack.wait_for_post(PLANNING, count=3)
    assert [message.only_for for message in shared].count(None) == 1

    related = sato.message_shortcut(ids.RELATED_SHORTCUT, slack.person(SUZUKI).say(GENERAL, "空き家の活用").message)
    assert related.wait().acknowledged
    slack.wait_for_post(GENERAL, count=2)

    sato.shortcut(ids.SEARCH_SHORTCUT)
    modal = slack.wait_for(lambda workspace: workspace.modal(SATO))
    options = sato.suggest(modal, ids.SEARCH_PICK, "たいき").wait().options
    assert options[0]["text"]["text"] == "待機児童数"
    assert sato.submit({ids.SEARCH_PICK: options[0]}).wait().acknowledged
    assert "待機児童数" in str(slack.wait_for(lambda workspace: workspace.modal(SATO)).body)

    sato.open_home()
    assert slack.wait_for(lambda workspace: workspace.home(SATO))

    sato.edit(said.message, "MICEとは")
    slack.wait_for(lambda workspace: "MICE" in workspace.messages[GENERAL, answer.ts].text or None)

    sato.press(answer, ids.DELETE)
    slack.wait_for(lambda workspace: (GENERAL, answer.ts) not in workspace.messages or None)

    assert program.stop() == 0
    assert slack.refusals == []
    assert QUESTION not in program.log
    assert slack.bot_token not in program.log


def test_questions_at_once_in_one_channel_are_answered_once_each_and_in_their_order(slack: Slack, start: Start) -> None:
    start()
    slack.platform.rates.posts = False
    people = [slack.person(id) for id in (SATO, SUZUKI)]
    asked = [people[number % 2].mention(GENERAL, QUESTION).message.ts for number in range(AT_ONCE)]
    answers = slack.wait_for_post(GENERAL, count=AT_ONCE)
    assert [answer.thread_ts for answer in answers] == asked
    assert len(slack.posted(GENERAL)) == AT_ONCE


@pytest.mark.parametrize("kind", ["lose_reply", "server_error", "ratelimited"])
def test_one_answer_whatever_happens_to_its_sending(slack: Slack, start: Start, kind: str) -> None:
    program = start()
    slack.faults.plan("chat.postMessage", kind)  # type: ignore[arg-type]
    slack.person(SATO).mention(GENERAL, QUESTION)
    program.wait_for_log("outcome=answered")
    assert len(slack.posted(GENERAL)) == 1


def test_a_dropped_link_is_built_again_and_nothing_is_doubled(slack: Slack, start: Start) -> None:
    program = start()
    slack.person(SATO).mention(GENERAL, QUESTION)
    slack.wait_for_post(GENERAL)
    links = slack.socket.links
    slack.links.drop()
    slack.wait_for(lambda _: slack.socket.links and slack.socket.links != links)
    said = slack.person(SATO).mention(GENERAL, "MICEとは")
    answers = slack.wait_for_post(GENERAL, count=2)
    assert answers[1].thread_ts == said.message.ts
    slack.platform.dispatcher.deliver("events_api", said.deliveries[0].payload).wait()
    program.stop()
    assert len(slack.posted(GENERAL)) == 2


def test_an_announced_end_of_the_link_is_met_by_a_new_one_before(slack: Slack, start: Start) -> None:
    start()
    [old] = slack.socket.links
    slack.links.disconnect()
    slack.wait_for(lambda _: slack.socket.links and old not in slack.socket.links)
    slack.person(SATO).mention(GENERAL, QUESTION)
    assert slack.wait_for_post(GENERAL)


def test_context_answers_and_duplicates_survive_a_restart(slack: Slack, start: Start) -> None:
    program = start()
    said = slack.person(SATO).mention(GENERAL, QUESTION)
    [answer] = slack.wait_for_post(GENERAL)
    assert program.stop() == 0
    start()
    assert slack.platform.dispatcher.deliver("events_api", said.deliveries[0].payload).wait().acknowledged
    slack.person(SATO).edit(said.message, "MICEとは")
    changed = slack.wait_for(lambda workspace: _changed(workspace.messages[GENERAL, answer.ts]))
    assert "MICE" in changed.text
    assert len(slack.posted(GENERAL)) == 1


def _changed(message: PostedMessage) -> PostedMessage | None:
    return message if message.edited_ts else None


def test_an_old_workspace_is_served_in_old_blocks_and_remembered_over_a_restart(slack: Slack, start: Start) -> None:
    slack.workspace.has_new_blocks = False
    program = start()
    slack.person(SATO).mention(GENERAL, "移住支援の事業は？")
    [answer] = slack.wait_for_post(GENERAL)
    assert "定住誘導推進事業" in str(answer.blocks)
    slack.person(SATO).mention(GENERAL, "観光の事業は？")
    slack.wait_for_post(GENERAL, count=2)
    program.stop()
    refused = len(slack.refusals)
    start()
    slack.person(SATO).mention(GENERAL, "移住支援の事業は？")
    slack.wait_for_post(GENERAL, count=3)
    assert len(slack.refusals) == refused


# Stopping and dying


def test_sigterm_lets_acknowledged_work_end(slack: Slack, start: Start) -> None:
    program = start()
    slack.faults.plan("chat.postMessage", "ratelimited", retry_after=2)
    slack.person(SATO).mention(GENERAL, QUESTION).wait()
    slack.wait_for(lambda _: [refusal for refusal in slack.refusals if refusal.error == "ratelimited"])
    assert program.stop() == 0
    assert len(slack.posted(GENERAL)) == 1
    assert "stopped, 0 left" in program.log


def test_what_a_killed_program_had_acknowledged_is_answered_by_the_next_one(slack: Slack, start: Start) -> None:
    program = start()
    slack.faults.plan("chat.postMessage", "hang")
    said = slack.person(SATO).mention(GENERAL, QUESTION)
    assert said.wait()[0].acknowledged
    wait_for_faults(slack, "chat.postMessage")
    program.kill()
    assert slack.posted(GENERAL) == []
    start()
    [answer] = slack.wait_for_post(GENERAL)
    assert answer.thread_ts == said.message.ts


def test_an_answer_sent_just_before_a_kill_is_not_sent_again(slack: Slack, start: Start) -> None:
    program = start()
    slack.faults.plan("chat.postMessage", "lose_reply")
    slack.faults.plan("conversations.replies", "hang")
    slack.person(SATO).mention(GENERAL, QUESTION)
    slack.wait_for_post(GENERAL)
    wait_for_faults(slack, "conversations.replies")
    program.kill()
    again = start()
    again.wait_for_log("outcome=answered")
    again.stop()
    assert len(slack.posted(GENERAL)) == 1


def test_a_revoked_token_ends_the_program_with_a_sentence(slack: Slack, start: Start) -> None:
    program = start()
    slack.emit("tokens_revoked", {"type": "tokens_revoked", "tokens": {"bot": ["U0SENRYAKU"]}})
    assert program.process.wait(PATIENCE_S) == 1
    program.stop()
    assert "再インストール" in program.log.splitlines()[-1]


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        ({"SLACK_BOT_TOKEN": ""}, "SLACK_BOT_TOKEN がありません"),
        ({"SLACK_APP_TOKEN": ""}, "SLACK_APP_TOKEN がありません"),
        ({"SLACK_BOT_TOKEN": "xoxb-wrong"}, "SLACK_BOT_TOKEN を新しい値に"),
        ({"SLACK_BOT_TOKEN": "xapp-swapped", "SLACK_APP_TOKEN": "xoxb-swapped"}, "xoxb- で始まる"),
        ({"SLACK_API_BASE_URL": "slack.com/api"}, "SLACK_API_BASE_URL の値を読めません"),
        ({"SLACK_BOT_TOKEN": "xoxb-…"}, "xoxb- で始まる値の全部"),
        ({"SLACK_APP_TOKEN": "xapp-wrong"}, "connections:write"),
        ({"SLACK_API_BASE_URL": "http://127.0.0.1:9/api/"}, "つながりません"),
    ],
)
def test_a_start_that_cannot_work_says_what_to_do(launch: Start, settings: dict[str, str], word: str) -> None:
    program = launch(**settings)
    assert program.process.wait(PATIENCE_S) == 1
    program.stop()
    assert word in program.log.splitlines()[-1]
    assert "Traceback" not in program.log


def test_without_a_command_the_program_serves_when_it_has_tokens(slack: Slack, start: Start) -> None:
    program = start("--now", "2024-06-03T09:00+09:00")
    slack.person(SATO).mention(GENERAL, QUESTION)
    assert slack.wait_for_post(GENERAL)
    assert program.stop() == 0
