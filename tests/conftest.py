"""The shipped strategy, read once: most tests look at the real document. What kind of test each one is."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app.plans import add_plan
from bot.app.wiring import open_knowledge
from bot.config.settings import Settings
from knowledge.answers.engine import Engine
from knowledge.japanese.vocabulary import Vocabulary, load_phrases, load_vocabulary
from knowledge.model.catalog import Catalog
from knowledge.model.data_files import CORRECTIONS_FILE, TEXT_FILE
from knowledge.model.records import KnowledgeBase
from knowledge.reading.source import Line, read_corrections, repair
from knowledge.reading.sources.opening import read_source
from tests import examples
from tests.browser import browser
from tests.plans import shipped
from tests.postgres import cluster, place, server
from tests.program import Programs, started_programs
from tests.stand_in import Slack
from tests.world import is_foreign, workspace

__all__ = [  # one browser and one database server for all; how often properties are tried
    "browser",
    "cluster",
    "examples",
    "place",
    "server",
]

STRATEGIES = Path(__file__).parent.parent / "knowledge" / "strategies"

KINDS = ("browser", "process", "unit")
# The command, a bot and its Slack, or a server of the API.
WHOLE_PROGRAM = {"programs", "run", "slack", "connected", "make_world", "open_door"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first: two processes (pytest-xdist, by files) then end together.

    A `browser` or `process` test asks for a browser or the whole program, or is marked so; all others are `unit`.
    Coverage watches unit tests, but no properties: the others would take half as long again for few lines more.
    """
    for item in items:
        kind = _kind(item)
        item.add_marker(kind)
        if kind != "unit" or getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("no_cover")
    items.sort(key=lambda item: KINDS.index(_kind(item)))


def _kind(item: pytest.Item) -> str:
    asked = getattr(item, "fixturenames", ())
    if "browser" in asked:
        return "browser"
    is_whole = item.get_closest_marker("process") or any(_is_shared(item, name) for name in WHOLE_PROGRAM)
    return "process" if is_whole else "unit"


def _is_shared(item: pytest.Item, name: str) -> bool:
    """Whether a test gets the fixture that a conftest.py defines; a parameter or a test's own may have its name."""
    known = getattr(item, "_fixtureinfo", None)
    defined = known.name2fixturedefs.get(name) if known else None
    return bool(defined and defined[-1].func.__module__.endswith(".conftest"))


@pytest.fixture(autouse=True)
def nothing_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in filter(is_foreign, list(os.environ)):
        monkeypatch.delenv(name)
    monkeypatch.setattr("bot.config.environment.ENV_FILE", Path("no-settings-from-outside"))


@pytest.fixture
def slack() -> Iterator[Slack]:
    with workspace() as started:
        yield started


@pytest.fixture(scope="session")
def strategy_folder() -> Path:
    [folder] = [path for path in STRATEGIES.iterdir() if path.is_dir()]
    return folder


@pytest.fixture(scope="session")
def base(catalog: Catalog) -> KnowledgeBase:
    return catalog.base


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return shipped()


@pytest.fixture(scope="session")
def lines(strategy_folder: Path) -> tuple[Line, ...]:
    """The document's lines with its corrections applied: `lines[n - 1]` is line n."""
    raw = read_source(strategy_folder / TEXT_FILE).lines
    return repair(raw, read_corrections(strategy_folder / CORRECTIONS_FILE))[0]


@pytest.fixture(scope="session")
def engine(catalog: Catalog, strategy_folder: Path) -> Engine:
    return Engine(catalog, load_phrases(strategy_folder), load_vocabulary())


@pytest.fixture(scope="session")
def started_before(base: KnowledgeBase, strategy_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as the bot's first start leaves it, with all that questions need: to be copied."""
    folder = tmp_path_factory.mktemp("started before")
    add_plan(Settings(data=folder), strategy_folder, base=base)
    open_knowledge(Settings(data=folder), records=False).taught.prepare()
    return folder


@pytest.fixture(scope="session")
def vocabulary(engine: Engine) -> Vocabulary:
    return engine.vocabulary


@pytest.fixture(scope="session")
def programs() -> Iterator[Programs]:
    with started_programs() as started:
        yield started
