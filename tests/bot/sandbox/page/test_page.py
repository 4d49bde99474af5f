"""A person tries the bot with the page alone, in a real browser."""

import threading
from typing import TYPE_CHECKING

import pytest
from slack_bolt import App

from bot.sandbox.state.seed import FOREIGN, GENERAL, SATO, TANAKA
from tests.patience import PATIENCE_S
from tests.stand_in import Slack

if TYPE_CHECKING:
    from tests.bot.sandbox.page.screen import Screen

THREAD, MODAL = "aside", "#modal"


def ask(screen: "Screen", question: str = "移住を増やす事業は？") -> None:
    """By mention in the channel, then into the thread that the answer stands in."""
    screen.say(question)
    screen.click("1件の返信", "main")
    screen.wait_text(THREAD, "戦略ボット")


def open_form(screen: "Screen") -> None:
    ask(screen)
    screen.click("実績を登録", THREAD)
    screen.wait_text(MODAL, "年度")


def test_it_says_that_it_is_a_trial_with_invented_values(screen: "Screen") -> None:
    assert "お試し環境" in screen.text(".top")
    assert "架空の値" in screen.text(".top")
    screen.shot("01-first-look")


def test_asking_by_mention_and_following_up_in_the_thread(screen: "Screen", slack: Slack) -> None:
    ask(screen)
    screen.wait_text(THREAD, "移住相談窓口の設置")
    screen.shot("02-answer")
    screen.say("KPIは？", THREAD)
    screen.wait_text(f"{THREAD} table", "移住者数")
    screen.shot("03-table-and-chart")
    asked, first, again, second = slack.workspace.messages_in(GENERAL)
    assert {first.thread_ts, again.thread_ts, second.thread_ts} == {asked.ts}
    assert again.text == f"<@{slack.workspace.bot_user}> KPIは？"


def test_a_direct_conversation_opened_by_its_id_is_the_bots_own_page(screen: "Screen", slack: Slack) -> None:
    said = slack.person(SATO).dm("移住を増やす事業は？").message
    screen.open(said.channel, SATO)
    screen.wait_text("main", said.text)
    assert "戦略ボット" in screen.text("main h2")
    assert "#" not in screen.text("main h2")
    screen.find("[role=tab][aria-selected=true]", "メッセージ")


def test_a_button_of_a_card_answers_this_person_only(screen: "Screen", slack: Slack) -> None:
    ask(screen)
    screen.click("移住相談窓口の設置を詳しく", THREAD)
    screen.wait_text(f"{THREAD} .ephemeral", "p1 の詳細です。")
    assert "あなただけに表示されています" in screen.text(f"{THREAD} .ephemeral")
    assert slack.posted()[-1].only_for == SATO


def test_a_dangerous_button_asks_first(screen: "Screen") -> None:
    ask(screen)
    screen.click("取り消す", THREAD)
    screen.click("やめる", ".confirm")
    assert "取り消しました" not in screen.text(THREAD)
    screen.click("取り消す", THREAD)
    screen.click("はい、取り消す", ".confirm")
    screen.wait_text(THREAD, "取り消しました。")


def test_feedback_shows_what_was_pressed(screen: "Screen") -> None:
    ask(screen)
    screen.click("役に立った", THREAD)
    screen.wait(lambda: screen.find("button", "役に立った", THREAD).get_attribute("aria-pressed") == "true")


def test_the_form_marks_what_is_missing_then_what_the_app_finds_wrong_then_records(
    screen: "Screen", slack: Slack
) -> None:
    open_form(screen)
    assert screen.focused() == "年度"
    screen.click("登録", f"{MODAL} .dialog-foot")
    screen.wait_text(f"{MODAL} .problem", "3か所")
    assert screen.focused() == "年度"
    screen.shot("04-form-missing")
    screen.choose("年度", "令和5年度", MODAL)
    screen.type("値", "4800", MODAL)
    screen.click("速報値", MODAL, "input")
    screen.click("登録", f"{MODAL} .dialog-foot")
    screen.wait_text(f"{MODAL} .error", "約100倍")
    assert screen.focused() == "値"
    screen.shot("05-form-error-of-the-app")
    screen.use(lambda field: field.clear(), "input", "値", MODAL)
    screen.type("値", "48", MODAL)
    screen.click("登録", f"{MODAL} .dialog-foot")
    screen.wait_text("main", "令和5年度の移住者数を登録しました：48人")
    screen.wait(lambda: screen.focused() == "実績を登録")
    assert slack.refusals == []


def test_type_ahead_finds_by_a_part_of_the_name_and_the_keyboard_chooses(screen: "Screen") -> None:
    from selenium.webdriver.common.keys import Keys

    open_form(screen)
    field = screen.type("関連するKPI", "移住", MODAL)
    screen.wait_text(f"{MODAL} [role=listbox]", "移住相談件数")
    screen.shot("06-type-ahead")
    field.send_keys(Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ENTER)
    screen.wait(lambda: field.get_attribute("value") == "移住相談件数")
    screen.type("担当者", "田中", MODAL)
    screen.click("田中 次郎", MODAL, "[role=option]")
    screen.wait_text(f"{MODAL} .chips", "田中 次郎")


def test_escape_closes_the_form_and_the_focus_goes_back(screen: "Screen", slack: Slack) -> None:
    from selenium.webdriver.common.keys import Keys

    open_form(screen)
    screen.driver.switch_to.active_element.send_keys(Keys.ESCAPE)
    slack.wait_for(lambda workspace: workspace.modal(SATO) is None)
    screen.wait(lambda: screen.focused() == "実績を登録")


def test_the_home_tab_searches_on_enter(screen: "Screen") -> None:
    screen.click("戦略ボット", "nav")
    screen.wait_text(".home", "総合戦略のようす")
    screen.shot("07-home")
    screen.type("戦略を調べる", "子育て\n")
    screen.wait_text(".home", "「子育て」を調べました")
    screen.click("メッセージ", "main", "[role=tab]")
    screen.say("こんにちは")
    screen.wait_text("main", "総合戦略について尋ねてください")


def test_commands_shortcuts_and_files(screen: "Screen", slack: Slack) -> None:
    screen.say("/senryaku 子育て")
    screen.wait_text("main .ephemeral", "「子育て」を調べました")
    screen.say("/senryaku 印刷")
    assert screen.fetched("会議用シート", "main") == "%PDF-1.7 sample"
    screen.click("ショートカットとコマンド", "main")
    screen.click("戦略を調べる")
    screen.wait_text(MODAL, "年度")
    screen.click("閉じる", f"{MODAL} .modal-head")
    slack.person(TANAKA).say(GENERAL, "移住の相談が増えています")
    screen.click("その他の操作：田中 次郎の投稿", "main")
    screen.click("関連する事業を探す")
    screen.wait_text("main .ephemeral", "「移住の相談が増えています」に関連する事業です。")


def test_people_differ_in_what_they_see_and_may(screen: "Screen") -> None:
    assert "内部検討" in screen.text("nav")
    assert "KPI入力担当" in screen.text("#viewer")
    screen.choose("あなた", "田中")
    screen.wait(lambda: "内部検討" not in screen.text("nav"))
    screen.shot("08-another-person")
    screen.choose("あなた", "他市")
    screen.wait_text("main h2", "広域連携")
    assert "全体連絡" not in screen.text("nav")
    screen.open(FOREIGN, TANAKA)
    screen.click("ボットを招待する", "main")
    screen.wait(lambda: not screen.run("return document.querySelector('main .notice').checkVisibility()"))


def test_an_older_workspace_refuses_the_new_blocks_and_the_panel_says_why(screen: "Screen", slack: Slack) -> None:
    screen.click("動作の確認", ".top")
    screen.click("新しいブロックが使えないことにする", "aside", "input")
    slack.wait_for(lambda workspace: not workspace.has_new_blocks)
    screen.say("移住を増やす事業は？")
    screen.wait_text("aside .refusal", "invalid_blocks")
    assert "ブロックが Slack の決まり" in screen.text("aside .refusal")
    screen.shot("09-refused")
    screen.click("1件の返信", "main")
    screen.click("閉じる", "aside")
    screen.wait_text(THREAD, "文章だけで表示しています")


def test_the_clock_jumps(screen: "Screen", slack: Slack) -> None:
    before = slack.platform.clock.now()
    screen.click("動作の確認", ".top")
    screen.click("＋1週間", "aside")
    slack.wait_for(lambda _: slack.platform.clock.now() > before + 7 * 24 * 3600)
    screen.wait_text("#live", "時計を進めました")


def test_a_late_acknowledgement_is_told_to_the_person_and_in_the_panel(
    screen: "Screen", slack: Slack, bot: App
) -> None:
    received = threading.Event()

    @bot.command("/slow")
    def never(ack: object) -> None:
        received.set()

    screen.say("/slow")
    assert received.wait(PATIENCE_S)
    slack.advance(slack.platform.deadline_s + 1)
    screen.wait_text(".toasts", "3秒以内に応答しませんでした")
    screen.wait_text("#open-panel", "新しい拒否 1件")
    screen.shot("12-late")


@pytest.mark.parametrize(("name", "width", "height"), [("phone", 375, 740), ("projector", 1920, 1080)])
def test_nothing_sticks_out_from_phone_to_projector(screen: "Screen", name: str, width: int, height: int) -> None:
    screen.device(width, height, mobile=width < 800)
    screen.open()
    ask(screen, "KPIは？")
    for dark in (False, True):
        screen.device(width, height, mobile=width < 800, dark=dark)
        screen.shot(f"10-{name}-{'dark' if dark else 'light'}-thread")
        assert screen.run("return document.documentElement.scrollWidth") <= width
    screen.open("home")
    screen.wait_text(".home", "総合戦略のようす")
    for dark in (True, False):
        screen.device(width, height, mobile=width < 800, dark=dark)
        screen.shot(f"11-{name}-{'dark' if dark else 'light'}-home")
        assert screen.run("return document.documentElement.scrollWidth") <= width


def test_trouble_is_told_above_the_form_that_it_is_about(screen: "Screen") -> None:
    """Beside an open dialog nothing on the page can be pressed or is read out."""
    open_form(screen)
    screen.run("window.fetch = () => Promise.reject(new TypeError('Failed to fetch'))")
    screen.click("登録", f"{MODAL} .dialog-foot")
    screen.wait_text(f"{MODAL} [role=alert]", "お試し環境につながりません")
    screen.shot("09-trouble-above-the-form")
    screen.click("知らせを閉じる", MODAL)
    screen.wait(lambda: "つながりません" not in screen.text(f"{MODAL} .toasts"))
