"""What a plan consists of: its records, quantities and years, and the errors that tell what is wrong with them.

A module is loaded when a name of it is asked for: whoever folds a text does without the records.
"""

from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from knowledge.model.catalog import Catalog
    from knowledge.model.errors import KnowledgeError, UnknownIdError, advice_on
    from knowledge.model.fiscal import JST, FiscalYear
    from knowledge.model.normalize import fold, name_key
    from knowledge.model.records import Indicator, Project, Record


def __getattr__(name: str) -> Any:
    module: ModuleType
    match name:
        case "Catalog":
            from knowledge.model import catalog as module
        case "KnowledgeError" | "UnknownIdError" | "advice_on":
            from knowledge.model import errors as module
        case "JST" | "FiscalYear":
            from knowledge.model import fiscal as module
        case "fold" | "name_key":
            from knowledge.model import normalize as module
        case "Indicator" | "Project" | "Record":
            from knowledge.model import records as module
        case _:
            raise AttributeError(name)
    return getattr(module, name)
