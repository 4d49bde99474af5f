"""Whole plans as records, for modules that make their examples of them: read when first asked for, once for all."""

from functools import cache, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from knowledge.answers.engine import Engine
from knowledge.japanese.vocabulary import Phrases, load_vocabulary
from knowledge.model.catalog import Catalog
from knowledge.model.data_files import shipped_strategies
from knowledge.reading.build import build
from knowledge.reading.sources.opening import read_source
from tests.editions import KAKUU


@cache
def shipped() -> Catalog:
    [folder] = shipped_strategies()
    return Catalog(build(folder))


@cache
def kakuu() -> Catalog:
    return Catalog(build(KAKUU))


@lru_cache(maxsize=4)  # tests that stand side by side ask the same plan
def engine_of(text: str) -> Engine:
    """Of a plan of these lines, without any data files."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "plan.txt"
        path.write_text(text, encoding="utf-8")
        read = read_source(path)
        catalog = Catalog(build(path, read))
    return Engine(catalog, Phrases({}, {}), load_vocabulary(), document=[line.text for line in read.lines])
