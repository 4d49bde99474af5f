"""A city's strategy as a searchable knowledge base. Knows no Slack, environment, clock or network."""

from knowledge.answer import Answer, Engine, Interpreted, Item
from knowledge.build import build, to_json
from knowledge.catalog import Catalog
from knowledge.fiscal import JST
from knowledge.index import Hit, SearchIndex, SearchRecord
from knowledge.vocabulary import load_phrases, load_vocabulary

__all__ = [
    "JST",
    "Answer",
    "Catalog",
    "Engine",
    "Hit",
    "Interpreted",
    "Item",
    "SearchIndex",
    "SearchRecord",
    "build",
    "load_phrases",
    "load_vocabulary",
    "to_json",
]
