"""A digest from the first press to its thread in the channel: the real program, stopped and started as time passes."""

from bot.sandbox.state.records import PostedMessage, View
from bot.sandbox.state.seed import FOREIGN, PLANNING, SATO, SUZUKI, TANAKA
from bot.views import ids
from tests.e2e.conftest import Start
from tests.stand_in import DeliveryOutcome, SimulatedUser, Slack

FRIDAY, SATURDAY, MONDAY, TUESDAY = (f"2026-11-{day}T09:05+09:00" for day in (13, 14, 16, 17))


def modal(slack: Slack, user: str, *, holding: str = "") -> View:
    """The modal on the screen, once it says so."""

    def shown(workspace: object) -> View | None:
        view = slack.workspace.modal(user)
        return view if view and holding in str(view.body) else None

    return slack.wait_for(shown)


def press(slack: Slack, player: SimulatedUser, action: str, choice: object = None, *, then: str) -> View:
    assert player.press(modal(slack, player.id), action, choice).wait().acknowledged
    return modal(slack, player.id, holding=then)


def submit(player: SimulatedUser, **choices: object) -> DeliveryOutcome:
    return player.submit(choices).wait()


def open_list(slack: Slack, player: SimulatedUser, name: str) -> View:
    player.close(everything=True) if slack.workspace.modal(player.id) else None
    assert player.command("/senryaku", "digest list", channel=PLANNING).wait().acknowledged
    return modal(slack, player.id, holding=name)


def heads(slack: Slack) -> list[PostedMessage]:
    return [message for message in slack.posted(PLANNING) if message.thread_ts is None]


def wait_for_head(slack: Slack, count: int) -> PostedMessage:
    """The count-th headline in the channel."""
    return slack.wait_for(lambda _: heads(slack)[count - 1 :])[0]


def thread_of(slack: Slack, head: PostedMessage) -> list[PostedMessage]:
    return [message for message in slack.posted(PLANNING) if message.thread_ts == head.ts]


def test_a_digest_is_made_delivered_changed_handed_over_and_deleted(slack: Slack, start: Start) -> None:
    sato, suzuki, tanaka = slack.person(SATO), slack.person(SUZUKI), slack.person(TANAKA)

    # On Friday it is made, for every open day at nine; not for a channel without the bot.
    program = start(SENRYAKU_NOW=FRIDAY)
    sato.command("/senryaku", "digest", channel=PLANNING)
    modal(slack, SATO, holding="2026年12月1日")
    press(slack, sato, ids.DIGEST_RHYTHM, "daily", then="2026年11月16日（月）9:00\\n• 2026年11月17日（火）9:00")
    press(slack, sato, ids.DIGEST_SCOPE, "goal", then=ids.DIGEST_GOAL)
    refused = submit(sato, digest_name="基本目標1の報告", digest_goal="g1", digest_channel=FOREIGN)
    assert "/invite @senryaku" in refused.field_errors[ids.DIGEST_CHANNEL]
    assert submit(sato, digest_channel=PLANNING).field_errors == {}
    modal(slack, SATO, holding="保存しました")
    assert program.stop() == 0

    # Saturday is no open day. On Monday it arrives, once, with its thread; a start later nothing follows.
    assert start(SENRYAKU_NOW=SATURDAY).stop() == 0
    assert heads(slack) == []
    program = start(SENRYAKU_NOW=MONDAY)
    digest = wait_for_head(slack, 1)
    assert "基本目標1の報告" in digest.text
    program.wait_for_log(r"digest s1@\S+ recorded")
    assert thread_of(slack, digest)
    open_list(slack, sato, "2026年11月16日 9:00 配信済み")

    # Somebody else sees it and cannot change it; its maker pauses it.
    open_list(slack, tanaka, "基本目標1の報告")
    press(slack, tanaka, ids.DIGEST_OPEN, then="変更できるのは、担当者")
    press(slack, sato, ids.DIGEST_OPEN, then="一時停止する")
    press(slack, sato, ids.DIGEST_PAUSE, then="再開するまで配信しません")
    assert program.stop() == 0

    # Tuesday's is not sent. Resumed, edited, it is sent when asked for, and goes to another's hands.
    program = start(SENRYAKU_NOW=TUESDAY)
    open_list(slack, sato, "一時停止中")
    press(slack, sato, ids.DIGEST_OPEN, then="再開する")
    press(slack, sato, ids.DIGEST_RESUME, then="止めていた間の分は送りません")
    press(slack, sato, ids.DIGEST_EDIT, then=ids.DIGEST_NAME)
    assert submit(sato, digest_name="目標1の日報").field_errors == {}
    modal(slack, SATO, holding="保存しました")
    assert len(heads(slack)) == 1
    press(slack, sato, ids.DIGEST_RUN, then="配信を受け付けました")
    assert "前回（2026年11月16日）から変わりはありません" in wait_for_head(slack, 2).text
    press(slack, sato, ids.DIGEST_HAND_OVER, then=ids.DIGEST_OWNER)
    assert submit(sato, digest_owner=SUZUKI).field_errors == {}
    modal(slack, SATO, holding="引き継ぎました")

    # The new owner deletes it.
    open_list(slack, suzuki, "目標1の日報")
    press(slack, suzuki, ids.DIGEST_OPEN, then="削除")
    press(slack, suzuki, ids.DIGEST_DELETE, then="「目標1の日報」を削除しました")
    assert program.stop() == 0
    assert len(heads(slack)) == 2
    assert slack.refusals == []
