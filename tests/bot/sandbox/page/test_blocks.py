"""blocks.js by itself: what each fixture of blocks/ shows, and that it knows whatever Slack takes."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.blockkit.tables import kinds

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

    from tests.stand_in import Slack

HERE = Path(__file__).parent
EXAMPLES = sorted((HERE.parents[1] / "blockkit" / "examples").glob("*.json"))
DRAW = """
const [{ blocks, errors = {}, press = [], shows = {}, values = {} }] = arguments;
const people = new Map([["U0SATO", { id: "U0SATO", name: "sato", real_name: "佐藤 花子" }]]);
const channels = new Map([
  ["C0GENERAL", { id: "C0GENERAL", name: "全体連絡", is_channel: true }],
  ["C0SECRET", { id: "C0SECRET", name: "内部検討", is_private: true }],
]);
const groups = new Map([["S0EDITORS", { handle: "kpi-editors" }]]);
const none = () => undefined;
const ctx = {
  viewer: "U0SUZUKI", people, channels, groups, place: {}, announce: none, draft: none, drafted: none, kept: none,
  press: none, suggest: none, confirm: none, busy: none, error: (block) => errors[block],
};
return import("/page/blocks/blocks.js").then(({ renderBlocks }) => {
  const host = document.createElement("div");
  document.body.replaceChildren(host);
  const named = blocks.map((block, index) => ({ block_id: `b${index}`, ...block }));
  host.append(...renderBlocks(named, ctx));
  for (const selector of press) host.querySelector(selector).click();
  for (const fold of host.querySelectorAll(".chart details")) fold.open = true;
  const words = (element) => (element.innerText ?? element.textContent).trim();
  const seen = (selector) => [...host.querySelectorAll(selector)].map(words);
  return {
    text: host.innerText,
    warnings: seen(".unknown strong"),
    shows: Object.fromEntries(Object.keys(shows).map((selector) => [selector, seen(selector)])),
    values: Object.fromEntries(Object.keys(values).map((selector) => [selector, host.querySelector(selector).value])),
  };
});
"""


def cases() -> list[Any]:
    listed = [(path.stem, case) for path in sorted((HERE / "blocks").glob("*.json")) for case in _read(path)]
    return [pytest.param(case, id=f"{name}: {case['reason']}") for name, case in listed]


def _read(path: Path) -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return read


@pytest.fixture
def bare(browser: "Chrome", slack: "Slack") -> "Chrome":
    """A page of the sandbox's own origin, and nothing on it."""
    browser.get(f"{slack.url}/page/style.css")
    return browser


@pytest.mark.parametrize("case", cases())
def test_blocks_show_what_the_fixtures_say(bare: "Chrome", case: dict[str, Any]) -> None:
    drawn = bare.execute_script(DRAW, case)
    assert drawn["shows"] == case["shows"]
    assert drawn["values"] == case.get("values", {})
    assert [words for words in case.get("never", []) if words in drawn["text"]] == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_valid_examples_are_drawn_without_a_warning(bare: "Chrome", path: Path) -> None:
    example = json.loads(path.read_text(encoding="utf-8"))
    blocks = example if isinstance(example, list) else example.get("blocks", [example])
    assert bare.execute_script(DRAW, {"blocks": blocks})["warnings"] == []


LEFT_TO_SLACK = {"file", "video"}  # apps cannot post the one, and the other shows what lies elsewhere
ELEMENTS_LEFT_TO_SLACK = {"file_input", "rich_text_input", "workflow_button"}  # the bot has no use for them


def test_every_block_and_element_that_slack_takes_is_known(bare: "Chrome") -> None:
    known = bare.execute_script(
        "return import('/page/blocks/blocks.js').then((m) => [Object.keys(m.BLOCKS), Object.keys(m.ELEMENTS)])"
    )
    groups = ("select", "button", "choice", "date", "moment", "rich_input", "field")
    assert {*kinds("block"), *kinds("outer")} - set(known[0]) == LEFT_TO_SLACK
    assert {name for group in groups for name in kinds(group)} - set(known[1]) == ELEMENTS_LEFT_TO_SLACK
