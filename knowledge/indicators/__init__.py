"""Values of the indicators: the ledger, progress and review, and the tables they come from and go to.

A module is loaded when a name of it is asked for: an answer needs the values, and none of the tables.
"""

from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from knowledge.indicators.chart import Chart, find_chart
    from knowledge.indicators.current_values import CurrentValues, figure_of
    from knowledge.indicators.exporting import ExportTable
    from knowledge.indicators.ledger import Draft, Entry, Ledger
    from knowledge.indicators.problem import Problem
    from knowledge.indicators.review import Review, ReviewRow, review_year


def __getattr__(name: str) -> Any:
    module: ModuleType
    match name:
        case "Chart" | "find_chart":
            from knowledge.indicators import chart as module
        case "CurrentValues" | "figure_of":
            from knowledge.indicators import current_values as module
        case "ExportTable":
            from knowledge.indicators import exporting as module
        case "Draft" | "Entry" | "Ledger":
            from knowledge.indicators import ledger as module
        case "Review" | "ReviewRow" | "review_year":
            from knowledge.indicators import review as module
        case "Problem":
            from knowledge.indicators import problem as module
        case _:
            raise AttributeError(name)
    return getattr(module, name)
