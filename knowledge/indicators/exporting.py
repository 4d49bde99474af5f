"""The recorded values as tables for spreadsheets and as JSON; an import of what was exported changes nothing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from knowledge.indicators.ledger import Entry, Ledger, clean_text, entry_to_json
from knowledge.model.fiscal import FiscalYear
from knowledge.model.quantity import Quantity
from knowledge.model.records import Indicator, KnowledgeBase
from knowledge.wording.moments import stamp_text

Cell = str | Decimal | None
COLUMNS = (
    "ID",
    "指標",
    "単位",
    "基準値",
    "目標値",
    "年度",
    "時点",
    "実績値",
    "区分",
    "出典",
    "備考",
    "架空",
    "登録者",
    "登録日時",
    "記録ID",
)
VANISHED = "計画にない指標"


@dataclass(frozen=True, slots=True)
class IndicatorGroup:
    """The indicators that one sheet holds: a package's, or the goals' targets with the population."""

    name: str
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet. Rows are as wide as `columns`; amounts are decimals, everything else is text."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def indicator_groups(base: KnowledgeBase) -> tuple[IndicatorGroup, ...]:
    """Every indicator once, in printed order."""
    population = base.strategy.population_target
    targets = [target for goal in base.goals for target in goal.targets]
    whole = IndicatorGroup("数値目標", (*([population] if population else []), *targets))
    packages = (IndicatorGroup(f"{package.number} {package.name}", package.kpis) for package in base.packages)
    return tuple(group for group in (whole, *packages) if group.indicators)


def export_tables(groups: Sequence[IndicatorGroup], ledger: Ledger) -> tuple[Table, ...]:
    """The values that hold; those of indicators that have vanished from the plan in a table of their own."""
    tables = [
        Table(group.name, COLUMNS, tuple(row for one in group.indicators for row in _rows(one, ledger)))
        for group in groups
    ]
    known = {indicator.id for group in groups for indicator in group.indicators}
    vanished = ledger.vanished(known)
    if vanished:
        rows = tuple(_row(entry.indicator, "", entry.unit, None, None, entry) for entry in vanished)
        tables.append(Table(VANISHED, COLUMNS, rows))
    return tuple(tables)


def template_tables(groups: Sequence[IndicatorGroup], year: FiscalYear, ledger: Ledger) -> tuple[Table, ...]:
    """A line for every indicator in one year, to be filled in; what is recorded already stands in it."""
    return tuple(
        Table(group.name, COLUMNS, tuple(row for one in group.indicators for row in _rows_of_year(one, year, ledger)))
        for group in groups
    )


def export_json(groups: Sequence[IndicatorGroup], ledger: Ledger) -> dict[str, Any]:
    """Values by indicator, and the whole ledger as it was written. Values are decimals in strings."""
    return {
        "indicators": [
            {
                "id": indicator.id,
                "name": indicator.name,
                "unit": indicator.unit,
                "group": group.name,
                "actuals": [_json(entry, ledger) for entry in ledger.actuals(indicator.id)],
            }
            for group in groups
            for indicator in group.indicators
        ],
        "entries": [_json(entry, ledger) for entry in ledger.entries],
    }


def _rows(indicator: Indicator, ledger: Ledger) -> Iterator[tuple[Cell, ...]]:
    return (_row_of(indicator, entry) for entry in ledger.actuals(indicator.id))


def _rows_of_year(indicator: Indicator, year: FiscalYear, ledger: Ledger) -> Iterable[tuple[Cell, ...]]:
    recorded = [entry for entry in ledger.actuals(indicator.id) if entry.fiscal_year == year]
    empty = _row(indicator.id, indicator.name, indicator.unit, indicator.baseline, indicator.target, None, year)
    return [_row_of(indicator, entry) for entry in recorded] or [empty]


def _row_of(indicator: Indicator, entry: Entry) -> tuple[Cell, ...]:
    return _row(indicator.id, indicator.name, indicator.unit, indicator.baseline, indicator.target, entry)


def _row(
    id: str,
    name: str,
    unit: str,
    baseline: Quantity | None,
    target: Quantity | None,
    entry: Entry | None,
    year: FiscalYear | None = None,
) -> tuple[Cell, ...]:
    printed = (id, name, unit, baseline.raw if baseline else "—", target.raw if target else "—")
    if entry is None:
        return (*printed, year.label if year is not None else "", "", None, *("",) * 7)
    return (
        *printed,
        entry.fiscal_year.label,
        entry.as_of.isoformat() if entry.as_of else "",
        entry.value,
        "速報" if entry.provisional else "確定",
        clean_text(entry.source),
        clean_text(entry.note),
        "架空" if entry.sample else "",
        clean_text(entry.by),
        stamp_text(entry.at),
        entry.id,
    )


def _json(entry: Entry, ledger: Ledger) -> dict[str, Any]:
    return {"id": entry.id, **entry_to_json(entry), "fate": ledger.fate(entry.id)}
