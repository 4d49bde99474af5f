"""The yearly review (検証): every indicator in one fiscal year, by goal and by package, with what is missing."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from msgspec import Struct

from knowledge.indicators.current_values import CurrentValues, figure_of
from knowledge.indicators.exporting import (
    OFFICE_COMMENT,
    OFFICE_GRADE,
    CellContent,
    ExportTable,
    NumberCell,
    note_tables,
    printed_cell,
)
from knowledge.indicators.ledger import Entry
from knowledge.indicators.progress import STATES, Progress, State
from knowledge.model.catalog import Catalog
from knowledge.model.errors import OutsidePlanError
from knowledge.model.fiscal import FiscalYear
from knowledge.model.plans import ended_note
from knowledge.model.records import Indicator, KnowledgeBase
from knowledge.model.structs import replace
from knowledge.wording.amounts import SAMPLE_MARK, percent_text
from knowledge.wording.names import kind_label, label_in, short_title, title
from knowledge.wording.states import NOT_RECORDED
from knowledge.wording.values import PARTIAL_NOTE, Measure, data_notes


class ReviewRow(Struct, frozen=True, kw_only=True):
    """One indicator. `entry` is the year's value, None where nobody has recorded one; `measure` is both in words."""

    indicator: Indicator
    entry: Entry | None
    progress: Progress
    measure: Measure

    @property
    def of_office(self) -> Mapping[str, str]:
        """The office's own grade and comment by the name of their column, "" where it has said nothing."""
        entry = self.entry
        return {
            OFFICE_GRADE: entry.office_grade if entry else "",
            OFFICE_COMMENT: entry.office_comment if entry else "",
        }

    @property
    def is_of_years(self) -> bool:
        """Whether the mean of several years was judged, and not the year's own value."""
        return bool(self.progress.years) and self.measure.view is not None

    @property
    def is_missing(self) -> bool:
        return self.progress.state == NOT_RECORDED


class ReviewGroup(Struct, frozen=True):
    """The indicators of one goal or package. `id` is its own (`g3`, `pkg3`), `population` for the strategy's.

    `label` is its title; `place` that without its name: 「基本目標2」.
    """

    id: str
    label: str
    place: str
    rows: tuple[ReviewRow, ...]

    @property
    def counts(self) -> Mapping[State, int]:
        return count(self.rows)

    @property
    def missing(self) -> tuple[ReviewRow, ...]:
        return tuple(row for row in self.rows if row.is_missing)


class Review(Struct, frozen=True, dict=True):
    """All groups in printed order: the strategy's own target, the goals, the packages. `ended`: that the plan's period
    is over.
    """

    year: FiscalYear
    groups: tuple[ReviewGroup, ...]
    ended: str = ""

    @cached_property
    def rows(self) -> tuple[ReviewRow, ...]:
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def counts(self) -> Mapping[State, int]:
        return count(self.rows)

    @property
    def missing(self) -> tuple[ReviewGroup, ...]:
        """The groups that still owe values."""
        return tuple(group for group in self.groups if group.missing)

    @property
    def office_columns(self) -> tuple[str, ...]:
        """Of the grade and the comment of offices those that any of them has given."""
        return tuple(name for name in (OFFICE_GRADE, OFFICE_COMMENT) if any(row.of_office[name] for row in self.rows))

    @property
    def notes(self) -> tuple[str, ...]:
        return data_notes(row.measure for row in self.rows)

    @property
    def has_samples(self) -> bool:
        return any(row.entry is not None and row.entry.sample for row in self.rows)


def count(rows: tuple[ReviewRow, ...]) -> Mapping[State, int]:
    """Every state, in the order of STATES, also those that do not occur."""
    counted = Counter(row.progress.state for row in rows)
    return {state: counted[state] for state in STATES}


def review_year(values: CurrentValues, year: FiscalYear, today: date | None = None) -> Review:
    """The year alone decides: a later value changes nothing, an earlier one does not stand in. By `today` it says
    whether the plan's period is over.

    OutsidePlanError for a year that the plan is not for.
    """
    plan = values.catalog.strategy.period
    if plan and year not in plan:
        raise OutsidePlanError(year.label, plan.text)
    groups = (
        ReviewGroup(id, title, place, tuple(_row(values, one, year) for one in indicators))
        for id, title, place, indicators in groups_of(values.catalog.base)
    )
    ended = ended_note(plan, today) if today else ""
    return Review(year, tuple(group for group in groups if group.rows), ended)


def groups_of(base: KnowledgeBase) -> Iterator[tuple[str, str, str, tuple[Indicator, ...]]]:
    """Id, title, place and indicators: the strategy's own target, each goal's, each package's; every indicator once."""
    catalog = Catalog(base)
    if population := base.strategy.population_target:
        yield population.id, kind_label(population), kind_label(population), (population,)
    for goal in base.goals:
        yield goal.id, title(goal), short_title(goal), goal.targets
    for package in base.packages:
        yield package.id, title(package), label_in(catalog, package), package.kpis


def _row(values: CurrentValues, indicator: Indicator, year: FiscalYear) -> ReviewRow:
    entry, progress = values.of_year(indicator.id, year), values.progress(indicator.id, year)
    view = values.latest(indicator.id, year)
    measure = Measure(indicator=indicator, view=view, named="実績", is_partial=values.is_partial)
    return ReviewRow(indicator=indicator, entry=entry, progress=progress, measure=measure)


# As tables, for a spreadsheet


STEP = "当年度の目標値"
_CELLS: Mapping[str, Callable[[ReviewGroup, ReviewRow], CellContent]] = {
    "ID": lambda group, row: row.indicator.id,
    "指標": lambda group, row: row.indicator.title,
    "区分": lambda group, row: group.label,
    "単位": lambda group, row: row.indicator.unit,
    "基準値": lambda group, row: printed_cell(row.indicator.baseline),
    "実績値": lambda group, row: _actual_cell(row),
    "実績の区分": lambda group, row: _status_cell(row),
    STEP: lambda group, row: _step_cell(row),
    "目標値": lambda group, row: printed_cell(row.indicator.target),
    "進捗": lambda group, row: _percentage(row.progress.rate_text, row.progress.rate),
    "見込み": lambda group, row: _percentage(_expected_text(row), row.progress.expected),
    "状態": lambda group, row: row.progress.state,
    "評価": lambda group, row: row.progress.grade or "",
    "理由・算式": lambda group, row: "\n".join(filter(None, _grounds(row))),
    "出典": lambda group, row: row.entry.source if row.entry else "",
    "備考": lambda group, row: row.entry.note if row.entry else "",
    OFFICE_GRADE: lambda group, row: row.of_office[OFFICE_GRADE],
    OFFICE_COMMENT: lambda group, row: row.of_office[OFFICE_COMMENT],
}


def _step_cell(row: ReviewRow) -> CellContent:
    year = row.progress.year
    step = row.indicator.step_of(year) if year is not None else None
    return printed_cell(step) if step else ""


def _actual_cell(row: ReviewRow) -> CellContent:
    """What was judged: of a target over years their mean, which is rounded, and so only told."""
    if row.is_of_years:
        return replace(row.measure.actual, status="").text
    return row.entry.value if row.entry else None


def _status_cell(row: ReviewRow) -> str:
    if row.is_of_years:
        return row.measure.actual.status
    return row.entry.status if row.entry else ""


def _grounds(row: ReviewRow) -> Iterator[str | None]:
    if row.is_of_years and row.entry:  # beside the mean, which was judged
        yield figure_of(row.entry, row.indicator).text
    yield from (row.progress.reason, row.progress.formula)


def _expected_text(row: ReviewRow) -> str:
    return percent_text(row.progress.expected) if row.progress.expected is not None else "—"


def _percentage(text: str, share: Fraction | None) -> CellContent:
    return text if share is None else NumberCell(text, Decimal(share.numerator) / share.denominator, is_share=True)


def review_tables(found: Review) -> tuple[ExportTable, ...]:
    """The indicators, the counts, and what is missing: three sheets. Grades and the targets of a year where given."""
    sample = f"（{SAMPLE_MARK}を含む）" if found.has_samples else ""
    is_graded = any(row.progress.grade for row in found.rows)
    has_steps = any(row.indicator.step_of(found.year) for row in found.rows)
    used = {"評価": is_graded, STEP: has_steps}
    cells = {name: cell for name, cell in _CELLS.items() if used.get(name, True)}
    rows = tuple(tuple(cell(group, row) for cell in cells.values()) for group in found.groups for row in group.rows)
    return (
        ExportTable(f"検証 {found.year.label}{sample}", tuple(cells), rows),
        count_table(found),
        ExportTable("実績未登録", ("ID", "指標", "区分", "単位", "目標値"), tuple(_missing_rows(found))),
        *note_tables([*(note for note in found.notes if note == PARTIAL_NOTE), *filter(None, [found.ended])]),
    )


def count_table(found: Review) -> ExportTable:
    counted = (*((group.label, group.rows) for group in found.groups), ("合計", found.rows))
    rows: Iterator[tuple[CellContent, ...]] = (
        (label, Decimal(len(own)), *map(Decimal, count(own).values())) for label, own in counted
    )
    return ExportTable("状態別の件数", ("区分", "指標数", *STATES), tuple(rows))


def _missing_rows(found: Review) -> Iterator[tuple[CellContent, ...]]:
    for group in found.missing:
        for row in group.missing:
            one = row.indicator
            yield one.id, one.title, group.label, one.unit, printed_cell(one.target)


# As JSON


def review_json(found: Review) -> dict[str, Any]:
    """Decimals and shares in strings; shares as decimals with four places, None where none would be true."""
    return {
        "fiscal_year": int(found.year),
        "has_samples": found.has_samples,
        "notes": [*found.notes, *filter(None, [found.ended])],
        "counts": dict(found.counts),
        "groups": [
            {
                "id": group.id,
                "label": group.label,
                "counts": dict(group.counts),
                "missing": [row.indicator.id for row in group.missing],
                "indicators": [_row_json(row) for row in group.rows],
            }
            for group in found.groups
        ],
    }


def _row_json(row: ReviewRow) -> dict[str, Any]:
    entry, one = row.entry, row.indicator
    return {
        "id": one.id,
        "name": one.title,
        "unit": one.unit,
        "baseline": one.baseline.raw if one.baseline else None,
        "actual": str(entry.value) if entry else None,
        "actual_text": _actual_text(row),
        "provisional": entry.provisional if entry else None,
        "sample": entry.sample if entry else None,
        "office_grade": row.of_office[OFFICE_GRADE],
        "office_comment": row.of_office[OFFICE_COMMENT],
        "target": one.target.raw,
        **progress_json(row.progress),
    }


def _actual_text(row: ReviewRow) -> str | None:
    """A mean with its years, which is what was judged."""
    if row.is_of_years:
        return row.measure.actual.text
    return figure_of(row.entry, row.indicator).amount if row.entry else None


def progress_json(progress: Progress) -> dict[str, Any]:
    """A judgement as plain values."""
    return {
        "state": progress.state,
        "rate": _share(progress.rate),
        "rate_text": progress.rate_text,
        "expected": _share(progress.expected),
        "grade": progress.grade,
        "formula": progress.formula,
        "shortfall": progress.shortfall,
        "reason": progress.reason,
    }


def _share(share: Any) -> str | None:
    return None if share is None else f"{float(share):.4f}"
