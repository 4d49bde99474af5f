"""Invented values for demonstrations (架空の値): the same for the same plan every time, and never beside real ones.

Each is marked as invented in the ledger itself, and so wherever it is shown. Nothing here is loaded by itself.
"""

import hashlib
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from knowledge.indicators.ledger import Draft, Ledger
from knowledge.indicators.targets import is_comparable, target_value
from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import FiscalYear
from knowledge.model.records import Indicator
from knowledge.wording.amounts import SAMPLE_MARK

NOTE = f"デモンストレーション用の{SAMPLE_MARK}です。実際の値ではありません。"
LONGEST_HISTORY = 5  # years; a plan runs for five
# How far an indicator has come by now, of what a straight line asks for: some of every state, as in a real review.
PACES = tuple(map(Decimal, ("1.3", "1.05", "0.9", "0.7", "0.4", "-0.2", "1.1", "0.8")))
UNREPORTED_EVERY = 7  # one in so many has no value yet for the last year
KEPT_PACES = tuple(map(Decimal, ("1.03", "0.97", "1", "0.86")))


def sample_drafts(catalog: Catalog, ledger: Ledger, *, until: FiscalYear, by: str) -> tuple[Draft, ...]:
    """Values up to `until` for every indicator that has none and whose target is a number; none before the plan."""
    known = {entry.indicator for entry in ledger.state.values()}
    indicators = (one for one in catalog.indicators.values() if one.id not in known)
    return tuple(draft for one in indicators for draft in _drafts(one, catalog, until, by))


def _drafts(indicator: Indicator, catalog: Catalog, until: FiscalYear, by: str) -> Iterator[Draft]:
    if not is_comparable(indicator):
        return
    plan = catalog.strategy.period
    end = indicator.target.fiscal_year or (plan.end_fiscal_year if plan else until)
    start = plan.start_fiscal_year if plan else FiscalYear(end - LONGEST_HISTORY + 1)
    if indicator.target.years and indicator.target.years.basis == "cumulative":
        start = max(start, indicator.target.years.first)
    last = min(until, end)
    if _drawn(indicator, "unreported", UNREPORTED_EVERY) == 0:
        last = FiscalYear(last - 1)
    for year in (FiscalYear(number) for number in range(start, last + 1)):
        yield Draft(
            indicator=indicator.id,
            fiscal_year=year,
            value=_value(indicator, year, start, end),
            unit=indicator.unit,
            by=by,
            note=NOTE,
            source=SAMPLE_MARK,
            sample=True,
        )


def _value(indicator: Indicator, year: FiscalYear, start: FiscalYear, end: FiscalYear) -> Decimal:
    """On a line from the baseline (or nothing) at the indicator's own pace, rounded as the plan prints it."""
    target, origin = target_value(indicator), indicator.origin
    baseline = origin.number if origin else Decimal(0)
    has_a_way = origin is not None or indicator.counting == "cumulative"
    if not has_a_way or baseline == target or indicator.better == "keep":
        value = target * KEPT_PACES[_drawn(indicator, f"kept {int(year)}", len(KEPT_PACES))]
    else:
        begun = origin.fiscal_year if origin else None
        before = min(begun if begun is not None else start - 1, start - 1)
        share = Decimal(year - before) / Decimal(max(end - before, 1))
        pace = PACES[_drawn(indicator, "pace", len(PACES))]
        if indicator.counting == "cumulative":
            pace = abs(pace)  # what is counted up never falls
        value = baseline + (target - baseline) * share * pace
    decimals = max(0, *(-int(q.number.as_tuple().exponent) for q in (origin, indicator.target) if q))
    return _within(indicator, value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _within(indicator: Indicator, value: Decimal) -> Decimal:
    """No count below zero, no share above a hundred."""
    if indicator.compared_with is None and indicator.target.number >= 0:
        value = max(value, Decimal(0))
    return min(value, Decimal(100)) if indicator.unit == "%" else value


def _drawn(indicator: Indicator, purpose: str, choices: int) -> int:
    """A number below `choices` that the id alone decides."""
    digest = hashlib.sha256(f"{indicator.id} {purpose}".encode()).digest()
    return int.from_bytes(digest[:4]) % choices
