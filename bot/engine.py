"""PLACEHOLDER until the answering engine of `knowledge` arrives: plain rapidfuzz, no reading of the question."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from rapidfuzz import fuzz, process

from bot.text import progress_text
from knowledge import Answer, Catalog, Item, name_key

CUTOFF = 40
SHOWN = 4


class Answering(Protocol):
    """What the rim needs of an engine."""

    def answer(self, question: str, context: Sequence[str] = ()) -> Answer: ...


def open_engine(catalog: Catalog, folder: Path) -> Answering:
    """`folder` holds the strategy's data files (phrases.toml), which this placeholder does not read."""
    return PlaceholderEngine(catalog)


class PlaceholderEngine:
    """The closest project texts and KPI names."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._records = list(self._texts())

    def _texts(self) -> Iterator[tuple[Item, str]]:
        for project in self._catalog.originals():
            parts = (project.name, project.description, *(own.text for own in project.initiatives))
            yield Item("project", project.id, project.name, 0.0), name_key("。".join(parts))
        for kpi in self._catalog.kpis.values():
            yield Item("kpi", kpi.id, kpi.name, 0.0), name_key(kpi.name)

    def answer(self, question: str, context: Sequence[str] = ()) -> Answer:
        key = name_key(question)
        texts = [text for _, text in self._records]
        hits = process.extract(key, texts, scorer=fuzz.partial_ratio, limit=SHOWN, score_cutoff=CUTOFF)
        found = [self._records[index][0] for _, _, index in hits]
        items = tuple(Item(i.kind, i.id, i.title, round(hit[1] / 100, 2)) for i, hit in zip(found, hits, strict=True))
        if not items:
            return Answer(question, "not_found", "project", (), "見つかりませんでした。")
        return Answer(question, "answered", items[0].kind, items, "\n".join(self._said(item) for item in items))

    def _said(self, item: Item) -> str:
        if item.kind == "kpi":
            return f"{item.title}: {progress_text(self._catalog.indicator(item.id))}"
        return f"{item.title}: {self._catalog.project(item.id).description}"
