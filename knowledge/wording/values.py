"""Current values to be shown: judged and worded once, for every surface."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from knowledge.wording.states import NOT_RECORDED


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueView:
    """The current value of an indicator, ready to be shown: judged and worded elsewhere.

    `text` is the value with year and status: 「48人（令和4年度・確定値）」. `progress` is 1 at the target; None where
    no percentage would be true, and `reason` then says why. `history`: fiscal year (western) and value, oldest first.
    `recorded` says when and by whom: 「令和6年6月3日に企画課が登録」.
    """

    text: str
    state: str = NOT_RECORDED
    is_sample: bool = False
    progress: Fraction | None = None
    formula: str = ""
    reason: str = ""
    history: tuple[tuple[int, Decimal], ...] = ()
    note: str = ""
    source: str = ""
    recorded: str = ""


class Values(Protocol):
    """Where current values come from. None: no actual has been recorded."""

    def latest(self, id: str) -> ValueView | None: ...


class _NoValues:
    def latest(self, id: str) -> ValueView | None:
        return None


EMPTY_VALUES: Values = _NoValues()
