"""A city's strategy as a searchable knowledge base. Knows no Slack, environment, clock or network.

`SearchIndex` and `SearchRecord` are the search engine by itself, over any Japanese records; they are loaded when asked
for, so that who needs only a record or a year does not load the dictionary.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from knowledge.search import Hit, SearchIndex, SearchRecord

__all__ = ["Hit", "SearchIndex", "SearchRecord"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(name)
    from knowledge import search

    return getattr(search, name)
