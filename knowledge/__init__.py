"""A city's strategy as a searchable knowledge base. Knows no Slack, environment, clock or network."""

from knowledge import facts
from knowledge.answer import Answer, Engine, Interpreted, Item, ItemKind, Status
from knowledge.build import build, to_json
from knowledge.catalog import Catalog
from knowledge.fiscal import JST, FiscalYear
from knowledge.index import Hit, SearchIndex, SearchRecord
from knowledge.model import (
    BasicDirection,
    BasicGoal,
    Correction,
    Indicator,
    Initiative,
    Kpi,
    NumericalTarget,
    Passage,
    PolicyPackage,
    Project,
    Span,
    Strategy,
    Term,
)
from knowledge.quantity import Quantity
from knowledge.vocabulary import load_phrases, load_vocabulary

__all__ = [
    "JST",
    "Answer",
    "BasicDirection",
    "BasicGoal",
    "Catalog",
    "Correction",
    "Engine",
    "FiscalYear",
    "Hit",
    "Indicator",
    "Initiative",
    "Interpreted",
    "Item",
    "ItemKind",
    "Kpi",
    "NumericalTarget",
    "Passage",
    "PolicyPackage",
    "Project",
    "Quantity",
    "SearchIndex",
    "SearchRecord",
    "Span",
    "Status",
    "Strategy",
    "Term",
    "build",
    "facts",
    "load_phrases",
    "load_vocabulary",
    "to_json",
]
