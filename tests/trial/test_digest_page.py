"""A digest is set up by the page alone: the form follows what is chosen, and says when the next ones come."""

from typing import TYPE_CHECKING

import pytest

from bot.sandbox.state.seed import GENERAL, SATO
from tests.stand_in import Slack

if TYPE_CHECKING:
    from tests.bot.sandbox.page.screen import Screen

MODAL = "#modal"


@pytest.mark.usefixtures("samples")
def test_a_digest_is_set_up_tried_out_and_found_in_the_list(screen: "Screen", slack: Slack) -> None:
    screen.say("/senryaku digest")
    screen.wait_text(MODAL, "次の3回の配信予定")
    screen.choose("チャンネル", "全体連絡", MODAL)
    screen.shot("40-digest-form")
    screen.choose("間隔", "毎週", MODAL)
    screen.wait_text(MODAL, "木曜日")
    screen.click("木曜日", MODAL, "label")
    screen.wait_text(MODAL, "（木）9:00")
    screen.choose("内容", "基本目標を一つ選ぶ", MODAL)
    screen.choose("基本目標", "基本目標1", MODAL)
    screen.shot("41-digest-weekly")
    screen.click("自分に試しに送る", MODAL)
    screen.wait_text(MODAL, "試しに送っています")
    screen.wait_text(MODAL, "試しに送りました")
    screen.shot("42-digest-tried")
    screen.click("保存する", MODAL)
    screen.wait_text(MODAL, "保存しました")
    screen.shot("43-digest-saved")
    screen.click("一覧を見る", MODAL)
    screen.wait_text(MODAL, "管理する")
    screen.shot("44-digest-list")
    screen.click("管理する", MODAL)
    screen.click("プレビュー", MODAL)
    screen.wait_text(MODAL, "いま配信すると")
    screen.shot("45-digest-preview")
    screen.click("閉じる", f"{MODAL} .dialog-foot")
    screen.click("戦略ボット", "nav")
    screen.click("ホーム", "main", "[role=tab]")
    screen.wait_text(".home", "定期配信の一覧")
    screen.use(lambda button: button.location_once_scrolled_into_view, "button", "管理する", ".home")
    screen.shot("46-digest-home")
    assert slack.refusals == []
    assert slack.posted(GENERAL) == []
    assert slack.posted(slack.workspace.dm(SATO).id)[0].text.startswith("【試し】")
