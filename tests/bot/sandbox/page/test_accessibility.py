"""axe-core finds nothing on any screen, light or dark."""

from typing import TYPE_CHECKING

from tests.axe import findings

if TYPE_CHECKING:
    from tests.bot.sandbox.page.screen import Screen


def test_axe_finds_nothing(screen: "Screen") -> None:
    found = findings(screen.driver)
    for question in ("移住を増やす事業は？", "KPIは？"):
        screen.say(question)
        screen.wait(lambda: screen.run("return [...document.querySelectorAll('main .replies')].pop()"))
        screen.wait_text("main", question)
        screen.run("return [...document.querySelectorAll('main .replies')].pop().click()")
        screen.wait_text("aside", "戦略ボット")
        found += findings(screen.driver)
    screen.open("home")
    screen.wait_text(".home", "総合戦略のようす")
    screen.click("動作の確認", ".top")
    found += findings(screen.driver)
    screen.open()
    screen.click("ショートカットとコマンド", "main")
    found += findings(screen.driver)
    screen.click("戦略を調べる")
    screen.click("登録", "#modal .dialog-foot")
    screen.wait_text("#modal .problem", "3か所")
    found += findings(screen.driver)
    assert found == []
