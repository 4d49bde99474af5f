"""What somebody says of a sheet's columns: `実績値=H,年度=G`, `R7=H,R8=J`, `実績値=H,年度=令和7年度`."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct, field

from knowledge.files.grid import column_of
from knowledge.indicators.sheets.sheet_words import role_of_word
from knowledge.model.column_words import Role
from knowledge.model.errors import UnreadableMapError, UnreadableYearError
from knowledge.model.fiscal import FiscalYear
from knowledge.model.years.fields import parse_fiscal_year
from knowledge.model.years.said import find_years

_LETTERS = re.compile(r"[A-Za-z]{1,3}")
_ROLES = frozenset(
    ("id", "name", "fiscal_year", "as_of", "value", "unit", "status", "source", "note", "grade", "comment")
)


class ColumnMap(Struct, frozen=True):
    """`columns` by role, `actuals` as column → the year that it holds (None: as the sheet says), `year` for all."""

    columns: Mapping[Role, int] = field(default_factory=dict)
    actuals: Mapping[int, FiscalYear | None] = field(default_factory=dict)
    year: FiscalYear | None = None

    def __bool__(self) -> bool:
        return bool(self.columns or self.actuals or self.year)

    @property
    def has_values(self) -> bool:
        return bool(self.actuals)

    def column(self, role: Role, span: range) -> int | None:
        """Where a table of these columns has it, None for nothing said."""
        at = self.columns.get(role)
        return at if at in span else None

    def values(self, span: range) -> Iterator[tuple[int, FiscalYear | None]]:
        return ((at, year) for at, year in self.actuals.items() if at in span)


def parse_column_map(text: str, today: date) -> ColumnMap:
    """Raises UnreadableMapError, which says how to write it. "" is no map."""
    columns: dict[Role, int] = {}
    actuals: dict[int, FiscalYear | None] = {}
    year = None
    for pair in filter(None, re.split(r"[,、]", unicodedata.normalize("NFKC", text))):
        name, _, column = (part.strip() for part in pair.partition("="))
        role, is_column = role_of_word(name), bool(_LETTERS.fullmatch(column))
        if role == "fiscal_year" and column and not is_column:
            year = _year(column, pair, today)
            continue
        of_year = _year(name, pair, today) if find_years(name, today) else None
        if not is_column or (role not in _ROLES and of_year is None):
            raise UnreadableMapError(pair)
        if role == "value" or of_year is not None:
            actuals[column_of(column)] = of_year
        else:
            columns[role or ""] = column_of(column)
    return ColumnMap(columns, actuals, year)


def _year(text: str, pair: str, today: date) -> FiscalYear:
    try:
        return parse_fiscal_year(text, today)
    except UnreadableYearError as error:
        raise UnreadableMapError(pair, str(error)) from error
