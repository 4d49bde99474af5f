"""What a plan consists of: its records, quantities and years, and the errors that tell what is wrong with them."""

from knowledge.model.catalog import Catalog
from knowledge.model.errors import (
    KnowledgeError,
    LedgerConflictError,
    UnknownIdError,
    UnreadableMapError,
    UnreadableTableError,
    UnreadableYearError,
    UnwritableStoreError,
    advice_on,
)
from knowledge.model.fiscal import JST, FiscalYear, Period, find_years, parse_day, parse_fiscal_year, without_years
from knowledge.model.normalize import fold, name_key, visible_text
from knowledge.model.quantity import Quantity
from knowledge.model.records import (
    BasicDirection,
    BasicGoal,
    BuildReport,
    Correction,
    Finding,
    Indicator,
    KnowledgeBase,
    Passage,
    PolicyPackage,
    Project,
    Record,
    Span,
    Strategy,
)
