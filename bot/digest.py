"""What goes into a digest. Pure: a function of the schedule, the ledger as of now, and the ledger as of last time.

A reminder (Scope "reminder") is a digest too: from April to July it lists the indicators that lack the value of the
fiscal year that ended in March, so it gets shorter as values come in, and is silent when none is missing and in the
other months.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.blockkit.parts import ValueView
from bot.digest_schedule import OnNoChange, Schedule, Scope
from bot.progress_settings import DEFAULT_PROGRESS, ProgressSettings
from knowledge import CurrentValues, FiscalYear, Indicator

DigestKind = Literal["report", "unchanged", "reminder", "silent"]
"""unchanged: one line, nothing has changed. silent: nothing is posted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of one indicator since the last digest. Values and states in words; None where there was none."""

    indicator: Indicator
    value_before: str | None
    value: str | None
    state_before: str
    state: str

    @property
    def has_fallen(self) -> bool:
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A package or a goal (`record` is its id, as pkg3 or g1), with the indicators shown of it, in printed order."""

    record: str
    title: str
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """`as_of` and `before` are aware; `before` is None for the first digest of a schedule.

    `counts`: each state that occurs and how often, best first. `unrecorded` lack the value of `year`, the last fiscal
    year of the plan that had ended; None before there is one. `charts`: at most two, the most telling first.
    """

    name: str
    kind: DigestKind
    scope: Scope
    scope_label: str
    as_of: datetime
    before: datetime | None
    counts: tuple[tuple[str, int], ...] = ()
    changes: tuple[Change, ...] = ()
    fallen: tuple[Change, ...] = ()
    unrecorded: tuple[Indicator, ...] = ()
    year: FiscalYear | None = None
    groups: tuple[Group, ...] = ()
    charts: tuple[Indicator, ...] = ()
    views: Mapping[str, ValueView] = field(default_factory=dict)
    has_samples: bool = False


def make_digest(
    schedule: Schedule,
    now: CurrentValues,
    before: CurrentValues | None,
    *,
    as_of: datetime,
    before_at: datetime | None = None,
    settings: ProgressSettings = DEFAULT_PROGRESS,
) -> Digest:
    """`now` and `before` are the values known at `as_of` and at `before_at`; None where there was no digest before."""
    raise NotImplementedError


def is_quiet(on_no_change: OnNoChange) -> bool:
    return on_no_change == "silent"
