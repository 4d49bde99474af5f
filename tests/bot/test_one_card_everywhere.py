"""One card of every record, on every surface: text, terminal, Slack, page and sheet say the same figures and words."""

import re
from collections.abc import Iterator
from datetime import date
from html import unescape

import pytest

from bot.documents.sheet.content import sheet_content, sheet_ids
from bot.documents.site.addresses import page_addresses
from bot.documents.site.pages import site_files
from bot.terminal.cards import lay_out
from bot.terminal.layout import Page
from bot.views.cards import record_message
from knowledge.indicators.current_values import CurrentValues
from knowledge.indicators.ledger import Ledger
from knowledge.model.catalog import Catalog
from knowledge.model.records import Record
from knowledge.wording import Card, Values, card_of
from knowledge.wording.card import CardField, card_text
from knowledge.wording.values import EMPTY_VALUES
from tests.bot.made_up_values import MadeUpValues
from tests.bot.views.judging import seen
from tests.knowledge.actual_values import ledger_of

TODAY = date(2024, 6, 3)
_BETWEEN = re.compile(r"[\s（）【】・│]")  # by which a surface sets apart what belongs together


def squeezed(text: str) -> str:
    return _BETWEEN.sub("", text)


@pytest.fixture(params=["nothing recorded", "invented", "recorded", "partly lost"], scope="module")
def values(request: pytest.FixtureRequest, catalog: Catalog) -> Values:
    if request.param == "nothing recorded":
        return EMPTY_VALUES
    if request.param == "invented":
        return MadeUpValues(catalog, without=("k3-3",))
    years = (("k3-3", 2022, "48"), ("k3-3", 2023, "40"), ("k3-5", 2023, "0.3"), ("k2-4", 2023, "58.10"))
    recorded = ledger_of(catalog, *years, ("population", 2023, "302000"), ("g2-t1", 2023, "3000"))
    return CurrentValues(catalog, Ledger(recorded.entries, is_partial=request.param == "partly lost"))


@pytest.fixture(scope="module")
def pages(catalog: Catalog, values: Values) -> dict[str, str]:
    """Record id → what its page, or its place on a page of many, says in words."""
    files, addresses = site_files(catalog, values, TODAY), page_addresses(catalog)
    said = {}
    for id, address in addresses.items():
        page = address.partition("#")[0]
        said[id] = squeezed(unescape(re.sub(r"<[^>]+>", "", files[page])))
    return said


@pytest.fixture(scope="module")
def sheets(catalog: Catalog, values: Values) -> dict[str, str]:
    content = sheet_content(catalog, values, sheet_ids(catalog), TODAY)
    return {page["id"]: squeezed("".join(_strings(page))) for page in content["pages"]}


def _strings(value: object) -> Iterator[str]:
    """Every string of a page in its order; of a figure's parts in theirs."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for one in value:
            yield from _strings(one)
    elif isinstance(value, str):
        yield value


def figures(card: Card) -> Iterator[str]:
    """Baseline, actual and target of each of its indicators with year and status, and how it stands."""
    for own in card.measures:
        yield own.name
        yield from (own.baseline.text, own.actual.text, own.target.text)
        if own.view:
            yield from (own.state_label, own.percent.replace("—", ""))


def words(card: Card) -> Iterator[str]:
    yield card.name
    yield card.subtitle
    yield from card.paragraphs
    yield from card.notes
    lists = (part for part in card.parts if isinstance(part, CardField))
    yield from (line.name for own in (*card.fields, *lists) for line in own.lines)
    yield from card.source


def missing(said: str, expected: Iterator[str]) -> list[str]:
    return [one for one in expected if squeezed(one) not in said]


def cards(catalog: Catalog, values: Values) -> Iterator[Card]:
    """Reprints are shown as their originals, but on pages and sheets."""
    return (card_of(record, catalog, values) for record in dict.fromkeys(catalog.records.values()))


def test_the_text_says_everything(catalog: Catalog, values: Values) -> None:
    for card in cards(catalog, values):
        said = squeezed(card_text(card))
        assert missing(said, figures(card)) == missing(said, words(card)) == [], card.id


def test_the_terminal_says_everything(catalog: Catalog, values: Values) -> None:
    for card in cards(catalog, values):
        page = Page(80)
        lay_out(page, card)
        said = squeezed("".join(line.plain for line in page.lines))
        told = (one.removeprefix("※ ").rstrip("。") for one in words(card))  # the sentence on our links in brackets
        assert missing(said, figures(card)) == missing(said, told) == [], card.id


def test_slack_says_everything(catalog: Catalog, values: Values) -> None:
    for card in cards(catalog, values):
        message = record_message(card.id, catalog, values)
        said = squeezed(unescape(seen(message.blocks)))
        assert missing(said, figures(card)) == missing(said, words(card)) == [], card.id


def test_the_site_says_everything(catalog: Catalog, values: Values, pages: dict[str, str]) -> None:
    reprints = (project for project in catalog.projects.values() if project.reprint_of)
    for card in (*cards(catalog, values), *(card_of(each, catalog, values) for each in reprints)):
        own = [one for one in words(card) if one not in card.source or not card.is_quoted]
        assert missing(pages[card.id], figures(card)) == missing(pages[card.id], iter(own)) == [], card.id


def test_the_sheet_says_everything(catalog: Catalog, values: Values, sheets: dict[str, str]) -> None:
    records: tuple[Record, ...] = (*catalog.projects.values(), *catalog.base.packages)
    for record in records:
        card = card_of(record, catalog, values)
        own = (one.replace("⚠", "※") for one in words(card))  # which its font lacks
        assert missing(sheets[card.id], figures(card)) == missing(sheets[card.id], own) == [], card.id


@pytest.mark.parametrize(("today", "says"), [(date(2025, 3, 31), False), (date(2025, 4, 1), True)])
def test_every_page_and_every_sheet_says_that_the_period_is_over(catalog: Catalog, today: date, says: bool) -> None:
    ended = "計画期間は令和7年3月で終わっています。"
    pages = [text for name, text in site_files(catalog, EMPTY_VALUES, today).items() if name.endswith(".html")]
    assert {ended in page for page in pages} == {says}
    sheets = sheet_content(catalog, EMPTY_VALUES, sheet_ids(catalog), today)["pages"]
    assert {ended in "".join(_strings(page)) for page in sheets} == {says}
