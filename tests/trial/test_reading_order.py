"""What a screen reader meets, in its order: the browser's own accessibility tree of five messages and the Home tab."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

    from tests.bot.sandbox.page.screen import Screen

THREAD = "aside"
NAMED_WHOLE = ("button", "heading", "rowheader", "cell", "columnheader", "image", "DisclosureTriangle")
SILENT = ("none", "generic", "InlineTextBox", "LineBreak", "LabelText", "strong")
QUESTIONS = {
    "card": "定住誘導推進事業とは？",
    "clear hit": "空き家のことは？",
    "theme": "移住支援の事業は？",
    "table": "遅れているKPIは？",
    "review": "令和5年度の検証表",
}


def read_out(driver: "Chrome", selector: str) -> list[tuple[str, str]]:
    """Role and words of everything that is not hidden; what has a name as a whole is one entry."""
    nodes: list[dict[str, Any]] = driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    root = driver.execute_cdp_cmd("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    found = driver.execute_cdp_cmd("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    place = driver.execute_cdp_cmd("DOM.describeNode", {"nodeId": found})["node"]["backendNodeId"]
    start = next(node for node in nodes if node.get("backendDOMNodeId") == place)
    return list(_spoken(start, {node["nodeId"]: node for node in nodes}))


def _spoken(node: dict[str, Any], nodes: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str]]:
    role, name = (node.get(key, {}).get("value", "") for key in ("role", "name"))
    if not node.get("ignored") and role not in SILENT and name.strip():
        yield role, name.strip()
        if role in NAMED_WHOLE:
            return
    for child in node.get("childIds", []):
        if child in nodes:
            yield from _spoken(nodes[child], nodes)


def answer_to(screen: "Screen", question: str) -> list[tuple[str, str]]:
    screen.open()
    screen.say(question)
    screen.wait_text("main article:last-child", question)
    screen.wait_text("main article:last-child", "1件の返信")
    screen.run("[...document.querySelectorAll('main .replies')].pop().click()")
    screen.wait_text(THREAD, "戦略ボット")
    return read_out(screen.driver, f"{THREAD} .messages article:last-child")


def roles(told: list[tuple[str, str]], *wanted: str) -> list[str]:
    return [name for role, name in told if role in wanted]


@pytest.mark.usefixtures("samples")
def test_messages_are_read_from_who_and_what_to_what_can_be_done(screen: "Screen") -> None:
    """And in the order that the document writes out."""
    told = {kind: answer_to(screen, question) for kind, question in QUESTIONS.items()}
    for kind, said in told.items():
        judge_written_order(kind, [name.replace("\u00a0", " ") for _, name in said])
        assert said[0][0] == "article", kind
        assert said[0][1].startswith("戦略ボット"), kind
        last = max(at for at, (role, _) in enumerate(said) if role not in ("button", "group"))
        first = (
            next(at for at, one in enumerate(said) if one == ("button", "なぜこの答え？")) if kind != "review" else last
        )
        assert first >= last, kind  # what is said of the answer comes before what can be done with the message
        assert not any(re.search("[■□]{2}", name) for _, name in said), kind  # a bar is a picture
        buttons = [name for name in roles(said, "button") if name not in ("前のカード", "次のカード")]
        assert len(buttons) == len(set(buttons)), kind  # each tells itself from its like
    assert roles(told["card"], "heading") == ["定住誘導推進事業"]
    assert roles(told["clear hit"], "heading") == ["空き家の流通・活用支援事業"]
    words = [name for _, name in told["clear hit"]]
    assert words.index("空き家の流通・活用支援事業") < words.index("ほかに見つかったもの")
    assert len(roles(told["theme"], "heading")) == 2
    for kind in ("table", "review"):
        tables = roles(told[kind], "table")
        assert tables, kind
        for caption in tables:
            assert [name for _, name in told[kind]].count(caption) == 1, kind
    row = [name for role, name in told["table"] if role in ("rowheader", "cell")][:3]
    assert row[1].startswith("後退")


WRITTEN = (Path(__file__).parents[2] / "docs" / "accessibility.md").read_text(encoding="utf-8")


def written_order(question: str) -> list[str]:
    """What stands between backticks in the part of the document on a question, in its order."""
    part = WRITTEN.split(f"（{question}）", 1)[1].partition("\n**")[0].partition("\n## ")[0]
    return re.findall("`(.+?)`", part)


def judge_written_order(kind: str, told: list[str]) -> None:
    wanted, at = written_order(QUESTIONS[kind]), 0
    assert len(wanted) >= 6
    for words in wanted:
        found = next((place for place in range(at, len(told)) if words in told[place]), None)
        assert found is not None, (words, told[at : at + 5])
        at = found


@pytest.mark.usefixtures("samples")
def test_the_home_tab_has_a_heading_for_each_part_the_worst_first(screen: "Screen") -> None:
    screen.open("home")
    screen.wait_text(".home", "政策パッケージ")
    told = read_out(screen.driver, ".home")
    assert roles(told, "heading")[1:5] == [
        "注意が必要な指標（7件）", "KPI・数値目標のいま（全47件）", "政策パッケージから探す", "定期配信",
    ]  # fmt: skip
    buttons = roles(told, "button")
    assert len(buttons) == len(set(buttons))
    assert "遅れ ▽ 3件のKPIを見る" in buttons
