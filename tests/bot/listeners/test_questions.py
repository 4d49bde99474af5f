"""Mentions and direct messages: answered once, in their place, in the context of their thread."""

from datetime import timedelta

import pytest

from bot.app.serve import resume_questions
from bot.sandbox.state.seed import GENERAL, GUEST, OTHER_BOT, OUTSIDER, PLANNING, SATO, SHARED, SUZUKI
from bot.views import ids
from tests.bot.listeners.conftest import MakeWorld
from tests.stand_in import Delivery, Slack
from tests.world import World

QUESTION = "定住誘導推進事業とは？"


def test_a_mention_is_answered_in_a_thread_of_the_message(world: World) -> None:
    said = world.person(SATO).mention(GENERAL, QUESTION)
    [answer] = world.after(said)
    assert (answer.channel, answer.thread_ts, answer.only_for) == (GENERAL, said.message.ts, None)
    assert answer.text.startswith("定住誘導推進事業")
    assert world.engine.asked == [(QUESTION, ())]
    assert world.slack.refusals == []


def test_a_mention_inside_a_thread_is_answered_there(world: World) -> None:
    start = world.person(SUZUKI).say(GENERAL, "移住の話です").message
    [answer] = world.after(world.person(SATO).mention(GENERAL, QUESTION, thread=start.ts))
    assert answer.thread_ts == start.ts


def test_a_direct_message_is_answered_beside_it_and_one_in_a_thread_inside(world: World) -> None:
    [answer] = world.after(world.person(SATO).dm(QUESTION))
    assert answer.thread_ts is None
    [inside] = world.after(world.person(SATO).dm("もっと詳しく", thread="1700000000.000100"))
    assert inside.thread_ts == "1700000000.000100"


def test_the_ids_just_shown_are_the_context_of_the_next_question_in_the_thread(world: World) -> None:
    said = world.person(SATO).mention(GENERAL, QUESTION)
    world.after(said)
    world.after(world.person(SUZUKI).mention(GENERAL, "KPIは？", thread=said.message.ts))
    world.after(world.person(SATO).mention(GENERAL, "KPIは？"))
    assert [context for _, context in world.engine.asked] == [(), ("p3-12",), ()]


def test_thanks_leave_the_context_alone(world: World) -> None:
    world.after(world.person(SATO).dm(QUESTION))
    [thanks] = world.after(world.person(SATO).dm("ありがとう"))
    assert len(thanks.blocks) == 1
    world.after(world.person(SATO).dm("KPIは？"))
    assert world.engine.asked[-1] == ("KPIは？", ("p3-12",))


def test_the_context_survives_a_restart(world: World) -> None:
    world.after(world.person(SATO).dm(QUESTION))
    world.start()
    world.after(world.person(SATO).dm("KPIは？"))
    assert world.engine.asked[-1] == ("KPIは？", ("p3-12",))


def test_the_same_event_and_the_same_message_are_answered_once(world: World) -> None:
    world.slack.platform.events.add("message.channels")
    said = world.person(SATO).mention(GENERAL, QUESTION)
    assert len(said.deliveries) == 2
    assert len(world.after(said)) == 1
    again = said.deliveries[-1].payload
    world.start()
    assert world.after(world.slack.platform.dispatcher.deliver("events_api", again)) == []
    assert world.after(world.slack.platform.dispatcher.deliver("events_api", {**again, "event_id": "EvOther"})) == []


def test_other_bots_and_the_bot_itself_are_not_answered(world: World) -> None:
    world.slack.platform.events.add("message.channels")
    assert world.after(world.person(OTHER_BOT).dm(QUESTION)) == []
    said = world.person(SATO).mention(GENERAL, QUESTION)
    payload = said.deliveries[-1].payload
    world.after(said)
    by_a_bot = {**payload, "event_id": "EvBot", "event": {**payload["event"], "bot_id": "B0OTHER", "ts": "1.0001"}}
    assert world.after(world.slack.platform.dispatcher.deliver("events_api", by_a_bot)) == []


# Words that stand elsewhere than in the text


@pytest.mark.parametrize("comment", ["", "これについて教えてください"])
def test_a_forwarded_message_is_answered(world: World, comment: str) -> None:
    written = world.person(SUZUKI).say(PLANNING, QUESTION).message
    [private] = world.after(world.person(SATO).forward(world.slack.workspace.dm(SATO).id, written, comment))
    [public] = world.after(world.person(SATO).forward(GENERAL, written, comment, mention=True))
    assert [asked for asked, _ in world.engine.asked] == [QUESTION, QUESTION]
    assert private.text.startswith("定住誘導推進事業")
    assert public.thread_ts is not None


def test_a_forwarded_message_beside_a_question_is_not_the_question(world: World) -> None:
    written = world.person(SUZUKI).say(PLANNING, QUESTION).message
    world.after(world.person(SATO).forward(GENERAL, written, "MICEとは", mention=True))
    assert [asked for asked, _ in world.engine.asked] == ["MICEとは"]


def test_a_forwarded_message_is_answered_after_a_restart(world: World) -> None:
    written = world.person(SUZUKI).say(PLANNING, "R&Dの事業 <br> は？").message
    world.slack.faults.plan("chat.postMessage", "server_error", times=3)
    world.after(world.person(SATO).forward(GENERAL, written, mention=True))
    world.start()
    resume_questions(world.app, world.services.store, world.clock)
    world.settle()
    assert [asked for asked, _ in world.engine.asked] == ["R&Dの事業 <br> は？"] * 2


def test_a_question_in_blocks_alone_is_answered(world: World) -> None:
    said = world.person(SATO).dm(QUESTION)
    world.after(said)
    body = said.deliveries[0].payload
    event = {**body["event"], "text": "", "ts": "1700000002.000100"}
    [answer] = world.after(
        world.slack.platform.dispatcher.deliver("events_api", {**body, "event_id": "EvBlocks", "event": event})
    )
    assert answer.text.startswith("定住誘導推進事業")


def test_a_preview_of_a_link_changes_no_answer(world: World) -> None:
    said = world.person(SATO).dm(QUESTION)
    [answer] = world.after(said)
    assert world.after(world.person(SATO).unfold(said.message, "待機児童数の目標値は？")) == []
    assert world.now(answer) == answer


def test_a_message_that_is_forwarded_can_be_looked_up_by_shortcut(world: World) -> None:
    written = world.person(SUZUKI).say(PLANNING, "空き家の活用").message
    forwarded = world.person(SUZUKI).forward(GENERAL, written).message
    [found] = world.after(world.person(SATO).message_shortcut(ids.RELATED_SHORTCUT, forwarded))
    assert found.only_for == SATO
    assert "空き家" in str(found.blocks)


def reminder(world: World, **more: object) -> Delivery:
    """`/remind #general @senryaku 移住の事業は？`, when it is due: Slackbot says it."""
    said = world.person(SATO).mention(GENERAL, "仮")
    world.after(said)
    body = said.deliveries[-1].payload
    words = "Reminder: <@U0SENRYAKU> 移住の事業は？."
    event = {**body["event"], "user": "USLACKBOT", "text": words, "ts": "1700000003.000100", **more}
    return world.slack.platform.dispatcher.deliver("events_api", {**body, "event_id": "EvReminder", "event": event})


@pytest.mark.parametrize("bot_id", [{}, {"bot_id": "B01"}])
def test_a_reminder_by_slackbot_is_pointed_to_digests_where_everybody_sees_it(
    world: World, bot_id: dict[str, str]
) -> None:
    due = reminder(world, **bot_id)
    [told] = world.after(due)
    assert (told.channel, told.thread_ts, told.only_for) == (GENERAL, "1700000003.000100", None)
    assert "/senryaku digest" in told.text
    assert [asked for asked, _ in world.engine.asked] == ["仮"]


def test_slackbots_own_answers_are_no_reminders(world: World) -> None:
    assert world.after(reminder(world, subtype="slackbot_response", bot_id="B01")) == []


# Edits


def test_an_edited_question_changes_the_answer_in_place(world: World) -> None:
    said = world.person(SATO).mention(GENERAL, QUESTION)
    [answer] = world.after(said)
    assert world.after(world.person(SATO).edit(said.message, "待機児童数の目標値は？")) == []
    changed = world.now(answer)
    assert changed is not None
    assert changed.text.startswith("待機児童数の目標値は0人（令和6年度）です。\n\n待機児童数")
    assert (changed.ts, changed.thread_ts) == (answer.ts, answer.thread_ts)
    world.after(world.person(SATO).mention(GENERAL, "KPIは？", thread=said.message.ts))
    assert world.engine.asked[-1][1] == ("k3-3",)


def test_an_edited_direct_message_changes_its_answer_as_understood_then(world: World) -> None:
    world.after(world.person(SATO).dm(QUESTION))
    said = world.person(SATO).dm("KPIは？")
    world.after(said)
    world.after(world.person(SATO).dm("MICEとは"))
    assert world.after(world.person(SATO).edit(said.message, "目標値は？")) == []
    assert world.engine.asked[-1] == ("目標値は？", ("p3-12",))


def test_an_edit_after_the_window_changes_nothing(world: World) -> None:
    said = world.person(SATO).dm(QUESTION)
    [answer] = world.after(said)
    world.slack.advance(timedelta(minutes=11).total_seconds())
    assert world.after(world.person(SATO).edit(said.message, "MICEとは")) == []
    assert world.now(answer) == answer


def test_an_edit_is_as_old_as_it_is_however_late_it_arrives(world: World) -> None:
    said = world.person(SATO).dm(QUESTION)
    [answer] = world.after(said)
    world.clock.ahead = timedelta(minutes=11)
    world.after(world.person(SATO).edit(said.message, "MICEとは"))
    assert "MICE" in world.now(answer).text  # type: ignore[union-attr]


@pytest.mark.parametrize("where", ["mention", "dm"])
def test_an_older_edit_that_arrives_after_a_newer_one_changes_nothing(world: World, where: str) -> None:
    sato = world.person(SATO)
    said = sato.dm(QUESTION) if where == "dm" else sato.mention(GENERAL, QUESTION)
    [answer] = world.after(said)
    with world.slack.out_of_order():
        sato.edit(said.message, "待機児童数の目標値は？")
        sato.edit(said.message, "MICEとは")
    world.settle()
    assert [asked for asked, _ in world.engine.asked] == [QUESTION, "MICEとは"]
    assert "MICE" in world.now(answer).text  # type: ignore[union-attr]


@pytest.mark.parametrize("where", ["mention", "dm"])
def test_a_question_that_arrives_after_its_edit_gets_no_second_answer(world: World, where: str) -> None:
    sato = world.person(SATO)
    with world.slack.out_of_order():
        said = sato.dm(QUESTION) if where == "dm" else sato.mention(GENERAL, QUESTION)
        sato.edit(said.message, "MICEとは")
    world.settle()
    [answer] = world.slack.posted(said.message.channel)
    assert "MICE" in answer.text
    assert [asked for asked, _ in world.engine.asked] == ["MICEとは"]


@pytest.mark.parametrize("where", ["mention", "dm"])
def test_an_edit_that_is_not_answered_any_more_takes_no_question_away(make_world: MakeWorld, where: str) -> None:
    world = make_world(edit_minutes=0)
    sato = world.person(SATO)
    with world.slack.out_of_order():
        said = sato.dm(QUESTION) if where == "dm" else sato.mention(GENERAL, QUESTION)
        sato.edit(said.message, "MICEとは")
    world.settle()
    assert [asked for asked, _ in world.engine.asked] == [QUESTION]
    assert len(world.slack.posted(said.message.channel)) == 1


def test_a_question_that_arrives_after_its_deletion_is_not_answered(world: World) -> None:
    sato = world.person(SATO)
    with world.slack.out_of_order():
        said = sato.dm(QUESTION)
        sato.delete(said.message)
    world.settle()
    assert world.slack.posted(said.message.channel) == []
    assert world.engine.asked == []
    [answer] = world.after(sato.dm(QUESTION))
    assert answer.text.startswith("定住誘導推進事業")


def test_a_request_that_arrives_after_its_edit_is_not_done_as_it_was(world: World) -> None:
    with world.slack.out_of_order():
        said = world.person(SATO).dm("令和4年度の検証表")
        world.person(SATO).edit(said.message, "令和5年度の検証表")
    world.settle()
    [table] = world.slack.posted(said.message.channel)
    assert "令和5年度" in table.text


def test_the_order_of_edits_is_known_after_a_restart(world: World) -> None:
    sato = world.person(SATO)
    said = sato.dm(QUESTION)
    world.after(said)
    world.outcome(edited := sato.edit(said.message, "MICEとは"))
    world.start()
    late = edited.deliveries[0].payload
    change = late["event"]["message"]
    older = {**change, "text": "待機児童数の目標値は？", "edited": {**change["edited"], "ts": said.message.ts}}
    body = {**late, "event_id": "EvLate", "event": {**late["event"], "message": older}}
    world.outcome(world.slack.platform.dispatcher.deliver("events_api", body))
    assert world.engine.asked[-1][0] == "MICEとは"


def test_a_deleted_answer_does_not_come_back_by_an_edit(world: World) -> None:
    said = world.person(SATO).dm(QUESTION)
    [answer] = world.after(said)
    world.after(world.person(SATO).press(answer, "answer_delete"))
    assert world.now(answer) is None
    assert world.after(world.person(SATO).edit(said.message, "MICEとは")) == []


# Who is answered


@pytest.mark.parametrize(("who", "where", "word"), [(GUEST, GENERAL, "職員の方"), (OUTSIDER, SHARED, "自組織の職員")])
def test_guests_and_people_of_other_organisations_are_told_privately_that_they_are_not_answered(
    world: World, who: str, where: str, word: str
) -> None:
    [told] = world.after(world.person(who).mention(where, QUESTION))
    assert told.only_for == who
    assert word in told.text
    assert world.engine.asked == []


@pytest.mark.parametrize(("who", "where"), [(GUEST, GENERAL), (OUTSIDER, SHARED)])
def test_the_settings_open_the_door(make_world: MakeWorld, who: str, where: str) -> None:
    world = make_world(answer_guests=True, answer_external=True)
    [answer] = world.after(world.person(who).mention(where, QUESTION))
    assert answer.only_for is None


def test_nobody_is_answered_whose_standing_cannot_be_looked_up(world: World) -> None:
    world.slack.scopes.discard("users:read")
    [told] = world.after(world.person(SATO).mention(GENERAL, QUESTION))
    assert told.only_for == SATO
    assert "確かめられません" in told.text


# What is said


@pytest.mark.parametrize(
    "text",
    ["<!channel> 全員へ", "@channel @here", "<!subteam^S0EDITORS>", "<@U0SUZUKI>さんの事業", "<https://x.test|移住>"],
)
def test_nothing_in_a_question_pings_or_links(world: World, text: str) -> None:
    said = world.person(SATO).dm("仮")
    payload = said.deliveries[0].payload
    world.after(said)
    event = {**payload["event"], "text": text, "ts": "1700000001.000100"}
    body = {**payload, "event_id": "EvRaw", "event": event}
    [answer] = world.after(world.slack.platform.dispatcher.deliver("events_api", body))
    for token in ("<!", "<@", "<http", "@channel", "@here"):
        assert token not in answer.text
        assert token not in str(answer.blocks)


def test_no_words_of_the_question_reach_the_log(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", logger="bot")
    world.after(world.person(SATO).mention(PLANNING, "秘密の定住誘導推進事業"))
    lines = [record.getMessage() for record in caplog.records if record.name == "bot.interactions"]
    assert len(lines) == 1
    assert lines[0].startswith(f"app_mention user={SATO} channel={PLANNING} outcome=")
    assert "秘密" not in caplog.text
    assert "定住" not in caplog.text


def test_the_stand_in_sends_an_edited_mention_again(world: World) -> None:
    said = world.person(SATO).mention(GENERAL, QUESTION)
    edited = world.person(SATO).edit(said.message, "別の質問")
    [delivery] = edited.deliveries
    assert delivery.payload["event"]["type"] == "app_mention"
    assert delivery.payload["event"]["edited"]["user"] == SATO


def test_a_stand_in_is_used_and_no_other_machine(world: World) -> None:
    assert isinstance(world.slack, Slack)
    assert world.services.outbox.client.base_url.startswith("http://127.0.0.1:")
