"""Ledgers for tests, written as 「indicator, year, value」."""

from datetime import UTC, datetime
from decimal import Decimal

from knowledge.indicators.ledger import Draft, Ledger
from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import FiscalYear

AT = datetime(2024, 6, 3, tzinfo=UTC)


def ledger_of(
    catalog: Catalog, *recorded: tuple[str, int, str], sample: bool = False, base: Ledger | None = None
) -> Ledger:
    """Each value as a final one, in order; invented ones with `sample`."""
    ledger = base or Ledger(())
    for indicator, year, value in recorded:
        draft = Draft(
            indicator=indicator, fiscal_year=FiscalYear(year), value=Decimal(value), by="企画課", sample=sample
        )
        id, unit = f"a{len(ledger.entries) + 1}", catalog.indicator(indicator).unit
        ledger = Ledger((*ledger.entries, ledger.recorded(draft, id=id, at=AT, unit=unit)))
    return ledger
