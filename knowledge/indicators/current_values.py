"""What holds now: every indicator's recorded values, judged and put into words. One view for everybody.

An indicator of which a real value is recorded shows no invented ones (架空の値): the two are never mixed in one
history, one mean or one judgement.
"""

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from knowledge.indicators.ledger import Entry, Ledger
from knowledge.indicators.points import LATEST, PREVIOUS, TARGET, Change, Lacking, PointAsked, ValuePoint, printed_point
from knowledge.indicators.progress import Progress, assess
from knowledge.indicators.thresholds import DEFAULT_THRESHOLDS, Thresholds
from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import FiscalYear
from knowledge.model.records import Indicator
from knowledge.wording.amounts import Figure, amount_parts, is_mean
from knowledge.wording.card import Card
from knowledge.wording.moments import day_text, tokyo_day
from knowledge.wording.progress_text import mean_years_text
from knowledge.wording.values import ValueView


class CurrentValues:
    """The latest value of each indicator, as it is shown, and all that stands behind it. Implements `Values`.

    Immutable; ids that the plan does not have raise UnknownIdError.
    """

    def __init__(
        self,
        catalog: Catalog,
        ledger: Ledger,
        thresholds: Thresholds = DEFAULT_THRESHOLDS,
        *,
        is_kept_back: bool = False,
    ) -> None:
        """`is_kept_back`: more is recorded than the ledger tells here, for others read along."""
        self.is_kept_back = is_kept_back
        self.catalog = catalog
        self.ledger = ledger
        self.thresholds = thresholds
        self._judged: dict[tuple[str, FiscalYear | None], Progress] = {}
        self.cards: dict[str, Card] = {}  # by the ids of the records, as they are asked for

    @property
    def is_partial(self) -> bool:
        return self.ledger.is_partial

    @cached_property
    def _entries(self) -> Mapping[str, tuple[Entry, ...]]:
        found = {id: self.ledger.actuals(id) for id in self.catalog.indicators}
        return {id: _real(entries) for id, entries in found.items() if entries}

    def __bool__(self) -> bool:
        """Anything is recorded."""
        return bool(self._entries)

    def text(self, id: str) -> str | None:
        view = self.latest(id)
        return view.text if view else None

    def latest(self, id: str, year: FiscalYear | None = None) -> ValueView | None:
        """The value of a year, or the latest one, judged; None where there is none."""
        entry = self.latest_entry(id) if year is None else self.of_year(id, year)
        if entry is None:
            return None
        progress, own = self.progress(id, year), figure_of(entry, self.catalog.indicator(id))
        return ValueView(
            figure=self._mean(id, progress) or own,
            own=own,
            state=self.standing(id, year),
            judged=progress.state,
            shortfall=progress.shortfall,
            progress=progress.rate,
            expected=progress.expected,
            formula=progress.formula or "",
            reason=progress.reason,
            history=tuple((int(each), held.value) for each, held in self.by_year(id).items()),
            note=entry.note,
            source=entry.source,
            recorded=f"{day_text(entry.at)} {entry.by}",
        )

    def _mean(self, id: str, progress: Progress) -> Figure | None:
        """「3,200.3人（令和2年度〜令和4年度の平均・確定値）」, as certain as its least certain year."""
        if progress.actual is None or not progress.years:
            return None
        indicator, by_year = self.catalog.indicator(id), self.by_year(id)
        entries = [by_year[year] for year in progress.years]
        least = max(entries, key=lambda entry: (entry.sample, entry.provisional))
        parts = amount_parts(progress.actual, indicator.unit, indicator.compared_with)
        return Figure(*parts, mean_years_text(progress.years), least.status)

    def entries(self, id: str) -> tuple[Entry, ...]:
        """The values that hold, by year and day; () where nothing is recorded."""
        return self._entries.get(self.catalog.indicator(id).id, ())

    def latest_entry(self, id: str) -> Entry | None:
        return next(reversed(self.entries(id)), None)

    def of_year(self, id: str, year: FiscalYear) -> Entry | None:
        """The year's value, of its last day where several are known."""
        return next((entry for entry in reversed(self.entries(id)) if entry.fiscal_year == year), None)

    def of_day(self, id: str, day: date | None) -> Entry | None:
        """What was recorded as of a day (時点), whichever year it counts for."""
        return next((entry for entry in self.entries(id) if day and entry.as_of == day), None)

    def by_year(self, id: str) -> dict[FiscalYear, Entry]:
        return {entry.fiscal_year: entry for entry in self.entries(id)}

    def progress(self, id: str, year: FiscalYear | None = None) -> Progress:
        """The judgement of a year, or of the latest one that has a value."""
        if (id, year) not in self._judged:
            entry = self.latest_entry(id) if year is None else self.of_year(id, year)
            values = {when: entry.value for when, entry in self.by_year(id).items()}
            self._judged[id, year] = assess(
                self.catalog.indicator(id),
                values,
                year=year,
                plan=self.catalog.strategy.period,
                thresholds=self.thresholds,
                is_running=entry is not None and _is_from_within(entry),
                is_partial=self.is_partial,
            )
        return self._judged[id, year]

    def standing(self, id: str, year: FiscalYear | None = None) -> str:
        """「やや遅れ」, or 「C」 where grades are shown and there is one."""
        progress = self.progress(id, year)
        return progress.grade or progress.state

    def change(self, id: str, since: PointAsked = PREVIOUS, until: PointAsked = LATEST) -> Change | None:
        """From one point to another; None unless both are known."""
        found = self.between(id, since, until)
        return found if isinstance(found, Change) else None

    def between(self, id: str, since: PointAsked, until: PointAsked = LATEST) -> Change | Lacking:
        """From one point to another, or which of them cannot be had: the later one where it is neither."""
        is_of_mean = since.kind == "target" and is_mean(self.catalog.indicator(id).target)
        after = self._judged_point(id, until) if is_of_mean else self.point(id, until)
        if isinstance(after, Lacking):
            return after
        before = self.point(id, since, after)
        return before if isinstance(before, Lacking) else Change(self.catalog.indicator(id), before, after)

    def _judged_point(self, id: str, asked: PointAsked) -> ValuePoint | Lacking:
        """The mean of the years so far, where the target is one."""
        progress, view = self.progress(id, asked.year), self.latest(id, asked.year)
        if view is None:
            return self.point(id, asked)
        if not progress.years or progress.actual is None:
            return Lacking(TARGET)
        return ValuePoint("actual", progress.actual, progress.year, view.figure, is_mean=True)

    def point(self, id: str, asked: PointAsked, after: ValuePoint | None = None) -> ValuePoint | Lacking:
        """`after`: the later one of two. The baseline is the value of its year where nothing else is recorded of it."""
        indicator, year = self.catalog.indicator(id), asked.year
        if asked.kind in ("baseline", "target"):
            own = indicator.baseline
            if asked.kind == "target":
                own = next((one for one in indicator.interim if year and one.fiscal_year == year), indicator.target)
            found = printed_point("baseline" if asked.kind == "baseline" else "target", own, indicator)
            return found or Lacking(asked)
        if asked.kind == "latest":
            year = max(self.by_year(id), default=None)
        elif asked.kind in ("previous", "earlier"):
            until = after.year if after else None
            year = FiscalYear(until - (asked.years or 1)) if until else None
        if year is None:
            return Lacking(asked)
        if entry := self.of_year(id, year):
            return ValuePoint("actual", entry.value, year, figure_of(entry, indicator))
        begun = printed_point("baseline", indicator.baseline, indicator)
        is_begun = begun is not None and begun.year == year and asked.kind in ("year", "earlier")
        return begun if is_begun and begun else Lacking(asked, year)


def _real(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries if not entry.sample) or entries


def _is_from_within(entry: Entry) -> bool:
    """Of a day before its year's end, or a provisional one that was recorded before it."""
    last = entry.fiscal_year.last_day
    return entry.as_of < last if entry.as_of else entry.provisional and tokyo_day(entry.at) <= last


def figure_of(entry: Entry, indicator: Indicator) -> Figure:
    """「48人（令和4年度・確定値）」「302,000人（2024年4月1日時点・速報値）」「48人（令和4年度・架空の値）」."""
    number, unit = amount_parts(entry.value, entry.unit, indicator.compared_with)
    return Figure(number, unit, entry.point.label, entry.status)
