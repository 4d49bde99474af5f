"""The shipped strategy, read once: most tests look at the real document."""

from pathlib import Path

import pytest

from knowledge.answers.engine import Engine
from knowledge.japanese.vocabulary import Vocabulary, load_phrases, load_vocabulary
from knowledge.model.catalog import Catalog
from knowledge.model.records import KnowledgeBase
from knowledge.reading.build import CORRECTIONS_FILE, TEXT_FILE, build
from knowledge.reading.source import Line, read_corrections, read_source, repair

STRATEGIES = Path(__file__).parent.parent / "knowledge" / "strategies"


@pytest.fixture(scope="session")
def strategy_folder() -> Path:
    [folder] = [path for path in STRATEGIES.iterdir() if path.is_dir()]
    return folder


@pytest.fixture(scope="session")
def base(strategy_folder: Path) -> KnowledgeBase:
    return build(strategy_folder)


@pytest.fixture(scope="session")
def catalog(base: KnowledgeBase) -> Catalog:
    return Catalog(base)


@pytest.fixture(scope="session")
def lines(strategy_folder: Path) -> tuple[Line, ...]:
    """The document's lines with its corrections applied: `lines[n - 1]` is line n."""
    _, raw = read_source(strategy_folder / TEXT_FILE)
    return repair(raw, read_corrections(strategy_folder / CORRECTIONS_FILE))[0]


@pytest.fixture(scope="session")
def engine(catalog: Catalog, strategy_folder: Path) -> Engine:
    return Engine(catalog, load_phrases(strategy_folder), load_vocabulary())


@pytest.fixture(scope="session")
def vocabulary(engine: Engine) -> Vocabulary:
    return engine.vocabulary
