"""Current values as the bot shows them: what is shown and what is entered.

A module is loaded when a name of it is asked for: who only shows values checks none that is entered.
"""

from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.values.current import Answering, LedgerValues
    from bot.values.entry import (
        Typed,
        find_indicator,
        parse_date,
        parse_year,
        recorded_text,
        typed_draft,
        undone_text,
    )


def __getattr__(name: str) -> Any:
    module: ModuleType
    match name:
        case "Answering" | "LedgerValues":
            from bot.values import current as module
        case "Typed" | "find_indicator" | "parse_date" | "parse_year" | "recorded_text" | "typed_draft" | "undone_text":
            from bot.values import entry as module
        case _:
            raise AttributeError(name)
    return getattr(module, name)
