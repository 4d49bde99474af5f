"""What the indicator tables of a text hold, one line for each: name [part] unit | baseline | interim | target."""

from collections.abc import Iterator, Mapping

from knowledge.model.normalize import name_key
from knowledge.reading.source import Line
from knowledge.reading.tables.entries import PrintedIndicator, PrintedValue
from knowledge.reading.tables.find import IndicatorTables, indicator_tables
from knowledge.reading.tables.header import PlanContext


def tables_of(text: str, named: Mapping[str, str] | None = None) -> IndicatorTables:
    rows = text.split("\n")
    lines = [Line(number, row, row) for number, row in enumerate(rows, start=1)]
    columns = {name_key(header): column for header, column in (named or {}).items()}
    return indicator_tables(lines, PlanContext(columns=columns))


def printed(text: str, named: Mapping[str, str] | None = None) -> list[str]:
    return list(shown(tables_of(text, named)))


def shown(tables: IndicatorTables) -> Iterator[str]:
    for row in sorted({id(row): row for row in tables.rows.values()}.values(), key=lambda row: row.numbers[0]):
        yield from (_shown(entry) for entry in row.entries)


def _shown(entry: PrintedIndicator) -> str:
    name = f"{entry.name}[{entry.part}]" if entry.part else entry.name
    baseline = _value(entry.baseline) if entry.baseline else "列なし"
    values = [baseline, *map(_value, entry.interim), _value(entry.target)]
    return " | ".join([f"{name} {entry.unit}".strip(), *values])


def _value(value: PrintedValue) -> str:
    """「20人@2029」: the cell with the years of its header, and of the column of years beside it."""
    years = "-".join(str(int(year)) for year in value.heading.years) or value.years
    return f"{value.text}@{years}" if years else value.text


def findings(text: str) -> list[str]:
    return [finding.message for finding in tables_of(text).findings if finding.severity != "info"]
