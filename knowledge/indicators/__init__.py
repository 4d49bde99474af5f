"""Values of the indicators: the ledger, progress and review, and the tables they come from and go to."""

from knowledge.indicators.chart import LEAST_ACTUALS, Chart, ChartPoint, find_chart
from knowledge.indicators.current_values import CurrentValues, figure_of
from knowledge.indicators.exporting import (
    NumberCell,
    Table,
    entry_json,
    export_json,
    export_tables,
    indicator_groups,
    template_tables,
)
from knowledge.indicators.import_plan import AcceptedRow, ImportPlan, ListedRow, RefusedRow
from knowledge.indicators.importing import plan_import
from knowledge.indicators.ledger import (
    Draft,
    Entry,
    Ledger,
    clean_text,
    end_of_day,
    entry_to_json,
    fiscal_year_of_day,
)
from knowledge.indicators.progress import STATES
from knowledge.indicators.review import (
    Review,
    ReviewGroup,
    ReviewRow,
    count_table,
    groups_of,
    progress_json,
    review_json,
    review_tables,
    review_year,
)
from knowledge.indicators.samples import sample_drafts
from knowledge.indicators.sheets.column_map import ColumnMap, parse_column_map
from knowledge.indicators.sheets.grid import Area, Cell, Row, Sheet, column_of
from knowledge.indicators.thresholds import DEFAULT_THRESHOLDS, Grade, Thresholds
from knowledge.indicators.validation import Problem, find_problems, parse_amount
