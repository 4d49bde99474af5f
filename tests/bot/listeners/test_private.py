"""What one person asks for themselves: the command, shortcuts, the Home tab, and sharing from there."""

import pytest

from bot.sandbox.state.records import View
from bot.sandbox.state.seed import FOREIGN, GENERAL, GUEST, PLANNING, SATO, SUZUKI
from bot.views import ids
from tests.stand_in.faults import FaultKind
from tests.world import World

QUESTION = "定住誘導推進事業とは？"


# /senryaku


def test_the_command_answers_privately_and_shares_once_with_the_name_of_who_shared(world: World) -> None:
    [answer] = world.after(world.person(SATO).command("/senryaku", QUESTION, channel=PLANNING))
    assert answer.only_for == SATO
    shared = world.after(world.person(SATO).press(answer, ids.SHARE))
    lasting, told = sorted(shared, key=lambda message: message.only_for is not None)
    assert (lasting.channel, lasting.only_for, lasting.thread_ts) == (PLANNING, None, None)
    assert lasting.text.startswith(f"<@{SATO}> さんが共有しました")
    assert "定住誘導推進事業" in lasting.text
    assert "共有しました" in told.text
    [again] = world.after(world.person(SATO).press(answer, ids.SHARE))
    assert again.only_for == SATO
    assert "すでに" in again.text


def test_the_command_without_words_shows_how_to_ask(world: World) -> None:
    [answer] = world.after(world.person(SATO).command("/senryaku", "", channel=PLANNING))
    assert "聞き方" in str(answer.blocks)


def test_follow_ups_by_command_are_the_persons_own(world: World) -> None:
    world.after(world.person(SATO).command("/senryaku", QUESTION, channel=PLANNING))
    world.after(world.person(SATO).command("/senryaku", "KPIは？", channel=PLANNING))
    world.after(world.person(SUZUKI).command("/senryaku", "KPIは？", channel=PLANNING))
    assert [context for _, context in world.engine.asked] == [(), ("p3-12",), ()]


def test_sharing_where_the_bot_is_no_member_says_how_to_invite_it_and_can_be_tried_again(world: World) -> None:
    [answer] = world.after(world.person(SATO).command("/senryaku", QUESTION, channel=FOREIGN))
    [told] = world.after(world.person(SATO).press(answer, ids.SHARE))
    assert told.only_for == SATO
    assert "/invite @senryaku" in told.text
    world.person(SATO).invite_bot(FOREIGN).wait()
    assert len(world.after(world.person(SATO).press(answer, ids.SHARE))) == 2


@pytest.mark.parametrize("kind", ["lose_reply", "unavailable"])
def test_sharing_again_after_a_lost_connection_shows_it_exactly_once(world: World, kind: FaultKind) -> None:
    [answer] = world.after(world.person(SATO).command("/senryaku", QUESTION, channel=PLANNING))
    world.slack.faults.plan("chat.postMessage", kind)
    world.slack.faults.plan("conversations.history", "error", code="fatal_error")
    first = world.after(world.person(SATO).press(answer, ids.SHARE))
    assert "もう一度お試しください" in "".join(message.text for message in first)
    again = world.after(world.person(SATO).press(answer, ids.SHARE))
    assert "チャンネルに共有しました" in "".join(message.text for message in again)
    assert len([message for message in world.slack.posted(PLANNING) if message.only_for is None]) == 1


def test_a_guest_gets_no_answer_by_command(world: World) -> None:
    [told] = world.after(world.person(GUEST).command("/senryaku", QUESTION, channel=GENERAL))
    assert told.only_for == GUEST
    assert "職員の方" in told.text


# Shortcuts


def test_projects_related_to_a_message_are_shown_to_who_asked_alone(world: World) -> None:
    message = world.person(SUZUKI).say(GENERAL, "移住してくる人の住まいの相談が増えています").message
    [answer] = world.after(world.person(SATO).message_shortcut(ids.RELATED_SHORTCUT, message))
    assert answer.only_for == SATO
    assert "移住" in answer.text


def test_the_search_modal_offers_names_by_their_reading_and_shows_what_was_picked(world: World) -> None:
    world.outcome(world.person(SATO).shortcut(ids.SEARCH_SHORTCUT))
    offered = world.outcome(world.person(SATO).suggest(world.modal(), ids.SEARCH_PICK, "ていじゅう")).options
    assert offered[0]["text"]["text"] == "定住誘導推進事業"
    world.outcome(world.person(SATO).submit({ids.SEARCH_PICK: offered[0]}))
    assert "定住誘導推進事業" in str(world.modal().body)
    assert world.modal().body["callback_id"] == ids.RESULT_MODAL


def test_a_message_where_the_bot_is_no_member_finds_its_projects_too(world: World) -> None:
    message = world.person(SUZUKI).say(FOREIGN, "空き家の活用について質問が出ました").message
    [answer] = world.after(world.person(SATO).message_shortcut(ids.RELATED_SHORTCUT, message))
    assert (answer.channel, answer.only_for) == (FOREIGN, SATO)
    assert "空き家" in answer.text


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("ていじゅうゆうどう", "定住誘導推進事業"),
        ("たいきじ", "待機児童数"),
        ("あうとりーち", "アウトリーチ"),
        ("そうごうせんりゃくじぎょう", None),
    ],
)
def test_projects_kpis_and_terms_are_offered_by_their_reading(world: World, typed: str, name: str | None) -> None:
    world.outcome(world.person(SATO).shortcut(ids.SEARCH_SHORTCUT))
    offered = world.outcome(world.person(SATO).suggest(world.modal(), ids.SEARCH_PICK, typed)).options
    assert name is None or offered[0]["text"]["text"] == name


def test_the_search_modal_answers_a_typed_question(world: World) -> None:
    world.outcome(world.person(SATO).shortcut(ids.SEARCH_SHORTCUT))
    world.outcome(world.person(SATO).submit({ids.SEARCH_TEXT: "待機児童数の目標値は？"}))
    assert "待機児童数" in str(world.modal().body)


def test_an_empty_search_is_marked_in_the_modal(world: World) -> None:
    world.outcome(world.person(SATO).shortcut(ids.SEARCH_SHORTCUT))
    outcome = world.outcome(world.person(SATO).submit())
    assert list(outcome.field_errors) == [ids.SEARCH_TEXT]


def test_a_button_in_the_result_changes_the_same_modal(world: World) -> None:
    world.outcome(world.person(SATO).shortcut(ids.SEARCH_SHORTCUT))
    world.outcome(world.person(SATO).submit({ids.SEARCH_TEXT: QUESTION}))
    before = world.modal()
    world.outcome(world.person(SATO).press(before, ids.SOURCE))
    assert world.modal().id == before.id
    assert "原文" in str(world.modal().body)


def test_a_guest_who_searches_is_told_so(world: World) -> None:
    world.outcome(world.person(GUEST).shortcut(ids.SEARCH_SHORTCUT))
    assert world.slack.workspace.modal(GUEST) is None
    [told] = world.slack.posted()
    assert "職員の方" in told.text


# App Home


def home(world: World) -> View:
    world.outcome(world.person(SATO).open_home())
    shown = world.slack.workspace.home(SATO)
    assert shown is not None
    return shown


def test_the_home_tab_is_published_for_who_opens_it(world: World) -> None:
    assert "政策パッケージから探す" in str(home(world).body)
    assert world.slack.workspace.home(SUZUKI) is None


@pytest.mark.parametrize(
    ("action", "choice", "shown"),
    [
        (ids.HOME_SEARCH, "待機児童数の目標値は？", "待機児童数"),
        (ids.OPEN, None, "政策パッケージ"),
        (ids.EXAMPLE, None, "基本的方向"),
        (ids.KPI_STATES, None, "実績未登録のKPI"),
    ],
)
def test_what_is_pressed_in_the_home_tab_opens_over_it(
    world: World, action: str, choice: str | None, shown: str
) -> None:
    world.outcome(world.person(SATO).press(home(world), action, choice))
    assert shown in str(world.modal().body)


# The agent pane


def test_the_agent_pane_gets_prompts_that_work(world: World) -> None:
    world.outcome(world.person(SATO).open_messages_tab())
    [thread] = world.slack.workspace.agent_threads.values()
    assert 1 <= len(thread.prompts) <= 4
    for prompt in thread.prompts:
        assert world.engine.answer(prompt["message"]).status == "answered"


def test_a_workspace_without_the_pane_is_served_all_the_same(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", logger="bot")
    world.slack.faults.plan("assistant.threads.setSuggestedPrompts", "error", code="not_agent_app")
    assert world.after(world.person(SATO).open_messages_tab()) == []
    assert "outcome=no_agent_pane" in caplog.text


def test_a_stopped_agent_session_is_set_active_again(world: World) -> None:
    world.outcome(world.person(SATO).stop_agent("1700000000.000100"))
    [thread] = world.slack.workspace.agent_threads.values()
    assert thread.status == "active"
