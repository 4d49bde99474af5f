"""The whole site of the real strategy, in memory: its pages, links, markup and search data."""

import json
import posixpath
import re
from datetime import date
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import html5lib
import pytest
from html5lib.html5parser import HTMLParser

from bot.documents.site.addresses import find_link, page_addresses
from bot.documents.site.pages import site_files
from knowledge.japanese.vocabulary import load_phrases
from knowledge.model.catalog import Catalog
from knowledge.model.normalize import name_key
from knowledge.wording.amounts import Figure, without_markup
from knowledge.wording.values import EMPTY_VALUES, ValueView
from tests.bot.made_up_values import MadeUpValues

TODAY = date(2024, 6, 3)
XHTML = "{http://www.w3.org/1999/xhtml}"
Files = dict[str, str]


@pytest.fixture(scope="module")
def files(catalog: Catalog) -> Files:
    return site_files(catalog, MadeUpValues(catalog, without=("k3-3",)), TODAY)


@pytest.fixture(scope="module")
def pages(files: Files) -> Files:
    return {name: text for name, text in files.items() if name.endswith(".html")}


def test_every_record_has_a_place_that_exists(catalog: Catalog, files: Files) -> None:
    base = catalog.base
    structure = [
        *(goal.id for goal in base.goals),
        *(own.id for own in base.directions),
        *(p.id for p in base.packages),
    ]
    texts = [*(term.id for term in base.terms), *(passage.id for passage in base.passages)]
    ids = [*structure, *texts, *catalog.projects, *catalog.indicators, catalog.strategy.id]
    addresses = page_addresses(catalog)
    assert set(ids) == set(addresses)
    for id in ids:
        page, _, place = addresses[id].partition("#")
        assert page in files, id
        assert not place or f'id="{place}"' in files[page], id


def test_addresses_are_permanent(catalog: Catalog) -> None:
    addresses = page_addresses(catalog)
    assert addresses["p3-12"] == "projects/p3-12.html"
    assert addresses["pkg3"] == "packages/pkg3.html"
    assert addresses["g2"] == "goals/g2.html"
    assert addresses["d6"] == "directions/d6.html"
    assert addresses["k3-7"] == "kpis/k3-7.html"
    assert addresses["g2-t1"] == "kpis/g2-t1.html"
    assert addresses["t1"] == "terms.html#t1"
    assert addresses["s101"] == "text.html#s101"
    assert find_link(catalog, "https://intra.example/plan/", "t1") == "https://intra.example/plan/terms.html#t1"
    assert find_link(catalog, "https://intra.example/plan", "p3-12") == "https://intra.example/plan/projects/p3-12.html"
    assert find_link(catalog, "https://intra.example/plan", "p9-9") is None


def test_every_link_leads_somewhere_on_the_site(pages: Files, files: Files) -> None:
    places = {name: set(re.findall(r' id="([^"]+)"', text)) for name, text in pages.items()}
    for name, text in pages.items():
        for link in re.findall(r'(?:href|src|action)="([^"]*)"', text):
            parts = urlsplit(link)
            assert not parts.scheme, f"{name}: {link} leads off the site"
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), parts.path)) if parts.path else name
            assert target in files, f"{name}: {link}"
            assert not parts.fragment or parts.fragment in places[target], f"{name}: {link}"


def test_every_page_is_well_formed_japanese_html(pages: Files) -> None:
    for name, text in pages.items():
        parser = HTMLParser(tree=html5lib.getTreeBuilder("etree"))
        tree = parser.parse(text)
        assert parser.errors == [], f"{name}: {parser.errors}"
        assert tree.get("lang") == "ja"
        assert len(list(tree.iter(f"{XHTML}h1"))) == 1, name
        assert len(list(tree.iter(f"{XHTML}main"))) == 1, name
        ids = re.findall(r' id="([^"]+)"', text)
        assert len(ids) == len(set(ids)), name
        for field in (*tree.iter(f"{XHTML}input"), *tree.iter(f"{XHTML}select")):
            assert f'for="{field.get("id")}"' in text, f"{name}: a field without a label"


def test_headings_go_down_one_step_at_a_time(pages: Files) -> None:
    for name, text in pages.items():
        levels = [int(level) for level in re.findall(r"<h(\d)", text)]
        assert levels[0] == 1, name
        assert all(later <= earlier + 1 for earlier, later in pairwise(levels)), name


def test_nothing_is_fetched_from_elsewhere_and_no_script_stands_in_a_page(files: Files) -> None:
    for name, text in files.items():
        assert "http://" not in text, name
        assert "https://" not in text, name
        assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|javascript:", text), name


def test_a_project_page_says_all_that_the_document_says(catalog: Catalog, files: Files) -> None:
    for project in catalog.projects.values():
        text = files[f"projects/{project.id}.html"]
        for said in (project.name, project.description, *(own.text for own in project.initiatives)):
            assert all(line in text for line in without_markup(said).split("\n")), project.id
        for kpi in catalog.kpis_of(project):
            assert f'href="../kpis/{kpi.id}.html"' in text
        assert f"本文{project.span.first_line}〜{project.span.last_line}行" in text


def test_charts_have_their_numbers_in_words_and_samples_are_called_so(files: Files) -> None:
    page = files["kpis/k3-7.html"]
    assert "<svg" in page
    told = "住宅の購入に伴う転入者数の推移。基準値 653人（平成30年度）、目標値 710人（令和6年度）。"
    assert f"{told}実績【架空の値】 令和2年度 " in page
    assert page.count("架空の値") > 4
    without = files["kpis/k3-3.html"]
    assert '<svg class="chart"' not in without
    assert "実績未登録" in without
    assert "架空" not in without


def test_states_are_told_by_word_and_mark(files: Files) -> None:
    page = files["kpis/index.html"]
    assert "達成 ◎" in page
    assert '<tr data-state="実績未登録">' in page


class _HostileValues:
    """What somebody may have typed into a note or a source."""

    is_partial = False

    def latest(self, id: str) -> ValueView | None:
        return ValueView(
            figure=Figure('<b>"1"</b>', "（<i>）"),
            source="<script>alert(1)</script>",
            reason="a & b < c",
            formula="<x>",
        )


def test_whatever_was_typed_is_shown_as_text(catalog: Catalog) -> None:
    files = site_files(catalog, _HostileValues(), TODAY)
    page = files["kpis/k3-7.html"]
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "a &amp; b &lt; c" in page
    for name, text in files.items():
        assert "<b>" not in text, name
        assert "<i>" not in text, name


def test_the_same_records_and_day_give_the_same_files(catalog: Catalog, files: Files) -> None:
    assert list(site_files(catalog, MadeUpValues(catalog, without=("k3-3",)), TODAY).items()) == list(files.items())


def test_without_actuals_every_page_still_stands(catalog: Catalog) -> None:
    files = site_files(catalog, EMPTY_VALUES, TODAY)
    assert "架空" not in "".join(files.values())
    assert "実績未登録" in files["index.html"]


def _search_rows(files: Files) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = json.loads(
        files["search-index.js"].partition("globalThis.senryakuIndex = ")[2].removesuffix(";\n")
    )
    return rows


def test_everyday_words_lead_somewhere_and_are_never_shown(catalog: Catalog, strategy_folder: Path) -> None:
    phrases = load_phrases(strategy_folder)
    files = site_files(catalog, EMPTY_VALUES, TODAY, phrases)
    rows = _search_rows(files)
    meanings = files["search-meanings.js"].removeprefix("globalThis.senryakuMeanings = ").removesuffix(";\n")
    said = name_key("\n".join(f"{row['title']} {row['text']}" for row in rows))
    for _, means in json.loads(meanings):
        assert all(name_key(mean) in said for mean in means.split("|"))
    spoken = {row["title"]: row["spoken"].split("|") for row in rows if row["spoken"]}
    for id in ("p1-1", "p3-12", "k3-3"):
        record = catalog.projects.get(id) or catalog.indicators[id]
        assert set(phrases.records[id].phrases) <= set(spoken[record.name])
    only = phrases.records["p1-1"].phrases[0]
    assert not [name for name, text in files.items() if name.endswith(".html") and only in text]


def test_the_search_data_hold_names_readings_and_words(catalog: Catalog, files: Files) -> None:
    rows = _search_rows(files)
    by_address = {row["at"]: row for row in rows}
    project = by_address["projects/p3-12.html"]
    assert project["title"] == "定住誘導推進事業"
    assert project["titleReading"] == "ていじゅうゆうどうすいしんじぎょう"
    assert "いじゅう" in project["reading"]
    assert "projects/p3-4.html" not in by_address  # a reprint is found as its original
    assert len(rows) == len(by_address)
    assert {row["kind"] for row in rows} == {
        "事業", "KPI", "数値目標", "成果目標", "政策パッケージ", "基本目標", "基本的方向", "用語", "本文",
    }  # fmt: skip
