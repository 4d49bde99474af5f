"""Finding a record while its name is being typed: by part of it, by its kana reading, with a slip of the finger."""

from collections.abc import Iterator
from functools import cached_property

from knowledge.model import Catalog
from knowledge.search import SearchIndex, SearchRecord

SHOWN = 20  # of Slack's 100: what is worth reading in a menu
MOST = 100  # Slack's own limit, for those who look for one kind only
GOOD_ENOUGH = 0.3  # of the best hit's score: below it, records only share a syllable with what was typed


class Suggestions:
    """Over the names of projects, KPIs and terms; well under a millisecond a keystroke."""

    def __init__(self, catalog: Catalog) -> None:
        self._records = list(_records(catalog))
        self._labels = {record.id: record.title for record in self._records}
        self._indicators = frozenset(catalog.indicators)

    @cached_property
    def _index(self) -> SearchIndex:
        """Made for the first who types: a start need not wait for it."""
        return SearchIndex.build(self._records)

    def find(self, typed: str) -> list[tuple[str, str]]:
        """(id, label), best first; everything from the beginning while nothing is typed."""
        if not typed.strip():
            return list(self._labels.items())[:SHOWN]
        hits = self._index.search(typed, limit=SHOWN)
        return [(hit.id, self._labels[hit.id]) for hit in hits if hit.score >= GOOD_ENOUGH * hits[0].score]

    def find_indicators(self, typed: str) -> list[str]:
        """Ids, best first; all of them in printed order while nothing is typed."""
        if not typed.strip():
            return [id for id in self._labels if id in self._indicators]
        return [hit.id for hit in self._index.search(typed, limit=MOST) if hit.id in self._indicators]


def _records(catalog: Catalog) -> Iterator[SearchRecord]:
    for project in catalog.originals():
        yield SearchRecord(project.id, project.name, "")
    for indicator in catalog.indicators.values():
        yield SearchRecord(indicator.id, indicator.title, "")
    for term in catalog.base.terms:
        yield SearchRecord(term.id, term.term, "")
