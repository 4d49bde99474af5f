"""Figures of several indicators side by side: the year that most often stands in a column is said once, above it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from knowledge.model.fiscal import FiscalYear
from knowledge.wording.amounts import NOT_PRINTED, Figure, says_year
from knowledge.wording.states import NOT_RECORDED, state_label
from knowledge.wording.values import NO_RATE, Measure

STATE_AND_RATE = "状態・進捗"  # in one cell: a phone has no room for a column more
_OTHERS = "（異なる場合は併記）"
_WITHOUT_YEAR = (NOT_PRINTED, NOT_RECORDED)


class FigureColumn(Struct, frozen=True):
    """One kind of figure of each. `shared`: the commonest year and status, 「令和5年度・確定値」; "" for none."""

    label: str
    figures: tuple[Figure, ...]
    shared: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """「24人」; in full where year or status are not the shared ones."""
        return tuple(own.amount if own.note in ("", self.shared) else own.text for own in self.figures)

    @property
    def has_others(self) -> bool:
        return any(own.note not in ("", self.shared) for own in self.figures)


def figure_columns(rows: Sequence[Measure]) -> tuple[FigureColumn, FigureColumn, FigureColumn]:
    """What has been reached, what is aimed at, where it began."""
    return (
        figure_column("実績", [own.actual for own in rows]),
        figure_column("目標値", [own.target for own in rows]),
        figure_column("基準値", [own.baseline for own in rows]),
    )


def shared_text(columns: Sequence[FigureColumn]) -> str:
    """「実績は令和5年度・確定値、目標値は令和6年度です（異なる場合は併記）。」, in a line of a terminal."""
    said = "、".join(f"{column.label}は{column.shared}" for column in columns if column.shared)
    others = _OTHERS if any(column.shared and column.has_others for column in columns) else ""
    return f"{said}です{others}。" if said else ""


class StandingRow(NamedTuple):
    """One of a table as lines: 「状態 遅れ ▽、進捗 25.9%（見込み 80.0%）」, and 「基準値 54人」 and what follows it."""

    state: str
    figures: tuple[str, str, str]


def standing_rows(rows: Sequence[Measure]) -> tuple[Mapping[str, StandingRow], str]:
    """Of each by its id without the years that they share, and these."""
    actual, target, baseline = columns = figure_columns(rows)
    told = {
        own.indicator.id: StandingRow(
            own.standing_in(actual.shared) if own.view else NOT_RECORDED,
            (f"基準値 {begun}", f"{own.named} {reached}" if own.view else "", f"目標値 {aimed}"),
        )
        for own, begun, reached, aimed in zip(rows, baseline.cells, actual.cells, target.cells, strict=True)
    }
    return told, shared_text(columns)


class FigureRow(NamedTuple):
    """One of a list. `rate`: 「42.9%」, 「—」 for none, "" where the list is not in this order."""

    state: str
    rate: str
    actual: str
    target: str

    @property
    def chain(self) -> tuple[str, str]:
        """「未達成 ×　進捗 42.9%　10.1万人」「目標値 10.9万人」"""
        rate = f"進捗 {self.rate}" if self.rate.strip(NO_RATE) else ""
        actual = "" if self.actual in self.state else self.actual
        return "　".join(filter(None, (self.state, rate, actual))), f"目標値 {self.target}"


class FigureTable(Struct, frozen=True):
    """What was asked of each indicator, by its id: its state and figures in a year, its rate. `years`: those that the
    figures have in common; `asked`: which they are, as a thread keeps it.
    """

    rows: Mapping[str, FigureRow]
    years: str
    asked: str

    @classmethod
    def of(
        cls, measures: Sequence[Measure], year: FiscalYear | None = None, *, with_rates: bool = False
    ) -> "FigureTable":
        columns = figure_columns(measures)[:2]
        cells = zip(measures, *(column.cells for column in columns), strict=True)
        rows = {
            own.indicator.id: FigureRow(
                state_label(own.state), own.percent * with_rates, actual, with_shortfall(target, own.shortfall)
            )
            for own, actual, target in cells
        }
        return cls(rows, shared_text(columns), f"#{int(year) if year else ''}{'%' * with_rates}")

    def columns(self) -> tuple[tuple[str, ...], Mapping[str, tuple[str, ...]]]:
        """Heads and cells behind the name, the state first: a thread's pane is narrow."""
        cells = {id: (" ".join(filter(None, row[:2])), row.actual, row.target) for id, row in self.rows.items()}
        return (STATE_AND_RATE if self.asked.endswith("%") else "状態", "実績", "目標値"), cells


def with_shortfall(target: str, shortfall: str) -> str:
    """「710人（あと58人）」, where its year has come and it is missed."""
    return f"{target}（{shortfall}）" if shortfall else target


def figures_asked(asked: str) -> tuple[FiscalYear | None, bool]:
    """Year and whether the rates, of 「#2023%」."""
    year = asked.strip("#%")
    return FiscalYear(int(year)) if year.isdecimal() else None, asked.endswith("%")


def figure_column(label: str, figures: Sequence[Figure]) -> FigureColumn:
    """Nothing is shared where an amount has no year of its own: it would be read as one of the year above."""
    noted = Counter(own.note for own in figures if own.note)
    [(note, count)] = noted.most_common(1) or [("", 0)]
    is_shared = (count > 1 or noted.total() == 1) and not any(map(_is_undated, figures))
    return FigureColumn(label, tuple(figures), note if is_shared else "")


def _is_undated(figure: Figure) -> bool:
    return not figure.year and figure.amount not in _WITHOUT_YEAR and not says_year(figure.amount)
