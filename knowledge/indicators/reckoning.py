"""What is reckoned of an indicator's values of several years: their sum, which not all of them have, and their mean."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from knowledge.indicators.ledger import Entry
from knowledge.model.records import Indicator
from knowledge.wording.amounts import rounded

NoSum = Literal["share", "stock", "cumulative"]
_MORE = 2  # decimals of a mean beside those of its values


def why_no_sum(indicator: Indicator, entries: Sequence[Entry], shares: Sequence[str]) -> NoSum | None:
    """Why its years do not add up to anything. `shares`: units, or parts of them, of what is no number of things."""
    if indicator.counting == "cumulative":
        return "cumulative"
    if indicator.counting == "total" or any(one.as_of for one in entries):
        return "stock"
    is_share = indicator.compared_with or not indicator.unit or any(one in indicator.unit for one in shares)
    return "share" if is_share else None


def mean_of(values: Sequence[Decimal]) -> tuple[Decimal, bool]:
    """As it is shown, and whether that is all of it."""
    decimals = max(max(0, -int(one.as_tuple().exponent)) for one in values) + _MORE
    exact = sum(map(Fraction, values), Fraction(0)) / len(values)
    shown = rounded(exact, decimals)
    return Decimal(f"{shown.normalize():f}"), Fraction(shown) == exact
