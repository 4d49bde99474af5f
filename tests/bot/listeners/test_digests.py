"""Digests in Slack: made, looked at, changed and refused, through every door."""

from datetime import timedelta
from decimal import Decimal

import pytest

from bot.digests.occurrences import next_fire
from bot.digests.recurrence import MonthDay, describe
from bot.digests.schedule import Schedule
from bot.rights.channels import NOT_INVITED
from bot.sandbox.state.deliveries import Attempt, Transport
from bot.sandbox.state.records import PostedMessage, View
from bot.sandbox.state.seed import (
    EDITORS,
    GENERAL,
    GUEST,
    OTHER_BOT,
    OUTSIDER,
    PLANNING,
    SATO,
    SECRET,
    SHARED,
    SUZUKI,
    TANAKA,
)
from bot.sandbox.state.seed import FOREIGN as NOT_JOINED
from bot.views import ids
from knowledge.indicators.ledger import Draft
from knowledge.model.fiscal import FiscalYear
from knowledge.model.structs import replace
from tests.bot.listeners.conftest import MakeWorld
from tests.bot.listeners.digest_forms import create, fields, kept, open_digest, open_form, press, said, submit
from tests.world import World

# Made


def test_a_schedule_is_made_by_command_and_shown_with_what_can_be_done(world: World) -> None:
    made = create(world)
    assert (made.name, made.channel_id, made.creator) == ("子育てKPIの月報", PLANNING, SATO)
    assert describe(made.rule) == "毎月第1開庁日 9:00"
    for words in ("保存しました", "毎月第1開庁日 9:00", f"<#{PLANNING}>", "今すぐ配信", "まだ配信していません"):
        assert words in said(world.modal())
    assert world.slack.refusals == []


@pytest.mark.parametrize("text", ["digest", "Digest new", "定期配信", "定期配信 作成"])
def test_the_command_in_both_languages(world: World, text: str) -> None:
    world.outcome(world.person(SATO).command("/senryaku", text, channel=PLANNING))
    assert world.modal().body["callback_id"] == ids.DIGEST_MODAL


def test_a_question_about_digests_is_a_question(world: World) -> None:
    world.outcome(world.person(SATO).command("/senryaku", "定期配信の作り方は？", channel=PLANNING))
    assert world.slack.workspace.modal(SATO) is None
    assert world.engine.asked


def test_fields_follow_the_rhythm_and_what_was_filled_in_stays(world: World) -> None:
    view = open_form(world)
    world.person(SATO).fill(view, {ids.DIGEST_NAME: "週の報告"})
    press(world, ids.DIGEST_RHYTHM, "weekly")
    assert ids.DIGEST_WEEKDAYS in fields(world)
    press(world, ids.DIGEST_WEEKDAYS, ["1", "3"])
    press(world, ids.DIGEST_RHYTHM, "monthly")
    assert ids.DIGEST_WEEKDAYS not in fields(world)
    press(world, ids.DIGEST_RHYTHM, "weekly")
    press(world, ids.DIGEST_SCOPE, "package")
    assert submit(world, digest_channel=PLANNING, digest_package="pkg3").field_errors == {}
    [made] = world.services.usual.digests.store.schedules()
    assert (made.name, made.rule.weekdays, made.scope.ids) == ("週の報告", (1, 3), ("pkg3",))


def test_two_changes_in_quick_succession_are_both_drawn(world: World) -> None:
    open_form(world)
    world.slack.faults.plan("views.update", "ratelimited")  # the first is drawn late
    first = world.person(SATO).press(world.modal(), ids.DIGEST_RHYTHM, "weekly")
    second = world.person(SATO).press(world.modal(), ids.DIGEST_SCOPE, "goal")
    world.outcome(first)
    world.outcome(second)
    assert {ids.DIGEST_WEEKDAYS, ids.DIGEST_GOAL} <= fields(world)


def test_a_schedule_on_changes_of_state_is_made_by_the_form(world: World) -> None:
    made = create(world, digest_rhythm="on_change", digest_until="18:00", digest_scope="package", digest_package="pkg3")
    assert describe(made.rule) == "状態が変わったとき（9:00〜18:00、閉庁日は翌開庁日）"
    assert made.scope.ids == ("pkg3",)
    assert "状態が変わりしだい、お知らせします" in said(open_digest(world, made))


class HeldBack:
    """A transport that brings the first payload only when it is told to: Slack promises no order."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._held: list[Attempt] = []
        self._has_held = False

    def send(self, attempt: Attempt) -> None:
        if self._has_held:
            self._transport.send(attempt)
        else:
            self._held, self._has_held = [attempt], True

    def release(self) -> None:
        for attempt in self._held:
            self._transport.send(attempt)


def test_a_change_that_arrives_after_a_later_one_does_not_undo_it(world: World) -> None:
    open_form(world)
    dispatcher = world.slack.platform.dispatcher
    assert dispatcher.transport is not None
    dispatcher.transport = held_back = HeldBack(dispatcher.transport)
    first = world.person(SATO).press(world.modal(), ids.DIGEST_RHYTHM, "weekly")
    second = world.person(SATO).press(world.modal(), ids.DIGEST_SCOPE, "goal")
    world.outcome(second)
    held_back.release()
    world.outcome(first)
    assert {ids.DIGEST_WEEKDAYS, ids.DIGEST_GOAL} <= fields(world)


def test_indicators_are_found_while_typing(world: World) -> None:
    open_form(world)
    press(world, ids.DIGEST_SCOPE, "indicators")
    every = world.person(SATO).suggest(world.modal(), ids.DIGEST_INDICATORS, "").wait().options
    assert len(every) == len(world.services.usual.catalog.indicators)
    found = world.person(SATO).suggest(world.modal(), ids.DIGEST_INDICATORS, "たいきじどう").wait().options
    assert found[0]["text"]["text"] == "待機児童数"
    outcome = submit(world, digest_channel=PLANNING, digest_name="待機児童", digest_indicators=[found[0]])
    assert outcome.field_errors == {}
    assert world.services.usual.digests.store.schedules()[0].scope.ids == (ids.decode(found[0]["value"]).record,)


def test_the_button_on_a_kpis_card_asks_for_that_indicator(world: World) -> None:
    [card] = world.after(world.person(SATO).command("/senryaku", "待機児童数の目標値は？", channel=PLANNING))
    world.outcome(world.person(SATO).press(card, ids.DIGEST_NEW))
    assert submit(world, digest_channel=PLANNING).field_errors == {}
    [made] = world.services.usual.digests.store.schedules()
    assert (made.name, made.scope.kind) == ("待機児童数の定期配信", "indicators")
    assert [world.services.usual.catalog.indicators[id].name for id in made.scope.ids] == ["待機児童数"]


def test_a_digest_to_oneself_needs_no_channel(world: World) -> None:
    made = create(world, digest_place="me")
    assert made.channel_id == world.slack.workspace.dm(SATO).id
    assert f"<@{SATO}> への直接メッセージ" in said(world.modal())


def test_a_saved_schedule_may_be_as_late_as_the_setting_says(make_world: MakeWorld) -> None:
    world = make_world(digest_grace_hours=3)
    assert create(world).grace == timedelta(hours=3)


def test_one_press_of_save_makes_one_schedule(world: World) -> None:
    open_form(world)
    done = world.person(SATO).submit({ids.DIGEST_CHANNEL: PLANNING})
    world.outcome(done)
    again = world.slack.platform.dispatcher.deliver("interactive", done.payload)
    world.outcome(again)
    assert len(world.services.usual.digests.store.schedules()) == 1


# Refused


def test_mistakes_are_told_at_their_fields(world: World) -> None:
    open_form(world)
    press(world, ids.DIGEST_RHYTHM, "weekly")
    press(world, ids.DIGEST_SCOPE, "indicators")
    press(world, ids.DIGEST_WEEKDAYS, [])
    outcome = submit(
        world, digest_channel=PLANNING, digest_indicators=[{"value": ids.encode(ids.ButtonValue(("k3-3",)))}]
    )
    assert outcome.field_errors == {ids.DIGEST_WEEKDAYS: "required"}  # seen by the client itself
    press(world, ids.DIGEST_RHYTHM, "review_month")
    press(world, ids.DIGEST_DAY, "day.1")
    assert submit(world).field_errors == {ids.DIGEST_MONTH: "required"}
    press(world, ids.DIGEST_MONTH, "1")
    press(world, ids.DIGEST_CLOSED, "skip")
    assert "一度も来ません" in str(submit(world).field_errors[ids.DIGEST_CLOSED])


@pytest.mark.parametrize("text", ["digest", "digest list"])
def test_guests_never_whatever_the_settings(make_world: MakeWorld, text: str) -> None:
    world = make_world(answer_guests=True)
    [told] = world.after(world.person(GUEST).command("/senryaku", text, channel=GENERAL))
    assert told.only_for == GUEST
    assert "職員の方" in told.text
    assert world.slack.workspace.modal(GUEST) is None


def test_people_of_other_organisations_never_whatever_the_settings(make_world: MakeWorld) -> None:
    world = make_world(answer_external=True)
    [card] = world.after(world.person(SATO).mention(SHARED, "待機児童数の目標値は？"))
    [told] = world.after(world.person(OUTSIDER).press(card, ids.DIGEST_NEW))
    assert told.only_for == OUTSIDER
    assert "自組織の職員" in told.text
    assert world.slack.workspace.modal(OUTSIDER) is None


# Tried out


def test_a_test_goes_to_oneself_and_is_marked(world: World) -> None:
    open_form(world)
    press(world, ids.DIGEST_SCOPE, "goal")  # whose thread is short
    world.person(SATO).fill(
        world.modal(), {ids.DIGEST_CHANNEL: PLANNING, ids.DIGEST_NAME: "月報", ids.DIGEST_GOAL: "g1"}
    )
    posted = world.after(world.person(SATO).press(world.modal(), ids.DIGEST_TEST))
    head = posted[0]
    assert head.channel == world.slack.workspace.dm(SATO).id
    assert head.text.startswith("【試し】月報")
    assert [message.thread_ts for message in posted[1:]] == [head.ts] * len(posted[1:])
    assert "試しに送りました" in said(world.modal())
    assert world.services.usual.digests.store.schedules() == ()
    assert world.slack.refusals == []


def test_a_second_press_on_the_same_form_sends_no_second_test(world: World) -> None:
    open_form(world)
    dispatcher = world.slack.platform.dispatcher
    assert dispatcher.transport is not None
    dispatcher.transport = held_back = HeldBack(dispatcher.transport)
    first = world.person(SATO).press(world.modal(), ids.DIGEST_TEST)
    world.outcome(world.person(SATO).press(world.modal(), ids.DIGEST_TEST))
    held_back.release()
    world.outcome(first)
    sent = world.slack.posted(world.slack.workspace.dm(SATO).id)
    assert [message.text[:4] for message in sent if message.thread_ts is None] == ["【試し】"]
    press(world, ids.DIGEST_TEST)
    assert len([one for one in world.slack.posted(sent[0].channel) if one.thread_ts is None]) == 2, (
        "on the form as it is now"
    )


def test_a_test_with_a_file_brings_the_file_into_its_thread(world: World) -> None:
    open_form(world)
    world.person(SATO).fill(world.modal(), {ids.DIGEST_FILE: ["xlsx"]})
    head, *thread = world.after(world.person(SATO).press(world.modal(), ids.DIGEST_TEST))
    [file] = [world.slack.workspace.uploads[id] for message in thread for id in message.files]
    assert (file.name, thread[-1].thread_ts) == ("KPI一覧_試し.xlsx", head.ts)
    assert file.content
    assert file.content[:2] == b"PK"


def test_a_test_that_cannot_be_sent_gives_the_buttons_back(world: World) -> None:
    open_form(world)
    world.slack.faults.plan("chat.postMessage", "error", code="is_archived")
    press(world, ids.DIGEST_TEST)
    assert "試しに送れませんでした" in said(world.modal())
    assert "自分に試しに送る" in said(world.modal())


def test_before_a_test_in_the_channel_the_question_names_it_and_says_how_many_read_it(world: World) -> None:
    assert "「#総合政策」のメンバー4人が読める形で届きます" in said(open_form(world))
    press(world, ids.DIGEST_CHANNEL, GENERAL)
    assert "「#全体連絡」のメンバー5人が読める形で届きます" in said(world.modal())


def test_a_test_of_changes_shows_what_one_looks_like(world: World) -> None:
    open_form(world)
    press(world, ids.DIGEST_RHYTHM, "on_change")
    posted = world.after(world.person(SATO).press(world.modal(), ids.DIGEST_TEST))
    assert "お知らせする状態の変化はありません" in posted[0].text
    draft = Draft(indicator="k3-3", fiscal_year=FiscalYear(2022), value=Decimal(60), by="企画課")
    world.services.usual.recording.ledger.record([draft], {"k3-3": "人"}, at=world.clock())
    posted = world.after(world.person(SATO).press(world.modal(), ids.DIGEST_TEST))
    assert "登録済みの値が、いま変わったものとして作った見本です" in str(posted[0].blocks)
    assert "待機児童数：実績未登録 － → 後退 ▼" in posted[0].text


def test_a_test_can_go_to_the_channel(world: World) -> None:
    open_form(world)
    press(world, ids.DIGEST_SCOPE, "behind")
    world.person(SATO).fill(world.modal(), {ids.DIGEST_CHANNEL: PLANNING})
    world.outcome(world.person(SATO).press(world.modal(), f"{ids.DIGEST_TEST}.1"))
    assert world.slack.posted(PLANNING)[0].text.startswith("【試し】")


def test_a_test_of_what_cannot_be_sent_says_why_in_the_form(world: World) -> None:
    open_form(world)
    world.person(SATO).fill(world.modal(), {ids.DIGEST_CHANNEL: NOT_JOINED})
    assert NOT_INVITED in said(press(world, f"{ids.DIGEST_TEST}.1"))
    assert world.slack.posted() == []


# Seen and changed


def test_the_list_shows_the_schedules_of_the_channels_one_is_in(world: World) -> None:
    create(world, SUZUKI, PLANNING, digest_name="みんなの月報")
    create(world, SUZUKI, SECRET, digest_name="内部の月報")
    create(world, SUZUKI, digest_place="me", digest_name="鈴木の月報")
    world.outcome(world.person(TANAKA).command("/senryaku", "定期配信 一覧", channel=PLANNING))
    seen = said(world.modal(TANAKA))
    assert "みんなの月報" in seen
    assert "内部の月報" not in seen
    assert "鈴木の月報" not in seen
    assert "詳しく" in seen
    world.outcome(world.person(SUZUKI).command("/senryaku", "digest list", channel=PLANNING))
    assert said(world.modal(SUZUKI)).count("管理する") >= 3


def test_who_may_not_change_it_is_refused_politely_even_with_a_forged_press(world: World) -> None:
    made = create(world, SUZUKI)
    open_digest(world, made, TANAKA)
    assert ids.DIGEST_PAUSE not in said(world.modal(TANAKA))
    forge(world, made, ids.DIGEST_DELETE, TANAKA)
    assert "変更できるのは、担当者" in world.slack.posted(world.slack.workspace.dm(TANAKA).id)[-1].text
    assert kept(world, made) == made


def test_a_private_channels_schedule_is_not_shown_to_others_by_its_id(world: World) -> None:
    made = create(world, SUZUKI, SECRET)
    create(world, TANAKA)
    forge(world, made, ids.DIGEST_OPEN, TANAKA)
    assert "参加している人だけ" in world.slack.posted(world.slack.workspace.dm(TANAKA).id)[-1].text


def forge(world: World, schedule: Schedule, action: str, user: str) -> None:
    """A press that the modal on the screen does not offer."""
    done = world.person(user).press(world.modal(user), ids.DIGEST_LIST)
    world.outcome(done)
    payload = {**done.payload, "actions": [{"action_id": action, "value": ids.encode(ids.ButtonValue((schedule.id,)))}]}
    world.outcome(world.slack.platform.dispatcher.deliver("interactive", payload))


def test_editors_and_admins_may_change_it(make_world: MakeWorld) -> None:
    world = make_world(admins=(TANAKA,))
    made = create(world, SATO, digest_editors=[SUZUKI])
    for user in (SUZUKI, TANAKA):
        open_digest(world, made, user)
        press(world, ids.DIGEST_PAUSE, user=user)
        assert kept(world, made).paused
        press(world, ids.DIGEST_RESUME, user=user)
        assert not kept(world, made).paused


def test_a_user_group_of_admins_may_change_it(make_world: MakeWorld) -> None:
    world = make_world(admin_group=EDITORS)
    made = create(world, TANAKA)
    open_digest(world, made, SUZUKI)
    press(world, ids.DIGEST_PAUSE, user=SUZUKI)
    assert kept(world, made).paused


def test_editing_keeps_what_was_not_touched(world: World) -> None:
    made = create(world, digest_editors=[SUZUKI], digest_scope="behind")
    open_digest(world, made)
    press(world, ids.DIGEST_EDIT)
    press(world, ids.DIGEST_DAY, "last_day")
    assert submit(world, digest_name="月末の報告").field_errors == {}
    after = kept(world, made)
    assert (after.name, after.rule.day) == ("月末の報告", MonthDay("last_day"))
    assert (after.channel_id, after.editors, after.scope) == (made.channel_id, made.editors, made.scope)
    assert "保存しました" in said(world.modal())


def test_of_two_who_edit_at_once_the_second_is_told(world: World) -> None:
    made = create(world, digest_editors=[SUZUKI])
    for user in (SATO, SUZUKI):
        open_digest(world, made, user)
        press(world, ids.DIGEST_EDIT, user=user)
    assert submit(world, SATO, digest_name="先").field_errors == {}
    assert "ほかの人が先に変更しました" in str(submit(world, SUZUKI, digest_name="後").field_errors)
    assert kept(world, made).name == "先"


def test_a_preview_shows_what_would_be_sent(world: World) -> None:
    made = create(world)
    open_digest(world, made)
    shown = press(world, ids.DIGEST_PREVIEW)
    assert shown.body["callback_id"] == ids.DIGEST_PREVIEW_MODAL
    assert "はじめての配信です" in said(shown)
    assert "今すぐ配信" in said(press(world, ids.DIGEST_OPEN))
    assert world.slack.refusals == []


def test_run_now_posts_once(world: World) -> None:
    made = create(world)
    open_digest(world, made)
    assert "配信を受け付けました" in said(press(world, ids.DIGEST_RUN))
    for _ in range(3):
        run_due(world)
    assert len(heads(world)) == 1
    assert "子育てKPIの月報" in heads(world)[0].text


def run_due(world: World) -> None:
    world.services.loop.step()


def heads(world: World, channel: str = PLANNING) -> list[PostedMessage]:
    return [message for message in world.slack.posted(channel) if message.thread_ts is None]


def test_a_due_digest_arrives_once_and_a_paused_one_not_at_all(world: World) -> None:
    made = create(world, digest_rhythm="daily", digest_closed="post")
    open_digest(world, made)
    press(world, ids.DIGEST_PAUSE)
    pass_next_slot(world, made)
    run_due(world)
    assert heads(world) == []
    press(world, ids.DIGEST_RESUME)
    pass_next_slot(world, made)
    run_due(world)
    run_due(world)
    assert len(heads(world)) == 1


def pass_next_slot(world: World, schedule: Schedule) -> None:
    now = world.clock()
    world.clock.ahead += next_fire(schedule.rule, now) - now + timedelta(minutes=1)


def test_a_copy_is_paused_and_belongs_to_who_made_it(make_world: MakeWorld) -> None:
    world = make_world(admins=(TANAKA,))
    made = create(world, digest_place="me")
    open_digest(world, made, TANAKA)
    shown = press(world, ids.DIGEST_COPY, user=TANAKA)
    first, second = world.services.usual.digests.store.schedules()
    assert first == made
    assert (second.name, second.creator, second.paused) == ("子育てKPIの月報の写し", TANAKA, True)
    assert second.channel_id == world.slack.workspace.dm(TANAKA).id
    assert "編集してから再開" in said(shown)


def test_handing_over_tells_the_new_owner_and_keeps_the_old_one_as_editor(world: World) -> None:
    made = create(world)
    open_digest(world, made)
    press(world, ids.DIGEST_HAND_OVER)
    for nobody in (GUEST, OTHER_BOT, OUTSIDER):
        assert "自組織の職員だけ" in str(submit(world, digest_owner=nobody).field_errors)
    assert submit(world, digest_owner=SUZUKI).field_errors == {}
    after = kept(world, made)
    assert (after.creator, after.editors, after.channel_id) == (SUZUKI, (SATO,), PLANNING)
    assert "引き継ぎました" in world.slack.posted(world.slack.workspace.dm(SUZUKI).id)[-1].text


def test_deleting_takes_it_from_the_list(world: World) -> None:
    made = create(world)
    open_digest(world, made)
    shown = press(world, ids.DIGEST_DELETE)
    assert "「子育てKPIの月報」を削除しました" in said(shown)
    assert world.services.usual.digests.store.schedules() == ()
    create(world, SATO)
    forge(world, made, ids.DIGEST_OPEN, SATO)
    assert "はありません" in world.slack.posted(world.slack.workspace.dm(SATO).id)[-1].text


# App Home


def home(world: World, user: str = SATO) -> View:
    shown = world.slack.workspace.home(user)
    assert shown is not None
    return shown


def test_the_home_tab_holds_ones_own_digests_and_follows_their_changes(world: World) -> None:
    world.outcome(world.person(SATO).open_home())
    assert "まだありません" in said(home(world))
    world.outcome(world.person(SATO).press(home(world), ids.DIGEST_NEW))
    assert submit(world, digest_channel=PLANNING, digest_name="月報").field_errors == {}
    assert "*月報*" in said(home(world))
    assert said(home(world)).count("9:00、20") == 2  # three runs
    world.outcome(world.person(SATO).press(home(world), ids.DIGEST_OPEN))
    press(world, ids.DIGEST_PAUSE)
    assert "一時停止中" in said(home(world))
    press(world, ids.DIGEST_DELETE)
    assert "まだありません" in said(home(world))
    world.outcome(world.person(SATO).press(home(world), ids.DIGEST_LIST))
    assert "定期配信はまだありません" in said(world.modal())
    assert world.slack.refusals == []


def test_a_guest_who_was_named_as_editor_sees_nothing_of_it(world: World) -> None:
    create(world, digest_editors=[GUEST])
    world.outcome(world.person(GUEST).open_home())
    assert "子育てKPIの月報" not in said(home(world, GUEST))


def test_digests_whose_creator_has_left_wait_in_the_home_of_editors_for_one_of_them_to_take_over(world: World) -> None:
    made = create(world, digest_editors=[SUZUKI])
    people = world.slack.workspace.people
    world.slack.workspace.put(replace(people[SATO], deleted=True))
    world.clock.ahead += timedelta(minutes=11)  # until people are looked up anew
    for user in (SUZUKI, TANAKA):
        world.outcome(world.person(user).open_home())
    assert "担当者の佐藤 花子さんは、在籍していません。「引き継ぐ」を押して、新しい担当者を選んでください。" in said(
        home(world, SUZUKI)
    )
    assert "在籍していません" not in said(home(world, TANAKA)), "who may not change it is not asked to"
    world.outcome(world.person(SUZUKI).press(home(world, SUZUKI), ids.DIGEST_HAND_OVER))
    assert "'initial_user': 'U0SUZUKI'" in said(world.modal(SUZUKI))
    assert "変更できる人には残りません" in said(world.modal(SUZUKI))
    assert submit(world, SUZUKI, digest_owner=SUZUKI).field_errors == {}
    assert kept(world, made).creator == SUZUKI
    assert kept(world, made).editors == (), "who has left may change nothing any more"
    assert "在籍していません" not in said(home(world, SUZUKI))
    assert world.slack.refusals == []
