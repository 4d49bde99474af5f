"""A city's strategy as a searchable knowledge base. Knows no Slack, environment, clock or network."""

from knowledge.actuals import Draft, Entry, Ledger, Point, clean_text, end_of_day, fiscal_year_of_day
from knowledge.answer import Answer, Engine, Interpreted, Item
from knowledge.build import build, to_json
from knowledge.catalog import Catalog
from knowledge.database import Database, open_database
from knowledge.errors import (
    BusyStoreError,
    DamagedStoreError,
    KnowledgeError,
    LedgerConflictError,
    NewerStoreError,
    UnknownIdError,
    UnreadableTableError,
    UnwritableStoreError,
    advice_on,
)
from knowledge.exporting import Table, export_json, export_tables, indicator_groups, template_tables
from knowledge.fiscal import JST
from knowledge.health import Health, check_database
from knowledge.importing import ImportPlan, plan_import
from knowledge.index import Hit, SearchIndex, SearchRecord
from knowledge.ledger_store import LedgerStore
from knowledge.numerals import amount_text, number_text, percent_text
from knowledge.plausibility import Limits, Problem, find_problems, parse_amount
from knowledge.progress import STATES, Progress, assess
from knowledge.thresholds import DEFAULT_THRESHOLDS, Grade, Thresholds
from knowledge.vocabulary import load_phrases, load_vocabulary
from knowledge.worksheet import Row, Sheet, parse_day, parse_fiscal_year

__all__ = [
    "DEFAULT_THRESHOLDS",
    "JST",
    "STATES",
    "Answer",
    "BusyStoreError",
    "Catalog",
    "DamagedStoreError",
    "Database",
    "Draft",
    "Engine",
    "Entry",
    "Grade",
    "Health",
    "Hit",
    "ImportPlan",
    "Interpreted",
    "Item",
    "KnowledgeError",
    "Ledger",
    "LedgerConflictError",
    "LedgerStore",
    "Limits",
    "NewerStoreError",
    "Point",
    "Problem",
    "Progress",
    "Row",
    "SearchIndex",
    "SearchRecord",
    "Sheet",
    "Table",
    "Thresholds",
    "UnknownIdError",
    "UnreadableTableError",
    "UnwritableStoreError",
    "advice_on",
    "amount_text",
    "assess",
    "build",
    "check_database",
    "clean_text",
    "end_of_day",
    "export_json",
    "export_tables",
    "find_problems",
    "fiscal_year_of_day",
    "indicator_groups",
    "load_phrases",
    "load_vocabulary",
    "number_text",
    "open_database",
    "parse_amount",
    "parse_day",
    "parse_fiscal_year",
    "percent_text",
    "plan_import",
    "template_tables",
    "to_json",
]
