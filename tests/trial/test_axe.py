"""axe-core finds nothing in what the real bot says, light or dark."""

from typing import TYPE_CHECKING

import pytest

from tests.axe import findings

if TYPE_CHECKING:
    from tests.bot.sandbox.page.screen import Screen

THREAD, MODAL = "aside", "#modal"


def ask(screen: "Screen", question: str) -> None:
    screen.say(question)
    screen.wait_text("main article:last-child", question)
    screen.wait_text("main article:last-child", "1件の返信")
    screen.run("[...document.querySelectorAll('main .replies')].pop().click()")


@pytest.mark.usefixtures("samples")
def test_axe_finds_nothing(screen: "Screen") -> None:
    found: list[str] = []
    for question, shown in (
        ("定住誘導推進事業とは？", "取組"),
        ("パッケージ3のKPIは？", "待機児童数"),
        ("移住支援の事業は？", "KPIの推移"),
    ):
        ask(screen, question)
        screen.wait_text(THREAD, shown)
        found += findings(screen.driver)
    screen.run("document.querySelector('main .replies').click()")
    screen.click("会議用に表示", THREAD)
    screen.wait_text("main", "数値を表で見る")
    found += findings(screen.driver)
    ask(screen, "待機児童数のKPIは？")
    screen.click("実績を登録", THREAD)
    screen.wait_text(MODAL, "基準値")
    found += findings(screen.driver)
    screen.open("home")
    screen.wait_text(".home", "政策パッケージ")
    found += findings(screen.driver)
    assert found == []
