"""The site opened as files, as on a shared folder: searching in everyday words, axe, a phone, paper."""

import base64
import threading
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.documents.site.folder import write_site
from bot.documents.site.pages import site_files
from knowledge.japanese.vocabulary import load_phrases
from knowledge.model.catalog import Catalog
from knowledge.model.question_length import CUT
from tests.axe import findings
from tests.bot.made_up_values import MadeUpValues
from tests.browser import complaints, set_device, shoot

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

PAGES = {
    "top": "index.html",
    "kpis": "kpis/index.html",
    "kpi": "kpis/k3-7.html",
    "projects": "projects/index.html",
    "project": "projects/p3-12.html",
    "package": "packages/pkg3.html",
    "text": "text.html",
    "search": "search.html?q=移住",
}
Open = Callable[[str], "Chrome"]


@pytest.fixture(scope="module")
def site(catalog: Catalog, strategy_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "site"
    values = MadeUpValues(catalog, without=("k3-3",))
    files = site_files(catalog, values, date(2024, 6, 3), load_phrases(strategy_folder))
    write_site(folder, files, kept=folder.parent / "var")
    return folder


@pytest.fixture
def opened(browser: "Chrome", site: Path) -> Open:
    def at(address: str) -> "Chrome":
        browser.get(f"{site.as_uri()}/{address}")
        return browser

    set_device(browser, 1280, 900)
    complaints(browser)
    return at


def titles(page: "Chrome", query: str) -> list[str]:
    found: list[str] = page.execute_script(
        "const field = document.querySelector('#search'); field.value = arguments[0];"
        "field.dispatchEvent(new Event('input'));"
        "return [...document.querySelectorAll('#search-results a')].map((link) => link.textContent)",
        query,
    )
    return found


def test_the_search_understands_names_readings_and_everyday_words(opened: Open) -> None:
    page = opened("search.html")
    for query, title in (
        ("定住誘導推進事業", "定住誘導推進事業"),
        ("ていじゅうゆうどう", "定住誘導推進事業"),
        ("シャッター街", "中心市街地の空き店舗率"),
        ("空家", "空き家の流通・活用支援事業"),
        ("保育園に入れない子の数", "待機児童数"),
        ("お店の跡継ぎがいない", "地域企業成長支援事業"),
    ):
        assert title in titles(page, query)[:3], query


def test_words_that_stand_there_come_before_what_is_meant_by_them(opened: Open) -> None:
    page = opened("search.html")
    assert titles(page, "移住")[0] in titles(page, "移住 移住")[:3]
    assert titles(page, "ぬぬぬぬ") == []
    assert "見つかりませんでした" in page.execute_script("return document.querySelector('#search-count').textContent")
    assert complaints(page) == []


def test_letters_that_meet_by_chance_find_nothing(opened: Open) -> None:
    """チャンピオン is no 赤ちゃん, アスリート no ああああ, and ニーズ with サポート no ニート."""
    page = opened("search.html")
    assert "MICE誘致推進事業" not in titles(page, "赤ちゃん")
    assert titles(page, "ああああ") == []
    assert "基本的方向⑥ 希望の暮らしをサポートする" not in titles(page, "ニート")


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(opened: Open, name: str) -> None:
    page = opened(PAGES[name])
    assert findings(page) == []
    for dark in (False, True):
        set_device(page, 1280, 900, dark=dark)
        shoot(page, f"40-site-{name}-{'dark' if dark else 'light'}")


@pytest.mark.parametrize("is_served", [False, True], ids=["as files", "by a server"])
def test_no_page_breaks_its_own_policy(opened: Open, site: Path, served: str, is_served: bool) -> None:
    for address in PAGES.values():
        page = opened(address)
        if is_served:
            page.get(f"{served}/{address}")
        policy = page.execute_script("return document.querySelector('meta[http-equiv]').content")
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
    assert titles(page, "ていじゅうゆうどう")[0] == "定住誘導推進事業"
    page.execute_script(
        "document.body.append(Object.assign(document.createElement('script'), {text: 'window.bad = 1'}))"
    )
    assert page.execute_script("return window.bad") is None
    assert ["inline script" in told for told in complaints(page) if "favicon" not in told] == [True]


@pytest.fixture
def served(site: Path) -> Iterator[str]:
    handler = partial(SimpleHTTPRequestHandler, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_no_number_breaks_within_on_a_phone(opened: Open) -> None:
    page = opened("kpis/index.html")
    set_device(page, 375, 740, mobile=True)
    broken = page.execute_script("""
      const lines = (node, from, to) => {
        const range = document.createRange();
        range.setStart(node, from);
        range.setEnd(node, to);
        return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size;
      };
      const breaks = (node) => [...node.data.matchAll(/[\\d,.]+/g)]
        .some((number) => lines(node, number.index, number.index + number[0].length) > 1);
      const texts = [...document.querySelectorAll(".amount")].map((cell) => cell.firstChild);
      return texts.filter(breaks).map((node) => node.data);
    """)
    assert broken == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_sticks_out_on_a_phone(opened: Open, name: str) -> None:
    page = opened(PAGES[name])
    set_device(page, 375, 740, mobile=True)
    shoot(page, f"41-site-{name}-phone")
    assert page.execute_script("return document.documentElement.scrollWidth") <= 375


@pytest.mark.parametrize("name", ["top", "kpis", "project", "kpi"])
def test_a_page_prints_on_a4(opened: Open, name: str) -> None:
    page = opened(PAGES[name])
    set_device(page, 794, 1123)
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    shoot(page, f"42-site-{name}-print")
    hidden = page.execute_script("return getComputedStyle(document.querySelector('.top nav')).display")
    printed: dict[str, Any] = page.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert hidden == "none"
    assert base64.b64decode(printed["data"]).startswith(b"%PDF-")


def test_of_a_text_longer_than_any_question_the_beginning_is_looked_for(opened: Open) -> None:
    page = opened("search.html")
    assert titles(page, "定住誘導推進事業" + " " * 9_000 + "\n") == titles(page, "定住誘導推進事業")
    titles(page, "移住支援" * 10_000)
    assert CUT in page.execute_script("return document.querySelector('#search-count').textContent")
    assert complaints(page) == []
