"""axe-core (tests/sandbox/page/axe, MPL 2.0) finds nothing serious on any screen, light or dark."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.sandbox.page.screen import Screen

AXE = Path(__file__).parent / "axe" / "axe.min.js"
SERIOUS = ("serious", "critical")


def findings(screen: "Screen") -> list[str]:
    screen.run(AXE.read_text(encoding="utf-8"))
    violations: list[dict[str, Any]] = screen.run(
        "return axe.run(document, { resultTypes: ['violations'] }).then((result) => result.violations)"
    )
    return [
        f"{found['id']} ({found['impact']}): {node['html'][:200]} {node['failureSummary'][:300]}"
        for found in violations
        if found["impact"] in SERIOUS
        for node in found["nodes"]
    ]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_serious(screen: "Screen", dark: bool) -> None:
    screen.device(1440, 900, dark=dark)
    screen.open()
    found = findings(screen)
    for question in ("移住を増やす事業は？", "KPIは？", "グラフ"):
        screen.say(question)
        screen.wait(lambda: screen.run("return [...document.querySelectorAll('main .replies')].pop()"))
        screen.wait_text("main", question)
        screen.run("return [...document.querySelectorAll('main .replies')].pop().click()")
        screen.wait_text("aside", "戦略ボット")
        found += findings(screen)
    screen.open("home")
    screen.wait_text(".home", "総合戦略のようす")
    screen.click("動作の確認", ".top")
    found += findings(screen)
    screen.open()
    screen.click("ショートカットとコマンド", "main")
    found += findings(screen)
    screen.click("戦略を調べる")
    screen.click("登録", "#modal .dialog-foot")
    screen.wait_text("#modal .problem", "3か所")
    found += findings(screen)
    assert found == []
