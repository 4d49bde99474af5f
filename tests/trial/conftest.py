"""The trial as a person meets it: the page in a browser, the stand-in, and the real bot with the real strategy."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.app.serve import start
from bot.app.wiring import ledger_in
from bot.sandbox.page.files import pages
from bot.sandbox.run import PAUSE_S, clock_of
from bot.terminal.cli_sandbox import trial_settings
from knowledge.answers.engine import Engine
from knowledge.indicators.samples import sample_drafts
from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import FiscalYear
from knowledge.reading.source import Line
from knowledge.storage.ledger_store import LedgerStore
from knowledge.wording.states import WORDS_OF_PARTS
from tests.stand_in import Slack
from tests.world import plans_in, workspace

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

    from tests.bot.sandbox.page.screen import Screen

LAST_SAMPLE = FiscalYear(2023)


@pytest.fixture
def slack() -> Iterator[Slack]:
    with workspace(pages=pages(whole=WORDS_OF_PARTS)) as started:
        started.platform.pause_s = PAUSE_S
        yield started


@pytest.fixture
def ledger(tmp_path: Path, catalog: Catalog) -> LedgerStore:
    return ledger_in(tmp_path, catalog)


@pytest.fixture
def samples(ledger: LedgerStore, catalog: Catalog, slack: Slack) -> None:
    """Invented actuals, as `senryaku sandbox --sample` records them."""
    drafts = sample_drafts(catalog, ledger.ledger(), until=LAST_SAMPLE, by="試験")
    ledger.record(drafts, {one.id: one.unit for one in catalog.indicators.values()}, at=clock_of(slack)())


@pytest.fixture
def screen(
    browser: "Chrome",
    slack: Slack,
    catalog: Catalog,
    engine: Engine,
    lines: tuple[Line, ...],
    tmp_path: Path,
) -> "Iterator[Screen]":
    """The page, with the bot connected. Whatever a test does, the browser must have had nothing to complain of."""
    from tests.bot.sandbox.page.screen import Screen

    stop = start(trial_settings(slack), tmp_path, plans_in(tmp_path, catalog, engine, lines), clock_of(slack))
    try:
        slack.wait_connected()
        seen = Screen(browser, slack)
        seen.device(1440, 900)
        seen.complaints()
        seen.open()
        yield seen
        assert [line for line in seen.complaints() if "status of 409" not in line] == []
        seen.close()
    finally:
        stop()
