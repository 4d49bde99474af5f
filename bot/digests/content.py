"""What goes into a digest. Pure: a function of the schedule, the ledger as of now, and the ledger as of last time.

A reminder (Scope "reminder") is a digest too: from April to July it lists the indicators that lack the value of the
fiscal year that ended in March, so it gets shorter as values come in, and is silent when none is missing and in the
other months.
"""

from collections.abc import Collection
from datetime import datetime
from itertools import islice
from typing import Literal

from msgspec import Struct

from bot.digests.schedule import DigestLayout, DigestScope, Schedule
from bot.digests.scope import LATE, ScopeGroup, grouped, in_scope, lacking, scope_label, year_to_record
from knowledge.indicators import Chart, CurrentValues, Entry, find_chart
from knowledge.indicators.progress import Progress
from knowledge.model import FiscalYear, Indicator
from knowledge.wording import Measure, count_states, measures, tokyo_day
from knowledge.wording.amounts import Figure
from knowledge.wording.states import severity
from knowledge.wording.values import worst_first

DigestKind = Literal["report", "unchanged", "reminder", "alert", "silent"]
"""unchanged: one line, nothing has changed. alert: states that have changed. silent: nothing is posted."""

REMINDER_MONTHS = range(4, 8)  # the year ends in March, and reviews want its values by July
MOST_CHARTS = 2
Charted = tuple[Measure, Chart]


class IndicatorChange(Struct, frozen=True, kw_only=True):
    """What became of one indicator since the last digest: its latest value and its state, in words, then and now.

    `is_taken_back`: the state is another because the value that gave it then was corrected or undone. None for no
    value. Where both values are the same, one of an earlier year was recorded, corrected or taken back. `is_back`: it
    is worse than it was, and than where the plan began.
    """

    indicator: Indicator
    value_before: str | None
    value: str | None
    state_before: str
    state: str
    has_fallen: bool
    figure_before: Figure | None = None
    figure: Figure | None = None
    is_taken_back: bool = False
    is_back: bool = False


class Digest(Struct, frozen=True, kw_only=True):
    """`as_of` and `before` are aware; `before` is None for the first digest of a schedule.

    `ranked` is all that is shown, the worst first; `worst` is what wants attention, first what has fallen since.
    `counts`: each state that occurs and how often, best first. `unrecorded` lack the value of `year`, the last fiscal
    year of the plan that has ended; None before there is one. `groups` are what the thread shows. `charts`: at most
    two indicators with a history, the most telling first. `attaches`: a spreadsheet follows. `plan`: its name, where
    there are several; `ended`: that its period is over. `as_if_new`: a sample, in which all that is recorded counts as
    a change.
    """

    name: str
    kind: DigestKind
    scope: DigestScope
    label: str
    as_of: datetime
    before: datetime | None
    counts: tuple[tuple[str, int], ...] = ()
    changes: tuple[IndicatorChange, ...] = ()
    unrecorded: tuple[Indicator, ...] = ()
    year: FiscalYear | None = None
    groups: tuple[ScopeGroup, ...] = ()
    ranked: tuple[Measure, ...] = ()
    worst: tuple[Measure, ...] = ()
    layout: DigestLayout = "short"
    attaches: bool = False
    charts: tuple[Charted, ...] = ()
    is_partial: bool = False
    plan: str = ""
    ended: str = ""
    as_if_new: bool = False

    @property
    def fallen(self) -> tuple[IndicatorChange, ...]:
        return tuple(change for change in self.changes if change.has_fallen)

    @property
    def measures(self) -> tuple[Measure, ...]:
        return tuple(own for group in self.groups for own in group.measures)


def make_digest(
    schedule: Schedule,
    now: CurrentValues,
    then: CurrentValues | None,
    *,
    as_of: datetime,
    before: datetime | None = None,
) -> Digest:
    """`now` and `then` hold what was known at `as_of` and at `before`; `then` is None for the first digest."""
    year = year_to_record(now.catalog, as_of)
    if schedule.scope.kind == "reminder":
        return _reminder(schedule, now, as_of, before, year)
    year_then = year_to_record(now.catalog, before) if before else None
    shown = in_scope(schedule.scope, now, year)
    watched = shown | (in_scope(schedule.scope, then, year_then) if then is not None else set())
    changes = _changes(now, then, watched) if then is not None else ()
    unrecorded = lacking(now, year, watched)
    has_changed = then is None or bool(changes) or unrecorded != lacking(then, year_then, watched) or year != year_then
    ranked = ranked_measures(now, shown)
    worst = _worst(now, ranked, changes)
    quiet: DigestKind = "silent" if schedule.on_no_change == "silent" else "unchanged"
    return Digest(
        name=schedule.name,
        kind="report" if has_changed else quiet,
        scope=schedule.scope,
        label=scope_label(schedule.scope, now.catalog),
        as_of=as_of,
        before=before,
        counts=tuple(count_states(map(now.standing, shown)).items()),
        changes=changes,
        unrecorded=tuple(each for each in unrecorded if each.id in shown),
        year=year,
        groups=grouped(now.catalog, now, shown),
        ranked=ranked,
        worst=worst,
        layout=schedule.layout,
        attaches=schedule.attaches,
        charts=_charts(now, ranked, worst, changes),
        is_partial=now.is_partial,
    )


def _reminder(
    schedule: Schedule, now: CurrentValues, as_of: datetime, before: datetime | None, year: FiscalYear | None
) -> Digest:
    missing = lacking(now, year, now.catalog.indicators)
    is_due = tokyo_day(as_of).month in REMINDER_MONTHS and bool(missing)
    return Digest(
        name=schedule.name,
        kind="reminder" if is_due else "silent",
        scope=schedule.scope,
        is_partial=now.is_partial,
        label=scope_label(schedule.scope, now.catalog),
        as_of=as_of,
        before=before,
        unrecorded=missing,
        year=year,
        groups=grouped(now.catalog, now, {each.id for each in missing}),
        ranked=measures(missing, now),
        layout=schedule.layout,
    )


def _changes(now: CurrentValues, then: CurrentValues, watched: Collection[str]) -> tuple[IndicatorChange, ...]:
    """In printed order: whatever has other entries than last time."""
    ids = (id for id in now.catalog.indicators if id in watched)
    return tuple(indicator_change(now, then, id) for id in ids if now.entries(id) != then.entries(id))


def indicator_change(now: CurrentValues, then: CurrentValues, id: str) -> IndicatorChange:
    earlier, later = then.progress(id), now.progress(id)
    held, holds, before = then.latest(id), now.latest(id), then.latest_entry(id)
    is_back = _is_back(now.catalog.indicator(id), earlier, later)
    return IndicatorChange(
        indicator=now.catalog.indicator(id),
        value_before=then.text(id),
        value=now.text(id),
        state_before=then.standing(id),
        state=now.standing(id),
        has_fallen=severity(earlier.state) < severity(later.state) or is_back,
        figure_before=held.figure if held else None,
        figure=holds.figure if holds else None,
        is_taken_back=before is not None and _is_taken_back(before, now),
        is_back=is_back,
    )


def _is_back(indicator: Indicator, before: Progress, now: Progress) -> bool:
    """Whatever its state is called: past the target's year it is 未達成 before and after."""
    if before.actual is None or now.actual is None or indicator.origin is None:
        return False
    sign = -1 if indicator.better == "lower" else 1
    return sign * now.actual < sign * min(before.actual, indicator.origin.number, key=lambda value: sign * value)


def _is_taken_back(before: Entry, now: CurrentValues) -> bool:
    """Neither is it where a real value displaces invented ones, nor where the state is that of a newer value."""
    held, latest = now.entries(before.indicator), now.latest_entry(before.indicator)
    if before in held or (latest and before.sample and not latest.sample):
        return False
    points = {entry.point for entry in held}
    return latest is None or latest.point == before.point or before.point not in points


def ranked_measures(now: CurrentValues, shown: Collection[str]) -> tuple[Measure, ...]:
    """All that is shown, the worst first."""
    return worst_first(measures([each for id, each in now.catalog.indicators.items() if id in shown], now))


def _worst(
    now: CurrentValues, ranked: tuple[Measure, ...], changes: tuple[IndicatorChange, ...]
) -> tuple[Measure, ...]:
    """What has fallen, then what is late; やや遅れ only where it is new, or half a plan would be called the worst."""
    fallen = {change.indicator.id for change in changes if change.has_fallen}
    late = [own for own in ranked if own.indicator.id in fallen or now.progress(own.indicator.id).state in LATE]
    return tuple(sorted(late, key=lambda own: own.indicator.id not in fallen))


def _charts(
    now: CurrentValues,
    ranked: tuple[Measure, ...],
    worst: tuple[Measure, ...],
    changes: tuple[IndicatorChange, ...],
) -> tuple[Charted, ...]:
    """What fell behind or is late, then what changed: of these the first two that have a history."""
    changed = {change.indicator.id for change in changes}
    told = [*worst, *(own for own in ranked if own.indicator.id in changed or own.severity)]
    found = ((own, find_chart(own, now.catalog.strategy.period)) for own in dict.fromkeys(told))
    return tuple(islice(((own, chart) for own, chart in found if chart), MOST_CHARTS))
