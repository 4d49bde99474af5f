"""The recorded values as tables for spreadsheets and as JSON; an import of what was exported changes nothing."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from msgspec import Struct, field

from knowledge.indicators.ledger import Entry, Ledger, clean_text, entry_to_json
from knowledge.model.fiscal import FiscalYear
from knowledge.model.quantity import Quantity
from knowledge.model.records import Indicator, KnowledgeBase
from knowledge.model.structs import replace
from knowledge.wording.amounts import NOT_PRINTED
from knowledge.wording.moments import stamp_text
from knowledge.wording.values import PARTIAL_NOTE


class NumberCell(str):
    """A number as it is printed, 「令和6年度 4件」 or 「65.0%」: text to read, and `value` to sort and add up.

    `value` is in the printed unit; of a percentage that we worked out it is the share itself, 0.65.
    """

    value: Decimal
    is_share: bool

    def __new__(cls, text: str, value: Decimal, *, is_share: bool = False) -> "NumberCell":
        self = super().__new__(cls, text)
        self.value, self.is_share = value, is_share
        return self


CellContent = str | Decimal | None
"""Of which a NumberCell is a text."""


def printed_cell(quantity: Quantity | None) -> CellContent:
    """A baseline or target, verbatim."""
    if quantity is None:
        return NOT_PRINTED
    return quantity.raw if quantity.value is None else NumberCell(quantity.raw, quantity.value)


_PRINTED: Mapping[str, Callable[[Indicator], CellContent]] = {
    "ID": lambda indicator: indicator.id,
    "指標": lambda indicator: indicator.title,
    "単位": lambda indicator: indicator.unit,
    "基準値": lambda indicator: printed_cell(indicator.baseline),
    "目標値": lambda indicator: printed_cell(indicator.target),
}
OFFICE_GRADE, OFFICE_COMMENT = "所管課の評価", "所管課のコメント"
_RECORDED: Mapping[str, Callable[[Entry], CellContent]] = {
    "年度": lambda entry: entry.fiscal_year.label,
    "時点": lambda entry: entry.as_of.isoformat() if entry.as_of else "",
    "実績値": lambda entry: entry.value,
    "区分": lambda entry: "速報" if entry.provisional else "確定",
    "出典": lambda entry: clean_text(entry.source),
    "備考": lambda entry: clean_text(entry.note),
    OFFICE_GRADE: lambda entry: clean_text(entry.office_grade),
    OFFICE_COMMENT: lambda entry: clean_text(entry.office_comment),
    "架空": lambda entry: "架空" if entry.sample else "",
    "登録者": lambda entry: clean_text(entry.by),
    "登録日時": lambda entry: stamp_text(entry.at),
    "記録ID": lambda entry: entry.id,
}
COLUMNS = (*_PRINTED, *_RECORDED)
CONFIRMED = "確認"
"""Only in what is filled in: 「済」 there answers a doubt about the value."""
INPUT = ("実績値", "区分", "出典", "備考", OFFICE_GRADE, OFFICE_COMMENT, CONFIRMED)
CHOICES: Mapping[str, tuple[str, ...]] = {"区分": ("速報", "確定"), CONFIRMED: ("済",)}
FOR_THE_PROGRAM = ("ID", "架空", "登録者", "登録日時", "記録ID")
VANISHED = "計画にない指標"
NOTES = "ご注意"


class IndicatorGroup(Struct, frozen=True):
    """The indicators that one sheet holds: a package's, or the goals' targets with the population."""

    name: str
    indicators: tuple[Indicator, ...]


class ExportTable(Struct, frozen=True):
    """One sheet. Rows are as wide as `columns`; amounts are decimals or figures, everything else is text.

    What is filled in by hand: columns `to_fill`, what may be chosen in them, and columns that are not shown.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[CellContent, ...], ...]
    to_fill: tuple[str, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()


def indicator_groups(base: KnowledgeBase) -> tuple[IndicatorGroup, ...]:
    """Every indicator once, in printed order."""
    population = base.strategy.population_target
    targets = [target for goal in base.goals for target in goal.targets]
    whole = IndicatorGroup("数値目標", (*([population] if population else []), *targets))
    packages = (IndicatorGroup(f"{package.number} {package.name}", package.kpis) for package in base.packages)
    return tuple(group for group in (whole, *packages) if group.indicators)


def export_tables(groups: Sequence[IndicatorGroup], ledger: Ledger) -> tuple[ExportTable, ...]:
    """The values that hold; those of indicators that have vanished from the plan in a table of their own."""
    tables = [_table(group, ledger) for group in groups]
    vanished = ledger.vanished({indicator.id for group in groups for indicator in group.indicators})
    if vanished:
        rows = tuple(
            (entry.indicator, "", entry.unit, NOT_PRINTED, NOT_PRINTED, *_recorded(entry)) for entry in vanished
        )
        tables.append(ExportTable(VANISHED, COLUMNS, rows))
    return (*tables, *note_tables((PARTIAL_NOTE,) if ledger.is_partial else ()))


def note_tables(notes: Sequence[str]) -> tuple[ExportTable, ...]:
    """A sheet of its own, where there is anything to be said of all the others."""
    return (ExportTable(NOTES, (NOTES,), tuple((note,) for note in notes)),) if notes else ()


def template_tables(groups: Sequence[IndicatorGroup], year: FiscalYear, ledger: Ledger) -> tuple[ExportTable, ...]:
    """A line for every indicator in one year, to be filled in; what is recorded already stands in it."""
    tables = (_table(group, ledger, year) for group in groups)
    return tuple(
        replace(
            table,
            columns=(*table.columns, CONFIRMED),
            rows=tuple((*row, "") for row in table.rows),
            to_fill=INPUT,
            choices=CHOICES,
            hidden=FOR_THE_PROGRAM,
        )
        for table in tables
    )


def export_json(groups: Sequence[IndicatorGroup], ledger: Ledger) -> dict[str, Any]:
    """Values by indicator, and the whole ledger as it was written. Values are decimals in strings."""
    return {
        "indicators": [
            {
                "id": indicator.id,
                "name": indicator.title,
                "unit": indicator.unit,
                "group": group.name,
                "actuals": [entry_json(entry, ledger) for entry in ledger.actuals(indicator.id)],
            }
            for group in groups
            for indicator in group.indicators
        ],
        "entries": [entry_json(entry, ledger) for entry in ledger.entries],
        "notes": [PARTIAL_NOTE] if ledger.is_partial else [],
    }


def _table(group: IndicatorGroup, ledger: Ledger, year: FiscalYear | None = None) -> ExportTable:
    """What holds for a group's indicators; where a year is asked for, of it alone, and an empty line without one."""
    rows: list[tuple[CellContent, ...]] = []
    for indicator in group.indicators:
        printed = tuple(cell(indicator) for cell in _PRINTED.values())
        entries = [entry for entry in ledger.actuals(indicator.id) if year in (None, entry.fiscal_year)]
        rows += [(*printed, *_recorded(entry)) for entry in entries]
        if year is not None and not entries:
            rows.append((*printed, year.label, "", None, *[""] * (len(_RECORDED) - 3)))
    return ExportTable(group.name, COLUMNS, tuple(rows))


def _recorded(entry: Entry) -> tuple[CellContent, ...]:
    return tuple(cell(entry) for cell in _RECORDED.values())


def entry_json(entry: Entry, ledger: Ledger) -> dict[str, Any]:
    return {"id": entry.id, **entry_to_json(entry), "fate": ledger.status_text(entry.id)}
