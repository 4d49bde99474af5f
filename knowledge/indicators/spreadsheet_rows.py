"""Tables of text as they come out of any spreadsheet file: finding the header.

Real sheets have a title above the table, headers over two merged rows, a year in the header instead of a column,
full-width digits, and dates that are numbers because a cell lost its format.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from knowledge.model.fiscal import FiscalYear, find_years, without_years
from knowledge.model.normalize import name_key

Column = Literal[
    "id", "name", "fiscal_year", "as_of", "value", "unit", "status", "source", "note", "sample", "confirmed"
]

# What a column may be called; the first name is the one that we write ourselves.
COLUMN_NAMES: Mapping[Column, tuple[str, ...]] = {
    "id": ("ID", "指標ID", "KPI ID"),
    "name": ("指標", "指標名", "指標名称", "KPI", "KPI名", "重要業績評価指標", "重要業績評価指標（KPI）", "数値目標"),
    "fiscal_year": ("年度", "対象年度", "実績年度"),
    "as_of": ("時点", "基準日", "調査日"),
    "value": ("実績値", "実績", "値", "実績数値"),
    "unit": ("単位",),
    "status": ("区分", "速報・確定", "速報／確定"),
    "source": ("出典", "根拠", "根拠資料", "資料"),
    "note": ("備考", "メモ", "注記", "特記事項"),
    "sample": ("架空",),
    "confirmed": ("確認",),
}
# Columns that our own export adds for the reader, and that an import does not take in.
READING_COLUMNS = ("基準値", "目標値", "登録者", "登録日時", "記録ID")

HEADER_WITHIN_ROWS = 20  # titles, a unit line and approval boxes stand above; a table further down is another thing
_BY_KEY = {name_key(name): column for column, names in COLUMN_NAMES.items() for name in names}
_VALUE_WITH_YEAR = re.compile(r"(?:実績値?|値)?(?P<provisional>速報値?)?(?:確定値?)?")


@dataclass(frozen=True, slots=True)
class Row:
    """`number` as the spreadsheet program shows it. Cells are text, "" where empty."""

    number: int
    cells: tuple[str, ...]

    def cell(self, index: int | None) -> str:
        return self.cells[index].strip() if index is not None and index < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """`name` is "" for a file that has only one table."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class ValueColumn:
    """A column of actual values; of one year where the header names it."""

    index: int
    fiscal_year: FiscalYear | None
    provisional: bool


@dataclass(frozen=True, slots=True)
class Header:
    """Which column holds what. `ends_at` is the index of the last row that belongs to the header."""

    columns: Mapping[Column, int]
    values: tuple[ValueColumn, ...]
    ignored: tuple[str, ...]
    ends_at: int

    @property
    def is_usable(self) -> bool:
        has_indicator = "id" in self.columns or "name" in self.columns
        has_year = "fiscal_year" in self.columns or "as_of" in self.columns
        years = [column.fiscal_year for column in self.values]
        is_clear = len(set(years)) == len(years)
        return has_indicator and bool(years) and is_clear and (has_year or None not in years)

    @property
    def width(self) -> int:
        return len(self.columns) + len(self.values)


def find_header(sheet: Sheet, today: date) -> Header | None:
    """The first row that names what we need, or the first two together where they name more."""
    for index, row in enumerate(sheet.rows[:HEADER_WITHIN_ROWS]):
        alone = _alone(sheet, index, today)
        together = below = None
        if index + 1 < len(sheet.rows):
            together = _read_header(_joined(row, sheet.rows[index + 1]), index + 1, today)
            below = _alone(sheet, index + 1, today)
        usable = [header for header in (alone, together) if header is not None and header.is_usable]
        if not usable:
            continue
        best = max(usable, key=lambda header: header.width)  # of equals the first: the row alone
        if best is together and below is not None and below.values == best.values and below.columns == best.columns:
            continue  # a title above a header gives it nothing; the header may have a second row of its own
        return best
    return None


def _alone(sheet: Sheet, index: int, today: date) -> Header:
    return _read_header([(cell,) for cell in sheet.rows[index].cells], index, today)


def _joined(upper: Row, lower: Row) -> list[tuple[str, ...]]:
    """Readings of a column under two header rows: 「令和5年度」 over 「実績値」, 「令和5年度」 over 「区分」."""
    width = max(len(upper.cells), len(lower.cells))
    pairs = [(upper.cell(index), lower.cell(index)) for index in range(width)]
    return [(above,) if above == below else (above + below, below, above) for above, below in pairs]


def _read_header(readings: list[tuple[str, ...]], ends_at: int, today: date) -> Header:
    columns: dict[Column, int] = {}
    values: list[ValueColumn] = []
    ignored: list[str] = []
    for index, names in enumerate(readings):
        known = next((name for name in names if name_key(name) in _BY_KEY or _value_column(name, index, today)), None)
        column = _BY_KEY.get(name_key(known)) if known else None
        with_year = _value_column(known, index, today) if known else None
        if with_year is not None:
            values.append(with_year)
        elif column == "value":
            values.append(ValueColumn(index, None, False))
        elif column is not None and column not in columns:
            columns[column] = index
        elif names[-1].strip() and names[-1].strip() not in READING_COLUMNS:
            ignored.append(names[-1].strip())
    return Header(columns, tuple(values), tuple(ignored), ends_at)


def _value_column(name: str, index: int, today: date) -> ValueColumn | None:
    """「令和4年度実績値」「R4」「2022年度（速報）」; not 「令和6年度目標値」."""
    folded = unicodedata.normalize("NFKC", name)
    said = find_years(folded, today)
    rest = _VALUE_WITH_YEAR.fullmatch(name_key(without_years(folded, said)))
    if len(said) != 1 or said[0].year is None or said[0].kind in ("month", "day") or rest is None:
        return None
    return ValueColumn(index, said[0].year, bool(rest["provisional"]))
