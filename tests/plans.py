"""Whole plans as records, for modules that make their examples of them: read when first asked for, once for all."""

from functools import cache

from knowledge.model.catalog import Catalog
from knowledge.model.data_files import shipped_strategies
from knowledge.reading.build import build
from tests.editions import KAKUU


@cache
def shipped() -> Catalog:
    [folder] = shipped_strategies()
    return Catalog(build(folder))


@cache
def kakuu() -> Catalog:
    return Catalog(build(KAKUU))
