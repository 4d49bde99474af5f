"""A city's strategy as a searchable knowledge base. Knows no Slack, environment, clock or network."""

from knowledge.answer import Answer, Interpreted, Item, ItemKind, Status
from knowledge.build import build as build_base
from knowledge.build import shipped_strategies, text_path, to_json
from knowledge.catalog import Catalog
from knowledge.errors import KnowledgeError, UnknownIdError
from knowledge.fiscal import JST, FiscalYear
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

__all__ = [
    "JST",
    "Answer",
    "BasicDirection",
    "BasicGoal",
    "BuildReport",
    "Catalog",
    "Correction",
    "Finding",
    "FiscalYear",
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
    "Span",
    "Status",
    "StoredBase",
    "Strategy",
    "Term",
    "UnknownIdError",
    "build_base",
    "fingerprints",
    "fold",
    "name_key",
    "shipped_strategies",
    "text_path",
    "to_json",
]
