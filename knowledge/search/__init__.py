"""Which records a text may mean: the index, its ranking, and how sure the ranking is."""

from knowledge.search.index import Hit, SearchIndex
from knowledge.search.texts import SearchRecord
