"""The states of indicators keep their word and their sign together, and their cells to two lines."""

from typing import TYPE_CHECKING

import pytest

from bot.sandbox.run import clock_of
from knowledge.indicators.samples import sample_drafts
from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import FiscalYear
from knowledge.storage.ledger_store import LedgerStore
from tests.stand_in import Slack
from tests.trial.test_trial_page import MODAL, OVERFLOWS, THREAD, ask, close_modal

if TYPE_CHECKING:
    from tests.bot.sandbox.page.screen import Screen

LINES = """return [...document.querySelectorAll(arguments[0])].map((cell) => {
  const range = document.createRange();
  range.selectNodeContents(cell);
  return Math.round(range.getBoundingClientRect().height / parseFloat(getComputedStyle(cell).lineHeight));
})"""
STATES = """
  const states = /(?:達成|順調|やや遅れ|遅れ|後退|未達成)\\s[◎○△▽▼×]/gu, found = [];
  const walker = document.createTreeWalker(document.querySelector(arguments[0]), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    for (const state of walker.currentNode.data.matchAll(states)) {
      const range = document.createRange();
      range.setStart(walker.currentNode, state.index);
      range.setEnd(walker.currentNode, state.index + state[0].length);
      const tops = [...range.getClientRects()].map((one) => Math.round(one.top));
      if (tops.length) found.push([state[0], new Set(tops).size]);
    }
  }
  return found;
"""


@pytest.fixture
def ended(ledger: LedgerStore, catalog: Catalog, slack: Slack) -> None:
    """Invented actuals until the year of the targets, some of which are missed."""
    drafts = sample_drafts(catalog, ledger.ledger(), until=FiscalYear(2024), by="試験")
    ledger.record(drafts, {one.id: one.unit for one in catalog.indicators.values()}, at=clock_of(slack)())


@pytest.mark.usefixtures("ended")
def test_a_state_and_what_is_left_to_the_target_take_two_lines_in_a_thread(screen: "Screen") -> None:
    screen.device(1440, 900)
    ask(screen, "遅れている指標はどれ")
    screen.wait_text(THREAD, "未達成 ×")
    lines = screen.run(LINES, f"{THREAD} .data-table tbody td:nth-child(2)")
    screen.shot("38-trial-states-desk")
    assert lines
    assert (max(lines), screen.run(OVERFLOWS)) == (2, 0)
    assert "（あと" in screen.text(f"{THREAD} .data-table")


@pytest.mark.usefixtures("ended")
def test_a_state_keeps_its_sign_on_a_phone(screen: "Screen") -> None:
    screen.say("/senryaku digest")
    screen.click("自分に試しに送る", MODAL)
    screen.wait_text(MODAL, "試しに送りました")
    close_modal(screen)
    screen.click("戦略ボット", "nav")
    screen.click("メッセージ", "main", "[role=tab]")
    screen.device(390, 844, mobile=True)
    screen.wait_text("main article", "注意が必要な指標")
    digest = screen.run(STATES, "main .messages")
    screen.shot("38-trial-states-digest")
    screen.open("home")
    screen.wait_text(".home", "注意が必要な指標")
    home = screen.run(STATES, ".home")
    screen.shot("38-trial-states-home")
    for shown in (digest, home):
        assert len(shown) >= 5
        assert [state for state, lines in shown if lines != 1] == []


@pytest.mark.usefixtures("ended")
@pytest.mark.parametrize("width", [390, 372, 356, 340, 320])
def test_no_line_of_a_sentence_ends_within_a_state_of_two_words(screen: "Screen", width: int) -> None:
    ask(screen, "KPIの進捗状況は？")
    screen.device(width, 844, mobile=True)
    words = screen.run(STATES.replace(r"[◎○△▽▼×]", r"\d").replace("やや遅れ", r"や\u2060や\u2060遅\u2060れ"), THREAD)
    assert "や\u2060や\u2060遅\u2060れ 1" in [word for word, _ in words]
    assert [word for word, lines in words if "\u2060" in word and lines != 1] == []


@pytest.mark.usefixtures("samples")
def test_a_state_keeps_its_sign_on_the_meeting_card(screen: "Screen") -> None:
    ask(screen, "くるめの魅力発信事業とは？")
    screen.click("会議用に表示", THREAD)
    screen.wait_text("main", "目的")
    for width in (1440, 1920):
        screen.device(width, 900)
        shown = screen.run(STATES, "main")
        assert [" ".join(state.split()) for state, _ in shown] == ["後退 ▼", "後退 ▼"]
        assert [lines for _, lines in shown] == [1, 1]
    screen.shot("38-trial-states-meeting")
