"""Tables of text as they come out of any spreadsheet file: finding the header, reading years and days.

Real sheets have a title above the table, headers over two merged rows, a year in the header instead of a column,
full-width digits, and dates that are numbers because a cell lost its format.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from knowledge.model.fiscal import ERA_YEAR, WESTERN_YEAR, FiscalYear, find_fiscal_years
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
_VALUE_WITH_YEAR = re.compile(r"(?:年度)?末?の?(?:実績値?|値)?(?P<provisional>速報値?)?(?:確定値?)?")
_YEAR_END = re.compile(r"\s*年?度?")
_DAY = re.compile(r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?(?:[T ].*)?")
_ERA_DAY = re.compile(ERA_YEAR.pattern + r"\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?")
_SERIALS = range(20_000, 80_000)  # Excel's days since 1899-12-30: the years 1954 to 2119
_SERIAL_ZERO = date(1899, 12, 30)


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


def find_header(sheet: Sheet) -> Header | None:
    """The first row that names what we need, or the first two together where they name more."""
    for index, row in enumerate(sheet.rows[:HEADER_WITHIN_ROWS]):
        alone = _alone(sheet, index)
        together = below = None
        if index + 1 < len(sheet.rows):
            together = _read_header(_joined(row, sheet.rows[index + 1]), index + 1)
            below = _alone(sheet, index + 1)
        usable = [header for header in (alone, together) if header is not None and header.is_usable]
        if not usable:
            continue
        best = max(usable, key=lambda header: header.width)  # of equals the first: the row alone
        if best is together and below is not None and below.values == best.values and below.columns == best.columns:
            continue  # a title above a header gives it nothing; the header may have a second row of its own
        return best
    return None


def _alone(sheet: Sheet, index: int) -> Header:
    return _read_header([(cell,) for cell in sheet.rows[index].cells], index)


def _joined(upper: Row, lower: Row) -> list[tuple[str, ...]]:
    """Readings of a column under two header rows: 「令和5年度」 over 「実績値」, 「令和5年度」 over 「区分」."""
    width = max(len(upper.cells), len(lower.cells))
    pairs = [(upper.cell(index), lower.cell(index)) for index in range(width)]
    return [(above,) if above == below else (above + below, below, above) for above, below in pairs]


def _read_header(readings: list[tuple[str, ...]], ends_at: int) -> Header:
    columns: dict[Column, int] = {}
    values: list[ValueColumn] = []
    ignored: list[str] = []
    for index, names in enumerate(readings):
        known = next((name for name in names if name_key(name) in _BY_KEY or _value_column(name, index)), None)
        column = _BY_KEY.get(name_key(known)) if known else None
        with_year = _value_column(known, index) if known else None
        if with_year is not None:
            values.append(with_year)
        elif column == "value":
            values.append(ValueColumn(index, None, False))
        elif column is not None and column not in columns:
            columns[column] = index
        elif names[-1].strip() and names[-1].strip() not in READING_COLUMNS:
            ignored.append(names[-1].strip())
    return Header(columns, tuple(values), tuple(ignored), ends_at)


def _value_column(name: str, index: int) -> ValueColumn | None:
    """「令和4年度実績値」「R4」「2022年度（速報）」; not 「令和6年度目標値」."""
    folded = unicodedata.normalize("NFKC", name)
    years = find_fiscal_years(folded)
    if len(years) != 1:
        return None
    rest = _VALUE_WITH_YEAR.fullmatch(name_key(WESTERN_YEAR.sub("", ERA_YEAR.sub("", folded))))
    return ValueColumn(index, years[0], bool(rest["provisional"])) if rest else None


def parse_day(text: str) -> date | None:
    """「2024-04-01」「2024/4/1」「令和6年4月1日」「R6.4.1」, and 45383 for a date cell that lost its format."""
    folded = unicodedata.normalize("NFKC", text).strip()
    if folded.isdecimal() and int(folded) in _SERIALS:
        return _SERIAL_ZERO + timedelta(days=int(folded))
    match, year = _DAY.fullmatch(folded), None
    if match:
        year = int(match["year"])
    elif match := _ERA_DAY.fullmatch(folded):
        year = next(iter(find_fiscal_years(folded)), None)
    if not match or year is None:
        return None
    try:
        return date(year, int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def parse_fiscal_year(text: str) -> FiscalYear | None:
    """「令和5年度」「R5」「2023」「2023年度」, and a day, as a cell formatted as a date shows it.

    Not 「2023年」: a calendar year is another period.
    """
    folded = unicodedata.normalize("NFKC", text).strip()
    day = parse_day(folded)
    if day is not None:
        return FiscalYear.of(day)
    if re.search(r"年(?!度)", folded):
        return None
    years = find_fiscal_years(folded.replace("年度", "年"))
    rest = _YEAR_END.fullmatch(WESTERN_YEAR.sub("", ERA_YEAR.sub("", folded.replace("年度", "年"))))
    return years[0] if len(years) == 1 and rest else None
