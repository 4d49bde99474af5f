"""blocks.js by itself: what each fixture of blocks/ shows, and that it knows whatever the bot sends."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.views import Block
from knowledge.model.catalog import Catalog
from knowledge.wording import Values
from tests.bot.views.conftest import some_values as some_values
from tests.bot.views.everything import (
    answers_about,
    messages_of_answer,
    messages_of_digests,
    messages_of_record,
    one_of_each,
    views_of,
)

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

    from tests.stand_in import Slack

HERE = Path(__file__).parent
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


def test_whatever_the_bot_sends_is_drawn_without_a_warning(
    bare: "Chrome", catalog: Catalog, some_values: Values
) -> None:
    """Blocks of each make once, by the kinds of all that stands in them."""
    sent = [*(view["blocks"] for view in views_of(catalog, some_values, "語")), *_messages(catalog, some_values)]
    made = {frozenset(_kinds(block)): block for blocks in sent for block in blocks}
    assert {"carousel", "data_visualization", "multi_external_select", "rich_text"} <= frozenset().union(*made)
    assert bare.execute_script(DRAW, {"blocks": list(made.values())})["warnings"] == []


def _messages(catalog: Catalog, values: Values) -> Iterator[list[Block]]:
    for id in one_of_each(catalog):
        yield from (message.blocks for message in messages_of_record(id, catalog, values, ()))
    for answer in answers_about(list(catalog.projects)[:12], "語"):
        yield from (message.blocks for message in messages_of_answer(answer, catalog, values))
    yield from (message.blocks for message in messages_of_digests(catalog, values, "語"))


def _kinds(part: Any) -> Iterator[str]:
    """Of a block, and of all that stands in it."""
    if isinstance(part, dict):
        yield from [str(part["type"])] if "type" in part else []
        for inner in part.values():
            yield from _kinds(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _kinds(inner)
