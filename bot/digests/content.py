"""What goes into a digest. Pure: a function of the schedule, the ledger as of now, and the ledger as of last time.

A reminder (Scope "reminder") is a digest too: from April to July it lists the indicators that lack the value of the
fiscal year that ended in March, so it gets shorter as values come in, and is silent when none is missing and in the
other months.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.config.progress_settings import DEFAULT_PROGRESS, ProgressSettings
from bot.digests.schedule import Schedule, Scope
from bot.digests.scope import Group, grouped, in_scope, label_of, lacking, year_to_record
from bot.values.current import shown_state, value_view
from knowledge.indicators import STATES, CurrentValues
from knowledge.model import FiscalYear, Indicator
from knowledge.wording import ValueView, tokyo_day

DigestKind = Literal["report", "unchanged", "reminder", "silent"]
"""unchanged: one line, nothing has changed. silent: nothing is posted."""

REMINDER_MONTHS = range(4, 8)  # the year ends in March, and reviews want its values by July
MOST_CHARTS = 2
LEAST_ACTUALS = 2  # a chart of one point shows nothing
_WORSE = {state: rank for rank, state in enumerate(("達成", "順調", "やや遅れ", "遅れ", "後退"))}
_BEHIND = ("やや遅れ", "遅れ", "後退")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of one indicator since the last digest: its latest value and its state, in words, then and now.

    None for no value. Where both values are the same, one of an earlier year was recorded, corrected or taken back.
    """

    indicator: Indicator
    value_before: str | None
    value: str | None
    state_before: str
    state: str
    has_fallen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """`as_of` and `before` are aware; `before` is None for the first digest of a schedule.

    `counts`: each state that occurs and how often, best first. `unrecorded` lack the value of `year`, the last fiscal
    year of the plan that has ended; None before there is one. `groups` are what the thread shows. `charts`: at most
    two indicators with a history, the most telling first. `views`: what is recorded of the indicators in the groups.
    """

    name: str
    kind: DigestKind
    scope: Scope
    label: str
    as_of: datetime
    before: datetime | None
    counts: tuple[tuple[str, int], ...] = ()
    changes: tuple[Change, ...] = ()
    unrecorded: tuple[Indicator, ...] = ()
    year: FiscalYear | None = None
    groups: tuple[Group, ...] = ()
    charts: tuple[Indicator, ...] = ()
    views: Mapping[str, ValueView] = field(default_factory=dict)

    @property
    def fallen(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.has_fallen)

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        return tuple(indicator for group in self.groups for indicator in group.indicators)

    @property
    def has_samples(self) -> bool:
        return any(view.is_sample for view in self.views.values())


def make_digest(
    schedule: Schedule,
    now: CurrentValues,
    then: CurrentValues | None,
    *,
    as_of: datetime,
    before: datetime | None = None,
    settings: ProgressSettings = DEFAULT_PROGRESS,
) -> Digest:
    """`now` and `then` hold what was known at `as_of` and at `before`; `then` is None for the first digest."""
    year = year_to_record(now.catalog, as_of)
    if schedule.scope.kind == "reminder":
        return _reminder(schedule, now, as_of, before, year)
    year_then = year_to_record(now.catalog, before) if before else None
    shown = in_scope(schedule.scope, now, year)
    watched = shown | (in_scope(schedule.scope, then, year_then) if then is not None else set())
    changes = _changes(now, then, watched, settings) if then is not None else ()
    unrecorded = lacking(now, year, watched)
    has_changed = then is None or bool(changes) or unrecorded != lacking(then, year_then, watched) or year != year_then
    quiet: DigestKind = "silent" if schedule.on_no_change == "silent" else "unchanged"
    views = {id: view for id in shown if (view := value_view(now, id, settings))}
    return Digest(
        name=schedule.name,
        kind="report" if has_changed else quiet,
        scope=schedule.scope,
        label=label_of(schedule.scope, now.catalog),
        as_of=as_of,
        before=before,
        counts=_counts(now, shown, settings),
        changes=changes,
        unrecorded=tuple(each for each in unrecorded if each.id in shown),
        year=year,
        groups=grouped(now.catalog, shown),
        charts=_charts(now, shown, views, changes),
        views=views,
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
        label=label_of(schedule.scope, now.catalog),
        as_of=as_of,
        before=before,
        unrecorded=missing,
        year=year,
        groups=grouped(now.catalog, {each.id for each in missing}),
        views={each.id: view for each in missing if (view := value_view(now, each.id))},
    )


def _changes(
    now: CurrentValues, then: CurrentValues, watched: Collection[str], settings: ProgressSettings
) -> tuple[Change, ...]:
    """In printed order: whatever has other entries than last time."""
    ids = (id for id in now.catalog.indicators if id in watched)
    return tuple(_change(now, then, id, settings) for id in ids if now.entries(id) != then.entries(id))


def _change(now: CurrentValues, then: CurrentValues, id: str, settings: ProgressSettings) -> Change:
    earlier, later = then.progress(id), now.progress(id)
    return Change(
        indicator=now.catalog.indicator(id),
        value_before=then.get(id),
        value=now.get(id),
        state_before=shown_state(earlier, settings),
        state=shown_state(later, settings),
        has_fallen=later.state in _BEHIND and _WORSE.get(earlier.state, 0) < _WORSE[later.state],
    )


def _counts(values: CurrentValues, shown: Collection[str], settings: ProgressSettings) -> tuple[tuple[str, int], ...]:
    counted = Counter(shown_state(values.progress(id), settings) for id in shown)
    order = [*(grade.label for grade in settings.progress_grades), *STATES]
    return tuple((state, counted[state]) for state in order if counted[state])


def _charts(
    now: CurrentValues, shown: Collection[str], views: Mapping[str, ValueView], changes: tuple[Change, ...]
) -> tuple[Indicator, ...]:
    """What fell behind, then what changed, then what is worst off: of these the first two that have a history."""
    fallen = [change.indicator.id for change in changes if change.has_fallen]
    changed = [change.indicator.id for change in changes]
    late = [id for id in now.catalog.indicators if id in shown and now.progress(id).state in _BEHIND]
    late.sort(key=lambda id: -_WORSE[now.progress(id).state])
    told = [id for id in dict.fromkeys([*fallen, *changed, *late]) if id in views]
    return tuple(now.catalog.indicator(id) for id in told if len(views[id].history) >= LEAST_ACTUALS)[:MOST_CHARTS]
