"""A city's strategy as a searchable knowledge base. Knows no Slack, environment, clock or network."""

from knowledge import facts
from knowledge.actuals import (
    SAMPLE_MARK,
    Draft,
    Entry,
    Ledger,
    Point,
    clean_text,
    end_of_day,
    entry_to_json,
    fiscal_year_of_day,
)
from knowledge.analysed import AnalysedTexts
from knowledge.answer import Engine
from knowledge.build import build, shipped_strategies, text_path, to_json
from knowledge.catalog import Catalog
from knowledge.current import Change, CurrentValues, entry_text, status_text, value_text
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
from knowledge.exporting import IndicatorGroup, Table, export_json, export_tables, indicator_groups, template_tables
from knowledge.fiscal import JST, FiscalYear, Period
from knowledge.health import Health, check_database
from knowledge.importing import AcceptedRow, ImportPlan, RefusedRow, plan_import
from knowledge.index import Hit, SearchIndex, SearchRecord
from knowledge.ledger_store import LedgerStore
from knowledge.model import (
    BasicDirection,
    BasicGoal,
    BuildReport,
    Correction,
    Finding,
    Indicator,
    Initiative,
    KnowledgeBase,
    Kpi,
    NumericalTarget,
    Passage,
    PolicyPackage,
    Project,
    Span,
    Strategy,
    Term,
)
from knowledge.normalize import fold, name_key
from knowledge.numerals import amount_text, number_text, percent_text
from knowledge.plausibility import Limits, Problem, find_problems, parse_amount
from knowledge.progress import STATES, Progress, State, assess
from knowledge.quantity import Quantity
from knowledge.reply import Answer, Interpreted, Item, ItemKind, Status
from knowledge.review import (
    Review,
    ReviewGroup,
    ReviewRow,
    groups_of,
    progress_json,
    review_json,
    review_tables,
    review_year,
)
from knowledge.samples import sample_drafts
from knowledge.source import read_source
from knowledge.store import KnowledgeStore, StoredBase, fingerprints
from knowledge.thresholds import DEFAULT_THRESHOLDS, Grade, Thresholds
from knowledge.tokenizer import Lexeme, lexemes
from knowledge.vocabulary import Phrases, Vocabulary, load_phrases, load_vocabulary
from knowledge.worksheet import Row, Sheet, parse_day, parse_fiscal_year

__all__ = [
    "DEFAULT_THRESHOLDS",
    "JST",
    "SAMPLE_MARK",
    "STATES",
    "AcceptedRow",
    "AnalysedTexts",
    "Answer",
    "BasicDirection",
    "BasicGoal",
    "BuildReport",
    "BusyStoreError",
    "Catalog",
    "Change",
    "Correction",
    "CurrentValues",
    "DamagedStoreError",
    "Database",
    "Draft",
    "Engine",
    "Entry",
    "Finding",
    "FiscalYear",
    "Grade",
    "Health",
    "Hit",
    "ImportPlan",
    "Indicator",
    "IndicatorGroup",
    "Initiative",
    "Interpreted",
    "Item",
    "ItemKind",
    "KnowledgeBase",
    "KnowledgeError",
    "KnowledgeStore",
    "Kpi",
    "Ledger",
    "LedgerConflictError",
    "LedgerStore",
    "Lexeme",
    "Limits",
    "NewerStoreError",
    "NumericalTarget",
    "Passage",
    "Period",
    "Phrases",
    "Point",
    "PolicyPackage",
    "Problem",
    "Progress",
    "Project",
    "Quantity",
    "RefusedRow",
    "Review",
    "ReviewGroup",
    "ReviewRow",
    "Row",
    "SearchIndex",
    "SearchRecord",
    "Sheet",
    "Span",
    "State",
    "Status",
    "StoredBase",
    "Strategy",
    "Table",
    "Term",
    "Thresholds",
    "UnknownIdError",
    "UnreadableTableError",
    "UnwritableStoreError",
    "Vocabulary",
    "advice_on",
    "amount_text",
    "assess",
    "build",
    "check_database",
    "clean_text",
    "end_of_day",
    "entry_text",
    "entry_to_json",
    "export_json",
    "export_tables",
    "facts",
    "find_problems",
    "fingerprints",
    "fiscal_year_of_day",
    "fold",
    "groups_of",
    "indicator_groups",
    "lexemes",
    "load_phrases",
    "load_vocabulary",
    "name_key",
    "number_text",
    "open_database",
    "parse_amount",
    "parse_day",
    "parse_fiscal_year",
    "percent_text",
    "plan_import",
    "progress_json",
    "read_source",
    "review_json",
    "review_tables",
    "review_year",
    "sample_drafts",
    "shipped_strategies",
    "status_text",
    "template_tables",
    "text_path",
    "to_json",
    "value_text",
]
