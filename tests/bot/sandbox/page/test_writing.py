"""Where one writes: what an input method's keys mean, what was begun elsewhere, where the focus is, how much room."""

from functools import partial
from typing import TYPE_CHECKING

import pytest

from bot.sandbox.state.seed import GENERAL, SATO
from tests.bot.sandbox.page.test_page import MODAL, THREAD, ask, open_form
from tests.stand_in import Slack

if TYPE_CHECKING:
    from tests.bot.sandbox.page.screen import Screen

FIELD = ".composer textarea"
PRESSED = """
const [field, key, how] = arguments;
const press = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...how });
field.dispatchEvent(press);
return press.defaultPrevented;
"""
OF_INPUT_METHOD = pytest.mark.parametrize("how", [{"isComposing": True}, {"keyCode": 229}], ids=["composing", "Safari"])
NO_ANSWERS = "window.awaited = []; window.fetch = () => new Promise((_, lose) => window.awaited.push(lose))"
WATCHED = """
window.seen = [];
for (const kind of ["blur", "focus"]) arguments[0].addEventListener(kind, () => window.seen.push(kind));
"""
ROOM = """
const of = (name) => document.querySelector(`${arguments[0]} ${name}`).getBoundingClientRect();
const [list, send] = [of(".messages"), of(".send")];
const lines = Math.min(list.bottom, window.innerHeight) - Math.max(list.top, 0);
const clear = Math.min(list.bottom, of(".composer").top) - Math.max(list.top, 0);
return { lines, clear, bottom: send.bottom, right: send.right, wide: document.documentElement.scrollWidth };
"""
MODAL_IS_OPEN = "return document.querySelector('#modal').open"


def written(screen: "Screen", within: str = "main") -> str:
    return str(screen.run("return document.querySelector(arguments[0]).value", f"{within} {FIELD}"))


def shows(screen: "Screen", within: str, words: str) -> bool:
    return written(screen, within) == words


@OF_INPUT_METHOD
def test_an_enter_of_the_input_method_sends_nothing(screen: "Screen", slack: Slack, how: dict[str, object]) -> None:
    """Neither a message nor a search, and it chooses no option; the Enter that follows does."""
    field = screen.type("へのメッセージ", "こんにちは", "main")
    assert not screen.run(PRESSED, field, "Enter", how)
    assert written(screen) == "こんにちは"
    assert not slack.workspace.messages_in(GENERAL)
    assert screen.run(PRESSED, field, "Enter", {})
    slack.wait_for(lambda workspace: workspace.messages_in(GENERAL))
    screen.open("home")
    screen.wait_text(".home", "総合戦略のようす")
    search = screen.type("戦略を調べる", "子育て", ".home")
    assert not screen.run(PRESSED, search, "Enter", how)
    assert screen.run(PRESSED, search, "Enter", {})
    screen.wait_text(".home", "「子育て」を調べました")
    screen.open()
    open_form(screen)
    chooser = screen.type("関連するKPI", "移住", MODAL)
    screen.wait_text(f"{MODAL} [role=listbox]", "移住相談件数")
    assert not screen.run(PRESSED, chooser, "Enter", how)
    assert screen.run(PRESSED, chooser, "Enter", {})


@OF_INPUT_METHOD
def test_an_escape_of_the_input_method_leaves_the_thread_open(screen: "Screen", how: dict[str, object]) -> None:
    ask(screen)
    field = screen.type("スレッドに返信", "にほんご", THREAD)
    screen.run(PRESSED, field, "Escape", how)
    assert "/" in screen.run("return location.hash")
    screen.run(PRESSED, field, "Escape", {})
    screen.wait(lambda: "/" not in screen.run("return location.hash"))


def test_what_was_begun_is_there_after_the_page_is_loaded_again(screen: "Screen") -> None:
    screen.find("textarea", "", "main").send_keys("途中まで")
    screen.driver.refresh()
    screen.wait(lambda: screen.run("return document.querySelector('.composer textarea')?.value === '途中まで'"))


def test_what_was_begun_in_one_place_waits_there(screen: "Screen") -> None:
    screen.say("移住を増やす事業は？")
    screen.say("KPIは？")
    screen.wait(lambda: len(screen.driver.find_elements("css selector", "main .replies")) == 2)
    screen.type("へのメッセージ", "全体へ", "main")
    threads: list[str] = []
    for at, words in enumerate(("一つ目へ", "二つ目へ")):
        screen.run("document.querySelectorAll('main .replies')[arguments[0]].click()", at)
        screen.wait(lambda: screen.run("return location.hash.slice(1)") not in ["C0GENERAL", "", *threads])
        screen.wait(lambda: screen.driver.find_elements("css selector", f"{THREAD} {FIELD}"))
        assert written(screen, THREAD) == ""
        screen.type("スレッドに返信", words, THREAD)
        threads.append(screen.run("return location.hash.slice(1)"))
    screen.click("総合政策", "nav")
    screen.wait_text("main h2", "総合政策")
    assert written(screen) == ""
    screen.click("戦略ボット", "nav")
    screen.click("メッセージ", "main", "[role=tab]")
    screen.type("へのメッセージ", "ボットへ", "main")
    screen.choose("あなた", "田中")
    screen.wait(lambda: written(screen) == "")
    screen.choose("あなた", "佐藤")
    screen.wait(lambda: written(screen) == "ボットへ")
    for thread, words in zip(threads, ("一つ目へ", "二つ目へ"), strict=True):
        screen.run("location.hash = arguments[0]", thread)
        screen.wait(partial(shows, screen, THREAD, words))
        assert written(screen) == "全体へ"


def test_words_that_could_not_be_sent_come_back_to_where_they_were_written(screen: "Screen") -> None:
    screen.run(NO_ANSWERS)
    screen.say("全体への問い")
    screen.wait(lambda: screen.run("return window.awaited.length"))
    screen.click("総合政策", "nav")
    screen.wait_text("main h2", "総合政策")
    screen.run("for (const lose of window.awaited) lose(new TypeError('Failed to fetch'))")
    screen.wait_text(".toasts", "つながりません")
    assert written(screen) == ""
    screen.run("location.hash = arguments[0]", GENERAL)
    screen.wait(lambda: written(screen) == "全体への問い")


@pytest.mark.parametrize("is_written_in", [True, False], ids=["from the field", "where nothing held the focus"])
def test_after_a_form_is_closed_by_mouse_one_writes_on(screen: "Screen", slack: Slack, is_written_in: bool) -> None:
    """The field is entered anew, as an input method needs it. Safari gives a pressed button no focus."""
    ask(screen)
    field = screen.find("textarea", "スレッドに返信", THREAD)
    pressed = screen.find("button", "実績を登録", THREAD)
    screen.run("arguments[0].blur()", field)
    if is_written_in:
        field.send_keys("書き")
    screen.run("arguments[0].click()", pressed)  # as a shortcut of the page: the focus stays where it was
    screen.wait(lambda: screen.run(MODAL_IS_OPEN))
    screen.run(WATCHED, field)
    screen.click("閉じる", f"{MODAL} .modal-head")
    slack.wait_for(lambda workspace: workspace.modal(SATO) is None)
    screen.wait(lambda: not screen.run(MODAL_IS_OPEN))
    assert screen.focused() == "スレッドに返信"
    assert screen.run("return seen")[-2:] == (["blur", "focus"] if is_written_in else ["focus"])
    screen.driver.switch_to.active_element.send_keys("かけ")
    assert written(screen, THREAD) == ("書きかけ" if is_written_in else "かけ")


@pytest.mark.parametrize("where", ["main", THREAD], ids=["channel", "thread"])
def test_at_400_percent_messages_can_be_read_and_sent(screen: "Screen", where: str) -> None:
    """1280×1024 at 400 % is a window of 320×256 (WCAG 1.4.10)."""
    ask(screen)
    fragment = screen.run("return location.hash.slice(1)")
    screen.device(320, 256)
    screen.open(fragment if where == THREAD else "")
    screen.wait_text(f"{where} .messages", "移住を増やす事業は？")
    screen.run("window.scrollTo(0, 0)")
    unscrolled = screen.run(ROOM, where)
    assert round(unscrolled["bottom"]) <= 256, "it can be sent without scrolling"
    assert unscrolled["clear"] >= 96, "four lines are seen at once, before anything is scrolled"
    screen.shot(f"13-zoom-top-{where}")
    screen.run("window.scrollTo(0, document.documentElement.scrollHeight)")
    screen.shot(f"13-zoom-{where}")
    seen = screen.run(ROOM, where)
    assert seen["lines"] >= 120  # five lines
    assert round(seen["bottom"]) <= 256
    assert max(seen["right"], seen["wide"]) <= 320
    screen.say("聞こえますか？", where)
    screen.wait_text(f"{where} .messages", "聞こえますか？")
