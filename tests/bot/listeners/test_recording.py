"""実績を登録: from the button to the ledger, the announcement and the way back."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from bot.sandbox.state.records import PostedMessage, View
from bot.sandbox.state.seed import EDITORS, FOREIGN, GENERAL, GUEST, OUTSIDER, PLANNING, SATO, SHARED, SUZUKI, TANAKA
from bot.views import ids
from knowledge.indicators import Draft
from knowledge.model import FiscalYear
from knowledge.storage import Database
from tests.bot.listeners.conftest import MakeWorld
from tests.patience import PATIENCE_S
from tests.stand_in import DeliveryOutcome
from tests.world import World

QUESTION = "待機児童数の目標値は？"


@pytest.fixture
def world(make_world: MakeWorld) -> World:
    return make_world(writers="U0SATO", writer_group=EDITORS, records_channel=PLANNING)


def card(world: World, user: str = SATO, question: str = QUESTION) -> PostedMessage:
    said = world.after(world.person(user).mention(GENERAL, question))
    return next(message for message in said if message.channel == GENERAL)


def form(world: World, user: str = SATO, question: str = QUESTION) -> View:
    world.after(world.person(user).press(card(world, question=question), ids.RECORD))
    return world.modal(user)


def submit(world: World, user: str = SATO, **values: object) -> DeliveryOutcome:
    """`value="48"`, `year="2022"`: fields by the end of their names; the others stay as they are."""
    return world.outcome(world.person(user).submit({f"actual_{name}": value for name, value in values.items()}))


def recorded(world: World) -> list[str]:
    return [entry.value_text for entry in world.services.usual.recording.ledger.ledger().state.values()]


def test_a_value_is_recorded_announced_shown_and_taken_back(world: World) -> None:
    before = len(world.slack.posted(PLANNING))
    form(world)
    outcome = submit(world, year="2022", value="４８人", note="速報を差し替え", source="保育課")
    assert outcome.error is None
    [entry] = world.services.usual.recording.ledger.ledger().entries
    assert (entry.value_text, entry.by, entry.note, entry.source) == (
        "48人", "佐藤 花子（U0SATO）", "速報を差し替え", "保育課",
    )  # fmt: skip
    assert "待機児童数 48人（令和4年度・確定値）を登録しました（記録 a1）。" in str(world.modal().body)
    [news] = world.slack.posted(PLANNING)[before:]
    assert news.text.startswith("実績を登録しました。待機児童数 48人（令和4年度・確定値）\n待機児童数：基準値 ")
    assert f"<@{SATO}> さん" in str(news.blocks)

    assert "48人（令和4年度・確定値）" in card(world, SUZUKI).text

    world.outcome(world.person(SATO).press(world.modal(), ids.UNDO))
    assert "取り消しました。いまは値がありません。" in str(world.modal().body)
    assert recorded(world) == []
    assert [entry.kind for entry in world.services.usual.recording.ledger.ledger().entries] == ["actual", "undo"]
    told = world.slack.posted(PLANNING)[before + 1 :]
    assert [message.text.startswith("実績の登録を取り消しました。") for message in told] == [True]
    assert "実績未登録" in card(world, SUZUKI).text


@pytest.mark.parametrize(
    ("fields", "block", "sentence"),
    [
        ({"value": "四十くらい"}, ids.ACTUAL_VALUE, "数として読めません"),
        ({"value": "48%"}, ids.ACTUAL_VALUE, "単位が違います"),
        ({"value": "-5"}, ids.ACTUAL_VALUE, "負の値になりません"),
        ({"value": "1.12345678"}, ids.ACTUAL_VALUE, "桁数が多すぎます"),
    ],
)
def test_what_must_be_mended_is_said_at_its_field(
    world: World, fields: dict[str, str], block: str, sentence: str
) -> None:
    form(world)
    outcome = submit(world, year="2022", **fields)
    assert sentence in outcome.field_errors[block]
    assert recorded(world) == []


def test_a_future_day_is_refused_at_the_day(world: World) -> None:
    form(world, question="人口の目標は？")
    tomorrow = (world.clock() + timedelta(days=2)).date().isoformat()
    outcome = submit(world, day=tomorrow, value="302000")
    assert "まだ来ていません" in outcome.field_errors[ids.ACTUAL_DAY]
    submit(world, day="2024-03-31", value="30万2千人")
    assert recorded(world) == ["302,000人"]


def test_of_1_april_the_form_asks_which_year_it_shows(world: World) -> None:
    form(world, question="人口の目標は？")
    submit(world, day="2024-04-01", value="30万2千人")
    asked = world.modal().body
    assert "2024年4月1日時点の値を、令和5年度末の値として登録します" in str(asked)
    assert recorded(world) == []
    [select] = [block for block in asked["blocks"] if block.get("block_id") == ids.ACTUAL_YEAR]
    assert [option["value"] for option in select["element"]["options"]] == ["2023", "2024"]
    submit(world, day="2024-04-01", year="2024", value="30万2千人")
    assert [int(entry.fiscal_year) for entry in world.services.usual.recording.ledger.ledger().entries] == [2024]


def test_a_tenfold_jump_is_asked_about_and_the_tick_is_for_that_value_alone(world: World) -> None:
    form(world)
    submit(world, year="2022", value="5400")
    assert "10倍以上です" in str(world.modal().body)
    submit(world)
    assert recorded(world) == []  # without the tick it asks again
    submit(world, value="54000", confirm=["yes"])
    assert "54,000人は" in str(world.modal().body)
    assert recorded(world) == []
    submit(world, confirm=["yes"])
    assert recorded(world) == ["54,000人"]


def test_a_year_outside_the_plan_and_half_a_person_are_asked_about_first(world: World) -> None:
    world.clock.ahead += datetime(2025, 6, 3, tzinfo=UTC) - world.clock()
    form(world)
    submit(world, year="2025", value="48.5", status="provisional")
    said = str(world.modal().body)
    assert "令和7年度は計画期間（令和2年度〜令和6年度）の外です。間違いありませんか。" in said
    assert "48.5人には端数があります。間違いありませんか。" in said
    assert recorded(world) == []
    submit(world, confirm=["yes"])
    assert recorded(world) == ["48.5人"]


def test_a_difference_may_be_entered_as_it_is_printed(world: World) -> None:
    form(world, question="小中学校の全国学力・学習状況調査の平均正答率の目標値は？")
    submit(world, year="2023", value="全国平均から0.3")
    assert "全国平均から＋0.3（令和5年度・確定値）を登録しました" in str(world.modal().body)


def test_a_year_entered_again_is_a_correction_once_confirmed(world: World) -> None:
    form(world)
    submit(world, year="2022", value="48")
    form(world, SUZUKI)
    outcome = submit(world, SUZUKI, year="2022", value="48")
    assert "と同じです" in outcome.field_errors[ids.ACTUAL_VALUE]
    submit(world, SUZUKI, value="40")
    assert "登録すると、その値の訂正になります" in str(world.modal(SUZUKI).body)
    submit(world, SUZUKI, confirm=["yes"])
    first, second = world.services.usual.recording.ledger.ledger().entries
    assert (second.replaces, second.value_text, recorded(world)) == (first.id, "40人", ["40人"])


def test_what_somebody_else_corrected_meanwhile_is_shown_before_it_is_replaced(world: World) -> None:
    form(world)
    submit(world, year="2022", value="48")
    form(world)
    submit(world, year="2022", value="40")
    form(world, SUZUKI)
    submit(world, SUZUKI, year="2022", value="45")
    submit(world, SUZUKI, confirm=["yes"])
    submit(world, confirm=["yes"])
    assert "a2: 45人" in str(world.modal().body)
    assert recorded(world) == ["45人"]


@pytest.mark.parametrize("user", [TANAKA, GUEST])
def test_others_get_one_sentence_and_no_form(world: World, user: str) -> None:
    told = world.after(world.person(user).press(card(world), ids.RECORD))
    assert world.slack.workspace.modal(user) is None
    assert [message.only_for for message in told] == [user]
    assert "職員" in told[0].text


def test_where_others_read_along_nobody_is_told_that_nothing_is_recorded(world: World) -> None:
    draft = Draft(indicator="k3-3", fiscal_year=FiscalYear(2022), value=Decimal(48), by="企画課")
    world.services.usual.recording.ledger.record([draft], {"k3-3": "人"}, at=world.clock())
    for question in ("遅れているKPIは？", "実績が未登録のKPIは？", "前年度より増えた指標は？"):
        [told] = world.after(world.person(SATO).mention(SHARED, question))
        assert "ボットとの直接メッセージでお尋ねください" in told.text, question
        assert "まだ" not in told.text
    [told] = world.after(world.person(SATO).dm("遅れているKPIは？"))
    assert "直接メッセージで" not in told.text


def test_an_outsider_in_a_shared_channel_gets_no_form(make_world: MakeWorld) -> None:
    world = make_world(writers=f"{SATO},{OUTSIDER}", answer_external=True)
    [answer] = world.after(world.person(SATO).mention(SHARED, QUESTION))
    [told] = world.after(world.person(OUTSIDER).press(answer, ids.RECORD))
    assert "登録を任された職員だけ" in told.text
    assert world.slack.workspace.modal(OUTSIDER) is None


def test_who_has_left_the_group_cannot_send_the_open_form(make_world: MakeWorld) -> None:
    world = make_world(writer_group=EDITORS)
    form(world, SUZUKI)
    world.outcome(world.slack.set_group_members(EDITORS, (SATO,)))
    outcome = submit(world, SUZUKI, year="2022", value="48")
    assert "登録を任された職員だけ" in outcome.field_errors[ids.ACTUAL_VALUE]
    assert recorded(world) == []


def test_when_the_group_cannot_be_read_nobody_writes(make_world: MakeWorld) -> None:
    world = make_world(writer_group=EDITORS)
    answer = card(world)
    world.slack.faults.plan("usergroups.users.list", "error", code="missing_scope", times=9)
    [told] = world.after(world.person(SUZUKI).press(answer, ids.RECORD))
    assert "登録を任された職員だけ" in told.text


def test_a_value_that_cannot_be_announced_stands_and_its_recorder_is_told(
    make_world: MakeWorld, caplog: pytest.LogCaptureFixture
) -> None:
    world = make_world(writers=SATO, records_channel=FOREIGN)
    form(world)
    submit(world, year="2022", value="48")
    assert recorded(world) == ["48人"]
    told = world.slack.posted()[-1]
    assert "記録されています" in told.text
    assert "SENRYAKU_RECORDS_CHANNEL" in caplog.text
    assert world.services.notices.waiting() == ()


def announcements(world: World) -> list[PostedMessage]:
    return [message for message in world.slack.posted(PLANNING) if message.text.startswith("実績を登録しました。")]


def test_an_announcement_that_nobody_could_look_for_is_made_once_at_the_next_start(world: World) -> None:
    form(world)
    world.slack.faults.plan("chat.postMessage", "lose_reply")
    world.slack.faults.plan("conversations.history", "unavailable", times=9)
    submit(world, year="2022", value="48")
    assert [notice.entry for notice in world.services.notices.waiting()] == ["a1"]
    world.slack.faults.clear()
    services = world.start(records_channel=PLANNING)
    services.usual.announcements.take_up_again(services.store)
    assert world.services.queue.wait(PATIENCE_S)
    assert len(announcements(world)) == 1
    assert world.services.notices.waiting() == ()


def test_what_the_version_before_had_not_announced_yet_is_announced_once(make_world: MakeWorld) -> None:
    """It kept entry and user in a table of the bot's own database."""
    world = make_world(records_channel=PLANNING)
    draft = Draft(indicator="k3-3", fiscal_year=FiscalYear(2022), value=Decimal(48), by="企画課")
    world.services.usual.recording.ledger.record([draft], {"k3-3": "人"}, at=world.clock())
    left = {"at": world.clock().isoformat(), "entry": "a1", "user": SATO}
    Database(world.data / "bot").put(("announcements", "a1", left))
    for _ in range(2):
        services = world.start(records_channel=PLANNING)
        services.usual.announcements.take_up_again(services.store)
        assert world.services.queue.wait(PATIENCE_S)
    [told] = announcements(world)
    assert "待機児童数 48人（令和4年度・確定値）" in told.text


def test_an_undo_pressed_twice_says_so(world: World) -> None:
    form(world)
    submit(world, year="2022", value="48")
    done = world.modal()
    pressed = world.person(SATO).press(done, ids.UNDO)
    world.outcome(pressed)
    world.outcome(world.slack.platform.dispatcher.deliver("interactive", pressed.payload))
    assert "すでに a2 で取り消されています" in str(world.modal().body)
    assert len(world.services.usual.recording.ledger.ledger().entries) == 2
