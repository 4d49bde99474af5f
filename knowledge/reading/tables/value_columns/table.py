"""A table whose columns are to be told apart, and what comes of that: columns, or a question."""

import re
import unicodedata
from collections.abc import Sequence

from msgspec import Struct

from knowledge.model.column_words import is_unit
from knowledge.model.quantity import is_blank
from knowledge.reading.tables.cells import CellKind, cell_kind, refers_to_row_above
from knowledge.reading.tables.header import ColumnHeading, PlanContext

OF_YEARS = ("年度", "年次", "年")
BARE_YEAR = re.compile(r"(?:19|20)\d\d(?:\.\d{1,2})?")
VALUE_SHARE = 0.6  # of the cells of a column of values must be values: with fewer the column is another
_HOW = (
    'layout.toml の [columns] に「"{0}" = "baseline"」のように書いてください'
    "（基準値は baseline、目標値は target、読まない列は ignore）"
)


class ValueColumn(Struct, frozen=True):
    """`years_at`: the column beside it that holds its years."""

    at: int
    heading: ColumnHeading
    years_at: int | None = None


class Columns(Struct, frozen=True, kw_only=True):
    """`known`: of the values that a plan knows beside its baselines, 現状値 beside 基準値.

    `earlier`: of the years before the baseline, the latest first: a row without a value of its year has one of these.
    """

    name: int
    target: ValueColumn
    baseline: ValueColumn | None
    interim: tuple[ValueColumn, ...] = ()
    known: ValueColumn | None = None
    earlier: tuple[ValueColumn, ...] = ()
    unit: int | None = None
    part: int | None = None
    label: int | None = None
    level: int | None = None
    goal: int | None = None

    @property
    def values(self) -> tuple[ValueColumn, ...]:
        return (*filter(None, (self.baseline, self.known)), *self.interim, self.target)

    @property
    def places(self) -> set[int]:
        """All columns of which something is read."""
        others = {
            self.name,
            self.unit,
            self.part,
            self.label,
            self.level,
            self.goal,
            *(value.years_at for value in self.values),
        }
        return {value.at for value in self.values} | {at for at in others if at is not None}


class OpenQuestion(Struct, frozen=True):
    """Why no value of a table may be read, and what to do. `columns`: the headers asked about."""

    message: str
    columns: tuple[str, ...] = ()


class LeftUnread(Struct, frozen=True):
    """What of a table is not read: `column` is the header of one that is left out."""

    message: str
    column: str = ""


class Resolved(Struct, frozen=True):
    columns: Columns | OpenQuestion
    remarks: tuple[LeftUnread, ...] = ()


class HeadedTable:
    """The headings of one table with the cells under each."""

    def __init__(
        self, headings: Sequence[ColumnHeading], rows: Sequence[Sequence[str]], start: int, plan: PlanContext
    ) -> None:
        self.headings = headings
        self.period = plan.period
        self.told = plan.years
        self.start = start
        self.cells = [[row[start + at] for row in rows if start + at < len(row)] for at in range(len(headings))]

    def of(self, *columns: str) -> list[int]:
        return [at for at, heading in enumerate(self.headings) if heading.column in columns]

    def is_amounts(self, at: int) -> bool:
        return self._is_mostly(at, "amount")

    def is_empty(self, at: int) -> bool:
        """Nothing but dashes."""
        return all(map(is_blank, self.cells[at]))

    def is_years(self, at: int) -> bool:
        return self._is_mostly(at, "year") or self._is_bare_years(at)

    def _is_bare_years(self, at: int) -> bool:
        """「2029」 below 「目標年度」; beside it 「2024.5」."""
        heading = self.headings[at]
        filled = [unicodedata.normalize("NFKC", cell) for cell in self.cells[at] if not is_blank(cell)]
        is_headed = heading.text.endswith(OF_YEARS) and not heading.years
        return is_headed and bool(filled) and all(BARE_YEAR.fullmatch(cell) for cell in filled)

    def is_units(self, at: int) -> bool:
        """「9,800｜人」 under a header that says nothing of the second."""
        filled = [cell for cell in self.cells[at] if cell]
        return bool(filled) and all(is_unit(cell) or is_blank(cell) or refers_to_row_above(cell) for cell in filled)

    def _is_mostly(self, at: int, kind: CellKind) -> bool:
        """Of the cells that are not empty; dashes count for any kind and prove none."""
        kinds = [cell_kind(cell) for cell in self.cells[at] if cell]
        return kind in kinds and sum(own in (kind, "blank") for own in kinds) >= VALUE_SHARE * len(kinds)

    def value(self, at: int, years_at: int | None = None) -> ValueColumn:
        return ValueColumn(self.start + at, self.headings[at], None if years_at is None else self.start + years_at)


class OpenQuestionError(Exception):
    """Which column is which cannot be told; in Japanese, with the next step."""

    def __init__(self, question: OpenQuestion) -> None:
        super().__init__(question.message)
        self.question = question


def how_to_name(text: str) -> str:
    return _HOW.format(text or "列の見出し")


def asked_about(table: HeadedTable, columns: Sequence[int]) -> OpenQuestion:
    if not columns:
        return OpenQuestion(f"目標値の列が分からないため、この表の値は取り込みません。{how_to_name('')}")
    texts = [table.headings[at].text or f"{at + 1}列目" for at in columns]
    listed = "」「".join(texts)
    how = how_to_name(texts[0])
    asked = tuple(text for at in columns if (text := table.headings[at].text))
    return OpenQuestion(f"表の列「{listed}」が何の値か分からないため、この表の値は取り込みません。{how}", asked)
