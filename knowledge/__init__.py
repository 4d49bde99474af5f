"""A city's strategy as a searchable knowledge base. Knows no Slack, environment, clock or network."""

from knowledge.answer import Answer, Engine, Interpreted, Item, ItemKind, Status
from knowledge.build import build, shipped_strategies, text_path, to_json
from knowledge.catalog import Catalog
from knowledge.errors import KnowledgeError, UnknownIdError
from knowledge.fiscal import JST, FiscalYear
from knowledge.index import Hit, SearchIndex, SearchRecord
from knowledge.model import (
    BasicDirection,
    BasicGoal,
    BuildReport,
    Correction,
    Finding,
    Indicator,
    KnowledgeBase,
    Kpi,
    Passage,
    PolicyPackage,
    Project,
    Span,
    Strategy,
    Term,
)
from knowledge.normalize import fold, name_key
from knowledge.quantity import Quantity
from knowledge.store import KnowledgeStore, StoredBase, fingerprints
from knowledge.vocabulary import load_phrases, load_vocabulary

__all__ = [
    "JST",
    "Answer",
    "BasicDirection",
    "BasicGoal",
    "BuildReport",
    "Catalog",
    "Correction",
    "Engine",
    "Finding",
    "FiscalYear",
    "Hit",
    "Indicator",
    "Interpreted",
    "Item",
    "ItemKind",
    "KnowledgeBase",
    "KnowledgeError",
    "KnowledgeStore",
    "Kpi",
    "Passage",
    "PolicyPackage",
    "Project",
    "Quantity",
    "SearchIndex",
    "SearchRecord",
    "Span",
    "Status",
    "StoredBase",
    "Strategy",
    "Term",
    "UnknownIdError",
    "build",
    "fingerprints",
    "fold",
    "load_phrases",
    "load_vocabulary",
    "name_key",
    "shipped_strategies",
    "text_path",
    "to_json",
]
