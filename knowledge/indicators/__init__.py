"""Values of the indicators: the ledger, progress and review, and the tables they come from and go to."""

from knowledge.indicators.chart import Chart, find_chart
from knowledge.indicators.current_values import CurrentValues, figure_of
from knowledge.indicators.exporting import ExportTable
from knowledge.indicators.ledger import Draft, Entry, Ledger
from knowledge.indicators.review import Review, ReviewRow, review_year
from knowledge.indicators.validation import Problem
